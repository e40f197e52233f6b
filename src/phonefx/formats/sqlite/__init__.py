"""SQLite databases read from their bytes: live pages, journals, and the rows that were deleted."""

from __future__ import annotations

from phonefx.formats.sqlite import header, record
from phonefx.formats.sqlite.candidate import Mark, Place
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.locate import locate, locate_key, read_place
from phonefx.formats.sqlite.recoveredrow import RECOVERED, SUPERSEDED, UNCOMMITTED, RecoveredRow
from phonefx.formats.sqlite.recovery import recover
from phonefx.formats.sqlite.salvage import Salvaged, salvage
from phonefx.formats.sqlite.signs import Sign, signs

__all__ = [
    "RECOVERED",
    "SUPERSEDED",
    "UNCOMMITTED",
    "Database",
    "Mark",
    "Place",
    "RecoveredRow",
    "Salvaged",
    "Sign",
    "header",
    "locate",
    "locate_key",
    "read_place",
    "record",
    "recover",
    "salvage",
    "signs",
]
