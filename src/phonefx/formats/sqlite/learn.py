"""Learn what the rows of each table look like from a sample of its live rows."""

from __future__ import annotations

from functools import partial

from phonefx.formats.sqlite import btree, record, trees
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.model import RowModel
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.shape import Shape

SAMPLE_LEAVES, SAMPLE_ROWS = 120, 3000
_MOST = 1 << 16


def shapes(database: Database) -> list[Shape]:
    """Build the shape of every live table and index, SQLite's own included."""
    found = []
    for place, table in enumerate(database.tables):
        if table.columns:
            found.append(Shape(table, partial(_model, database, place), place, _blank(database, table)))
    return found


def few_rows(database: Database, shape: Shape, few: int) -> bool:
    """Say whether a table has fewer live rows than a number; long tables are not read for it."""
    return len(database.use.leaves.get(shape.place, ())) < few and shape.model.rows < few


def _model(database: Database, place: int, table: Table) -> RowModel:
    model = RowModel(table)
    _learn(database, place, model)
    return model


def _blank(database: Database, table: Table) -> bool:
    """Say whether the root page never held a row: it is empty and nothing but zeros stands behind its header."""
    data = database.live.page(table.root)
    page = btree.parse(data, database.usable, table.root == 1)
    return page is not None and page.cells == 0 and not data[page.pointers :].strip(b"\0")


def _learn(database: Database, place: int, model: RowModel) -> None:
    """Take a sample of the rows spread over all leaves, and the last leaf as a whole."""
    leaves = database.use.leaves.get(place)
    if not leaves:
        return
    chosen = list(dict.fromkeys([*leaves[:: max(1, len(leaves) // SAMPLE_LEAVES)], leaves[-1]]))
    for number in chosen:
        data = database.live.page(number)
        page = btree.parse(data, database.usable, number == 1)
        if page is None:
            continue
        step = 1 if number == leaves[-1] else max(1, page.cells * len(chosen) // SAMPLE_ROWS)
        for item in _every(data, page, step):
            _learn_row(database, data, item, model)


def _every(data: bytes, page: btree.Page, step: int) -> list[btree.Cell]:
    """Read one cell of every few, without those between where all that are read can stand."""
    floor = page.pointers + 2 * page.cells
    listed = btree.pointers(data, page)[::step]
    if step > 1 and min(listed, default=0) >= floor:
        found = [btree.cell(data, page.kind, at, page.usable) for at in listed]
        if None not in found:
            return [item for item in found if item is not None]
    return btree.cells(data, page)[::step]


def _learn_row(database: Database, data: bytes, item: btree.Cell, model: RowModel) -> None:
    text = database.header.text
    payload = trees.payload(database.live, data, item, database.usable, _MOST)
    parsed = record.read_header(payload, 0, len(payload))
    if parsed is None:
        return
    types, body = parsed
    whole = len(types) if len(payload) == item.size else _whole_columns(types, len(payload) - body)
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
    return _model(database, shape.place, shape.table) if shape.place >= 0 else RowModel(shape.table)
