"""Missing row numbers, and rows whose times contradict their numbers, store by store."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from phonefx.timeline.leads.records import MOST_ITEMS, Draft
from phonefx.timeline.sources import map_sources
from phonefx.times import iso

_STORES: Final = """
    SELECT s.id, x.label, f.path, s.table_name, f.id FROM source s JOIN file f ON f.id = s.file
    JOIN exhibit x ON x.id = f.exhibit WHERE s.kind IN ('message', 'call') ORDER BY x.label, f.id, s.table_name, s.id
"""
_ROWS: Final = """
    SELECT t.store, k.key, x.live, k.item, k.time_us FROM {kind} k
    CROSS JOIN temp.store_of t ON t.source = k.source CROSS JOIN temp.exhibit_of x ON x.source = k.source
    WHERE typeof(k.key) = 'integer'
"""
_SKIPPED: Final = """
    SELECT x.label, f.id, s.table_name, k.key FROM skip k JOIN source s ON s.id = k.source
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
_NEVER: Final = -(1 << 63)
"""Stands for no time in a column of numbers; no moment of a case is so early."""
MOST_DISORDER: Final = 0.05
_JUMP: Final = 1 << 31
"""Numbers this far apart were not counted up from one to the other: Android's index of words, to name one, adds 2 << 32
to the numbers of MMS parts. No phone writes two thousand million rows between two."""


Store = tuple[str, int, str]
"""Label of the exhibit, number of the file, table."""


@dataclass(slots=True)
class _Column:
    """Rows in order of their numbers, 24 bytes each."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    items: array[int] = field(default_factory=lambda: array("q"))
    times: array[int] = field(default_factory=lambda: array("q"))

    def add(self, key: int, item: int, us: int | None) -> None:
        self.keys.append(key)
        self.items.append(item)
        self.times.append(_NEVER if us is None else us)


@dataclass(slots=True)
class _Rows:
    """The rows of a store: one for each number (of several, the last), and the live ones with a time."""

    every: _Column = field(default_factory=_Column)
    live: _Column = field(default_factory=_Column)
    backward: bool = False

    def add(self, key: int, live: int, item: int, us: int | None) -> None:
        every, kept = self.every, self.live
        if every.keys and every.keys[-1] == key:
            every.items[-1], every.times[-1] = item, _NEVER if us is None else us
        else:
            every.add(key, item, us)
        if live and us is not None:
            self.backward = self.backward or bool(kept.times and us < kept.times[-1] - SLACK_US)
            kept.add(key, item, us)


def row_leads(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the leads of row numbers, store by store."""
    skipped: dict[Store, set[int]] = defaultdict(set)
    for label, file, table, key in connection.execute(_SKIPPED):
        skipped[label, file, table].add(key)
    stores = _stores(connection)
    every = " UNION ALL ".join(_ROWS.format(kind=kind) for kind in ("message", "call"))
    for number, group in groupby(connection.execute(f"{every} ORDER BY 1, 2, 3, 4"), key=itemgetter(0)):
        rows = _Rows()
        for _, key, live, item, us in group:
            rows.add(key, live, item, us)
        store, place = stores[number]
        yield from _missing(store[0], place, rows.every, skipped[store])
        if rows.backward:
            yield from _disorder(store[0], place, rows.live)


def _stores(connection: sqlite3.Connection) -> list[tuple[Store, str]]:
    """Give the stores of messages and calls with words for each, and map their sources to them (`store_of`)."""
    map_sources(connection)
    connection.execute("DROP TABLE IF EXISTS temp.store_of")
    connection.execute("CREATE TEMP TABLE store_of(source INTEGER PRIMARY KEY, store INTEGER)")
    found: dict[Store, str] = {}
    for source, label, path, table, file in connection.execute(_STORES).fetchall():
        found[label, file, table] = f"{path}, table {table}"
        connection.execute("INSERT INTO temp.store_of VALUES (?, ?)", (source, len(found) - 1))
    return list(found.items())


def _missing(label: str, place: str, rows: _Column, skipped: set[int]) -> Iterator[Draft]:
    keys: Sequence[int] = sorted({*rows.keys, *skipped}) if skipped else rows.keys
    if keys[-1] - keys[0] + 1 == len(keys):
        return
    runs = [(low + 1, high - 1) for low, high in pairwise(keys) if 1 < high - low < _JUMP]
    if not runs:
        return
    total = sum(high - low + 1 for low, high in runs)
    places = ((key, bisect_left(rows.keys, key)) for low, high in runs for key in (low - 1, high + 1))
    beside = [(rows.items[at], rows.times[at]) for key, at in places if at < len(rows.keys) and rows.keys[at] == key]
    listed = ", ".join(f"{low}" if low == high else f"{low} to {high}" for low, high in runs[:20])
    further = f" and {len(runs) - 20} further runs" if len(runs) > 20 else ""
    times = [us for _, us in beside if us != _NEVER]
    yield Draft(
        "missing rows", label,
        f"{place}: {total} row numbers of {keys[0]} to {keys[-1]} are neither live nor recovered: {listed}{further}",
        MISSING_LIMITS, from_us=min(times, default=None), to_us=max(times, default=None), measure=float(total),
        items=tuple(dict.fromkeys(item for item, _ in beside[:MOST_ITEMS])),
    )  # fmt: skip


def _disorder(label: str, place: str, rows: _Column) -> Iterator[Draft]:
    times = rows.times
    odd = [number for number in out_of_order(times) if _displaced(times, number)]
    if not odd:
        return
    share = len(odd) / len(times)
    if share > MOST_DISORDER:
        reason = f"{place}: row order does not follow time: {len(odd)} of {len(times)} rows would have to move"
    else:
        told = ", ".join(f"row {rows.keys[number]} ({iso(times[number])})" for number in odd[:20])
        reason = f"{place}: {len(odd)} of {len(times)} rows have a time that contradicts their number: {told}"
    yield Draft(
        "row order", label, reason, ORDER_LIMITS, from_us=min(times[number] for number in odd),
        to_us=max(times[number] for number in odd), measure=float(len(odd)),
        items=tuple(rows.items[number] for number in odd[:MOST_ITEMS]),
    )  # fmt: skip


def _displaced(times: Sequence[int], number: int) -> bool:
    """Whether the row is out of line with a neighbour by more than the slack."""
    before = times[number - 1] if number else times[number]
    after = times[number + 1] if number + 1 < len(times) else times[number]
    return times[number] < before - SLACK_US or times[number] > after + SLACK_US


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
