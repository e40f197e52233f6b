"""Computes the movement of every phone of a case and writes it to the case's tables, in one pass over its positions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from phonefx.records import DEVICE_POSITIONS
from phonefx.timeline import tables
from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.movement.marking import marked
from phonefx.timeline.movement.reading import fixes_between
from phonefx.timeline.movement.records import USED, Fix, Movement, PlaceUse, RegularPlace, Stay, Track, Trip
from phonefx.timeline.movement.regular import regular_places, uses
from phonefx.timeline.movement.settings import DEFAULTS, Settings
from phonefx.timeline.movement.stays import Found, find_stays
from phonefx.timeline.movement.trips import find_trips

_POSITIONS = f"""
    SELECT e.id, x.label, e.time_us, l.latitude, l.longitude, l.accuracy_m, l.evidence_of, l.method, s.state, s.basis
    FROM location l JOIN entry e ON e.id = l.item JOIN source s ON s.id = e.source
    JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    WHERE l.evidence_of IN ({", ".join("?" * len(DEVICE_POSITIONS))})
    ORDER BY x.id, e.time_us, e.id
"""
_HOUR_US = 3_600_000_000
_BATCH = 10_000


@dataclass(slots=True)
class _Seen:
    """What is counted while the fixes of one phone pass."""

    positions: int = 0
    hours: set[int] = field(default_factory=set)
    first: Fix | None = None
    last: Fix | None = None
    outliers: list[int] = field(default_factory=list)
    low: int = 0
    high: int = 0

    def count(self, fix: Fix, mark: str) -> None:
        self.positions += 1
        self.low = min(self.low or fix.seq, fix.seq)
        self.high = max(self.high, fix.seq)
        if mark in USED and fix.us is not None:
            self.hours.add(fix.us // _HOUR_US)
            self.first = self.first or fix
            self.last = fix


def build(connection: sqlite3.Connection, settings: Settings = DEFAULTS) -> dict[str, int]:
    """Write track, stay, trip, regular_place, place_use and movement anew; gives the count of rows of each."""
    tables.create(connection, Track, Stay, Trip, RegularPlace, PlaceUse, Movement)
    stays: list[Stay] = []
    seen: dict[str, _Seen] = {}
    for label, fixes in groupby(_read(connection), key=lambda each: each[0].exhibit):
        seen[label] = _Seen()
        found = find_stays(_written(connection, fixes, seen[label], settings), settings)
        stays += list(_numbered(found, len(stays), seen[label], settings))
    placed, places = regular_places(stays, settings)
    tables.insert(connection, Stay, tables.stored(placed))
    tables.insert(connection, RegularPlace, tables.stored(places))
    trips = 0
    for label, counted in seen.items():
        own = [stay for stay in placed if stay.exhibit == label]
        trips += _finish(connection, label, counted, own, trips, settings)
    return {"positions": sum(each.positions for each in seen.values()), "stays": len(stays), "trips": trips}


def _read(connection: sqlite3.Connection) -> Iterator[tuple[Fix, str]]:
    rows = connection.execute(_POSITIONS, DEVICE_POSITIONS)
    for seq, row in enumerate(rows, 1):
        yield Fix._make((seq, *row[:9], "")), row[9]


def _written(
    connection: sqlite3.Connection, fixes: Iterable[tuple[Fix, str]], seen: _Seen, settings: Settings
) -> Iterator[Fix]:
    batch: list[tuple[int, int, str]] = []
    for fix, mark in marked(fixes, settings):
        seen.count(fix, mark)
        batch.append((fix.seq, fix.item, mark))
        if len(batch) >= _BATCH:
            tables.insert(connection, Track, batch)
            batch.clear()
        if mark in USED:
            yield fix
    tables.insert(connection, Track, batch)


def _numbered(found: Iterable[Found], already: int, seen: _Seen, settings: Settings) -> Iterator[Stay]:
    before: Stay | None = None
    for number, each in enumerate(found, already + 1):
        seen.outliers += each.outliers
        stay = _stay(number, each)
        if before and _only_silence(before, stay, settings):
            stay = replace(stay, no_data_before=True)
        yield stay
        before = stay


def _stay(number: int, found: Found) -> Stay:
    first, last = found.first, found.last
    return Stay(
        number, first.exhibit, first.us or 0, last.us or 0,
        found.before.us if found.before else None, found.after.us if found.after else None,
        found.latitude, found.longitude, found.radius_m, found.fixes, last.seq - first.seq + 1 - found.fixes,
        found.longest_gap_us // 1_000_000, False, first.seq, last.seq, first.item, last.item,
    )  # fmt: skip


def _only_silence(before: Stay, stay: Stay, settings: Settings) -> bool:
    apart = distance_m(before.latitude, before.longitude, stay.latitude, stay.longitude)
    return apart <= settings.stay_radius_m and stay.before_us == before.departed_us


def _finish(
    connection: sqlite3.Connection, label: str, seen: _Seen, stays: list[Stay], already: int, settings: Settings
) -> int:
    marks = ((seq,) for seq in seen.outliers)
    connection.executemany("UPDATE track SET mark = 'outlier' WHERE seq = ?", marks)
    fixes = fixes_between(connection, seen.low, seen.high, used_only=True)
    trips = list(find_trips(fixes, stays, settings.stay_radius_m, already + 1))
    tables.insert(connection, Trip, tables.stored(trips))
    tables.insert(connection, PlaceUse, tables.stored(uses(stays, seen.hours)))
    tables.insert(connection, Movement, tables.stored([_summary(connection, label, seen, settings, stays, trips)]))
    return len(trips)


def _summary(
    connection: sqlite3.Connection, label: str, seen: _Seen, settings: Settings, stays: list[Stay], trips: list[Trip]
) -> Movement:
    counted = "SELECT mark, count(*) FROM track WHERE seq BETWEEN ? AND ? GROUP BY mark ORDER BY mark"
    marks = dict(connection.execute(counted, (seen.low, seen.high)).fetchall())
    return Movement(
        label, seen.positions, sum(marks.get(mark, 0) for mark in USED), seen.low, seen.high,
        seen.first.us if seen.first else None, seen.last.us if seen.last else None, len(seen.hours),
        max(seen.hours) - min(seen.hours) + 1 if seen.hours else 0, len(stays), len(trips),
        json.dumps(marks), settings.as_json(),
    )  # fmt: skip
