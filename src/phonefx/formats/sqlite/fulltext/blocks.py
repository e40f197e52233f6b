"""The blocks of a full-text index: those that SQLite would read, and those that were given up."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from phonefx.formats.sqlite import btree
from phonefx.formats.sqlite.candidate import Place
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.fulltext import doclists
from phonefx.formats.sqlite.fulltext.declared import LEVELS, Index
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.salvage import salvage

STRUCTURE = 10
OLD = 1 << 20


class Row(NamedTuple):
    """A row of a table that belongs to an index, with the place of its bytes."""

    rowid: int | None
    values: tuple[Value, ...]
    place: Place


Rows = Callable[[str], Iterable[Row]]
"""Gives the rows of a table by its name."""


class Block(NamedTuple):
    """A stretch of an index. `segment` tells what belongs together: what SQLite reads counts from 0, the newest first.

    A list of documents may run from a block into the next of the same `chain` whose `number` counts on.
    """

    segment: int
    number: int
    data: bytes
    place: Place
    chain: int = -1

    def follows(self, before: Block) -> bool:
        """Say whether a list of documents may run from another block into this one."""
        return self.chain >= 0 and (self.chain, self.number) == (before.chain, before.number + 1)

    @property
    def live(self) -> bool:
        """Whether SQLite itself would read the block."""
        return self.segment < OLD


def live_rows(database: Database, table: str) -> Iterator[Row]:
    """Yield the live rows of a table."""
    for row in salvage(database, table):
        yield Row(row.rowid, row.values, row.place)


def live_documents(database: Database, index: Index) -> set[int] | None:
    """Collect the row ids of the documents that are there; None where nothing says which are."""
    for name in (index.content, f"{index.name}_docsize"):
        table = database.table(name) if name else None
        if table is not None and not table.as_index:
            place = database.tables.index(table)
            found: set[int] = set()
            for number in database.use.leaves.get(place, ()):
                data = database.live.page(number)
                page = btree.parse(data, database.usable, number == 1)
                cells = btree.cells(data, page) if page is not None else []
                found.update(cell.rowid for cell in cells if cell.rowid is not None)
            return found
    return None


def live_blocks(database: Database, index: Index) -> Iterator[Block]:
    """Yield the blocks that SQLite would read and that hold documents, segment by segment."""
    rows = lambda table: live_rows(database, table)  # noqa: E731
    if index.version == 5:
        yield from _live_pages(index, rows)
    else:
        for block in _leaves(index, rows, 0):
            if block.live:
                yield block


def old_blocks(index: Index, rows: Rows) -> Iterator[Block]:
    """Yield the blocks that were given up, from the remains of the tables of an index."""
    if index.version == 5:
        yield from _old_pages(index, rows)
    else:
        yield from _leaves(index, rows, OLD)


def _leaves(index: Index, rows: Rows, first: int) -> Iterator[Block]:
    """Yield the leaves of FTS3 and FTS4: those in the rows of `%_segdir`, and those in `%_segments`."""
    ranges: list[tuple[int, int, int]] = []
    others: list[tuple[int, int]] = []
    listed = sorted(filter(None, map(_directory, rows(f"{index.name}_segdir"))), key=lambda each: each[0])
    for segment, ((_age, _idx, level), start, end, root, place) in enumerate(listed, first):
        main = (level // LEVELS) % (1 + len(index.prefixes)) == 0
        if not main:
            others.append((start, end))
        elif start:
            ranges.append((start, end, segment))
        elif doclists.is_leaf(root):
            yield Block(segment, 0, root, place)
    ranges.sort()
    loose = first + len(listed) if first else OLD
    for row in rows(f"{index.name}_segments"):
        data = row.values[-1] if row.values else None
        if not isinstance(data, bytes) or not doclists.is_leaf(data):
            continue
        number = row.rowid if row.rowid is not None else -1
        found = _in_range(ranges, number)
        if found is not None:
            yield Block(found, number, data, row.place)
        elif not any(start <= number <= end for start, end in others) and not _of_prefixes(index, data):
            loose += 1
            yield Block(loose, number, data, row.place)


Directory = tuple[tuple[int, int, int], int, int, bytes, Place]


def _directory(row: Row) -> Directory | None:
    """Read a row of `%_segdir`: ((age, minus number, level), first and last leaf, root, place)."""
    if len(row.values) < 6:
        return None
    level, idx, start, end, _last, root = row.values[:6]
    if not isinstance(level, int) or not isinstance(idx, int) or not isinstance(root, bytes):
        return None
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    return (level % LEVELS, -idx, level), start, end, root, row.place


def _in_range(ranges: list[tuple[int, int, int]], number: int) -> int | None:
    """Find the one segment whose range holds a block; none where several do."""
    at = bisect_right(ranges, (number, 1 << 63, 0))
    fitting = [segment for start, end, segment in ranges[max(0, at - 2) : at] if start <= number <= end]
    return fitting[0] if len(fitting) == 1 else None


def _of_prefixes(index: Index, data: bytes) -> bool:
    """Say whether all terms of a block are as long as the beginnings of words that the index lists apart."""
    lengths = {len(term.decode("utf-8", "replace")) for term, _ in doclists.leaf_terms(data)}
    return len(lengths) == 1 and lengths <= set(index.prefixes)


def _live_pages(index: Index, rows: Rows) -> Iterator[Block]:
    table = f"{index.name}_data"
    record = next((row.values[-1] for row in rows(table) if row.rowid == STRUCTURE), None)
    order = doclists.structure(record) if isinstance(record, bytes) else []
    ranks = {segment: rank for rank, segment in enumerate(order)}
    for row in rows(table):
        page = doclists.page_id(row.rowid or 0)
        data = row.values[-1]
        if page.segment in ranks and not page.is_doclist_index and not page.height and isinstance(data, bytes):
            yield Block(ranks[page.segment], page.number, data, row.place, page.segment)


def _old_pages(index: Index, rows: Rows) -> Iterator[Block]:
    """Yield pages of FTS5 that were given up, each by itself; only where a number stands once does it have a chain."""
    table = f"{index.name}_data"
    times = Counter(row.rowid for row in rows(table))
    for place, row in enumerate(rows(table)):
        data = row.values[-1] if row.values else None
        page = doclists.page_id(row.rowid or 0)
        if not isinstance(data, bytes) or len(data) <= 4 or page.is_doclist_index or page.height:
            continue
        if row.rowid is None or page.segment:
            chain = page.segment if row.rowid is not None and times[row.rowid] == 1 else -1
            yield Block(OLD + place, page.number, data, row.place, chain)
