"""Computes the people of a case and writes them to its tables; the examiner's decisions are applied again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from phonefx.timeline import tables
from phonefx.timeline.people import joining, naming, owners
from phonefx.timeline.people.decisions import decisions_of
from phonefx.timeline.people.gathering import gather
from phonefx.timeline.people.records import Owner, PeopleDecision, Person, PersonDoubt, PersonJoin, PersonName
from phonefx.timeline.people.regions import HomeRegion, home_regions

_USED = """
    SELECT d.person, u.source, count(*), sum(u.items), min(u.first_us), max(u.last_us) FROM party_use u
    JOIN identity d ON d.id = u.identity WHERE u.role <> 'own' GROUP BY 1, 2
"""
_SEVERAL = """
    SELECT count(DISTINCT p.item) FROM identity d CROSS JOIN party p ON p.identity = d.id
    CROSS JOIN entry e ON e.id = p.item WHERE d.person = ? AND e.source = ? AND p.role <> 'own'
"""
"""The items of one person in one source, where several of its identities or roles may stand in one item."""


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write identity, spelling, party, join, doubt, person, person_name, owner and home_region anew."""
    tables.create(connection, HomeRegion, PersonJoin, PersonDoubt, PersonName, Person, Owner)
    decisions = decisions_of(connection)
    numbers = gather(connection, _regions(connection, decisions))
    every = list(joining.cards(connection))
    own = owners.own_identities(connection, every)
    joins, doubts = joining.join_cards(every)
    more, doubted = joining.join_owners(owners.by_exhibit(own))
    joins = joining.apply_decisions([*joins, *more], decisions, numbers)
    _write_edges(connection, joins, [*doubts, *doubted, *joining.national_matches(connection)])
    groups = joining.Groups()
    for edge in joins:
        groups.join(edge.identity, edge.other)
    persons = _number_persons(connection, groups)
    rows = [Owner(label, each, persons[each], why, count, item) for label, each, why, count, item in own]
    tables.insert(connection, Owner, tables.stored(rows))
    _write_persons(connection, decisions, rows)
    return {"identities": len(numbers), "people": len(set(persons.values())), "joins": len(joins)}


def _regions(connection: sqlite3.Connection, decisions: list[PeopleDecision]) -> dict[int, str | None]:
    said = {decision.key: decision for decision in decisions if decision.action == "region"}
    rows = [
        HomeRegion(row.exhibit, said[row.exhibit].value, "stated by the examiner", None) if row.exhibit in said else row
        for row in home_regions(connection)
    ]
    tables.insert(connection, HomeRegion, tables.stored(rows))
    labels = dict(connection.execute("SELECT label, id FROM exhibit").fetchall())
    return {labels[row.exhibit]: row.region for row in rows}


def _write_edges(connection: sqlite3.Connection, joins: list[joining.Edge], doubts: list[joining.Edge]) -> None:
    for kind, edges in ((PersonJoin, joins), (PersonDoubt, doubts)):
        tables.insert(connection, kind, ((number, *edge) for number, edge in enumerate(edges, 1)))


def _number_persons(connection: sqlite3.Connection, groups: joining.Groups) -> dict[int, int]:
    persons: dict[int, int] = {}
    of: dict[int, int] = {}
    for (identity,) in connection.execute("SELECT id FROM identity ORDER BY id").fetchall():
        of[identity] = persons.setdefault(groups.root(identity), len(persons) + 1)
    connection.executemany("UPDATE identity SET person = ? WHERE id = ?", ((of[each], each) for each in of))
    connection.execute("CREATE INDEX identity_person ON identity(person)")
    return of


def _write_persons(connection: sqlite3.Connection, decisions: list[PeopleDecision], own: list[Owner]) -> None:
    found = list(naming.names(connection))
    tables.insert(connection, PersonName, tables.stored(found))
    keys, kinds, shown = _identities(connection)
    best = naming.chosen(found, decisions, keys)
    phones: dict[int, set[str]] = defaultdict(set)
    for row in own:
        phones[row.person or 0].add(row.exhibit)
    counted = _counted(connection)
    tables.insert(
        connection,
        Person,
        (
            (person, _kind(kinds[person]), *best.get(person, (shown[person], "no name stored")),
             ", ".join(sorted(phones[person])) or None, len(keys[person]), *counted.get(person, (0, 0, None, None)))
            for person in sorted(keys)
        ),
    )  # fmt: skip


def _counted(connection: sqlite3.Connection) -> dict[int, tuple[int, int, int | None, int | None]]:
    """Give each person's items, the phones they are on, and their first and last time."""
    exhibits = dict(connection.execute("SELECT source, exhibit FROM temp.exhibit_of").fetchall())
    phones: dict[int, set[int]] = defaultdict(set)
    found: dict[int, tuple[int, int, int | None, int | None]] = {}
    for person, source, parts, items, first, last in connection.execute(_USED).fetchall():
        if parts > 1:
            items = connection.execute(_SEVERAL, (person, source)).fetchone()[0]
        before, _, start, end = found.get(person, (0, 0, None, None))
        phones[person].add(exhibits[source])
        starts, ends = ([each for each in pair if each is not None] for pair in ((start, first), (end, last)))
        found[person] = (
            before + items, len(phones[person]), min(starts, default=None), max(ends, default=None)
        )  # fmt: skip
    return found


def _identities(connection: sqlite3.Connection) -> tuple[dict[int, set[str]], dict[int, set[str]], Mapping[int, str]]:
    keys: dict[int, set[str]] = defaultdict(set)
    kinds: dict[int, set[str]] = defaultdict(set)
    shown: dict[int, str] = {}
    for key, kind, form, person in connection.execute("SELECT key, kind, shown, person FROM identity ORDER BY id"):
        keys[person].add(key)
        kinds[person].add(kind)
        if kind == "phone" or person not in shown:
            shown[person] = form
    return keys, kinds, shown


def _kind(kinds: set[str]) -> str:
    if kinds <= {"group"}:
        return "group"
    return "sender" if kinds <= {"short", "sender"} else "person"
