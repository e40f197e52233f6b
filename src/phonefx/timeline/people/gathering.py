"""Finds every address in the items, reads each distinct spelling once, and notes who takes part in what.

Rows are joined and counted inside SQLite; Python sees each distinct spelling of a source once. Messages and calls share
their addresses: what these mean is asked once for each combination in `message_common`, not for each message.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from phonefx.case.schema import places
from phonefx.timeline import tables, uses
from phonefx.timeline.people.identities import Reading, identify
from phonefx.timeline.people.records import PartyCommon, PartyOwn, PartyUse, Spelling
from phonefx.timeline.sources import map_sources

_MESSENGERS: Final = "('whatsapp', 'telegram', 'signal')"
_POINTS: Final = "('phone', 'email', 'e-mail', 'im', 'tel', 'number', 'whatsapp', 'telegram', 'signal')"
"""What a card holds of a messenger on Android is typed by its name, and its accounts are read as in its messages."""
_KIND: Final = (
    "SELECT k.item, k.source, {service} AS service, k.{column} AS value"
    " FROM {table} k WHERE k.{column} IS NOT NULL"
)
OWN_KINDS: Final = ("phone", "email")
"""What the own side of a message may be; a card number or the index of a SIM is no address."""
USES: Final[tuple[tuple[str, str], ...]] = (
    (
        "recipient",
        "SELECT k.item, k.source, coalesce(m.service, c.service, '') AS service, k.address AS value"
        " FROM recipient k LEFT JOIN message m ON m.item = k.item LEFT JOIN call c ON c.item = k.item"
        " WHERE k.item IS NOT NULL AND k.address IS NOT NULL",
    ),
    (
        "contact",
        "SELECT k.item, k.source, CASE WHEN k.type = 'im' THEN coalesce(k.label, 'im')"
        f" WHEN lower(k.type) IN {_MESSENGERS} THEN k.type ELSE '' END AS service,"
        " k.value AS value FROM contact_point k WHERE k.item IS NOT NULL AND k.value IS NOT NULL"
        f" AND lower(k.type) IN {_POINTS}",
    ),
    ("own", _KIND.format(table="account", service="coalesce(k.service, '')", column="identifier")),
    (
        "own",
        _KIND.format(table="device_fact", service="''", column="value")
        + " AND (lower(k.name) LIKE '%phone%number%' OR lower(k.name) LIKE '%msisdn%'"
        " OR lower(k.name) LIKE '%own number%' OR lower(k.name) LIKE '%line1%')",
    ),
)  # fmt: skip
"""Where an address stands for itself: the role, and a query of (item, source, service, value)."""
_SHARED: Final = tuple(
    (kind, role, f"SELECT id, source, coalesce(service, '') AS service, {column} AS value FROM {kind}_common"
     f" WHERE {column} IS NOT NULL")
    for kind in uses.KINDS for role, column in (("counterpart", "counterpart"), ("own", "account"))
)  # fmt: skip
"""Where items share an address: the kind, the role, and a query of (combination, source, service, value)."""

_PARTIES: Final = """
    INSERT OR IGNORE INTO party_own SELECT u.item, p.identity, '{role}' FROM ({query}) u
    CROSS JOIN temp.exhibit_of x ON x.source = u.source
    CROSS JOIN spelling p ON p.value = u.value AND p.service = u.service AND p.exhibit = x.exhibit {own}
