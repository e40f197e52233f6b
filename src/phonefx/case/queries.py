"""Runs the queries of a parser over one database: rows move inside SQLite from the private copy to the shard."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from phonefx.case import room
from phonefx.case.recovered import Recovery
from phonefx.case.remains import Remains
from phonefx.case.sandbox import REFUSED, Calls, Copy, attach_shard, is_sound, lacks_schema, open_copy, taking_bytes
from phonefx.case.shadows import columns_of, fill_with_salvage, shadow
from phonefx.case.shard import ShardWriter
from phonefx.evidence.tree import Entry
from phonefx.parsers import sqltext
from phonefx.parsers.query import Fitted, Misfit, Query, fit
from phonefx.parsers.registry import Parser
from phonefx.records import KINDS, kind_name

HEADER_GONE: Final = (
    "the first bytes of the file are not those of a database; page size and text encoding were inferred from its pages"
    " and all rows are reported as recovered"
)
SCHEMA_LACKS: Final = "an entry of the schema cannot be read by SQLite and was left out; the other tables were read"
DAMAGED: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises over a damaged file; its message may quote names of the file that are no text."""


_HEAD: Final = 512


@dataclass(slots=True)
class _Run:
    """One parser on one open database."""

    writer: ShardWriter
    parser: Parser
    path: str
    file: int
    database: Copy
    remains: Remains


def run(writer: ShardWriter, parser: Parser, entry: Entry, file: int, copy: Path, remains: Remains) -> None:
    """Run every query of a parser over the private copy of a database, then over what was deleted from it."""
    calls = Calls(parser.functions)
    database = _open(writer, parser, entry, file, copy, remains, calls)
    if database is None:
        return
    try:
        _run_fitted(_Run(writer, parser, entry.path, file, database, remains))
    except DAMAGED as error:
        room.check(writer.path.parent, error)
        writer.problem(parser.id, entry.path, "damaged", str(error))
        writer.outcome(parser.id, file, "unreadable", str(error))
    finally:
        remains.read |= database.read
        database.close()
    for name, (count, first) in calls.failures.items():
        writer.problem(parser.id, entry.path, "cells not decoded", f"{name}(): {count} cells, the first: {first}")


def _is_sealed(parser: Parser, copy: Path) -> bool:
    """Whether a file of an app that encrypts it looks encrypted: its first bytes are of many different values."""
    with copy.open("rb") as file:
        head = file.read(_HEAD)
    return bool(parser.sealed) and len(head) == _HEAD and len(set(head)) > _HEAD // 4


def _open(writer: ShardWriter, parser: Parser, entry: Entry, file: int, copy: Path, remains: Remains,
          calls: Calls) -> Copy | None:  # fmt: skip
    """Open the private copy, its header rebuilt where that is what is destroyed; None where it is no database."""
    try:
        database: Copy | None = open_copy(copy, calls)
    except DAMAGED as error:
        room.check(writer.path.parent, error)
        database = _open_mended(copy, remains, calls)
        if database is None:
            sealed = _is_sealed(parser, copy)
            code, message = ("encrypted", parser.sealed) if sealed else ("not a database", str(error))
            writer.problem(parser.id, entry.path, code, message)
            writer.outcome(parser.id, file, "not a database", message)
    if remains.mended and database is not None:
        writer.problem(parser.id, entry.path, "header destroyed", HEADER_GONE)
    elif database is not None and lacks_schema(database):
        writer.problem(parser.id, entry.path, "damaged", SCHEMA_LACKS)
    return database


def _open_mended(copy: Path, remains: Remains, calls: Calls) -> Copy | None:
    try:
        return open_copy(copy, calls) if remains.mend() else None
    except DAMAGED:
        return None


