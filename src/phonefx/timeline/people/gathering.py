"""Finds every address in the items, reads each distinct spelling once, and notes who takes part in what.

Rows are joined and counted inside SQLite; Python sees each distinct spelling of a source once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.people.identities import Reading, identify
from phonefx.timeline.people.records import Identity, Party, PartyUse, Spelling
from phonefx.timeline.sources import map_sources

_POINTS: Final = "('phone', 'email', 'e-mail', 'im', 'tel', 'number')"
_KIND: Final = (
    "SELECT k.item, e.source, {service} AS service, k.{column} AS value"
    " FROM {table} k CROSS JOIN entry e ON e.id = k.item WHERE k.{column} IS NOT NULL"
)
OWN_KINDS: Final = ("phone", "email")
"""What the own side of a message may be; a card number or the index of a SIM is no address."""
USES: Final[tuple[tuple[str, str], ...]] = (
    ("counterpart", _KIND.format(table="message", service="coalesce(k.service, '')", column="counterpart")),
    ("counterpart", _KIND.format(table="call", service="coalesce(k.service, '')", column="counterpart")),
    (
        "recipient",
        "SELECT k.item, e.source, coalesce(m.service, c.service, '') AS service, k.address AS value"
        " FROM recipient k CROSS JOIN entry e ON e.id = k.item LEFT JOIN message m ON m.item = k.item"
        " LEFT JOIN call c ON c.item = k.item WHERE k.address IS NOT NULL",
    ),
    (
        "contact",
        _KIND.format(
            table="contact_point", service="CASE WHEN k.type = 'im' THEN coalesce(k.label, 'im') ELSE '' END",
            column="value",
        ) + f" AND lower(k.type) IN {_POINTS}",
    ),
    ("own", _KIND.format(table="message", service="coalesce(k.service, '')", column="account")),
    ("own", _KIND.format(table="call", service="coalesce(k.service, '')", column="account")),
    ("own", _KIND.format(table="account", service="coalesce(k.service, '')", column="identifier")),
    (
        "own",
        _KIND.format(table="device_fact", service="''", column="value")
        + " AND (lower(k.name) LIKE '%phone%number%' OR lower(k.name) LIKE '%msisdn%'"
        " OR lower(k.name) LIKE '%own number%' OR lower(k.name) LIKE '%line1%')",
    ),
)  # fmt: skip
"""Where addresses stand: the role, and a query of (item, source, service, value)."""

_PARTIES: Final = """
    INSERT OR IGNORE INTO party SELECT u.item, p.identity, '{role}' FROM ({query}) u
    CROSS JOIN temp.exhibit_of x ON x.source = u.source
    CROSS JOIN spelling p ON p.value = u.value AND p.service = u.service AND p.exhibit = x.exhibit {own}
"""
_USED: Final = """
    INSERT INTO party_use
    SELECT p.identity, e.source, p.role, count(*), count(e.time_us), min(e.time_us), max(e.time_us), min(p.item)
    FROM party p CROSS JOIN entry e ON e.id = p.item GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def gather(connection: sqlite3.Connection, regions: Mapping[int, str | None]) -> dict[str, int]:
    """Write `spelling`, `identity` (without persons yet), `party` and `party_use`; gives identity numbers by key."""
    tables.create(connection, Identity, Spelling, Party, PartyUse)
    found = _read_spellings(connection, map_sources(connection), regions)
    known = {each.key: each for identities in found.values() for each in identities}
    numbers = {key: number for number, key in enumerate(sorted(known), 1)}
    rows = ((numbers[key], *known[key], None) for key in sorted(known))
    tables.insert(connection, Identity, rows)
    spelled = ((*where, numbers[each.key]) for where, identities in found.items() for each in identities)
    tables.insert(connection, Spelling, spelled)
    connection.execute("CREATE INDEX spelling_value ON spelling(value, service, exhibit, identity)")
    for role, query in USES:
        own = f"JOIN identity i ON i.id = p.identity AND i.kind IN {OWN_KINDS!r}" if role == "own" else ""
        connection.execute(_PARTIES.format(role=role, query=query, own=own))
    connection.execute("CREATE INDEX party_identity ON party(identity)")
    connection.execute(_USED)
    return numbers


def _read_spellings(
    connection: sqlite3.Connection, exhibits: Mapping[int, int], regions: Mapping[int, str | None]
) -> dict[tuple[int, str, str], tuple[Reading, ...]]:
    found: dict[tuple[int, str, str], tuple[Reading, ...]] = {}
    for own in (False, True):
        spelled = {
            (exhibits[source], service, value)
            for role, query in USES
            if (role == "own") is own
            for source, service, value in connection.execute(f"SELECT DISTINCT source, service, value FROM ({query})")
        }
        for exhibit, service, value in sorted(spelled - found.keys(), key=_order):
            read = identify(str(value), service, regions.get(exhibit))
            kept = tuple(each for each in read if each.kind in OWN_KINDS) if own else read
            if kept or not own:
                found[exhibit, service, value] = kept
    return found


def _order(spelled: tuple[int, str, object]) -> tuple[int, str, bool, str]:
    exhibit, service, value = spelled
    return exhibit, service, isinstance(value, str), str(value)
