"""Builds small cases from records, without evidence: for tests and benchmarks of what comes after the parsers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import count

from phonefx.records import KINDS, PARTS, Part, Record, columns, kind_name
from phonefx.times import Moment

ITEM = """
    CREATE VIEW item AS SELECT e.id, s.kind, s.state, e.time_us, x.label AS exhibit, s.parser, e.key, s.basis,
    f.id AS file, f.path, f.stored, f.sha256, s.table_name, s.version, s.id AS source
    FROM entry e JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
"""
TABLES = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE exhibit (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, name TEXT, kind TEXT, facts TEXT);
    CREATE TABLE file (id INTEGER PRIMARY KEY, exhibit INTEGER, path TEXT, stored TEXT, size INTEGER, sha256 TEXT,
                       mtime_us INTEGER, user INTEGER, state TEXT);
    CREATE TABLE source (id INTEGER PRIMARY KEY, file INTEGER, parser TEXT, version TEXT, table_name TEXT, kind TEXT,
                         state TEXT, basis TEXT, decoding TEXT, rows_read INTEGER, records INTEGER, skipped INTEGER);
    CREATE TABLE entry (id INTEGER PRIMARY KEY, source INTEGER, key, time_us INTEGER);
    CREATE INDEX entry_time ON entry(time_us);
    CREATE INDEX entry_source ON entry(source);
"""


def at(us: int | None) -> Moment | None:
    """A moment of that many microseconds, as a store with UTC would give it."""
    return None if us is None else Moment(us, us)


class MadeCase:
    """A case database in the making: `add` records to exhibits, then read `db`."""

    def __init__(self, path: str = ":memory:") -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(TABLES)
        self.db.execute(ITEM)
        for kind in (*KINDS, *PARTS):
            own = "".join(f", {column.name} {column.type}" for column in columns(kind))
            first = "item INTEGER, source INTEGER, key" if kind.part else "item INTEGER PRIMARY KEY"
            self.db.execute(f"CREATE TABLE {kind_name(kind)} ({first}{own})")
        self.items = count(1)
        self.sources: dict[tuple[str, ...], int] = {}

    def exhibit(self, label: str) -> int:
        self.db.execute("INSERT OR IGNORE INTO exhibit(label, name) VALUES (?, ?)", (label, f"{label}.zip"))
        return int(self.db.execute("SELECT id FROM exhibit WHERE label = ?", (label,)).fetchone()[0])

    def source(self, exhibit: str, parser: str, kind: str, state: str, basis: str) -> int:
        known = (exhibit, parser, kind, state, basis)
        if known not in self.sources:
            place = (self.exhibit(exhibit), f"/data/{parser}.db", f"data/{parser}.db", parser.encode().hex())
            file = self.db.execute(
                "INSERT INTO file(exhibit, path, stored, sha256) VALUES (?, ?, ?, ?)", place
            ).lastrowid
            row = (file, parser, "0.1.0", kind, kind, state, basis)
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
            time = getattr(record, "time", None)
            entry = (item, source, item if record.key is None else record.key, time.us if time else None)
            self.db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", entry)
            values = [item, *values_of(record)]
            self.db.execute(f"INSERT INTO {kind_name(kind)} VALUES ({', '.join('?' * len(values))})", values)
            added.append(item)
        for part in parts:
            source = self.source(exhibit, parser, kind_name(type(part)), state, basis)
            values = [added[-1], source, None, *values_of(part)]
            self.db.execute(f"INSERT INTO {kind_name(type(part))} VALUES ({', '.join('?' * len(values))})", values)
        return added


def values_of(record: Record) -> list[object]:
    """The column values of one record, moments and codes taken apart as the case does."""
    values: list[object] = []
    for column in columns(type(record)):
        value = getattr(record, column.field)
        if isinstance(value, Moment):
            value = value.raw if column.name.endswith("_raw") else value.us
        values.append(value)
    return values
