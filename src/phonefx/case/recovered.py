"""Passes rows that are not live through the queries that read the live ones.

Each row stands alone in a temporary table that has the name of the query's driving table, so it shadows the real one
while the query's other tables are the live ones: a deleted message still finds the contact that wrote it. What the
query makes of the row becomes an item in the state superseded or recovered, and gets its row in `recovery`; its reason
says what of the item was found in other tables (`case.beside`).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from phonefx.case.beside import Beside, Former
from phonefx.case.proof import UNSURE, Proof
from phonefx.case.remains import Remain, Rows
from phonefx.case.sandbox import Copy, unshadowed
from phonefx.case.schema import stored_columns
from phonefx.case.shadows import columns_of, put_remain, quoted, shadow
from phonefx.case.shard import ShardWriter
from phonefx.case.versions import SAME, Versions
from phonefx.parsers.query import Fitted, Query
from phonefx.records import kind_name

_NO_JOIN: Final = "not live, and a row that the record needs from another table is not there"
_NOTHING: Final = "not live, and nothing in it or joined to it is a record of this kind"
NOT_WHOLE: Final = "values are lost or cut short, so an empty field may have had one"
LOST_WAY: Final = "not live, and what is lost of it would find the list or the other row that the record needs"
_LIVE: Final = "says what the live row says"
OF_PARTS: Final = "for {count} of the rows of {kind} that are not live: {reason}"
"""A part has no reason of its own: `recovery` has a row for each item. So what is not proven of parts is counted."""


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
    _indexed: set[Query] = field(default_factory=set)
    _of_parts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _former: Former = field(init=False)

    def __post_init__(self) -> None:
        self._former = Former(self.database, self.remains)

    def run(self, fitted: list[Fitted]) -> int:
        """Pass the rows of every driving table through its query; give the number of items."""
        items = 0
        for each in fitted:
            if each.query.former and self.remains.mended:
                continue  # the rows of all pages are taken for rows that are not live
            versions = Versions(self.database)
            columns = columns_of(self.database, each.table)
            proof = Proof(self.database, each, columns)
            rows = self.remains.of(each.table) if columns else iter(())
            if (first := next(rows, None)) is not None:
                beside = Beside(self._former, each)
                with shadow(self.database, each.table, columns):
                    for row in chain((first,), rows):
                        items += self._pass(each, proof, row, versions, beside)
        for (query, state), counts in self._sources.items():
            self.writer.count(counts[0], counts[1], counts[2], counts[1] - counts[2])
            if not query.kind.part:
                self._adopt(query, state)
        return items

    def notes(self) -> list[str]:
        """Say of how many parts something is not proven, and why."""
        found = sorted(self._of_parts.items())
        return [OF_PARTS.format(count=count, kind=kind, reason=reason) for (kind, reason), count in found]

    def _source(self, fitted: Fitted, state: str) -> list[int]:
        query = fitted.query
        if (query, state) not in self._sources:
            decoding = json.dumps(dict(fitted.encodings), sort_keys=True)
            number = self.writer.source(self.file, self.parser, fitted.table, query.kind, state, query.basis, decoding,
                                        fitted.select)  # fmt: skip
            self._sources[query, state] = [number, 0, 0]
        return self._sources[query, state]

    def _pass(self, fitted: Fitted, proof: Proof, row: Remain, versions: Versions, beside: Beside) -> int:
        counts, kind = self._source(fitted, row.state), fitted.query.kind
        self.database.execute(f"DELETE FROM temp.{quoted(fitted.table)}")
        put_remain(self.database, fitted.table, proof.columns, row)
        proof.take(row)
        written = self._move(fitted, counts[0])
        reasons: list[str] = []
        counts[1] += len(written) or self._skip(fitted, counts[0], proof)
        if written:
            doubted, reasons = proof.judge(kind_name(kind), written)
            told = [row.recovery["reason"], *reasons, *beside.reasons(written[0], doubted)]
            row = replace(row, recovery=row.recovery | {"reason": "; ".join(told)})
        kept = 0
        for item in written:
            if fitted.query.unfolds and self._is_live(fitted.query, item):
                self.database.execute(f"DELETE FROM shard.{kind_name(kind)} WHERE rowid = ?", (item,))
                reason = _LIVE
            elif versions.keep(kind, item, row):
                kept += 1
                continue
            else:
                reason = SAME
            self.database.execute("INSERT INTO shard.skip VALUES (?, ?, ?)", (counts[0], row.rowid, reason))
        counts[2] += kept
        for each in (*reasons, *([NOT_WHOLE] if row.recovery["partial"] else [])) if kept and kind.part else ():
            self._of_parts[kind_name(kind), each] += kept
        return 0 if kind.part else kept

    def _move(self, fitted: Fitted, source: int) -> range:
        """Insert what the query makes of the one row; give the numbers of that in the shard."""
        query = fitted.query
        part = query.kind.part
        owner = self._owner(query)
        fixed = f"{source}" + (f", {owner if owner is not None else 'NULL'}" if part else "")
        head = "source" + (", owner_source" if part else "")
        target = f"shard.{kind_name(query.kind)}({head}, {', '.join(fitted.select)})"
        limit = "" if query.unfolds else " LIMIT 1"
        cursor = self.database.execute(
            f"INSERT INTO {target} SELECT {fixed}, q.* FROM ({fitted.sql(order=False)}) AS q{limit}"
        )
        last = (cursor.lastrowid or 0) + 1
        return range(last - cursor.rowcount, last)

    def _is_live(self, query: Query, item: int) -> bool:
        """Say whether a member of a list says what one of the live row's list does."""
        kind = kind_name(query.kind)
        if (live := self.live.get(query)) is None:
            return False
        if query not in self._indexed:
            self._indexed.add(query)
            with unshadowed(self.database):
                self.database.execute(f"CREATE INDEX IF NOT EXISTS shard.{kind}_lists ON {kind}(source, key)")
        names = stored_columns(self.database, query.kind) - {"source", "owner_source", "key"}
        same = " AND ".join(f"l.{name} IS k.{name}" for name in sorted(names))
        found = self.database.execute(
            f"SELECT 1 FROM shard.{kind} k JOIN shard.{kind} l ON l.source = ? AND l.key IS k.key AND {same}"
            " WHERE k.rowid = ?",
            (live, item),
        )
        return found.fetchone() is not None

    def _owner(self, query: Query) -> int | None:
        """Give the source of the rows that a part belongs to: the live ones, of a mended copy those of its pages."""
        if query.of is None:
            return None
        if self.remains.mended:
            return self._sources.get((query.of, "recovered"), [None])[0]
        return self.live.get(query.of)

    def _skip(self, fitted: Fitted, source: int, proof: Proof) -> int:
        """Say why a row became no record; give 1, or 0 where it is none of those that the query is about."""
        for condition, reason in fitted.skips:
            cursor = self.database.execute(
                f"INSERT INTO shard.skip SELECT {source}, {fitted.select['key']}, ? {fitted.tail}"
                f" WHERE ({fitted.only}) AND coalesce(({condition}), 0) LIMIT 1",
                (UNSURE if proof.rests(condition) else reason,),
            )
            if cursor.rowcount == 1:
                return 1
        if proof.rests(fitted.only):
            reason = UNSURE
        elif fitted.only != "1":
            return 0
        elif proof.finds_by_lost():
            reason = LOST_WAY
        else:
            reason = _NOTHING if fitted.query.unfolds else _NO_JOIN
        self.database.execute("INSERT INTO shard.skip VALUES (?, NULL, ?)", (source, reason))
        return 1

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
