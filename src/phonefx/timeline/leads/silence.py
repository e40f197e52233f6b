"""Silences that are unusual for a phone: runs of days on which nothing is stored.

On a share p of the days from first to last something is stored. Were days independent, a run of k days without
anything would be expected (days - k + 1) * (1 - p)^k times. Runs expected less than once in a hundred such phones
are told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final

from phonefx.case import blocks
from phonefx.case.schema import between
from phonefx.timeline.leads.records import Draft
from phonefx.timeline.sources import exhibit_labels, map_sources
from phonefx.times import iso

DAY_US: Final = 86_400_000_000
LEAST_DAYS: Final = 14
RARE: Final = 0.01
_KINDS: Final = {
    "anything": ("message", "call", "location", "event", "web_visit", "search", "media", "network", "visit"),
    "messages and calls": ("message", "call"),
}
_DAYS: Final = " UNION ALL ".join(
    f"SELECT DISTINCT source, time_us / 86400000000 FROM {kind} WHERE time_us IS NOT NULL"
    for kind in _KINDS["anything"]
)
_OF_KIND: Final = {
    kind: f"SELECT k.item, k.time_us FROM {between(kind, '(?1 - 1) * 86400000000', '(?1 + 1) * 86400000000 + 1')}"
    f" AND k.time_us / 86400000000 = ?1 AND k.source IN ({{sources}})"
    for kind in _KINDS["anything"]
}
_EDGE: Final = "SELECT min(item), max(item), min(time_us), max(time_us) FROM ({items})"
LIMITS: Final = (
    "The phone may have been off, seized, replaced or out of use; stores are pruned; days are not independent. "
    "Days are counted in UTC."
)


def silences(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the unusual silences of each phone, of anything and of messages and calls."""
    blocks.ready(connection)
    exhibits = map_sources(connection)
    kind_of = dict(connection.execute("SELECT id, kind FROM source").fetchall())
    stored = connection.execute(_DAYS).fetchall()
    for what, kinds in _KINDS.items():
        for number, label in sorted(exhibit_labels(connection).items(), key=itemgetter(1)):
            sources = {each for each, kind in kind_of.items() if kind in kinds and exhibits[each] == number}
            days = sorted({day for source, day in stored if source in sources})
            items = " UNION ALL ".join(_OF_KIND[kind] for kind in kinds)
            edge = _EDGE.format(items=items.format(sources=", ".join(map(str, sorted(sources)))))
            yield from _runs(connection, label, what, days, edge)


def _runs(connection: sqlite3.Connection, label: str, what: str, days: Sequence[int], edge: str) -> Iterator[Draft]:
    if len(days) < LEAST_DAYS:
        return
    span = days[-1] - days[0] + 1
    empty = 1 - len(days) / span
    for last, next_day in pairwise(days):
        run = next_day - last - 1
        expected = (span - run + 1) * empty**run if run else 1.0
        if run and expected < RARE:
            _, item, _, from_us = connection.execute(edge, (last,)).fetchone()
            next_item, _, to_us, _ = connection.execute(edge, (next_day,)).fetchone()
            yield Draft(
                "silence", label,
                f"{run} days without {what} stored, from {iso(from_us)} to {iso(to_us)}; on {len(days)} of {span}"
                f" days there is something; such a run is expected {expected:.2g} times",
                LIMITS, from_us=from_us, to_us=to_us, measure=float(run), items=(item, next_item),
            )  # fmt: skip
