"""What was deleted from a database, found once for all parsers that read it, on disk and not in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from phonefx.errors import EvidenceError
from phonefx.formats import sqlite

_LOST: Final = {
    sqlite.Mark.MISSING, sqlite.Mark.ROWID_LOST, sqlite.Mark.PREFIX, sqlite.Mark.REBUILT, sqlite.Mark.WORDS,
    sqlite.Mark.LOCATED, sqlite.Mark.CHAINED,
}  # fmt: skip
_MAX_INTEGER: Final = 1 << 63
_MENDED: Final = 0.9
_REASON: Final = "the file header is destroyed; the row stands whole on a page of its table"


@dataclass(frozen=True, slots=True)
class Remain:
    """One row that is not live: its columns and values, and what the case records of its recovery.

    The values of columns that are `lost` are None, whatever stood there.
    """

    state: str
    rowid: int | None
    columns: tuple[str, ...]
    values: tuple[Any, ...]
    recovery: dict[str, Any]
    lost: tuple[str, ...] = ()


class Rows(Protocol):
    """Rows that are not live, by table; `mended` says that no row of the database is live."""

    mended: bool

    def of(self, table: str) -> Iterator[Remain]:
        """Yield the rows of one table, in a fixed order."""
        ...

    def beside(self, table: str) -> Iterator[Remain]:
        """Yield the older versions and deleted rows of a table in which a query looks something up."""
        ...


class Kept:
    """Rows kept in a scratch database that spills to disk and vanishes by itself."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
            "CREATE TABLE remain (id INTEGER PRIMARY KEY, name, state, rowid_, columns, recovery, lost);"
            "CREATE TABLE cell (id INTEGER PRIMARY KEY, remain INTEGER, value);"
            "CREATE INDEX remain_name ON remain (lower(name)); CREATE INDEX cell_remain ON cell (remain);"
        )

    def add(self, table: str, row: Remain) -> int:
        """Keep a row, and give its number."""
        cursor = self._db.execute(
            "INSERT INTO remain VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (table, row.state, row.rowid, *map(json.dumps, (row.columns, row.recovery, row.lost))),
        )
        number = int(cursor.lastrowid or 0)
        self._db.executemany(
            "INSERT INTO cell (remain, value) VALUES (?, ?)", [(number, _cell(value)) for value in row.values]
        )
        return number

    def drop(self, number: int) -> None:
        """Take a row back."""
        self._db.execute("DELETE FROM remain WHERE id = ?", (number,))

    def change(self, number: int, **recovery: object) -> None:
        """State something else of the recovery of a row."""
        (told,) = self._db.execute("SELECT recovery FROM remain WHERE id = ?", (number,)).fetchone()
        told = json.dumps(json.loads(told) | recovery)
        self._db.execute("UPDATE remain SET recovery = ? WHERE id = ?", (told, number))

    def of(self, table: str) -> Iterator[Remain]:
        """Yield the rows of one table, in the order in which they were kept."""
        sql = "SELECT id, state, rowid_, columns, recovery, lost FROM remain WHERE lower(name) = lower(?) ORDER BY id"
        for number, state, rowid, columns, recovery, lost in self._db.execute(sql, (table,)).fetchall():
            values = self._db.execute("SELECT value FROM cell WHERE remain = ? ORDER BY id", (number,))
            row = tuple(value for (value,) in values)
            yield Remain(state, rowid, tuple(json.loads(columns)), row, json.loads(recovery), tuple(json.loads(lost)))

    def counts(self) -> dict[str, int]:
        """Give the number of rows of each table, its name in lower case."""
        return dict(self._db.execute("SELECT lower(name), count(*) FROM remain GROUP BY 1 ORDER BY 1"))

    def close(self) -> None:
        """Give the scratch space back."""
        self._db.close()


