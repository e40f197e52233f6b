"""Passes rows carved from unallocated space through the queries that read their table in a database of the exhibit."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from phonefx.case.recovered import Recovery
from phonefx.case.remains import Kept, Remain
from phonefx.case.sandbox import Calls, Copy, attach_shard, open_copy
from phonefx.case.shard import ShardWriter
from phonefx.formats import sqlite
from phonefx.formats.sqlite import learn, rawpages
from phonefx.parsers.query import Fitted, fit
from phonefx.parsers.registry import all_parsers

if TYPE_CHECKING:
    from phonefx.formats.sqlite.bytefile import Bytes
    from phonefx.formats.sqlite.rawpages import RawRow
    from phonefx.formats.sqlite.record import Text
    from phonefx.formats.sqlite.schema import Table
    from phonefx.formats.sqlite.shape import Shape

CONFIDENCE, CUT_CONFIDENCE = 0.3, 0.2
_ROLE: Final = "image"
_WHERE: Final = "a table page in unallocated space"
_REASON: Final = (
    "the row stands whole on a page that no file owns; of the tables of this exhibit only {table} of {path} has its"
    " shape; whether it was deleted or is a copy is not known, nor that it was of this database"
)
_AMONG: Final = "; more databases of this exhibit have that table"
_MOST_PLACES: Final = 50
_LEAST_BITS: Final = 30.0
_LOST: Final = (sqlite.Mark.MISSING, sqlite.Mark.PREFIX)
_ELSEWHERE: Final = re.compile(r"\bJOIN\b|\bSELECT\b", re.IGNORECASE)


@dataclass(slots=True)
class Pages:
    """The pages that hold rows of one table: (offset, size) of each, and how many databases have that table."""

    table: Table
    databases: int
    places: list[tuple[int, int]] = field(default_factory=list)


def run(writer: ShardWriter, file: int, path: str, copy: Path, chosen: dict[str, Pages], space: Bytes,
        tally: Counter[str]) -> int:  # fmt: skip
    """Make items of the rows that fit one database; give their number.

    Args:
        writer: the shard.
        file: number of the unallocated space in it.
        path: the database, as the extraction names it.
        copy: its private copy.
        chosen: table to the pages that hold its rows.
        space: the bytes of the disk.
        tally: counts rows by what became of them.
    """
    items, taken = 0, set[str]()
    with closing(_Carved(path, space)) as rows:
        for parser in all_parsers():
            if not parser.queries:
                continue
            calls = Calls(parser.functions)
            with closing(open_copy(copy, calls)) as database:
                usable = [each for query in parser.queries if isinstance(each := fit(database, query), Fitted)]
                usable = [each for each in usable if each.table.lower() in chosen and _is_told(each, chosen)]
                for table in dict.fromkeys(each.table.lower() for each in usable):
                    if table not in taken:
                        taken.add(table)
                        rows.take(database, copy, chosen[table], tally)
                if usable:
                    attach_shard(database, writer.path)
                    items += Recovery(writer, parser.id, file, database, rows, {}).run(usable)
    for table in set(chosen) - taken:
        count = sum(1 for place in chosen[table].places for _ in rawpages.cells(space, *place))
        tally["are of a table that no query reads by itself"] += count
    return items


def _is_told(fitted: Fitted, chosen: dict[str, Pages]) -> bool:
    """Say whether a query makes records of rows that stand alone.

    Parts belong to rows of which nothing tells which they were. Where several databases have the table, nothing tells
    in which of them to look up what the row refers to.
    """
    if fitted.query.kind.part:
        return False
    return chosen[fitted.table.lower()].databases == 1 or not _looks_up(fitted)


def _looks_up(fitted: Fitted) -> bool:
    return any(_ELSEWHERE.search(each) for each in (fitted.tail, *fitted.select.values()))


class _Carved:
    """Carved rows of the tables of one database: those that no live row says, each once with all its places."""

    mended = False

    def __init__(self, path: str, space: Bytes) -> None:
        self._path, self._space = path, space
        self._kept = Kept()

    def of(self, table: str) -> Iterator[Remain]:
        return self._kept.of(table)

    def beside(self, _: str) -> Iterator[Remain]:
        return iter(())

    def close(self) -> None:
        self._kept.close()

    def take(self, database: Copy, copy: Path, pages: Pages, tally: Counter[str]) -> None:
        """Keep the rows of one table but those that a live row says."""
        opened = sqlite.Database.beside(copy)
        shape = next(each for each in learn.shapes(opened) if each.table.name == pages.table.name)
        found: dict[bytes, _Seen] = {}
        for row in _rows(self._space, shape, pages, opened.header.text, tally):
            cut = any(mark in _LOST for mark in row.marks)
            key = _digest((row.rowid, *row.values))
            if key in found:
                found[key].places.append(row.place.offset)
                tally["say what another of them says"] += 1
            elif cut and _is_live(database, pages.table, row):
                tally["say what a live row says"] += 1
            else:
                number = self._kept.add(pages.table.name, self._remain(row, pages, cut))
                found[key] = _Seen(number, _digest(row.values))
        live = _live(database, pages.table, {each.said for each in found.values()})
        for each in found.values():
            if each.said in live:
                self._kept.drop(each.number)
                tally["say what a live row says"] += 1
                continue
            tally["passed through a query"] += 1
            if each.places:
                listed = [{"file": _ROLE, "place": _WHERE, "page": 0, "offset": at, "frame": 0} for at in each.places]
                self._kept.change(each.number, places=json.dumps(listed[:_MOST_PLACES]))

    def _remain(self, row: RawRow, pages: Pages, cut: bool) -> Remain:
        lost = [f"{name}: {mark.value}" for name, mark in zip(row.columns, row.marks, strict=True) if mark in _LOST]
        recovery = {
            "place": _WHERE, "file": _ROLE, "page": 0, "offset": row.place.offset, "length": row.place.length,
            "frame": None, "commit_no": None, "confidence": CUT_CONFIDENCE if cut else CONFIDENCE,
            "reason": _REASON.format(table=pages.table.name, path=self._path) + _AMONG * (pages.databases > 1),
            "partial": ", ".join(lost) or None, "places": None,
        }  # fmt: skip
        gone = tuple(name for name, mark in zip(row.columns, row.marks, strict=True) if mark is sqlite.Mark.MISSING)
        return Remain("recovered", row.rowid, row.columns, row.values, recovery, gone)


@dataclass(slots=True)
class _Seen:
    """A row that was kept: its number, the digest of its values, and where else it stands."""

    number: int
    said: bytes
    places: list[int] = field(default_factory=list)


def _rows(space: Bytes, shape: Shape, pages: Pages, text: Text, tally: Counter[str]) -> Iterator[RawRow]:
    """Yield the rows of pages that are also like the live rows of their table."""
    for place in pages.places:
        for cell in rawpages.cells(space, *place):
            weight = shape.model.bits(cell.types, cell.body, text)
            if weight.failed is not None or weight.bits < _LEAST_BITS:
                tally["are unlike the live rows of their table"] += 1
            else:
                yield rawpages.read(cell, pages.table, text)


def _digest(values: Iterable[object]) -> bytes:
    """Fold values into 16 bytes; a text counts by its bytes, which SQLite gives undecoded."""
    raw = [each.encode("utf-8", "surrogatepass") if isinstance(each, str) else each for each in values]
    return blake2b(repr(raw).encode(), digest_size=16).digest()


def _live(database: sqlite3.Connection, table: Table, wanted: set[bytes]) -> set[bytes]:
    """Give those digests that are of live rows."""
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    found = set()
    for row in _raw(database, f'SELECT {listed} FROM main."{table.name}"', ()):
        if (said := _digest(row)) in wanted:
            found.add(said)
    return found


def _is_live(database: sqlite3.Connection, table: Table, row: RawRow) -> bool:
    """Say whether the live row of a cut row's id says all that is left of it."""
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    for live in _raw(database, f'SELECT {listed} FROM main."{table.name}" WHERE rowid = ?', (row.rowid,)):
        return all(map(_agrees, row.values, row.marks, live))
    return False


def _agrees(mine: Any, mark: sqlite.Mark, theirs: Any) -> bool:  # noqa: ANN401 - whatever a column holds
    if mark is sqlite.Mark.MISSING:
        return True
    known = mine.encode("utf-8", "surrogatepass") if isinstance(mine, str) else mine
    if mark is sqlite.Mark.PREFIX:
        return isinstance(theirs, bytes) and theirs.startswith(known)
    return bool(known == theirs)


def _raw(database: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
    """Run a statement whose texts come as bytes."""
    before = database.text_factory
    database.text_factory = bytes
    try:
        yield from database.execute(statement, values)
    finally:
        database.text_factory = before
