"""B-tree pages of SQLite and the cells and free bytes on them."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import NamedTuple

from phonefx.formats.sqlite import varint

INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
KINDS = (INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE)
INDEX_KINDS = (INTERIOR_INDEX, LEAF_INDEX)
FILE_HEADER = 100
MIN_CELL = 4
MAX_PAYLOAD = 1 << 31
_HEADER = struct.Struct(">BHHHB")
_LONG = struct.Struct(">I")
_PAIR = struct.Struct(">HH")


class Cell(NamedTuple):
    """One cell: `start` to `end` on its page, its payload of `size` bytes of which `local` stand at `at`."""

    start: int
    end: int
    rowid: int | None
    size: int
    at: int
    local: int
    overflow: int
    child: int


class Page(NamedTuple):
    """The header of a b-tree page; offsets count from the start of the page."""

    kind: int
    start: int
    first_free: int
    cells: int
    content: int
    fragments: int
    right: int
    pointers: int
    usable: int


class Freeblock(NamedTuple):
    """A freed stretch in the chain of a page."""

    start: int
    size: int


def local_size(size: int, usable: int, index: bool) -> int:
    """Say how many bytes of a payload stay on the page itself."""
    most = (usable - 12) * 64 // 255 - 23 if index else usable - 35
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    kept = least + (size - least) % (usable - 4)
    return kept if kept <= most else least


def parse(data: bytes, usable: int, first: bool = False) -> Page | None:
    """Read a page header; None where the bytes can be no b-tree page."""
    start = FILE_HEADER if first else 0
    if len(data) < start + 12:
        return None
    kind, free, count, content, fragments = _HEADER.unpack_from(data, start)
    if kind not in KINDS:
        return None
    interior = kind in (INTERIOR_INDEX, INTERIOR_TABLE)
    pointers = start + (12 if interior else 8)
    usable = min(usable, len(data))
    if pointers + 2 * count > usable:
        return None
    right = _LONG.unpack_from(data, start + 8)[0] if interior else 0
    return Page(kind, start, free, count, content or 65536, fragments, right, pointers, usable)


def cell(data: bytes, kind: int, at: int, usable: int) -> Cell | None:
    """Read the cell at an offset; None where the bytes allow none."""
    start, child = at, 0
    try:
        if kind in (INTERIOR_TABLE, INTERIOR_INDEX):
            child = _LONG.unpack_from(data, at)[0]
            at += 4
        if kind == INTERIOR_TABLE:
            rowid, at = varint.read(data, at)
            return Cell(start, at, varint.signed(rowid), 0, at, 0, 0, child) if at <= usable else None
        size, at = varint.read(data, at)
        row: int | None = None
        if kind == LEAF_TABLE:
            row, at = varint.read(data, at)
            row = varint.signed(row)
    except (IndexError, struct.error):
        return None
    if size > MAX_PAYLOAD:
        return None
    local = size if size <= 200 < usable // 4 else local_size(size, usable, kind != LEAF_TABLE)
    if local < 0:
        return None
    end, overflow = at + local, 0
    if local < size:
        end += 4
        if end > usable:
            return None
        overflow = _LONG.unpack_from(data, end - 4)[0]
    end = max(end, start + MIN_CELL)
    return Cell(start, end, row, size, at, local, overflow, child) if end <= usable else None


def pointers(data: bytes, page: Page) -> tuple[int, ...]:
    """Give the offsets in the cell pointer array."""
    return struct.unpack_from(f">{page.cells}H", data, page.pointers)


def cells(data: bytes, page: Page) -> list[Cell]:
    """Read the cells that the pointer array names, in key order; those that cannot stand are left out."""
    floor = page.pointers + 2 * page.cells
    if page.kind == LEAF_TABLE:
        return _leaf_cells(data, page, floor)
    if page.kind == LEAF_INDEX:
        return _index_cells(data, page, floor)
    found = (cell(data, page.kind, at, page.usable) for at in pointers(data, page) if at >= floor)
    return [item for item in found if item is not None]


def _leaf_cells(data: bytes, page: Page, floor: int) -> list[Cell]:
    """Read the cells of a table leaf; the usual short forms without a call, for this is where the time goes."""
    found = []
    usable = page.usable
    whole = usable - 35
    for start in pointers(data, page):
        if not floor <= start < usable - 3:
            continue
        size, at = data[start], start + 1
        if size >= 0x80:
            size = (size & 0x7F) << 7 | data[at] if data[at] < 0x80 else -1
            at += 1
        rowid = data[at]
        if rowid >= 0x80:
            at += 1
            rowid = (rowid & 0x7F) << 7 | data[at] & 0x7F
            if data[at] >= 0x80:
                at += 1
                rowid = rowid << 7 | data[at] if at < usable and data[at] < 0x80 else -1
        at += 1
        if 2 <= size <= whole and rowid >= 0:
            if at + size <= usable:
                found.append(Cell(start, at + size, rowid, size, at, size, 0, 0))
        elif (item := cell(data, LEAF_TABLE, start, usable)) is not None:
            found.append(item)
    return found


def _index_cells(data: bytes, page: Page, floor: int) -> list[Cell]:
    """Read the cells of an index leaf, those of one byte's length without a call."""
    found = []
    usable = page.usable
    there = min(usable, len(data))
    whole = min(0x7F, (usable - 12) * 64 // 255 - 23)
    for start in pointers(data, page):
        if start < floor:
            continue
        size = data[start] if start < there else 0
        end = start + 1 + size
        if 3 <= size <= whole and end <= usable:
            found.append(Cell(start, end, None, size, start + 1, size, 0, 0))
        elif (item := cell(data, LEAF_INDEX, start, usable)) is not None:
            found.append(item)
    return found


def sound(page: Page, found: list[Cell]) -> bool:
    """Say whether a page that nothing refers to is a b-tree page: every cell reads and none overlaps another."""
    if len(found) != page.cells or (page.content > max(page.usable, 512) and page.content != 65536):
        return False
    behind = page.pointers + 2 * page.cells
    for start, end in sorted((item.start, item.end) for item in found):
        if start < behind:
            return False
        behind = end
    return True


def freeblocks(data: bytes, page: Page) -> list[Freeblock]:
    """Follow the chain of freed stretches of a page as far as it makes sense."""
    found: list[Freeblock] = []
    at, least, usable = page.first_free, page.pointers, page.usable
    while least <= at <= usable - MIN_CELL:
        following, size = _PAIR.unpack_from(data, at)
        if size < MIN_CELL or at + size > usable:
            break
        found.append(Freeblock(at, size))
        least, at = at + size, following
    return found


def holes(spans: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Give the stretches between `start` and `end` that no span covers."""
    found = []
    for first, behind in sorted(spans):
        if start < min(first, end):
            found.append((start, min(first, end)))
        start = max(start, behind)
        if start >= end:
            break
    if start < end:
        found.append((start, end))
    return found
