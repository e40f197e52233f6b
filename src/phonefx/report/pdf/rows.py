"""Long tables, drawn row by row as the rows come: cost a row is the same for ten and for a hundred thousand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from phonefx.report.pdf.sheet import GREY, INK, PALE, RULE, TABLE_SIZE, Sheet
from phonefx.report.pdf.tags import Element
from phonefx.report.pdf.text.faces import BODY, BOLD
from phonefx.report.pdf.text.lines import Line

_PAD = 4.0
_WHOLE = 12
"""A row of no more lines is not broken over pages."""
_LAST = 2
"""So many rows at the end of a table stay together."""


class Column(NamedTuple):
    """One column of a table: its title, its share of the width, the font and side of its text."""

    title: str
    share: float
    base: str = BODY
    to_right: bool = False


def draw_filled(sheet: Sheet, columns: Sequence[Column], size: float, rows: Sequence[Sequence[str]]) -> None:
    """Draw a short table without the columns that hold nothing."""
    kept = [number for number in range(len(columns)) if any(row[number] for row in rows)]
    table = Table(sheet, [columns[number] for number in kept], size)
    table.draw([row[number] for number in kept] for row in rows)


class _Cell(NamedTuple):
    column: Column
    x: float
    width: float
    room: float


class Table:
    """A table that is being drawn; its head is repeated on each page, a row may go over several."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], size: float = TABLE_SIZE) -> None:
        self.sheet = sheet
        self.size = size
        self.leading = size * 1.3
        self.rows = 0
        self._cells, x = [], sheet.left
        for column, width in zip(columns, self._widths(columns), strict=True):
            self._cells.append(_Cell(column, x, width, width - _PAD))
            x += width

    def _widths(self, columns: Sequence[Column]) -> list[float]:
        """Share the width; a column that is too narrow for a word of its title takes from those that have to spare."""
        sheet, whole = self.sheet, sum(column.share for column in columns)
        widths = [sheet.width * column.share / whole for column in columns]
        needs = [
            max((sheet.set.width(word, self.size, BOLD) for word in column.title.split()), default=0) + _PAD + 1
            for column in columns
        ]
        short = sum(max(0.0, need - width) for need, width in zip(needs, widths, strict=True))
        spare = sum(max(0.0, width - need) for need, width in zip(needs, widths, strict=True))
        kept = max(0.0, 1 - short / spare) if spare else 0.0
        return [need + max(0.0, width - need) * kept for need, width in zip(needs, widths, strict=True)]

    def draw(self, rows: Iterable[Sequence[str]], mark: Callable[[Sequence[str]], str] | None = None) -> int:
        """Draw every row, the last never alone on a page; gives how many.

        `mark` may name the anchor that the first cell of a row leads to.
        """
        self.sheet.room(self.leading * 6)
        with self.sheet.grouped("Table"):
            self._head()
            with self.sheet.repeating(self._head):
                waiting: deque[Sequence[str]] = deque()
                for row in rows:
                    if len(waiting) == _LAST:
                        self._row(waiting.popleft(), mark)
                    waiting.append(row)
                if self.rows:
                    self.sheet.room(sum(map(self._height, waiting)))
                for row in waiting:
                    self._row(row, mark)
        self.sheet.y -= 8
        return self.rows

    def _row(self, row: Sequence[str], mark: Callable[[Sequence[str]], str] | None) -> None:
        self.row(row, mark(row) if mark else "")

    def _height(self, texts: Sequence[str]) -> float:
        """The height of a row, or of what of a long one has to be on one page."""
        return min(_WHOLE, max(1, *(len(each) for each in self._wrapped(texts)))) * self.leading + 4

    def _wrapped(self, texts: Sequence[str]) -> list[Sequence[Line]]:
        wrap = self.sheet.set.wrap
        return [
            wrap(text, room, self.size, column.base) if text else ()
            for (column, _, _, room), text in zip(self._cells, texts, strict=True)
        ]

    def _head(self) -> None:
        sheet = self.sheet
        titles = [sheet.set.wrap(cell.column.title, cell.room, self.size, BOLD) for cell in self._cells]
        height = max(map(len, titles)) * self.leading + 4
        sheet.ink(PALE)
        sheet.canvas.rect(sheet.left, sheet.y - height, sheet.width, height, stroke=0, fill=1)
        sheet.ink(INK)
        kind = "" if self.rows else "TH"
        self._lines(titles, 0, max(map(len, titles)), self._elements(kind))
        sheet.y -= height

    def _elements(self, kind: str) -> list[Element | None]:
        """Begin a row of the structure tree; a head that is repeated is none."""
        tags = self.sheet.tags
        if not kind or len(tags.elements) >= tags.most:
            return [None] * len(self._cells)
        with self.sheet.grouped("TR"):
            return [tags.element(kind) for _ in self._cells]

    def row(self, texts: Sequence[str], leads_to: str = "") -> None:
        """Draw one row, over as many pages as it takes."""
        sheet, wrapped = self.sheet, self._wrapped(texts)
        left = deepest = max(1, *map(len, wrapped))
        elements: list[Element | None] = []
        if sheet.y - (min(deepest, _WHOLE) * self.leading + 4) < sheet.bottom:
            sheet.new_page()
        while left:
            fit = min(left, max(1, int((sheet.y - sheet.bottom - 4) / self.leading)))
            sheet.ink(INK)
            if leads_to and left == deepest:
                sheet.link(leads_to, self._cells[0].x, sheet.y - self.leading - 2, self._cells[0].width, self.leading)
            elements = elements or self._elements("TD")
            self._lines(wrapped, deepest - left, fit, elements)
            left -= fit
            sheet.y -= fit * self.leading + 3
            if left:
                self._goes_on()
        sheet.rule(sheet.y, RULE, 0.3)
        self.rows += 1

    def _goes_on(self) -> None:
        sheet = self.sheet
        sheet.ink(GREY)
        sheet.set.text_right("…", sheet.right, sheet.bottom - 6, self.size)
        sheet.new_page()

    def _lines(
        self, wrapped: Sequence[Sequence[Line]], first: int, count: int, elements: Sequence[Element | None]
    ) -> None:
        draw, y, leading, size = self.sheet.set.draw, self.sheet.y - self.size - 1, self.leading, self.size
        tags = self.sheet.tags
        for (column, left, width, _), lines, element in zip(self._cells, wrapped, elements, strict=True):
            if not lines:
                continue
            if element is not None:
                tags.start(element)
            for number, line in enumerate(lines[first : first + count]):
                x = left + 2
                if line.right_to_left or column.to_right:
                    x = left + width - _PAD - line.width * size / 1000
                draw(line, x, y - number * leading, size)
            if element is not None:
                tags.stop()
