"""Walks the boxes of ISO base media files (HEIC, MP4, MOV, 3GP) without reading their content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from phonefx.errors import Damaged, HostileEvidence

MAX_BOXES = 20_000
MAX_READ = 16 << 20


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its type, and where its content begins and ends in the file; cut, if the file ends before it."""

    type: bytes
    start: int
    end: int
    cut: bool = False


@dataclass(slots=True)
class BoxFile:
    """An opened file of boxes, with a limit on how many are looked at."""

    file: BinaryIO
    size: int
    left: int = MAX_BOXES

    @classmethod
    def of(cls, file: BinaryIO) -> BoxFile:
        """Measure an opened file."""
        return cls(file, file.seek(0, 2))

    def boxes(self, start: int = 0, end: int | None = None) -> Iterator[Box]:
        """Give the boxes that lie one behind the other in a stretch of the file."""
        end = self.size if end is None else min(end, self.size)
        while end - start >= 8:
            self.left -= 1
            if self.left < 0:
                raise HostileEvidence("media file", f"more than {MAX_BOXES} boxes")
            box = self._box(start, end)
            yield box
            start = box.end

    def _box(self, start: int, end: int) -> Box:
        head = self.read(start, min(16, end - start))
        size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if size == 1 and len(head) == 16:
            size, body = int.from_bytes(head[8:], "big"), start + 16
        elif size == 0:
            size = end - start
        if start + size < body:
            raise Damaged("media file", f"box {kind!r} at {start} is shorter than its own head")
        return Box(kind, body, min(start + size, end), cut=start + size > end)

    def find(self, within: Box | None, *kinds: bytes) -> Box | None:
        """Follow a path of box types down from a box (or the file) to the first that fits."""
        for kind in kinds:
            start, end = (within.start, within.end) if within is not None else (0, None)
            within = next((box for box in self.boxes(start, end) if box.type == kind), None)
            if within is None:
                return None
        return within

    def content(self, box: Box, limit: int = MAX_READ) -> bytes:
        """Read the content of a box."""
        if box.end - box.start > limit:
            raise HostileEvidence("media file", f"box {box.type!r} of {box.end - box.start} bytes")
        return self.read(box.start, box.end - box.start)

    def read(self, start: int, count: int) -> bytes:
        """Read a number of bytes at a place, all of them."""
        self.file.seek(start)
        data = self.file.read(count)
        if len(data) != count:
            raise Damaged("media file", f"it ends within {count} bytes at {start}")
        return data
