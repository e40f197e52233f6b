"""Merges shards into the case in their fixed order: numbers are shifted, rows are copied inside SQLite."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Final

from phonefx.case import schema, sharing
from phonefx.case.appending import Rows
from phonefx.case.store import Case
from phonefx.records import KINDS, PARTS, Record, columns, kind_name

_OUTCOMES: Final = ("items", "empty", "no such table", "unknown schema", "not understood", "not a database",
                    "unreadable", "failed")  # fmt: skip

HIGHEST: Final = "highest_numbers"
"""The name under which `meta` keeps the highest numbers in use when an exhibit was removed."""


class Tally:
    """What became of each parser on one exhibit, gathered from its shards for the coverage table."""

    def __init__(self) -> None:
        self.outcomes: dict[str, dict[str, int]] = {}
        self.notes: dict[str, dict[str, None]] = {}

    def add(self, parser: str, outcome: str, note: str) -> None:
        """Count one parser's outcome on one file."""
        counted = self.outcomes.setdefault(parser, {})
        counted[outcome] = counted.get(outcome, 0) + 1
        if note:
            self.notes.setdefault(parser, {})[note] = None

    def outcome(self, parser: str) -> str:
        """The outcome of a parser over all its files: the worst that is a loss, else whether it gave items."""
        counted = self.outcomes.get(parser, {})
        losses = [each for each in reversed(_OUTCOMES[3:]) if each in counted]
        if losses:
            return losses[0] if "items" not in counted else f"items, and {losses[0]}"
        return next((each for each in _OUTCOMES if each in counted), "not found")


def merge(case: Case, shard: Path, exhibit: int, tally: Tally) -> int:
    """Merge one shard in one transaction, unless it is in already; give the number of its items."""
    case.db.execute("ATTACH ? AS shard", (f"{shard.resolve().as_uri()}?mode=ro",))
    try:
        row = case.db.execute("SELECT items FROM main.shard WHERE name = ?", (shard.stem,)).fetchone()
        if row is None:
            with case.transaction() as database:
                items = _copy(database, exhibit)
                database.execute("INSERT INTO main.shard VALUES (?, ?, ?)", (shard.stem, exhibit, items))
        for parser, outcome, note in case.db.execute("SELECT parser, outcome, note FROM shard.outcome"):
            tally.add(parser, outcome, note)
    finally:
        case.db.execute("DETACH shard")
    return items if row is None else int(row[0])


def _copy(database: sqlite3.Connection, exhibit: int) -> int:
    files, sources, first = (highest(database, table) for table in ("file", "source", "item"))
    database.execute(
        "INSERT INTO main.file SELECT id + ?, ?, path, stored, size, sha256, mtime_us, user, state FROM shard.file",
        (files, exhibit),
    )
    database.execute(
        "INSERT INTO main.source SELECT id + ?, file + ?, parser, version, table_name, kind, state, basis, decoding,"
        " rows_read, records, skipped, outside FROM shard.source",
        (sources, files),
    )
    database.execute(
        "INSERT INTO main.sign SELECT file + ?, code, table_name, finding, limits FROM shard.sign", (files,)
    )
    database.execute(
        "INSERT INTO main.unread_table SELECT file + ?, table_name, rows, deleted FROM shard.unread_table", (files,)
    )
    database.execute("INSERT INTO main.skip SELECT source + ?, key, reason FROM shard.skip", (sources,))
    database.execute(
        "INSERT INTO main.problem(exhibit, parser, path, code, message)"
        " SELECT exhibit, parser, path, code, message FROM shard.problem ORDER BY id"
    )
    used = {name for (name,) in database.execute("SELECT DISTINCT kind FROM shard.source")}
    shifts = {}
    for kind in KINDS:
        if (name := kind_name(kind)) in used:
            shifts[name] = _copy_kind(database, kind, sources)
    for part in PARTS:
        if kind_name(part) in used:
            _copy_part(database, part, sources, shifts)
    return highest(database, "item") - first


def _copy_kind(database: sqlite3.Connection, kind: type[Record], sources: int) -> int:
    shift = highest(database, "item")
    sharing.append(Rows(database, kind, shift), sources)
    database.execute(
        "INSERT INTO main.recovery SELECT item + ?, place, file, page, offset, length, frame, commit_no, confidence,"
        " reason, partial, places FROM shard.recovery WHERE kind = ?",
        (shift, kind_name(kind)),
    )
    return shift


def _copy_part(database: sqlite3.Connection, part: type[Record], sources: int, shifts: dict[str, int]) -> None:
    """Copy a part's rows to their owners; those whose owner has no row keep no item, and stay."""
    name = kind_name(part)
    own = [column.name for column in columns(part) if column.name in schema.stored_columns(database, part)]
    kinds = database.execute(
        f"SELECT DISTINCT o.kind FROM (SELECT DISTINCT owner_source FROM shard.{name}) p"
        " LEFT JOIN shard.source o ON o.id = p.owner_source ORDER BY 1"
    )
    for (owner,) in kinds.fetchall():
        item, join = "NULL", ""
        if owner in shifts:
            row = f"SELECT o.rowid FROM shard.{owner} o WHERE o.source = p.owner_source AND o.key = p.owner"
            item = f"({row}) + {shifts[owner]}"
            join = f" JOIN shard.source s ON s.id = p.owner_source AND s.kind = '{owner}'"
        elif owner is None:
            join = " LEFT JOIN shard.source s ON s.id = p.owner_source WHERE s.id IS NULL"
        database.execute(
            f"INSERT INTO main.{name}({', '.join(('item', 'source', 'key', *own))}) SELECT {item}, p.source + ?, "
            + ", ".join(f"p.{each}" for each in ("key", *own))
            + f" FROM shard.{name} p{join} ORDER BY p.rowid",
            (sources,),
        )


def highest(database: sqlite3.Connection, table: str) -> int:
    """Give the highest number that a table or the items have, or had before an exhibit was removed."""
    asked = schema.HIGHEST if table == "item" else f"SELECT coalesce(max(id), 0) FROM main.{table}"
    (now,) = database.execute(asked).fetchone()
    row = database.execute("SELECT value FROM main.meta WHERE name = ?", (HIGHEST,)).fetchone()
    return max(int(now), int(json.loads(row[0])[table]) if row else 0)
