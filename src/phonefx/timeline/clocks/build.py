"""Writes what is known about the clock and the zone of each phone, and places times that need it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.clocks.records import ClockEvent, ClockOffset, PlacedTime, ZoneSpan
from phonefx.timeline.clocks.zones import is_zone, zone_spans
from phonefx.timeline.movement.calendar import microseconds_of, zone_named

HOUR_US: Final = 3_600_000_000
_WEST, _EAST = -12 * HOUR_US, 14 * HOUR_US
_WORDS: Final = (
    "boot",
    "startup",
    "shutdown",
    "reboot",
    "power",
    "clock",
    "time_set",
    "time change",
    "timezone",
    "time zone",
)
_EVENTS: Final = """
    SELECT v.item, i.exhibit, v.time_us, v.category, coalesce(v.detail, v.subject, '') FROM event v
    JOIN origin i ON i.source = v.source WHERE v.category IS NOT NULL ORDER BY i.exhibit, v.time_us, v.item
"""
_UNSURE: Final = """
    SELECT id, exhibit, time_us, basis FROM item
    WHERE basis IN ('device', 'unknown') AND time_us IS NOT NULL ORDER BY id
"""
_STAMPS: Final = """
    SELECT x.label, m.time_us / 604800000000 AS week, (m.time_us - m.sent_us) / 1e6 AS apart, m.item FROM message m
    JOIN source s ON s.id = m.source JOIN file f ON f.id = s.file
    JOIN exhibit x ON x.id = f.exhibit
    WHERE m.sent_us IS NOT NULL AND m.time_us IS NOT NULL AND lower(m.direction) LIKE 'in%' ORDER BY 1, 2, 3, 4
"""


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write zone_span, clock_event, placed_time and clock_offset anew; needs the tables of movement."""
    tables.create(connection, ZoneSpan, ClockEvent, PlacedTime, ClockOffset)
    spans = list(zone_spans(connection))
    tables.insert(connection, ZoneSpan, tables.stored(spans))
    events = list(_clock_events(connection))
    tables.insert(connection, ClockEvent, tables.stored(events))
    tables.insert(connection, PlacedTime, tables.stored(_placed(connection, spans)))
    offsets = list(_offsets(connection))
    tables.insert(connection, ClockOffset, tables.stored(offsets))
    return {"zones": len(spans), "clock_events": len(events), "weeks_compared": len(offsets)}


def _clock_events(connection: sqlite3.Connection) -> Iterator[ClockEvent]:
    for item, exhibit, us, category, detail in connection.execute(_EVENTS):
        if any(word in category.lower() for word in _WORDS):
            yield ClockEvent(item, exhibit, us, f"{category}: {detail}".rstrip(": "))


def _placed(connection: sqlite3.Connection, spans: list[ZoneSpan]) -> Iterator[PlacedTime]:
    known: dict[str, list[ZoneSpan]] = defaultdict(list)
    for span in spans:
        if is_zone(span.zone):
            known[span.exhibit].append(span)
    for item, label, wall_us, basis in connection.execute(_UNSURE):
        yield place(item, wall_us, basis, known.get(label, []))


def place(item: int, wall_us: int, basis: str, spans: list[ZoneSpan]) -> PlacedTime:
    """Place one wall-clock time: by the zones that the phone was set to, else within all zones."""
    if not spans:
        early, late = wall_us - _EAST, wall_us - _WEST
        return PlacedTime(item, None, early, late, None, "no zone of the phone is known: it may be in any")
    at = [(zone, moment) for zone in dict.fromkeys(span.zone for span in spans) for moment in moments(wall_us, zone)]
    moments_only = [moment for _, moment in at]
    early, late = min(moments_only), max(moments_only)
    zone, likely = next(iter([*_inside(at, spans), *at]))
    if basis == "unknown":
        early, late = min(early, wall_us), max(late, wall_us)
        return PlacedTime(item, None, early, late, zone, "not known whether the store keeps UTC or the phone's clock")
    reason = f"wall clock read in {zone}"
    return PlacedTime(item, likely, early, late, zone, reason if early == late else f"{reason}; others are possible")


def _inside(at: list[tuple[str, int]], spans: list[ZoneSpan]) -> Iterator[tuple[str, int]]:
    """The readings that fall into the time in which the phone is known to have been set to that zone."""
    for zone, moment in at:
        for span in spans:
            known = span.from_us is not None and span.to_us is not None
            if span.zone == zone and known and (span.from_us or 0) <= moment <= (span.to_us or 0):
                yield zone, moment


def moments(wall_us: int, zone: str) -> list[int]:
    """Give the moments at which a zone's wall clock showed a time: one, or two where the clock was set back.

    A time that the clock skipped when it was set forward is read with the offset before the change.
    """
    wall = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=wall_us)
    zoned = zone_named(zone)
    read = [wall.replace(tzinfo=zoned, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [each for each in read if each.astimezone(zoned).replace(tzinfo=UTC) == wall]
    return sorted({microseconds_of(each) for each in real or read[:1]})


def _offsets(connection: sqlite3.Connection) -> Iterator[ClockOffset]:
    for (label, week), group in groupby(connection.execute(_STAMPS), key=lambda row: (row[0], row[1])):
        rows = list(group)
        middle = median(row[2] for row in rows)
        yield ClockOffset(label, week * 604_800_000_000, len(rows), rows[0][2], middle, rows[0][3])
