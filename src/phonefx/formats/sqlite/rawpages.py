"""SQLite pages in bytes that are no database: unallocated space of a disk image, memory, any file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from phonefx.formats.sqlite import btree, header, record
from phonefx.formats.sqlite.bytefile import Bytes
from phonefx.formats.sqlite.candidate import Candidate, Mark, Place
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.harvest import nameless_shape
from phonefx.formats.sqlite.header import PAGE_SIZES, Header
from phonefx.formats.sqlite.record import UTF8, Text, Value
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.shape import Shape

SECTOR = 512
_CHUNK = 1 << 20
_LARGEST = PAGE_SIZES[-1]
_ROOM = 255
_LEAST_BITS = 10.0


@dataclass
class Window:
    """A stretch of other bytes."""

    source: Bytes
    start: int
    size: int

    def read(self, offset: int, length: int) -> bytes:
        """Read at most `length` bytes at an offset within the stretch."""
        length = max(0, min(length, self.size - offset))
        return self.source.read(self.start + offset, length) if length else b""


class RawPage(NamedTuple):
    """A table leaf page found at a byte offset."""

    offset: int
    size: int
    cells: int


class RawRow(NamedTuple):
    """A row of a raw page; `table` is None where no known table fits. Whether it was deleted cannot be told."""

    table: str | None
    columns: tuple[str, ...]
    values: tuple[Value, ...]
    marks: tuple[Mark, ...]
    rowid: int | None
    place: Place


def databases(source: Bytes, step: int = SECTOR) -> Iterator[tuple[int, Header, Window]]:
    """Yield each database whose first page is in the bytes: offset, header, and the bytes as far as it says it goes.

    In unallocated space the rest of a database need not follow its first page; `Database.over` reads what does.
    """
    for offset in _sectors(source, step, header.MAGIC[:1]):
        found = header.parse(source.read(offset, btree.FILE_HEADER))
        if found is not None and not found.faults:
            size = min(source.size - offset, max(1, found.pages) * found.page_size)
            yield offset, found, Window(source, offset, size)


def pages(source: Bytes, step: int = SECTOR) -> Iterator[RawPage]:
    """Yield the table leaf pages in the bytes, at offsets that are multiples of `step`."""
    behind = 0
    for offset in _sectors(source, step, bytes((btree.LEAF_TABLE,))):
        if offset >= behind and (page := _page_at(source, offset)) is not None:
            behind = offset + page.size
            yield page


def rows(source: Bytes, tables: Sequence[Table] = (), text: Text = UTF8, step: int = SECTOR) -> Iterator[RawRow]:
    """Yield the rows on the raw pages; tables that are known give them names, else columns are c0, c1 and so on."""
    shapes = [Shape(table) for table in tables if not table.as_index]
    for page in pages(source, step):
        data = source.read(page.offset, page.size)
        parsed = btree.parse(data, page.size)
        for cell in btree.cells(data, parsed) if parsed is not None else ():
            head = record.read_header(data, cell.at, cell.at + cell.local)
            if head is not None and head[0]:
                yield _row(shapes, text, page, cell, head[0], data[head[1] : cell.at + cell.local])


def _row(
    shapes: list[Shape], text: Text, page: RawPage, cell: btree.Cell, types: tuple[int, ...], body: bytes
) -> RawRow:
    best: tuple[float, Shape] | None = None
    for shape in shapes:
        if shape.accepts(types):
            weight = shape.model.bits(types, body, text)
            if weight.failed is None and weight.bits > (best[0] if best else _LEAST_BITS):
                best = weight.bits, shape
    table = best[1].table if best else nameless_shape(len(types), types[0] == record.NULL).table
    place = Place("raw", 0, page.offset + cell.start, cell.end - cell.start, "raw page")
    whole = len(body) >= record.body_size(types)
    item = Candidate(0, types, body, whole, Grade.CELL, 0.0, place, rowid=cell.rowid)
    values, marks = item.columns(table, text)
    names = tuple(column.name for column in table.columns)
    return RawRow(table.name if best else None, names, tuple(values), tuple(marks), cell.rowid, place)


def _sectors(source: Bytes, step: int, first: bytes) -> Iterator[int]:
    """Yield the offsets of the steps that begin with a byte."""
    chunk = _CHUNK - _CHUNK % step
    for start in range(0, source.size, chunk):
        data = source.read(start, chunk)
        starts = data[::step]
        at = starts.find(first)
        while at >= 0:
            yield start + at * step
            at = starts.find(first, at + 1)


def _page_at(source: Bytes, offset: int) -> RawPage | None:
    data = source.read(offset, _LARGEST)
    for size in PAGE_SIZES:
        if size > len(data):
            return None
        page = btree.parse(data[:size], size)
        if page is None or not page.cells or page.fragments > 60:
            continue
        found = btree.cells(data[:size], page)
        last = max((cell.end for cell in found), default=0)
        if last + _ROOM >= size and btree.sound(page, found) and all(_is_record(data, cell) for cell in found):
            return RawPage(offset, size, len(found))
    return None


def _is_record(data: bytes, cell: btree.Cell) -> bool:
    head = record.read_header(data, cell.at, cell.at + cell.local)
    return head is not None and bool(head[0]) and head[1] - cell.at + record.body_size(head[0]) == cell.size
