"""What every file system reader gives: nodes with their content."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.tree import Limits

    Tell = Callable[[str, str, str], None]
    """Takes a problem: code, path, message."""


class Node(NamedTuple):
    """One name in a file system; `ident` is a number or a text, and opens its content."""

    path: str
    size: int
    mtime_us: int | None
    mtime_basis: str
    form: str
    state: str
    ident: object


class FileSystem(ABC):
    """A file system in an image.

    Attributes:
        kind: its type, `ext4`.
        reader: the library that reads it.
        start: where it begins in the disk.
        room: bytes of the partition that it lies in.
        stated: bytes that it says it has; 0 where that is not known.
    """

    kind: str
    reader: str
    start: int = 0
    room: int = 0
    stated: int = 0

    @abstractmethod
    def nodes(self, limits: Limits, tell: Tell) -> Iterator[Node]:
        """Give every name, live and deleted, folder by folder, names sorted."""

    @abstractmethod
    def blob(self, ident: object, path: str) -> Blob:
        """Give the content of a node."""

    def facts(self) -> dict[str, str]:
        """Give what the file system states of itself."""
        return {}

    def unallocated(self) -> Iterator[tuple[int, int]] | None:
        """Give (offset, size) of the stretches that belong to no file; None where the reader cannot tell."""
        return None

    def close(self) -> None:  # noqa: B027 - most readers have nothing to give up
        """Give up handles."""


def shown(name: bytes) -> str:
    """Show a name as part of a path: '/' inside it (encrypted names) reads '%2F'."""
    text = name.decode("utf-8", "surrogateescape")
    return text.replace("/", "%2F").replace("\0", "%00") if "/" in text or "\0" in text else text
