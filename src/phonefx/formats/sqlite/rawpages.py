"""SQLite pages in bytes that are no database: unallocated space of a disk image, memory, any file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
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


class RawRow(NamedTuple):
    """A row of a raw page; `table` is None where no known table fits. Whether it was deleted cannot be told."""

    table: str | None
    columns: tuple[str, ...]
    values: tuple[Value, ...]
    marks: tuple[Mark, ...]
    rowid: int | None
    place: Place


@dataclass
class Survey:
    """What one reading of bytes showed: the table leaf pages, and each database whose first page is there."""

    packed: array[int] = field(default_factory=lambda: array("Q"))
    databases: list[tuple[int, Header]] = field(default_factory=list)

    def add(self, offset: int, size: int) -> None:
        """Keep a page in eight bytes: offsets are multiples of 512, so that their low bits have room for its size."""
        self.packed.append(offset | size.bit_length())

    def pages(self) -> Iterator[tuple[int, int]]:
        """Yield (offset, size) of the pages."""
        for each in self.packed:
            yield each & -SECTOR, 1 << (each & SECTOR - 1) - 1


def survey(source: Bytes, tell: Callable[[int], object] = lambda _: None) -> Survey:
    """Read bytes once and list the pages of databases at multiples of 512; `tell` is given the bytes read so far."""
    found = Survey()
    behind = 0
    for offset, first in _sectors(source, bytes((btree.LEAF_TABLE, header.MAGIC[0])), tell):
        if first == header.MAGIC[0]:
            known = header.parse(source.read(offset, btree.FILE_HEADER))
            if known is not None and not known.faults:
                found.databases.append((offset, known))
        elif offset >= behind and (size := _page_at(source, offset)):
            behind = offset + size
            found.add(offset, size)
    return found


class RawCell(NamedTuple):
    """A cell of a raw page: where it stands in the bytes, its row id, serial types, and what is there of its body."""

    start: int
    end: int
    rowid: int | None
    types: tuple[int, ...]
    body: bytes


def cells(source: Bytes, offset: int, size: int) -> Iterator[RawCell]:
    """Yield the cells of a table leaf page at an offset."""
    data = source.read(offset, size)
    parsed = btree.parse(data, size)
    for cell in btree.cells(data, parsed) if parsed is not None else ():
        head = record.read_header(data, cell.at, cell.at + cell.local)
        if head is not None and head[0]:
            body = data[head[1] : cell.at + cell.local]
            yield RawCell(offset + cell.start, offset + cell.end, cell.rowid, head[0], body)


def rows(
    source: Bytes, tables: Sequence[Table] = (), text: Text = UTF8, known: Survey | None = None
) -> Iterator[RawRow]:
    """Yield the rows on the raw pages; tables that are known give them names, else columns are c0, c1 and so on.

    Args:
        source: the bytes.
        tables: the tables.
        text: the encoding of their text.
        known: where the pages are, if that was found before.
    """
    shapes = [Shape(table) for table in tables if not table.as_index]
    for offset, size in (known or survey(source)).pages():
        for cell in cells(source, offset, size):
            yield read(cell, _likeliest(shapes, cell, text), text)


def _likeliest(shapes: list[Shape], cell: RawCell, text: Text) -> Table | None:
    best: tuple[float, Shape] | None = None
    for shape in shapes:
        if shape.accepts(cell.types):
            weight = shape.model.bits(cell.types, cell.body, text)
            if weight.failed is None and weight.bits > (best[0] if best else _LEAST_BITS):
                best = weight.bits, shape
    return best[1].table if best else None


def read(cell: RawCell, named: Table | None, text: Text) -> RawRow:
    """Read a cell as a row of a table; of none, its columns have no names."""
    types = cell.types
    table = named or nameless_shape(len(types), types[0] == record.NULL).table
    place = Place("raw", 0, cell.start, cell.end - cell.start, "raw page")
    whole = len(cell.body) >= record.body_size(types)
    item = Candidate(0, types, cell.body, whole, Grade.CELL, 0.0, place, rowid=cell.rowid)
    values, marks = item.columns(table, text)
    names = tuple(column.name for column in table.columns)
    return RawRow(named.name if named else None, names, tuple(values), tuple(marks), cell.rowid, place)


def _sectors(source: Bytes, firsts: bytes, tell: Callable[[int], object]) -> Iterator[tuple[int, int]]:
    """Yield (offset, byte) of the sectors that begin with one of some bytes, by offset."""
    for start in range(0, source.size, _CHUNK):
        starts = source.read(start, _CHUNK)[::SECTOR]
        for at in sorted(at for first in firsts for at in _all(starts, first)):
            yield start + at * SECTOR, starts[at]
        tell(min(start + _CHUNK, source.size))


def _all(data: bytes, byte: int) -> Iterator[int]:
    at = data.find(byte)
    while at >= 0:
        yield at
        at = data.find(byte, at + 1)


def _page_at(source: Bytes, offset: int) -> int:
    """Give the size of the table leaf page at an offset; 0 where there is none."""
    data = source.read(offset, _LARGEST)
    for size in PAGE_SIZES:
        if size > len(data):
            return 0
        page = btree.parse(data[:size], size)
        if page is None or not page.cells or page.fragments > 60:
            continue
        found = btree.cells(data[:size], page)
        last = max((cell.end for cell in found), default=0)
        if last + _ROOM >= size and btree.sound(page, found) and all(_is_record(data, cell) for cell in found):
            return size
    return 0


def _is_record(data: bytes, cell: btree.Cell) -> bool:
    head = record.read_header(data, cell.at, cell.at + cell.local)
    return head is not None and bool(head[0]) and head[1] - cell.at + record.body_size(head[0]) == cell.size
