"""Every text of a case, from the metadata of the record types: what is searched, and what word lists look at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from phonefx.records import KINDS, PARTS, columns, kind_name

EVERY: Final = ("text", "name", "who")
WRITTEN: Final = ("text",)


class Field(NamedTuple):
    """One column that holds text: `message.body`; `key` is the column that numbers its rows."""

    name: str
    table: str
    column: str
    key: str


def text_fields(roles: Sequence[str] = EVERY) -> tuple[Field, ...]:
    """Give the columns that hold text of some roles, in the order of the kinds."""
    return tuple(
        Field(f"{kind_name(kind)}.{column.name}", kind_name(kind), column.name, "rowid" if kind.part else "item")
        for kind in (*KINDS, *PARTS)
        for column in columns(kind)
        if column.role in roles and not column.name.endswith("_raw")
    )


def texts(connection: sqlite3.Connection, roles: Sequence[str] = WRITTEN) -> Iterator[tuple[int, str, str]]:
    """Give (item, field, text) of every text that is stored and not empty, field by field in order of item."""
    for field in text_fields(roles):
        rows = connection.execute(
            f"SELECT item, {field.column} FROM {field.table} WHERE {field.column} <> '' AND item IS NOT NULL"
            " ORDER BY item"
        )
        for item, text in rows:
            yield item, field.name, str(text)
