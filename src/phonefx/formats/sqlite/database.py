"""A SQLite database with its journals, read from bytes alone: SQLite never opens the evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from phonefx import errors
from phonefx.formats.sqlite import btree, record, schema, trees
from phonefx.formats.sqlite import header as file_header
from phonefx.formats.sqlite import journal as rollback
from phonefx.formats.sqlite import wal as write_ahead
from phonefx.formats.sqlite.bytefile import ByteFile, Bytes, Memory
from phonefx.formats.sqlite.copies import Copies
from phonefx.formats.sqlite.header import Header
from phonefx.formats.sqlite.pageuse import PageUse, page_use
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.view import JOURNAL, MAIN, WAL, Spot, View

MAX_SCHEMA_ROWS = 100_000
_PAGES_A_SPOT, _PAGES_AT_LEAST = 64, 1 << 16


@dataclass
class Database:
    """An opened database: `live` shows the pages that SQLite itself would read.

    `sound` may be set before anything is asked for, where SQLite's own check found no fault in a private copy.
    `undecided` counts, once deleted rows were looked for, entries of old index pages that fit several indexes
    alike, by the table of these (None: of several): nothing says of which column their values are.
    """

    files: dict[str, Bytes]
    paths: dict[str, Path]
    header: Header
    wal: write_ahead.Wal | None
    journal: rollback.Journal | None
    faults: list[str] = field(default_factory=list)
    sound: bool = False
    undecided: dict[str | None, int] = field(default_factory=dict)

    @classmethod
    def open(cls, main: Path, wal_path: Path | None = None, journal_path: Path | None = None) -> Database:
        """Open a database and what lies beside it, for reading only.

        Raises:
            NotAnExtraction: the bytes are no SQLite database, not even a damaged one.
        """
        paths = {MAIN: main}
        paths |= {WAL: wal_path} if wal_path else {}
        paths |= {JOURNAL: journal_path} if journal_path else {}
        return cls.over({role: ByteFile(path) for role, path in paths.items()}, paths)

    @classmethod
    def beside(cls, main: Path) -> Database:
        """Open a database with the log and the journal that lie beside it under SQLite's names."""
        log, back = main.with_name(main.name + "-wal"), main.with_name(main.name + "-journal")
        return cls.open(main, log if log.is_file() else None, back if back.is_file() else None)

    @classmethod
    def over(cls, files: dict[str, Bytes], paths: dict[str, Path] | None = None) -> Database:
        """Open a database over any bytes."""
        files.setdefault(MAIN, Memory(b""))
        main = files[MAIN]
        log = write_ahead.read(files[WAL]) if WAL in files else None
        header = file_header.read(main)
        if log is not None and (header is None or header.faults):
            header = _header_in_log(log) or header
        if header is None:
            raise errors.NotAnExtraction((paths or {}).get(MAIN, "database"), "no SQLite page found")
        if log is not None and log.page_size != header.page_size:
            log = None
        pages = max(header.pages, math.ceil(main.size / header.page_size), log.pages if log else 0)
        back = rollback.read(files[JOURNAL], header.page_size, pages) if JOURNAL in files else None
        if back is not None and back.page_size != header.page_size:
            back = None
        database = cls(files, paths or {}, header, log, back, list(header.faults))
        return database._with_live_header()

    def _with_live_header(self) -> Database:
        """Take the header from the live first page: the log may hold a newer one than the file."""
        found = file_header.parse(self.live.page(1))
        if found is not None and not found.faults and found.page_size == self.header.page_size:
            self.header = found
            self.__dict__.pop("live", None)
        return self

    @property
    def usable(self) -> int:
        """The bytes of a page that SQLite uses."""
        return self.header.usable

    @property
    def stored_pages(self) -> int:
        """The pages that the main file has room for, whatever its header says; the last may be cut."""
        return math.ceil(self.files[MAIN].size / self.header.page_size)

    @cached_property
    def elsewhere(self) -> dict[int, Spot]:
        """The live pages that stand elsewhere than in the main file."""
        back = self.journal.live() if self.journal else {}
        frames = self.wal.live() if self.wal else {}
        spots = {number: Spot(JOURNAL, image.offset) for number, image in back.items()}
        return spots | {number: Spot(WAL, frame.offset, frame.number) for number, frame in frames.items()}

    @cached_property
    def live(self) -> View:
        """The pages as SQLite would read them: journal rolled back, committed log frames on top."""
        spots = self.elsewhere
        pages = max(self.stored_pages, self.header.pages, max(spots, default=0))
        most = self.stored_pages + _PAGES_A_SPOT * len(spots) + _PAGES_AT_LEAST
        return View(self.files, self.header.page_size, min(pages, most), spots.get)

    @cached_property
    def live_pages(self) -> int:
        """The size of the live database in pages; pages behind it are leftovers."""
        stated = self.header.pages or self.stored_pages
        if self.wal and self.wal.pages:
            stated = self.wal.pages
        elif self.journal and self.journal.hot and self.journal.pages:
            stated = self.journal.pages
        return min(stated, self.live.pages)

    def view_at(self, frame: write_ahead.Frame) -> View:
        """Show the pages as they stood when a frame of the log was written."""

        def spot(number: int) -> Spot | None:
            found = self.wal.newest(number, frame) if self.wal else None
            return Spot(WAL, found.offset, found.number) if found else None

        return View(self.files, self.header.page_size, self.live.pages, spot)

    @cached_property
    def main_view(self) -> View:
        """Show the pages of the main file alone."""
        return View(self.files, self.header.page_size, self.stored_pages)

    @cached_property
    def journal_view(self) -> View:
        """Show the pages before the journal's transaction."""
        images = {image.page: Spot(JOURNAL, image.offset) for image in self.journal.images} if self.journal else {}
        return View(self.files, self.header.page_size, self.live.pages, images.get)

    @cached_property
    def tables(self) -> list[Table]:
        """The live tables and indexes that have pages, in the order of the schema."""
        return read_schema(schema_rows(self.live, self.usable, self.header.text))

    @cached_property
    def schema_was_changed(self) -> bool:
        """Whether the schema was changed more often than its statements explain: something may have been dropped."""
        rows = schema_rows(self.live, self.usable, self.header.text)
        return self.header.schema_cookie > sum(bool(sql) for *_, sql in rows)

    def table(self, name: str) -> Table | None:
        """Find a live table by its name, in any letter case."""
        wanted = name.lower()
        return next((t for t in self.tables if t.name.lower() == wanted and t.index_of is None), None)

    @cached_property
    def use(self) -> PageUse:
        """What every page is used for."""
        return page_use(self.live, self.header, self.tables, self.sound)

    @cached_property
    def copies(self) -> Copies:
        """The stretches between the cells of live pages that only repeat live cells."""
        found = Copies(self.live, self.usable, self.use, self.tables, self.header.text)
        found.settle()
        return found


