"""Joins identities to people: each join with its reason, each refused join with its doubt.

Joined: what one contact card holds together; what a phone is signed in to; what the examiner says.
Not joined: cards that share a number under different names (a landline, a family), accounts that several phones use,
numbers that agree in their national part alone, people of one name.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from phonefx.timeline.people.identities import Reading
from phonefx.timeline.people.naming import agree
from phonefx.timeline.people.records import PeopleDecision
from phonefx.timeline.sources import exhibit_labels

_PERSONAL = ("phone", "email", "id", "national")


class Edge(NamedTuple):
    """A join or a doubt before it is written: two identities, the reason, and the item that gives it."""

    identity: int
    other: int
    reason: str
    item: int | None


class Card(NamedTuple):
    """A contact card: who it is said to be, all identities on it, and those of them that can be of one person."""

    item: int
    exhibit: str
    name: str
    owner: bool
    every: tuple[int, ...]
    identities: tuple[int, ...]


class Groups:
    """Sets of identities that are one person (union-find with path halving)."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def root(self, number: int) -> int:
        """Give the smallest identity of the set that this one is in."""
        parent = self._parent
        while parent.setdefault(number, number) != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Put two sets together."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low


def cards(connection: sqlite3.Connection, identities: Sequence[Reading]) -> Iterator[Card]:
    """Read the contact cards that hold an identity, in order of item; `identities` in the order of their numbers."""
    rows = connection.execute(
        "SELECT c.item, x.exhibit, c.name, c.role, p.identity FROM contact c"
        " CROSS JOIN temp.exhibit_of x ON x.source = c.source"
        " CROSS JOIN party_own p ON p.item = c.item AND p.role = 'contact' ORDER BY c.item, p.identity"
    )
    labels = exhibit_labels(connection)
    personal = {number for number, each in enumerate(identities, 1) if each.kind in _PERSONAL}
    for _, group in groupby(rows, key=itemgetter(0)):
        (item, exhibit, name, role, identity), *more = group
        every = (identity, *[row[4] for row in more])
        own = every if personal.issuperset(every) else tuple([each for each in every if each in personal])
        yield Card(item, labels[exhibit], name or "", role == "owner", every, own)


def join_cards(every: Sequence[Card]) -> tuple[list[Edge], list[Edge]]:
    """Join what one card holds together; doubt what cards of one exhibit share under names that do not agree."""
    names: dict[tuple[str, int], list[Card]] = defaultdict(list)
    for card in every:
        for identity in card.identities:
            names[card.exhibit, identity].append(card)
    shared = {
        where for where, found in names.items() if len(found) > 1 and not agree([card.name for card in found])
    }  # fmt: skip
    joins, doubts = [], []
    for card in every:
        if len(card.identities) < 2:
            continue
        own = [each for each in card.identities if (card.exhibit, each) not in shared]
        joins += [Edge(own[0], each, f"on one contact card of {card.exhibit}", card.item) for each in own[1:]]
        reason = f"on this card of {card.exhibit}, and on another card of it under another name"
        first = own[0] if own else card.identities[0]
        doubts += [Edge(first, each, reason, card.item) for each in card.identities
                   if each != first and (card.exhibit, each) in shared]  # fmt: skip
    return joins, doubts


def join_owners(own: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[list[Edge], list[Edge]]:
    """Join the own identities of each phone (as pairs of identity and item); doubt those of several phones."""
    phones: dict[int, set[str]] = defaultdict(set)
    for exhibit, listed in own.items():
        for identity, _ in listed:
            phones[identity].add(exhibit)
    joins, doubts = [], []
    for exhibit, listed in own.items():
        mine = [(identity, item) for identity, item in listed if len(phones[identity]) == 1]
        joins += [
            Edge(mine[0][0], identity, f"own number or account of {exhibit}", item) for identity, item in mine[1:]
        ]
        for identity, item in listed:
            if len(phones[identity]) > 1 and mine:
                several = ", ".join(sorted(phones[identity]))
                doubts.append(Edge(mine[0][0], identity, f"own number or account of several phones: {several}", item))
    return joins, doubts


def national_matches(identities: Sequence[Reading]) -> list[Edge]:
    """Offer numbers that agree in their national part, where one of them has no country code."""
    rows = [
        (number, each.shown) for number, each in enumerate(identities, 1)
        if each.kind == "national" and len(each.shown) >= 7
    ]  # fmt: skip
    tails: dict[str, list[int]] = {shown[-7:]: [] for _, shown in rows}
    for number, each in enumerate(identities, 1):
        if each.kind == "phone" and each.shown[-7:] in tails:
            tails[each.shown[-7:]].append(number)
    found = []
    for number, shown in rows:
        digits = shown.lstrip("0")
        alike = tails[shown[-7:]] if len(digits) >= 7 else []
        matching = [each for each in alike if identities[each - 1].shown.endswith(digits)]
        if len(matching) == 1:
            found.append(Edge(number, matching[0], "agree in the national part of the number; a weak sign", None))
    return found


def apply_decisions(
    joins: Sequence[Edge], decisions: Iterable[PeopleDecision], numbers: Mapping[str, int]
) -> list[Edge]:
    """Apply the examiner's joins and splits in their order; a split cuts what was joined before it."""
    kept = list(joins)
    for decision in decisions:
        one, other = numbers.get(decision.key), numbers.get(decision.value or "")
        if decision.action == "split" and one is not None:
            kept = [edge for edge in kept if one not in (edge.identity, edge.other)]
        elif decision.action == "join" and one is not None and other is not None:
            kept.append(Edge(one, other, f"joined by the examiner: {decision.why or 'no reason given'}", None))
    return kept
