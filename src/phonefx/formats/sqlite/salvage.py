"""Live rows of a damaged database, read by walking the pages that are left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from phonefx.formats.sqlite import btree, learn, pageuse, record, trees
from phonefx.formats.sqlite.btree import Cell
from phonefx.formats.sqlite.candidate import Candidate, Place
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.shape import Shape

_SAMPLE = 8


class Salvaged(NamedTuple):
    """A row that was read; `attached` is False where the page that should lead to it is destroyed."""

    rowid: int | None
    values: tuple[Value, ...]
    place: Place
    attached: bool = True


def salvage(database: Database, table: str) -> Iterator[Salvaged]:
    """Yield every live row of a table that can still be read, in the order of the pages.

    Rows of the tree come first. Where a page of the tree is destroyed, leaf pages that nothing refers to any more and
    whose rows agree with the table follow, a row id already met left out: in an undamaged database such pages hold
    deleted rows, so they are used only then.
    """
    found = database.table(table)
    if found is None:
        return
    place = database.tables.index(found)
    met: set[int] = set()
    for number in database.use.leaves.get(place, ()):
        for row in _rows(database, found, number, True):
            if row.rowid is not None:
                met.add(row.rowid)
            yield row
    if not is_whole(database, found):
        shape = next(shape for shape in learn.shapes(database) if shape.place == place)
        for number in range(2, database.live_pages + 1):
            if database.use.role[number] == pageuse.UNKNOWN and _fits(database, shape, number):
                yield from (row for row in _rows(database, found, number, False) if row.rowid not in met)


def is_whole(database: Database, table: Table) -> bool:
    """Say whether every page that the tree of a table refers to is a page of it."""
    leaves = interior = 0
    wanted = 1
    seen = bytearray(database.live.pages + 1)
    for _number, data, page in trees.walk(database.live, table.root, database.usable, seen):
        if page.kind in (btree.INTERIOR_TABLE, btree.INTERIOR_INDEX):
            interior += 1
            wanted += page.cells + 1
        else:
            leaves += 1
        if len(btree.cells(data, page)) != page.cells:
            return False
    return leaves + interior == wanted


def _rows(database: Database, table: Table, number: int, attached: bool) -> Iterator[Salvaged]:
    data = database.live.page(number)
    page = btree.parse(data, database.usable, number == 1)
    if page is None or (page.kind in btree.INDEX_KINDS) != table.as_index:
        return
    spot = database.live.spot(number)
    for item in btree.cells(data, page):
        place = Place(spot.role, number, spot.offset + item.start, item.end - item.start, "live cell", spot.frame)
        values = _values(database, table, data, item, place)
        if values is not None:
            yield Salvaged(item.rowid, values, place, attached)


def _values(database: Database, table: Table, data: bytes, item: Cell, place: Place) -> tuple[Value, ...] | None:
    raw = trees.payload(database.live, data, item, database.usable)
    parsed = record.read_header(raw, 0, len(raw))
    if parsed is None or len(parsed[0]) > len(table.columns):
        return None
    body = raw[parsed[1] :]
    whole = len(body) >= record.body_size(parsed[0])
    row = Candidate(0, parsed[0], body, whole, Grade.CELL, 0.0, place, rowid=item.rowid)
    values, _marks = row.columns(table, database.header.text)
    order = sorted(range(len(values)), key=lambda at: table.order[at])
    return tuple(values[at] for at in order)


def _fits(database: Database, shape: Shape, number: int) -> bool:
    """Say whether a page that nothing refers to holds rows of a table."""
    data = database.live.page(number)
    page = btree.parse(data, database.usable)
    if page is None or page.kind == btree.INTERIOR_TABLE or (page.kind in btree.INDEX_KINDS) != shape.table.as_index:
        return False
    found = btree.cells(data, page)
    if not found or not btree.sound(page, found):
        return False
    bits = 0.0
    for item in found[:_SAMPLE]:
        parsed = record.read_header(data, item.at, item.at + item.local)
        if parsed is None or not shape.accepts(parsed[0], any_count=True):
            return False
        weight = shape.model.bits(parsed[0], data[parsed[1] : item.at + item.local], database.header.text)
        bits += weight.bits if weight.failed is None else -100.0
    return bits > 0
