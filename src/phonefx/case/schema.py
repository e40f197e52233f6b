"""The tables of a case and of a shard, all derived from the kinds of record.

`docs/case-format.md` is written from this module. A shard holds what one job found, in tables of those of the same
columns that it fills, with its own small numbers. Merging adds the case's offsets, and stores what rows of a source
have in common once: a kind with shared fields has a table `KIND_own` of what each row has of its own, a table
`KIND_common`, and the view `KIND` that joins them.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Final

from phonefx.records import KINDS, PARTS, Column, Location, Record, columns, kind_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

FORMAT: Final = 5

_EXHIBIT = {
    "id": "INTEGER PRIMARY KEY", "label": "TEXT NOT NULL UNIQUE", "name": "TEXT", "kind": "TEXT", "reader": "TEXT",
    "size": "INTEGER", "sha256": "TEXT", "files": "INTEGER", "facts": "TEXT",
    "complete": "INTEGER NOT NULL DEFAULT 0",
}  # fmt: skip
_FILE = {
    "id": "INTEGER PRIMARY KEY", "exhibit": "INTEGER REFERENCES exhibit", "path": "TEXT", "stored": "TEXT",
    "size": "INTEGER", "sha256": "TEXT", "mtime_us": "INTEGER", "user": "INTEGER", "state": "TEXT",
}  # fmt: skip
_SOURCE = {
    "id": "INTEGER PRIMARY KEY", "file": "INTEGER REFERENCES file", "parser": "TEXT", "version": "TEXT",
    "table_name": "TEXT", "kind": "TEXT", "state": "TEXT", "basis": "TEXT", "decoding": "TEXT",
    "rows_read": "INTEGER", "records": "INTEGER", "skipped": "INTEGER", "outside": "INTEGER NOT NULL DEFAULT 0",
}  # fmt: skip
ITEM: Final = {"item": "INTEGER PRIMARY KEY", "source": "INTEGER REFERENCES source", "key": "", "time_us": "INTEGER"}
_RECOVERY = {
    "item": "INTEGER PRIMARY KEY", "place": "TEXT", "file": "TEXT", "page": "INTEGER",
    "offset": "INTEGER", "length": "INTEGER", "frame": "INTEGER", "commit_no": "INTEGER", "confidence": "REAL",
    "reason": "TEXT", "partial": "TEXT", "places": "TEXT",
}  # fmt: skip
_SIGN = {
    "file": "INTEGER REFERENCES file", "code": "TEXT", "table_name": "TEXT", "finding": "TEXT", "limits": "TEXT",
}  # fmt: skip
_SKIP = {"source": "INTEGER REFERENCES source", "key": "", "reason": "TEXT"}
_PROBLEM = {
    "id": "INTEGER PRIMARY KEY", "exhibit": "TEXT", "parser": "TEXT", "path": "TEXT", "code": "TEXT", "message": "TEXT",
}  # fmt: skip
_COVERAGE = {
    "exhibit": "TEXT", "parser": "TEXT", "title": "TEXT", "outcome": "TEXT", "files": "INTEGER", "items": "INTEGER",
    "live": "INTEGER", "superseded": "INTEGER", "recovered": "INTEGER", "rows_read": "INTEGER", "skipped": "INTEGER",
    "outside": "INTEGER",
    "note": "TEXT",
}  # fmt: skip
_CONTAINER_FOLDER = {"id": "INTEGER PRIMARY KEY", "exhibit": "INTEGER REFERENCES exhibit", "path": "TEXT"}
_CONTAINER_FILE = {
    "folder": "INTEGER REFERENCES container_folder", "name": "TEXT", "size": "INTEGER", "sha256": "BLOB",
}  # fmt: skip
_UNREAD = {"exhibit": "TEXT", "path": "TEXT", "size": "INTEGER", "reason": "TEXT"}
_UNREAD_TABLE = {
    "file": "INTEGER REFERENCES file", "table_name": "TEXT", "rows": "INTEGER", "deleted": "INTEGER",
}  # fmt: skip
_BLOCK = {
    "kind": "TEXT", "moment": "TEXT", "first": "INTEGER", "last": "INTEGER", "dated": "INTEGER",
    "earliest_us": "INTEGER", "latest_us": "INTEGER",
}  # fmt: skip
_SHARD = {
    "name": "TEXT PRIMARY KEY",
    "exhibit": "INTEGER REFERENCES exhibit",
    "items": "INTEGER",
}
_PLACE: Final = ("source", "key", "time_us", "owner_source", "owner")
_META = {"name": "TEXT PRIMARY KEY", "value": "TEXT"}

TABLES: Final[dict[str, dict[str, str]]] = {
    "meta": _META, "exhibit": _EXHIBIT, "file": _FILE, "source": _SOURCE, "recovery": _RECOVERY,
    "sign": _SIGN, "skip": _SKIP, "problem": _PROBLEM, "coverage": _COVERAGE,
    "container_folder": _CONTAINER_FOLDER, "container_file": _CONTAINER_FILE,
    "unread": _UNREAD, "unread_table": _UNREAD_TABLE, "shard": _SHARD, "block": _BLOCK,
}  # fmt: skip


def create_case(database: sqlite3.Connection) -> None:
    """Make the tables and views of an empty case."""
    from sqlite_utils import Database

    for name, described in (*TABLES.items(), *_kind_tables()):
        listed = ", ".join(f"{column} {form}".strip() for column, form in described.items())
        database.execute(f"CREATE TABLE {name} ({listed})")
    shaped = Database(database, execute_plugins=False)
    for kind in KINDS:
        if shared(kind):
            shaped.create_view(kind_name(kind), _whole(kind))
    shaped.create_view("container", CONTAINER_VIEW)
    shaped.create_view("origin", ORIGIN_VIEW)
    shaped.create_view("item", ITEM_VIEW)
    shaped.create_view("timeline", timeline_view())


def create_indexes(database: sqlite3.Connection) -> None:
    """Make the indexes, once the bulk of the rows is there."""
    database.execute("CREATE INDEX IF NOT EXISTS file_path ON file(path)")
    for part in PARTS:
        database.execute(f"CREATE INDEX IF NOT EXISTS {kind_name(part)}_item ON {kind_name(part)}(item)")


def create_shard(database: sqlite3.Connection, schema: str = "main") -> None:
    """Make the tables of an empty shard."""
    described = {name: TABLES[name] for name in ("file", "source", "skip", "sign", "unread_table", "problem")}
    described["recovery"] = {"kind": "TEXT", **_RECOVERY, "item": "INTEGER"}
    described["outcome"] = {"parser": "TEXT", "file": "INTEGER", "outcome": "TEXT", "note": "TEXT"}
    described |= {kind_name(kind): shard_columns(kind) for kind in (*KINDS, *PARTS)}
    for name, listed in described.items():
        database.execute(f"CREATE TABLE {schema}.{name} ({_listed(listed)})")


def _listed(described: Mapping[str, str]) -> str:
    return ", ".join(f"{column} {form.split(' REFERENCES ')[0]}" for column, form in described.items())


def shard_columns(kind: type[Record]) -> dict[str, str]:
    """The columns of a kind's or part's table in a shard: its source, key and, for an item, time, then its own."""
    place = {"source": "INTEGER", "key": ""}
    place |= {"owner_source": "INTEGER", "owner": ""} if kind.part else {"time_us": "INTEGER"}
    return place | {column.name: column.type for column in columns(kind)}


def shape(database: sqlite3.Connection, kind: type[Record], names: Collection[str]) -> None:
    """Give a kind's table in a shard the columns that are to be filled: an absent one costs each row nothing.

    Args:
        database: the shard.
        kind: the kind or part.
        names: all columns that are filled beside those that say where a row comes from.
    """
    table, has = kind_name(kind), stored_columns(database, kind, "main")
    wanted = {name: form for name, form in shard_columns(kind).items() if name in names or name in _PLACE}
    is_empty = database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
    if is_empty and has != set(wanted):
        database.execute(f"DROP TABLE {table}")
        database.execute(f"CREATE TABLE {table} ({_listed(wanted)})")
    for name, form in wanted.items():
        if not is_empty and name not in has:
            database.execute(f"ALTER TABLE {table} ADD COLUMN {name} {form}")


def stored_columns(database: sqlite3.Connection, kind: type[Record], shard: str = "shard") -> set[str]:
    """The columns that a kind's table has in a shard; of those that it lacks no row has a value."""
    return {name for name, *_ in database.execute(f"SELECT * FROM {shard}.{kind_name(kind)} LIMIT 0").description}


