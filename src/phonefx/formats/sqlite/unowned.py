"""Rows of SQLite pages that belong to no database: in unallocated space, in memory, in any file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from phonefx.formats.sqlite import btree, rawpages
from phonefx.formats.sqlite.bytefile import Bytes
from phonefx.formats.sqlite.candidate import Mark
from phonefx.formats.sqlite.database import Database, SchemaRow, read_schema, schema_row
from phonefx.formats.sqlite.rawpages import Survey, Window
from phonefx.formats.sqlite.record import UTF8, Text
from phonefx.formats.sqlite.recoveredrow import RecoveredRow
from phonefx.formats.sqlite.schema import SCHEMA_TABLE

CARVED = "carved"
MAX_STATEMENTS = 5000
_NAMED, _NAMELESS, _CUT = 0.7, 0.5, 0.4
_REASON = "a whole page outside of any database; whether the row was deleted or is a copy cannot be told"


def carve(
    source: Bytes, spans: Iterable[tuple[int, int]] = (), known: Database | None = None,
    tell: Callable[[int], object] = lambda _: None,
) -> Iterator[RecoveredRow]:  # fmt: skip
    """Yield the rows of all table pages in bytes that are no database, in the order of their offsets.

    Tables get their names from a known database and from CREATE statements among the pages; where none fits, `table`
    is None and columns are c0, c1 and so on. Offsets are those of the whole source. The bytes are read once, then their
    pages; memory holds the statements, the places of the pages and one page at a time.

    Args:
        source: the bytes.
        spans: (offset, size) of the stretches to look at; all where there is none.
        known: a database whose tables may occur.
        tell: is given the number of bytes that were searched so far.
    """
    listed = list(spans) or [(0, source.size)]
    windows = [Window(source, start, max(0, min(size, source.size - start))) for start, size in listed]
    surveys = list(_surveys(windows, tell))
    tables = [table for table in known.tables if table.index_of is None] if known is not None else []
    text = known.header.text if known is not None else None
    found: dict[tuple[str, str], SchemaRow] = {}
    for window, pages in zip(windows, surveys, strict=True):
        for row, encoding in _statements(window, pages, text):
            if len(found) < MAX_STATEMENTS:
                found.setdefault((row[1], row[4]), row)
            text = text or encoding
    names = {table.name.lower() for table in tables}
    tables += [table for table in read_schema(iter(found.values())) if table.name.lower() not in names]
    for window, pages in zip(windows, surveys, strict=True):
        for each in rawpages.rows(window, [*tables, SCHEMA_TABLE], text or UTF8, pages):
            if each.table != SCHEMA_TABLE.name:
                yield _moved(each, window.start)


def _surveys(windows: list[Window], tell: Callable[[int], object]) -> Iterator[Survey]:
    past = 0
    for window in windows:
        yield rawpages.survey(window, partial(_add, tell, past))
        past += window.size


def _add(tell: Callable[[int], object], past: int, now: int) -> None:
    tell(past + now)


def _statements(window: Window, pages: Survey, known: Text | None) -> Iterator[tuple[SchemaRow, Text]]:
    """Yield the rows of `sqlite_schema` on first pages and on leaves that hold nothing else, with their encoding."""
    for offset, header in pages.databases:
        data = window.read(offset, header.page_size)
        page = btree.parse(data, header.usable, first=True)
        for cell in btree.cells(data, page) if page is not None and page.kind == btree.LEAF_TABLE else ():
            row = schema_row(data[cell.at : cell.at + cell.local], header.text)
            if row is not None:
                yield row, header.text
    text = known or UTF8
    for offset, size in pages.pages():
        data = window.read(offset, size)
        page = btree.parse(data, size)
        for cell in btree.cells(data, page) if page is not None else ():
            row = schema_row(data[cell.at : cell.at + cell.local], text)
            if row is None or row[0] not in {"table", "index", "view", "trigger"}:
                break
            yield row, text


def _moved(row: rawpages.RawRow, start: int) -> RecoveredRow:
    cut = any(mark in (Mark.MISSING, Mark.PREFIX) for mark in row.marks)
    return RecoveredRow(
        table=row.table,
        table_sure=False,
        columns=row.columns,
        values=row.values,
        marks=row.marks,
        rowid=row.rowid,
        state=CARVED,
        place=row.place._replace(offset=start + row.place.offset),
        confidence=_CUT if cut else _NAMED if row.table else _NAMELESS,
        reason=_REASON + ("; its end lies on other pages" if cut else ""),
    )
