"""Signs that a number was used for a short time and purpose: two at least, each a counted fact with its base rate.

A sign that more than a fifth of the numbers of the case show says nothing and is not counted.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from phonefx.timeline import uses
from phonefx.timeline.leads.records import Draft
from phonefx.timeline.sources import exhibit_labels, map_sources
from phonefx.times import iso

DAY_US: Final = 86_400_000_000
SHORT_SHARE: Final = 0.2
SHORT_DAYS: Final = 30
LEAST_ITEMS: Final = 3
TAKEOVER_US: Final = 7 * DAY_US
EDGE_US: Final = 7 * DAY_US
COMMON_SHARE: Final = 0.2
SHORT, FOLLOWS, STRANGER, ALONE = "short", "follows", "stranger", "alone"
LIMITS: Final = (
    "Travellers, second SIMs for work, new numbers after harassment and supplied phones look the same; victims often"
    " have short-lived numbers. The seizure cuts every life short. Only these phones were looked at."
)
_LIVES: Final = """
    SELECT d.id, d.shown, d.person, min(u.first_us), max(u.last_us), sum(u.timed), group_concat(DISTINCT x.exhibit),
           (SELECT coalesce(sum(c.items), 0) FROM party_use c WHERE c.identity = d.id AND c.role = 'contact')
    FROM identity d JOIN party_use u ON u.identity = d.id AND u.role = 'counterpart' AND u.timed > 0
    JOIN temp.exhibit_of x ON x.source = u.source
    WHERE d.kind = 'phone' AND d.id NOT IN (SELECT identity FROM owner) GROUP BY d.id ORDER BY d.id
"""
_OF: Final = """
    SELECT e.identity, e.first_us, e.last_us, o.time_us, o.item FROM temp.ending e
    CROSS JOIN party_common p ON p.kind = '{kind}' AND p.identity = e.identity AND p.role = 'counterpart'
    CROSS JOIN {kind}_own o ON o.common = p.common
"""
_ENDS: Final = f"""
    SELECT identity, min(CASE WHEN time_us = first_us THEN item END), max(CASE WHEN time_us = last_us THEN item END)
    FROM ({" UNION ALL ".join(_OF.format(kind=kind) for kind in uses.KINDS)}) GROUP BY identity
"""


@dataclass(frozen=True, slots=True)
class Life:
    """The use of one number in the case: when, how much, with which phones, and the cards that know it."""

    identity: int
    shown: str
    person: int
    first_us: int
    last_us: int
    items: int
    exhibits: tuple[str, ...]
    cards: int


def lives(connection: sqlite3.Connection) -> list[Life]:
    """Give the life of each telephone number that the phones were in contact with."""
    map_sources(connection)
    labels = exhibit_labels(connection)
    return [
        Life(identity, shown, person, first, last, items, tuple(sorted(labels[int(n)] for n in on.split(","))), cards)
        for identity, shown, person, first, last, items, on, cards in connection.execute(_LIVES)
    ]


def burner_leads(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the numbers with a short life and at least one further sign that few numbers of the case show."""
    every = [life for life in lives(connection) if life.items >= LEAST_ITEMS]
    window = _windows(connection)
    ended = sorted(every, key=lambda life: (life.last_us, life.identity))
    signs = {life.identity: _signs(life, window, ended) for life in every}
    shown_by = Counter(sign for found in signs.values() for sign in found)
    telling = {
        life: [sign for sign in signs[life.identity] if shown_by[sign] <= COMMON_SHARE * len(every)] for life in every
    }
    chosen = {life: each for life, each in telling.items() if SHORT in each and len(each) > 1}
    ends = _ends(connection, chosen)
    for life, shown in chosen.items():
        found = signs[life.identity]
        told = "; ".join(f"{found[sign]} (shown by {shown_by[sign]} of {len(every)} numbers)" for sign in shown)
        yield Draft(
            "short-lived number", life.exhibits[0], f"{life.shown}: {told}", LIMITS, other=life.shown,
            person=life.person, from_us=life.first_us, to_us=life.last_us, measure=float(len(shown)),
            items=ends[life.identity],
        )  # fmt: skip


def _ends(connection: sqlite3.Connection, chosen: Iterable[Life]) -> dict[int, tuple[int, int]]:
    """The first and the last item of some numbers, in one pass for all of them."""
    connection.execute("DROP TABLE IF EXISTS temp.ending")
    connection.execute("CREATE TEMP TABLE ending(identity INTEGER PRIMARY KEY, first_us INTEGER, last_us INTEGER)")
    rows = ((life.identity, life.first_us, life.last_us) for life in chosen)
    connection.executemany("INSERT INTO temp.ending VALUES (?, ?, ?)", rows)
    return {identity: (first, last) for identity, first, last in connection.execute(_ENDS)}


def _signs(life: Life, window: Mapping[str, tuple[int, int]], ended: list[Life]) -> dict[str, str]:
    signs = {SHORT: _short(life, window), FOLLOWS: _follows(life, ended), STRANGER: None, ALONE: None}
    if not life.cards:
        signs[STRANGER] = "on no contact card of the case"
    if len(life.exhibits) == 1 and len(window) > 1:
        signs[ALONE] = f"in contact with {life.exhibits[0]} alone of {len(window)} phones"
    return {sign: words for sign, words in signs.items() if words}


def _windows(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    rows = connection.execute(
        "SELECT i.exhibit, min(e.time_us), max(e.time_us)"
        " FROM (SELECT source, time_us FROM message UNION ALL SELECT source, time_us FROM call) e"
        " JOIN origin i ON i.source = e.source WHERE e.time_us IS NOT NULL GROUP BY 1"
    )
    return {label: (first, last) for label, first, last in rows}


def _short(life: Life, window: Mapping[str, tuple[int, int]]) -> str | None:
    first = min(window[label][0] for label in life.exhibits)
    last = max(window[label][1] for label in life.exhibits)
    span, seen = life.last_us - life.first_us, last - first
    inside = life.first_us > first + EDGE_US and life.last_us < last - EDGE_US
    if not inside or span > SHORT_DAYS * DAY_US or span > SHORT_SHARE * seen:
        return None
    days = span / DAY_US
    return (
        f"{life.items} messages and calls within {days:.1f} days ({iso(life.first_us)} to {iso(life.last_us)})"
        f" of {seen / DAY_US:.0f} days with data"
    )


def _follows(life: Life, ended: list[Life]) -> str | None:
    """The number that fell silent last before this one began, if it was in contact with the same phones."""
    place = bisect_right(ended, life.first_us, key=lambda other: other.last_us)
    while place and life.first_us - ended[place - 1].last_us <= TAKEOVER_US:
        place -= 1
        other = ended[place]
        if other.identity != life.identity and set(life.exhibits) <= set(other.exhibits):
            hours = (life.first_us - other.last_us) / 3_600_000_000
            phones = ", ".join(life.exhibits)
            return (
                f"begins {hours:.0f} hours after the end of {other.shown}, in contact with the same phones ({phones})"
            )
    return None
