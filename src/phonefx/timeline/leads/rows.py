"""Missing row numbers, and rows whose times contradict their numbers, store by store."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Final

from phonefx.timeline.leads.records import MOST_ITEMS, Draft
from phonefx.times import iso

_STORES: Final = """
    SELECT x.label, f.path, s.table_name, s.kind, e.key, e.id, e.time_us, s.state
    FROM entry e JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    WHERE s.kind IN ('message', 'call') AND typeof(e.key) = 'integer'
    ORDER BY x.label, f.id, s.table_name, e.key, s.state = 'live', e.id
"""
_SKIPPED: Final = """
    SELECT x.label, f.path, s.table_name, k.key FROM skip k JOIN source s ON s.id = k.source
    JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit WHERE typeof(k.key) = 'integer'
"""
MISSING_LIMITS: Final = (
    "A number can be skipped without a deletion: an insert that failed, a draft, a sync, a row of a kind that"
    " this parser does not read. Where numbers are not AUTOINCREMENT, deleted ones at the end are used"
    " again and leave no gap."
)
ORDER_LIMITS: Final = (
    "Row numbers follow the order of storing, not of sending: synchronised, restored or delayed messages are stored"
    " late. A changed clock looks the same."
)
SLACK_US: Final = 60_000_000
MOST_DISORDER: Final = 0.05


def row_leads(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the leads of row numbers, store by store."""
    skipped: dict[tuple[str, str, str], set[int]] = {}
    for label, path, table, key in connection.execute(_SKIPPED):
        skipped.setdefault((label, path, table), set()).add(key)
    for store, rows in groupby(connection.execute(_STORES), key=lambda row: row[:3]):
        kept = [(row[4], row[5], row[6], row[7], row[3]) for row in rows]
        place = f"{store[1]}, table {store[2]}"
        yield from _missing(store[0], place, kept, skipped.get(store, set()))
        yield from _disorder(store[0], place, [row for row in kept if row[3] == "live" and row[2] is not None])


def _missing(label: str, place: str, rows: Sequence[tuple[Any, ...]], skipped: set[int]) -> Iterator[Draft]:
    present = sorted({row[0] for row in rows} | skipped)
    runs = [(low + 1, high - 1) for low, high in pairwise(present) if high - low > 1]
    total = sum(high - low + 1 for low, high in runs)
    if not runs:
        return
    at = {row[0]: row for row in rows}
    beside = [at[key] for low, high in runs for key in (low - 1, high + 1) if key in at]
    listed = ", ".join(f"{low}" if low == high else f"{low} to {high}" for low, high in runs[:20])
    further = f" and {len(runs) - 20} further runs" if len(runs) > 20 else ""
    times = [row[2] for row in beside if row[2] is not None]
    yield Draft(
        "missing rows", label,
        f"{place}: {total} row numbers of {present[0]} to {present[-1]} are neither live nor recovered:"
        f" {listed}{further}",
        MISSING_LIMITS, from_us=min(times, default=None), to_us=max(times, default=None), measure=float(total),
        items=tuple(dict.fromkeys(row[1] for row in beside[:MOST_ITEMS])),
    )  # fmt: skip


def _disorder(label: str, place: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[Draft]:
    odd = [number for number in out_of_order([row[2] for row in rows]) if _displaced(rows, number)]
    if not odd:
        return
    share = len(odd) / len(rows)
    if share > MOST_DISORDER:
        reason = f"{place}: row order does not follow time: {len(odd)} of {len(rows)} rows would have to move"
    else:
        told = ", ".join(f"row {rows[number][0]} ({iso(rows[number][2])})" for number in odd[:20])
        reason = f"{place}: {len(odd)} of {len(rows)} rows have a time that contradicts their number: {told}"
    yield Draft(
        "row order", label, reason, ORDER_LIMITS, from_us=min(rows[number][2] for number in odd),
        to_us=max(rows[number][2] for number in odd), measure=float(len(odd)),
        items=tuple(rows[number][1] for number in odd[:MOST_ITEMS]),
    )  # fmt: skip


def _displaced(rows: Sequence[tuple[Any, ...]], number: int) -> bool:
    """Whether the row is out of line with a neighbour by more than the slack."""
    before = rows[number - 1][2] if number else rows[number][2]
    after = rows[number + 1][2] if number + 1 < len(rows) else rows[number][2]
    return bool(rows[number][2] < before - SLACK_US or rows[number][2] > after + SLACK_US)


def out_of_order(times: Sequence[int]) -> list[int]:
    """Give the fewest places that have to go for the rest to run forward in time, in order.

    The rest is a longest non-decreasing subsequence (patience sorting), in n log n steps.
    """
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(times)
    for number, value in enumerate(times):
        place = bisect_right(tails, value)
        before[number] = ends[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            ends.append(number)
        else:
            tails[place], ends[place] = value, number
    kept = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return [number for number in range(len(times)) if number not in kept]
