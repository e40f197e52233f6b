"""Decodes encoded polylines, in which map and fitness services keep a line as text.

Each number is the difference to the one before, times 10 to the fifth, zigzag, in groups of five bits, least first,
with 63 added to each group (the Encoded Polyline Algorithm Format, published by Google).
"""

from __future__ import annotations

from typing import Final

_SCALE: Final = 1e5
_MOST: Final = 2_000_000


def decode(text: str) -> list[tuple[float, float]]:
    """Give the points of a line as (latitude, longitude) in degrees, in the order in which they are stored.

    What follows the first character that cannot stand there, or a point outside the globe, is left out.
    """
    points: list[tuple[float, float]] = []
    at = latitude = longitude = 0
    while at < len(text) and len(points) < _MOST:
        north, at = _number(text, at)
        east, at = _number(text, at)
        if north is None or east is None:
            break
        latitude, longitude = latitude + north, longitude + east
        if abs(latitude) > 90 * _SCALE or abs(longitude) > 180 * _SCALE:
            break
        points.append((latitude / _SCALE, longitude / _SCALE))
    return points


def _number(text: str, at: int) -> tuple[int | None, int]:
    value = shift = 0
    while at < len(text) and shift < 40:
        group = ord(text[at]) - 63
        at += 1
        if not 0 <= group < 64:
            break
        value |= (group & 31) << shift
        shift += 5
        if group < 32:
            return value >> 1 ^ -(value & 1), at
    return None, at
