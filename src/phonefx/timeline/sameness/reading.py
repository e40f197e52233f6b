"""Reads which other items tell the same event as one item."""

from __future__ import annotations

import sqlite3

from phonefx.timeline import tables
from phonefx.timeline.sameness.records import SameEventItem

_OTHERS = """
    SELECT o.event, o.item FROM same_event_item g JOIN same_event_item o ON o.event = g.event
    WHERE g.item = ? ORDER BY o.item
"""


def corroboration(connection: sqlite3.Connection, item: int) -> tuple[int | None, tuple[int, ...]]:
    """Give the event that an item tells with others, and these others; no event where it stands alone."""
    rows = connection.execute(_OTHERS, (item,)).fetchall() if tables.exists(connection, SameEventItem) else []
    return (rows[0][0] if rows else None), tuple(other for _, other in rows if other != item)
