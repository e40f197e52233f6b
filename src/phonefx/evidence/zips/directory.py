"""Finds the central directory of a zip archive, zip64 included. Knowledge: PKWARE APPNOTE 6.3.10."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from phonefx.errors import HostileEvidence
from phonefx.evidence.blobs import SliceBlob
from phonefx.evidence.zips.records import CENTRAL
from phonefx.evidence.zips.table import Table

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.tree import Limits

LEVELS: Final = 2
_END: Final = b"PK\x05\x06"
_END64: Final = b"PK\x06\x06"
_MAX32: Final = 0xFFFFFFFF


@dataclass(slots=True)
class Directory:
    """The central directory.

    Attributes:
        data: its bytes; they are not kept in memory.
        count: members that the archive states.
        shift: how far the archive's offsets are shifted by a prefix.
        table: its records.
    """

    data: Blob
    count: int
    shift: int
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        self.table = Table(self.data, LEVELS)


def find_directory(blob: Blob, limits: Limits) -> Directory | None:
    """Find and load the central directory; None where the archive has none (cut short)."""
    tail_size = min(blob.size, 65_536 + 22 + 20)
    tail_at = blob.size - tail_size
    tail = blob.read_at(tail_at, tail_size)
    at = tail.rfind(_END)
    while at >= 0:
        if (found := _load(blob, tail, at, tail_at, limits)) is not None:
            return found
        at = tail.rfind(_END, 0, at)
    return None


def _load(blob: Blob, tail: bytes, at: int, tail_at: int, limits: Limits) -> Directory | None:
    if len(tail) - at < 22:
        return None
    _, _, _, _, count, size, offset, _ = struct.unpack_from("<4sHHHHIIH", tail, at)
    end = tail_at + at
    if (_MAX32 in {size, offset} or count == 0xFFFF) and (wide := _zip64(blob, end)) is not None:
        count, size, offset, end = wide
    start = end - size
    if start < 0 or (size and blob.read_at(start, 4) != CENTRAL):
        start, end = offset, offset + size
        if size and blob.read_at(start, 4) != CENTRAL:
            return None
    if size > limits.directory_bytes:
        raise HostileEvidence("zip", f"a directory of {size} bytes")
    return Directory(SliceBlob(blob, start, size), count, start - offset)


def _zip64(blob: Blob, end: int) -> tuple[int, int, int, int] | None:
    locator = blob.read_at(end - 20, 20)
    if len(locator) < 20 or locator[:4] != b"PK\x06\x07":
        return None
    (where,) = struct.unpack_from("<Q", locator, 8)
    for start in (where, end - 20 - 56):
        record = blob.read_at(start, 56) if 0 <= start < blob.size else b""
        if len(record) == 56 and record[:4] == _END64:
            count, size, offset = struct.unpack_from("<QQQ", record, 32)
            return count, size, offset, start
    return None
