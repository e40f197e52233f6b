"""Files of raster tiles that an examiner may have: MBTiles (SQLite) and PMTiles (version 3, the extra `maps`).

Both are opened for reading only. Tiles are asked for by level, column and row from the north.
"""

from __future__ import annotations

import mmap
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from phonefx.errors import Damaged, MissingExtra, NotAnExtraction

LARGEST_TILE: Final = 2_000_000
_PMTILES: Final = b"PMTiles"
_RASTER: Final = (2, 3)  # PNG, JPEG


class TileFile(Protocol):
    """An opened file of tiles."""

    def facts(self) -> dict[str, str]:
        """Give what its maker says of it."""
        ...

    def levels(self) -> tuple[int, ...]:
        """Give the zoom levels it has."""
        ...

    def tile(self, level: int, column: int, row: int) -> bytes:
        """Give a tile as stored; empty where there is none."""
        ...


@contextmanager
def opened(path: Path) -> Iterator[TileFile]:
    """Open a file of tiles, whichever of the two it is.

    Raises:
        NotAnExtraction: it holds no PNG or JPEG tiles.
        Damaged: it cannot be read.
        MissingExtra: it is PMTiles and the package for that is not installed.
    """
    with path.open("rb") as stream:
        is_pmtiles = stream.read(len(_PMTILES)) == _PMTILES
        if is_pmtiles:
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
                yield _PmTiles(path, content)
            return
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield _MbTiles(path, database)
    except sqlite3.DatabaseError as error:
        raise Damaged(path, error) from error
    finally:
        database.close()


class _MbTiles:
    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path, self.database = path, database

    def facts(self) -> dict[str, str]:
        found = self.database.execute("SELECT name, value FROM metadata LIMIT 1000")
        facts = {str(name): str(value) for name, value in found}
        if facts.get("format", "png") not in {"png", "jpg", "jpeg"}:
            raise NotAnExtraction(self.path, "a base map must have PNG or JPEG tiles")
        return facts

    def levels(self) -> tuple[int, ...]:
        found = self.database.execute("SELECT DISTINCT zoom_level FROM tiles ORDER BY 1 LIMIT 40")
        return tuple(int(level) for (level,) in found if 0 <= int(level) <= 24)

    def tile(self, level: int, column: int, row: int) -> bytes:
        found = self.database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
            " AND length(tile_data) <= ?",
            (level, column, 2**level - 1 - row, LARGEST_TILE),  # rows are stored from the south
        ).fetchone()
        return bytes(found[0]) if found and isinstance(found[0], bytes) else b""


class _PmTiles:
    def __init__(self, path: Path, content: mmap.mmap) -> None:
        try:
            from pmtiles.reader import Reader
            from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported
        except ImportError as error:
            raise MissingExtra("reading PMTiles", "maps") from error
        self.path = path
        self.faults = (ValueError, KeyError, IndexError, TypeError, EOFError, OSError, zlib.error, struct.error,
                       MagicNumberNotFound, SpecVersionUnsupported)  # fmt: skip
        self.reader: Any = Reader(lambda offset, length: content[offset : offset + length])  # type: ignore[no-untyped-call]
        self.header = self._read(self.reader.header)
        if self.header["tile_type"].value not in _RASTER:
            raise NotAnExtraction(path, "a base map must have PNG or JPEG tiles")

    def _read(self, call: Any, *values: int) -> Any:  # noqa: ANN401 - the library has no types
        try:
            return call(*values)
        except self.faults as error:
            raise Damaged(self.path, error) from error

    def facts(self) -> dict[str, str]:
        found = self._read(self.reader.metadata)
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    def levels(self) -> tuple[int, ...]:
        return tuple(range(self.header["min_zoom"], min(24, self.header["max_zoom"]) + 1))

    def tile(self, level: int, column: int, row: int) -> bytes:
        found = self._read(self.reader.get, level, column, row)
        return found if isinstance(found, bytes) and len(found) <= LARGEST_TILE else b""
