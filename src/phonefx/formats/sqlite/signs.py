"""Signs that rows were deleted, without their content, each with what it does not prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from phonefx.formats.sqlite import btree, pageuse, record, trees, wal
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.survey import FREED
from phonefx.formats.visible import counted

_MOST_PAGES = 20_000
_MOST_GAPS = 5
_PROFILES = 2**63 - 2**31  # where Android sets the counters of the owner's own card before any row is there


class Sign(NamedTuple):
    """One sign: a short code, the table it concerns (or None), the finding and its limits in plain words."""

    code: str
    table: str | None
    finding: str
    limits: str


@dataclass
class _Space:
    """What the free space of a database looks like."""

    free: int = 0
    free_zeroed: int = 0
    blocks: int = 0
    blocks_zeroed: int = 0
    unused: int = 0


def signs(database: Database) -> Iterator[Sign]:
    """Yield the signs of deletion in a database, in a fixed order."""
    yield from _of_header(database)
    yield from _of_space(database)
    yield from _of_journals(database)
    yield from _of_indexes(database)
    sequences = dict(_sequences(database))
    for table in database.tables:
        if table.index_of is None and not table.internal and not table.without_rowid:
            yield from _of_row_ids(database, table, sequences.get(table.name))


def _of_header(database: Database) -> Iterator[Sign]:
    header = database.header
    for fault in header.faults:
        yield Sign("header damaged", None, fault, "Damage and intent look alike; rows were read page by page.")
    mode = {(False, False): "off", (True, False): "full", (True, True): "incremental"}
    state = mode[header.auto_vacuum, bool(header.auto_vacuum and header.incremental)]
    if state == "full":
        limits = "Freed pages are cut off at once, so little can be recovered, however much was deleted."
        yield Sign("auto_vacuum", None, "The database gives freed pages back at every commit.", limits)
    if database.schema_was_changed:
        yield Sign(
            "schema changed",
            None,
            f"The schema was changed {header.schema_cookie} times; its statements explain fewer changes.",
            "App updates, ALTER TABLE and VACUUM raise the number as dropping a table does.",
        )
    held = database.wal.live() if database.wal else {}
    lacking = sum(page not in held for page in range(database.stored_pages + 1, database.live_pages + 1))
    if lacking:
        yield Sign(
            "file too short",
            None,
            f"{lacking} of the {database.live_pages} pages that the database should have are not in the file.",
            "A copy that was cut short looks the same as a file that somebody cut.",
        )


def _of_space(database: Database) -> Iterator[Sign]:
    space = _measure(database)
    pages = max(1, database.live_pages)
    if space.free:
        yield Sign(
            "free pages",
            None,
            f"{space.free} of {pages} pages are free: they once held rows, indexes or long values.",
            "Their number does not tell how many rows were deleted, nor when or by whom; apps delete by themselves.",
        )
    wiped, seen = space.free_zeroed + space.blocks_zeroed, space.free + space.blocks
    if seen and wiped * 2 > seen:
        yield Sign(
            "free space wiped",
            None,
            f"{wiped} of {seen} free pages and freed stretches hold zeros only.",
            "SQLite does this where secure_delete is on, which is the rule on Android and in some apps.",
        )
    if not space.free and not space.blocks and not space.unused and pages > 2:
        yield Sign(
            "no free space",
            None,
            "No page is free and no page has a freed stretch.",
            "VACUUM leaves a database so, and so does one from which nothing was ever deleted.",
        )
    if space.unused:
        yield Sign(
            "unused pages",
            None,
            f"{space.unused} pages belong to no table, no index and no free list.",
            "Damage to the pages that led there has the same effect.",
        )


def _of_indexes(database: Database) -> Iterator[Sign]:
    for table, count in sorted(database.undecided.items(), key=lambda each: each[0] or ""):
        yield Sign(
            "index entries not read",
            table,
            f"Entries of old index pages that fit several indexes alike: {count}; no row was made of them.",
            "Such pages mostly repeat rows that are live, or that were found elsewhere.",
        )


def _measure(database: Database) -> _Space:
    use, pages = database.use, database.live_pages
    step = max(1, pages // _MOST_PAGES)
    roles = use.role[1 : pages + 1]
    unknown = roles.count(pageuse.UNKNOWN) + max(0, pages + 1 - len(use.role))
    space = _Space(roles.count(pageuse.FREE) + roles.count(pageuse.TRUNK), unused=unknown)
    for number in range(step, min(pages + 1, len(use.role)), step):
        role = use.role[number]
        if role == pageuse.FREE:
            space.free_zeroed += not database.live.page(number).strip(b"\0")
        if role == pageuse.TREE and use.survey.flags[number] & FREED:
            data = database.live.page(number)
            page = btree.parse(data, database.usable, number == 1)
            for block in btree.freeblocks(data, page) if page is not None else ():
                if block.size > 8:
                    space.blocks += 1
                    space.blocks_zeroed += not data[block.start + 4 : block.start + block.size].strip(b"\0")
    return space


def _of_journals(database: Database) -> Iterator[Sign]:
    if database.wal is not None and database.wal.frames:
        frames = database.wal.frames
        old = sum(frame.standing is wal.Standing.OLD for frame in frames)
        late = sum(frame.standing is wal.Standing.UNCOMMITTED for frame in frames)
        yield Sign(
            "write-ahead log",
            None,
            f"The log holds {len(frames)} page images, {old} of an earlier use of the log, {late} never committed.",
            "Each image is a page as it once stood; most rows on it are usually still live.",
        )
    if database.journal is not None:
        kind = "would be rolled back by SQLite" if database.journal.hot else "is left over from a finished transaction"
        yield Sign(
            "rollback journal",
            None,
            f"The journal holds {len(database.journal.images)} page images and {kind}.",
            "It shows the pages as they were before a transaction, whatever that transaction changed.",
        )


def _sequences(database: Database) -> Iterator[tuple[str, int]]:
    table = database.table("sqlite_sequence")
    if table is None:
        return
    for _number, data, page in trees.walk(
        database.live, table.root, database.usable, bytearray(database.live.pages + 1)
    ):
        for item in btree.cells(data, page):
            raw = trees.payload(database.live, data, item, database.usable, 1 << 16)
            parsed = record.read_header(raw, 0, len(raw))
            if parsed is not None and len(parsed[0]) == 2:
                name, highest = record.values(parsed[0], raw[parsed[1] :], database.header.text)
                if isinstance(name, str) and isinstance(highest, int):
                    yield name, highest


def _of_row_ids(database: Database, table: Table, sequence: int | None) -> Iterator[Sign]:
    count, first, last, gaps = _row_ids(database, table)
    missing = sum(behind - start for start, behind in gaps)
    if missing and last - first < 50 * count + 1000:
        longest = sorted(gaps, key=lambda gap: gap[0] - gap[1])[:_MOST_GAPS]
        told = ", ".join(str(start) if behind - start == 1 else f"{start} to {behind - 1}" for start, behind in longest)
        yield Sign(
            "row id gaps",
            table.name,
            f"{counted(count, 'row')} with ids from {first} to {last}; {counted(missing, 'id')} between them without"
            f" a row: {'longest gaps ' * (len(gaps) > _MOST_GAPS)}{told}.",
            "Ids are also lost when an insert fails, when a row is replaced, and when the app chooses them.",
        )
    if sequence is not None and sequence > last and not (sequence == _PROFILES and not count):
        yield Sign(
            "highest id gone",
            table.name,
            f"The counter of given ids stands at {sequence}; the highest id with a row is {last if count else 'none'}.",
            "The rows above may have been deleted or their insert may have failed; the number can be set by hand.",
        )


def _row_ids(database: Database, table: Table) -> tuple[int, int, int, list[tuple[int, int]]]:
    """Count the rows of a table, and the stretches of ids between them that have none."""
    leaves = database.use.leaves.get(database.tables.index(table), ())
    count = sum(database.use.survey.cells[number] for number in leaves)
    first, last = (_row_id(database, leaves, end) for end in (0, -1))
    if first is not None and last is not None and last - first == count - 1:
        return count, first, last, []
    return _gaps(database, leaves)


def _row_id(database: Database, leaves: Sequence[int], end: int) -> int | None:
    """Read the first row id of a table, or with `end` -1 its last."""
    if not leaves:
        return None
    data = database.live.page(leaves[end])
    page = btree.parse(data, database.usable, leaves[end] == 1)
    found = btree.cells(data, page) if page is not None else []
    return found[end].rowid if found else None


def _gaps(database: Database, leaves: Sequence[int]) -> tuple[int, int, int, list[tuple[int, int]]]:
    count, first, last = 0, 0, 0
    gaps: list[tuple[int, int]] = []
    for number in leaves:
        data = database.live.page(number)
        page = btree.parse(data, database.usable, number == 1)
        for item in btree.cells(data, page) if page is not None else ():
            if item.rowid is None:
                continue
            if count and item.rowid > last + 1:
                gaps.append((last + 1, item.rowid))
                if len(gaps) > _MOST_PAGES:
                    gaps = sorted(gaps, key=lambda gap: gap[0] - gap[1])[: _MOST_PAGES // 2]
            first = item.rowid if not count else first
            last = item.rowid
            count += 1
    return count, first, last, gaps
