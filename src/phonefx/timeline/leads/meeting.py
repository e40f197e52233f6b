"""Sums up the meetings of every two phones as one lead with the figures that weigh it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from phonefx.formats.visible import counted
from phonefx.timeline import tables
from phonefx.timeline.leads.records import MOST_ITEMS, Draft
from phonefx.timeline.meetings import FORMULA, Meeting, MeetingPair

LIMITS: Final = (
    "Neighbours, colleagues, people on one train and guests of one hotel look the same: weigh the distinct places and"
    " the journeys, not the count. A phone may have been left or lent; an account shared by two phones copies"
    " positions. A stated circle often does not hold the true position."
)


def meeting_leads(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give one lead for each two phones that were near each other at least once."""
    for pair in tables.read(connection, MeetingPair, "WHERE meetings > 0 ORDER BY exhibit, other"):
        both = (pair.exhibit, pair.other)
        rows = list(tables.read(connection, Meeting, "WHERE exhibit = ? AND other = ? ORDER BY id", both))
        share = pair.near / pair.comparable
        reason = (
            f"{pair.exhibit} and {pair.other} were near each other {counted(pair.meetings, 'time')}, in"
            f" {counted(pair.places, 'distinct place')} ({pair.free_places} not regular for both), with"
            f" {counted(pair.journeys, 'journey')} together; {pair.near} of"
            f" {pair.comparable} comparable positions are near ({share:.0%}), {pair.contradicting} exclude it;"
            f" score {pair.score} ({FORMULA})"
        )
        items = [item for row in rows[: MOST_ITEMS // 4] for item in
                 (row.first_item, row.last_item, row.other_first_item, row.other_last_item)]  # fmt: skip
        yield Draft(
            "meeting", pair.exhibit, reason, LIMITS, other=pair.other, from_us=rows[0].from_us, to_us=rows[-1].to_us,
            measure=float(pair.score), items=tuple(items),
        )  # fmt: skip
