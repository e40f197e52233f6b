"""Small extractions made on the spot, for tests of the case folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from phonefx.case.remains import Remain

SMS = "data/data/com.android.providers.telephony/databases/mmssms.db"
CALLS = "data/data/com.android.providers.contacts/databases/calllog.db"


def android(folder: Path, texts: list[str]) -> Path:
    """A phone with one text message a minute and one call."""
    start = 1_700_000_000_000
    make(folder / SMS, [
        "CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER,"
        " read INTEGER, type INTEGER, body TEXT)",
        *[
            (f"INSERT INTO sms VALUES ({n}, 1, '+15550100', {start + n * 60_000}, 0, 1, {1 + n % 2}, ?)", text)
            for n, text in enumerate(texts, 1)
        ],
    ])  # fmt: skip
    make(folder / CALLS, [
        "CREATE TABLE calls(_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER)",
        "INSERT INTO calls VALUES (1, '+15550101', 1700000600000, 42, 2)",
    ])  # fmt: skip
    return folder


def make(path: Path, statements: list[str | tuple[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    for statement in statements:
        if isinstance(statement, tuple):
            database.execute(statement[0], statement[1:])
        else:
            database.execute(statement)
    database.commit()
    database.close()
    return path


@dataclass
class One:
    """One row that is not live, in the place of all that a database has of them."""

    row: Remain
    mended = False

    def of(self, _: str) -> Iterator[Remain]:
        yield self.row

    def beside(self, _: str) -> Iterator[Remain]:
        return iter(())
