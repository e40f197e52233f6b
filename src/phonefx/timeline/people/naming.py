"""Gathers the names under which the exhibits keep each person; a name is what someone saved, not who it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from phonefx.timeline.people.records import PeopleDecision, PersonName
from phonefx.timeline.sources import exhibit_labels

_CARDS = """
    SELECT d.person, c.name, x.exhibit, CASE WHEN c.role = 'owner' THEN 'owner card' ELSE 'contact card' END,
           count(DISTINCT c.item), min(c.item)
    FROM contact c CROSS JOIN party p ON p.item = c.item AND p.role = 'contact'
    CROSS JOIN identity d ON d.id = p.identity CROSS JOIN entry e ON e.id = c.item
    CROSS JOIN temp.exhibit_of x ON x.source = e.source
    WHERE c.name <> '' GROUP BY 1, 2, 3, 4
"""
_BESIDE = """
    SELECT d.person, k.counterpart_name, x.exhibit, 'beside messages and calls', count(*), min(k.item)
    FROM {table} k CROSS JOIN party p ON p.item = k.item AND p.role = 'counterpart'
    CROSS JOIN identity d ON d.id = p.identity CROSS JOIN entry e ON e.id = k.item
    CROSS JOIN temp.exhibit_of x ON x.source = e.source WHERE k.counterpart_name <> '' GROUP BY 1, 2, 3
"""
_ORIGINS = ("owner card", "contact card", "beside messages and calls")


def names(connection: sqlite3.Connection) -> Iterator[PersonName]:
    """Give the names of each person, best first: owner's card, contact cards, then names beside messages."""
    labels = exhibit_labels(connection)
    gathered: dict[tuple[int, str, str, str], tuple[int, int]] = {}
    for query in (_CARDS, _BESIDE.format(table="message"), _BESIDE.format(table="call")):
        for person, name, exhibit, origin, count, item in connection.execute(query):
            where = person, name, labels[exhibit], origin
            known = gathered.get(where, (0, item))
            gathered[where] = known[0] + count, min(known[1], item)
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
