"""Reads binary property lists (`bplist00`).

The standard library's reader is not used: it refuses a whole file for one date before the year 1 (Apple's "distant
past" is one), gives dates without a time zone, and lets objects that overlap multiply without limit.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.plists.values import Date, Plist, Uid

MAX_DEPTH = 100
UNFOLDED_FLOOR = 1_000_000  # shared objects count once for each place; real files share short strings and numbers
UNFOLDED_PER_OBJECT = 20


def loads(data: bytes) -> Plist:
    """Read a binary property list, from its first byte to its trailer.

    Raises:
        Damaged: cut short, broken, or holding itself.
        HostileEvidence: deeper than 100 levels, or objects that overlap or multiply.
    """
    return _Reader(data).read()


class _Reader:
    """The bytes, the table of offsets, and the objects read so far with their unfolded sizes."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"bplist0") or len(data) < 41:
            raise Damaged("binary property list", "it does not begin as one, or is too short")
        offset_size, self.ref_size, count, self.top, table = struct.unpack(">6xBBQQQ", data[-32:])
        end = len(data) - 32
        if not (1 <= offset_size <= 8 and 1 <= self.ref_size <= 8) or count == 0 or table + count * offset_size > end:
            raise Damaged("binary property list", "its trailer does not fit its length")
        self.data = data
        self.end = end
        self.table, self.offset_size, self.count = table, offset_size, count
        self.done: dict[int, tuple[Plist, int]] = {}
        self.active: set[int] = set()
        self.budget = 4 * len(data)
        self.most = max(UNFOLDED_FLOOR, UNFOLDED_PER_OBJECT * count)

    def read(self) -> Plist:
        return self.object(self.top, 0)[0]

    def object(self, ref: int, depth: int) -> tuple[Plist, int]:
        """Read an object; give it with the number of values that it unfolds to."""
        known = self.done.get(ref)
        if known is not None:
            return known
        if ref in self.active:
            raise Damaged("binary property list", f"object {ref} holds itself")
        if ref >= self.count:
            raise Damaged("binary property list", f"object {ref} of {self.count} is referred to")
        if depth > MAX_DEPTH:
            raise HostileEvidence("binary property list", f"nested deeper than {MAX_DEPTH}")
        self.active.add(ref)
        place = self.table + ref * self.offset_size
        offset = int.from_bytes(self.data[place : place + self.offset_size], "big")
        value, size = self.parse(self.take(offset, 1)[0], offset + 1, depth)
        if size > self.most:
            raise HostileEvidence("binary property list", f"its shared objects unfold to more than {self.most} values")
        self.active.discard(ref)
        self.done[ref] = value, size
        return value, size

    def take(self, start: int, count: int) -> bytes:
        """Give bytes of the object area, against a budget that only overlapping objects can use up."""
        if start + count > self.end:
            raise Damaged("binary property list", f"{count} bytes at {start} lie outside the file")
        self.budget -= count
        if self.budget < 0:
            raise HostileEvidence("binary property list", "its objects overlap")
        return self.data[start : start + count]

    def parse(self, marker: int, start: int, depth: int) -> tuple[Plist, int]:
        high, low = marker >> 4, marker & 15
        if high in (0xA, 0xB, 0xC, 0xD):
            count, start = self.size(low, start)
            return self.dictionary(count, start, depth) if high == 0xD else self.array(count, start, depth)
        if high in (0x4, 0x5, 0x6):
            count, start = self.size(low, start)
            return _BYTES[high](self.take(start, 2 * count if high == 0x6 else count)), 1
        return self.scalar(marker, start), 1

    def scalar(self, marker: int, start: int) -> Plist:
        high, low = marker >> 4, marker & 15
        if marker in _FIXED:
            return _FIXED[marker]
        if high == 0x1 and low <= 4:
            return int.from_bytes(self.take(start, 1 << low), "big", signed=low >= 3)
        if high == 0x8:
            return Uid(int.from_bytes(self.take(start, low + 1), "big"))
        if marker == 0x22:
            return float(struct.unpack(">f", self.take(start, 4))[0])
        if marker in (0x23, 0x33):
            number = struct.unpack(">d", self.take(start, 8))[0]
            return Date(number) if marker == 0x33 else float(number)
        raise Damaged("binary property list", f"unknown marker {marker:#04x}")

    def size(self, low: int, start: int) -> tuple[int, int]:
        """Read a count, which stands as an integer object behind the marker if it is 15 or more."""
        if low != 15:
            return low, start
        marker = self.take(start, 1)[0]
        if marker >> 4 != 1 or marker & 15 > 3:
            raise Damaged("binary property list", "a count that is no integer")
        width = 1 << (marker & 15)
        return int.from_bytes(self.take(start + 1, width), "big"), start + 1 + width

    def refs(self, count: int, start: int) -> list[int]:
        width = self.ref_size
        raw = self.take(start, count * width)
        return [int.from_bytes(raw[at : at + width], "big") for at in range(0, len(raw), width)]

    def array(self, count: int, start: int, depth: int) -> tuple[Plist, int]:
        items = [self.object(ref, depth + 1) for ref in self.refs(count, start)]
        return [value for value, _ in items], 1 + sum(size for _, size in items)

    def dictionary(self, count: int, start: int, depth: int) -> tuple[Plist, int]:
        refs = self.refs(2 * count, start)
        found: dict[str, Plist] = {}
        total = 1
        for key_ref, value_ref in zip(refs[:count], refs[count:], strict=True):
            key, _ = self.object(key_ref, depth + 1)
            if not isinstance(key, str):
                raise Damaged("binary property list", "a key that is no text")
            found[key], size = self.object(value_ref, depth + 1)
            total += size
        return found, total


_FIXED: dict[int, Plist] = {0x00: None, 0x08: False, 0x09: True, 0x0F: b""}
_BYTES: dict[int, Callable[[bytes], Plist]] = {
    0x4: bytes,
    0x5: lambda raw: raw.decode("ascii", "backslashreplace"),
    0x6: lambda raw: raw.decode("utf-16-be", "replace"),
}
