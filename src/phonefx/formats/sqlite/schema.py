"""Tables and indexes: what the CREATE statements in `sqlite_schema` say.

SQLite itself reads the statements, in an empty database in memory where nothing but creating a table or an index
is allowed. Where it refuses (an unknown collation or function) a small reader takes over.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

SCHEMA_SQL = "CREATE TABLE sqlite_schema(type TEXT, name TEXT, tbl_name TEXT, rootpage INTEGER, sql TEXT)"
MAX_SQL = 1_000_000
_ALLOWED = {
    sqlite3.SQLITE_CREATE_TABLE,
    sqlite3.SQLITE_CREATE_INDEX,
    sqlite3.SQLITE_INSERT,
    sqlite3.SQLITE_UPDATE,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_REINDEX,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_PRAGMA,
    sqlite3.SQLITE_TRANSACTION,
}
_TABLE = re.compile(r"\s*CREATE\s+TABLE\s+", re.IGNORECASE)
_INDEX = re.compile(r"\s*CREATE\s+(UNIQUE\s+)?INDEX\s+", re.IGNORECASE)
_ALIAS_TYPE = "INTEGER"


class Affinity(Enum):
    """The column affinities of SQLite."""

    INTEGER = "I"
    TEXT = "T"
    BLOB = "B"
    REAL = "R"
    NUMERIC = "N"


def affinity(declared: str) -> Affinity:
    """Derive the affinity from a declared type, by SQLite's five rules."""
    name = declared.upper()
    if "INT" in name:
        return Affinity.INTEGER
    if any(word in name for word in ("CHAR", "CLOB", "TEXT")):
        return Affinity.TEXT
    if "BLOB" in name or not name:
        return Affinity.BLOB
    return Affinity.REAL if any(word in name for word in ("REAL", "FLOA", "DOUB")) else Affinity.NUMERIC


@dataclass(frozen=True, slots=True)
class Column:
    """One stored column."""

    name: str
    affinity: Affinity
    not_null: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Table:
    """A table or, where `index_of` is set, an index; `columns` are in the order in which a record stores them."""

    name: str
    root: int
    sql: str
    columns: tuple[Column, ...]
    alias: int | None = None
    without_rowid: bool = False
    order: tuple[int, ...] = ()
    keys: int = 0
    dropped: bool = False
    index_of: str | None = None
    unique: bool = False
    where: str = field(default="", compare=False)

    @cached_property
    def reals(self) -> tuple[int, ...]:
        """The columns that give back whole numbers as floating-point numbers."""
        return tuple(place for place, column in enumerate(self.columns) if column.affinity is Affinity.REAL)

    @property
    def as_index(self) -> bool:
        """Whether its rows lie on index pages."""
        return self.without_rowid or self.index_of is not None

    @property
    def internal(self) -> bool:
        """Whether SQLite keeps the table for itself."""
        return (self.index_of or self.name).lower().startswith("sqlite_")


SCHEMA_TABLE = Table(
    "sqlite_schema",
    1,
    SCHEMA_SQL,
    tuple(
        Column(name, Affinity.INTEGER if name == "rootpage" else Affinity.TEXT)
        for name in ("type", "name", "tbl_name", "rootpage", "sql")
    ),
    order=(0, 1, 2, 3, 4),
)


def _authorize(action: int, _a: str | None, _b: str | None, _c: str | None, _d: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _scratch() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, MAX_SQL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    connection.set_authorizer(_authorize)
    return connection


def read_table(name: str, root: int, sql: str, dropped: bool = False) -> Table | None:
    """Read a CREATE TABLE statement; None where it is none or makes no sense."""
    if not _TABLE.match(sql) or len(sql) > MAX_SQL or "\0" in sql:
        return None
    scratch = _scratch()
    try:
        scratch.execute(sql)
        scratch.set_authorizer(None)
        made = scratch.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchone()
        rows = scratch.execute(f"PRAGMA table_xinfo({quote(made[0])})").fetchall() if made else []
    except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError):
        return _plain_table(name, root, sql, dropped)
    finally:
        scratch.close()
    stored = [row for row in rows if row[6] != 2]
    without = _is_without_rowid(sql)
    keys = sorted((row[5], place) for place, row in enumerate(stored) if row[5])
    alias = None
    if len(keys) == 1 and not without and stored[keys[0][1]][2].upper() == _ALIAS_TYPE:
        alias = None if _descending_key(sql) else keys[0][1]
    columns = [Column(row[1], affinity(row[2]), bool(row[3]), row[4]) for row in stored]
    return _arranged(name, root, sql, columns, alias, [place for _, place in keys] if without else [], dropped)


def _arranged(
    name: str, root: int, sql: str, columns: list[Column], alias: int | None, keys: list[int], dropped: bool
) -> Table:
    order = tuple(keys + [place for place in range(len(columns)) if place not in keys])
    stored = tuple(columns[place] for place in order)
    return Table(name, root, sql, stored, alias, bool(keys), order, len(keys), dropped)


def _is_without_rowid(sql: str) -> bool:
    tail = sql[sql.rfind(")") + 1 :]
    return re.search(r"\bWITHOUT\s+ROWID\b", tail, re.IGNORECASE) is not None


def _descending_key(sql: str) -> bool:
    return re.search(r"\bPRIMARY\s+KEY\s+DESC\b", sql, re.IGNORECASE) is not None


