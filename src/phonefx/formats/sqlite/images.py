"""Every page image that the files of a database hold, each with what it is."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from operator import or_
from typing import NamedTuple

from phonefx.formats.sqlite import pageuse, wal
from phonefx.formats.sqlite.database import Database, schema_rows
from phonefx.formats.sqlite.survey import BLANK, GAP, LOOSE
from phonefx.formats.sqlite.view import JOURNAL, MAIN, WAL, View


class Standing(Enum):
    """Whether an image is what SQLite would read, an earlier state, or one that never became valid."""

    LIVE = "live"
    OLD = "old"
    UNCOMMITTED = "uncommitted"


class Image(NamedTuple):
    """One image of a page. `use` is the page's use in the live state; `place` says in words what the image is."""

    number: int
    data: bytes
    role: str
    offset: int
    standing: Standing
    use: int
    place: str
    view: View
    frame: int = 0
    commit: int = 0


_SKIPPED = (pageuse.POINTER_MAP, pageuse.LOCK)
_NAMES = {
    pageuse.FREE: "freelist",
    pageuse.TRUNK: "freelist trunk",
    pageuse.UNKNOWN: "unused page",
    pageuse.OVERFLOW: "overflow page",
}


def images(database: Database) -> Iterator[Image]:
    """Yield the images of the main file, then of the log, then of the journal, in the order of the files."""
    yield from _main(database)
    yield from _log(database)
    yield from _journal(database)


def is_clean(database: Database) -> bool:
    """Say whether no deleted row can be found: no image of a page holds more than live rows.

    Where there is a virtual table this is not asked: the words of a full-text index outlive their row.
    """
    rows = schema_rows(database.live, database.usable, database.header.text)
    virtual = any(kind == "table" and not root for kind, _, _, root, _ in rows)
    return not virtual and next(images(database), None) is None


def meagre(database: Database) -> Iterator[Image]:
    """Yield the live pages whose leftovers tell of a row only together with others."""
    size = database.header.page_size
    for number in database.copies.meagre():
        offset = (number - 1) * size
        data = database.files[MAIN].read(offset, size)
        yield Image(number, data, MAIN, offset, Standing.LIVE, pageuse.TREE, "main", database.live)


def _is_plain(database: Database, number: int, use: int) -> bool:
    """Say whether a live page holds nothing that is not live; such pages need not even be read."""
    database.copies  # noqa: B018 - takes the flags from pages that only repeat live cells
    flags = database.use.survey.flags
    if number >= len(flags):
        return False
    if use == pageuse.TREE:
        return not flags[number] & (LOOSE | GAP)
    return (use == pageuse.OVERFLOW and number not in database.use.slack) or bool(flags[number] & BLANK)


def _use(database: Database, number: int) -> int:
    role = database.use.role
    return role[number] if number < len(role) else pageuse.UNKNOWN


def _noticed(database: Database) -> list[int]:
    """List the pages of the main file but those of trees that hold live rows alone."""
    database.copies  # noqa: B018 - takes the flags from pages that only repeat live cells
    use, behind = database.use, database.stored_pages + 1
    known = len(use.role)
    loud = use.survey.flags.translate(_LOUD)
    told = {number for number, role in enumerate(map(or_, use.role, loud)) if role != pageuse.TREE}
    told |= database.elsewhere.keys()
    return [*sorted(number for number in told if 0 < number < min(behind, known)), *range(known, behind)]


_LOUD = bytes(128 * bool(flags & (LOOSE | GAP)) for flags in range(256))


def _main(database: Database) -> Iterator[Image]:
    size, source = database.header.page_size, database.files[MAIN]
    hot = database.journal is not None and database.journal.hot
    for number in _noticed(database):
        offset = (number - 1) * size
        use = _use(database, number)
        if use in _SKIPPED:
            continue
        spot = database.live.spot(number)
        if spot.role == MAIN and _is_plain(database, number, use):
            continue
        data = source.read(offset, size)
        if spot.role == MAIN:
            live = use in (pageuse.TREE, pageuse.OVERFLOW)
            place = "main" if live else _NAMES[use] if number <= database.live_pages else "behind the last page"
            standing = Standing.LIVE if live else Standing.OLD
            if not live and hot and number > database.live_pages:
                standing, place = Standing.UNCOMMITTED, "main, to be cut off by the journal"
            yield Image(number, data, MAIN, offset, standing, use, place, database.live)
        elif spot.role == JOURNAL:
            place = "main, to be rolled back"
            yield Image(number, data, MAIN, offset, Standing.UNCOMMITTED, use, place, database.main_view)
        else:
            yield Image(number, data, MAIN, offset, Standing.OLD, use, "main, before the log", database.main_view)


_FRAME_STANDING = {
    wal.Standing.COMMITTED: Standing.OLD,
    wal.Standing.OLD: Standing.OLD,
    wal.Standing.UNCOMMITTED: Standing.UNCOMMITTED,
}


def _log(database: Database) -> Iterator[Image]:
    log = database.wal
    for frame in log.frames if log else ():
        use = _use(database, frame.page)
        if log is None or use in _SKIPPED:
            continue
        if database.live.spot(frame.page).frame == frame.number and _is_plain(database, frame.page, use):
            continue
        data = log.source.read(frame.offset, log.page_size)
        standing, view, place = _FRAME_STANDING[frame.standing], database.view_at(frame), "wal"
        if database.live.spot(frame.page).frame == frame.number:
            view = database.live
            standing = Standing.LIVE if use in (pageuse.TREE, pageuse.OVERFLOW) else Standing.OLD
        elif frame.standing is wal.Standing.OLD:
            place = "wal, old generation"
        elif frame.standing is wal.Standing.UNCOMMITTED:
            place = "wal, never committed"
        yield Image(frame.page, data, WAL, frame.offset, standing, use, place, view, frame.number, frame.commit)


def _journal(database: Database) -> Iterator[Image]:
    back = database.journal
    for image in back.images if back else ():
        use = _use(database, image.page)
        if back is None or use in _SKIPPED:
            continue
        spot = database.live.spot(image.page)
        live = spot.role == JOURNAL and spot.offset == image.offset
        if live and _is_plain(database, image.page, use):
            continue
        data = back.source.read(image.offset, back.page_size)
        standing = Standing.LIVE if live and use in (pageuse.TREE, pageuse.OVERFLOW) else Standing.OLD
        yield Image(image.page, data, JOURNAL, image.offset, standing, use, "journal", database.journal_view)
