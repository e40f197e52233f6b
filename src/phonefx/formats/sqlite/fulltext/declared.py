"""What the CREATE VIRTUAL TABLE statements of a database say of its full-text indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from phonefx.formats.sqlite import schema
from phonefx.formats.sqlite.database import Database, schema_rows
from phonefx.formats.sqlite.schema import Affinity

_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+(fts[345])\s*(?:\((.*)\))?\s*;?\s*$", re.I | re.S)
_OPTION = re.compile(r"\s*(\w+)\s*=\s*(.*)$", re.S)
_OPTIONS = {
    "matchinfo", "prefix", "compress", "uncompress", "order", "content", "languageid", "notindexed", "tokenize",
    "content_rowid", "columnsize", "detail", "contentless_delete", "contentless_unindexed",
}  # fmt: skip
LEVELS = 1024


@dataclass(frozen=True)
class Index:
    """One full-text index. `content` names the table whose rows it is over; empty where it keeps no text at all.

    `prefixes` are the lengths of the beginnings of words that it lists as well; `skipped` are columns not indexed;
    `detail` is FTS5's ("full", "column" or "none"), `tokenizer` the name of what cuts text into words.
    """

    name: str
    version: int
    columns: tuple[str, ...]
    affinities: tuple[Affinity, ...]
    content: str
    own_content: bool
    prefixes: tuple[int, ...] = ()
    skipped: frozenset[int] = field(default=frozenset())
    descending: bool = False
    detail: str = "full"
    tokenizer: str = "simple"

    @property
    def shadows(self) -> tuple[str, ...]:
        """The tables that hold its terms."""
        return (f"{self.name}_data",) if self.version == 5 else (f"{self.name}_segdir", f"{self.name}_segments")


def indexes(database: Database) -> Iterator[Index]:
    """Yield the full-text indexes that the live schema describes and whose tables are there."""
    names = {table.name.lower() for table in database.tables if table.index_of is None}
    for kind, name, _table, root, sql in schema_rows(database.live, database.usable, database.header.text):
        found = read(name, sql) if kind == "table" and not root else None
        if found is not None and all(shadow.lower() in names for shadow in found.shadows):
            yield found


def read(name: str, sql: str) -> Index | None:
    """Read one CREATE VIRTUAL TABLE statement; None where it makes no full-text index."""
    match = _VIRTUAL.match(sql)
    if match is None or len(sql) > schema.MAX_SQL:
        return None
    version = int(match[1][-1])
    options: dict[str, list[str]] = {}
    columns: list[tuple[str, str]] = []
    for part in schema.split_commas(match[2] or ""):
        option = _OPTION.match(part)
        if option and option[1].lower() in _OPTIONS:
            options.setdefault(option[1].lower(), []).append(schema.unquote(option[2].strip()))
        elif version == 5 or not part.lower().startswith("tokenize"):
            column = schema.leading_name(part)
            columns.append((column, part[part.find(column) + len(column) :].lstrip("\"'`] ")))
        else:
            options["tokenize"] = [part[len("tokenize") :].lstrip(" =")]
    return _described(name, version, columns or [("content", "")], options)


def _described(name: str, version: int, columns: list[tuple[str, str]], options: dict[str, list[str]]) -> Index:
    last = {option: values[-1] for option, values in options.items()}
    names = tuple(column for column, _ in columns)
    left_out = {value.lower() for value in options.get("notindexed", ())}
    skipped = {place for place, (column, rest) in enumerate(columns)
               if column.lower() in left_out or (version == 5 and rest.upper().startswith("UNINDEXED"))}  # fmt: skip
    words = last.get("tokenize", "unicode61" if version == 5 else "simple").replace("'", " ").replace('"', " ").split()
    return Index(
        name=name,
        version=version,
        columns=names,
        affinities=tuple(schema.affinity("" if version == 5 else schema.declared_type(rest)) for _, rest in columns),
        content=last.get("content", f"{name}_content"),
        own_content="content" not in last,
        prefixes=tuple(int(number) for number in re.findall(r"\d+", last.get("prefix", "")) if int(number)),
        skipped=frozenset(skipped),
        descending=version != 5 and last.get("order", "").lower() == "desc",
        detail=last.get("detail", "full").lower(),
        tokenizer=words[0].lower() if words else "",
    )
