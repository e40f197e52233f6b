"""Learn what the rows of each table look like from a sample of its live rows."""

from __future__ import annotations

from phonefx.formats.sqlite import btree, record, trees
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.model import RowModel
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.shape import Shape

SAMPLE_LEAVES = 120
_MOST = 1 << 16


def shapes(database: Database) -> list[Shape]:
    """Build the shape of every live table and index, SQLite's own included."""
    found = []
    for place, table in enumerate(database.tables):
        if table.columns:
            model = RowModel(table)
            _learn(database, place, model)
            found.append(Shape(table, model, place, _blank(database, table)))
    return found


def _blank(database: Database, table: Table) -> bool:
    """Say whether the root page never held a row: it is empty and nothing but zeros stands behind its header."""
    data = database.live.page(table.root)
    page = btree.parse(data, database.usable, table.root == 1)
    return page is not None and page.cells == 0 and not data[page.pointers :].strip(b"\0")


def _learn(database: Database, place: int, model: RowModel) -> None:
    leaves = database.use.leaves.get(place)
    if not leaves:
        return
    step = max(1, len(leaves) // SAMPLE_LEAVES)
    text = database.header.text
    for number in dict.fromkeys([*leaves[::step], leaves[-1]]):
        data = database.live.page(number)
        page = btree.parse(data, database.usable, number == 1)
        if page is None:
            continue
        for item in btree.cells(data, page):
            payload = trees.payload(database.live, data, item, database.usable, _MOST)
            parsed = record.read_header(payload, 0, len(payload))
            if parsed is None:
                continue
            types, body = parsed
            if len(payload) == item.size:
                model.learn(types, record.values(types, payload[body:], text), item.rowid)
            else:
                whole = _whole_columns(types, len(payload) - body)
                model.learn(types, record.values(types[:whole], payload[body:], text), item.rowid)


def _whole_columns(types: tuple[int, ...], have: int) -> int:
    at = 0
    for place, serial in enumerate(types):
        at += record.size(serial)
        if at > have:
            return place
    return len(types)


def copy(database: Database, shape: Shape) -> RowModel:
    """Learn a table afresh, to go on with rows that are not live."""
    model = RowModel(shape.table)
    if shape.place >= 0:
        _learn(database, shape.place, model)
    return model
