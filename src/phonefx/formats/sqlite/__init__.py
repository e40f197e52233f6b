"""SQLite databases read from their bytes: live pages, journals, and the rows that were deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phonefx.formats.sqlite import header, record
from phonefx.formats.sqlite.candidate import Mark, Place
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.images import is_clean
from phonefx.formats.sqlite.locate import locate, locate_key, read_place
from phonefx.formats.sqlite.recoveredrow import RECOVERED, SUPERSEDED, UNCOMMITTED, RecoveredRow
from phonefx.formats.sqlite.salvage import Salvaged, salvage
from phonefx.formats.sqlite.signs import Sign, signs

if TYPE_CHECKING:
    from phonefx.formats.sqlite.recovery import recover

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
    "is_clean",
    "locate",
    "locate_key",
    "read_place",
    "record",
    "recover",
    "salvage",
    "signs",
]


def __getattr__(name: str) -> object:
    """Load what finds deleted rows when it is first asked for: most databases hold none."""
    if name == "recover":
        from phonefx.formats.sqlite.recovery import recover

        return recover
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
