"""Tell deleted rows from copies and older versions of live ones, by comparing them with every live row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from phonefx.formats.sqlite import btree, record, trees, varint
from phonefx.formats.sqlite.candidate import HEAD, SHORT, Candidate, Mark, Store
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.locate import Path, find
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.shape import Shape
from phonefx.formats.sqlite.survey import plain_cells, rowid_length

BATCH = 200_000
_IDENTIFYING_TEXT, _IDENTIFYING_NUMBER, _FEW_NAMES, _FEW_ROWIDS = 6, 10**6, 40, 500


def identifying(value: Value) -> bool:
    """Say whether a value is peculiar enough to recognise a row by."""
    if isinstance(value, str | bytes):
        return len(value) >= _IDENTIFYING_TEXT
    if isinstance(value, float):
        return value != int(value) if abs(value) < 1e300 else False
    return isinstance(value, int) and abs(value) >= _IDENTIFYING_NUMBER


@dataclass
class Verdicts:
    """What the comparison with live rows said about candidates, by their numbers."""

    stale: set[int] = field(default_factory=set)
    version_of: dict[int, int | None] = field(default_factory=dict)
    reused: set[int] = field(default_factory=set)


@dataclass
class _Keys:
    """What the candidates of a batch can be recognised by."""

    full: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    head: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    short: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[int, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    named: dict[int, dict[Value, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    _ordered: dict[int, list[int]] = field(default_factory=dict)
    _raw: dict[int, list[bytes] | None] = field(default_factory=dict)

    def ordered(self, place: int) -> list[int]:
        """Give the row ids of the candidates of one table in order."""
        if place not in self._ordered:
            self._ordered[place] = sorted(self.rows[place])
        return self._ordered[place]

    @cached_property
    def _beginnings(self) -> frozenset[int]:
        """The hashes of what candidates begin with, of shorter ones of the whole."""
        return frozenset(self.head) | frozenset(self.full)

    def unlike(self, bodies: list[bytes]) -> bool:
        """Say whether no candidate begins like any of some live rows."""
        if not self._beginnings.isdisjoint(hash(body[:HEAD]) for body in bodies):
            return False
        return not self.short or not any(hash(body[:SHORT]) in self.short for body in bodies)

    def absent(self, place: int, data: bytes, text: record.Text) -> bool:
        """Say whether none of a few names occurs in the bytes of a page; False where there are too many to look for."""
        if place not in self._raw:
            self._raw[place] = _raw_names(self.named[place], text)
        raw = self._raw[place]
        return raw is not None and not any(map(data.__contains__, raw))


def _raw_names(names: Iterable[Value], text: record.Text) -> list[bytes] | None:
    """Give names as they stand in the bytes; None where there are too many, or one that is neither text nor blob."""
    found: list[bytes] = []
    for name in names:
        if len(found) >= _FEW_NAMES or not isinstance(name, str | bytes):
            return None
        found.append(name.encode(text.codec, "surrogatepass") if isinstance(name, str) else name)
    return found


class Settler:
    """Compares candidates with the live rows of a database, in batches, streaming over the rows."""

    def __init__(self, database: Database, shapes: list[Shape], store: Store) -> None:
        self._database, self._shapes, self._store = database, shapes, store
        self._identity = {shape.place: identity_column(database, shape) for shape in shapes if shape.place >= 0}
        self.verdicts = Verdicts()
        self._looked_up = False

    def settle(self) -> Verdicts:
        """Judge every candidate."""
        behind = self._store.count() + 1
        for first in range(1, behind, BATCH):
            last = min(behind, first + BATCH)
            self._looked_up = False
            keys = self._keys(first, last)
            if self._look_up(keys):
                keys = self._keys(first, last)
            self._pass(keys)
        return self.verdicts

    def _look_up(self, keys: _Keys) -> bool:
        """Compare candidates with the live rows of their row ids, where there are few; say whether that was done."""
        if sum(map(len, keys.rows.values())) > _FEW_ROWIDS:
            return False
        for place, rows in keys.rows.items():
            path: Path = {}
            for rowid, numbers in sorted(rows.items()):
                found = find(self._database, self._database.tables[place], rowid, path)
                if found is not None:
                    number, item = found
                    self._compare(set(numbers), place, self._database.live.page(number), item)
        self._looked_up = True
        return True

    def _keys(self, first: int, behind: int) -> _Keys:
        keys = _Keys()
        for item in self._store.numbers(first, behind):
            if item.id in self.verdicts.stale:
                continue
            shape = self._shapes[item.shape]
            if item.grade is Grade.INDEX:
                pass
            elif item.whole:
                keys.full[hash(item.body)].append(item.id)
            if item.grade is Grade.INDEX:
                pass
            elif len(item.body) >= HEAD:
                keys.head[hash(item.body[:HEAD])].append(item.id)
            elif len(item.body) >= SHORT and not item.whole:
                keys.short[hash(item.body[:SHORT])].append(item.id)
            if item.rowid is not None and shape.place >= 0 and not self._looked_up:
                keys.rows[shape.place][item.rowid].append(item.id)
            column = self._identity.get(shape.place)
            if column is not None and column < len(item.types):
                value = item.columns(shape.table, self._database.header.text)[0][column]
                if identifying(value):
                    keys.named[shape.place][value].append(item.id)
        return keys

    def _pass(self, keys: _Keys) -> None:
        """Stream over all live rows once."""
        view, usable, text = self._database.live, self._database.usable, self._database.header.text
        everywhere = keys.full or keys.head or keys.short
        for place, table in enumerate(self._database.tables):
            if table.index_of is not None or not (everywhere or place in keys.rows or place in keys.named):
                continue
            compared = bool(everywhere) or place in keys.rows
            for number in self._database.use.leaves.get(place, ()):
                data = view.page(number)
                named = place in keys.named and not keys.absent(place, data, text)
                if not (compared or named):
                    continue
                page = btree.parse(data, usable, number == 1)
                plain = plain_cells(data, page) if page is not None and not named else None
                if plain is not None and page is not None:
                    self._plain_rows(keys, place, data, page, plain)
                elif page is not None and page.kind != btree.INTERIOR_TABLE:
                    for item in btree.cells(data, page):
                        self._live_row(keys, place, data, item)

    def _plain_rows(
        self, keys: _Keys, place: int, data: bytes, page: btree.Page, plain: tuple[list[int], list[int]]
    ) -> None:
        """Look the rows of a usual leaf up: most leaves hold none that any candidate is like, which one look tells."""
        starts, ends = plain
        width = rowid_length(data, starts[0]) if page.kind == btree.LEAF_TABLE else 0
        heads = [at + (1 if data[at] < 0x80 else 2) + width for at in starts]
        if max(data[at] for at in heads) < 0x80 and not self._has_rows(keys, place, data, page):
            bodies = [data[at + data[at] : end] for at, end in zip(heads, ends, strict=True)]
            if keys.unlike(bodies):
                return
        for start in starts:
            item = btree.cell(data, page.kind, start, page.usable)
            if item is not None:
                self._live_row(keys, place, data, item)

    def _has_rows(self, keys: _Keys, place: int, data: bytes, page: btree.Page) -> bool:
        """Say whether a row id of a candidate lies between the first and the last of a leaf."""
        if place not in keys.rows or page.kind != btree.LEAF_TABLE:
            return False
        listed = btree.pointers(data, page)
        first, last = (btree.cell(data, page.kind, at, page.usable) for at in (listed[0], listed[-1]))
        if first is None or last is None or first.rowid is None or last.rowid is None:
            return True
        wanted = keys.ordered(place)
        return bisect_left(wanted, first.rowid) < bisect_right(wanted, last.rowid)

    def _live_row(self, keys: _Keys, place: int, data: bytes, item: btree.Cell) -> None:
        length, _ = varint.read(data, item.at) if item.local else (0, 0)
        body, end = item.at + length, item.at + item.local
        met: list[int] = []
        if not item.overflow:
            met += keys.full.get(hash(data[body:end]), ())
        if keys.head and end - body >= HEAD:
            met += keys.head.get(hash(data[body : body + HEAD]), ())
        if keys.short and end - body >= SHORT:
            met += keys.short.get(hash(data[body : body + SHORT]), ())
        if item.rowid is not None and place in keys.rows:
            met += keys.rows[place].get(item.rowid, ())
        if place in keys.named and (named := self._name(place, data, item)) is not None:
            met += keys.named[place].get(named, ())
        if met:
            self._compare(set(met), place, data, item)

    def _name(self, place: int, data: bytes, item: btree.Cell) -> Value:
        """Read the value that names a live row."""
        column = self._identity[place]
        parsed = record.read_header(data, item.at, item.at + item.local)
        if parsed is None or column is None or column >= len(parsed[0]):
            return None
        at = parsed[1] + record.body_size(parsed[0][:column])
        end = at + record.size(parsed[0][column])
        if end > item.at + item.local:
            return None
        return record.decode(parsed[0][column], data[at:end], self._database.header.text)

    def _compare(self, numbers: set[int], place: int, data: bytes, item: btree.Cell) -> None:
        payload = trees.payload(self._database.live, data, item, self._database.usable)
        parsed = record.read_header(payload, 0, len(payload))
        if parsed is None:
            return
        live = _LiveRow(place, item.rowid, parsed[0], payload[parsed[1] :])
        for number in sorted(numbers - self.verdicts.stale):
            self._judge(self._store.get(number), live)

    def _judge(self, item: Candidate, live: _LiveRow) -> None:
        shape = self._shapes[item.shape]
        if live.holds(item):
            own = shape.table.alias is not None and shape.place == live.place and item.grade is Grade.CELL
            if not own or item.rowid == live.rowid or item.rowid is None:
                self.verdicts.stale.add(item.id)
            return
        if shape.place != live.place:
            return
        table, text = shape.table, self._database.header.text
        here, marks = item.columns(table, text)
        there, _ = live.candidate(item).columns(table, text)
        if not item.whole and _says_no_more(here, marks, there, table.alias):
            self.verdicts.stale.add(item.id)
            return
        same_id = item.rowid is not None and item.rowid == live.rowid
        if agree_enough(here, there, item, table.alias, same_id and item.grade is Grade.CELL):
            if same_id or item.rowid is None:
                self.verdicts.version_of[item.id] = live.rowid
        elif same_id:
            self.verdicts.reused.add(item.id)


@dataclass(frozen=True)
class _LiveRow:
    place: int
    rowid: int | None
    types: tuple[int, ...]
    body: bytes

    def candidate(self, like: Candidate) -> Candidate:
        """Show the row as a candidate, to read its columns the same way."""
        return Candidate(like.shape, self.types, self.body, True, Grade.CELL, 0.0, like.place, rowid=self.rowid)

    def holds(self, item: Candidate) -> bool:
        """Say whether everything that a candidate states is what this row states.

        The last value before the bytes were overwritten may be spoilt: it alone does not make another row.
        """
        mine = self.types + (0,) * (len(item.types) - len(self.types))
        theirs = item.types + (0,) * (len(mine) - len(item.types))
        at = mine_at = 0
        wrong: list[int] = []
        last = -1
        for place, (own, other) in enumerate(zip(mine, theirs, strict=True)):
            size, own_size = record.size(other), record.size(own)
            have = item.body[at : at + size]
            if place not in item.unsure and (have or not size):
                last = place if have else last
                known = self.body[mine_at : mine_at + own_size]
                same = own == other or _same_kind(own, other, place, item)
                if not same or have != known[: len(have)]:
                    wrong.append(place)
            at, mine_at = at + size, mine_at + own_size
            if len(wrong) > 1 or (wrong and item.whole):
                return False
        return not wrong or wrong == [last]


def _says_no_more(here: list[Value], marks: list[Mark], there: list[Value], alias: int | None) -> bool:
    """Say whether all that is left of a cut row stands in a live row as well."""
    for place, (mine, mark, theirs) in enumerate(zip(here, marks, there, strict=False)):
        if place == alias or mark in (Mark.MISSING, Mark.DEFAULT):
            continue
        if mark is not Mark.PREFIX:
            same = mine == theirs
        elif isinstance(mine, str):
            same = isinstance(theirs, str) and theirs.startswith(mine)
        else:
            same = isinstance(mine, bytes) and isinstance(theirs, bytes) and theirs.startswith(mine)
        if not same:
            return False
    return True


def _same_kind(own: int, other: int, place: int, item: Candidate) -> bool:
    """Say whether two types may stand for one value: a guessed type is no statement of its own."""
    return place < item.lost and record.size(own) == record.size(other)


def agree_enough(
    here: list[Value], there: list[Value], item: Candidate, alias: int | None, same_id: bool = False
) -> bool:
    """Say whether two rows are versions of one: they share what is peculiar, or most of what they hold."""
    pairs = [
        (mine, theirs)
        for place, (mine, theirs) in enumerate(zip(here, there, strict=False))
        if place != alias and place not in item.unsure and mine is not None
    ]
    peculiar = [(mine, theirs) for mine, theirs in pairs if identifying(mine)]
    if peculiar and (len(peculiar) > 1 or not same_id):
        return any(mine == theirs for mine, theirs in peculiar)
    return same_id or 2 * sum(mine == theirs for mine, theirs in pairs) >= len(pairs)


def identity_column(database: Database, shape: Shape) -> int | None:
    """Find a column whose single values name a row: one with a UNIQUE index of its own."""
    names = [column.name.lower() for column in shape.table.columns]
    for index in database.tables:
        held = [column.name.lower() for column in index.columns[:-1]]
        if index.index_of == shape.table.name and index.unique and len(held) == 1 and held[0] in names:
            return names.index(held[0])
    return None
