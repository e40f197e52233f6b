"""Counts how many messages and calls share one combination of `KIND_common`: one pass over them, asked by many."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import ClassVar, Final

KINDS: Final = ("message", "call")
TABLE: Final = "common_use"
_COUNTED: Final = """
    INSERT INTO {table}
    SELECT '{kind}', o.common, count(*), count(o.time_us), min(o.time_us), max(o.time_us), min(o.item)
    FROM {kind}_own o WHERE o.common IS NOT NULL{only} GROUP BY o.common
"""


@dataclass(frozen=True, slots=True)
class CommonUse:
    """How many items share one combination of `message_common` or `call_common`, `timed` of them with a time.

    `item` is the first of them by number.
    """

    KEY: ClassVar = ("kind", "common")

    kind: str
    common: int
    items: int
    timed: int
    first_us: int | None
    last_us: int | None
    item: int


def count(connection: sqlite3.Connection, table: str = TABLE, only: str = "") -> None:
    """Fill an empty table of `CommonUse`; `only` is further SQL over `o.item`."""
    for kind in KINDS:
        connection.execute(_COUNTED.format(table=table, kind=kind, only=only))


def count_aside(connection: sqlite3.Connection, name: str, only: str = "") -> None:
    """Count in a temporary table, made anew: a case without derived tables, or a part of its items."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    connection.execute(
        f"CREATE TEMP TABLE {name}(kind TEXT, common INTEGER, items INTEGER, timed INTEGER, first_us INTEGER,"
        " last_us INTEGER, item INTEGER, PRIMARY KEY(kind, common)) WITHOUT ROWID"
    )
    count(connection, f"temp.{name}", only)