def shared(kind: type[Record]) -> list[str]:
    """The columns of a kind that its rows share; none of a kind that is stored in one table."""
    return [column.name for column in columns(kind) if column.shared]


def own_table(kind: type[Record]) -> str:
    """The table that has one row for each item of a kind."""
    return f"{kind_name(kind)}_own" if shared(kind) else kind_name(kind)


def common_table(kind: type[Record]) -> str:
    """The table of what rows of a kind share."""
    return f"{kind_name(kind)}_common"


def _case_columns(kind: type[Record]) -> dict[str, str]:
    """The columns of a kind in a case: as stored, and beside a stored path the file of the extraction that it means."""
    own = {column.name: column.type for column in columns(kind)}
    return own | ({"file": "INTEGER REFERENCES file"} if "path" in own else {})


def _kind_tables() -> Iterator[tuple[str, dict[str, str]]]:
    for kind in KINDS:
        own, place = _case_columns(kind), dict(ITEM)
        if together := {name: own.pop(name) for name in shared(kind)}:
            place["common"] = f"INTEGER REFERENCES {common_table(kind)}"
            source = {"id": "INTEGER PRIMARY KEY", "source": "INTEGER REFERENCES source"}
            yield common_table(kind), source | together | {"extra": own["extra"]}
        yield own_table(kind), place | own
    for part in PARTS:
        own = _case_columns(part)
        place = {"item": "INTEGER", "source": "INTEGER REFERENCES source", "key": ""}
        yield kind_name(part), place | own


