"""Says what of a record that is not live stands in other rows than its own, and whether those rows can be doubted.

The rows that a query looks up for an older version or a deleted row are the live ones. They may say something else now
than they did at its time, and a number that was used again is now that of another person. So the record says which of
its fields come from there, and which of those are different where the other tables hold rows that are not live either.
Where the live rows have nothing and all others agree, what those say is taken, and the record says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import Final

from phonefx.case.proof import fields_of
from phonefx.case.remains import Remain, Rows
from phonefx.case.sandbox import Copy, unshadowed
from phonefx.case.shadows import columns_of, create, put_remain, quoted, rowid_name
from phonefx.parsers import sqltext
from phonefx.parsers.lookups import lookups, renamed, scanned, tables
from phonefx.parsers.query import Fitted
from phonefx.records import kind_name

LOOKED_UP: Final = "looked up in other rows as they are now: {fields}"
OTHERWISE: Final = "rows of {tables} that are not live say otherwise: {fields}"
TAKEN: Final = "taken from rows of {tables} that are not live: {fields}"
NOT_ASKED: Final = "rows of {tables} that are not live were not asked, there are too many"
_TAKE, _DIFFERS = 1, 2
_RECORD: Final = "phonefx_record"
"""No query has a table of this name."""
_ROWS: Final = 50_000_000
"""So many rows may be read for all questions of one query: about a minute."""
_SURE: Final = 0.8
"""Of the rows that were checked, all with this confidence or more were right (`docs/recovery.md`)."""


@dataclass(slots=True)
class Former:
    """The sure and whole rows that are not live of tables that queries look things up in, as temporary tables."""

    database: Copy
    remains: Rows
    _names: dict[str, str] = field(default_factory=dict)

    def named(self, table: str, mentioned: set[str]) -> str:
        """Give what a query reads instead of a table; nothing where that has no such rows.

        Args:
            table: its name.
            mentioned: the columns that the query names, in lower case; it is indexed by those.
        """
        key = table.lower().removeprefix("main.")
        if key not in self._names:
            rows = (row for row in self.remains.beside(key) if _is_sure(row))
            first = next(rows, None)
            columns = columns_of(self.database, key) if first is not None else []
            self._names[key] = f"former {len(self._names)}" if columns else ""
            if first is not None and columns:
                self._fill(self._names[key], columns, mentioned, chain((first,), rows))
        name = self._names[key]
        return name and f"temp.{quoted(name)}"

    def _fill(self, name: str, columns: list[str], mentioned: set[str], rows: Iterable[Remain]) -> None:
        with unshadowed(self.database):
            create(self.database, name, columns)
            for each in (rowid_name(columns), *(column for column in columns if column.lower() in mentioned)):
                index = quoted(f"{name} {each}")
                self.database.execute(f"CREATE INDEX temp.{index} ON {quoted(name)} ({quoted(each)})")
        for row in rows:
            put_remain(self.database, name, columns, row)


class Beside:
    """What one query looks up for the row that stands alone in the shadow of its driving table."""

    def __init__(self, former: Former, fitted: Fitted) -> None:
        self._database, self._kind = former.database, kind_name(fitted.query.kind)
        self._alone = {} if fitted.query.kind.part else lookups(fitted)
        self._asked = [name for name in self._alone if name != "extra"]
        self._live = self._of_live(fitted) if self._alone else ""
        self._size, self._left = self._scanned(fitted), _ROWS
        self._groups = [] if fitted.query.unfolds or not self._asked else list(self._of_former(former, fitted))

    def reasons(self, item: int, doubted: Collection[str] = ()) -> list[str]:
        """Say what of a record is of other rows, and take what only former ones say.

        Args:
            item: its number in the shard.
            doubted: the columns that it does not state.
        """
        if not self._alone:
            return []
        differ = self._database.execute(self._live, (item,)).fetchone()
        told = fields_of(name for name in compress(self._alone, differ) if name not in doubted)
        reasons = [LOOKED_UP.format(fields=", ".join(told))] if told else []
        named = set(fields_of(doubted))
        for where, rows, values in self._groups:
            self._left -= self._size
            if self._left < 0:
                return [*reasons, NOT_ASKED.format(tables=where)]
            asked = f"SELECT {values} FROM shard.{self._kind} s JOIN ({rows}) q WHERE s.rowid = ?"
            found = self._database.execute(asked, (item,)).fetchone()
            for template, code in ((TAKEN, _TAKE), (OTHERWISE, _DIFFERS)):
                said = fields_of(compress(self._asked, (one == code for one in found)))
                fields = [each for each in said if each not in named]
                named.update(fields)
                reasons += [template.format(tables=where, fields=", ".join(fields))] if fields else []
            takes = compress(self._asked, (one == _TAKE for one in found))
            if taken := [name for name in takes if name not in doubted]:
                values = ", ".join(f"max(iif(q.own_{name}, NULL, q.{name}))" for name in taken)
                self._database.execute(
                    f"UPDATE shard.{self._kind} SET ({', '.join(taken)}) = (SELECT {values} FROM ({rows}) q)"
                    " WHERE rowid = ?",
                    (item,),
                )
        return reasons

    def _of_live(self, fitted: Fitted) -> str:
        """Give the statement that compares a record with what its row says alone, without a join where it can."""
        differing = ", ".join(f"min({_RECORD}.{name} IS NOT ({alone}))" for name, alone in self._alone.items())
        record = f"JOIN shard.{self._kind} {_RECORD} ON {_RECORD}.rowid = ?"
        bare = f"SELECT {differing} FROM {fitted.table} AS {fitted.alias} {record}"
        try:
            self._database.execute(f"EXPLAIN {bare}", (0,))
        except sqlite3.OperationalError:  # a list within the row is joined
            return f"SELECT {differing} {fitted.tail} {record}"
        return bare

    def _scanned(self, fitted: Fitted) -> int:
        """Count the rows that a question reads whole: those of tables in SELECTs that are joined."""
        if not self._alone:
            return 0
        listed = [name for name in scanned(fitted.tail) if name not in {"json_each", "json_tree"}]
        try:
            return sum(self._database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in listed)
        except sqlite3.DatabaseError:
            return _ROWS + 1  # a damaged page; the record itself could be made, and stays

    def _of_former(self, former: Former, fitted: Fitted) -> Iterator[tuple[str, str, str]]:
        """Give each table with rows that are not live, and all such together: names, a SELECT, and what to ask it."""
        texts = (fitted.tail, *(fitted.select[name] for name in self._asked))
        mentioned = {token.rpartition(".")[2].lower() for text in texts for _, token, _ in sqltext.tokens(text)}
        named = {table: former.named(table, mentioned) for table in tables(fitted)}
        groups = [{table: name} for table, name in named.items() if name]
        if len(groups) > 1:
            groups.append({table: name for table, name in named.items() if name})
        for names in groups:
            said = {name: renamed(fitted.select[name], names) for name in self._asked}
            listed = (
                f"{value} AS {name}, ({value}) IS ({self._alone[name]}) AS own_{name}" for name, value in said.items()
            )
            values = (
                f"CASE WHEN NOT coalesce(max(NOT q.own_{name} AND q.{name} IS NOT s.{name}), 0) THEN 0"
                f" WHEN max(s.{name} IS NULL) AND count(DISTINCT iif(q.own_{name}, NULL, q.{name})) = 1 THEN {_TAKE}"
                f" ELSE {_DIFFERS} END"
                for name in self._asked
            )
            where = " and ".join(name.removeprefix("main.") for name in names)
            yield where, f"SELECT {', '.join(listed)} {renamed(fitted.tail, names)}", ", ".join(values)


def _is_sure(row: Remain) -> bool:
    return row.recovery["partial"] is None and row.recovery["confidence"] >= _SURE
