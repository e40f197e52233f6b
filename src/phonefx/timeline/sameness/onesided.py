"""Finds messages and calls between two phones of the case that only one of them has."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from phonefx.timeline.sameness.records import OneSided
from phonefx.timeline.sources import exhibit_labels

LEAST_MATCHED: Final = 3
"""So many events that both phones have must surround a missing one before its absence is told."""

_BETWEEN: Final = """
    SELECT k.item, '{kind}', s.state, r.exhibit, r.other, k.time_us, lower(coalesce(k.service, '')), g.event
    FROM temp.partner r
    CROSS JOIN party_common p ON p.kind = '{kind}' AND p.identity = r.identity AND p.role = 'counterpart'
    CROSS JOIN {kind}_own o ON o.common = p.common CROSS JOIN {kind} k ON k.item = o.item
    CROSS JOIN temp.exhibit_of x ON x.source = k.source AND x.exhibit = r.exhibit JOIN source s ON s.id = k.source
    LEFT JOIN same_event_item g ON g.item = k.item
    WHERE k.time_us IS NOT NULL ORDER BY k.time_us, k.item
"""


@dataclass(slots=True)
class _Talk:
    """What two phones exchanged over one service: the events that both have, and every item with its event."""

    shared: dict[int, int] = field(default_factory=dict)
    rows: list[tuple[int, str, str, int, int, int, int | None]] = field(default_factory=list)


def one_sided(connection: sqlite3.Connection) -> Iterator[OneSided]:
    """Give the items of one phone that the other lacks, inside the time from which both have matching items."""
    labels = exhibit_labels(connection)
    for kind in ("message", "call"):
        talks: dict[tuple[int, int, str], _Talk] = defaultdict(_Talk)
        holders: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
        for item, name, state, mine, other, us, service, event in connection.execute(_BETWEEN.format(kind=kind)):
            talk = talks[min(mine, other), max(mine, other), service]
            talk.rows.append((item, name, state, mine, other, us, event))
            if event is not None:
                known = holders[event].get(mine)
                if known is None or state == "live":
                    holders[event][mine] = item, state
                if len(holders[event]) > 1:
                    talk.shared[event] = us
        for talk in talks.values():
            yield from _missing(talk, holders, labels)


def _missing(talk: _Talk, holders: dict[int, dict[int, tuple[int, str]]], labels: dict[int, str]) -> Iterator[OneSided]:
    if len(talk.shared) < LEAST_MATCHED:
        return
    first, last = min(talk.shared.values()), max(talk.shared.values())
    told: set[int] = set()
    for item, kind, state, mine, other, us, event in talk.rows:
        there = holders[event].get(other) if event is not None else None
        if not first <= us <= last or (there and there[1] == "live") or (event is not None and event in told):
            continue
        if state != "live" and there is None and event is not None and holders[event].get(mine, (0, ""))[1] == "live":
            continue  # an older version of a row that is still there and is told by itself
        if event is not None:
            told.add(event)
        recovered = there[0] if there else None
        yield OneSided(item, kind, state, labels[mine], labels[other], recovered, len(talk.shared), first, last)
