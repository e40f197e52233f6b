"""Makes one item of the versions of a row that say the same: they differ in columns alone that no query reads.

A write-ahead log keeps a page each time that anything on it changes, also a counter that no examiner asks for. What the
query makes of such versions is equal in every column; the surest one stays, with the places of the others.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Any, Final

from phonefx.case.remains import Remain
from phonefx.case.schema import stored_columns
from phonefx.records import Record, kind_name

SAME: Final = "says what another version of the row says; its place stands with that one"


@dataclass(slots=True)
class _Noted:
    """A record that was kept: the number of its row in `recovery`, a part has none, and what that row says."""

    number: int | None
    recovery: dict[str, Any]


@dataclass(slots=True)
class Versions:
    """What the versions of the row at hand said; of a row whose row id is lost nothing tells that it is the same."""

    database: sqlite3.Connection
    _rowid: int | None = None
    _said: dict[tuple[bytes, int], _Noted] = field(default_factory=dict)
    _row: Remain | None = None
    _times: Counter[bytes] = field(default_factory=Counter)

    def keep(self, kind: type[Record], item: int, row: Remain) -> bool:
        """Note where a record was recovered; take it back, and say so, if an earlier version of its row said the same.

        Args:
            kind: the kind of record or part.
            item: its number in the shard.
            row: the row that it was made of; the versions of one row come one after the other, and so do the records of
                one version: two that are equal, of one list, are two.
        """
        if row.rowid is None or row.rowid != self._rowid:
            self._rowid, self._said = row.rowid, {}
        if row is not self._row:
            self._row, self._times = row, Counter()
        digest = b"" if row.rowid is None else self._digest(kind, item)
        said = (digest, self._times[digest])
        self._times[digest] += 1
        earlier = self._said.get(said)
        if earlier is None:
            self._said[said] = _Noted(self._note(kind, item, row), row.recovery)
            return True
        self.database.execute(f"DELETE FROM shard.{kind_name(kind)} WHERE rowid = ?", (item,))
        earlier.recovery = joined(earlier.recovery, row.recovery)
        listed = ", ".join(f"{column} = ?" for column in earlier.recovery)
        self.database.execute(
            f"UPDATE shard.recovery SET {listed} WHERE rowid = ?", [*earlier.recovery.values(), earlier.number]
        )
        return False

    def _note(self, kind: type[Record], item: int, row: Remain) -> int | None:
        if kind.part:
            return None
        cursor = self.database.execute(
            f"INSERT INTO shard.recovery (kind, item, {', '.join(row.recovery)})"
            f" VALUES (?, ?{', ?' * len(row.recovery)})",
            (kind_name(kind), item, *row.recovery.values()),
        )
        return cursor.lastrowid

    def _digest(self, kind: type[Record], item: int) -> bytes:
        """What a record says, its source included; what of the row is lost beside that makes no other version."""
        names = tuple(sorted(stored_columns(self.database, kind)))
        statement = f"SELECT {_every_value(names)} FROM shard.{kind_name(kind)} WHERE rowid = ?"
        (said,) = self.database.execute(statement, (item,)).fetchone()
        return blake2b(said.encode(), digest_size=16).digest()


def joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Give the recovery of the wholer or surer of two versions, with the places of the other."""
    first, second = (one, other) if _sure(one) >= _sure(other) else (other, one)
    place = {name: second[name] for name in ("file", "place", "page", "offset", "frame")}
    listed = [*json.loads(first["places"] or "[]"), place | {"frame": second["frame"] or 0}]
    return first | {"places": json.dumps(listed + json.loads(second["places"] or "[]"))}


def _sure(recovery: dict[str, Any]) -> tuple[bool, float]:
    return recovery["partial"] is None, recovery["confidence"]


@cache
def _every_value(columns: tuple[str, ...]) -> str:
    """SQL for all columns of a record in one text that tells any two values apart."""
    value = "CASE typeof({0}) WHEN 'text' THEN 't' || hex({0}) ELSE quote({0}) END"
    return " || ',' || ".join(value.format(f'"{name}"') for name in columns)
