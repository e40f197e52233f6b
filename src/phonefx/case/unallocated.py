"""Rows of database pages in what no file of a disk image owns, as items: done where `process --carve` asks for it.

Such a page does not say of which database it was. Its rows become items only where they have, of all tables of the
exhibit's databases, the shape of one alone, and a query of a parser reads that table. They pass through that query as
recovered rows do. What a live row says too is a copy and is left out. All else is counted in the coverage.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from phonefx.case import carved, staging
from phonefx.case.plan import FileSet, Job, Left
from phonefx.case.shard import ShardWriter
from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.images.exhibit import image_of
from phonefx.evidence.tree import Entry
from phonefx.formats import sqlite
from phonefx.formats.sqlite import rawpages
from phonefx.formats.sqlite.rawpages import Window
from phonefx.formats.sqlite.shape import Shape

if TYPE_CHECKING:
    from phonefx.evidence import Exhibit
    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.images.freespace import Unallocated
    from phonefx.formats.sqlite.rawpages import RawCell
    from phonefx.formats.sqlite.schema import Table

PATH: Final = "$Unallocated"
PARSER: Final = "unallocated"
_TOLD_EVERY: Final = 64 << 20
_ALIKE: Final = re.compile(r"\s+")
Tell = Callable[[tuple[str, str]], None]


def space_of(exhibit: Exhibit) -> Unallocated | None:
    """Say what no file of an exhibit owns; None where it is no disk image."""
    image = image_of(exhibit)
    return image.unallocated() if image is not None else None


def opened(exhibit: Exhibit) -> Space | None:
    """Open what no file of a disk image owns; None where the exhibit is none."""
    image = image_of(exhibit)
    return Space(image.disk, image.unallocated()) if image is not None else None


class Space:
    """The bytes of a disk; its stretches that no file owns are hashed as they are read in order.

    Attributes:
        size: bytes of the disk.
        free: the stretches.
        faults: what could not be read, and counts as zeros.
    """

    def __init__(self, disk: Blob, free: Unallocated) -> None:
        self._disk, self.free = disk, free
        self.size = disk.size
        self.faults: dict[str, None] = {}
        self._hash = hashlib.sha256()
        self._next = -1

    def read(self, offset: int, length: int) -> bytes:
        """Read at an offset of the disk."""
        try:
            data = self._disk.read_at(offset, length)
        except Damaged as error:
            self.faults[str(error)] = None
            data = bytes(max(0, min(length, self.size - offset)))
        if offset == self._next:
            self._hash.update(data)
            self._next += len(data)
        return data

    def pages(self, tell: Callable[[], None]) -> Iterator[tuple[int, int]]:
        """Read all stretches in order and yield (offset in the disk, size) of the table pages in them."""
        done = told = 0
        for start, size in self.free.spans:
            self._next = start
            for offset, length in rawpages.survey(Window(self, start, size)).pages():
                yield start + offset, length
            done += size
            if done - told >= _TOLD_EVERY:
                told = done
                tell()

    def digest(self) -> str:
        """Give the SHA-256 of all stretches, one after the other; they are read if that was not done."""
        if self._next < 0:
            for start, size in self.free.spans:
                self._next = start
                for at in range(start, start + size, 1 << 20):
                    self.read(at, min(1 << 20, start + size - at))
        return self._hash.hexdigest()


@dataclass(slots=True)
class Known:
    """A table of the exhibit's databases: what it looks like, and the databases that have it, by their places."""

    table: Table
    shape: Shape
    databases: list[int] = field(default_factory=list)

    def takes(self, cells: Sequence[RawCell]) -> bool:
        """Say whether every row of a page can be one of this table."""
        columns = self.table.columns
        needed = [place for place, each in enumerate(columns) if each.not_null and place != self.table.alias]
        return all(
            len(cell.types) == len(columns) and self.shape.leads(cell.types) and all(cell.types[at] for at in needed)
            for cell in cells
        )