def _run_fitted(run: _Run) -> None:
    fitted = [fit(run.database, query) for query in run.parser.queries]
    _report_misfits(run, [each for each in fitted if isinstance(each, Misfit)])
    usable = [_filling(each) for each in fitted if isinstance(each, Fitted)]
    attach_shard(run.database, run.writer.path)
    run.remains.check = partial(is_sound, run.database)
    sources: dict[Query, int] = {}
    items = 0
    for each in () if run.remains.mended else (each for each in usable if not each.query.former):
        source = _open_source(run, each)
        sources[each.query] = source
        owner = sources.get(each.query.of) if each.query.of else None
        try:
            written = move(run.database, each, source, owner, run.parser.functions)
        except DAMAGED as error:
            room.check(run.writer.path.parent, error)
            written = _salvage(run, each, source, owner, str(error))
        _count(run, each, source, written)
        items += 0 if each.query.kind.part else written
    recovery = Recovery(run.writer, run.parser.id, run.file, run.database, run.remains, sources)
    items += recovery.run(usable)
    if run.remains.fault:
        run.writer.problem(run.parser.id, run.path, "deleted rows not looked for", run.remains.fault)
    if usable:
        absent = sorted({name for each in usable for name in each.absent} | _gone(fitted))
        notes = [f"not stored here: {', '.join(absent)}"] if absent else []
        notes += [f"{run.path}: {'; '.join(of_parts)}"] if (of_parts := recovery.notes()) else []
        run.writer.outcome(run.parser.id, run.file, "items" if items else "empty", "; ".join(notes))


def _filling(fitted: Fitted) -> Fitted:
    """A query without the columns that it fills in no row of this database."""
    return replace(fitted, select={name: sql for name, sql in fitted.select.items() if sql != "NULL" or name == "key"})


def _salvage(run: _Run, fitted: Fitted, source: int, owner: int | None, error: str) -> int:
    """Where SQLite stops at a damaged page, read what the other pages hold; the problem says so."""
    run.database.execute(f"DELETE FROM shard.{kind_name(fitted.query.kind)} WHERE source = ?", (source,))
    written = found = 0
    try:
        columns = columns_of(run.database, fitted.table)
        with shadow(run.database, fitted.table, columns):
            found = fill_with_salvage(run.database, run.remains, fitted.table, columns)
            written = move(run.database, fitted, source, owner)
    except DAMAGED as further:
        error = f"{error}; {further}"
    message = f"table {fitted.table}: {error}; {found} rows were read from the pages that are left"
    run.writer.problem(run.parser.id, run.path, "damaged", message)
    return written


def _report_misfits(run: _Run, misfits: list[Misfit]) -> None:
    """A table that is not there is said; a table that is there but differs is a problem that names the columns."""
    if misfits and len(misfits) == len(run.parser.queries):
        gone = all(_is_absent(misfit) for misfit in misfits)
        note = "; ".join(dict.fromkeys(misfit.lacking[0] for misfit in misfits))
        run.writer.outcome(run.parser.id, run.file, "no such table" if gone else "unknown schema", note)
    for misfit in misfits:
        if not _is_absent(misfit):
            message = f"table {misfit.table}: {'; '.join(misfit.lacking)}"
            run.writer.problem(run.parser.id, run.path, "unknown schema", message)


def _gone(fitted: Iterable[Fitted | Misfit]) -> set[str]:
    """What queries that do not apply here would need: tables that are not there, and columns that only some have."""
    found = set()
    for each in fitted:
        if isinstance(each, Misfit) and _is_absent(each):
            _, told, missing = each.lacking[0].partition("no such table: ")
            found.add(f"table {missing}" if told else each.query.needs)
    return found


def _is_absent(misfit: Misfit) -> bool:
    """Whether there is no row to lose: the table itself, or one that must be joined to it, is not there.

    A lookup that is missing beside rows that are there makes them unread, and is a problem.
    """
    _, told, missing = misfit.lacking[0].partition("no such table: ")
    if not told:
        return misfit.lacking[0].startswith("no such table with ")
    if misfit.lacking[0].startswith("no such table: ") and missing == misfit.table:
        return True
    joined = [sqltext.inner_joins(sqltext.parse_select(each).tail) for each in misfit.query.generations]
    return all(re.search(rf"\b{re.escape(missing)}\b", each) for each in joined)


def _open_source(run: _Run, fitted: Fitted) -> int:
    query = fitted.query
    decoding = json.dumps(dict(fitted.encodings), sort_keys=True)
    return run.writer.source(run.file, run.parser.id, fitted.table, query.kind, query.state, query.basis, decoding,
                             fitted.select)  # fmt: skip


