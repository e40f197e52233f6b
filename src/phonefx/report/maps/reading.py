"""What a map takes from a case: positions with what they are evidence of, visits, and calls and messages by time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

from phonefx.records import DEVICE_POSITIONS, EVIDENCE_OF
from phonefx.report.maps.earth import fault
from phonefx.timeline import tables
from phonefx.timeline.movement import MARKS, USED, Fix, Stay, Trip, movements, stays, trips
from phonefx.timeline.movement.records import Track


class Spot(NamedTuple):
    """A stored position that is none of the device's track: whatever its class, of a location or a visit."""

    item: int
    us: int | None
    end_us: int | None
    latitude: float
    longitude: float
    accuracy_m: float | None
    evidence_of: str | None
    method: str | None
    whose: str | None
    place: str | None
    path: str | None
    kind: str


class Origin(NamedTuple):
    """Where an item comes from, as a balloon shows it."""

    exhibit: str
    parser: str
    path: str
    stored: str
    sha256: str | None
    table: str | None
    key: object
    state: str
    basis: str | None


class Happening(NamedTuple):
    """A call or message with its time, to be put where the phone was then."""

    item: int
    us: int
    kind: str
    state: str
    direction: str | None
    counterpart: str | None
    name: str | None
    text: str | None
    duration_s: float | None
    source: int
    key: object


_OWN: Final = f"({', '.join('?' * len(DEVICE_POSITIONS))})"
_FROM: Final = """
    JOIN entry e ON e.id = k.item JOIN source s ON s.id = e.source
    JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
"""
_LOCATIONS: Final = f"""
    SELECT k.item, e.time_us, k.end_us, k.latitude, k.longitude, k.accuracy_m, k.evidence_of, k.method, k.whose,
           k.place, k.path, 'location'
    FROM location k {_FROM} WHERE x.label = ? AND coalesce(k.evidence_of, '') NOT IN {_OWN}
    UNION ALL
    SELECT k.item, e.time_us, k.departed_us, k.latitude, k.longitude, k.accuracy_m, k.evidence_of, NULL, NULL,
           k.place, NULL, 'visit'
    FROM visit k {_FROM} WHERE x.label = ?
    ORDER BY 12, 7, 2, 1
"""
_HAPPENINGS: Final = f"""
    SELECT k.item, e.time_us, 'message', s.state, k.direction, k.counterpart, k.counterpart_name,
           coalesce(k.body, k.subject), NULL, e.source, e.key
    FROM message k {_FROM} WHERE x.label = ? AND e.time_us IS NOT NULL AND s.basis = 'utc'
    UNION ALL
    SELECT k.item, e.time_us, 'call', s.state, k.direction, k.counterpart, k.counterpart_name, NULL, k.duration_s,
           e.source, e.key
    FROM call k {_FROM} WHERE x.label = ? AND e.time_us IS NOT NULL AND s.basis = 'utc'
    ORDER BY 2, 1
"""
_TRACKED: Final = """
    SELECT t.seq, t.item, e.time_us, l.latitude, l.longitude, l.accuracy_m, CAST(l.evidence_of AS BLOB),
           CAST(t.mark AS BLOB)
    FROM track t CROSS JOIN entry e ON e.id = t.item CROSS JOIN location l ON l.item = t.item
    WHERE t.seq BETWEEN ? AND ? ORDER BY t.seq
"""
_WAY: Final = f"""
    SELECT l.longitude, l.latitude FROM track t CROSS JOIN location l ON l.item = t.item
    WHERE t.seq BETWEEN ? AND ? AND t.mark IN {USED!r} ORDER BY t.seq
"""
_UNTRACKED: Final = f"""
    SELECT 0, k.item, e.time_us, k.latitude, k.longitude, k.accuracy_m, CAST(k.evidence_of AS BLOB), x''
    FROM location k {_FROM} WHERE x.label = ? AND k.evidence_of IN {_OWN} ORDER BY e.time_us, k.item
"""


