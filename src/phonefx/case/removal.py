"""Takes an exhibit out of a case again: its items leave every table, those of the others keep their numbers.

Numbers that were in use are never given a second time, so that what cites a removed item never means another one.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from phonefx.case import audit, blocks, listing, schema
from phonefx.case.merge import HIGHEST, highest
from phonefx.case.store import Case
from phonefx.errors import CaseError
from phonefx.records import KINDS, PARTS, kind_name

REMOVED: Final = "exhibit removed"
"""What the log calls it."""
_BEGUN: Final = "removal"
"""The name under which `meta` keeps what is to be logged of a removal until that is done."""
OUTPUTS: Final = ("report", "exports", "media")
_BY_LABEL: Final = ("problem", "coverage", "unread")
_BY_NUMBER: Final = ("shard", "file")
_SEARCH: Final = ("text_index", "text_place")


def check(case: Case, label: str) -> None:
    """Refuse a label that no exhibit of the case has, nor one whose removal was begun.

    Raises:
        CaseError: the case has no such exhibit.
    """
    known = case.db.execute("SELECT 1 FROM exhibit WHERE label = ?", (label,)).fetchone()
    if known is None and json.loads(case.meta(_BEGUN) or "{}").get("exhibit") != label:
        raise CaseError(case.folder, f"no exhibit is called {label}")


def remove(case: Case, label: str, reason: str) -> int:
    """Remove an exhibit and everything that was made of it, and give the number of its items.

    The examiner's tags, notes and selections of its items go too. Reports, maps and exports are removed, since they
    may hold what is to go; the caller writes them anew. What is left of the rows in `case.db` is overwritten.

    Args:
        case: the case, open for writing.
        label: the exhibit.
        reason: why, for the audit log.

    Raises:
        CaseError: the case has no such exhibit.
    """
    check(case, label)
    begun = finish(case)
    row = case.db.execute("SELECT id, sha256 FROM exhibit WHERE label = ?", (label,)).fetchone()
    if row is None:
        return int(begun["items"])
    number, sha256 = row
    if (shards := case.work(number)).exists():  # of an exhibit that is not complete
        shutil.rmtree(shards)
    case.db.execute("PRAGMA secure_delete = ON")
    with case.transaction() as database:
        case.set_meta(HIGHEST, json.dumps(_numbers(database), sort_keys=True))
        items = take_out(database, number, label)
        database.execute("DELETE FROM exhibit WHERE id = ?", (number,))
        blocks.build(database)
        database.execute("DELETE FROM meta WHERE name = 'text_index_items'")
        for table in _SEARCH:
            database.execute(f"DROP TABLE IF EXISTS {table}")
        details = {"exhibit": label, "sha256": sha256, "items": items, "reason": reason}
        case.set_meta(_BEGUN, json.dumps(details, sort_keys=True))
    finish(case)
    return items


def finish(case: Case) -> dict[str, Any]:
    """Remove what may hold parts of an exhibit whose removal was begun, log that and give what was logged.

    A removal that was killed is finished by the next run of the same command, or of `process`.
    """
    told = case.meta(_BEGUN)
    if told is None:
        return {}
    details: dict[str, Any] = json.loads(told)
    case.db.execute("VACUUM")
    for name in OUTPUTS:
        shutil.rmtree(case.folder / name, ignore_errors=True)
    audit.append(case.folder, REMOVED, details)
    case.db.execute("DELETE FROM meta WHERE name = ?", (_BEGUN,))
    return details


def _numbers(database: sqlite3.Connection) -> dict[str, int]:
    """The highest number that each numbered table ever gave."""
    return {table: highest(database, table) for table in ("exhibit", "file", "source", "item")}


def take_out(database: sqlite3.Connection, number: int, label: str) -> int:
    """Remove all that was found in an exhibit, which itself stays, and give the number of its items."""
    items = _take_out(database, number)
    for table in _BY_LABEL:
        database.execute(f"DELETE FROM {table} WHERE exhibit = ?", (label,))
    for table in _BY_NUMBER:
        database.execute(f"DELETE FROM {table} WHERE exhibit = ?", (number,))
    listing.remove(database, number)
    return items


def _take_out(database: sqlite3.Connection, exhibit: int) -> int:
    database.execute(
        "CREATE TEMP TABLE gone_source AS SELECT s.id FROM source s JOIN file f ON f.id = s.file WHERE f.exhibit = ?",
        (exhibit,),
    )
    database.execute("CREATE TEMP TABLE gone AS SELECT id FROM item WHERE source IN (SELECT id FROM gone_source)")
    database.execute("CREATE UNIQUE INDEX temp.gone_id ON gone(id)")
    (items,) = database.execute("SELECT count(*) FROM gone").fetchone()
    for table, column in _with_items(database):
        database.execute(f'DELETE FROM "{table}" WHERE "{column}" IN (SELECT id FROM gone)')
    common = (schema.common_table(kind) for kind in KINDS if schema.shared(kind))
    for table in ("unread_table", "sign"):
        database.execute(f"DELETE FROM {table} WHERE file IN (SELECT id FROM file WHERE exhibit = ?)", (exhibit,))
    for table in ("skip", *common, *map(kind_name, PARTS)):
        database.execute(f"DELETE FROM {table} WHERE source IN (SELECT id FROM gone_source)")
    database.execute("DELETE FROM source WHERE id IN (SELECT id FROM gone_source)")
    for table in ("gone", "gone_source"):
        database.execute(f"DROP TABLE temp.{table}")
    return int(items)


def _with_items(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every table of the case that names items, with the column that does."""
    items = [*map(schema.own_table, KINDS), *map(kind_name, PARTS)]
    yield from ((table, "item") for table in items)
    yield "recovery", "item"
    own = {*schema.TABLES, *items, *_SEARCH}
    rows = database.execute(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name = 'item' ORDER BY 1"
    )
    yield from [(table, column) for table, column in rows.fetchall() if table not in own]
