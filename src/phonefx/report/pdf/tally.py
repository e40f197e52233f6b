"""How many records a case has of each kind and state: told once for all sections, without walking every entry."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Final, NamedTuple

from phonefx.records import PARTS, kind_name

_PARTS: Final = ", ".join(f"'{kind_name(part)}'" for part in PARTS)
_STATED: Final = f"""
SELECT kind, state, sum(records - outside) FROM source WHERE kind NOT IN ({_PARTS}) AND records > outside GROUP BY 1, 2
"""
_COUNTED: Final = """
SELECT s.kind, s.state, sum(c.items) FROM (
    SELECT e.source AS source, count(*) AS items FROM entry e WHERE 1{only} GROUP BY e.source
) c JOIN source s ON s.id = c.source GROUP BY 1, 2
"""
_UNDATED: Final = """
SELECT s.kind, s.state, count(*) FROM entry e CROSS JOIN source s ON s.id = e.source
WHERE e.time_us IS NULL{only} GROUP BY 1, 2
"""
_END: Final = """
SELECT e.time_us FROM entry e CROSS JOIN source s ON s.id = e.source
WHERE e.time_us IS NOT NULL AND s.kind IN ({kinds}) AND (?1 IS NULL OR s.state = ?1){only}
ORDER BY e.time_us {order} LIMIT 1
"""


class Count(NamedTuple):
    """The records of one kind and state: all, and those with a time."""

    kind: str
    state: str
    items: int
    dated: int


def tally(database: sqlite3.Connection, only: str = "") -> list[Count]:
    """Count the records; `only` is further SQL over `e.id`.

    Of a whole case each source says how many it has. That is taken where all together are as many as the entries.
    """
    found = [] if only else database.execute(_STATED).fetchall()
    if sum(items for *_, items in found) != database.execute("SELECT count(*) FROM entry").fetchone()[0]:
        found = database.execute(_COUNTED.format(only=only)).fetchall()
    undated = Counter({tuple(row[:2]): row[2] for row in database.execute(_UNDATED.format(only=only))})
    return [Count(kind, state, items, items - undated[kind, state]) for kind, state, items in sorted(found)]


def period(
    database: sqlite3.Connection, counts: list[Count], kinds: tuple[str, ...], state: str | None = None, only: str = ""
) -> tuple[int, int] | None:
    """Give the first and last time of the records of some kinds, in one state or in all; None where none has a time.

    The entries are looked through in order of time from both ends. `counts` are those of the same records.
    """
    dated = [each.kind for each in counts if each.kind in kinds and state in (None, each.state) and each.dated]
    if not dated:
        return None
    named = ", ".join(f"'{kind}'" for kind in dated)
    first, last = (
        database.execute(_END.format(kinds=named, only=only, order=order), (state,)).fetchone()
        for order in ("ASC", "DESC")
    )
    return (first[0], last[0]) if first and last else None
