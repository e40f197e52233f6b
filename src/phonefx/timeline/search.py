"""Full-text search in every text of a case, in any script, also inside words.

The index (`text_index`, SQLite FTS5 with trigrams) is made at the first search and anew when items were added; it holds
no copy of the texts. Terms of one or two characters are searched by reading the texts.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from phonefx.case.schema import HIGHEST
from phonefx.errors import UsageError
from phonefx.timeline.texts import text_fields

_LEAST: Final = 3
_TERMS: Final = re.compile(r'"([^"]+)"|(\S+)')
_CONTEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A text that holds every term: where it is, and the part around the first term."""

    item: int
    field: str
    around: str


def terms_of(words: str) -> list[str]:
    """Take a query apart: words, and phrases in double quotes; all must be in one text."""
    terms = [phrase or word for phrase, word in _TERMS.findall(words)]
    if not terms:
        raise UsageError("give at least one word to search for")
    return terms


def is_indexed(connection: sqlite3.Connection) -> bool:
    """Tell whether the index is there and covers every item."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'text_index_items'").fetchone()
    return row is not None and row[0] == _state(connection)


def _state(connection: sqlite3.Connection) -> str:
    return str(connection.execute(HIGHEST).fetchone()[0])


def make_index(connection: sqlite3.Connection) -> int:
    """Make the index anew; gives the number of texts in it."""
    for name in ("text_index", "text_place"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    connection.execute("CREATE TABLE text_place (id INTEGER PRIMARY KEY, item INTEGER, field TEXT, row INTEGER)")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE text_index USING fts5(text, tokenize='trigram', content='', columnsize=0)"
        )
    except sqlite3.OperationalError as error:
        raise UsageError(f"this SQLite ({sqlite3.sqlite_version}) has no trigram index: {error}") from error
    for field in text_fields():
        where = f"{field.table} WHERE {field.column} <> '' AND item IS NOT NULL ORDER BY {field.key}"
        connection.execute(
            f"INSERT INTO text_place(item, field, row) SELECT item, ?, {field.key} FROM {where}", (field.name,)
        )
        connection.execute(
            f"INSERT INTO text_index(rowid, text) SELECT p.id, k.{field.column} FROM text_place p"
            f" JOIN {field.table} k ON k.{field.key} = p.row WHERE p.field = ? ORDER BY p.id",
            (field.name,),
        )
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('text_index_items', ?)", (_state(connection),))
    return int(connection.execute("SELECT count(*) FROM text_place").fetchone()[0])


def search(connection: sqlite3.Connection, words: str) -> Iterator[Found]:
    """Give the texts that hold every term of a query, in order of item and field. Case is ignored.

    Args:
        connection: of a case whose index is made.
        words: terms as `terms_of` reads them.
    """
    terms = terms_of(words)
    folded = [term.casefold() for term in terms]
    long = [term for term in terms if len(term) >= _LEAST]
    columns = {field.name: field for field in text_fields()}
    for item, name, row in _candidates(connection, long):
        field = columns[name]
        asked = f"SELECT {field.column} FROM {field.table} WHERE {field.key} = ?"
        text = str(connection.execute(asked, (row,)).fetchone()[0])
        if all(term in text.casefold() for term in folded):
            yield Found(item, name, _around(text, folded[0]))


def _candidates(connection: sqlite3.Connection, terms: list[str]) -> list[tuple[int, str, int]]:
    if not terms:
        return connection.execute("SELECT item, field, row FROM text_place ORDER BY item, id").fetchall()
    query = " AND ".join('"' + term.replace('"', '""') + '"' for term in terms)
    asked = (
        "SELECT p.item, p.field, p.row FROM text_index i JOIN text_place p ON p.id = i.rowid"
        " WHERE text_index MATCH ? ORDER BY p.item, p.id"
    )
    return connection.execute(asked, (query,)).fetchall()


def _around(text: str, term: str) -> str:
    at = max(0, text.casefold().find(term))
    start, end = max(0, at - _CONTEXT), at + len(term) + _CONTEXT
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
