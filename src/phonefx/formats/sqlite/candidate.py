"""Rows that may have been deleted, kept in a scratch database that spills to disk and vanishes by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from phonefx.formats.sqlite import model, record
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.record import Text, Value
from phonefx.formats.sqlite.schema import Affinity, Table

HEAD, SHORT = 24, 8
MAX_PLACES = 50
_LONG_ENOUGH = 6


class Mark(Enum):
    """How a value came about where it does not simply stand in the bytes."""

    STORED = "stored"
    ROWID = "the row id"
    REBUILT = "its type was overwritten and rebuilt"
    LOCATED = "where it stands in the record follows from a rebuilt type that nothing confirms"
    CHAINED = "its end lies on pages that were given up and may be of another row"
    PREFIX = "cut short"
    MISSING = "lost"
    ROWID_LOST = "the row id was overwritten"
    WORDS = "put together from the words of a full-text index, without letter case, punctuation and signs"
    DEFAULT = "the row is older than the column; this is the column's default"


class Place(NamedTuple):
    """Where the bytes of a record are: file, page, byte offset in that file, length; log frame and commit."""

    role: str
    page: int
    offset: int
    length: int
    where: str
    frame: int = 0
    commit: int = 0


@dataclass(frozen=True)
class Candidate:
    """A record with its bytes: `body` is complete where `whole`, else what is left of its beginning."""

    shape: int
    types: tuple[int, ...]
    body: bytes
    whole: bool
    grade: Grade
    bits: float
    place: Place
    rowid: int | None = None
    lost: int = 0
    unsure: frozenset[int] = frozenset()
    fits: bool = False
    committed: bool = True
    sure: bool = True
    id: int = 0
    local: int | None = None
    others: tuple[Place, ...] = field(default=())

    @property
    def located(self) -> bool:
        """Whether a rebuilt type that nothing confirms says where the values stand.

        The size of the freed block confirms the size of one lost value, never those of two.
        """
        sized = sum(map(bool, map(record.size, self.types[: self.lost])))
        return sized > (1 if self.fits else 0)

    @property
    def quality(self) -> tuple[int, int, float, int]:
        """Order candidates, the best first."""
        return -int(self.whole), -int(self.grade), -round(self.bits, 3), self.id

    def columns(self, table: Table, text: Text) -> tuple[list[Value], list[Mark]]:
        """Give the value and the mark of each column of a table, in the order of the record."""
        full = self.local is None or len(self.body) <= self.local
        if self.whole and full and not self.unsure and not self.lost and len(self.types) == len(table.columns):
            return self._all_stored(table, text)
        values: list[Value] = []
        marks: list[Mark] = []
        at = 0
        for place, serial in enumerate(self.types[: len(table.columns)]):
            end = at + record.size(serial)
            value, mark = self._column(place, serial, self.body[at:end], end - at, text)
            if mark in (Mark.STORED, Mark.REBUILT):
                mark = self._doubt(mark, end if end > at else 0)
            if place == table.alias and mark is not Mark.MISSING:
                value, mark = (self.rowid, Mark.ROWID) if self.rowid is not None else (None, Mark.ROWID_LOST)
            elif table.columns[place].affinity is Affinity.REAL and isinstance(value, int):
                value = float(value)
            values.append(value)
            marks.append(mark)
            at = end
        for column in table.columns[len(values) :]:
            values.append(literal(column.default))
            marks.append(Mark.DEFAULT)
        return values, marks

    def _doubt(self, mark: Mark, end: int) -> Mark:
        """Give the mark of a value whose bytes end at an offset of the body, 0 for one without bytes."""
        if end and self.located:
            return Mark.LOCATED
        return Mark.CHAINED if self.local is not None and end > self.local else mark

    def _all_stored(self, table: Table, text: Text) -> tuple[list[Value], list[Mark]]:
        """Give the columns of a record of which nothing is lost: the usual case, without a look at each."""
        values = record.values(self.types, self.body, text)
        marks = [Mark.STORED] * len(values)
        if table.alias is not None:
            known = self.rowid is not None
            values[table.alias], marks[table.alias] = self.rowid, Mark.ROWID if known else Mark.ROWID_LOST
        for place in table.reals:
            if isinstance(value := values[place], int) and place != table.alias:
                values[place] = float(value)
        return values, marks

    def _at_cut(self, place: int, serial: int) -> bool:
        """Say whether a number or short text is the last thing before the bytes were overwritten, unconfirmed."""
        size = record.size(serial)
        if self.whole or not size or (serial >= record.FIRST_BLOB and size >= _LONG_ENOUGH):
            return False
        behind = sum(map(record.size, self.types[: place + 1]))
        following = next((record.size(later) for later in self.types[place + 1 :] if record.size(later)), 0)
        return behind + following > len(self.body)

    def _column(self, place: int, serial: int, raw: bytes, size: int, text: Text) -> tuple[Value, Mark]:
        if place in self.unsure:
            return None, Mark.MISSING
        if len(raw) == size and not self._at_cut(place, serial):
            return record.decode(serial, raw, text), Mark.REBUILT if place < self.lost else Mark.STORED
        if serial < record.FIRST_BLOB or not serial & 1 or not raw:
            return None, Mark.MISSING
        return prefix(serial, raw, text)


def prefix(serial: int, raw: bytes, text: Text) -> tuple[Value, Mark]:
    """Decode the beginning of a text or blob; the last character may be cut."""
    if not serial & 1:
        return raw, Mark.PREFIX
    raw = raw[: len(raw) - len(raw) % text.unit]
    for cut in range(4):
        try:
            found = raw[: len(raw) - cut].decode(text.codec)
        except UnicodeDecodeError:
            continue
        return (found, Mark.PREFIX) if found and model.clean(found) else (None, Mark.MISSING)
    return None, Mark.MISSING


def literal(default: str | None) -> Value:
    """Evaluate the DEFAULT of a column where it is a plain literal."""
    if default is None or default.upper() == "NULL":
        return None
    if len(default) >= 2 and default[0] == default[-1] == "'":
        return default[1:-1].replace("''", "'")
    try:
        return int(default)
    except ValueError:
        pass
    try:
        return float(default)
    except ValueError:
        return None


_SCHEMA = """
CREATE TABLE candidate (
    id INTEGER PRIMARY KEY, digest INTEGER, shape INTEGER, types BLOB, body BLOB, whole INTEGER, grade INTEGER,
    bits REAL, rowid_ INTEGER, lost INTEGER, unsure TEXT, fits INTEGER, committed INTEGER,
    sure INTEGER, role TEXT, page INTEGER, offset INTEGER, length INTEGER, place TEXT, frame INTEGER,
    commit_ INTEGER, local INTEGER
);
CREATE INDEX by_digest ON candidate (digest);
CREATE TABLE place (
    candidate INTEGER, role TEXT, page INTEGER, offset INTEGER, length INTEGER, place TEXT, frame INTEGER,
    commit_ INTEGER
);
CREATE INDEX by_candidate ON place (candidate);
"""
_MASK = (1 << 63) - 1


class Store:
    """Candidates on disk: identical ones (same table, bytes and row id) are one with several places."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _SCHEMA)

    def close(self) -> None:
        """Give the scratch space back."""
        self._db.close()

    def add(self, item: Candidate) -> None:
        """Keep a candidate, or its place where the same record is kept already."""
        identity = (item.shape, item.types, item.body, item.whole, item.unsure, item.rowid)
        digest = hash(identity) & _MASK
        for (number,) in self._db.execute("SELECT id FROM candidate WHERE digest = ?", (digest,)).fetchall():
            if self._same(number, item):
                self.add_place(number, item.place)
                return
        unsure = ",".join(map(str, sorted(item.unsure)))
        self._db.execute(
            f"INSERT INTO candidate VALUES (NULL{', ?' * 21})",
            (
                *(digest, item.shape, record.write_header(item.types), item.body, item.whole, int(item.grade)),
                *(item.bits, item.rowid, item.lost, unsure, item.fits, item.committed, item.sure),
                *item.place[:4],
                *(item.place.where, item.place.frame, item.place.commit, item.local),
            ),
        )

    def _same(self, number: int, item: Candidate) -> bool:
        kept = self.get(number)
        same = (kept.shape, kept.types, kept.body, kept.rowid) == (item.shape, item.types, item.body, item.rowid)
        if same and item.committed and not kept.committed:
            self._db.execute("UPDATE candidate SET committed = 1 WHERE id = ?", (number,))
        if same and item.quality[1:3] < kept.quality[1:3]:
            self._db.execute(
                "UPDATE candidate SET grade = ?, bits = ?, lost = ?, fits = ? WHERE id = ?",
                (int(item.grade), item.bits, item.lost, item.fits, number),
            )
        return same

    def add_place(self, number: int, place: Place) -> None:
        """Note a further place of a candidate."""
        row = (place.role, place.page, place.offset, place.length, place.where, place.frame, place.commit)
        self._db.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, *row))

    def get(self, number: int) -> Candidate:
        """Read a candidate back."""
        row = self._db.execute("SELECT * FROM candidate WHERE id = ?", (number,)).fetchone()
        parsed = record.read_header(row[3], 0, len(row[3]))
        return Candidate(
            shape=row[2],
            types=parsed[0] if parsed else (),
            body=row[4],
            whole=bool(row[5]),
            grade=Grade(row[6]),
            bits=row[7],
            place=Place(*row[14:21]),
            rowid=row[8],
            lost=row[9],
            unsure=frozenset(map(int, filter(None, row[10].split(",")))),
            fits=bool(row[11]),
            committed=bool(row[12]),
            sure=bool(row[13]),
            id=row[0],
            local=row[21],
        )

    def with_places(self, item: Candidate) -> Candidate:
        """Add the further places of a candidate."""
        sql = "SELECT DISTINCT role, page, offset, length, place, frame, commit_ FROM place WHERE candidate = ?"
        rows = self._db.execute(sql + " ORDER BY role, frame, offset LIMIT ?", (item.id, MAX_PLACES)).fetchall()
        return replace(item, others=tuple(place for row in rows if (place := Place(*row)) != item.place))

    def of_shape(self, shape: int) -> list[int]:
        """List the numbers of the candidates of one table, the best first."""
        sql = "SELECT id FROM candidate WHERE shape = ? ORDER BY grade = 2, whole DESC, grade DESC, bits DESC, id"
        return [number for (number,) in self._db.execute(sql, (shape,))]

    def adopt(self, number: int, other: int) -> None:
        """Make the places of one candidate further places of another."""
        self.add_place(number, self.get(other).place)
        self._db.execute("UPDATE place SET candidate = ? WHERE candidate = ?", (number, other))

    def count(self) -> int:
        """Say how many candidates there are."""
        return int(self._db.execute("SELECT max(id) FROM candidate").fetchone()[0] or 0)

    def numbers(self, first: int, behind: int) -> Iterator[Candidate]:
        """Yield the candidates from one number up to, not including, another."""
        for number in range(first, behind):
            yield self.get(number)