def read_index(name: str, root: int, sql: str, tables: dict[str, Table]) -> Table | None:
    """Read a CREATE INDEX statement as the table of what its entries hold: the columns, then the row id or key."""
    match = _INDEX.match(sql)
    found = re.search(r"\bON\s+(\"[^\"]+\"|\[[^\]]+\]|`[^`]+`|'[^']+'|\w+)\s*\((.*)\)", sql, re.IGNORECASE | re.DOTALL)
    if not match or not found or len(sql) > MAX_SQL:
        return None
    table = tables.get(unquote(found[1]).lower())
    parts = split_commas(found[2])
    return None if table is None else index_of(table, name, root, [leading_name(part) for part in parts], sql)


def index_of(table: Table, name: str, root: int, columns: list[str], sql: str = "") -> Table | None:
    """Describe an index by the names of its columns; None where one is an expression."""
    named = {column.name.lower(): column for column in table.columns}
    if not columns or any(column.lower() not in named for column in columns):
        return None
    held = [named[column.lower()] for column in columns]
    alias_name = table.columns[table.alias].name.lower() if table.alias is not None else None
    if table.without_rowid:
        held += [column for column in table.columns[: table.keys] if column not in held]
    else:
        held = [c if c.name.lower() != alias_name else Column(c.name, Affinity.INTEGER, True) for c in held]
        held.append(Column("", Affinity.INTEGER, not_null=True))
    unique = re.match(r"\s*CREATE\s+UNIQUE", sql, re.IGNORECASE) is not None or not sql
    return Table(name, root, sql, tuple(held), None, False, tuple(range(len(held))), index_of=table.name, unique=unique)


def _key_parts(sql: str) -> list[str]:
    found = re.search(r"\bPRIMARY\s+KEY\s*\(([^)]*)\)", sql, re.IGNORECASE)
    return split_commas(found[1]) if found else []


def constraint_keys(table: Table) -> list[list[str]]:
    """List the column sets of the UNIQUE and PRIMARY KEY constraints, in the order of the automatic indexes."""
    scratch = _scratch()
    try:
        scratch.execute(table.sql)
        scratch.set_authorizer(None)
        made = scratch.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchone()[0]
        listed = scratch.execute(f"PRAGMA index_list({quote(made)})").fetchall()
        named = sorted((row[1], row[1]) for row in listed if row[1].startswith("sqlite_autoindex_"))
        named.sort(key=lambda pair: int(pair[0].rsplit("_", 1)[1]))
        return [[row[2] for row in scratch.execute(f"PRAGMA index_info({quote(name)})")] for name, _ in named]
    except (sqlite3.Error, sqlite3.Warning, TypeError, ValueError):
        return []
    finally:
        scratch.close()


def quote(name: str) -> str:
    """Quote an identifier."""
    return '"' + name.replace('"', '""') + '"'


def unquote(name: str) -> str:
    """Take the quotes from an identifier."""
    pairs = {'"': '"', "'": "'", "`": "`", "[": "]"}
    if len(name) >= 2 and pairs.get(name[0]) == name[-1]:
        return name[1:-1].replace(name[-1] * 2, name[-1])
    return name


def split_commas(text: str) -> list[str]:
    """Split at the commas that stand outside parentheses and quotes."""
    parts, depth, open_quote, start = [], 0, "", 0
    for place, letter in enumerate(text):
        if open_quote:
            open_quote = "" if letter == open_quote else open_quote
        elif letter in "\"'`[":
            open_quote = "]" if letter == "[" else letter
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


_CONSTRAINT = re.compile(r"(CONSTRAINT|PRIMARY\s+KEY|UNIQUE|CHECK|FOREIGN\s+KEY)\b", re.IGNORECASE)
_NAME = re.compile(r"\s*(\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|'(?:[^']|'')*'|[^\s(,]+)")
_STOP = re.compile(
    r"\b(CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES|GENERATED|AS)\b", re.IGNORECASE
)


def leading_name(part: str) -> str:
    """Read the name at the beginning of a column definition."""
    match = _NAME.match(part)
    return unquote(match[1]) if match else ""


def declared_type(rest: str) -> str:
    """Give the type from what stands behind the name of a column."""
    stop = _STOP.search(rest)
    return rest[: stop.start()].strip() if stop else rest.strip()


def _plain_table(name: str, root: int, sql: str, dropped: bool) -> Table | None:
    """Read a CREATE TABLE statement without SQLite's help."""
    start, end = sql.find("("), sql.rfind(")")
    if start < 0 or end < start:
        return None
    columns: list[Column] = []
    alias: int | None = None
    keys: list[str] = []
    without = _is_without_rowid(sql)
    for part in split_commas(sql[start + 1 : end]):
        if _CONSTRAINT.match(part):
            keys = [leading_name(item).lower() for item in _key_parts(part)] or keys
            continue
        match = _NAME.match(part)
        if match is None:
            return None
        rest = part[match.end() :]
        declared = declared_type(rest)
        if re.search(r"\bPRIMARY\s+KEY\b", rest, re.IGNORECASE):
            keys = [unquote(match[1]).lower()]
        columns.append(Column(unquote(match[1]), affinity(declared), "NOT NULL" in rest.upper()))
        if keys == [unquote(match[1]).lower()] and declared.upper() == _ALIAS_TYPE and not without:
            alias = len(columns) - 1
    names = [column.name.lower() for column in columns]
    places = [names.index(key) for key in keys if key in names] if without else []
    return _arranged(name, root, sql, columns, alias, places, dropped) if columns else None
