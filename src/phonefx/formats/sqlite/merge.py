"""Make one row of the several copies and fragments of the same deleted record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from phonefx.formats.sqlite import residue
from phonefx.formats.sqlite.candidate import HEAD, Candidate, Mark, Store
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.record import Text, Value
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.settle import Verdicts, identifying
from phonefx.formats.sqlite.shape import Shape

_USUAL, _LOOKED_AT = 8, 16
_KNOWN = (Mark.STORED, Mark.REBUILT, Mark.LOCATED, Mark.CHAINED)


def merged(store: Store, shape: Shape, number_of_shape: int, verdicts: Verdicts, text: Text) -> Iterator[Candidate]:
    """Yield the candidates of one table that are no live rows, each record once, in the order of their row ids."""
    numbers = store.of_shape(number_of_shape)
    if not numbers:
        return
    naming = frozenset(place for place, column in enumerate(shape.model.columns) if column.distinct)
    merger = _Merger(store, shape.table, verdicts, text, naming)
    for number in numbers:
        if number not in verdicts.stale:
            item = store.get(number)
            if item.grade is not Grade.INDEX or number not in verdicts.reused:
                merger.take(item)
    for number in sorted(merger.kept, key=merger.kept.__getitem__):
        yield merger.get(number)


_Order = tuple[bool, int, str, int, int]


@dataclass
class _Merger:
    """Holds of each kept candidate its place in the order and what it can be recognised by, never its bytes."""

    store: Store
    table: Table
    verdicts: Verdicts
    text: Text
    naming: frozenset[int]
    kept: dict[int, _Order] = field(default_factory=dict)
    _rowids: dict[int, int] = field(default_factory=dict)
    _joined: dict[int, Candidate] = field(default_factory=dict)
    _ranks: dict[int, int] = field(default_factory=dict)
    _near: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def get(self, number: int) -> Candidate:
        """Read a kept candidate, with what was added to it."""
        item = self._joined.get(number) or self.store.get(number)
        return replace(item, rowid=self._rowids[number]) if number in self._rowids else item

    def take(self, item: Candidate) -> None:
        """Keep a candidate, or make it a further place of one that says the same and more."""
        likely = [self.get(number) for number in self._likely(item)]
        same = [one for one in likely if self._covered(one, item)]
        if item.grade is Grade.INDEX:
            self._take_entry(item, same)
        elif same:
            self._adopt(same[0], item)
        else:
            self._keep(item)

    def _take_entry(self, item: Candidate, same: list[Candidate]) -> None:
        """Use an index entry: it gives a row its id, adds to another entry of the row, or stands for the row."""
        known = [one for one in same if one.rowid == item.rowid]
        fellow = next((one for one in self._of_rowid(item) if self._agrees(one, item)), None)
        if known or (len(same) == 1 and self._names_row(item)):
            self._adopt((known or same)[0], item)
        elif fellow is not None:
            self._joined[fellow.id] = residue.joined(fellow, item, self.table)
            self._adopt(fellow, item)
        elif not same and residue.telling(item.columns(self.table, self.text)[0]):
            self._keep(item)

    def _names_row(self, item: Candidate) -> bool:
        """Say whether an index entry holds a value that only one row has."""
        values = self._columns(item)
        return any(mark is not Mark.MISSING and place in self.naming for place, (_, mark) in enumerate(values))

    def _of_rowid(self, item: Candidate) -> list[Candidate]:
        listed = [self.get(number) for number in self._near.get(hash(("row", item.rowid)), ())[-_LOOKED_AT:]]
        return [one for one in listed if one.grade is Grade.INDEX]

    def _agrees(self, one: Candidate, other: Candidate) -> bool:
        """Say whether no column that both state differs."""
        mine, theirs = self._columns(one), self._columns(other)
        both = [(a[0], b[0]) for a, b in zip(mine, theirs, strict=True) if Mark.MISSING not in (a[1], b[1])]
        return all(a == b for a, b in both)

    def _columns(self, item: Candidate) -> list[tuple[Value, Mark]]:
        return list(zip(*item.columns(self.table, self.text), strict=True))

    def _keys(self, item: Candidate) -> list[int]:
        """Give what a candidate can be recognised by: its bytes, its row id, its peculiar values."""
        keys: list[int] = []
        if item.grade is not Grade.INDEX:
            keys += [hash(("body", item.body)), hash(("head", item.body[:HEAD]))]
        if item.rowid is not None:
            keys.append(hash(("row", item.rowid)))
        keys += [
            hash(("value", place, value))
            for place, (value, mark) in enumerate(self._columns(item))
            if place != self.table.alias and mark in _KNOWN and identifying(value)
        ]
        return keys

    def _likely(self, item: Candidate) -> list[int]:
        """List what may be the same record, in the order in which it was kept; very usual values tell nothing."""
        found: set[int] = set()
        for key in self._keys(item):
            listed = self._near.get(key, ())
            if len(listed) <= _USUAL or key == hash(("row", item.rowid)):
                found.update(listed[-_LOOKED_AT:])
        return sorted(found, key=self._rank)

    def _rank(self, number: int) -> tuple[bool, int]:
        """Order kept candidates as they were kept: table rows before index entries, then the better."""
        return number in self._joined, self._ranks[number]

    def _keep(self, item: Candidate) -> None:
        self._ranks[item.id] = len(self._ranks)
        self.kept[item.id] = _order(item)
        for key in self._keys(item):
            self._near[key].append(item.id)

    def _adopt(self, kept: Candidate, item: Candidate) -> None:
        self.store.adopt(kept.id, item.id)
        if kept.rowid is None and item.rowid is not None:
            self._rowids[kept.id] = item.rowid
            self.kept[kept.id] = _order(replace(kept, rowid=item.rowid))
            self._near[hash(("row", item.rowid))].append(kept.id)
            if item.id in self.verdicts.version_of:
                self.verdicts.version_of.setdefault(kept.id, self.verdicts.version_of[item.id])
            if item.id in self.verdicts.reused:
                self.verdicts.reused.add(kept.id)

    def _covered(self, kept: Candidate, item: Candidate) -> bool:
        """Say whether a lesser copy states nothing that the better one does not state as well."""
        if kept.rowid is not None and item.rowid is not None and kept.rowid != item.rowid:
            return False
        pairs = zip(self._columns(kept), self._columns(item), strict=True)
        return all(_covers(a, b) for place, (a, b) in enumerate(pairs) if place != self.table.alias)


def _order(item: Candidate) -> _Order:
    return item.rowid is None, item.rowid or 0, item.place.role, item.place.frame, item.place.offset


def _covers(mine: tuple[Value, Mark], theirs: tuple[Value, Mark]) -> bool:
    value, mark = theirs
    if mark is Mark.MISSING:
        return True
    if mine[1] is Mark.MISSING:
        return False
    known = mine[0]
    if mark is Mark.PREFIX or mine[1] is Mark.PREFIX:
        if isinstance(known, str) and isinstance(value, str):
            return known.startswith(value) or (mine[1] is Mark.PREFIX and value.startswith(known))
        if isinstance(known, bytes) and isinstance(value, bytes):
            return known.startswith(value) or (mine[1] is Mark.PREFIX and value.startswith(known))
        return False
    return known == value
