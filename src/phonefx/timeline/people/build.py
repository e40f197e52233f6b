"""Computes the people of a case and writes them to its tables; the examiner's decisions are applied again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from phonefx.case.schema import OWN
from phonefx.timeline import tables
from phonefx.timeline.people import joining, naming, owners
from phonefx.timeline.people.decisions import decisions_of
from phonefx.timeline.people.gathering import gather
from phonefx.timeline.people.identities import Reading
from phonefx.timeline.people.records import (
    Identity,
    Owner,
    PeopleDecision,
    Person,
    PersonDoubt,
    PersonJoin,
    PersonName,
)
from phonefx.timeline.people.regions import HomeRegion, home_regions

_COUNTED = """
    SELECT d.person, sum(u.items), count(DISTINCT x.exhibit), min(u.first_us), max(u.last_us)
    FROM party_use u CROSS JOIN identity d ON d.id = u.identity CROSS JOIN temp.exhibit_of x ON x.source = u.source
    WHERE u.role <> 'own' GROUP BY 1
"""
_SEVERAL = """
    CREATE TEMP TABLE several AS
    WITH used AS (
        SELECT d.person AS person, u.source AS source, sum(u.items) AS items
        FROM party_use u CROSS JOIN identity d ON d.id = u.identity
        WHERE u.role <> 'own' GROUP BY 1, 2 HAVING count(*) > 1)
    SELECT d.id AS identity, u.person AS person, u.source AS source, u.items AS items, s.kind AS kind
    FROM used u JOIN identity d ON d.person = u.person JOIN source s ON s.id = u.source
"""
"""Persons with several identities or roles in one source, which may stand in one item."""
_TWICE = """
    SELECT person, items - count(DISTINCT item) FROM (
        SELECT v.person AS person, v.source AS source, v.items AS items, p.item AS item
        FROM party p CROSS JOIN {own} k ON k.item = p.item
        CROSS JOIN temp.several v ON v.identity = p.identity AND v.source = k.source WHERE p.role <> 'own')
    GROUP BY person, source
"""
_GROUPS, _SENDERS = frozenset({"group"}), frozenset({"short", "sender"})


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write identity, spelling, party, join, doubt, person, person_name, owner and home_region anew."""
    tables.create(connection, HomeRegion, Identity, PersonJoin, PersonDoubt, PersonName, Person, Owner)
    decisions = decisions_of(connection)
    found = gather(connection, _regions(connection, decisions))
    cards = list(joining.cards(connection, found))
    own = owners.own_identities(connection, cards)
    joins, doubts = joining.join_cards(cards)
    more, doubted = joining.join_owners(owners.by_exhibit(own))
    joins = joining.apply_decisions([*joins, *more], decisions, _numbered(found) if decisions else {})
    _write_edges(connection, joins, [*doubts, *doubted, *joining.national_matches(found)])
    groups = joining.Groups()
    for edge in joins:
        groups.join(edge.identity, edge.other)
    persons = _number_persons(groups, len(found))
    identities = ((number, *each, persons[number - 1]) for number, each in enumerate(found, 1))
    tables.insert(connection, Identity, identities)
    connection.execute("CREATE INDEX identity_person ON identity(person)")
    rows = [Owner(label, each, persons[each - 1], why, count, item) for label, each, why, count, item in own]
    tables.insert(connection, Owner, tables.stored(rows))
    named = naming.names(connection, cards, persons)
    tables.insert(connection, PersonName, named)
    _write_persons(connection, found, persons, named, decisions, rows)
    return {"identities": len(found), "people": len(set(persons)), "joins": len(joins)}


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


def _numbered(found: list[Reading]) -> dict[str, int]:
    """Give the number of each identity by its key: what decisions are applied by."""
    return {each.key: number for number, each in enumerate(found, 1)}


def _number_persons(groups: joining.Groups, count: int) -> list[int]:
    """Number the persons by their first identity; gives the person of each identity."""
    known: dict[int, int] = {}
    return [known.setdefault(groups.root(identity), len(known) + 1) for identity in range(1, count + 1)]


def _write_persons(
    connection: sqlite3.Connection, found: list[Reading], persons: list[int], named: list[naming.Named],
    decisions: list[PeopleDecision], own: list[Owner],
) -> None:  # fmt: skip
    of: dict[int, list[Reading]] = defaultdict(list)
    for person, each in zip(persons, found, strict=True):
        of[person].append(each)
    numbers = _numbered(found) if decisions else {}
    best = naming.chosen(named, decisions, {key: persons[number - 1] for key, number in numbers.items()})
    phones: dict[int, set[str]] = defaultdict(set)
    for row in own:
        phones[row.person or 0].add(row.exhibit)
    owned = {person: ", ".join(sorted(labels)) for person, labels in phones.items()}
    counted, none = _counted(connection), (0, 0, None, None)
    rows = (
        (person, _kind(listed), *(best.get(person) or (_shown(listed), "no name stored")),
         owned.get(person), len(listed), *counted.get(person, none))
        for person, listed in of.items()
    )  # fmt: skip
    tables.insert(connection, Person, rows)


def _counted(connection: sqlite3.Connection) -> dict[int, tuple[int, int, int | None, int | None]]:
    """Give each person's items, the phones they are on, and their first and last time."""
    found = {row[0]: row[1:] for row in connection.execute(_COUNTED)}
    connection.execute(_SEVERAL)
    connection.execute("CREATE INDEX temp.several_identity ON several(identity, source)")
    for (kind,) in connection.execute("SELECT DISTINCT kind FROM temp.several").fetchall():
        for person, again in connection.execute(_TWICE.format(own=OWN[kind])):
            items, *rest = found[person]
            found[person] = items - again, *rest
    connection.execute("DROP TABLE temp.several")
    return found


def _shown(listed: list[Reading]) -> str:
    """The form of a person's identities to show where no name is stored: the last number, else the first."""
    numbers = [each.shown for each in listed if each.kind == "phone"]
    return numbers[-1] if numbers else listed[0].shown


def _kind(listed: list[Reading]) -> str:
    kinds = {each.kind for each in listed} if len(listed) > 1 else {listed[0].kind}
    if kinds <= _GROUPS:
        return "group"
    return "sender" if kinds <= _SENDERS else "person"