def _whole(kind: type[Record]) -> str:
    """The SELECT of the view that shows a kind's rows whole; what no query uses of `KIND_common` is not looked up."""
    taken = {name: f"c.{name}" for name in shared(kind)} | {"extra": "coalesce(o.extra, c.extra)"}
    listed = ", ".join(f"{taken.get(name, f'o.{name}')} AS {name}" for name in (*ITEM, *_case_columns(kind)))
    return f"SELECT {listed} FROM {own_table(kind)} o LEFT JOIN {common_table(kind)} c ON c.id = o.common"


CONTAINER_VIEW: Final = """
SELECT d.exhibit AS exhibit, d.path || f.name AS path, f.size AS size,
       iif(f.size IS NULL, f.sha256, lower(hex(f.sha256))) AS sha256
FROM container_file f JOIN container_folder d ON d.id = f.folder
"""
"""The files on disk that an exhibit is made of: each folder is stored once, with the slash that ends it."""

_JOINED: Final = "LEFT JOIN file ON file.id = source.file LEFT JOIN exhibit ON exhibit.id = file.exhibit"
"""Each join finds its one row; LEFT lets SQLite leave out those that a query does not use."""

ORIGIN_VIEW: Final = f"""
SELECT source.id AS source, source.kind AS kind, source.state AS state, exhibit.label AS exhibit,
       source.parser AS parser, source.version AS version, source.basis AS basis, source.table_name AS table_name,
       file.id AS file, file.path AS path, file.stored AS stored, file.sha256 AS sha256
FROM source {_JOINED}
"""

OWN: Final = {kind_name(kind): own_table(kind) for kind in KINDS}
"""The table with the items of each kind."""
_EVERY: Final = "\n      UNION ALL ".join(f"SELECT {', '.join(ITEM)} FROM {table}" for table in OWN.values())
ITEM_VIEW: Final = f"""
SELECT e.item AS id, source.kind AS kind, source.state AS state, e.time_us AS time_us, exhibit.label AS exhibit,
       source.parser AS parser, e.key AS key, source.basis AS basis, file.id AS file, file.path AS path,
       file.stored AS stored, file.sha256 AS sha256, source.table_name AS table_name, source.version AS version,
       source.id AS source
FROM ({_EVERY}) e
LEFT JOIN source ON source.id = e.source {_JOINED}
"""
"""For look-ups by number and passes over all items; what joins it to much goes through it once for each kind."""

