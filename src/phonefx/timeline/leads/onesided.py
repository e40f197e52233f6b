"""Sums up, phone by phone, the messages and calls that only one phone of a conversation has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from phonefx.formats.visible import counted
from phonefx.timeline import tables
from phonefx.timeline.leads.records import MOST_ITEMS, Draft
from phonefx.timeline.sameness import OneSided
from phonefx.times import iso

LIMITS: Final = (
    "It may have been deleted, never arrived, have come to another device of the account, or be kept in a store"
    " that was not read or not acquired."
)


def one_sided_leads(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give one lead for each pair of phones and kind."""
    rows = tables.read(connection, OneSided, "ORDER BY on_exhibit, not_on, kind, item")
    for (here, there, kind), group in groupby(rows, key=lambda row: (row.on_exhibit, row.not_on, row.kind)):
        found = list(group)
        back = [row.recovered for row in found if row.recovered is not None]
        reason = (
            f"{counted(len(found), kind)} between {here} and {there}: on {here} and not live on {there}, inside the"
            f" time from which both have {kind}s ({found[0].matched} matched,"
            f" {iso(found[0].from_us)} to {iso(found[0].to_us)})"
            + (f"; {len(back)} of {len(found)} among what was recovered from {there}" if back else "")
        )
        items = [item for row in found[: MOST_ITEMS // 2] for item in (row.item, row.recovered) if item is not None]
        yield Draft(
            "one-sided", here, reason, LIMITS, other=there, from_us=found[0].from_us, to_us=found[0].to_us,
            measure=float(len(found)), items=tuple(items),
        )  # fmt: skip
