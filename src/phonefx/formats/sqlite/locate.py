"""Where the bytes of a live row are, and those bytes."""

from __future__ import annotations

from phonefx.formats.sqlite import btree, record
from phonefx.formats.sqlite.btree import Cell, Page
from phonefx.formats.sqlite.candidate import Place
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.trees import payload, walk

_DEEPEST = 30

Path = dict[int, tuple[int, Page, list[Cell]]]


def locate(database: Database, table: str, rowid: int) -> Place | None:
    """Say where the live row of a row id stands: file, page, byte offset in that file, length, log frame.

    None where there is no such table or row; tables WITHOUT ROWID are searched with `locate_key`.
    """
    named = database.table(table)
    found = find(database, named, rowid) if named is not None else None
    return _place(database, *found) if found is not None else None


def find(database: Database, table: Table, rowid: int, path: Path | None = None) -> tuple[int, Cell] | None:
    """Find the page and the cell of a live row by its row id.

    `path` keeps the pages of the last search by depth: where row ids are looked up in order, most are met again.
    """
    number, met = table.root, 0
    path = {} if path is None else path
    while met < _DEEPEST and not table.as_index:
        if met not in path or path[met][0] != number:
            data = database.live.page(number)
            parsed = btree.parse(data, database.usable, number == 1)
            if parsed is None or parsed.kind in btree.INDEX_KINDS:
                return None
            path[met] = number, parsed, btree.cells(data, parsed)
        _, page, cells = path[met]
        if page.kind == btree.LEAF_TABLE:
            hit = next((item for item in cells if item.rowid == rowid), None)
            return (number, hit) if hit else None
        number = _child(page, cells, rowid)
        met += 1
    return None


def locate_key(database: Database, table: str, key: tuple[Value, ...]) -> Place | None:
    """Say where the live row of a table WITHOUT ROWID stands whose primary key has these values."""
    found = database.table(table)
    if found is None or not found.without_rowid:
        return None
    for number, data, page in walk(database.live, found.root, database.usable, bytearray(database.live.pages + 1)):
        for item in btree.cells(data, page):
            if _key(database, found, data, item) == key:
                return _place(database, number, item)
    return None


def _key(database: Database, table: Table, data: bytes, item: Cell) -> tuple[Value, ...] | None:
    raw = payload(database.live, data, item, database.usable)
    parsed = record.read_header(raw, 0, len(raw))
    if parsed is None:
        return None
    return tuple(record.values(parsed[0], raw[parsed[1] :], database.header.text)[: table.keys])


def _child(page: Page, cells: list[Cell], rowid: int) -> int:
    for item in cells:
        if item.rowid is not None and rowid <= item.rowid:
            return item.child
    return page.right


def _place(database: Database, number: int, item: Cell) -> Place:
    spot = database.live.spot(number)
    return Place(spot.role, number, spot.offset + item.start, item.end - item.start, "live cell", spot.frame)


def read_place(database: Database, place: Place) -> bytes:
    """Read the bytes of a place from the file that holds them."""
    return database.files[place.role].read(place.offset, place.length)
