"""An examiner's own base map: a file of raster tiles, drawn under the evidence and cited with its digest.

Read: MBTiles (an SQLite file of PNG or JPEG tiles in web Mercator, specification 1.3). Its `attribution` and `name` are
printed under the map. The file is opened for reading only.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from phonefx.errors import Damaged, NotAnExtraction, NotFound
from phonefx.report.maps.projections import MERCATOR_LIMIT
from phonefx.report.maps.scene import Path as Outline
from phonefx.report.maps.scene import Pen, Picture, Scene, rectangle
from phonefx.report.maps.window import Window

MOST_TILES: Final = 400
LARGEST_TILE: Final = 2_000_000
TILE_PT: Final = 110.0
"""Tiles are chosen so that one is drawn no larger than this (256 pixels on 110 points: about 170 dots an inch)."""
_BARE: Final = (236, 236, 236)


@dataclass(frozen=True, slots=True)
class TileSource:
    """An opened base map file: where it is, what its maker says of it, and the zoom levels it has."""

    path: Path
    citation: str
    levels: tuple[int, ...]

    def paint(self, scene: Scene, window: Window) -> list[str]:
        """Paint the tiles of the window; gives notes about what the file does not cover."""
        scene.add(Outline([rectangle(window.box)], Pen(None, _BARE), closed=True))
        level = self._level(window)
        span = self._span(window, level)
        if span is None:
            return ["The base map given does not cover this area."]
        west, east, top, bottom = span
        missing = 0
        with _opened(self.path) as database:
            for row in range(top, bottom + 1):
                for column in range(west, east + 1):
                    picture = _tile(database, level, column % 2**level, row)
                    if picture is None:
                        missing += 1
                    else:
                        scene.add(_placed(window, level, column, row, picture))
        return [f"The base map given has no tile for {missing} parts of this area."] if missing else []

    def _level(self, window: Window) -> int:
        left, bottom, right, _ = window.box
        here, there = window.ground(left, bottom), window.ground(right, bottom)
        degrees = 360.0 if here is None or there is None else max(1e-9, there[0] - here[0])
        ideal = math.log2(360 / degrees * (right - left) / TILE_PT)
        usable = [level for level in self.levels if level <= math.ceil(ideal)]
        return max(usable) if usable else min(self.levels)

    def _span(self, window: Window, level: int) -> tuple[int, int, int, int] | None:
        left, bottom, right, top = window.box
        low, high = window.ground(left, bottom), window.ground(right, top)
        if low is None or high is None:
            return None
        (west, south), (east, north) = low, high
        columns, rows = _tile_at(west, north, level), _tile_at(east, south, level)
        count = (rows[0] - columns[0] + 1) * (rows[1] - columns[1] + 1)
        return (columns[0], rows[0], columns[1], rows[1]) if 0 < count <= MOST_TILES else None


def open_tiles(path: Path) -> TileSource:
    """Open an examiner's base map.

    Raises:
        NotFound: there is no such file.
        NotAnExtraction: it is no MBTiles file of raster tiles.
        Damaged: its tables cannot be read.
    """
    if not path.is_file():
        raise NotFound(path)
    try:
        with _opened(path) as database:
            facts = dict(database.execute("SELECT name, value FROM metadata LIMIT 1000"))
            found = database.execute("SELECT DISTINCT zoom_level FROM tiles ORDER BY 1 LIMIT 40").fetchall()
    except sqlite3.DatabaseError as error:
        raise Damaged(path, error) from error
    if str(facts.get("format", "png")) not in {"png", "jpg", "jpeg"} or not found:
        raise NotAnExtraction(path, "a base map must be an MBTiles file of PNG or JPEG tiles")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    words = [str(facts[name])[:200] for name in ("name", "attribution", "version") if facts.get(name)]
    citation = f"{', '.join(words) or 'no name stated'} (file {path.name}, SHA-256 {digest})"
    return TileSource(path, citation, tuple(int(level) for (level,) in found if 0 <= int(level) <= 24))


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _tile(database: sqlite3.Connection, level: int, column: int, row: int) -> Picture | None:
    """Fetch one tile; rows are stored from south to north."""
    found = database.execute(
        "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? "
        "AND length(tile_data) BETWEEN 8 AND ?",
        (level, column, 2**level - 1 - row, LARGEST_TILE),
    ).fetchone()
    data = bytes(found[0]) if found and isinstance(found[0], bytes) else b""
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
