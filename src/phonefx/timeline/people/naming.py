"""Gathers the names under which the exhibits keep each person; a name is what someone saved, not who it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from phonefx.timeline.people.records import PeopleDecision, PersonName

_NAMES = """
    SELECT d.person, c.name, i.exhibit, CASE WHEN c.role = 'owner' THEN 'owner card' ELSE 'contact card' END,
           count(DISTINCT p.item), min(p.item)
    FROM party p JOIN identity d ON d.id = p.identity JOIN contact c ON c.item = p.item JOIN item i ON i.id = p.item
    WHERE p.role = 'contact' AND c.name <> '' GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT d.person, k.counterpart_name, i.exhibit, 'beside messages and calls', count(*), min(p.item)
    FROM party p JOIN identity d ON d.id = p.identity JOIN {table} k ON k.item = p.item JOIN item i ON i.id = p.item
    WHERE p.role = 'counterpart' AND k.counterpart_name <> '' GROUP BY 1, 2, 3, 4
"""
_ORIGINS = ("owner card", "contact card", "beside messages and calls")


def names(connection: sqlite3.Connection) -> Iterator[PersonName]:
    """Give the names of each person, best first: owner's card, contact cards, then names beside messages."""
    first, second = (_NAMES.format(table=table) for table in ("message", "call"))
    calls = second.partition("UNION ALL")[2]
    gathered: dict[tuple[int, str, str, str], tuple[int, int]] = {}
    for person, name, exhibit, origin, count, item in connection.execute(f"{first} UNION ALL {calls}"):
        known = gathered.get((person, name, exhibit, origin), (0, item))
        gathered[person, name, exhibit, origin] = known[0] + count, min(known[1], item)
    rows = [PersonName(*where, *counted) for where, counted in gathered.items()]
    yield from sorted(rows, key=lambda row: (row.person, _ORIGINS.index(row.origin), -row.items, row.item, row.name))


def chosen(
    found: list[PersonName], decisions: list[PeopleDecision], keys: Mapping[int, set[str]]
) -> dict[int, tuple[str, str]]:
    """Choose one name a person and say why: the examiner's, else the best of `names`."""
    best = {person: _best(list(rows)) for person, rows in groupby(found, key=lambda row: row.person)}
    for decision in decisions:
        if decision.action == "name":
            for person, own in keys.items():
                if decision.key in own:
                    best[person] = decision.value or "", "named by the examiner"
    return best


def _best(rows: list[PersonName]) -> tuple[str, str]:
    first = rows[0]
    rivals = [row.name for row in rows if (row.origin, row.exhibit) == (first.origin, first.exhibit)]
    if first.origin == "contact card" and not agree(rivals):
        return " / ".join(dict.fromkeys(rivals)), f"several contact cards, {first.exhibit}"
    return first.name, f"{first.origin}, {first.exhibit}"


def agree(names: Iterable[str]) -> bool:
    """Tell whether names can be of one card: the words of each are among those of the longest."""
    words = sorted({frozenset(name.casefold().split()) for name in names if name.strip()}, key=len)
    return all(fewer <= words[-1] for fewer in words)
