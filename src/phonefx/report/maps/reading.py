"""What a map takes from a case: positions with what they are evidence of, visits, and calls and messages by time."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, Final, NamedTuple

from phonefx.records import DEVICE_POSITIONS, EVIDENCE_OF
from phonefx.timeline import tables
from phonefx.timeline.movement import DEFAULTS, MARKS, USED, Fix, Stay, Trip, movements, stays, trips
from phonefx.timeline.movement.line import telling
from phonefx.timeline.movement.marking import MARK
from phonefx.timeline.movement.records import Line, Track
from phonefx.timeline.taking import Taking

Used = tuple[int, int, int, float, float, object]
"""A position that the track uses: its number in the track, item, UTC microseconds, latitude, longitude, and accuracy
as stored. Millions pass."""


LIMITED: Final = (
    "This case was kept to stated limits: records outside of them were counted and not kept, and are not on this map. "
    "The report says which limits."
)

Moment = tuple[int, int, int]
"""When a call or message was, all that is read of very many: item, UTC microseconds, source."""


def limited(connection: sqlite3.Connection) -> str:
    """Say that a case was kept to the limits of a warrant; nothing where it was not."""
    row = connection.execute("SELECT 1 FROM meta WHERE name = 'scope' AND value <> ''").fetchone()
    return LIMITED if row else ""


class Counted(NamedTuple):
    """Calls and messages of one source: how many, the moments of the first and the last, the items in order of time."""

    source: int
    number: int
    first_us: int
    last_us: int
    items: str


def count(own: Sequence[Moment]) -> Counted:
    """Count calls and messages of one source, given in order of time."""
    items = " ".join([str(item) for item, _, _ in own])
    return Counted(own[0][2], len(own), own[0][1], own[-1][1], items)


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
    """A call or message with its time, to be put where the phone was then.

    What repeats comes as bytes, for `word` to decode where it is shown: most are looked at in bulk.
    """

    item: int
    us: int
    source: int
    kind: str
    direction: bytes | str | None
    counterpart: bytes | str | None
    name: bytes | str | None
    text: str | None
    duration_s: float | None
    key: object


_OWN: Final = f"({', '.join(map(repr, DEVICE_POSITIONS))})"
_OF: Final = """
    SELECT s.id FROM source s JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit WHERE x.label = :exhibit
"""
_FROM: Final = "o.item >= (SELECT iif(count(*), 0, 9223372036854775807) FROM location_common WHERE {which})"
"""Where nothing that positions share is asked for, none of them is walked."""
_NO_FIX: Final = "evidence_of IS NOT 'device_fix'"
_OTHER: Final = f"coalesce(evidence_of, '') NOT IN {_OWN}"
_COUNTS: Final = f"""
    SELECT x.label, c.what, sum(c.rows) FROM (
      SELECT k.source, k.evidence_of AS what, o.rows FROM location_common k
      JOIN (SELECT common, count(*) AS rows FROM location_own o WHERE {_FROM.format(which=_NO_FIX)} AND common IN (
              SELECT id FROM location_common WHERE {_NO_FIX}) GROUP BY 1) o ON o.common = k.id
      UNION ALL
      SELECT k.source, 'visit', count(*) FROM visit k GROUP BY 1
    ) c JOIN source s ON s.id = c.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    GROUP BY 1, 2 ORDER BY 1, c.what IS NOT 'device_inferred', c.what = 'visit', 2
"""
_LOCATIONS: Final = f"""
    SELECT k.item, k.time_us, k.end_us, k.latitude, k.longitude, k.accuracy_m, k.evidence_of, k.method, k.whose,
           k.place, k.path, 'location'
    FROM location_own o CROSS JOIN location k ON k.item = o.item
    WHERE {_FROM.format(which=_OTHER)} AND o.common IN (SELECT id FROM location_common WHERE {_OTHER})
      AND o.source IN ({_OF})
    UNION ALL
    SELECT k.item, k.time_us, k.departed_us, k.latitude, k.longitude, k.accuracy_m, k.evidence_of, NULL, NULL,
           k.place, NULL, 'visit'
    FROM visit k WHERE k.source IN ({_OF})
    ORDER BY 12, 7, 2, 1
"""
_HAPPENINGS: Final = f"""
    SELECT k.item, k.time_us, k.source, 'message', CAST(k.direction AS BLOB), CAST(k.counterpart AS BLOB),
           CAST(k.counterpart_name AS BLOB), {{text}}, NULL, k.key
    FROM message k WHERE k.time_us IS NOT NULL AND k.source IN ({_OF} AND s.basis = 'utc')
    UNION ALL
    SELECT k.item, k.time_us, k.source, 'call', CAST(k.direction AS BLOB), CAST(k.counterpart AS BLOB),
           CAST(k.counterpart_name AS BLOB), NULL, k.duration_s, k.key
    FROM call k WHERE k.time_us IS NOT NULL AND k.source IN ({_OF} AND s.basis = 'utc')
    ORDER BY 2, 1