class Remains:
    """The rows that are not live of one staged database; looked for when they are first asked for.

    `signs` are the signs of deletion without content, once that was done; `mended` says that the header was rebuilt;
    `read` are the tables that statements have read, in lower case.
    `check` may have SQLite check the pages of the copy: it does so ten times faster than they can be looked at here.
    """

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self._found: Kept | None = None
        self.fault = ""
        self.mended = False
        self.check: Callable[[], bool] = bool
        self.signs: list[sqlite.Sign] = []
        self.read: set[str] = set()
        self._asked: set[str] = set()
        self._nameless = 0

    def prepare(self) -> None:
        """Look now where a journal lies beside the database: SQLite would roll it back and remove it."""
        journal = self._copy.with_name(self._copy.name + "-journal")
        if journal.is_file() and journal.stat().st_size:
            self._search()

    def mend(self) -> bool:
        """Give the private copy a file header where its own is destroyed; say whether it can be read then.

        All its rows count as recovered from then on, for nothing in the file says any more that it is a database.
        """
        try:
            database = sqlite.Database.beside(self._copy)
        except EvidenceError:
            return False
        if not database.header.faults or not database.tables:
            return False
        pages, logged = database.stored_pages, database.wal is not None
        with self._copy.open("r+b") as file:
            file.write(sqlite.header.write(database.header, pages, logged))
        self.mended = True
        return True

    def of(self, table: str) -> Iterator[Remain]:
        """Yield the rows of one table, in a fixed order; of a mended copy those of its pages first."""
        self._asked.add(table.lower())
        yield from self._attached(table) if self.mended else ()
        yield from self._search().of(table)

    def beside(self, table: str) -> Iterator[Remain]:
        """Yield the older versions and deleted rows of a table that no query reads row by row for that."""
        return self._search().of(table)

    def _attached(self, table: str) -> Iterator[Remain]:
        database = sqlite.Database.beside(self._copy)
        found = database.table(table)
        if found is None:
            return
        names = tuple(found.columns[found.order.index(at)].name for at in range(len(found.columns)))
        for row in sqlite.salvage(database, table):
            place = row.place
            recovery = {
                "place": "cell of a table page", "file": place.role, "page": place.page, "offset": place.offset,
                "length": place.length, "frame": place.frame or None, "commit_no": None, "confidence": _MENDED,
                "reason": _REASON, "partial": None, "places": None,
            }  # fmt: skip
            yield Remain("recovered", row.rowid, names, tuple(_cell(value) for value in row.values), recovery)

    def salvaged(self, table: str) -> Iterator[tuple[int | None, tuple[Any, ...]]]:
        """Yield row id and values of the live rows that can be read from the pages of a damaged table."""
        try:
            for row in sqlite.salvage(sqlite.Database.beside(self._copy), table):
                yield row.rowid, tuple(_cell(value) for value in row.values)
        except EvidenceError as error:
            self.fault = str(error)

    def left(self) -> dict[str | None, int]:
        """Count the rows found in tables that nobody asked for, by table in lower case; None: of an unknown table."""
        found = self._found.counts() if self._found is not None else {}
        unknown: dict[str | None, int] = {None: self._nameless} if self._nameless else {}
        return unknown | {name: count for name, count in found.items() if name not in self._asked}

    def _search(self) -> Kept:
        if self._found is None:
            self._found = Kept()
            try:
                database = sqlite.Database.beside(self._copy)
                database.sound = self.check()
                for row in () if sqlite.is_clean(database) else sqlite.recover(database):
                    if row.table is None:
                        self._nameless += 1
                    else:
                        state = "superseded" if row.state == sqlite.SUPERSEDED else "recovered"
                        kept = Remain(state, row.rowid, row.columns, row.values, _recovery(row), row.lost)
                        self._found.add(row.table, kept)
                self.signs = list(sqlite.signs(database))
            except EvidenceError as error:
                self.fault = str(error)
        return self._found

    def close(self) -> None:
        """Give the scratch space back."""
        if self._found is not None:
            self._found.close()


def _cell(value: sqlite.record.Value) -> sqlite.record.Value:
    """A value as SQLite takes it; text with lone surrogates as its bytes."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
    return value


def _recovery(row: sqlite.RecoveredRow) -> dict[str, Any]:
    place = row.place
    lost = [f"{name}: {mark.value}" for name, mark in zip(row.columns, row.marks, strict=True) if mark in _LOST]
    others = [
        {"file": one.role, "place": one.where, "page": one.page, "offset": one.offset, "frame": one.frame}
        for one in row.others
    ]
    reason = row.reason
    if row.state == sqlite.UNCOMMITTED:
        reason = f"written by a transaction that never finished, so it was never part of the database; {reason}"
    return {
        "place": place.where,
        "file": place.role,
        "page": place.page,
        "offset": place.offset,
        "length": place.length,
        "frame": place.frame or None,
        "commit_no": place.commit or None,
        "confidence": row.confidence,
        "reason": reason if row.table_sure else f"{reason}; another table of the same shape is possible",
        "partial": ", ".join(lost) or None,
        "places": json.dumps(others) if others else None,
    }
