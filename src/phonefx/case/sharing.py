"""Stores once what rows of a kind have in common, while their shard is merged.

Of a kind with shared fields, `KIND_common` gets one row for each combination of their values in a source, and each row
of `KIND_own` the number of its combination. Further values (`extra`) go the same way where they repeat in a shard.
"""

from __future__ import annotations

from typing import Final

from phonefx.case import schema
from phonefx.case.appending import Rows
from phonefx.records import columns

_FIRST: Final = 4_000
_LEAST_REPEATED: Final = 4
_SAMPLE: Final = 400


def append(rows: Rows, sources: int) -> None:
    """Append a shard's rows to the tables of their kind, with the combinations of what they share.

    Args:
        rows: the rows.
        sources: what is added to the numbers of the shard's sources.
    """
    place = {"source": f"m.source + {sources}", "key": "m.key", "time_us": "m.time_us"}
    own = {
        column.name: f"m.{column.name}" if column.name in rows.columns else "NULL"
        for column in columns(rows.kind) if not column.shared
    }  # fmt: skip
    if not schema.shared(rows.kind):
        rows.append(place | own)
        return
    own = {**place, "common": "", **own}
    names = ["source", *(name for name in schema.shared(rows.kind) if name in rows.columns)]
    if _repeats(rows):
        names.append("extra")
        own["extra"] = "NULL"
    if rows.last <= _SAMPLE:
        _combine(rows, names)
        _append_combined(rows, sources, _by_variety(rows, names), own)
        return
    some = ", ".join(map(str, range(1, rows.last + 1, rows.last // _SAMPLE)))
    _combine(rows, names, f"rowid IN ({some})")
    if _count(rows, "*") != 1 or not _append_alike(rows, sources, names, own):
        names = _by_variety(rows, names)
        _combine(rows, names)
        _append_combined(rows, sources, names, own)


def _repeats(rows: Rows) -> bool:
    """Whether the further values of a shard's first rows are mostly repeated."""
    if "extra" not in rows.columns:
        return False
    first = f"SELECT extra FROM {rows.table} ORDER BY rowid LIMIT {_FIRST}"
    stored, distinct = rows.database.execute(f"SELECT count(extra), count(DISTINCT extra) FROM ({first})").fetchone()
    return bool(stored) and distinct * _LEAST_REPEATED <= stored


def _combine(rows: Rows, names: list[str], where: str = "1") -> None:
    """Gather the combinations of rows in the order of their first ones; SQLite compares them column by column."""
    rows.database.execute("DROP TABLE IF EXISTS temp.combined")
    listed = ", ".join(names)
    rows.database.execute(f"CREATE TEMP TABLE combined AS SELECT DISTINCT {listed} FROM {rows.table} WHERE {where}")


def _by_variety(rows: Rows, names: list[str]) -> list[str]:
    """The columns, first those in which the combinations differ most."""
    counts = ", ".join(f"count(DISTINCT {name}) + (count({name}) < count(*))" for name in names)
    found = rows.database.execute(f"SELECT {counts} FROM temp.combined").fetchone()
    return [name for _, name in sorted(zip(found, names, strict=True), key=lambda each: -each[0])]


def _count(rows: Rows, listed: str) -> int:
    (count,) = rows.database.execute(f"SELECT count(*) FROM (SELECT DISTINCT {listed} FROM temp.combined)").fetchone()
    return int(count)


def _append_common(rows: Rows, sources: int, names: list[str]) -> int:
    """Store the combinations; give the number before the first of them."""
    table = f"main.{schema.common_table(rows.kind)}"
    (before,) = rows.database.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    given = ", ".join(f"source + {sources}" if name == "source" else name for name in names)
    rows.database.execute(
        f"INSERT INTO {table}(id, {', '.join(names)}) SELECT rowid + ?, {given} FROM temp.combined ORDER BY rowid",
        (before,),
    )
    return int(before)


def _append_alike(rows: Rows, sources: int, names: list[str], own: dict[str, str]) -> bool:
    """Append rows that are all of the one combination found in some; where one is not, none is appended."""
    before = _append_common(rows, sources, names)
    values = rows.database.execute(f"SELECT {', '.join(names)} FROM temp.combined").fetchone()
    same = " AND ".join(f"m.{name} IS ?{number}" for number, name in enumerate(names, 2))
    own = own | {"common": f"{before + 1}"}
    are_alike = rows.append(own, where=same, bound=values)
    if not are_alike:
        rows.database.execute(f"DELETE FROM main.{schema.common_table(rows.kind)} WHERE id > ?", (before,))
    return are_alike


def _append_combined(rows: Rows, sources: int, names: list[str], own: dict[str, str]) -> None:
    """Append rows, each with the number of its combination; that is looked up by no more columns than it takes."""
    before = _append_common(rows, sources, names)
    total, told, key = _count(rows, "*"), 1, list[str]()
    for name in names:
        if told < total and (tell := _count(rows, ", ".join([*key, name]))) > told:
            told = tell
            key.append(name)
    own = own | {"common": f"{before} + c.rowid"}
    if key:
        rows.database.execute(f"CREATE UNIQUE INDEX temp.combined_key ON combined({', '.join(key)})")
    same = " AND ".join(f"c.{name} IS m.{name}" for name in key) or "1"
    rows.append(own, beside=" CROSS JOIN temp.combined c", where=same)