class MapCase:
    """Reads the positions of a case, phone by phone, in streams.

    Args:
        connection: to the case's database.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.origin = lru_cache(maxsize=4096)(self._origin)
        self._source = lru_cache(maxsize=4096)(self._read_source)

    def exhibits(self) -> list[str]:
        """Give the labels of the phones, in order."""
        return [label for (label,) in self.connection.execute("SELECT label FROM exhibit ORDER BY id")]

    def counts(self, exhibit: str) -> dict[str, int]:
        """Count the stored positions of one phone by what they are evidence of; visits apart."""
        asked = f"SELECT k.evidence_of, count(*) FROM location k {_FROM} WHERE x.label = ? GROUP BY 1 ORDER BY 1"
        found = {str(name): count for name, count in self.connection.execute(asked, (exhibit,))}
        (visits,) = self.connection.execute(
            f"SELECT count(*) FROM visit k {_FROM} WHERE x.label = ?", (exhibit,)
        ).fetchone()
        return found | ({"visit": visits} if visits else {})

    def device(self, exhibit: str) -> Iterator[Fix]:
        """Give the device's positions with their marks, in the order of the track; untimed and invalid ones too.

        Way of fixing and state are left out: `method` and `origin` have them. Words come as bytes and are looked up,
        so that a million rows cost no decoding.
        """
        own = movements(self.connection, exhibit) if tables.exists(self.connection, Track) else []
        if own:
            rows = self.connection.execute(_TRACKED, (own[0].first_seq, own[0].last_seq))
        else:
            rows = self.connection.execute(_UNTRACKED, (exhibit, *DEVICE_POSITIONS))
        words = {name.encode(): name for name in (*EVIDENCE_OF, *MARKS)}
        for seq, item, us, latitude, longitude, accuracy_m, evidence_of, mark in rows:
            said = words[mark]
            if not own:
                said = "invalid" if fault(latitude, longitude) else "untimed" if us is None else ""
            values = (seq, item, exhibit, us, latitude, longitude, accuracy_m, words[evidence_of], None, "", said)
            yield tuple.__new__(Fix, values)  # Fix(...) costs twice as much, two million times

    def way(self, first_seq: int, last_seq: int) -> Iterator[tuple[float, float]]:
        """Give the used positions of a stretch of track as (longitude, latitude)."""
        return iter(self.connection.execute(_WAY, (first_seq, last_seq)))

    def stays(self, exhibit: str | None = None) -> Iterator[Stay]:
        """Give the stays that were computed from the device's positions."""
        return stays(self.connection, exhibit)

    def trips(self, exhibit: str) -> Iterator[Trip]:
        """Give the trips between the stays of one phone."""
        return trips(self.connection, exhibit)

    def label(self, exhibit: str) -> str:
        """Give the label of a phone as it is shown."""
        return exhibit

    def notice(self) -> str:
        """Say what was withheld from what this gives; nothing where nothing was."""
        return ""

    def method(self, item: int) -> str | None:
        """Give how a position was found, as stored."""
        row = self.connection.execute("SELECT method FROM location WHERE item = ?", (item,)).fetchone()
        return row[0] if row else None

    def spots(self, exhibit: str) -> Iterator[Spot]:
        """Give all other positions of one phone, class by class in order of time."""
        found = self.connection.execute(_LOCATIONS, (exhibit, *DEVICE_POSITIONS, exhibit))
        return map(Spot._make, found)

    def happenings(self, exhibit: str) -> Iterator[Happening]:
        """Give calls and messages whose time is UTC, in order of time."""
        return map(Happening._make, self.connection.execute(_HAPPENINGS, (exhibit, exhibit)))

    def _origin(self, item: int) -> Origin:
        row = self.connection.execute("SELECT source, key FROM entry WHERE id = ?", (item,)).fetchone()
        if row is None:
            return Origin("", "", "", "", None, None, None, "unknown", None)
        return self.origin_of(*row)

    def origin_of(self, source: int, key: object) -> Origin:
        """Give where the row of a key of a source comes from."""
        exhibit, parser, path, stored, sha256, table, state, basis = self._source(source)
        return Origin(exhibit, parser, path, stored, sha256, table, key, state, basis)

    def _read_source(self, number: int) -> tuple[Any, ...]:
        asked = """
            SELECT x.label, s.parser, f.path, f.stored, f.sha256, s.table_name, s.state, s.basis
            FROM source s JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit WHERE s.id = ?
        """
        row: tuple[Any, ...] = self.connection.execute(asked, (number,)).fetchone()
        return row


class Placed(NamedTuple):
    """A call or message beside the used position nearest to it in time."""

    happening: Happening
    fix: Fix
    away_us: int


NOTHING: Final[list[Placed]] = []


class Placing:
    """Joins calls and messages to the positions of one phone as these pass by in order of time.

    A call or message is placed at the used position nearest in time, if that is at most `within_us` away.
    """

    def __init__(self, happenings: Iterator[Happening], within_us: int) -> None:
        self.waiting = happenings
        self.next = next(happenings, None)
        self.before: Fix | None = None
        self.within_us = within_us
        self.unplaced = 0

    def feed(self, fix: Fix) -> list[Placed]:
        """Take the next used position; gives what happened up to it, each with its position."""
        if self.next is None or self.next.us > (fix.us or 0):
            self.before = fix
            return NOTHING
        found: list[Placed] = []
        while self.next is not None and self.next.us <= (fix.us or 0):
            self._place(self.next, fix, found)
            self.next = next(self.waiting, None)
        self.before = fix
        return found

    def end(self) -> list[Placed]:
        """Give what happened after the last position and is near enough to it."""
        found: list[Placed] = []
        left = chain([self.next] if self.next is not None else [], self.waiting)
        for happening in left:
            self._place(happening, None, found)
        self.next = None
        return found

    def _place(self, happening: Happening, after: Fix | None, found: list[Placed]) -> None:
        sides = [fix for fix in (self.before, after) if fix is not None and fix.us is not None]
        near = min(sides, key=lambda fix: (abs((fix.us or 0) - happening.us), fix.seq), default=None)
        if near is None or abs((near.us or 0) - happening.us) > self.within_us:
            self.unplaced += 1
            return
        found.append(Placed(happening, near, happening.us - (near.us or 0)))
