"""The base map that comes with phonefx: coast, borders, lakes, rivers and places, from public data.

Sources: Natural Earth 1:10m (public domain) for land, coast, lakes, rivers and borders; for populated places the list
of `phonefx.timeline.places` (GeoNames, CC BY 4.0). `tools/build_basemap.py` rebuilds the file and says what was done to
the data. Its lines may be off by some hundred metres: right for a country, wrong for a street. Borders are drawn as
Natural Earth has them, which takes no side in any dispute.

The file: `PHXBASE1`, the length of the index (uint32, little-endian, as everything), the index (JSON, zlib), then
blocks (zlib). An index row is [layer, level, west, south, offset, length]; level 0 is the overview in cells of 30
degrees, level 1 the detail in cells of 10. A block of lines: number of lines (uint32), points of each (uint32), first
point of each (int32 longitude, latitude; 1/10000 degree), then for longitudes and latitudes apart the steps to the next
point (int16, all low bytes before all high bytes).
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Final

from phonefx.report.maps.projections import turn
from phonefx.timeline.places import Town, largest

MAGIC: Final = b"PHXBASE1"
ATTRIBUTION: Final = "Base map: Natural Earth 1:10m (public domain); places: GeoNames (CC BY 4.0)"
BORDERS: Final = "Borders as drawn by Natural Earth; no position is taken on any claim"
SCALE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Area:
    """A window of degrees around a central longitude; `west` and `east` are degrees from it, -180 to 180."""

    centre: float
    west: float
    south: float
    east: float
    north: float

    def meets(self, west: float, south: float, size: float) -> bool:
        """Say whether a cell reaches into the window."""
        if south > self.north or south + size < self.south:
            return False
        if self.east - self.west >= 360 - size:
            return True
        left = turn(west, self.centre)
        return any(left + shift <= self.east and left + size + shift >= self.west for shift in (-360, 0, 360))


@cache
def _file() -> tuple[bytes, list[tuple[str, int, int, int, int, int]], dict[int, int], int]:
    data = resources.files("phonefx.report.maps").joinpath("data/basemap.bin").read_bytes()
    if not data.startswith(MAGIC):
        msg = "the base map of this installation is damaged"
        raise ValueError(msg)
    (length,) = struct.unpack_from("<I", data, 8)
    head = json.loads(zlib.decompress(data[12 : 12 + length]))
    cells = {int(level): size for level, size in head["cells"].items()}
    return data, [tuple(row) for row in head["blocks"]], cells, 12 + length


def _blocks(layer: str, level: int, area: Area) -> Iterator[bytes]:
    data, index, cells, base = _file()
    for name, at_level, west, south, offset, length in index:
        if name == layer and at_level == level and area.meets(west, south, cells[level]):
            yield zlib.decompress(data[base + offset : base + offset + length])


def cells(layer: str, level: int, area: Area) -> Iterator[list[list[tuple[float, float]]]]:
    """Give the lines or rings of each cell of a layer that may show in the window, as (longitude, latitude)."""
    for block in _blocks(layer, level, area):
        yield list(_decoded(block))


def _decoded(block: bytes) -> Iterator[list[tuple[float, float]]]:
    (count,) = struct.unpack_from("<I", block)
    sizes = struct.unpack_from(f"<{count}I", block, 4)
    firsts = struct.unpack_from(f"<{2 * count}i", block, 4 + 4 * count)
    steps = sum(sizes) - count
    at = 4 + 12 * count
    right, up = (_steps(block[start : start + 2 * steps]) for start in (at, at + 2 * steps))
    used = 0
    for number, size in enumerate(sizes):
        part = slice(used, used + size - 1)
        used += size - 1
        xs = accumulate(right[part], initial=firsts[2 * number])
        ys = accumulate(up[part], initial=firsts[2 * number + 1])
        yield [(x / SCALE, y / SCALE) for x, y in zip(xs, ys, strict=True)]


def _steps(raw: bytes) -> array[int]:
    half = len(raw) // 2
    mixed = bytearray(len(raw))
    mixed[::2], mixed[1::2] = raw[:half], raw[half:]
    found = array("h")
    found.frombytes(bytes(mixed))
    if struct.pack("=h", 1) != struct.pack("<h", 1):
        found.byteswap()
    return found


def towns(area: Area, least: int = 0) -> Iterator[Town]:
    """Give the populated places of the window with at least so many inhabitants, the largest first."""
    rows = range(math.floor(area.south), math.floor(area.north) + 1)
    west, east = (math.floor(area.centre + side) for side in (area.west, area.east))
    columns = frozenset((column + 180) % 360 - 180 for column in range(west, min(east, west + 359) + 1))
    for town in largest(rows, columns):
        if town.inhabitants < least:
            return
        if area.south <= town.latitude <= area.north:
            away = turn(town.longitude, area.centre)
            if area.west <= away <= area.east:
                yield town
