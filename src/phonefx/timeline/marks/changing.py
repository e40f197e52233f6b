"""Every change that an examiner makes to a case: one transaction, one entry in the audit log, one new seal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from phonefx.case import manifest, unlogged
from phonefx.case.store import Case
from phonefx.errors import NoSuchItem


class Change:
    """A change under way: the connection, its time, and what the log will say of it."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.time = now()
        self.details: dict[str, Any] = {}


def now() -> str:
    """Give the time of the workstation in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@contextmanager
def changing(folder: Path, action: str) -> Iterator[Change]:
    """Change a finished case: all of it or nothing, logged as `action` with the details given, and sealed again."""
    with Case.finished(folder, write=True) as case:
        unlogged.log(folder)
        with case.transaction() as database:
            change = Change(database, folder)
            yield change
            unlogged.note(database, action, change.details)
        manifest.write(folder)


def check_items(change: Change, items: list[int]) -> None:
    """Refuse numbers that the case has no item of."""
    for item in items:
        if change.database.execute("SELECT 1 FROM item WHERE id = ?", (item,)).fetchone() is None:
            raise NoSuchItem(change.folder, item)
