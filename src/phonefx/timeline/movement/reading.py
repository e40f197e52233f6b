"""Reads the computed movement of a case: fixes, stays, trips, places, and a day's journey."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from phonefx.timeline import tables
from phonefx.timeline.movement.calendar import microseconds_of, zone_named
from phonefx.timeline.movement.records import USED, Fix, Movement, PlaceUse, RegularPlace, Stay, Track, Trip

_FIXES = """
    SELECT t.seq, t.item, x.label, l.time_us, l.latitude, l.longitude, l.accuracy_m, l.evidence_of, l.method, s.state,
           t.mark
    FROM track t CROSS JOIN location l ON l.item = t.item
    JOIN source s ON s.id = l.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    WHERE t.seq BETWEEN ? AND ?
"""


def fixes_between(
    connection: sqlite3.Connection, first_seq: int, last_seq: int, *, used_only: bool = False
) -> Iterator[Fix]:
    """Give the device positions of a stretch of track in order, each with its mark; or the used ones alone."""
    if not tables.exists(connection, Track):
        return
    used = f" AND t.mark IN {USED!r}" if used_only else ""
    for row in connection.execute(f"{_FIXES}{used} ORDER BY t.seq", (first_seq, last_seq)):
        yield Fix(*row)


def fixes(connection: sqlite3.Connection, exhibit: str | None = None, *, used_only: bool = False) -> Iterator[Fix]:
    """Give the device positions of one phone or of all, phone by phone in order of time, each with its mark."""
    for movement in movements(connection, exhibit):
        yield from fixes_between(connection, movement.first_seq, movement.last_seq, used_only=used_only)


def movements(connection: sqlite3.Connection, exhibit: str | None = None) -> list[Movement]:
    """Give the figures of each phone's movement: counts by mark, stays, trips, hours with data, settings."""
    return list(_of(connection, Movement, exhibit, "first_seq"))


def stays(connection: sqlite3.Connection, exhibit: str | None = None) -> Iterator[Stay]:
    """Give the stays of one phone or of all, in order of phone and time."""
    return _of(connection, Stay, exhibit, "id")


def trips(connection: sqlite3.Connection, exhibit: str | None = None) -> Iterator[Trip]:
    """Give the trips of one phone or of all, in order of phone and time."""
    return _of(connection, Trip, exhibit, "id")


def places(connection: sqlite3.Connection) -> Iterator[RegularPlace]:
    """Give the places at which the phones of the case stayed."""
    return tables.read(connection, RegularPlace, "ORDER BY id")


def place_uses(connection: sqlite3.Connection, exhibit: str | None = None) -> Iterator[PlaceUse]:
    """Give how each phone used each place: stays, time, nights and workdays out of those known."""
    return _of(connection, PlaceUse, exhibit, "exhibit, place")


def _of(
    connection: sqlite3.Connection, kind: type[tables.Row], exhibit: str | None, order: str
) -> Iterator[tables.Row]:
    if exhibit is None:
        return tables.read(connection, kind, f"ORDER BY {order}")
    return tables.read(connection, kind, f"WHERE exhibit = ? ORDER BY {order}", (exhibit,))


@dataclass(frozen=True, slots=True)
class Journey:
    """One local day of one phone: what it did in order, and how much of the day any position covers.

    Attributes:
        parts: stays and trips that touch the day, in order.
        hours_with_data: hours of the day (of 23 to 25) with at least one used position.
    """

    exhibit: str
    day: date
    zone: str
    from_us: int
    to_us: int
    parts: tuple[Stay | Trip, ...]
    hours_with_data: int


def journey(connection: sqlite3.Connection, exhibit: str, day: date, zone: str = "UTC") -> Journey:
    """Give the journey of one phone on one day of a time zone."""
    start, end = (datetime.combine(each, time(), zone_named(zone)) for each in (day, day + timedelta(days=1)))
    from_us, to_us = microseconds_of(start.astimezone(UTC)), microseconds_of(end.astimezone(UTC))
    own = "WHERE exhibit = ? AND arrived_us >= ? AND departed_us < ? ORDER BY id"
    touching = "WHERE exhibit = ? AND departed_us >= ? AND arrived_us < ? ORDER BY id"
    parts: list[Stay | Trip] = list(tables.read(connection, Stay, touching, (exhibit, from_us, to_us)))
    parts += tables.read(connection, Trip, own, (exhibit, from_us, to_us))
    parts.sort(key=lambda part: part.first_seq)
    counted = """
        SELECT count(DISTINCT (l.time_us - ?) / 3600000000) FROM track t JOIN location_own l ON l.item = t.item
        WHERE t.seq BETWEEN (SELECT first_seq FROM movement WHERE exhibit = ?)
              AND (SELECT last_seq FROM movement WHERE exhibit = ?)
          AND l.time_us >= ? AND l.time_us < ? AND t.mark IN ('', 'leap')
    """
    hours = 0
    if tables.exists(connection, Track):
        hours = connection.execute(counted, (from_us, exhibit, exhibit, from_us, to_us)).fetchone()[0]
    return Journey(exhibit, day, zone, from_us, to_us, tuple(parts), hours)
