"""Counts what parsers left of a database that they read: tables that no query reads, and rows deleted from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Set
from contextlib import closing
from pathlib import Path
from typing import Final

from phonefx.case.sandbox import Calls, open_copy

BOOKKEEPING: Final = frozenset(
    {"android_metadata", "room_master_table", "z_metadata", "z_modelcache", "z_primarykey"}
)  # fmt: skip
"""Tables in which Android, Room and Core Data keep accounts of the database itself; SQLite's own are left out too."""
_OF_SQLITE: Final = "sqlite_"
_OF_INDEX: Final = frozenset(
    {"content", "segments", "segdir", "docsize", "stat", "data", "idx", "config", "node", "parent", "rowid"}
)  # fmt: skip
"""What ends the names of the tables that FTS3, FTS4, FTS5 and R*Tree keep their rows in (their pages on sqlite.org)."""


def left(copy: Path, read: Set[str], deleted: Mapping[str | None, int]) -> Iterator[tuple[str | None, int | None, int]]:
    """Give each table with rows that no parser read.

    A virtual table, as an index of full texts, is named and not asked for anything; the tables that SQLite keeps for it
    are left out.

    Args:
        copy: the private copy of the database.
        read: the tables that a query read, in lower case.
        deleted: rows that are not live, of tables that no query asked for, by table in lower case; None: of a table
            that nothing names.

    Yields:
        Its name, the number of its live rows (None where a query reads them, or they cannot be counted), and of rows
        found that are not live.
    """
    rest = {name: count for name, count in deleted.items() if name not in BOOKKEEPING}
    try:
        with closing(open_copy(copy, Calls({}))) as database:
            for name, form in _tables(database):
                gone = rest.pop(name.lower(), 0)
                if form == "index":
                    continue
                known = name.lower() in read
                rows = None if known or form == "virtual" else _rows(database, name)
                if rows or gone or (rows is None and not known):
                    yield name, rows, gone
    except (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError):
        pass  # each parser has told that it cannot be opened
    for unnamed, count in sorted(rest.items(), key=lambda each: each[0] or ""):
        yield unnamed, None, count


def _tables(database: sqlite3.Connection) -> list[tuple[str, str]]:
    """Name the tables of an app in order of their names, each with its form: table, virtual, or index of a virtual one.

    They are taken from the schema alone: `table_list` would have SQLite work out every view, and a few views of each
    other are enough to keep it at that for hours.
    """
    rows = database.execute(
        "SELECT name, iif(sql LIKE 'CREATE VIRTUAL%', 'virtual', 'table') FROM sqlite_master"
        " WHERE type = 'table' AND typeof(name) = 'text' ORDER BY 1"
    ).fetchall()
    virtual = {name.lower() for name, form in rows if form == "virtual"}
    return [
        (name, "index" if _is_of_index(name, virtual) else form)
        for name, form in rows if not _is_account(name.lower())
    ]  # fmt: skip


def _is_account(table: str) -> bool:
    return table in BOOKKEEPING or table.startswith(_OF_SQLITE)


def _rows(database: sqlite3.Connection, table: str) -> int | None:
    quoted = table.replace('"', '""')
    try:
        return int(database.execute(f'SELECT count(*) FROM main."{quoted}"').fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def _is_of_index(table: str, virtual: Set[str]) -> bool:
    """Say whether SQLite keeps a table for a virtual one, as for an index of full texts."""
    owner, _, part = table.lower().rpartition("_")
    return part in _OF_INDEX and owner in virtual
