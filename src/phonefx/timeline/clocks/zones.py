"""Reads which time zones a phone was set to, from settings, events, and, as an offer, from where it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

from phonefx.timeline import movement
from phonefx.timeline.clocks.records import ZoneSpan

_FACTS = """
    SELECT i.exhibit, d.value, d.time_us, d.item FROM device_fact d JOIN origin i ON i.source = d.source
    WHERE (lower(d.name) LIKE '%timezone%' OR lower(d.name) LIKE '%time zone%' OR lower(d.name) LIKE '%time_zone%')
    ORDER BY i.exhibit, d.time_us, d.item
"""
_EVENTS = """
    SELECT i.exhibit, coalesce(v.detail, v.subject), v.time_us, v.item FROM event v JOIN origin i ON i.source = v.source
    WHERE (lower(v.category) LIKE '%timezone%' OR lower(v.category) LIKE '%time zone%') AND v.time_us IS NOT NULL
    ORDER BY i.exhibit, v.time_us, v.item
"""
_Row = tuple[str, str, int | None, int]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(text: str) -> bool:
    """Tell whether a text is an IANA zone name."""
    return text in _zones()


def _zone_in(text: object) -> str | None:
    """The zone name in a stored value: the whole of it or one of its words."""
    words = str(text or "").replace("'", " ").replace('"', " ").replace(",", " ").replace("=", " ").split()
    return next((word for word in words if "/" in word and is_zone(word)), None)


def zone_spans(connection: sqlite3.Connection) -> Iterator[ZoneSpan]:
    """Give the zones of each phone: settings first, then dated changes, then what its stays offer."""
    for number, span in enumerate(_every(connection), 1):
        yield ZoneSpan(number, *span)


_Span = tuple[str, str, int | None, int | None, str, int, int | None]


def _every(connection: sqlite3.Connection) -> Iterator[_Span]:
    facts = (
        (exhibit, zone, us, item) for exhibit, text, us, item in connection.execute(_FACTS) if (zone := _zone_in(text))
    )
    for (exhibit, zone), group in groupby(sorted(facts, key=lambda row: row[:2]), key=lambda row: row[:2]):
        rows = list(group)
        yield (
            exhibit,
            zone,
            None,
            None,
            "set on the phone when it was acquired or the setting written",
            len(rows),
            rows[0][3],
        )
    changes = (
        (exhibit, zone, us, item) for exhibit, text, us, item in connection.execute(_EVENTS) if (zone := _zone_in(text))
    )
    yield from _dated(changes, "recorded by the phone")
    stays = list(movement.stays(connection))
    offered = ((stay.exhibit, stay.zone, stay.arrived_us, stay.first_item) for stay in stays if stay.zone)
    ends = {stay.exhibit: stay.departed_us for stay in stays}
    for exhibit, zone, from_us, to_us, _, items, item in _dated(offered, ""):
        reason = "offered: zone of the populated place nearest to its stays"
        yield exhibit, zone, from_us, to_us if to_us is not None else ends[exhibit], reason, items, item


def _dated(rows: Iterable[_Row], reason: str) -> Iterator[_Span]:
    """Join rows in order of phone and time into spans of one zone, each until the next begins."""
    spans: list[_Span] = []
    for (exhibit, zone), group in groupby(rows, key=lambda row: row[:2]):
        found = list(group)
        if spans and spans[-1][0] == exhibit:
            spans[-1] = (*spans[-1][:3], found[0][2], *spans[-1][4:])
        spans.append((exhibit, zone, found[0][2], None, reason, len(found), found[0][3]))
    yield from spans
