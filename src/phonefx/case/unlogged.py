"""Keeps in a case what is to be logged of a change until it is in the log: a run killed between loses nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from phonefx.case import audit
from phonefx.case.store import DATABASE, connect

FACT: Final = "to_be_logged"


def note(database: sqlite3.Connection, action: str, details: Mapping[str, Any]) -> None:
    """Note in the transaction of a change how it is to be logged."""
    entry = json.dumps({"action": action, "details": dict(details)}, sort_keys=True)
    database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (FACT, entry))


def log(folder: Path) -> None:
    """Log the change of a case that was noted, if there is one, unless the log ends with it."""
    if not (folder / DATABASE).is_file() or (told := _noted(folder)) is None:
        return
    if told != audit.last(folder):
        audit.append(folder, told["action"], told["details"])
    with closing(connect(folder / DATABASE, write=True)) as database:
        database.execute("DELETE FROM meta WHERE name = ?", (FACT,))


def _noted(folder: Path) -> dict[str, Any] | None:
    with closing(connect(folder / DATABASE)) as database:
        row = database.execute("SELECT value FROM meta WHERE name = ?", (FACT,)).fetchone()
    return json.loads(row[0]) if row else None
