"""How many positions a report has by what they are evidence of: counted once, as each count walks every position."""

from __future__ import annotations

from collections import Counter
from typing import Final

from phonefx.records import DEVICE_POSITIONS
from phonefx.report.pdf.book import Book
from phonefx.timeline.movement import movements

_MOST: Final = DEVICE_POSITIONS[0]
"""The class that comes by the hundred thousand: what all others leave of the positions."""
_CLASSES: Final = f"SELECT id FROM location_common WHERE coalesce(evidence_of, '') <> '{_MOST}'"
_OTHERS: Final = f"""
SELECT c.evidence_of, s.state, sum(k.positions) FROM (
    SELECT l.common AS common, count(*) AS positions FROM location_own l
    WHERE l.common IN ({_CLASSES}){{only}} GROUP BY 1
) k JOIN location_common c ON c.id = k.common JOIN source s ON s.id = c.source GROUP BY 1, 2
"""
_ENDS: Final = """
SELECT l.time_us FROM track t CROSS JOIN location_own l ON l.item = t.item JOIN source s ON s.id = l.source
WHERE t.seq BETWEEN ? AND ? AND s.state = 'live' AND l.time_us IS NOT NULL ORDER BY t.seq {order} LIMIT 1
"""
_PERIOD: Final = f"""
SELECT min(l.time_us), max(l.time_us) FROM location l JOIN origin i ON i.source = l.source
WHERE l.evidence_of IN {DEVICE_POSITIONS!r} AND i.state = 'live'{{only}}
"""

Located = Counter[tuple[str | None, str]]
"""Positions by what they are evidence of and by state."""


def located(book: Book) -> Located:
    """Count the positions that the report is about."""
    if book.positions is None:
        there = book.one(f"{_CLASSES} LIMIT 1") is not None
        rows = book.database.execute(_OTHERS.format(only=book.only("l.item"))) if there else ()
        found: Located = Counter({(evidence, state): count for evidence, state, count in rows})
        left = Counter({each.state: each.items for each in book.counts() if each.kind == "location"})
        for (_, state), count in list(found.items()):
            left[state] -= count
        found.update({(_MOST, state): count for state, count in left.items() if count})
        book.positions = found
    return book.positions


def of_device(book: Book, *, device: bool, states: frozenset[str] | None = None) -> int:
    """Count the positions of the device, or the others; those superseded only where their state is asked for."""
    return sum(
        count
        for (evidence, state), count in located(book).items()
        if (evidence in DEVICE_POSITIONS) is device and (state in states if states else state != "superseded")
    )


def period(book: Book) -> tuple[int | None, int | None]:
    """Give the first and last time of the live positions of the device."""
    if not book.options.selection.is_empty or not book.has_table("track"):
        first, last = book.database.execute(_PERIOD.format(only=book.only("l.item"))).fetchone()
        return first, last
    ends = [
        book.one(_ENDS.format(order=order), each.first_seq, each.last_seq)
        for each in movements(book.database)
        for order in ("ASC", "DESC")
    ]
    timed = [us for us in ends if us is not None]
    return min(timed, default=None), max(timed, default=None)
