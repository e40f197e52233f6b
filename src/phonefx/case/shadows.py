"""Temporary tables in a private copy: they hold rows that the tables of the copy do not hold, under any name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from phonefx.case.remains import Remain, Remains
from phonefx.case.sandbox import Copy, unshadowed


def fill_with_salvage(database: Copy, remains: Remains, table: str, columns: list[str]) -> int:
    """Fill the shadow of a damaged table with the live rows that can still be read; give their number."""
    count = 0
    for rowid, values in remains.salvaged(table):
        if len(values) == len(columns):
            count += 1
            put(database, table, columns, rowid, values)
    return count


def columns_of(database: Copy, table: str) -> list[str]:
    """Name the stored columns of a table of the database, whatever shadows it."""
    with unshadowed(database):
        rows = database.execute("SELECT name, hidden FROM pragma_table_xinfo(?, 'main')", (table,)).fetchall()
    return [name for name, hidden in rows if hidden in (0, 3)]


@contextmanager
def shadow(database: Copy, table: str, columns: list[str]) -> Iterator[None]:
    """Put an empty temporary table before the one of the same name, with a column for the row id of its own."""
    with unshadowed(database):
        create(database, table, columns)
    try:
        yield
    finally:
        with unshadowed(database):
            database.execute(f"DROP TABLE temp.{quoted(table)}")


def create(database: Copy, name: str, columns: list[str]) -> None:
    """Make an empty temporary table with these columns and one for the row id; phonefx itself must be let to."""
    listed = ", ".join(map(quoted, [rowid_name(columns), *columns]))
    database.execute(f"CREATE TEMP TABLE {quoted(name)} ({listed})")


def put(database: Copy, name: str, columns: list[str], rowid: int | None, cells: Iterable[object]) -> None:
    """Put a row into a temporary table."""
    names = ", ".join(map(quoted, [rowid_name(columns), *columns]))
    marks = ", ".join("?" * (len(columns) + 1))
    database.execute(f"INSERT INTO temp.{quoted(name)} ({names}) VALUES ({marks})", [rowid, *cells])


def put_remain(database: Copy, name: str, columns: list[str], row: Remain) -> None:
    """Put a row that is not live into a temporary table, its values under the names of their columns."""
    values = dict(zip((name.lower() for name in row.columns), row.values, strict=True))
    put(database, name, columns, row.rowid, [values.get(name.lower()) for name in columns])


def rowid_name(columns: list[str]) -> str:
    """Name the column that holds the row id: `rowid`, unless the table has a column of that name."""
    taken = {name.lower() for name in columns}
    return next(name for name in ("rowid", "oid", "_rowid_", "phonefx_rowid") if name not in taken)


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'
