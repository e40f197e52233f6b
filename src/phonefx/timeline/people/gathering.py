"""Finds every address in the items, reads each distinct spelling once, and notes who takes part in what."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.people.identities import Reading, identify
from phonefx.timeline.people.records import Identity, Party, Spelling

_EXHIBIT: Final = "JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file"
_POINTS: Final = "('phone', 'email', 'e-mail', 'im', 'tel', 'number')"
_KIND: Final = (
    "SELECT k.item, f.exhibit, {service}, k.{column} FROM {table} k JOIN entry e ON e.id = k.item " + _EXHIBIT
)
OWN_KINDS: Final = ("phone", "email")
"""What the own side of a message may be; a card number or the index of a SIM is no address."""
USES: Final[tuple[tuple[str, str], ...]] = (
    ("counterpart", _KIND.format(table="message", service="coalesce(k.service, '')", column="counterpart")),
    ("counterpart", _KIND.format(table="call", service="coalesce(k.service, '')", column="counterpart")),
    (
        "recipient",
        "SELECT k.item, f.exhibit, coalesce(m.service, c.service, ''), k.address FROM recipient k"
        " JOIN entry e ON e.id = k.item LEFT JOIN message m ON m.item = k.item LEFT JOIN call c ON c.item = k.item "
        + _EXHIBIT,
    ),
    (
        "contact",
        "SELECT k.item, f.exhibit, CASE WHEN k.type = 'im' THEN coalesce(k.label, 'im') ELSE '' END, k.value"
        f" FROM contact_point k JOIN entry e ON e.id = k.item {_EXHIBIT} WHERE lower(k.type) IN {_POINTS}",
    ),
    ("own", _KIND.format(table="message", service="coalesce(k.service, '')", column="account")),
    ("own", _KIND.format(table="call", service="coalesce(k.service, '')", column="account")),
    ("own", _KIND.format(table="account", service="coalesce(k.service, '')", column="identifier")),
    (
        "own",
        _KIND.format(table="device_fact", service="''", column="value")
        + " WHERE lower(k.name) LIKE '%phone%number%' OR lower(k.name) LIKE '%msisdn%'"
        " OR lower(k.name) LIKE '%own number%'"
        " OR lower(k.name) LIKE '%line1%'",
    ),
)
"""Where addresses stand: the role, and a query of (item, exhibit, service, address)."""


def gather(connection: sqlite3.Connection, regions: Mapping[int, str | None]) -> dict[str, int]:
    """Write `spelling`, `identity` (without persons yet) and `party`; gives identity numbers by key."""
    tables.create(connection, Identity, Spelling, Party)
    found = _read_spellings(connection, regions)
    known = {each.key: each for identities in found.values() for each in identities}
    numbers = {key: number for number, key in enumerate(sorted(known), 1)}
    rows = ((numbers[key], *known[key], None) for key in sorted(known))
    tables.insert(connection, Identity, rows)
    spelled = ((*where, numbers[each.key]) for where, identities in found.items() for each in identities)
    tables.insert(connection, Spelling, spelled)
    connection.execute("CREATE INDEX spelling_value ON spelling(value, service, exhibit)")
    for role, query in USES:
        connection.execute(
            "INSERT INTO party SELECT DISTINCT u.item, p.identity, ? FROM"
            f" (SELECT item, exhibit, service, value FROM ({_columns(query)})) u"
            " CROSS JOIN spelling p ON p.value = u.value AND p.service = u.service AND p.exhibit = u.exhibit"
            + (f" JOIN identity i ON i.id = p.identity AND i.kind IN {OWN_KINDS!r}" if role == "own" else "")
            + " ORDER BY 1, 2",
            (role,),
        )
    connection.execute("CREATE INDEX party_identity ON party(identity)")
    connection.execute("CREATE INDEX party_item ON party(item)")
    return numbers


def _columns(query: str) -> str:
    return f"SELECT * FROM (SELECT 0 AS item, 0 AS exhibit, '' AS service, '' AS value WHERE 0 UNION ALL {query})"


def _read_spellings(
    connection: sqlite3.Connection, regions: Mapping[int, str | None]
) -> dict[tuple[int, str, str], tuple[Reading, ...]]:
    found: dict[tuple[int, str, str], tuple[Reading, ...]] = {}
    for own in (False, True):
        queries = [_columns(query) for role, query in USES if (role == "own") is own]
        every = " UNION ".join(f"SELECT exhibit, service, value FROM ({query})" for query in queries)
        for exhibit, service, value in connection.execute(f"{every} ORDER BY 1, 2, 3"):
            if value is None or (exhibit, service, value) in found:
                continue
            read = identify(str(value), service, regions.get(exhibit))
            kept = tuple(each for each in read if each.kind in OWN_KINDS) if own else read
            if kept or not own:
                found[exhibit, service, value] = kept
    return found
