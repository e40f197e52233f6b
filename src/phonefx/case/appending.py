"""Appends the rows of a shard to tables of the case: each gets its number in the shard, shifted."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from phonefx.case import schema
from phonefx.records import Record, kind_name


class Rows:
    """The rows of one kind in a shard, on their way to tables of the case that end before them.

    SQLite looks for the place of a row that brings its number, at a third of what its writing costs, but not for one
    that it numbers itself. So the first row brings its number and the others get theirs, unless the shard has gaps.

    Args:
        database: the case, with the shard attached as `shard`.
        kind: the kind of the rows.
        shift: what is added to their numbers.
    """

    def __init__(self, database: sqlite3.Connection, kind: type[Record], shift: int) -> None:
        self.database = database
        self.kind = kind
        self.table = f"shard.{kind_name(kind)}"
        self.shift = shift
        asked = f"SELECT coalesce(max(rowid), 0), (SELECT count(*) FROM {self.table}) FROM {self.table}"
        self.last, self.count = database.execute(asked).fetchone()
        self.columns = schema.stored_columns(database, kind)

    def append(self, values: Mapping[str, str], *, beside: str = "", where: str = "1",
               bound: Sequence[Any] = ()) -> bool:  # fmt: skip
        """Append the rows to the table of their kind, all of them or none, and say which.

        Args:
            values: its columns after the number, in their order (SQLite then copies nothing twice), with the SQL of
                their values, in which `m` is the shard's table.
            beside: what is joined to it.
            where: a condition under which a row is appended.
            bound: values of the parameters in `where`, the first of which is `?2`.
        """
        table = schema.own_table(self.kind)
        listed, given = ", ".join(("item", *values)), ", ".join(values.values())
        parts: list[tuple[str, str, int | None]] = [("?1 + m.rowid", "1", self.shift)]
        if self.count == self.last:
            parts = [("?1", "m.rowid = 1", self.shift + 1), ("?1", "m.rowid > 1", None)]
        count = 0
        for numbered, part, value in parts:
            count += self.database.execute(
                f"INSERT INTO main.{table}({listed}) SELECT {numbered}, {given} FROM {self.table} m{beside}"
                f" WHERE {part} AND {where} ORDER BY m.rowid",
                (value, *bound),
            ).rowcount
        if count == self.count:
            return True
        self.database.execute(f"DELETE FROM main.{table} WHERE item > ?", (self.shift,))
        return False
