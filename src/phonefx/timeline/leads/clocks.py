"""Weeks in which a phone's clock was behind the stamps of the message centre, or far ahead of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.clocks import ClockOffset
from phonefx.timeline.leads.records import Draft
from phonefx.times import iso

BEHIND_S: Final = -60.0
AHEAD_S: Final = 3600.0
LEAST: Final = 3
LIMITS: Final = (
    "The stamp is made by the sender's side or the message centre, whose clock or zone can be wrong too; a phone"
    " without reception gets its messages late, which looks like a clock that is ahead."
)


def clock_leads(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the weeks in which even the quickest message says that the clock was wrong."""
    for row in tables.read(connection, ClockOffset, "ORDER BY exhibit, week_us"):
        behind = row.least_s < BEHIND_S
        if not behind and (row.messages < LEAST or row.least_s < AHEAD_S):
            continue
        how = "behind" if behind else "ahead"
        reason = (
            f"week of {iso(row.week_us)}: of {row.messages} received messages the smallest difference between storing"
            f" and stamp is {row.least_s:.0f} s, the middle one {row.median_s:.0f} s: the phone's clock was"
            f" {how}, or the stamp is wrong"
        )
        yield Draft(
            "clock offset", row.exhibit, reason, LIMITS, from_us=row.week_us, to_us=row.week_us + 604_800_000_000,
            measure=abs(row.least_s), items=(row.least_item,),
        )  # fmt: skip
