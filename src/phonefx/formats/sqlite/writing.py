"""Recovered rows as JSON lines, CSV and a SQLite database."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from phonefx.formats import visible
from phonefx.formats.sqlite.candidate import Mark, Place
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.recoveredrow import RecoveredRow

COLUMNS = (
    "number", "table", "table_sure", "state", "row_id", "file", "page", "offset", "length", "frame", "commit", "where",
    "confidence", "reason", "partial", "places",
)  # fmt: skip

_REBUILT = (Mark.REBUILT, Mark.LOCATED, Mark.WORDS, Mark.DEFAULT)


def as_json(database: str, row: RecoveredRow) -> dict[str, Any]:
    """Give a row in the form that `score.py` of the synthetic test cases reads.

    Lost columns are left out; a value known to be cut short is `{"prefix": …}`; bytes are `{"hex": …}`. Where the table
    is not sure its name is null and columns are c0, c1 …; `table_likely` then has the likeliest.
    """
    named = {name if row.table_sure else f"c{place}": place for place, name in enumerate(row.columns)}
    values = {
        name: _json_value(row.values[place], row.marks[place])
        for name, place in named.items()
        if row.marks[place] not in (Mark.MISSING, Mark.ROWID_LOST)
    }
    rebuilt = [name for name, place in named.items() if row.marks[place] in _REBUILT]
    doubtful = [name for name, place in named.items() if row.marks[place] is Mark.CHAINED]
    told: dict[str, Any] = {
        "db": database,
        "table": row.table if row.table_sure else None,
        "values": values,
        "source": f"{row.place.role}:{row.place.where}",
        "state": row.state,
        "rowid": row.rowid,
        "confidence": row.confidence,
        "reason": row.reason,
        "rebuilt": rebuilt,
    }
    if doubtful:
        told["on_given_up_pages"] = doubtful
    if not row.table_sure and row.table is not None:
        told["table_likely"] = row.table
    if row.version_of is not None:
        told["version_of"] = row.version_of
    return told | _place(row.place) | {"places": [_place(place) for place in row.others]}


def _place(place: Place) -> dict[str, Any]:
    told = {"role": place.role, "page": place.page, "offset": place.offset, "length": place.length}
    return told | ({"frame": place.frame, "commit": place.commit} if place.frame else {})


def _json_value(value: Value, mark: Mark) -> Any:  # noqa: ANN401 - what JSON takes
    if mark is Mark.PREFIX:
        return {"prefix_hex": value.hex()} if isinstance(value, bytes) else {"prefix": value}
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def write_json_lines(stream: IO[str], database: str, rows: Iterable[RecoveredRow]) -> int:
    """Write one JSON object a line; give the number of rows."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the count is the answer
        stream.write(json.dumps(as_json(database, row), ensure_ascii=False) + "\n")
    return count


def cells(number: int, row: RecoveredRow) -> tuple[Value, ...]:
    """Give what is known of a row, in the order of `COLUMNS`."""
    place = row.place
    lost = [
        f"{name}: {mark.value}"
        for name, mark in zip(row.columns, row.marks, strict=True)
        if mark not in (Mark.STORED, Mark.ROWID)
    ]
    others = [f"{one.role}@{one.offset}" for one in row.others]
    return (
        number, row.table, int(row.table_sure), row.state, row.rowid, place.role, place.page, place.offset,
        place.length, place.frame or None, place.commit or None, place.where, row.confidence, row.reason,
        "; ".join(lost), "; ".join(others),
    )  # fmt: skip


def write_csv(stream: IO[str], rows: Iterable[RecoveredRow]) -> int:
    """Write one line a row: what is known of it, then its columns as `name=value` cells; give the number of rows."""
    writer = csv.writer(stream)
    writer.writerow([*COLUMNS, "values"])
    count = 0
    for count, row in enumerate(rows, 1):
        pairs = [f"{name}={_shown(value)}" for name, value in zip(row.columns, row.values, strict=True)]
        writer.writerow([visible.cell(each) for each in (*cells(count, row), *pairs)])
    return count


def _shown(value: Value) -> str:
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return "NULL" if value is None else str(value)


def write_sqlite(path: Path, rows: Iterable[RecoveredRow]) -> int:
    """Write a database: table `recovered` with what is known of each row, and one table `rows_…` a table with values.

    Raises:
        FileExistsError: there is a file of that name.
    """
    if path.exists():
        raise FileExistsError(path)
    database = sqlite3.connect(path, isolation_level=None)
    made: dict[tuple[str, tuple[str, ...]], str] = {}
    count = 0
    try:
        database.execute("BEGIN")
        listed = ", ".join(f'"{name}"' for name in COLUMNS)
        database.execute(f"CREATE TABLE recovered ({listed})")
        for count, row in enumerate(rows, 1):
            marks = ", ".join("?" * len(COLUMNS))
            database.execute(f"INSERT INTO recovered VALUES ({marks})", cells(count, row))
            table = _table_for(database, made, row)
            marks = ", ".join("?" * (len(row.values) + 1))
            database.execute(f"INSERT INTO {table} VALUES ({marks})", (count, *row.values))
        database.execute("COMMIT")
    finally:
        database.close()
    return count


def _table_for(database: sqlite3.Connection, made: dict[tuple[str, tuple[str, ...]], str], row: RecoveredRow) -> str:
    key = (row.table or "", row.columns)
    if key not in made:
        taken = {"recovered", *made.values()}
        name = base = f'"rows_{(row.table or "unknown").replace(chr(34), "")}"'
        number = 1
        while name in taken:
            number += 1
            name = f'{base[:-1]}_{number}"'
        columns, used = [], {"number"}
        for column in row.columns:
            unique = column.replace('"', "") or "column"
            while unique.lower() in used:
                unique += "_"
            used.add(unique.lower())
            columns.append(f'"{unique}"')
        database.execute(f"CREATE TABLE {name} ({', '.join(['number', *columns])})")
        made[key] = name
    return made[key]
