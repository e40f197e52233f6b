"""Passes rows that are not live through the queries that read the live ones.

Each row stands alone in a temporary table that has the name of the query's driving table, so it shadows the real one
while the query's other tables are the live ones: a deleted message still finds the contact that wrote it. What the
query makes of the row becomes an item in the state superseded or recovered, and gets its row in `recovery`; its reason
says what of the item was found in other tables (`case.beside`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from phonefx.case.beside import Beside, Former
from phonefx.case.remains import Remain, Rows
from phonefx.case.sandbox import Copy
from phonefx.case.shadows import columns_of, put_remain, quoted, shadow
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
    _former: Former = field(init=False)

    def __post_init__(self) -> None:
        self._former = Former(self.database, self.remains)

    def run(self, fitted: list[Fitted]) -> int:
        """Pass the rows of every driving table through its query; give the number of items."""
        items = 0
        for each in fitted:
            versions = Versions(self.database)
            columns = columns_of(self.database, each.table)
            rows = self.remains.of(each.table) if columns else iter(())
            if (first := next(rows, None)) is not None:
                beside = Beside(self._former, each)
                with shadow(self.database, each.table, columns):
                    for row in chain((first,), rows):
                        items += self._pass(each, columns, row, versions, beside)
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

    def _pass(self, fitted: Fitted, columns: list[str], row: Remain, versions: Versions, beside: Beside) -> int:
        counts = self._source(fitted, row.state)
        counts[1] += 1
        self.database.execute(f"DELETE FROM temp.{quoted(fitted.table)}")
        put_remain(self.database, fitted.table, columns, row)
        written = self._move(fitted, counts[0])
        if written is None:
            self._skip(fitted, counts[0])
            return 0
        if reasons := beside.reasons(written):
            row = replace(row, recovery=row.recovery | {"reason": "; ".join([row.recovery["reason"], *reasons])})
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
