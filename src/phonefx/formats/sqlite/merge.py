"""Make one row of the several copies and fragments of the same deleted record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from phonefx.formats.sqlite import residue
from phonefx.formats.sqlite.candidate import SHORT, Candidate, Mark, Store
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.record import Text, Value
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.settle import Verdicts, identifying
from phonefx.formats.sqlite.shape import Shape

_USUAL = 4


def merged(store: Store, shape: Shape, number_of_shape: int, verdicts: Verdicts, text: Text) -> Iterator[Candidate]:
    """Yield the candidates of one table that are no live rows, each record once, in the order of their row ids."""
    naming = frozenset(place for place, column in enumerate(shape.model.columns) if column.distinct)
    merger = _Merger(store, shape.table, verdicts, text, naming)
    for number in store.of_shape(number_of_shape):
        item = store.get(number)
        moved = item.grade is Grade.INDEX and number in verdicts.reused
        if number not in verdicts.stale and not moved:
            merger.take(item)
    yield from sorted(merger.kept.values(), key=_order)


@dataclass
class _Merger:
    store: Store
    table: Table
    verdicts: Verdicts
    text: Text
    naming: frozenset[int]
    kept: dict[int, Candidate] = field(default_factory=dict)
    _near: dict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))

    def take(self, item: Candidate) -> None:
        """Keep a candidate, or make it a further place of one that says the same and more."""
        same = [self.kept[number] for number in self._likely(item) if self._covered(self.kept[number], item)]
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
            self.kept[fellow.id] = residue.joined(fellow, item, self.table)
            self._adopt(self.kept[fellow.id], item)
        elif not same and residue.telling(item.columns(self.table, self.text)[0]):
            self._keep(item)

    def _names_row(self, item: Candidate) -> bool:
        """Say whether an index entry holds a value that only one row has."""
        values = self._columns(item)
        return any(mark is not Mark.MISSING and place in self.naming for place, (_, mark) in enumerate(values))

    def _of_rowid(self, item: Candidate) -> list[Candidate]:
        listed = [self.kept[number] for number in self._near["row", item.rowid]]
        return [one for one in listed if one.grade is Grade.INDEX]

    def _agrees(self, one: Candidate, other: Candidate) -> bool:
        """Say whether no column that both state differs."""
        mine, theirs = self._columns(one), self._columns(other)
        both = [(a[0], b[0]) for a, b in zip(mine, theirs, strict=True) if Mark.MISSING not in (a[1], b[1])]
        return all(a == b for a, b in both)

    def _columns(self, item: Candidate) -> list[tuple[Value, Mark]]:
        return list(zip(*item.columns(self.table, self.text), strict=True))

    def _keys(self, item: Candidate) -> set[Hashable]:
        keys: set[Hashable] = set()
        if item.grade is not Grade.INDEX:
            keys |= {("body", item.body), ("head", item.body[:SHORT])}
        if item.rowid is not None:
            keys.add(("row", item.rowid))
        values = self._columns(item)
        keys |= {
            ("value", place, value)
            for place, (value, mark) in enumerate(values)
            if place != self.table.alias and mark in (Mark.STORED, Mark.REBUILT) and identifying(value)
        }
        return keys

    def _likely(self, item: Candidate) -> list[int]:
        """List what may be the same record, in the order in which it was kept; very usual values tell nothing."""
        found: set[int] = set()
        for key in self._keys(item):
            listed = self._near.get(key, [])
            if isinstance(key, tuple) and (key[0] != "value" or len(listed) <= _USUAL):
                found.update(listed)
        rank = {number: place for place, number in enumerate(self.kept)} if len(found) > 1 else {}
        return sorted(found, key=lambda number: rank.get(number, 0))

    def _keep(self, item: Candidate) -> None:
        self.kept[item.id] = item
        for key in self._keys(item):
            self._near[key].append(item.id)

    def _adopt(self, kept: Candidate, item: Candidate) -> None:
        self.store.adopt(kept.id, item.id)
        if kept.rowid is None and item.rowid is not None:
            self.kept[kept.id] = replace(self.kept[kept.id], rowid=item.rowid)
            self._near["row", item.rowid].append(kept.id)
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


def _order(item: Candidate) -> tuple[bool, int, str, int, int]:
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