"""
_HAPPENED: Final = f"""
    SELECT coalesce(sum(records), 0) FROM source WHERE id IN ({_OF}) AND kind IN ('message', 'call')
"""
_MAKE_HAPPENED: Final = """
    INSERT INTO temp.happened
    SELECT time_us, item, source FROM message_own WHERE time_us IS NOT NULL
    UNION ALL SELECT time_us, item, source FROM call_own WHERE time_us IS NOT NULL ORDER BY 1, 2
"""
_OF_TIME: Final = """
    SELECT item, time_us, source FROM temp.happened
    WHERE time_us BETWEEN :from_us AND :to_us AND source IN ({sources}) ORDER BY time_us, item
"""
_FIGURES: Final = "count(*) {of}, min(time_us) {of}, max(time_us) {of}, group_concat(item, ' ') {of}"
_SOURCES_AT_ONCE: Final = 8
_HAPPENED_AT: Final = f"SELECT id FROM source WHERE id IN ({_OF} AND s.basis = 'utc') AND kind IN ('message', 'call')"
_EVER: Final = (-(1 << 63), (1 << 63) - 1)
_ROWS: Final = "FROM track t CROSS JOIN location l ON l.item = t.item"
_FIXES: Final = f"""
    SELECT t.seq, t.item, l.time_us, l.latitude, l.longitude, l.accuracy_m, CAST(l.evidence_of AS BLOB),
           CAST(t.mark AS BLOB), l.source {_ROWS} WHERE t.seq BETWEEN ? AND ? AND {{chosen}} ORDER BY t.seq
"""
_COLUMNS: Final = "t.seq, t.item, l.time_us, l.latitude, l.longitude, l.accuracy_m"
_USED: Final = f"SELECT {{columns}} {_ROWS} WHERE t.seq BETWEEN ? AND ? AND t.mark IN {USED!r} {{taken}} ORDER BY t.seq"
_LINE: Final = """
    SELECT {columns} FROM line n CROSS JOIN track t ON t.seq = n.seq CROSS JOIN location l ON l.item = t.item
    WHERE n.seq BETWEEN ? AND ? {taken} ORDER BY n.seq
"""
NOT_USED: Final = f"t.mark <> '' AND t.mark NOT IN {USED!r}"
"""The condition for the positions that the track does not use; in a form that SQLite has an index for."""
_UNUSED: Final = f"SELECT count(*) FROM track t WHERE t.seq BETWEEN ? AND ? AND {NOT_USED}"
_WAY: Final = f"""
    SELECT l.longitude, l.latitude FROM track t CROSS JOIN location l ON l.item = t.item
    WHERE t.seq BETWEEN ? AND ? AND t.mark IN {USED!r} ORDER BY t.seq
"""
_LOOKED_UP: Final = """
    SELECT l.item, l.source, l.key, c.method
    FROM location_own l LEFT JOIN location_common c ON c.id = l.common WHERE l.item IN ({items})
""" + "".join(
    f" UNION ALL SELECT item, source, key, NULL FROM {kind} WHERE item IN ({{items}})"
    for kind in ("visit", "message_own", "call_own")
)
_MAKE_TRACK: Final = f"""
    INSERT INTO temp.track(item, mark)
    SELECT l.item, {MARK} FROM location l JOIN source s ON s.id = l.source
    JOIN file f ON f.id = s.file WHERE l.evidence_of IN {_OWN} ORDER BY f.exhibit, l.time_us, l.item
"""
_SPAN: Final = f"""
    SELECT min(t.seq), max(t.seq) FROM track t JOIN location_own l ON l.item = t.item WHERE l.source IN ({_OF})
