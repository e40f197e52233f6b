"""Derived tables of a case: one class of rows is one table, made anew by each run, changing no item.

A class of rows is a named tuple or a dataclass; the first takes a quarter of the time to be made, and its rows less.
The table bears the name of the class in snake case and has its fields as columns; a field `id` or `seq` is the
primary key; a table without one may name several columns in `KEY`. Rows are written in the order given, so that the
same items give the same rows.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final, TypeVar, get_type_hints

Row = TypeVar("Row")
_KEYS: Final = ("id", "seq")
_TYPES: Final = {"int": "INTEGER", "bool": "INTEGER", "float": "REAL", "str": "TEXT"}


def table_name(kind: type) -> str:
    """Give the name of a class's table (`PlaceUse` is `place_use`)."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def column_names(kind: type[Any]) -> tuple[str, ...]:
    """Give the columns of a class's table, in order."""
    named: tuple[str, ...] | None = getattr(kind, "_fields", None)
    return named if named is not None else tuple(each.name for each in fields(kind))


def create(connection: sqlite3.Connection, *kinds: type[Any]) -> None:
    """Make the tables of some classes anew and empty."""
    for kind in kinds:
        connection.execute(f"DROP TABLE IF EXISTS {table_name(kind)}")
        ensure(connection, kind)


def ensure(connection: sqlite3.Connection, kind: type[Any]) -> None:
    """Make the table of a class where it is missing."""
    hints = get_type_hints(kind)
    defined = ", ".join(_column(name, hints[name]) for name in column_names(kind))
    key = getattr(kind, "KEY", ())
    keyed = f"({defined}, PRIMARY KEY ({', '.join(key)})) WITHOUT ROWID" if key else f"({defined})"
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table_name(kind)} {keyed}")


def _column(name: str, hint: object) -> str:
    described = getattr(hint, "__name__", None) or str(hint)
    sql_type = next((sql for word, sql in _TYPES.items() if described.startswith(word)), "TEXT")
    if name in _KEYS:
        return f"{name} {sql_type} PRIMARY KEY"
    return f"{name} {sql_type}" + ("" if "None" in str(hint) else " NOT NULL")


def insert(connection: sqlite3.Connection, kind: type[Any], rows: Iterable[Sequence[object]]) -> None:
    """Write rows: tuples in column order, named or plain, or dataclass instances through `stored`."""
    marks = ", ".join("?" * len(column_names(kind)))
    connection.executemany(f"INSERT INTO {table_name(kind)} VALUES ({marks})", rows)


def stored(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Give instances of one class as the tuples that `insert` takes; of named tuples, these are it."""
    take: attrgetter[tuple[Any, ...]] | None = None
    for row in rows:
        if isinstance(row, tuple):
            yield row
            continue
        take = take or attrgetter(*column_names(type(row)))
        yield take(row)


def exists(connection: sqlite3.Connection, kind: type[Any]) -> bool:
    """Tell whether a case has the table of a class."""
    asked = "SELECT 1 FROM sqlite_master WHERE name = ? AND type IN ('table', 'view')"
    return connection.execute(asked, (table_name(kind),)).fetchone() is not None


def read(
    connection: sqlite3.Connection, kind: type[Row], clause: str = "", values: Sequence[object] = ()
) -> Iterator[Row]:
    """Read a table as its class, row by row; nothing where the case has no such table."""
    if not exists(connection, kind):
        return
    names = ", ".join(column_names(kind))
    hints = get_type_hints(kind)
    flags = [number for number, name in enumerate(column_names(kind)) if hints[name] is bool]
    for row in connection.execute(f"SELECT {names} FROM {table_name(kind)} {clause}", values):
        if flags:
            row = [bool(value) if number in flags else value for number, value in enumerate(row)]
        yield kind(*row)