"""
_USED: Final = f"""
    INSERT INTO party_use
    SELECT identity, source, role, count(*), count(time_us), min(time_us), max(time_us), min(item)
    FROM ({places("party_own", "identity", "role")}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_SHARED_PARTIES: Final = """
    INSERT OR IGNORE INTO party_common SELECT '{kind}', u.id, p.identity, '{role}' FROM ({query}) u
    CROSS JOIN temp.exhibit_of x ON x.source = u.source
    CROSS JOIN spelling p ON p.value = u.value AND p.service = u.service AND p.exhibit = x.exhibit {own}
"""
_SHARED_USED: Final = """
    INSERT INTO party_use
    SELECT p.identity, k.source, p.role, sum(u.items), sum(u.timed), min(u.first_us), max(u.last_us), min(u.item)
    FROM common_use u CROSS JOIN party_common p ON p.kind = u.kind AND p.common = u.common
    CROSS JOIN {kind}_common k ON k.id = u.common WHERE u.kind = '{kind}' GROUP BY 1, 2, 3
"""
_PARTY: Final = "SELECT item, identity, role FROM party_own" + "".join(
    f" UNION ALL SELECT o.item, p.identity, p.role FROM {kind}_own o"
    f" CROSS JOIN party_common p ON p.kind = '{kind}' AND p.common = o.common" for kind in uses.KINDS
)
"""Who takes part in an item: it says so itself, or the combination that it shares."""
_OWN: Final = "AND p.identity NOT IN (SELECT id FROM temp.other_identity)"


def create_parties(connection: sqlite3.Connection) -> None:
    """Make the view `party` and the two tables that it is of, empty."""
    tables.create(connection, PartyOwn, PartyCommon)
    connection.execute("DROP VIEW IF EXISTS party")
    connection.execute(f"CREATE VIEW party AS {_PARTY}")


def gather(connection: sqlite3.Connection, regions: Mapping[int, str | None]) -> list[Reading]:
    """Write `spelling`, who takes part in what, and `common_use`; gives the identities by their numbers, from 1."""
    tables.create(connection, Spelling, PartyUse, uses.CommonUse)
    create_parties(connection)
    found = _read_spellings(connection, map_sources(connection), regions)
    known = {each.key: each for identities in found.values() for each in identities}
    numbers = {key: number for number, key in enumerate(sorted(known), 1)}
    connection.execute("CREATE TEMP TABLE other_identity(id INTEGER PRIMARY KEY)")
    others = ((number,) for key, number in numbers.items() if known[key].kind not in OWN_KINDS)
    connection.executemany("INSERT INTO temp.other_identity VALUES (?)", others)
    spelled = ((*where, numbers[each.key]) for where, identities in found.items() for each in identities)
    tables.insert(connection, Spelling, spelled)
    connection.execute("CREATE INDEX spelling_value ON spelling(value, service, exhibit, identity)")
    for role, query in USES:
        connection.execute(_PARTIES.format(role=role, query=query, own=_OWN if role == "own" else ""))
    connection.execute(_USED)
    uses.count(connection)
    for kind, role, query in _SHARED:
        own = _OWN if role == "own" else ""
        connection.execute(_SHARED_PARTIES.format(kind=kind, query=query, role=role, own=own))
    for kind in uses.KINDS:
        connection.execute(_SHARED_USED.format(kind=kind))
    connection.execute("DROP TABLE temp.other_identity")
    return [known[key] for key in numbers]


def _read_spellings(
    connection: sqlite3.Connection, exhibits: Mapping[int, int], regions: Mapping[int, str | None]
) -> dict[tuple[int, str, str], tuple[Reading, ...]]:
    found: dict[tuple[int, str, str], tuple[Reading, ...]] = {}
    for own in (False, True):
        spelled: dict[tuple[int, str], set[Any]] = defaultdict(set)
        for role, query in (*USES, *((role, query) for _, role, query in _SHARED)):
            if (role == "own") is own:
                each_once = "" if role == "contact" else "DISTINCT"
                for source, service, value in connection.execute(
                    f"SELECT {each_once} source, service, value FROM ({query})"
                ):
                    spelled[exhibits[source], service].add(value)
        for exhibit, service in sorted(spelled):
            region = regions.get(exhibit)
            for value in _sorted(spelled[exhibit, service]):
                if (exhibit, service, value) in found:
                    continue
                read = identify(str(value), service, region)
                kept = tuple(each for each in read if each.kind in OWN_KINDS) if own else read
                if kept or not own:
                    found[exhibit, service, value] = kept
    return found


def _sorted(values: set[Any]) -> list[Any]:
    """Sort spellings; numbers and bytes, which cannot be compared with text, before it and by how they are shown."""
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=lambda each: (isinstance(each, str), str(each)))
