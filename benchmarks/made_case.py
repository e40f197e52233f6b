"""Builds small cases from records, without evidence: for tests and benchmarks of what comes after the parsers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from phonefx.case import manifest, schema
from phonefx.case.store import Case
from phonefx.records import KINDS, Part, Record, columns, kind_name
from phonefx.timeline import build, uses
from phonefx.times import Moment


def at(us: int | None) -> Moment | None:
    """A moment of that many microseconds, as a store with UTC would give it."""
    return None if us is None else Moment(us, us)


class MadeCase:
    """A case database in the making: `add` records to exhibits, then read `db`."""

    def __init__(self, path: str = ":memory:") -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA synchronous = OFF")
        schema.create_case(self.db)
        schema.create_indexes(self.db)
        self.items = count(1)
        self.sources: dict[tuple[str, ...], int] = {}
        self.files: dict[tuple[str, str], int] = {}

    def exhibit(self, label: str) -> int:
        self.db.execute("INSERT OR IGNORE INTO exhibit(label, name) VALUES (?, ?)", (label, f"{label}.zip"))
        return int(self.db.execute("SELECT id FROM exhibit WHERE label = ?", (label,)).fetchone()[0])

    def file(self, exhibit: str, parser: str) -> int:
        """The one file that a parser reads on an exhibit."""
        if (exhibit, parser) not in self.files:
            place = (self.exhibit(exhibit), f"/data/{parser}.db", f"data/{parser}.db", parser.encode().hex())
            sql = "INSERT INTO file(exhibit, path, stored, sha256) VALUES (?, ?, ?, ?)"
            self.files[exhibit, parser] = int(self.db.execute(sql, place).lastrowid or 0)
        return self.files[exhibit, parser]

    def source(self, exhibit: str, parser: str, kind: str, state: str, basis: str) -> int:
        known = (exhibit, parser, kind, state, basis)
        if known not in self.sources:
            row = (self.file(exhibit, parser), parser, "0.1.0", kind, kind, state, basis)
            sql = (
                "INSERT INTO source(file, parser, version, table_name, kind, state, basis) VALUES (?, ?, ?, ?, ?, ?, ?)"
            )
            self.sources[known] = int(self.db.execute(sql, row).lastrowid or 0)
        return self.sources[known]

    def add(
        self,
        exhibit: str,
        *records: Record,
        parser: str = "made.up",
        state: str = "live",
        basis: str = "utc",
        parts: Iterable[Part] = (),
    ) -> list[int]:
        """Add records, and parts to the last of them; gives the item numbers."""
        added = []
        for record in records:
            kind = type(record)
            source = self.source(exhibit, parser, kind_name(kind), state, basis)
            item = next(self.items)
            put(self.db, record, item=item, source=source)
            added.append(item)
        for part in parts:
            source = self.source(exhibit, parser, kind_name(type(part)), state, basis)
            put(self.db, part, item=added[-1], source=source)
        return added


def finished(folder: Path, fill: Callable[[MadeCase], object]) -> Path:
    """Give a case folder as a run leaves it, derived tables and seal with it; `fill` puts in what it holds."""
    folder.mkdir()
    made = MadeCase(str(folder / "case.db"))
    made.db.execute("BEGIN")
    made.db.executemany("INSERT INTO meta VALUES (?, ?)", [("format", str(schema.FORMAT)), ("complete", "yes")])
    fill(made)
    made.db.execute("COMMIT")
    made.db.close()
    with Case(folder, write=True) as case:
        build.build(case)
    manifest.write(folder)
    return folder


def put(database: sqlite3.Connection, record: Record, **place: int) -> None:
    """Write one record's row, with the columns that say where it belongs."""
    kind = type(record)
    values: dict[str, object] = dict(zip((column.name for column in columns(kind)), values_of(record), strict=True))
    if not kind.part:
        time = getattr(record, "time", None)
        values["key"] = place["item"] if record.key is None else record.key
        values["time_us"] = time.us if time else None
    write(database, kind_name(kind), **place, **values)


def write(database: sqlite3.Connection, name: str, /, **values: object) -> None:
    """Write one row of a table or kind; what a kind shares goes to the table for that, one row each."""
    kind = next((each for each in KINDS if kind_name(each) == name), None)
    if kind and (shared := schema.shared(kind)):
        row = {column: values.pop(column) for column in shared if column in values}
        values["common"] = _insert(database, schema.common_table(kind), row | {"source": values["source"]})
        name = schema.own_table(kind)
    _insert(database, name, values)


def _insert(database: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
    return int(database.execute(sql, list(values.values())).lastrowid or 0)


def take_part(database: sqlite3.Connection, identity: int, *items: int) -> None:
    """Say of messages and calls that an identity is their other side, as a case does: through what they share."""
    for kind in uses.KINDS:
        rows = ((kind, identity, item) for item in items)
        sql = f"SELECT ?1, common, ?2, 'counterpart' FROM {kind}_own WHERE item = ?3"
        database.executemany(f"INSERT INTO party_common {sql}", rows)


def values_of(record: Record) -> list[object]:
    """The column values of one record, moments and codes taken apart as the case does."""
    values: list[object] = []
    for column in columns(type(record)):
        value = getattr(record, column.field)
        if isinstance(value, Moment):
            value = value.raw if column.name.endswith("_raw") else value.us
        values.append(value)
    return values