"""


class MapCase:
    """Reads the positions of a case, phone by phone, in streams.

    Args:
        connection: to the case's database.
        exhibit: the one phone to read; None reads all.
    """

    def __init__(self, connection: sqlite3.Connection, exhibit: str | None = None) -> None:
        self.connection = connection
        self.only = exhibit
        self._looked_up: dict[int, tuple[Any, ...]] = {}
        self._source = lru_cache(maxsize=4096)(self._read_source)
        self._taking = Taking(connection)
        self._happened_at = cache(self._read_happened_at)
        self._has_happened = False
        self._has_movement = tables.exists(connection, Track)
        self._has_line = tables.exists(connection, Line)
        if not self._has_movement:
            connection.execute("DROP TABLE IF EXISTS temp.track")
            connection.execute("CREATE TEMP TABLE track(seq INTEGER PRIMARY KEY, item INTEGER, mark TEXT)")
            limits = {"max_accuracy_m": DEFAULTS.max_accuracy_m}
            connection.execute(_MAKE_TRACK, limits)

    def exhibits(self) -> list[str]:
        """Give the labels of the phones that are read, in order."""
        labels = [label for (label,) in self.connection.execute("SELECT label FROM exhibit ORDER BY id")]
        return [label for label in labels if self.only in (None, label)]

    def counts(self, exhibit: str) -> dict[str, int]:
        """Count the stored positions of one phone by what they are evidence of; visits apart."""
        return self._counts[exhibit]

    @cached_property
    def _counts(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for label, what, count in self.connection.execute(_COUNTS):
            found[label][str(what)] = count
        for label in self.exhibits():
            fixes = len(self.span(label)) - found[label].get("device_inferred", 0)
            found[label] = ({"device_fix": fixes} if fixes else {}) | found[label]
        return found

    def span(self, exhibit: str) -> range:
        """Give the numbers that the positions of one phone have in the track, which is in order of time."""
        if self._has_movement:
            own = movements(self.connection, exhibit)
            return range(own[0].first_seq, own[0].last_seq + 1) if own else range(0)
        first, last = self.connection.execute(_SPAN, {"exhibit": exhibit}).fetchone()
        return range(0) if first is None else range(first, last + 1)

    def time_of(self, seq: int) -> int | None:
        """Give the time of a position of the track; those without one stand before all others."""
        asked = "SELECT l.time_us FROM track t JOIN location_own l ON l.item = t.item WHERE t.seq = ?"
        found: int | None = self.connection.execute(asked, (seq,)).fetchone()[0]
        return found

    def device(self, exhibit: str) -> Iterator[Fix]:
        """Give the device's positions with their marks, in the order of the track; untimed and invalid ones too."""
        return self.fixes(self.span(exhibit))

    def fixes(self, rows: range, chosen: str = "1") -> Iterator[Fix]:
        """Give a stretch of the track; `chosen` is a condition in SQL over its columns.

        Way of fixing and state are left out: `method` and `origin` have them. Words come as bytes and are looked up,
        so that a million rows cost no decoding.
        """
        words = {name.encode(): name for name in (*EVIDENCE_OF, *MARKS)}
        found = self.connection.execute(_FIXES.format(chosen=chosen), (rows.start, rows.stop - 1))
        for seq, item, us, latitude, longitude, accuracy_m, evidence_of, mark, source in found:
            exhibit = self._source(source)[0]
            place = seq, item, exhibit, us, latitude, longitude, accuracy_m, words[evidence_of], None, "", words[mark]
            yield tuple.__new__(Fix, place)  # Fix(...) costs twice as much, two million times

    def used(self, rows: range) -> list[Used]:
        """Give the positions of a stretch of the track that it uses."""
        return self._taken(_USED, rows)

    def line(self, rows: range) -> tuple[list[Used], int]:
        """Give the positions that a line through a stretch of the track needs, and how many it uses.

        Movement chose them for the whole track; up to the first of them and from the last on they are chosen here.
        """
        if not self._has_line:
            used = self.used(rows)
            return telling(used), len(used)
        (unused,) = self.connection.execute(_UNUSED, (rows.start, rows.stop - 1)).fetchone()
        count = len(rows) - unused
        line = self._taken(_LINE, rows)
        if not line:
            return telling(self.used(rows)), count
        before = telling(self.used(range(rows.start, line[0][0] + 1)))
        after = telling(self.used(range(line[-1][0], rows.stop)))
        return [*before[:-1], *line, *after[1:]], count

    def _taken(self, sql: str, rows: range) -> list[Used]:
        ends = rows.start, rows.stop - 1
        numbers = f"AND CASE WHEN l.accuracy_m >= '' THEN 1 ELSE {self._taking.name}({_COLUMNS}) END"
        texts = list(self._taking.ask(sql.format(columns="1", taken=numbers), ends))
        taken = self._taking.taken()
        return self.connection.execute(sql.format(columns=_COLUMNS, taken=""), ends).fetchall() if texts else taken

    def way(self, first_seq: int, last_seq: int) -> Iterator[tuple[float, float]]:
        """Give the used positions of a stretch of track as (longitude, latitude)."""
        return iter(self.connection.execute(_WAY, (first_seq, last_seq)))

    def stays(self, exhibit: str | None = None) -> Iterator[Stay]:
        """Give the stays that were computed from the device's positions."""
        return stays(self.connection, exhibit or self.only)

    def trips(self, exhibit: str) -> Iterator[Trip]:
        """Give the trips between the stays of one phone."""
        return trips(self.connection, exhibit)

    def label(self, exhibit: str) -> str:
        """Give the label of a phone as it is shown."""
        return exhibit

    def notice(self) -> str:
        """Say what is not in what this gives: records outside of stated limits; nothing where all is there."""
        return limited(self.connection)

    def look_up(self, items: Sequence[int]) -> None:
        """Read at once what `method` and `origin` are about to be asked of some items."""
        listed = ", ".join(map(str, items))
        self._looked_up = {row[0]: row for row in self.connection.execute(_LOOKED_UP.format(items=listed))}

    def method(self, item: int) -> str | None:
        """Give how a position was found, as stored."""
        found: str | None = self._found(item)[3]
        return found

    def spots(self, exhibit: str) -> Iterator[Spot]:
        """Give all other positions of one phone, class by class in order of time."""
        return map(Spot._make, self.connection.execute(_LOCATIONS, {"exhibit": exhibit}))

    def happenings(self, exhibit: str, *, texts: bool = True) -> Iterator[Happening]:
        """Give calls and messages whose time is UTC, in order of time; with what they say or without."""
        asked = _HAPPENINGS.format(text="coalesce(k.body, k.subject)" if texts else "NULL")
        for row in self.connection.execute(asked, {"exhibit": exhibit}):
            yield tuple.__new__(Happening, row)  # cheaper, as above

    def moments(self, exhibit: str, from_us: int | None, to_us: int | None) -> Iterator[Moment]:
        """Give when the calls and messages of a time were, both ends included, that `happenings` gives."""
        asked = _OF_TIME.format(sources=", ".join(self._happened_at(exhibit)))
        return iter(self.connection.execute(asked, _time(from_us, to_us)))

    def counted(self, exhibit: str, from_us: int | None, to_us: int | None) -> list[Counted]:
        """Count what `moments` gives, source by source in order of their first: for some at a time, inside SQLite."""
        sources = self._happened_at(exhibit)
        found: list[Counted] = []
        for low in range(0, len(sources), _SOURCES_AT_ONCE):
            some = sources[low : low + _SOURCES_AT_ONCE]
            figures = ", ".join(_FIGURES.format(of=f"FILTER (WHERE source = {source})") for source in some)
            asked = f"SELECT {figures} FROM ({_OF_TIME.format(sources=', '.join(some))})"
            row = iter(self.connection.execute(asked, _time(from_us, to_us)).fetchone())
            each = zip(map(int, some), row, row, row, row, strict=False)
            found += [Counted._make(its) for its in each if its[1]]
        return sorted(found, key=lambda its: (its.first_us, int(its.items.partition(" ")[0])))

    def _read_happened_at(self, exhibit: str) -> list[str]:
        if not self._has_happened:
            self.connection.execute("DROP TABLE IF EXISTS temp.happened")
            listed = "time_us INTEGER, item INTEGER, source INTEGER, PRIMARY KEY (time_us, item)"
            self.connection.execute(f"CREATE TEMP TABLE happened({listed}) WITHOUT ROWID")
            self.connection.execute(_MAKE_HAPPENED)
            self._has_happened = True
        return [str(number) for (number,) in self.connection.execute(_HAPPENED_AT, {"exhibit": exhibit})]

    def count_happenings(self, exhibit: str) -> int:
        """Count the calls and messages of one phone, whatever their time."""
        found: int = self.connection.execute(_HAPPENED, {"exhibit": exhibit}).fetchone()[0]
        return found

    def origin(self, item: int) -> Origin:
        """Give where an item comes from."""
        _, source, key, _ = self._found(item)
        if source is None:
            return Origin("", "", "", "", None, None, None, "unknown", None)
        return self.origin_of(source, key)

    def _found(self, item: int) -> tuple[Any, ...]:
        if item not in self._looked_up:
            self.look_up([item])
        return self._looked_up.get(item, (item, None, None, None))

    def origin_of(self, source: int, key: object) -> Origin:
        """Give where the row of a key of a source comes from."""
        exhibit, parser, path, stored, sha256, table, state, basis, _ = self._source(source)
        return Origin(exhibit, parser, path, stored, sha256, table, key, state, basis)

    def kind_of(self, source: int) -> str:
        """Give what kind of item the rows of a source are."""
        return str(self._source(source)[-1])

    def _read_source(self, number: int) -> tuple[Any, ...]:
        asked = """
            SELECT x.label, s.parser, f.path, f.stored, f.sha256, s.table_name, s.state, s.basis, s.kind
            FROM source s JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit WHERE s.id = ?
        """
        row: tuple[Any, ...] = self.connection.execute(asked, (number,)).fetchone()
        return row


def _time(from_us: int | None, to_us: int | None) -> dict[str, int]:
    first, last = _EVER
    return {"from_us": first if from_us is None else from_us, "to_us": last if to_us is None else to_us}




@lru_cache(maxsize=4096)
def word(stored: bytes | str | None) -> str:
    """Show a word that comes as bytes; nothing where none is stored."""
    return stored.decode("utf-8", "backslashreplace") if isinstance(stored, bytes) else stored or ""
