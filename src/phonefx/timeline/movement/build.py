"""Computes the movement of every phone of a case and writes it to the case's tables, in one pass over its positions.

SQLite puts the positions in order once and numbers them (`track`); Python reads them in that order, and writes back
the few marks that are not empty.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from phonefx.records import DEVICE_POSITIONS
from phonefx.timeline import tables
from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.movement.line import Choosing
from phonefx.timeline.movement.marking import MARK, RADIUS, Used
from phonefx.timeline.movement.records import (
    USED,
    Line,
    Movement,
    PlaceUse,
    Point,
    RegularPlace,
    Row,
    Stay,
    Track,
    Trip,
)
from phonefx.timeline.movement.regular import regular_places, uses
from phonefx.timeline.movement.settings import DEFAULTS, Settings
from phonefx.timeline.movement.stays import Found, find_stays
from phonefx.timeline.movement.trips import find_trips
from phonefx.timeline.taking import Taking

_CLASSES = ", ".join(f"'{each}'" for each in DEVICE_POSITIONS)
_TRACK = f"""
    INSERT INTO track(item, mark)
    SELECT l.item, {MARK} FROM location_own l CROSS JOIN source s ON s.id = l.source
    {{phone}} WHERE l.common IN (SELECT id FROM location_common WHERE evidence_of IN ({_CLASSES}))
    ORDER BY {{first}} l.time_us, l.item
"""
_BY_PHONE = {"phone": "CROSS JOIN file f ON f.id = s.file", "first": "f.exhibit,"}
_ONE_PHONE = {"phone": "", "first": ""}
_PHONES = f"""
    SELECT count(DISTINCT f.exhibit)
    FROM location_common c JOIN source s ON s.id = c.source JOIN file f ON f.id = s.file
    WHERE c.evidence_of IN ({_CLASSES})
"""
_EXHIBIT = """
    SELECT x.id, x.label FROM track t JOIN location_own l ON l.item = t.item JOIN source s ON s.id = l.source
    JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit WHERE t.seq = ?
"""
_COLUMNS = f"t.seq, t.item, l.time_us, l.latitude, l.longitude, {RADIUS}"
_ROWS = "FROM track t CROSS JOIN location_own l ON l.item = t.item"
_USABLE = f"""
    SELECT 1 {_ROWS} WHERE t.seq BETWEEN :low AND :high
    AND coalesce(CASE WHEN t.mark = '' THEN {{take}}({_COLUMNS}) END, t.seq & 4095) = 0 ORDER BY t.seq
"""
_OF_USE = f"WHERE t.seq BETWEEN :low AND :high AND t.mark IN {USED!r} ORDER BY t.seq"
_WAY = f"SELECT {_COLUMNS}, t.mark = 'leap' {_ROWS} {_OF_USE}"
_STRETCH = f"SELECT {_COLUMNS} {_ROWS} {_OF_USE}"
_END = f"""
    SELECT l.time_us FROM track t CROSS JOIN location_own l ON l.item = t.item
    WHERE t.seq BETWEEN ? AND ? AND t.mark IN {USED!r} ORDER BY t.seq {{order}} LIMIT 1
"""
_MARKED = "CREATE INDEX track_marked ON track(seq, item, mark) WHERE mark <> ''"
"""Few positions are marked: who asks for these does not walk all."""
_HOUR_US = 3_600_000_000
_BATCH = 10_000
_REFUSED = ("jump", "outlier")
"""Marks of positions that are told to be unused only by those that follow."""


@dataclass(slots=True)
class _Phone:
    """One phone's stretch of the track, and the hours that its used positions are of."""

    label: str
    low: int
    high: int
    hours: set[int] = field(default_factory=set)
    first_us: int | None = None
    last_us: int | None = None
    outliers: list[int] = field(default_factory=list)

    def count(self, us: int) -> int:
        """Count the hour of a used position, and give the begin of the next."""
        hour = us // _HOUR_US
        self.hours.add(hour)
        return (hour + 1) * _HOUR_US