def move(database: sqlite3.Connection, fitted: Fitted, source: int, owner: int | None,
         functions: Iterable[str] = ()) -> int:  # fmt: skip
    """Move the rows of a fitted query into the attached shard; give their number.

    Args:
        database: the private copy with the shard attached.
        fitted: the query.
        source: number of the source of the rows.
        owner: number of the source of the rows that these are parts of.
        functions: names of the parser's functions, which then take texts that are no UTF-8 too.
    """
    query = fitted.query
    names = list(fitted.select)
    fixed = f"{source}" + (f", {owner if owner is not None else 'NULL'}" if query.kind.part else "")
    head = "source" + (", owner_source" if query.kind.part else "")
    target = f"shard.{kind_name(query.kind)}({head}, {', '.join(names)})"
    statement = fitted.sql(order=_has_rowid(database, fitted.table))
    try:
        cursor = database.execute(f"INSERT INTO {target} SELECT {fixed}, q.* FROM ({statement}) AS q")
    except sqlite3.OperationalError as error:
        if str(error) != REFUSED or not functions:
            raise
        database.execute(f"DELETE FROM shard.{kind_name(query.kind)} WHERE source = ?", (source,))
        statement = taking_bytes(statement, functions)
        cursor = database.execute(f"INSERT INTO {target} SELECT {fixed}, q.* FROM ({statement}) AS q")
    return cursor.rowcount


def _has_rowid(database: sqlite3.Connection, table: str) -> bool:
    """Whether the rows of a table have an order of their own: those of a view, or of one WITHOUT ROWID, have not."""
    try:
        database.execute(f"EXPLAIN SELECT rowid FROM {table}")
    except sqlite3.OperationalError:
        return False
    return True


def _count(run: _Run, fitted: Fitted, source: int, written: int) -> None:
    """Account for every row of the driving table: read = records + skipped."""
    skipped = 0
    try:
        skips = [each for each in fitted.skips if each[0] != "NULL"]  # NULL: this database lacks what it names
        read = written if fitted.query.unfolds and not skips else _rows_of(run.database, fitted)
        earlier = ""
        for condition, reason in skips:
            where = f"WHERE ({fitted.only}) AND ({condition}) IS TRUE{earlier}"
            cursor = run.database.execute(
                f"INSERT INTO shard.skip SELECT {source}, {fitted.select['key']}, ? {fitted.tail} {where}", (reason,)
            )
            skipped += cursor.rowcount
            earlier += f" AND ({condition}) IS NOT TRUE"
    except DAMAGED as error:
        room.check(run.writer.path.parent, error)
        read = written
    run.writer.count(source, read, written, skipped)
    if read != written + skipped:
        message = f"table {fitted.table}: {read} rows read, {written} records, {skipped} skipped"
        run.writer.problem(run.parser.id, run.path, "rows unaccounted for", message)


def _rows_of(database: sqlite3.Connection, fitted: Fitted) -> int:
    """Count the rows that a query is about; where its joins make the rows, those of the whole FROM clause."""
    whole = fitted.query.unfolds or fitted.only != "1"
    counted = f"{fitted.tail} WHERE {fitted.only}" if whole else f"FROM {fitted.table}"
    return int(database.execute(f"SELECT count(*) {counted}").fetchone()[0])


def index_owners(part: Path) -> None:
    """Index the kinds that parts refer to, so that merging finds each part's owner by its key."""
    database = sqlite3.connect(part, isolation_level=None)
    owners = database.execute(
        "SELECT DISTINCT kind FROM source WHERE id IN (" + " UNION ".join(
            f"SELECT owner_source FROM {name}" for name in ("recipient", "attachment", "contact_point", "revision")
        ) + ")"
    )  # fmt: skip
    known = {kind_name(kind) for kind in KINDS}
    for (kind,) in owners.fetchall():
        if kind in known:
            database.execute(f"CREATE INDEX {kind}_owner ON {kind}(source, key)")
    database.close()
