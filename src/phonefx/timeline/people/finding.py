"""Finds the persons that a user means: by number of the person, by an address in any spelling, or by a name."""

from __future__ import annotations

import sqlite3

from phonefx.timeline import tables
from phonefx.timeline.people.identities import identify
from phonefx.timeline.people.records import Person, PersonName
from phonefx.timeline.people.regions import HomeRegion


def persons_meant(connection: sqlite3.Connection, text: str) -> list[Person]:
    """Give the persons that a text names, by the first of these that fits any; none where none fits.

    `#7` is person 7. An address fits as it is stored or shown, or in any spelling of the same number, read as on each
    phone of the case. A name fits where it holds the text; case is ignored.
    """
    if not tables.exists(connection, Person):
        return []
    if text.startswith("#") and text[1:].isdigit():
        found = {int(text[1:])}
    else:
        found = _by_address(connection, text) or _by_name(connection, text)
    return [person for person in tables.read(connection, Person, "ORDER BY id") if person.id in found]


def _by_address(connection: sqlite3.Connection, text: str) -> set[int]:
    regions = {row.region for row in tables.read(connection, HomeRegion)} | {None}
    services = {row[0] for row in connection.execute("SELECT DISTINCT service FROM spelling")} | {""}
    read = (each for region in regions for service in services for each in identify(text, service, region))
    keys = {text, *(each.key for each in read)}
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(
        f"SELECT person FROM identity WHERE key IN ({marks}) OR shown = ? UNION"
        " SELECT d.person FROM spelling s JOIN identity d ON d.id = s.identity WHERE s.value = ?",
        (*sorted(keys), text, text),
    )
    return {row[0] for row in rows}


def _by_name(connection: sqlite3.Connection, text: str) -> set[int]:
    wanted = text.casefold()
    named = [(row.person, row.name) for row in tables.read(connection, PersonName)]
    named += [(row.id, row.name) for row in tables.read(connection, Person)]
    return {person for person, name in named if wanted in name.casefold()}