class _Marks:
    """Writes marks to the track in batches."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.waiting: list[tuple[str, int]] = []
        self.refused: set[int] = set()

    def note(self, seq: int, mark: str) -> None:
        self.waiting.append((mark, seq))
        if mark in _REFUSED:
            self.refused.add(seq)
        if len(self.waiting) >= _BATCH:
            self.write()

    def write(self) -> None:
        self.connection.executemany("UPDATE track SET mark = ? WHERE seq = ?", self.waiting)
        self.waiting.clear()


def build(connection: sqlite3.Connection, settings: Settings = DEFAULTS) -> dict[str, int]:
    """Write track, line, stay, trip, regular_place, place_use and movement anew; gives the count of rows of each."""
    tables.create(connection, Track, Line, Stay, Trip, RegularPlace, PlaceUse, Movement)
    (count,) = connection.execute(_PHONES).fetchone()
    connection.execute(_TRACK.format(**(_BY_PHONE if count > 1 else _ONE_PHONE)), _limits(settings))
    stays: list[Stay] = []
    phones = list(_phones(connection))
    for phone in phones:
        marks, line = _Marks(connection), Choosing(settings.assumed_accuracy_m)
        rows = _usable(connection, _limits(settings) | {"low": phone.low, "high": phone.high})
        found = find_stays(Used(rows, marks.note, settings, phone.count, line.watch), settings)
        stays += list(_numbered(found, len(stays), phone, settings))
        marks.write()
        phone.first_us, phone.last_us = (_end(connection, phone, order) for order in ("ASC", "DESC"))
        for seq in phone.outliers:
            marks.note(seq, "outlier")
        marks.write()
        drawn = line.drawn(marks.refused, lambda low, high: _stretch(connection, settings, low, high))
        tables.insert(connection, Line, ((seq,) for seq in drawn))
    connection.execute(_MARKED)
    placed, places = regular_places(stays, settings)
    tables.insert(connection, Stay, tables.stored(placed))
    tables.insert(connection, RegularPlace, tables.stored(places))
    trips = 0
    for phone in phones:
        own = [stay for stay in placed if stay.exhibit == phone.label]
        trips += _finish(connection, phone, own, trips, settings)
    return {"positions": phones[-1].high if phones else 0, "stays": len(stays), "trips": trips}


def _usable(connection: sqlite3.Connection, asked: dict[str, object]) -> Iterator[list[Row]]:
    """Give the positions of a phone whose mark is empty, by the thousand."""
    taking = Taking(connection)
    for _ in taking.ask(_USABLE.format(take=taking.name), asked):
        yield taking.taken()
    yield taking.taken()


def _stretch(connection: sqlite3.Connection, settings: Settings, low: int, high: int) -> list[Row]:
    """Give the used positions from one number to another."""
    return connection.execute(_STRETCH, _limits(settings) | {"low": low, "high": high}).fetchall()


def _end(connection: sqlite3.Connection, phone: _Phone, order: str) -> int | None:
    """The moment of a phone's first or last used position."""
    row = connection.execute(_END.format(order=order), (phone.low, phone.high)).fetchone()
    return row[0] if row else None


def _limits(settings: Settings) -> dict[str, object]:
    return {"max_accuracy_m": settings.max_accuracy_m, "assumed_accuracy_m": settings.assumed_accuracy_m}


def _phones(connection: sqlite3.Connection) -> Iterator[_Phone]:
    """Give each phone's stretch of the track, which is in order of exhibit."""
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM track").fetchone()
    low = 1
    while low <= last:
        exhibit, label = _exhibit(connection, low)
        high = bisect_right(range(last + 1), exhibit, low, key=lambda seq: _exhibit(connection, seq)[0]) - 1
        yield _Phone(label, low, high)
        low = high + 1


def _exhibit(connection: sqlite3.Connection, seq: int) -> tuple[int, str]:
    found: tuple[int, str] = connection.execute(_EXHIBIT, (seq,)).fetchone()
    return found


def _numbered(found: Iterable[Found], already: int, phone: _Phone, settings: Settings) -> Iterator[Stay]:
    before: Stay | None = None
    for number, each in enumerate(found, already + 1):
        phone.outliers += each.outliers
        stay = _stay(number, phone.label, each)
        if before and _only_silence(before, stay, settings):
            stay = stay._replace(no_data_before=True)
        yield stay
        before = stay


def _stay(number: int, label: str, found: Found) -> Stay:
    first, last = found.first, found.last
    return Stay(
        number, label, first.us, last.us,
        found.before.us if found.before else None, found.after.us if found.after else None,
        found.latitude, found.longitude, found.radius_m, found.fixes, last.seq - first.seq + 1 - found.fixes,
        found.longest_gap_us // 1_000_000, False, first.seq, last.seq, first.item, last.item,
    )  # fmt: skip


def _only_silence(before: Stay, stay: Stay, settings: Settings) -> bool:
    apart = distance_m(before.latitude, before.longitude, stay.latitude, stay.longitude)
    return apart <= settings.stay_radius_m and stay.before_us == before.departed_us


def _finish(connection: sqlite3.Connection, phone: _Phone, stays: list[Stay], already: int, settings: Settings) -> int:
    way = _under_way(connection, phone, stays, settings)
    trips = list(find_trips(way, stays, settings.stay_radius_m, phone.label, already + 1))
    tables.insert(connection, Trip, tables.stored(trips))
    tables.insert(connection, PlaceUse, tables.stored(uses(stays, phone.hours)))
    tables.insert(connection, Movement, tables.stored([_summary(connection, phone, settings, stays, trips)]))
    return len(trips)


def _under_way(
    connection: sqlite3.Connection, phone: _Phone, stays: list[Stay], settings: Settings
) -> Iterator[tuple[Point, bool]]:
    """Give the used positions from the end of each stay to the begin of the next, both included."""
    starts = [phone.low, *(stay.last_seq for stay in stays)]
    ends = [*(stay.first_seq for stay in stays), phone.high]
    for low, high in zip(starts, ends, strict=True):
        for *row, leap in connection.execute(_WAY, _limits(settings) | {"low": low, "high": high}):
            yield Point._make(row), leap


def _summary(
    connection: sqlite3.Connection, phone: _Phone, settings: Settings, stays: list[Stay], trips: list[Trip]
) -> Movement:
    counted = "SELECT mark, count(*) FROM track WHERE seq BETWEEN ? AND ? AND mark <> '' GROUP BY mark ORDER BY mark"
    marks = dict(connection.execute(counted, (phone.low, phone.high)).fetchall())
    positions = phone.high - phone.low + 1
    if plain := positions - sum(marks.values()):
        marks = {"": plain} | marks
    return Movement(
        phone.label, positions, sum(marks.get(mark, 0) for mark in USED), phone.low, phone.high,
        phone.first_us, phone.last_us, len(phone.hours),
        max(phone.hours) - min(phone.hours) + 1 if phone.hours else 0, len(stays), len(trips),
        json.dumps(marks), settings.as_json(),
    )  # fmt: skip
