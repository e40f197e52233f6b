"""How many records a case has of each kind and state: told once for all sections, without walking every entry."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from phonefx.case.schema import COUNTED, OWN
from phonefx.records import PARTS, kind_name

_PARTS: Final = ", ".join(f"'{kind_name(part)}'" for part in PARTS)
_STATED: Final = f"""
SELECT kind, state, sum(records - outside) FROM source WHERE kind NOT IN ({_PARTS}) AND records > outside GROUP BY 1, 2
"""
_COUNTED: Final = """
SELECT s.kind, s.state, sum(c.items) FROM (
    SELECT o.source AS source, count(*) AS items FROM {table} o WHERE {where}{only} GROUP BY o.source
) c JOIN source s ON s.id = c.source GROUP BY 1, 2
"""
_END: Final = """
SELECT o.time_us FROM {table} o CROSS JOIN source s ON s.id = o.source
WHERE o.time_us IS NOT NULL AND (?1 IS NULL OR s.state = ?1){only} ORDER BY o.time_us {order} LIMIT 1
"""


class Count(NamedTuple):
    """The records of one kind and state: all, and those with a time."""

    kind: str
    state: str
    items: int
    dated: int


def tally(database: sqlite3.Connection, only: str = "") -> list[Count]:
    """Count the records; `only` is further SQL over `o.item`.

    Of a whole case each source says how many it has. That is taken where all together are as many as the records.
    """
    found = [] if only else database.execute(_STATED).fetchall()
    if sum(items for *_, items in found) != database.execute(COUNTED).fetchone()[0]:
        found = list(_counted(database, only))
    undated = Counter({(kind, state): items for kind, state, items in _counted(database, only, "o.time_us IS NULL")})
    return [Count(kind, state, items, items - undated[kind, state]) for kind, state, items in sorted(found)]


def _counted(database: sqlite3.Connection, only: str, where: str = "1") -> Iterator[tuple[str, str, int]]:
    for table in OWN.values():
        yield from database.execute(_COUNTED.format(table=table, where=where, only=only))


def period(
    database: sqlite3.Connection, counts: list[Count], kinds: tuple[str, ...], state: str | None = None, only: str = ""
) -> tuple[int, int] | None:
    """Give the first and last time of the records of some kinds, in one state or in all; None where none has a time.

    Each kind is looked through in order of time from both ends. `counts` are those of the same records.
    """
    dated = {each.kind for each in counts if each.kind in kinds and state in (None, each.state) and each.dated}
    ends = [
        us
        for kind in dated
        for order in ("ASC", "DESC")
        for (us,) in database.execute(_END.format(table=OWN[kind], only=only, order=order), (state,))
    ]
    return (min(ends), max(ends)) if ends else None
