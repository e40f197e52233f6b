"""What is left in index pages of entries that SQLite moved: pieces too small, or too plain, to tell of a row alone.

An index that is filled in random order is split all the time. Its pages keep ends of moved entries between old pointers
and zeros. They can add to a deleted row that other bytes tell of; a row by themselves they never are: of an entry only
the whole counts, and only where it holds a text, a blob or a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from phonefx.formats.sqlite import btree, record
from phonefx.formats.sqlite import survey as looks
from phonefx.formats.sqlite.btree import Page
from phonefx.formats.sqlite.model import ColumnModel, bucket
from phonefx.formats.sqlite.schema import Affinity, Table

LOST = 4
_LEAST_PIECE, _MOST_STRAYS, _TELLING = 5, 10, 8
_ROW_IDS = (1, 2, 3, 4, 5, 6, 8, 9)
_NONZERO = re.compile(rb"[^\0]")
_SPACE, _LINES = 0x20, b"\t\n\r"


class Around(Protocol):
    """The live cells of the pages around."""

    def piece(self, data: bytes, at: int, end: int, least: int) -> tuple[int, int]:
        """Measure the longest stretch that stands in one live cell, with its distance from the start of that cell."""

    def holds_piece(self, piece: bytes) -> bool:
        """Say whether a stretch stands in one live cell."""


class _Piece(NamedTuple):
    """A stretch that stands in a live entry too, `far` from where that begins."""

    start: int
    end: int
    far: int


class Rubble:
    """Judges the pages of one index, or the pages above the rows of a table (`index` None)."""

    def __init__(self, index: Table | None) -> None:
        columns = index.columns if index is not None else ()
        self._width = len(columns)
        self._least = _LEAST_PIECE if index is not None else 0
        self._tells = any(column.affinity is not Affinity.INTEGER for column in columns[:-1])
        self._names = index is not None and index.unique and self._width == 2
        self._usual = [ColumnModel(column, alias=False).allowed() for column in columns]

    def is_all(self, data: bytes, page: Page, sound: bool, around: Around) -> bool:
        """Say whether nothing stands between the cells of a page that could be a row by itself."""
        heads = looks.block_heads(data, page)
        return all(
            looks.is_silent(data, start, end, heads)
            or (
                self._is_rubble(data, page, (start + LOST * (start in heads), end), around)
                and not (self._tells and self._has_entry(data, page, start, end, around))
            )
            for start, end in looks.holes(data, page, sound)
        )

    def _is_rubble(self, data: bytes, page: Page, hole: tuple[int, int], around: Around) -> bool:
        """Say whether a stretch holds old pointers, heads of freed stretches and pieces of live entries."""
        at, end = hole
        strays, framed = 0, at
        while something := _NONZERO.search(data, at, end):
            at = max(at, something.start() - 1)
            if size := _frame(data, at, end, page):
                at += size
                continue
            if not data[at]:
                at += 1
            elif piece := self._piece(data, (max(framed, at - self._least + 1), at, end), around):
                if piece.far and self._tells and self._may_be_cut(data, hole[0], piece.start, end):
                    return False
                at, strays = piece.end, 0
            else:
                at, strays = at + 1, strays + 1
                if strays > _MOST_STRAYS:
                    return False
            framed = at
        return True

    def _piece(self, data: bytes, places: tuple[int, int, int], around: Around) -> _Piece | None:
        """Find the piece of a live entry that a byte belongs to; what comes before it may have looked like a pointer.

        Args:
            data: the page.
            places: where the piece may begin, where the byte is, where the stretch ends.
            around: the live cells.
        """
        first, at, end = places
        for start in range(at, first - 1, -1) if self._least else ():
            size, far = around.piece(data, start, end, self._least)
            if size > at - start:
                return _Piece(start, start + size, far)
        return None

    def _may_be_cut(self, data: bytes, start: int, at: int, end: int) -> bool:
        """Say whether an entry may stand here whose beginning a freed stretch overwrote, by the size of that."""
        for head in range(max(start - LOST, at - LOST - self._width), at - LOST + 1):
            size = data[head + 2] << 8 | data[head + 3]
            if size >= looks.LEAST and head + size <= end:
                return True
        return False

    def _has_entry(self, data: bytes, page: Page, start: int, end: int, around: Around) -> bool:
        """Say whether a whole entry stands in a stretch that tells something and is not live."""
        for at in range(start, end - self._width):
            if not self._width < data[at] <= 2 * self._width + 1:
                continue
            parsed = record.read_header(data, at, end)
            if parsed is None or len(parsed[0]) != self._width or parsed[0][-1] not in _ROW_IDS:
                continue
            types, body = parsed
            behind = body + record.body_size(types)
            if behind > end or around.holds_piece(data[at:behind]) or not _tells(types, data, body):
                continue
            if self._names and around.holds_piece(data[at : body + record.size(types[0])]):
                continue
            if all(kind in usual for kind, usual in zip(map(bucket, types), self._kinds(data, page), strict=True)):
                return True
        return False

    def _kinds(self, data: bytes, page: Page) -> Iterator[frozenset[int]]:
        """Give the kinds of values of each column: by declaration, and those of the page's own entries."""
        headers = (record.read_header(data, cell.at, cell.end) for cell in btree.cells(data, page))
        listed = [header[0] for header in headers if header is not None and len(header[0]) == self._width]
        for place, usual in enumerate(self._usual):
            yield usual | {bucket(types[place]) for types in listed}


def _frame(data: bytes, at: int, end: int, page: Page) -> int:
    """Measure a cell pointer or the head of a freed stretch, old ones too, that may stand at an offset."""
    if at + 2 > end:
        return 0
    value = data[at] << 8 | data[at + 1]
    most = page.usable - LOST
    if not at & 1 and page.pointers + 2 * page.cells <= value <= most:
        return 2
    if at + LOST > end or not at < value <= most:
        return 0
    size = data[at + 2] << 8 | data[at + 3]
    return LOST if btree.MIN_CELL <= size <= page.usable - at else 0


def _tells(types: tuple[int, ...], data: bytes, at: int) -> bool:
    """Say whether a value of an entry could be reported by itself, and no text in it is spoilt."""
    found = False
    for serial in types:
        size = record.size(serial)
        if serial >= record.FIRST_TEXT and serial & 1:
            if any(code < _SPACE and code not in _LINES for code in data[at : at + size]):
                return False
            found = found or size >= _TELLING
        found = found or serial == record.FLOAT or (serial >= record.FIRST_BLOB and size >= _TELLING)
        at += size
    return found
