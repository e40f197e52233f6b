"""Silences that are unusual for a phone: runs of days on which nothing is stored.

On a share p of the days from first to last something is stored. Were days independent, a run of k days without
anything would be expected (days - k + 1) * (1 - p)^k times. Runs expected less than once in a hundred such phones
are told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from phonefx.timeline.leads.records import Draft
from phonefx.times import iso

DAY_US: Final = 86_400_000_000
LEAST_DAYS: Final = 14
RARE: Final = 0.01
_KINDS: Final = {
    "anything": ("message", "call", "location", "event", "web_visit", "search", "media", "network", "visit"),
    "messages and calls": ("message", "call"),
}
_DAYS: Final = """
    SELECT x.label, e.time_us / 86400000000 AS day, min(e.id), max(e.id), min(e.time_us), max(e.time_us)
    FROM entry e JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    WHERE s.kind IN ({kinds}) AND e.time_us IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
LIMITS: Final = (
    "The phone may have been off, seized, replaced or out of use; stores are pruned; days are not independent. "
    "Days are counted in UTC."
)


def silences(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the unusual silences of each phone, of anything and of messages and calls."""
    for what, kinds in _KINDS.items():
        marks = ", ".join("?" * len(kinds))
        days: dict[str, list[tuple[int, int, int, int, int]]] = {}
        for label, *row in connection.execute(_DAYS.format(kinds=marks), kinds):
            days.setdefault(label, []).append((row[0], row[1], row[2], row[3], row[4]))
        for label, seen in days.items():
            yield from _runs(label, what, seen)


def _runs(label: str, what: str, seen: Sequence[tuple[int, int, int, int, int]]) -> Iterator[Draft]:
    span = seen[-1][0] - seen[0][0] + 1
    if len(seen) < LEAST_DAYS:
        return
    empty = 1 - len(seen) / span
    for before, after in pairwise(seen):
        run = after[0] - before[0] - 1
        expected = (span - run + 1) * empty**run if run else 1.0
        if run and expected < RARE:
            yield Draft(
                "silence", label,
                f"{run} days without {what} stored, from {iso(before[4])} to {iso(after[3])}; on {len(seen)} of {span}"
                f" days there is something; such a run is expected {expected:.2g} times",
                LIMITS, from_us=before[4], to_us=after[3], measure=float(run), items=(before[2], after[1]),
            )  # fmt: skip
