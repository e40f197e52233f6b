"""What an exhibit that stands around another one passes on to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from phonefx.evidence.tree import Entry, Exhibit, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from phonefx.evidence.blobs import Blob


class Around(Exhibit):
    """An exhibit around another one, whose entries it gives in a way of its own; all else is asked of that one.

    Args:
        outer: the exhibit.
    """

    def __init__(self, outer: Exhibit) -> None:
        self.outer = outer
        self.kind, self.reader, self.root, self.limits = outer.kind, outer.reader, outer.root, outer.limits

    @property
    def size(self) -> int:  # type: ignore[override]
        """Bytes of the exhibit; of a folder the first use walks it."""
        return self.outer.size

    @property
    def problems(self) -> list[Problem]:  # type: ignore[override]
        """Problems of the exhibit."""
        return self.outer.problems

    @property
    def unpacked(self) -> Sequence[str]:  # type: ignore[override]
        """Stored paths, of the entries given so far, that lie inside another file of the exhibit."""
        return self.outer.unpacked

    def problem(self, code: str, path: str, message: str) -> None:
        """Remember a problem of the exhibit."""
        self.outer.problem(code, path, message)

    def may_end(self, ends: Iterable[str]) -> bool:
        """Ask the exhibit."""
        return self.outer.may_end(ends)

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the entries near the top."""
        return self.outer.shallow(levels)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file."""
        return self.outer.open(entry)

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file."""
        return self.outer.blob(entry)

    def containers(self) -> Iterator[Path]:
        """Give the files of the exhibit."""
        return self.outer.containers()

    def facts(self) -> Mapping[str, str]:
        """Give the facts of the exhibit."""
        return self.outer.facts()

    def close(self) -> None:
        """Close the exhibit."""
        self.outer.close()
