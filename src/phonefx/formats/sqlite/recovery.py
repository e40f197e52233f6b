"""Deleted rows and older versions of a database, each with its place, its confidence and the reason for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import chain

from phonefx.formats.sqlite import btree, learn, pageuse, record, residue, trees
from phonefx.formats.sqlite.candidate import Candidate, Place, Store
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.found import Found, Grade
from phonefx.formats.sqlite.fulltext import Texts
from phonefx.formats.sqlite.harvest import Harvester
from phonefx.formats.sqlite.images import Image, Standing, images, meagre
from phonefx.formats.sqlite.merge import merged
from phonefx.formats.sqlite.model import RowModel
from phonefx.formats.sqlite.recoveredrow import RECOVERED, SUPERSEDED, UNCOMMITTED, RecoveredRow
from phonefx.formats.sqlite.remains import dropped_tables, schema_shape
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.settle import Settler, Verdicts
from phonefx.formats.sqlite.shape import Shape

FEW_ROWS = 20
MAX_BODY = 64 << 20


def recover(database: Database) -> Iterator[RecoveredRow]:
    """Yield the deleted rows and older versions that the bytes of a database still hold; live rows never.

    Rows come ordered by table, row id and place. Work is done in passes over the files; memory holds the numbers of
    candidates and one page at a time, never the rows.
    """
    store = Store()
    try:
        shapes = learn.shapes(database)
        shapes += [Shape(table) for table in dropped_tables(database)]
        shapes.append(schema_shape(database))
        _relearn(database, shapes)
        _collect(database, shapes, store)
        verdicts = Settler(database, shapes, store).settle()
        yield from _report(database, shapes, store, verdicts)
    finally:
        store.close()


def _relearn(database: Database, shapes: list[Shape]) -> None:
    """Learn tables with few live rows from the whole cells that old pages hold."""
    poor = {
        id(shape): place
        for place, shape in enumerate(shapes)
        if shape.place != -1 and not shape.table.internal and learn.few_rows(database, shape, FEW_ROWS)
    }
    if not poor:
        return
    harvester = Harvester(database, shapes)
    text = database.header.text
    learned: dict[int, RowModel] = {}
    for image in images(database):
        if image.standing is Standing.LIVE and not _emptied(database, image):
            continue
        for found, _kind in harvester.rows(image):
            if id(found.shape) in poor and found.grade >= Grade.RECORD and found.cut is None and not found.overflow:
                place = poor[id(found.shape)]
                if place not in learned:
                    learned[place] = learn.copy(database, found.shape)
                body = image.data[found.body : found.body + found.local]
                learned[place].learn(found.types, record.values(found.types, body, text), found.rowid)
    for place, model in learned.items():
        shapes[place] = Shape(shapes[place].table, partial(_given, model), shapes[place].place)


def _given(model: RowModel, _table: Table) -> RowModel:
    return model


def _emptied(database: Database, image: Image) -> bool:
    """Say whether a live page has lost all its rows: what is left on it is of one table."""
    page = btree.parse(image.data, database.usable, image.number == 1)
    return page is not None and page.cells == 0


def _collect(database: Database, shapes: list[Shape], store: Store) -> None:
    places = {id(shape): place for place, shape in enumerate(shapes)}
    named = {s.table.name.lower(): n for n, s in enumerate(shapes) if s.place >= 0 and s.table.index_of is None}
    harvester = Harvester(database, list(shapes))
    for image in chain(images(database), _together(database, store)):
        for found, kind in harvester.rows(image):
            if found.shape.table.internal:
                continue
            if id(found.shape) not in places:
                places[id(found.shape)] = len(shapes)
                shapes.append(found.shape)
            candidate: Candidate | None = assemble(database, image, found, kind, places[id(found.shape)])
            if found.shape.table.index_of is not None and candidate is not None:
                owner = named.get(found.shape.table.index_of.lower())
                if owner is None or shapes[owner].table.internal:
                    continue
                candidate = residue.of_table(candidate, found, shapes[owner].table, owner)
            if candidate is not None:
                store.add(candidate)
    database.undecided = dict(harvester.undecided)


def _together(database: Database, store: Store) -> Iterator[Image]:
    """Yield the pages that tell of a row only together with others, where others told of one."""
    if store.count():
        yield from meagre(database)


def assemble(database: Database, image: Image, found: Found, kind: str, shape: int) -> Candidate:
    """Bring the bytes of a found record together, those on overflow pages included."""
    have = found.local if found.cut is None else found.cut
    body = image.data[found.body : found.body + have]
    size = record.body_size(found.types)
    if found.cut is None and len(body) < size and found.overflow:
        body += _overflow(database, image, found, size - len(body))
    body = _readable(database, found, body[:size])
    where = kind if image.place == "main" else f"{image.place}, {kind}" if kind != "cell" else image.place
    return Candidate(
        shape=shape,
        types=found.types,
        body=body,
        whole=len(body) == size,
        grade=found.grade if len(body) == size else min(found.grade, Grade.PARTIAL),
        bits=found.bits,
        place=Place(
            image.role,
            image.number,
            image.offset + found.start,
            found.end - found.start,
            where,
            image.frame,
            image.commit,
        ),
        rowid=found.rowid,
        lost=found.lost,
        unsure=found.unsure,
        fits=found.fits,
        sure=found.sure,
        committed=image.standing is not Standing.UNCOMMITTED,
        local=found.local,
    )


def _overflow(database: Database, image: Image, found: Found, needed: int) -> bytes:
    """Follow the overflow chain as far as its pages can still be those of this record."""
    parts = []
    pages = database.live.pages
    current = image.view is database.live
    for number, part in trees.chain(image.view, found.overflow, min(needed, MAX_BODY), database.usable):
        role = database.use.role[number] if number <= pages else pageuse.UNKNOWN
        if role in (pageuse.POINTER_MAP, pageuse.LOCK) or (current and role not in (pageuse.FREE, pageuse.UNKNOWN)):
            break
        parts.append(part)
    return b"".join(parts)


def _readable(database: Database, found: Found, body: bytes) -> bytes:
    """Cut a body before the first text that is none: what lies behind belongs to something else."""
    at = 0
    for column, serial in zip(found.shape.model.columns, found.types, strict=False):
        end = at + record.size(serial)
        raw = body[at:end]
        if serial >= record.FIRST_BLOB and serial & 1 and end > found.local and raw and not column.unclean:
            value = record.decode(serial, raw, database.header.text)
            if len(raw) == end - at and column.value_bits(serial, value) < -50:
                return body[: max(at, min(found.local, len(body)))]
        at = end
    return body


def _report(database: Database, shapes: list[Shape], store: Store, verdicts: Verdicts) -> Iterator[RecoveredRow]:
    names = [shape.table.name for shape in shapes]
    order = sorted(range(len(shapes)), key=lambda place: (shapes[place].place < 0, names[place], place))
    with closing(Texts(database, shapes, store, verdicts)) as texts:
        for place in order:
            for item in merged(store, shapes[place], place, verdicts, database.header.text):
                yield texts.joined(_row(database, shapes[place], store.with_places(item), verdicts))
            yield from texts.left_of(names[place]) if shapes[place].place >= 0 else ()
        yield from texts.without_table()


def _row(database: Database, shape: Shape, item: Candidate, verdicts: Verdicts) -> RecoveredRow:
    table = shape.table
    values, marks = item.columns(table, database.header.text)
    order = sorted(range(len(values)), key=lambda place: table.order[place] if place < len(table.order) else place)
    state = SUPERSEDED if item.id in verdicts.version_of else RECOVERED
    confidence, reason = _confidence(shape, item, item.id in verdicts.reused)
    unnamed = not table.sql
    return RecoveredRow(
        table=None if unnamed else table.name,
        table_sure=item.sure and not unnamed,
        columns=tuple(table.columns[place].name for place in order),
        values=tuple(values[place] for place in order),
        marks=tuple(marks[place] for place in order),
        rowid=item.rowid,
        state=state if item.committed else UNCOMMITTED,
        place=item.place,
        confidence=confidence,
        reason=reason,
        others=item.others,
        version_of=verdicts.version_of.get(item.id),
    )


_CHAINED = 0.75
_BASE = {
    Grade.CELL: (0.95, "the whole cell is there"),
    Grade.RECORD: (0.85, "the record is whole; the row id before it was overwritten"),
    Grade.CLOBBERED: (0.60, "the start of the header was overwritten and rebuilt"),
    Grade.INDEX: (0.50, "only an index entry is left"),
    Grade.PARTIAL: (
        0.40,
        "the end of the record was overwritten; the last characters of a text that is cut short may be of what did so",
    ),
}


def _confidence(shape: Shape, item: Candidate, reused: bool) -> tuple[float, str]:
    base, reason = _BASE[item.grade]
    if item.fits and item.grade is Grade.CLOBBERED:
        base, reason = base + 0.25, reason + "; its length agrees with the freed block"
    plausible = min(1.0, max(0.0, item.bits / 80))
    if reused:
        reason += "; its row id is used by another row now"
    if len(item.body) > item.place.length:
        base, reason = (
            min(base, _CHAINED),
            f"{reason}; its end lies on pages that were given up and may be of another row",
        )
    if item.lost and item.unsure:
        reason += "; the type of a lost value is ambiguous"
    return round(base * (0.7 + 0.3 * plausible), 3), reason
