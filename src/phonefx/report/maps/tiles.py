"""An examiner's own base map: a file of raster tiles, drawn under the evidence and cited with its digest.

Read: MBTiles (an SQLite file of tiles, specification 1.3) and PMTiles 3, with PNG or JPEG tiles in web Mercator. Its
`attribution` and `name` are printed under the map. A GeoTIFF is told by its first bytes and read in `geotiff`. The file
is opened for reading only.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from phonefx.errors import NotAnExtraction, NotFound
from phonefx.report.maps import geotiff
from phonefx.report.maps.geotiff import BARE, Raster
from phonefx.report.maps.projections import MERCATOR_LIMIT
from phonefx.report.maps.scene import Path as Outline
from phonefx.report.maps.scene import Pen, Picture, Scene, rectangle
from phonefx.report.maps.tile_files import TileFile, opened
from phonefx.report.maps.window import Window

MOST_TILES: Final = 400
TILE_PT: Final = 110.0
"""Tiles are chosen so that one is drawn no larger than this (256 pixels on 110 points: about 170 dots an inch)."""


@dataclass(frozen=True, slots=True)
class TileSource:
    """An opened base map file: where it is, what its maker says of it, and the zoom levels it has."""

    path: Path
    citation: str
    levels: tuple[int, ...]

    def paint(self, scene: Scene, window: Window) -> list[str]:
        """Paint the tiles of the window; gives notes about what the file does not cover."""
        scene.add(Outline([rectangle(window.box)], Pen(None, BARE), closed=True))
        level = self._level(window)
        span = self._span(window, level)
        if span is None:
            return ["The base map given does not cover this area."]
        west, east, top, bottom = span
        missing = 0
        with opened(self.path) as file:
            for row in range(top, bottom + 1):
                for column in range(west, east + 1):
                    picture = _tile(file, level, column % 2**level, row)
                    if picture is None:
                        missing += 1
                    else:
                        scene.add(_placed(window, level, column, row, picture))
        notes = [f"The base map given has no tile for {missing} parts of this area."] if missing else []
        if level == max(self.levels) and self._ideal(window) > level + 2:
            notes.append(f"The base map given is coarser than this map: its finest level is {level}.")
        return notes

    def _level(self, window: Window) -> int:
        usable = [level for level in self.levels if level <= math.ceil(self._ideal(window))]
        return max(usable) if usable else min(self.levels)

    @staticmethod
    def _ideal(window: Window) -> float:
        left, bottom, right, _ = window.box
        here, there = window.ground(left, bottom), window.ground(right, bottom)
        degrees = 360.0 if here is None or there is None else max(1e-9, there[0] - here[0])
        return math.log2(360 / degrees * (right - left) / TILE_PT)

    def _span(self, window: Window, level: int) -> tuple[int, int, int, int] | None:
        left, bottom, right, top = window.box
        low, high = window.ground(left, bottom), window.ground(right, top)
        if low is None or high is None:
            return None
        (west, south), (east, north) = low, high
        columns, rows = _tile_at(west, north, level), _tile_at(east, south, level)
        count = (rows[0] - columns[0] + 1) * (rows[1] - columns[1] + 1)
        return (columns[0], rows[0], columns[1], rows[1]) if 0 < count <= MOST_TILES else None


def open_tiles(path: Path) -> TileSource | Raster:
    """Open an examiner's base map, whichever kind its content is.

    Raises:
        NotFound: there is no such file.
        NotAnExtraction: it is no file of raster tiles and no GeoTIFF that can be placed.
        Damaged: it cannot be read.
        MissingExtra: it is PMTiles and the package for that is not installed.
    """
    if not path.is_file():
        raise NotFound(path)
    if geotiff.recognised(path):
        raster, words = geotiff.read(path)
        return replace(raster, citation=_cited(path, words))
    with opened(path) as file:
        facts, levels = file.facts(), file.levels()
    if not levels:
        raise NotAnExtraction(path, "a base map must have tiles")
    words = [facts[name][:200] for name in ("name", "attribution", "version") if facts.get(name)]
    return TileSource(path, _cited(path, words), levels)


def _cited(path: Path, words: list[str]) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return f"{', '.join(words) or 'no name stated'} (file {path.name}, SHA-256 {digest})"


def _tile(file: TileFile, level: int, column: int, row: int) -> Picture | None:
    data = file.tile(level, column, row)
    mime = "image/png" if data[:8] == b"\x89PNG\r\n\x1a\n" else "image/jpeg" if data[:2] == b"\xff\xd8" else None
    return Picture(0, 0, 0, 0, data, mime) if mime else None


def _placed(window: Window, level: int, column: int, row: int, picture: Picture) -> Picture:
    """Put a tile on the page, a hair larger so that no seam shows."""
    west, north = column / 2**level * 360 - 180, _latitude(row, level)
    south = _latitude(row + 1, level)
    middle = west + 180 / 2**level
    left, top = window.line([(west, north), (2 * middle - west, north)])[0]
    right, bottom = window.line([(west, south), (2 * middle - west, south)])[1]
    return picture._replace(x=left, y=bottom, width=right - left + 0.15, height=top - bottom + 0.15)


def _tile_at(longitude: float, latitude: float, level: int) -> tuple[int, int]:
    """Give column and row (from the north) of the tile that holds a point; columns go on across the 180th meridian."""
    phi = math.radians(max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, latitude)))
    down = (1 - math.log(math.tan(math.pi / 4 + phi / 2)) / math.pi) / 2
    return math.floor((longitude + 180) / 360 * 2**level), min(2**level - 1, max(0, math.floor(down * 2**level)))


def _latitude(row: int, level: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**level))))
