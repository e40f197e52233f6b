"""Reads the positions of a FIT file (Garmin's Flexible and Interoperable Data Transfer), as sports apps record them.

A file is a header of 12 or 14 bytes (`.FIT` at offset 8), definition and data messages, and a CRC that is not checked:
a file that is cut gives what came before. Positions are semicircles (180 degrees are 2**31), times seconds since
1989-12-31T00:00:00Z. Source: the published FIT protocol, message 20 (record) and its fields.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from phonefx.errors import Damaged

EPOCH_S: Final = 631_065_600
_RECORD: Final = 20
_TIME, _LATITUDE, _LONGITUDE, _ALTITUDE, _SPEED = 253, 0, 1, 2, 6
_FINE_SPEED, _FINE_ALTITUDE = 73, 78
_TYPES: Final = {0: "B", 1: "b", 2: "B", 0x83: "h", 0x84: "H", 0x85: "i", 0x86: "I", 0x0A: "B", 0x8B: "H", 0x8C: "I"}
_INVALID: Final = {"B": 0xFF, "b": 0x7F, "h": 0x7FFF, "H": 0xFFFF, "i": 0x7FFFFFFF, "I": 0xFFFFFFFF}
_LIMIT: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Fix:
    """One recorded position: byte offset, seconds since 1970, degrees, metres, metres a second."""

    offset: int
    unix_s: int | None
    latitude: float
    longitude: float
    altitude_m: float | None
    speed_mps: float | None


@dataclass(slots=True)
class Track:
    """The positions of a file, the number of its other data messages, and where reading had to stop."""

    fixes: list[Fix] = field(default_factory=list)
    others: int = 0
    damage: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    number: int
    order: str
    fields: tuple[tuple[int, int, int], ...]
    size: int


def read(file: BinaryIO) -> Track:
    """Read a file.

    Raises:
        Damaged: it is none.
    """
    data = file.read(_LIMIT)
    if len(data) < 12 or data[8:12] != b".FIT" or data[0] not in (12, 14):
        raise Damaged("FIT file", "it does not begin as one")
    track = Track()
    end = min(len(data), data[0] + int.from_bytes(data[4:8], "little"))
    try:
        for offset, layout, values in _messages(data, data[0], end):
            fix = _fix(offset, values) if layout.number == _RECORD else None
            if fix is None:
                track.others += 1
            else:
                track.fixes.append(fix)
    except Damaged as error:
        track.damage = str(error)
    return track


def _messages(data: bytes, at: int, end: int) -> Iterator[tuple[int, _Layout, dict[int, int]]]:
    layouts: dict[int, _Layout] = {}
    last = 0
    while at < end:
        head, offset = data[at], at
        at += 1
        if head & 0x80:
            local, compressed = head >> 5 & 3, head & 31
        else:
            local, compressed = head & 15, None
        if not head & 0x80 and head & 0x40:
            layouts[local], at = _definition(data, at, end, bool(head & 0x20))
            continue
        layout = layouts.get(local)
        if layout is None or at + layout.size > end:
            raise Damaged("FIT file", f"a message at byte {offset} that is cut or has no definition")
        values = _values(data, at, layout)
        at += layout.size
        if compressed is not None and last:
            last += (compressed - last) & 31
            values[_TIME] = last
        last = values.get(_TIME, last)
        yield offset, layout, values


def _definition(data: bytes, at: int, end: int, developer: bool) -> tuple[_Layout, int]:
    msg = f"a definition at byte {at} that is cut"
    if at + 5 > end:
        raise Damaged("FIT file", msg)
    order = ">" if data[at + 1] else "<"
    (number,) = struct.unpack_from(order + "H", data, at + 2)
    count, at = data[at + 4], at + 5
    if at + 3 * count > end:
        raise Damaged("FIT file", msg)
    fields = tuple((data[each], data[each + 1], data[each + 2]) for each in range(at, at + 3 * count, 3))
    at, size = at + 3 * count, sum(length for _, length, _ in fields)
    if developer:
        if at >= end or at + 1 + 3 * data[at] > end:
            raise Damaged("FIT file", msg)
        size += sum(data[each + 1] for each in range(at + 1, at + 1 + 3 * data[at], 3))
        at += 1 + 3 * data[at]
    return _Layout(number, order, fields, size), at


def _values(data: bytes, at: int, layout: _Layout) -> dict[int, int]:
    found: dict[int, int] = {}
    for number, length, kind in layout.fields:
        code = _TYPES.get(kind)
        if code is not None and struct.calcsize(code) == length:
            (value,) = struct.unpack_from(layout.order + code, data, at)
            if value != _INVALID[code]:
                found[number] = value
        at += length
    return found


def _fix(offset: int, values: dict[int, int]) -> Fix | None:
    if _LATITUDE not in values or _LONGITUDE not in values:
        return None
    latitude, longitude = (values[each] * 180 / 2**31 for each in (_LATITUDE, _LONGITUDE))
    altitude = values.get(_FINE_ALTITUDE, values.get(_ALTITUDE))
    speed = values.get(_FINE_SPEED, values.get(_SPEED))
    return Fix(
        offset,
        values[_TIME] + EPOCH_S if _TIME in values else None,
        latitude,
        longitude,
        None if altitude is None else altitude / 5 - 500,
        None if speed is None else speed / 1000,
    )