ADD_FILE: Final = (
    "INSERT INTO file(exhibit, path, stored, size, sha256, mtime_us, user, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
"""Adds a file that no shard names."""
COUNTED: Final = f"SELECT {' + '.join(f'(SELECT count(*) FROM {table})' for table in OWN.values())}"
"""How many items a case has; SQLite counts the rows of a table without reading them."""
HIGHEST: Final = (
    f"SELECT max({', '.join(f'coalesce((SELECT max(item) FROM {table}), 0)' for table in OWN.values())})"
)
"""The highest number of an item."""


def places(named: str, *columns: str) -> str:
    """The SELECT of `item`, `source`, `key` and `time_us` of what a table names, of whatever kinds.

    Args:
        named: the table, which has a column `item`; each kind is looked up in once for each of its rows.
        columns: further columns of it that are given too.
    """
    further = "".join(f", n.{column}" for column in columns)
    return " UNION ALL ".join(
        f"SELECT k.item, k.source, k.key, k.time_us{further} FROM {named} n CROSS JOIN {table} k ON k.item = n.item"
        for table in OWN.values()
    )


def between(
    kind: str, low: int | str, high: int | str, *, table: str = "", moment: str = "time", name: str = "k"
) -> str:
    """What stands behind FROM to read the items of a kind that have a moment in a range of time.

    Only blocks that reach into it are gone through; `blocks.ready` sees to it that there are such.

    Args:
        kind: the kind.
        low: the least time, or the SQL of it.
        high: the time from which on none is wanted, or the SQL of it.
        table: what has its items: the view or table of the kind, unless stated.
        moment: the moment, by its field.
        name: what the items are called in the statement.
    """
    time = f"{name}.{moment}_us"
    return (
        f"block b CROSS JOIN {table or kind} {name} ON b.kind = '{kind}' AND b.moment = '{moment}'"
        f" AND b.latest_us >= {low} AND b.earliest_us < {high} AND {name}.item BETWEEN b.first AND b.last"
        f" AND {time} >= {low} AND {time} < {high}"
    )


def timeline_view(only: Mapping[str, Collection[str]] | None = None, within: tuple[int, int] | None = None) -> str:
    """The SELECT of the view `timeline`: one row for each moment of each item.

    Args:
        only: the kinds and their moments, as `moments_filled` gives them; all unless stated.
        within: only moments in this range of time, its end not included, are read, as `between` does.
    """
    return "\nUNION ALL\n".join(
        _moments_of(kind, column, within) for kind in KINDS for column in columns(kind)
        if is_moment(column) and (only is None or column.field in only.get(kind_name(kind), ()))
    )  # fmt: skip


def moments_filled(database: sqlite3.Connection) -> dict[str, set[str]]:
    """The kinds that a case has, each with the moments that an item of it can have beside none.

    A query fills a further moment only through the form of its encoding, which its source names; of a source that
    names none, each can be filled.
    """
    found: dict[str, set[str]] = {}
    every = {kind_name(kind): {each.field for each in columns(kind) if is_moment(each)} for kind in KINDS}
    for kind, decoding in database.execute("SELECT DISTINCT kind, decoding FROM source"):
        if kind in every:
            named = json.loads(decoding) if (decoding or "").startswith("{") else every[kind]
            found.setdefault(kind, {"time"}).update(named)
    return found


def is_moment(column: Column) -> bool:
    """Whether a column is the stored value of a moment, which stands once for each."""
    return column.form == "moment" and column.name.endswith("_raw")


def _moments_of(kind: type[Record], moment: Column, within: tuple[int, int] | None) -> str:
    name = kind_name(kind)
    table = between(name, *within, moment=moment.field) if within else f"{name} k"
    time = "k.time_us" if moment.field == "time" else f"k.{moment.field}_us"
    who, known, text = (_joined(kind, role) for role in ("who", "name", "text"))
    label = f"'{moment.label.replace(chr(39), chr(39) * 2)}'"
    stated = _joined(kind, "what")
    if kind is Location:
        stated = f"replace({stated}, '_', ' ')"
    if stated != "NULL" and moment.field != "time":
        stated = f"{stated} || ', ' || {label}"
    what = label if stated == "NULL" else f"coalesce({stated}, {label})"
    return (
        f"SELECT k.item AS item, {time} AS time_us, {what} AS what,"
        f" '{name}' AS kind, source.state AS state, exhibit.label AS exhibit, source.parser AS parser,"
        f" source.basis AS basis, {who} AS who, {known} AS name, {text} AS text"
        f" FROM {table} LEFT JOIN source ON source.id = k.source {_JOINED} WHERE {time} IS NOT NULL"
    )


def _joined(kind: type[Record], role: str) -> str:
    named = [f"k.{column.name}" for column in columns(kind) if column.role == role and not column.name.endswith("_raw")]
    if not named:
        return "NULL"
    if len(named) == 1:
        return f"+{named[0]}"  # of no affinity, as all else: SQLite then merges the parts of the timeline in order
    first, *others = named
    rest = "".join(f" || CASE WHEN {each} <> '' THEN ' · ' || {each} ELSE '' END" for each in others)
    return f"ltrim(coalesce({first}, ''){rest}, ' ·')"
