"""Follows an item back to its bytes: opens the exhibit again and shows the row as it is stored there."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from phonefx.case import schema, staging, unallocated
from phonefx.case.plan import SIBLINGS, FileSet
from phonefx.case.runner import TABLE_OF_FUNCTION
from phonefx.case.sandbox import Calls, open_copy
from phonefx.case.store import Case, scratch
from phonefx.errors import CaseError
from phonefx.evidence import Exhibit
from phonefx.formats import sqlite
from phonefx.parsers.query import Fitted, fit
from phonefx.parsers.registry import parser_of
from phonefx.records import KINDS, Source, columns, kind_name

_SHOWN: Final = 4096
_SEARCHED: Final = 64 << 20
_BEFORE, _TELLING = 64, 4
_STATED: Final = ("text", "moment")
_ROLES: Final = {
    "main": "the database file", "wal": "its write-ahead log", "journal": "its journal", "image": "the disk image",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trace:
    """What an item rests on.

    Attributes:
        item: its number.
        kind: its kind.
        source: where it comes from.
        fields: what phonefx made of the row: column to value.
        recovery: for a superseded or recovered item, what the table `recovery` says.
        query: the SELECT that made it, fitted to this database; empty where the source is no table.
        row: the stored row: column to value.
        unchanged: whether the file in the exhibit still has the recorded hash; None where no exhibit was given.
        place: where the bytes are, in words.
        content: the bytes, at most 4096 of them.
        basis: what the times of `fields` count from: `utc`, `device`, `unknown`.
    """

    item: int
    kind: str
    source: Source
    fields: dict[str, Any]
    recovery: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    row: dict[str, Any] = field(default_factory=dict)
    unchanged: bool | None = None
    place: str = ""
    content: bytes = b""
    basis: str = "utc"


def trace(case: Case, item: int, exhibit: Exhibit | None) -> Trace:
    """Follow an item to its source, and with the exhibit at hand to its row and its bytes.

    Raises:
        NoSuchItem: the case has no item of that number.
        CaseError: the file is not in the exhibit that was given.
    """
    source = case.source(item)
    kind, basis = case.db.execute("SELECT kind, basis FROM item WHERE id = ?", (item,)).fetchone()
    stored = next(case.rows(f"SELECT * FROM {kind} WHERE item = ?", item))
    place = {"time_us": stored["time_us"], "item": item}
    fields = place | {name: value for name, value in stored.items() if value is not None and name not in schema.ITEM}
    recovery = next(case.rows("SELECT * FROM recovery WHERE item = ?", item), {})
    told = Trace(item, kind, source, fields, recovery, basis=basis)
    if exhibit is None:
        return told
    if source.stored == unallocated.PATH:
        return _of_space(told, exhibit)
    files = _find(exhibit, source)
    if source.table == TABLE_OF_FUNCTION:
        return _of_file(told, exhibit, files)
    with scratch(case.folder) as folder, staging.staged_database(exhibit, files, folder) as copy:
        return _of_table(told, copy)


def _of_file(told: Trace, exhibit: Exhibit, files: FileSet) -> Trace:
    key = told.source.key
    with staging.staged_file(exhibit, files.main) as (file, digest):
        at, place = (key, f"byte {key}") if isinstance(key, int) else _where_it_stands(told, file.read(_SEARCHED))
        file.seek(at)
        return replace(told, unchanged=digest.sha256 == told.source.sha256, place=place, content=file.read(_SHOWN))


def _where_it_stands(told: Trace, content: bytes) -> tuple[int, str]:
    """Find the longest stored text of an item in the bytes of a file that has no rows; give offset and words."""
    kinds = {kind_name(kind): kind for kind in KINDS}
    listed = {each.name: told.fields.get(each.name) for each in columns(kinds[told.kind]) if each.form in _STATED}
    texts = {name: value for name, value in listed.items() if isinstance(value, str) and len(value) >= _TELLING}
    for name, text in sorted(texts.items(), key=lambda pair: -len(pair[1])):
        for codec in ("utf-8", "utf-16-be", "utf-16-le"):
            if count := content.count(stored := text.encode(codec, "replace")):
                at = content.index(stored)
                places = "" if count == 1 else f", the first of {count} places"
                return max(0, at - _BEFORE), f"{told.source.key}; its {name} stands at byte {at}{places}"
    return 0, f"{told.source.key or 'the whole file'}; its first bytes"


def _of_space(told: Trace, exhibit: Exhibit) -> Trace:
    space = unallocated.opened(exhibit)
    if space is None:
        raise CaseError(told.source.exhibit, "the extraction that was given is no disk image")
    spot = _recovered_place(told.recovery)
    unchanged = space.digest() == told.source.sha256
    return replace(told, unchanged=unchanged, place=_words(spot), content=space.read(spot.offset, spot.length))


def _of_table(told: Trace, copy: staging.StagedDatabase) -> Trace:
    database = sqlite.Database.open(copy.path, *(_journal(copy.path, role) for role in ("-wal", "-journal")))
    unchanged = copy.digests[""].sha256 == told.source.sha256
    if told.recovery:
        spot = _recovered_place(told.recovery)
        return replace(told, unchanged=unchanged, place=_words(spot), content=sqlite.read_place(database, spot))
    stored = _stored_row(told, copy.path)
    found = sqlite.locate(database, told.source.table, stored.rowid) if stored.rowid is not None else None
    content = sqlite.read_place(database, found)[:_SHOWN] if found else b""
    place = _words(found) if found else f"not found again: {stored.why or 'no page of the table has that row'}"
    return replace(told, unchanged=unchanged, query=stored.query, row=stored.row, place=place, content=content)


class _Stored(NamedTuple):
    """A row found again, with the query that finds it; or why it was not."""

    query: str = ""
    row: dict[str, Any] = {}  # noqa: RUF012 - never written to
    rowid: int | None = None
    why: str = ""


def _stored_row(told: Trace, copy: Path) -> _Stored:
    """The row as it is stored, found through the same query that made the item."""
    parser = parser_of(told.source.parser)
    if parser is None:
        return _Stored(why=f"this version has no parser {told.source.parser}")
    try:
        database = open_copy(copy, Calls(parser.functions))
    except sqlite3.DatabaseError as error:
        return _Stored(why=f"the database cannot be opened ({error})")
    why = f"no query of {parser.id} fits table {told.source.table} of this database"
    try:
        for query in parser.queries:
            fitted = fit(database, query)
            if isinstance(fitted, Fitted) and (kind_name(query.kind), fitted.table) == (told.kind, told.source.table):
                if (stored := _of_query(database, fitted, told.source.key)).row:
                    return stored
                why = stored.why
    except sqlite3.DatabaseError as error:
        why = f"SQLite says: {error}"
    finally:
        database.close()
    return _Stored(why=why)


def _of_query(database: sqlite3.Connection, fitted: Fitted, key: object) -> _Stored:
    where = f"{fitted.tail} WHERE ({fitted.select['key']}) IS ?"
    numbered = _has_rowid(database, fitted)
    listed = f"{fitted.alias}.rowid, {fitted.alias}.*" if numbered else f"NULL, {fitted.alias}.*"
    cursor = database.execute(f"SELECT {listed} {where}", (key,))
    values = cursor.fetchone()
    if values is None:
        return _Stored(why=f"table {fitted.table} has no row of that key now")
    names = [column[0] for column in cursor.description[1:]]
    row = dict(zip(names, values[1:], strict=True))
    why = "" if numbered else f"rows of {fitted.table} have no number of their own, by which their bytes are found"
    return _Stored(fitted.sql(order=False), row, values[0] if isinstance(values[0], int) else None, why)


def _has_rowid(database: sqlite3.Connection, fitted: Fitted) -> bool:
    try:
        database.execute(f"EXPLAIN SELECT {fitted.alias}.rowid {fitted.tail}")
    except sqlite3.OperationalError:
        return False
    return True


def _recovered_place(recovery: dict[str, Any]) -> sqlite.Place:
    length = int(recovery.get("length") or 64)
    return sqlite.Place(recovery["file"], recovery["page"], recovery["offset"], min(length, _SHOWN),
                        recovery["place"], recovery["frame"] or 0, recovery["commit_no"] or 0)  # fmt: skip


def _words(place: sqlite.Place) -> str:
    frame = f", frame {place.frame}" if place.frame else ""
    file = _ROLES.get(place.role, place.role)
    page = f"page {place.page}{frame}, " if place.page else ""
    return f"{file}, byte {place.offset}, {place.length} bytes ({page}{place.where})"


def _journal(path: Path, suffix: str) -> Path | None:
    beside = path.with_name(path.name + suffix)
    return beside if beside.exists() else None


def _find(exhibit: Exhibit, source: Source) -> FileSet:
    wanted = {source.stored + suffix: suffix for suffix in ("", *SIBLINGS)}
    found = {}
    for entry in exhibit.entries():
        if (suffix := wanted.get(entry.stored.encode("utf-8", "backslashreplace").decode())) is not None:
            found[suffix] = entry
    if "" not in found:
        raise CaseError(source.exhibit, f"{source.stored} is not in the extraction that was given")
    return FileSet(found.pop(""), found)
