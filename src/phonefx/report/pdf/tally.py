"""How many records a case has of each kind and state: counted once, as each count walks every entry."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

_COUNTED = """
SELECT s.kind, s.state, sum(c.items), sum(c.dated), min(c.first_us), max(c.last_us) FROM (
    SELECT e.source AS source, count(*) AS items, count(e.time_us) AS dated, min(e.time_us) AS first_us,
           max(e.time_us) AS last_us
    FROM entry e WHERE 1{only} GROUP BY e.source
) c JOIN source s ON s.id = c.source GROUP BY 1, 2 ORDER BY 1, 2
"""


class Count(NamedTuple):
    """The records of one kind and state: all, those with a time, and the first and last of these."""

    kind: str
    state: str
    items: int
    dated: int
    first_us: int | None
    last_us: int | None


def tally(database: sqlite3.Connection, only: str = "") -> list[Count]:
    """Count the records; `only` is further SQL over `e.id`."""
    return [Count(*row) for row in database.execute(_COUNTED.format(only=only))]


def period(counts: list[Count], kinds: tuple[str, ...], state: str | None = None) -> tuple[int, int] | None:
    """Give the first and last time of some kinds, in one state or in all; None where none has a time."""
    spans = [
        (each.first_us, each.last_us)
        for each in counts
        if each.kind in kinds and state in (None, each.state) and each.first_us is not None and each.last_us is not None
    ]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
