"""A record found in bytes that no live row owns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from phonefx.formats.sqlite import record
from phonefx.formats.sqlite.shape import Shape


class Grade(IntEnum):
    """How much of a record's frame was there, the best last."""

    PARTIAL = 1
    INDEX = 2
    CLOBBERED = 3
    RECORD = 4
    CELL = 5


@dataclass(slots=True)
class Found:
    """A record on a page: offsets count from the start of the page.

    `cut` is the number of body bytes that still stand where the rest was overwritten; `unsure` are columns whose
    value the bytes do not settle; the first `lost` serial types were rebuilt; `rivals` are other indexes whose entry it
    may be.
    """

    shape: Shape
    types: tuple[int, ...]
    start: int
    end: int
    body: int
    size: int
    grade: Grade
    bits: float
    local: int
    rowid: int | None = None
    overflow: int = 0
    lost: int = 0
    unsure: frozenset[int] = frozenset()
    cut: int | None = None
    fits: bool = False
    sure: bool = True
    rivals: tuple[Shape, ...] = ()

    @property
    def header_size(self) -> int:
        """The bytes of the record header."""
        return record.header_size(self.types)

    @property
    def strong(self) -> bool:
        """Whether the find can stand against one that claims the same bytes."""
        return self.grade >= Grade.RECORD or self.fits
