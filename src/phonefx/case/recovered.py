"""Passes rows that are not live through the queries that read the live ones.

Each row stands alone in a temporary table that has the name of the query's driving table, so it shadows the real one
while the query's other tables are the live ones: a deleted message still finds the contact that wrote it. What the
query makes of the row becomes an item in the state superseded or recovered, and gets its row in `recovery`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from phonefx.case.remains import Remain, Remains, Rows
from phonefx.case.sandbox import Copy, unshadowed
from phonefx.case.shard import ShardWriter
from phonefx.case.versions import SAME, Versions
from phonefx.parsers.query import Fitted, Query
from phonefx.records import kind_name

_NO_JOIN: Final = "recovered, but a row that the record needs from another table is gone"


@dataclass(slots=True)
class Recovery:
    """The recovered rows of one parser on one database. `live` are the sources of the live rows, by query."""

    writer: ShardWriter
    parser: str
    file: int
    database: Copy
    remains: Rows
    live: dict[Query, int]
    _sources: dict[tuple[Query, str], list[int]] = field(default_factory=dict)

    def run(self, fitted: list[Fitted]) -> int:
        """Pass the rows of every driving table through its query; give the number of items."""
        items = 0
        for each in fitted:
            versions = Versions(self.database)
            columns = columns_of(self.database, each.table)
            rows = self.remains.of(each.table) if columns else iter(())
            if (first := next(rows, None)) is not None:
                with shadow(self.database, each.table, columns):
                    for row in chain((first,), rows):
                        items += self._pass(each, columns, row, versions)
        for (query, state), counts in self._sources.items():
            self.writer.count(counts[0], counts[1], counts[2], counts[1] - counts[2])
            if not query.kind.part:
                self._adopt(query, state)
        return items

    def _source(self, fitted: Fitted, state: str) -> list[int]:
        query = fitted.query
        if (query, state) not in self._sources:
            decoding = json.dumps(dict(fitted.encodings), sort_keys=True)
            number = self.writer.source(self.file, self.parser, fitted.table, query.kind, state, query.basis, decoding)
            self._sources[query, state] = [number, 0, 0]
        return self._sources[query, state]

    def _pass(self, fitted: Fitted, columns: list[str], row: Remain, versions: Versions) -> int:
        counts = self._source(fitted, row.state)
        counts[1] += 1
        values = dict(zip((name.lower() for name in row.columns), row.values, strict=True))
        cells = [values.get(name.lower()) for name in columns]
        table = _quoted(fitted.table)
        self.database.execute(f"DELETE FROM temp.{table}")
        marks = ", ".join("?" * (len(cells) + 1))
        listed = ", ".join(map(_quoted, [_rowid_name(columns), *columns]))
        self.database.execute(f"INSERT INTO temp.{table} ({listed}) VALUES ({marks})", [row.rowid, *cells])
        written = self._move(fitted, counts[0])
        if written is None:
            self._skip(fitted, counts[0])
            return 0
        if not versions.keep(fitted.query.kind, written, row):
            self.database.execute("INSERT INTO shard.skip VALUES (?, ?, ?)", (counts[0], row.rowid, SAME))
            return 0
        counts[2] += 1
        return 0 if fitted.query.kind.part else 1

    def _move(self, fitted: Fitted, source: int) -> int | None:
        """Insert what the query makes of the one row; give the row's number in the shard."""
        query = fitted.query
        part = query.kind.part
        owner = self._owner(query)
        fixed = f"{source}" + (f", {owner if owner is not None else 'NULL'}" if part else "")
        head = "source" + (", owner_source" if part else "")
        target = f"shard.{kind_name(query.kind)}({head}, {', '.join(fitted.select)})"
        cursor = self.database.execute(
            f"INSERT INTO {target} SELECT {fixed}, q.* FROM ({fitted.sql(order=False)}) AS q LIMIT 1"
        )
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def _owner(self, query: Query) -> int | None:
        """Give the source of the rows that a part belongs to: the live ones, of a mended copy those of its pages."""
        if query.of is None:
            return None
        if self.remains.mended:
            return self._sources.get((query.of, "recovered"), [None])[0]
        return self.live.get(query.of)

    def _skip(self, fitted: Fitted, source: int) -> None:
        for condition, reason in fitted.skips:
            cursor = self.database.execute(
                f"INSERT INTO shard.skip SELECT {source}, {fitted.select['key']}, ? {fitted.tail}"
                f" WHERE coalesce(({condition}), 0) LIMIT 1",
                (reason,),
            )
            if cursor.rowcount == 1:
                return
        self.database.execute("INSERT INTO shard.skip VALUES (?, NULL, ?)", (source, _NO_JOIN))

    def _adopt(self, query: Query, state: str) -> None:
        """Give parts whose owner is no live row to the recovered row of that key."""
        source, live, kind = self._sources[query, state][0], self.live.get(query), kind_name(query.kind)
        for other in self.live:
            if other.of is query and live is not None:
                part = kind_name(other.kind)
                held = f"SELECT 1 FROM shard.{kind} o WHERE o.key = shard.{part}.owner AND o.source"
                self.database.execute(
                    f"UPDATE shard.{part} SET owner_source = ? WHERE owner_source = ?"
                    f" AND NOT EXISTS ({held} = ?) AND EXISTS ({held} = ?)",
                    (source, live, live, source),
                )


def fill_with_salvage(database: Copy, remains: Remains, table: str, columns: list[str]) -> int:
    """Fill the shadow of a damaged table with the live rows that can still be read; give their number."""
    names = ", ".join(map(_quoted, [_rowid_name(columns), *columns]))
    marks = ", ".join("?" * (len(columns) + 1))
    count = 0
    for rowid, values in remains.salvaged(table):
        if len(values) == len(columns):
            count += 1
            database.execute(f"INSERT INTO temp.{_quoted(table)} ({names}) VALUES ({marks})", [rowid, *values])
    return count


def columns_of(database: Copy, table: str) -> list[str]:
    """Name the stored columns of a table of the database, whatever shadows it."""
    with unshadowed(database):
        rows = database.execute("SELECT name, hidden FROM pragma_table_xinfo(?, 'main')", (table,)).fetchall()
    return [name for name, hidden in rows if hidden in (0, 3)]


def _rowid_name(columns: list[str]) -> str:
    """Name the column that holds the row id: `rowid`, unless the table has a column of that name."""
    taken = {name.lower() for name in columns}
    return next(name for name in ("rowid", "oid", "_rowid_", "phonefx_rowid") if name not in taken)


@contextmanager
def shadow(database: Copy, table: str, columns: list[str]) -> Iterator[None]:
    """Put an empty temporary table before the one of the same name, with a column for the row id of its own."""
    listed = ", ".join(map(_quoted, [_rowid_name(columns), *columns]))
    with unshadowed(database):
        database.execute(f"CREATE TEMP TABLE {_quoted(table)} ({listed})")
    try:
        yield
    finally:
        with unshadowed(database):
            database.execute(f"DROP TABLE temp.{_quoted(table)}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