def _header_in_log(log: write_ahead.Wal) -> Header | None:
    for frame in reversed(log.frames):
        if frame.page == 1:
            found = file_header.parse(log.source.read(frame.offset, btree.FILE_HEADER))
            if found is not None:
                return found
    return None


SchemaRow = tuple[str, str, str, int, str]


def schema_rows(view: View, usable: int, text: record.Text) -> Iterator[SchemaRow]:
    """Yield the rows of `sqlite_schema` (type, name, table, root page, statement) of one view."""
    count = 0
    for _number, data, page in trees.walk(view, 1, usable, bytearray(view.pages + 1)):
        if page.kind != btree.LEAF_TABLE:
            continue
        for item in btree.cells(data, page):
            count += 1
            if count > MAX_SCHEMA_ROWS:
                return
            row = schema_row(trees.payload(view, data, item, usable, schema.MAX_SQL * 2), text)
            if row is not None:
                yield row


def schema_row(payload: bytes, text: record.Text) -> SchemaRow | None:
    """Decode one row of `sqlite_schema`; None where it is none."""
    parsed = record.read_header(payload, 0, len(payload))
    if parsed is None or len(parsed[0]) != 5:
        return None
    kind, name, table, root, sql = record.values(parsed[0], payload[parsed[1] :], text)
    if not isinstance(kind, str) or not isinstance(name, str) or not isinstance(table, str):
        return None
    return kind, name, table, root if isinstance(root, int) else 0, sql if isinstance(sql, str) else ""


def read_schema(rows: Iterator[SchemaRow]) -> list[Table]:
    """Build the tables, then the indexes, that schema rows describe; those without pages are left out."""
    listed = list(rows)
    tables: dict[str, Table] = {}
    for kind, name, _table, root, sql in listed:
        if kind == "table" and root > 0 and (found := schema.read_table(name, root, sql)):
            tables.setdefault(name.lower(), found)
    indexes = []
    keys: dict[str, list[list[str]]] = {}
    for kind, name, table, root, sql in listed:
        owner = tables.get(table.lower())
        if kind != "index" or root <= 0 or owner is None:
            continue
        if sql:
            index = schema.read_index(name, root, sql, tables)
        else:
            listed_keys = keys.setdefault(owner.name, schema.constraint_keys(owner))
            tail = name.rsplit("_", 1)[-1]
            number = int(tail) if tail.isdecimal() else 0
            columns = listed_keys[number - 1] if 0 < number <= len(listed_keys) else []
            index = schema.index_of(owner, name, root, columns)
        indexes.append(index or Table(name, root, "", (), index_of=owner.name))
    return [*tables.values(), *indexes]
