"""Make one row of the several copies and fragments of the same deleted record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from phonefx.formats.sqlite.candidate import SHORT, Candidate, Mark, Store
from phonefx.formats.sqlite.record import Text, Value
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.settle import Verdicts


def merged(store: Store, table: Table, shape: int, verdicts: Verdicts, text: Text) -> Iterator[Candidate]:
    """Yield the candidates of one table that are no live rows, each record once, in the order of their row ids."""
    kept: dict[int, Candidate] = {}
    by_body: dict[int, list[int]] = defaultdict(list)
    by_row: dict[int, list[int]] = defaultdict(list)
    rank: dict[int, int] = {}
    for number in store.of_shape(shape):
        rank[number] = len(rank)
        if number in verdicts.stale:
            continue
        item = store.get(number)
        keys = {hash(item.body), hash(item.body[:SHORT]) if len(item.body) >= SHORT else hash(item.body)}
        near = [one for key in keys for one in by_body[key]]
        near += by_row[item.rowid] if item.rowid is not None else []
        same = [one for one in sorted(set(near), key=rank.__getitem__) if _same_record(kept[one], item, table, text)]
        if same:
            kept[same[0]] = _with_rowid(kept[same[0]], [item])
            store.adopt(same[0], number)
            continue
        kept[number] = item
        for key in keys:
            by_body[key].append(number)
        if item.rowid is not None:
            by_row[item.rowid].append(number)
    yield from sorted(kept.values(), key=_order)


def _order(item: Candidate) -> tuple[bool, int, str, int, int]:
    return item.rowid is None, item.rowid or 0, item.place.role, item.place.frame, item.place.offset


def _with_rowid(item: Candidate, others: list[Candidate]) -> Candidate:
    rows = {other.rowid for other in others if other.rowid is not None}
    return replace(item, rowid=rows.pop()) if item.rowid is None and len(rows) == 1 else item


def _same_record(kept: Candidate, item: Candidate, table: Table, text: Text) -> bool:
    """Say whether a lesser copy states nothing that the better one does not state as well."""
    if kept.rowid is not None and item.rowid is not None and kept.rowid != item.rowid:
        return False
    mine = zip(*kept.columns(table, text), strict=True)
    theirs = zip(*item.columns(table, text), strict=True)
    return all(_covers(a, b) for place, (a, b) in enumerate(zip(mine, theirs, strict=True)) if place != table.alias)


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
