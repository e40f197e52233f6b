"""Reads chosen tags of a TIFF structure, the inside of an Exif block.

Only tags that are asked for are read, so entries that all point at the same bytes cannot multiply them. Rationals stay
pairs of numerator and denominator: 0/0 is how cameras write "unknown".
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from typing import TypeAlias

from phonefx.errors import Damaged

Rational: TypeAlias = tuple[int, int]
Value: TypeAlias = "str | bytes | tuple[int, ...] | tuple[Rational, ...]"

_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4}
_CODES = {3: "H", 4: "I", 5: "I", 6: "b", 8: "h", 9: "i", 10: "i", 13: "I"}
_MAX_VALUE = 65_536


def read(data: bytes, wanted: Mapping[int, Collection[int]]) -> dict[tuple[int, int], Value]:
    """Read tags of the first directory and of those that its tags point at.

    Args:
        data: from the byte order mark (`II` or `MM`) on; offsets count from there.
        wanted: the tags of each directory; key 0 is the first directory, any other the tag that points at one.

    Returns:
        A value for each (directory, tag) that is there: text up to its NUL, bytes, numbers, or pairs for rationals. A
        value outside the block is left out.

    Raises:
        Damaged: it is no TIFF structure, or its first directory lies outside it.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        raise Damaged("Exif block", "it does not begin as one")
    start = struct.unpack(order + "I", data[4:8])[0]
    if start + 2 > len(data):
        raise Damaged("Exif block", "its first directory lies outside it")
    first = _directory(data, order, start, {*wanted[0], *wanted})
    found = {(0, tag): value for tag, value in first.items() if tag in wanted[0]}
    for pointer in wanted:
        place = first.get(pointer)
        if pointer and isinstance(place, tuple) and place and isinstance(place[0], int):
            inner = _directory(data, order, place[0], set(wanted[pointer]))
            found |= {(pointer, tag): value for tag, value in inner.items()}
    return found


def _directory(data: bytes, order: str, start: int, wanted: set[int]) -> dict[int, Value]:
    """Read the entries of one directory; of two with the same tag the first counts."""
    found: dict[int, Value] = {}
    if start < 0 or start + 2 > len(data):
        return found
    (count,) = struct.unpack_from(order + "H", data, start)
    for place in range(start + 2, min(start + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, length = struct.unpack_from(order + "HHI", data, place)
        if tag not in wanted or tag in found or kind not in _WIDTHS:
            continue
        size = length * _WIDTHS[kind]
        offset = place + 8 if size <= 4 else struct.unpack_from(order + "I", data, place + 8)[0]
        if size <= _MAX_VALUE and offset + size <= len(data):
            found[tag] = _value(data[offset : offset + size], order, kind)
    return found


def _value(raw: bytes, order: str, kind: int) -> Value:
    if kind == 2:
        return raw.partition(b"\0")[0].decode("utf-8", "backslashreplace").strip()
    if kind in (1, 7):
        return raw
    code = _CODES[kind]
    numbers: tuple[int, ...] = struct.unpack(f"{order}{len(raw) // struct.calcsize(code)}{code}", raw)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True)) if kind in (5, 10) else numbers
