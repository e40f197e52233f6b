"""How many records a case has of each kind and state: told once for all sections, without walking every entry."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from phonefx.case import blocks
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
_BLOCKS: Final = """
SELECT first, last, {edge} FROM block WHERE kind = '{kind}' AND moment = 'time' AND dated ORDER BY 3 {order}
"""
_END: Final = """
SELECT {end}(o.time_us) FROM {table} o CROSS JOIN source s ON s.id = o.source
WHERE o.item BETWEEN ?1 AND ?2 AND (?3 IS NULL OR s.state = ?3){only}
"""


_WHOLE: Final[tuple[int, int, Any]] = (0, (1 << 63) - 1, None)
"""Of what is selected each item is looked up once."""


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
    some = _some_undated(database, found) if not only else list(OWN)
    undated = Counter({each[:2]: each[2] for each in _counted(database, only, "o.time_us IS NULL", some)})
    return [Count(kind, state, items, items - undated[kind, state]) for kind, state, items in sorted(found)]


def _some_undated(database: sqlite3.Connection, found: list[tuple[str, str, int]]) -> list[str]:
    """Give the kinds of which not every record has a time, by the blocks of each."""
    dated = blocks.counts(database, "time")
    items: Counter[str] = Counter()
    for kind, _, count in found:
        items[kind] += count
    return [kind for kind, count in items.items() if dated.get(kind, 0) < count]


def _counted(
    database: sqlite3.Connection, only: str, where: str = "1", kinds: Iterable[str] = OWN
) -> Iterator[tuple[str, str, int]]:
    for kind in kinds:
        yield from database.execute(_COUNTED.format(table=OWN[kind], where=where, only=only))


def period(
    database: sqlite3.Connection, counts: list[Count], kinds: tuple[str, ...], state: str | None = None, only: str = ""
) -> tuple[int, int] | None:
    """Give the first and last time of the records of some kinds, in one state or in all; None where none has a time.

    Only the blocks of items are read that can hold an end. `counts` are those of the same records.
    """
    dated = {each.kind for each in counts if each.kind in kinds and state in (None, each.state) and each.dated}
    first, last = ([_end(database, kind, state, only, latest=latest) for kind in dated] for latest in (False, True))
    return (min(first), max(last)) if dated else None


def _end(database: sqlite3.Connection, kind: str, state: str | None, only: str, *, latest: bool) -> int:
    blocks.ready(database)
    edge, order, end, further = ("latest_us", "DESC", "max", max) if latest else ("earliest_us", "ASC", "min", min)
    asked = _END.format(end=end, table=OWN[kind], only=only)
    found: int | None = None
    read = database.execute(_BLOCKS.format(edge=edge, kind=kind, order=order)).fetchall()
    for low, high, us in [_WHOLE] if only else read:
        if found is not None and further(found, us) == found:
            break
        (here,) = database.execute(asked, (low, high, state)).fetchone()
        if here is not None:
            found = here if found is None else further(found, here)
    assert found is not None  # the caller asks for kinds that have one
    return found
