"""Where the stretches of a case lie in time: by this a range of time is read, in place of an index over each item.

Most stores have their rows in order of time or nearly so. The table `block` has a row for each moment that any of up
to 1,024 successive items of a kind has: how many have it, the earliest and the latest. Rows that are in no order are
read rightly through it, only slower.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from typing import Any, Final

from phonefx.case import schema
from phonefx.records import KINDS, Record, columns, kind_name

SIZE: Final = 1024
"""How many numbers of items a block covers."""
WIDER: Final = 4
"""How many times as many moments a window has at least as the one before."""
_FITS: Final = "SELECT min(fits) FROM (" + " UNION ALL ".join(
    f"SELECT (SELECT max(item) FROM {table}) IS (SELECT max(last) FROM block WHERE kind = '{kind}') AS fits"
    for kind, table in schema.OWN.items()
) + ")"  # fmt: skip


def build(database: sqlite3.Connection, *, table: str = "main.block") -> None:
    """Write the blocks of all items anew."""
    filled = schema.moments_filled(database)
    marks = ", ".join("?" * len(schema.TABLES["block"]))
    database.execute(f"DELETE FROM {table}")
    for kind in KINDS:
        named = filled.get(kind_name(kind), {"time"})
        moments = [each.field for each in columns(kind) if schema.is_moment(each) and each.field in named]
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", _of_kind(database, kind, moments))


def _of_kind(database: sqlite3.Connection, kind: type[Record], moments: list[str]) -> Iterator[tuple[Any, ...]]:
    own = schema.own_table(kind)
    figures = ", ".join(f"count({name}_us), min({name}_us), max({name}_us)" for name in moments)
    ask, values = database.execute, f"SELECT {figures} FROM {own} WHERE item BETWEEN ? AND ?"
    first, last = ask(f"SELECT (SELECT min(item) FROM {own}), (SELECT max(item) FROM {own})").fetchone()
    while first is not None:
        (after,) = ask(f"SELECT min(item) FROM {own} WHERE item >= ?", (first + SIZE,)).fetchone()
        ends = (first, last if after is None else after - 1)
        told = ask(values, ends).fetchone()
        for place, name in enumerate(moments):
            dated, *times = told[3 * place : 3 * place + 3]
            if dated or name == "time":
                yield kind_name(kind), name, *ends, dated, *times
        first = after


def ready(database: sqlite3.Connection) -> None:
    """See to it that there are blocks up to the last item of each kind: where they are not, in a temporary table."""
    if not database.execute(_FITS).fetchone()[0]:
        listed = ", ".join(schema.TABLES["block"])
        database.execute(f"CREATE TEMP TABLE IF NOT EXISTS block ({listed})")
        build(database, table="temp.block")


def counts(database: sqlite3.Connection, moment: str | None = None) -> dict[str, int]:
    """How many moments the items of each kind have, or how many items have one moment."""
    ready(database)
    asked = "SELECT kind, sum(dated) FROM block WHERE ?1 IS NULL OR moment = ?1 GROUP BY kind"
    return dict(database.execute(asked, (moment,)).fetchall())


def windows(
    database: sqlite3.Connection,
    least: int,
    *,
    kinds: Collection[str] | None = None,
    start: int | None = None,
    end: int | None = None,
    latest: bool = False,
) -> Iterator[tuple[int, int]]:
    """Give ranges of time (from, up to and without) that follow on each other and together hold every moment.

    Each has more moments than the one before, so that few rows are read where few are wanted, and none often.

    Args:
        database: the case.
        least: how many moments the first is to have at least.
        kinds: the kinds that are wanted; all unless stated.
        start: no moment before this is wanted.
        end: no moment from this on is wanted.
        latest: begin with the latest.
    """
    ready(database)
    edge, order = ("earliest_us", "DESC") if latest else ("latest_us + 1", "ASC")
    inside = "FROM block WHERE dated AND (?1 IS NULL OR latest_us >= ?1) AND (?2 IS NULL OR earliest_us < ?2)"
    if kinds is not None:
        inside += f" AND kind IN ({', '.join(map(repr, kinds))})"
    low, high = database.execute(f"SELECT min(earliest_us), max(latest_us) + 1 {inside}", (start, end)).fetchone()
    if low is None:
        return
    low, high = (low if start is None else start), (high if end is None else end)
    counted = 0
    for cut, dated in database.execute(f"SELECT {edge}, dated {inside} ORDER BY 1 {order}", (start, end)).fetchall():
        counted += dated
        if counted >= least and low < cut < high:
            yield (cut, high) if latest else (low, cut)
            low, high = (low, cut) if latest else (cut, high)
            counted, least = 0, least * WIDER
    yield low, high
