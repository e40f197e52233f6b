"""Changes of the SIM or own number in use, and apps recorded as removed."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from phonefx.formats.visible import counted
from phonefx.timeline.leads.records import Draft
from phonefx.times import iso

_ACCOUNTS: Final = """
    SELECT i.exhibit, i.parser, k.account, count(*), min(k.time_us), max(k.time_us), min(k.item), max(k.item)
    FROM {table} k JOIN origin i ON i.source = k.source WHERE k.account <> '' AND k.time_us IS NOT NULL
    AND lower(coalesce(k.service, 'sms')) IN ('sms', 'mms', 'rcs', 'phone', 'cellular', 'telephony', 'voice', '')
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 5, 3
"""
_CARDS: Final = """
    SELECT i.exhibit, lower(d.name), d.value, d.item FROM device_fact d JOIN origin i ON i.source = d.source
    WHERE lower(d.name) LIKE '%iccid%' OR lower(d.name) LIKE '%imsi%' OR lower(d.name) LIKE '%sim history%'
    ORDER BY i.exhibit, d.item
"""
_ICCID: Final = re.compile(r"(?<!\d)89\d{16,18}(?!\d)")
_REMOVED: Final = """
    SELECT i.exhibit, coalesce(a.name, a.identifier, '?'), a.removed_us, a.item
    FROM app a JOIN origin i ON i.source = a.source
    WHERE a.removed_us IS NOT NULL ORDER BY 1, 3, 4
"""
SIM_LIMITS: Final = (
    "A phone may hold two SIMs, and an own number can be set by its user. A traveller's or a second SIM looks the same."
)
APP_LIMITS: Final = "Apps are removed by updates, by policies and to make room. Removal says nothing about why."


def sim_changes(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the changes of account in messages and calls, where one ended before the next began; and further cards."""
    for table in ("message", "call"):
        spans: dict[tuple[str, str], list[tuple[str, int, int, int, int, int]]] = defaultdict(list)
        for exhibit, parser, *span in connection.execute(_ACCOUNTS.format(table=table)):
            spans[exhibit, parser].append((span[0], span[1], span[2], span[3], span[4], span[5]))
        for (exhibit, parser), found in spans.items():
            for before, after in pairwise(found):
                if before[3] < after[2]:
                    yield Draft(
                        "sim change", exhibit,
                        f"{parser}: own side {before[0]} on {counted(before[1], table)} until {iso(before[3])}, then"
                        f" {after[0]} on {after[1]} from {iso(after[2])}",
                        SIM_LIMITS, from_us=before[3], to_us=after[2], measure=float(after[1]),
                        items=(before[5], after[4]),
                    )  # fmt: skip
    yield from _cards(connection)


def _cards(connection: sqlite3.Connection) -> Iterator[Draft]:
    """The exhibits with the numbers of two or more SIM cards, or of two or more subscribers."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for exhibit, name, value, item in connection.execute(_CARDS):
        if "imsi" in name:
            found[exhibit, "subscriber (IMSI)"].setdefault(str(value), item)
        for card in _ICCID.findall(str(value)):
            found[exhibit, "SIM card (ICCID)"].setdefault(card, item)
    for (exhibit, what), cards in found.items():
        if len(cards) > 1:
            yield Draft(
                "sim change", exhibit, f"{len(cards)} {what} numbers are stored: {', '.join(cards)}", SIM_LIMITS,
                measure=float(len(cards)), items=tuple(dict.fromkeys(cards.values())),
            )  # fmt: skip


def removed_apps(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the apps that are recorded as removed."""
    for exhibit, name, us, item in connection.execute(_REMOVED):
        reason = f"{name} is recorded as removed at {iso(us)}"
        yield Draft("app removed", exhibit, reason, APP_LIMITS, from_us=us, to_us=us, items=(item,))
