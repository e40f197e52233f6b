"""Gathers the names under which the exhibits keep each person; a name is what someone saved, not who it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from phonefx.timeline import uses
from phonefx.timeline.people.records import PeopleDecision
from phonefx.timeline.sources import exhibit_labels

if TYPE_CHECKING:
    from phonefx.timeline.people.joining import Card

_BESIDE = """
    SELECT d.person, k.counterpart_name, x.exhibit, 'beside messages and calls', sum(u.items), min(u.item)
    FROM {kind}_common k JOIN common_use u ON u.kind = '{kind}' AND u.common = k.id
    JOIN party_common p ON p.kind = u.kind AND p.common = u.common AND p.role = 'counterpart'
    JOIN identity d ON d.id = p.identity
    JOIN temp.exhibit_of x ON x.source = k.source WHERE k.counterpart_name <> '' GROUP BY 1, 2, 3
"""
_ORIGINS = ("owner card", "contact card", "beside messages and calls")


class Named(NamedTuple):
    """A name of a person, with the fields of `records.PersonName`."""

    person: int
    name: str
    exhibit: str
    origin: str
    items: int
    item: int


def names(connection: sqlite3.Connection, cards: Sequence[Card], persons: Sequence[int]) -> list[Named]:
    """Give the names of each person, best first: owner's card, contact cards, then names beside messages.

    Args:
        connection: the case, with parties and identities.
        cards: in the order of their items.
        persons: of each identity, in the order of their numbers.
    """
    labels = exhibit_labels(connection)
    gathered: dict[tuple[int, str, str, str], tuple[int, int]] = {}
    for item, exhibit, name, is_owner, every, _ in cards:
        if name:
            origin = _ORIGINS[0] if is_owner else _ORIGINS[1]
            for person in {persons[identity - 1] for identity in every}:
                where = person, name, exhibit, origin
                count, first = gathered.get(where, (0, item))
                gathered[where] = count + 1, first
    for kind in uses.KINDS:
        for person, name, exhibit, origin, count, item in connection.execute(_BESIDE.format(kind=kind)):
            where = person, name, labels[exhibit], origin
            known = gathered.get(where, (0, item))
            gathered[where] = known[0] + count, min(known[1], item)
    rows = [Named(*where, *counted) for where, counted in gathered.items()]
    return sorted(rows, key=lambda row: (row.person, _ORIGINS.index(row.origin), -row.items, row.item, row.name))


def chosen(
    found: list[Named], decisions: list[PeopleDecision], person_of: Mapping[str, int]
) -> dict[int, tuple[str, str]]:
    """Choose one name a person and say why: the examiner's, else the best of `names`."""
    best = {person: _best(list(rows)) for person, rows in groupby(found, key=itemgetter(0))}
    for decision in decisions:
        if decision.action == "name" and decision.key in person_of:
            best[person_of[decision.key]] = decision.value or "", "named by the examiner"
    return best


def _best(rows: list[Named]) -> tuple[str, str]:
    first = rows[0]
    if len(rows) > 1 and first.origin == "contact card":
        rivals = [row.name for row in rows if (row.origin, row.exhibit) == (first.origin, first.exhibit)]
        if not agree(rivals):
            return " / ".join(dict.fromkeys(rivals)), f"several contact cards, {first.exhibit}"
    return first.name, f"{first.origin}, {first.exhibit}"


def agree(names: Iterable[str]) -> bool:
    """Tell whether names can be of one card: the words of each are among those of the longest."""
    words = sorted({frozenset(name.casefold().split()) for name in names if name.strip()}, key=len)
    return all(fewer <= words[-1] for fewer in words)
