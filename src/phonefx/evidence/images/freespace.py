"""Which bytes of a file system belong to no file, told by its own bitmap or allocation table.

Knowledge: Microsoft's specifications of FAT and exFAT, Apple's technical note 1150 (HFS Plus), and, for NTFS, the
documentation of The Sleuth Kit, through which the bitmaps of NTFS, HFS+ and exFAT are read as files.
"""

from __future__ import annotations

import re
import struct
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from phonefx.evidence.blobs import chunks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from phonefx.evidence.blobs import Blob

Span = tuple[int, int]
"""Offset and size in bytes."""

_ALIKE: Final = re.compile(rb"\x00+|\xff+")
_MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_FIRST_CLUSTER: Final = 2
_VALUE_OF_FAT32: Final = 0x0FFFFFFF


class Unallocated(NamedTuple):
    """What no file of an image owns.

    Attributes:
        spans: offset in the disk and size of each stretch, in order, none touching the next.
        untold: (place, bytes, why) of each partition of which that is not known.
    """

    spans: list[Span]
    untold: list[tuple[str, int, str]]

    @property
    def size(self) -> int:
        """Bytes of all stretches."""
        return sum(size for _, size in self.spans)


def joined(found: Iterable[Span], size: int) -> list[Span]:
    """Put stretches of a disk of `size` bytes in order, and those that touch into one."""
    made: list[Span] = []
    for start, length in sorted(found):
        end = min(start + length, size)
        if made and start <= sum(made[-1]):
            made[-1] = made[-1][0], max(sum(made[-1]), end) - made[-1][0]
        elif start < end:
            made.append((start, end - start))
    return made


def between(taken: Iterable[Span], size: int) -> Iterator[Span]:
    """Yield what lies before, between and behind stretches of a disk of `size` bytes."""
    behind = 0
    for start, length in [*joined(taken, size), (size, 0)]:
        if start > behind:
            yield behind, start - behind
        behind = start + length


def mirrored(bitmap: bytes) -> bytes:
    """Turn a bitmap whose first bit is the highest of its byte into one whose first bit is the lowest."""
    return bitmap.translate(_MIRRORED)


def changes(bitmap: bytes, count: int) -> Iterator[tuple[int, bool]]:
    """Yield where used and unused units begin, in turn; what the bitmap does not tell counts as used.

    Args:
        bitmap: one bit a unit, the lowest of a byte first.
        count: number of units.
    """
    state: bool | None = None
    at = 0
    while at < count:
        byte = bitmap[at >> 3] if at >> 3 < len(bitmap) else 0xFF
        used = bool(byte >> (at & 7) & 1)
        if used != state:
            yield at, used
            state = used
        alike = _ALIKE.match(bitmap, at >> 3) if at & 7 == 0 else None
        at = alike.end() << 3 if alike else at + 1


def spans(found: Iterable[tuple[int, bool]], end: int, unit: int, origin: int = 0) -> Iterator[Span]:
    """Turn changes into the spans of what is not used.

    Args:
        found: where used and unused units begin.
        end: number of units.
        unit: bytes of a unit.
        origin: offset of the first unit.
    """
    start: int | None = None
    for at, used in chain(found, ((end, True),)):
        if not used and start is None:
            start = at
        elif used and start is not None:
            if at > start:
                yield origin + start * unit, (at - start) * unit
            start = None


def of_bitmap(bitmap: Blob, count: int, unit: int, origin: int = 0, *, highest_first: bool = False) -> Iterator[Span]:
    """Yield what a bitmap that is a file says is free; the arguments are those of `spans`."""

    def found() -> Iterator[tuple[int, bool]]:
        at = 0
        for raw in chunks_of(bitmap):
            held = min(len(raw) * 8, count - at)
            part = mirrored(raw) if highest_first else raw
            yield from ((at + begin, used) for begin, used in changes(part, held))
            at += held
            if at >= count:
                return
        yield at, True

    return spans(found(), count, unit, origin)


def of_exfat(blob: Blob, bitmap: Blob) -> Iterator[Span]:
    """Yield the free clusters of an exFAT file system."""
    boot = blob.read_at(0, 512)
    heap, count = struct.unpack_from("<II", boot, 88)
    sector = 1 << min(12, boot[108])
    size, origin = sector << min(25, boot[109]), heap * sector
    return of_bitmap(bitmap, min(count, max(0, blob.size - origin) // size), size, origin)


def of_fat(blob: Blob, bits: int) -> Iterator[Span]:
    """Yield the free clusters of a FAT file system whose entries have 12, 16 or 32 bits."""
    boot = blob.read_at(0, 512)
    sector, per_cluster, reserved, tables, names, small, length = struct.unpack_from("<HBHBHH1xH", boot, 11)
    large, wide = struct.unpack_from("<II", boot, 32)
    length = length or wide
    origin = (reserved + tables * length) * sector + -(-names * 32 // max(1, sector)) * sector
    size = max(1, sector * per_cluster)
    count = max(0, min((small or large) * sector, blob.size) - origin) // size
    entries = _entries(blob, (reserved * sector, length * sector), bits)
    return spans(_of_entries(entries, count), count, size, origin)


def _of_entries(entries: Iterator[array[int]], count: int) -> Iterator[tuple[int, bool]]:
    at, state = -_FIRST_CLUSTER, True
    for block in entries:
        for entry in block:
            if (entry != 0) is not state and 0 <= at < count:
                state = entry != 0
                yield at, state
            at += 1
    if at < count:
        yield max(0, at), True


def _entries(blob: Blob, place: tuple[int, int], bits: int) -> Iterator[array[int]]:
    """Give the entries of an allocation table in blocks."""
    start, length = place
    for raw in chunks_of(blob, start, start + length, 3 << 20):
        if bits == 12:
            pairs = (int.from_bytes(raw[at : at + 3], "little") for at in range(0, len(raw) - 2, 3))
            yield array("I", (entry for pair in pairs for entry in (pair & 0xFFF, pair >> 12)))
        elif bits == 16:
            yield array("I", (entry for (entry,) in struct.iter_unpack("<H", raw[: len(raw) & ~1])))
        else:
            whole = raw[: len(raw) & ~3]
            yield array("I", (entry & _VALUE_OF_FAT32 for (entry,) in struct.iter_unpack("<I", whole)))
