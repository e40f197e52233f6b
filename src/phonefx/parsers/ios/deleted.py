"""Rows that are marked as deleted and still stored: read apart from those that are kept, by the same mapping."""

from __future__ import annotations

from collections.abc import Mapping

from phonefx.parsers.query import Query
from phonefx.records import Record


def kept_and_deleted(
    kind: type[Record], sql: str, column: str, test: str = "{} = 1", skip: Mapping[str, str] | None = None
) -> tuple[Query, Query]:
    """Give two queries of one SELECT: the rows that are kept, and in state `recently_deleted` those that are not.

    Args:
        kind: the kind of record.
        sql: the SELECT.
        column: what marks a row; a schema without it has kept rows alone.
        test: the condition that it holds for deleted rows.
        skip: rows that are no record at all.
    """
    gone = test.format(column)
    return (
        Query(kind, sql, skip={**(skip or {}), f"opt({gone})": "marked as deleted, and read as such"}),
        Query(
            kind, sql, skip={**(skip or {}), f"NOT coalesce({gone}, 0)": "not deleted"}, needs=column,
            state="recently_deleted",
        ),
    )  # fmt: skip
