"""Counts what each phone had with each person, in one pass over messages and calls by phone, person and time."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.links.records import GroupMember, Link
from phonefx.timeline.movement.calendar import local
from phonefx.timeline.sources import exhibit_labels, map_sources

DAY_US: Final = 86_400_000_000
_HOUR_US: Final = 3_600_000_000
_WITH: Final = """
    FROM party p CROSS JOIN {kind} k ON k.item = p.item AND p.role IN ('counterpart', 'recipient')
    CROSS JOIN identity d ON d.id = p.identity AND d.kind <> 'group'
    CROSS JOIN temp.exhibit_of x ON x.source = k.source
"""
_NO_WAY, _OUT, _IN = 0, 1, 2
_CALL: Final = 3
_CONTACTS: Final = f"""
    SELECT x.exhibit, d.person, k.time_us, k.item,
           {{call}} + CASE WHEN k.direction LIKE 'out%' THEN {_OUT} WHEN k.direction LIKE 'in%' THEN {_IN} ELSE 0 END,
           (SELECT g.event FROM same_event_item g WHERE g.item = k.item)
    {_WITH} WHERE k.time_us IS NOT NULL
"""
_THREADS: Final = f"""
    SELECT DISTINCT x.exhibit, k.thread, d.person {_WITH.format(kind="message")} WHERE k.thread IS NOT NULL
"""
_MEMBERS: Final = f"""
    SELECT x.exhibit, k.thread, d.person, count(DISTINCT k.item) {_WITH.format(kind="message")}
    WHERE EXISTS (SELECT 1 FROM temp.shared t WHERE t.exhibit = x.exhibit AND t.thread = k.thread) GROUP BY 1, 2, 3
"""
_Contact = tuple[int, int, int, int, int, int | None]
"""Exhibit, person, UTC microseconds, item, kind and direction, event that the item tells with others."""


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write link and group_member anew; needs the tables of people and of same events."""
    tables.create(connection, Link, GroupMember)
    map_sources(connection)
    labels = exhibit_labels(connection)
    members = sorted(_members(connection, labels), key=lambda row: (row.exhibit, row.thread, row.person))
    tables.insert(connection, GroupMember, tables.stored(members))
    groups = Counter((row.exhibit, row.person) for row in members)
    zone = connection.execute("SELECT value FROM meta WHERE name = 'timezone'").fetchone()
    owners = _owners(connection)
    found = [
        _link(labels[exhibit], person, _once(rows), zone[0] if zone else "UTC", groups)
        for (exhibit, person), rows in groupby(_contacts(connection), key=itemgetter(0, 1))
        if (labels[exhibit], person) not in owners
    ]
    found.sort(key=itemgetter(0, 1))
    tables.insert(connection, Link, ((number, *row) for number, row in enumerate(found, 1)))
    return {"links": len(found), "groups": len({(row.exhibit, row.thread) for row in members})}


def _owners(connection: sqlite3.Connection) -> set[tuple[str, int]]:
    """Give (exhibit, person) of whose phone each is: a message to several names its owner among the others."""
    return set(connection.execute("SELECT exhibit, person FROM owner").fetchall())


def _contacts(connection: sqlite3.Connection) -> Iterator[_Contact]:
    kinds = (("message", 0), ("call", _CALL))
    every = " UNION ALL ".join(_CONTACTS.format(kind=kind, call=call) for kind, call in kinds)
    yield from connection.execute(f"{every} ORDER BY 1, 2, 3, 4")


def _once(rows: Iterable[_Contact]) -> list[_Contact]:
    """Leave out items whose event an earlier one tells already."""
    told: set[int] = set()
    kept = []
    for row in rows:
        event = row[5]
        if event is not None:
            if event in told:
                continue
            told.add(event)
        kept.append(row)
    return kept


def _link(
    exhibit: str, person: int, found: list[_Contact], zone: str, groups: Mapping[tuple[str, int], int]
) -> tuple[object, ...]:
    """Give the fields of a `Link` but its number."""
    counts = [0] * 6
    days: set[int] = set()
    night = longest = 0
    before = found[0][2]
    for _, _, us, _, what, _ in found:
        counts[what] += 1
        day, late = _local(us // _HOUR_US, zone)
        days.add(day)
        night += late
        if us - before > longest:
            longest = us - before
        before = us
    out, into = counts[_OUT] + counts[_CALL + _OUT], counts[_IN] + counts[_CALL + _IN]
    return (
        exhibit, person, counts[_OUT], counts[_IN], counts[_CALL + _OUT], counts[_CALL + _IN],
        counts[_NO_WAY] + counts[_CALL], found[0][2], found[-1][2], len(days), night / len(found),
        min(out, into) / max(out, into) if out or into else 0.0, _reply_s(found), longest / 1e6,
        groups.get((exhibit, person), 0), found[0][3], found[-1][3],
    )  # fmt: skip


@cache
def _local(hour: int, zone: str) -> tuple[int, bool]:
    """The local day of an hour since 1970, and whether it is between 22:00 and 06:00 there."""
    at = local(hour * _HOUR_US, zone)
    return at.toordinal(), at.hour >= 22 or at.hour < 6


def _reply_s(found: Iterable[_Contact]) -> float | None:
    times = []
    before_us, before_way = 0, _NO_WAY
    for _, _, us, _, way, _ in found:
        if way in (_OUT, _IN):
            if before_way not in (_NO_WAY, way) and us - before_us <= DAY_US:
                times.append(us - before_us)
            before_us, before_way = us, way
    return median(times) / 1e6 if times else None


def _members(connection: sqlite3.Connection, labels: Mapping[int, str]) -> Iterator[GroupMember]:
    """Give the persons, but the phone's own, of each thread that has two or more of them."""
    owners = _owners(connection)
    threads: dict[tuple[int, str], set[int]] = defaultdict(set)
    for exhibit, thread, person in connection.execute(_THREADS):
        if (labels[exhibit], person) not in owners:
            threads[exhibit, thread].add(person)
    shared = {where: persons for where, persons in threads.items() if len(persons) > 1}
    if not shared:
        return
    connection.execute("DROP TABLE IF EXISTS temp.shared")
    connection.execute("CREATE TEMP TABLE shared(exhibit INTEGER, thread TEXT, PRIMARY KEY (exhibit, thread))")
    connection.executemany("INSERT INTO temp.shared VALUES (?, ?)", shared)
    for exhibit, thread, person, items in connection.execute(_MEMBERS):
        persons = shared[exhibit, thread]
        if person in persons:
            yield GroupMember(labels[exhibit], thread, person, items, len(persons))
