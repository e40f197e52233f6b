"""Counts what each phone had with each person, in one pass over messages and calls in order of phone, person, time."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

from phonefx.timeline import tables
from phonefx.timeline.links.records import GroupMember, Link
from phonefx.timeline.movement.calendar import local

DAY_US: Final = 86_400_000_000
_HOUR_US: Final = 3_600_000_000
_CONTACTS: Final = """
    SELECT x.label, d.person, e.time_us, e.id, '{kind}', lower(k.direction), g.event
    FROM {kind} k JOIN party p ON p.item = k.item AND p.role IN ('counterpart', 'recipient')
    JOIN identity d ON d.id = p.identity AND d.kind <> 'group' JOIN entry e ON e.id = k.item
    JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    LEFT JOIN same_event_item g ON g.item = k.item WHERE e.time_us IS NOT NULL
"""
_THREADS: Final = """
    SELECT x.label, k.thread, d.person, count(DISTINCT k.item) FROM message k JOIN party p ON p.item = k.item
    JOIN identity d ON d.id = p.identity AND d.kind <> 'group' JOIN entry e ON e.id = k.item
    JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    WHERE p.role IN ('counterpart', 'recipient') AND k.thread IS NOT NULL
      AND d.person NOT IN (SELECT o.person FROM owner o WHERE o.exhibit = x.label) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


class _Contact(NamedTuple):
    us: int
    item: int
    kind: str
    direction: str | None


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write link and group_member anew; needs the tables of people and of same events."""
    tables.create(connection, Link, GroupMember)
    members = list(_members(connection))
    tables.insert(connection, GroupMember, tables.stored(members))
    groups = Counter((row.exhibit, row.person) for row in members)
    zone = connection.execute("SELECT value FROM meta WHERE name = 'timezone'").fetchone()
    rows = _contacts(connection)
    count = 0
    for count, ((exhibit, person), found) in enumerate(rows, 1):
        link = _link(count, exhibit, person, found, zone[0] if zone else "UTC", groups)
        tables.insert(connection, Link, tables.stored([link]))
    return {"links": count, "groups": len({(row.exhibit, row.thread) for row in members})}


def _contacts(connection: sqlite3.Connection) -> Iterator[tuple[tuple[str, int], list[_Contact]]]:
    every = " UNION ALL ".join(_CONTACTS.format(kind=kind) for kind in ("message", "call"))
    rows = connection.execute(f"{every} ORDER BY 1, 2, 3, 4")
    for who, group in groupby(rows, key=lambda row: (row[0], row[1])):
        told: set[int] = set()
        found = []
        for _, _, us, item, kind, direction, event in group:
            if event is None or event not in told:
                found.append(_Contact(us, item, kind, direction))
            if event is not None:
                told.add(event)
        yield who, found


def _link(
    number: int, exhibit: str, person: int, found: list[_Contact], zone: str, groups: Mapping[tuple[str, int], int]
) -> Link:
    counts = Counter((each.kind, _way(each.direction)) for each in found)
    out = counts["message", "out"] + counts["call", "out"]
    into = counts["message", "in"] + counts["call", "in"]
    clock = [_local(each.us // _HOUR_US, zone) for each in found]
    gaps = [after.us - before.us for before, after in pairwise(found)]
    return Link(
        number, exhibit, person, counts["message", "out"], counts["message", "in"], counts["call", "out"],
        counts["call", "in"], len(found) - out - into, found[0].us, found[-1].us, len({day for day, _ in clock}),
        sum(hour >= 22 or hour < 6 for _, hour in clock) / len(found),
        min(out, into) / max(out, into) if out or into else 0.0, _reply_s(found), max(gaps, default=0) / 1e6,
        groups.get((exhibit, person), 0), found[0].item, found[-1].item,
    )  # fmt: skip


def _way(direction: str | None) -> str:
    word = direction or ""
    return "out" if word.startswith("out") else "in" if word.startswith("in") else ""


@cache
def _local(hour: int, zone: str) -> tuple[int, int]:
    """The local day and hour of an hour since 1970."""
    at = local(hour * _HOUR_US, zone)
    return at.toordinal(), at.hour


def _reply_s(found: Iterable[_Contact]) -> float | None:
    texts = [each for each in found if each.kind == "message" and _way(each.direction)]
    times = [
        (after.us - before.us) / 1e6
        for before, after in pairwise(texts)
        if _way(before.direction) != _way(after.direction) and after.us - before.us <= DAY_US
    ]
    return median(times) if times else None


def _members(connection: sqlite3.Connection) -> Iterator[GroupMember]:
    for (exhibit, thread), group in groupby(connection.execute(_THREADS), key=lambda row: (row[0], row[1])):
        rows = list(group)
        if len(rows) > 1:
            for _, _, person, items in rows:
                yield GroupMember(exhibit, str(thread), person, items, len(rows))
