"""What every file system reader gives: nodes with their content."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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


ORPHANS: Final = "$OrphanFiles"
"""Where inodes without a name are listed."""
_new: Final = partial(tuple.__new__, Node)
_BATCH: Final = 512


class Nodes(NamedTuple):
    """Names of a file system in columns, those of `Node`: there are hundreds of thousands."""

    paths: Sequence[str]
    sizes: Sequence[int]
    moments: Sequence[int | None]
    bases: Sequence[str]
    forms: Sequence[str]
    states: Sequence[str]
    idents: Sequence[object]

    def each(self) -> Iterator[Node]:
        """Give them one by one."""
        return map(_new, zip(*self, strict=True))

    def part(self, start: int, stop: int | None = None) -> Nodes:
        """Give those from one to another."""
        columns: Iterable[Any] = (column[start:stop] for column in self)
        return Nodes(*columns)


def in_columns(nodes: Sequence[Node]) -> Nodes:
    """Give nodes in columns."""
    return Nodes(*zip(*nodes, strict=True)) if nodes else Nodes(*[()] * len(Nodes._fields))


class FileSystem(ABC):
    """A file system in an image.

    Attributes:
        kind: its type, `ext4`.
        reader: the library that reads it.
        start: where it begins in the disk.
        room: bytes of the partition that it lies in.
        stated: bytes that it says it has; 0 where that is not known.
        by_folder: whether the names of a folder come together and before those below it, so that a path can be given
            twice only where a folder has a name twice, or its root one that is `ORPHANS`.
    """

    kind: str
    reader: str
    start: int = 0
    room: int = 0
    stated: int = 0
    by_folder: bool = False

    @abstractmethod
    def nodes(self, limits: Limits, tell: Tell) -> Iterator[Node]:
        """Give every name, live and deleted, folder by folder, names sorted."""

    def batches(self, limits: Limits, tell: Tell) -> Iterator[Nodes]:
        """Give the same in columns."""
        given = self.nodes(limits, tell)
        while batch := list(islice(given, _BATCH)):
            yield in_columns(batch)

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