def run(part: Path, job: Job, exhibit: Exhibit, scratch: Path, left: Left, tell: Tell) -> None:
    """Search what no file of a disk image owns, and write into a shard what the parsers make of its rows.

    Args:
        part: the shard.
        job: names the databases to learn from.
        exhibit: the exhibit.
        scratch: folder for private copies.
        left: what not to run again, and why.
        tell: told what is begun.
    """
    with closing(ShardWriter(part, job.exhibit)) as writer:
        if reason := left.get((PARSER, PATH)):
            writer.problem(PARSER, PATH, "parser stopped", reason)
            writer.outcome(PARSER, None, "failed", reason)
            return
        space = opened(exhibit)
        if space is not None:
            _search(writer, job, space, exhibit, scratch, lambda: tell((PARSER, PATH)))


def _search(
    writer: ShardWriter, job: Job, space: Space, exhibit: Exhibit, scratch: Path, tell: Callable[[], None]
) -> None:
    tell()
    pages = list(space.pages(tell))
    entry = Entry(PATH, space.free.size, "file", "unallocated", None, PATH)
    file = writer.file(entry, space.digest(), space.free.size)
    tally: Counter[str] = Counter()
    found = _assigned(space, pages, _tables(job, exhibit, scratch, tell), tally) if pages else {}
    items = 0
    for place, chosen in sorted(found.items()):
        tell()
        items += _of_database(writer, file, job.files[place], chosen, (space, exhibit, scratch), tally)
    for fault in space.faults:
        writer.problem(PARSER, PATH, "unreadable", fault)
    told = [f"{space.free.size:,} bytes searched; {sum(tally.values()):,} rows on {len(pages):,} table pages found"]
    writer.outcome(PARSER, file, "items" if items else "empty", "; ".join([*told, *_counts(tally)]))


def _counts(tally: Counter[str]) -> list[str]:
    return [f"{count:,} {what}" for what, count in sorted(tally.items()) if count]


def _tables(job: Job, exhibit: Exhibit, scratch: Path, tell: Callable[[], None]) -> list[Known]:
    """List the tables of the databases, each schema once."""
    known: dict[tuple[str, str], Known] = {}
    for place, files in enumerate(job.files):
        tell()
        for table in _tables_of(files, exhibit, scratch):
            key = table.name.lower(), _ALIKE.sub(" ", table.sql.lower())
            known.setdefault(key, Known(table, Shape(table))).databases.append(place)
    return list(known.values())


def _tables_of(files: FileSet, exhibit: Exhibit, scratch: Path) -> list[Table]:
    try:
        with staging.staged_database(exhibit, files, scratch) as copied:
            listed = sqlite.Database.beside(copied.path).tables
            return [each for each in listed if each.columns and each.index_of is None and not each.as_index]
    except (EvidenceError, OSError):
        return []  # it was a problem when its parsers ran


def _assigned(
    space: Space, pages: list[tuple[int, int]], known: list[Known], tally: Counter[str]
) -> dict[int, dict[str, carved.Pages]]:
    """Give each page the one table whose rows it can hold: place of the database to table to pages."""
    by_width: dict[int, list[Known]] = defaultdict(list)
    for each in known:
        by_width[len(each.table.columns)].append(each)
    found: dict[int, dict[str, carved.Pages]] = defaultdict(dict)
    for offset, size in pages:
        cells = list(rawpages.cells(space, offset, size))
        fitting = [each for each in by_width[len(cells[0].types)] if each.takes(cells)] if cells else []
        if len(fitting) != 1:
            tally["fit several tables" if fitting else "fit no table"] += len(cells)
            continue
        one = fitting[0]
        chosen = found[one.databases[0]].setdefault(one.table.name.lower(), carved.Pages(one.table, len(one.databases)))
        chosen.places.append((offset, size))
    return found


def _of_database(
    writer: ShardWriter, file: int, files: FileSet, chosen: dict[str, carved.Pages],
    where: tuple[Space, Exhibit, Path], tally: Counter[str],
) -> int:  # fmt: skip
    space, exhibit, scratch = where
    try:
        with staging.staged_database(exhibit, files, scratch) as copied:
            return carved.run(writer, file, files.main.path, copied.path, chosen, space, tally)
    except (EvidenceError, OSError, sqlite3.DatabaseError) as error:
        writer.problem(PARSER, files.main.path, "unreadable", str(error))
        return 0
