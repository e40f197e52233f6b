"""Stores once what rows of a kind have in common, while their shard is merged.

Of a kind with shared fields, `KIND_common` gets one row for each combination of their values in a source, and each row
of `KIND_own` the number of its combination. Further values (`extra`) go the same way where they repeat in a shard.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from phonefx.case import schema
from phonefx.records import Record, kind_name

_SAMPLE: Final = 4_000
_LEAST_REPEATED: Final = 4


@contextmanager
def combined(database: sqlite3.Connection, kind: type[Record], sources: int) -> Iterator[dict[str, str]]:
    """Write a shard's combinations of shared values, and say how its rows refer to them.

    Args:
        database: the case, with the shard attached as `shard`.
        kind: the kind of the rows.
        sources: what is added to the numbers of the shard's sources.

    Yields:
        Columns of the kind's own table with the SQL of their values, over the shard's table; empty for a kind whose
        fields are not shared.
    """
    names = schema.shared(kind)
    if not names:
        yield {}
        return
    shard, table = f"shard.{kind_name(kind)}", f"main.{schema.common_table(kind)}"
    values = {}
    if _repeats(database, shard):
        names.append("extra")
        values["extra"] = "NULL"
    listed = ", ".join(names)
    (first,) = database.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    database.execute(f"CREATE TEMP TABLE combined AS SELECT DISTINCT source, {listed} FROM {shard}")
    database.execute(
        f"INSERT INTO {table}(id, source, {listed}) SELECT rowid + ?, source + ?, {listed} FROM temp.combined"
        " ORDER BY rowid",
        (first, sources),
    )
    key = _varying(database, ["source", *names])
    if key:
        database.execute(f"CREATE UNIQUE INDEX temp.combined_key ON combined({', '.join(key)})")
    same = " AND ".join(f"c.{name} IS {shard}.{name}" for name in key) or "1"
    values["common"] = f"{first} + (SELECT c.rowid FROM temp.combined c WHERE {same})" if key else f"{first + 1}"
    yield values
    database.execute("DROP TABLE temp.combined")


def _repeats(database: sqlite3.Connection, table: str) -> bool:
    """Whether the further values of a shard's first rows are mostly repeated."""
    stored, distinct = database.execute(
        f"SELECT count(extra), count(DISTINCT extra) FROM (SELECT extra FROM {table} ORDER BY rowid LIMIT {_SAMPLE})"
    ).fetchone()
    return bool(stored) and distinct * _LEAST_REPEATED <= stored


def _varying(database: sqlite3.Connection, names: list[str]) -> list[str]:
    """The columns in which the combinations differ."""
    differs = ", ".join(f"min({name}) IS NOT max({name}) OR count({name}) NOT IN (0, count(*))" for name in names)
    found = database.execute(f"SELECT {differs} FROM temp.combined").fetchone()
    return [name for name, is_varying in zip(names, found, strict=True) if is_varying]
