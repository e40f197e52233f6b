"""Finds events that several items tell, in one store, several, or on both phones of a conversation."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.sameness.matching import Groups, pairs
from phonefx.timeline.sameness.onesided import one_sided
from phonefx.timeline.sameness.records import OneSided, SameEvent, SameEventItem

SECOND: Final = 1_000_000
EVER: Final = 1 << 62
_FROM: Final = "JOIN entry e ON e.id = k.item JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file"
_WHO: Final = "JOIN party p ON p.item = k.item AND p.role = 'counterpart'"
_PARTNERS: Final = f"""
    {_FROM} {_WHO} JOIN identity d ON d.id = p.identity
    JOIN temp.phone_owner mine ON mine.exhibit = f.exhibit
    JOIN temp.phone_owner other ON other.person = d.person AND other.exhibit <> f.exhibit
"""
_OUT: Final = "(lower(k.direction) LIKE 'out%')"
_SIDES: Final = (
    f"CASE WHEN {_OUT} THEN mine.person ELSE d.person END, CASE WHEN {_OUT} THEN d.person ELSE mine.person END"
)

_SEVERAL: Final = """
    SELECT f.exhibit FROM source s JOIN file f ON f.id = s.file WHERE s.kind = 'location' GROUP BY 1 HAVING count(*) > 1
"""
RULES: Final[tuple[tuple[str, int, str], ...]] = (
    (
        "same message id",
        EVER,
        "SELECT k.guid, 0, e.source, k.item FROM message k JOIN entry e ON e.id = k.item"
        " WHERE length(k.guid) >= 8 ORDER BY 1, 4",
    ),
    (
        "same text, other side, direction, and time within 2 s, in another store of the phone",
        2 * SECOND,
        f"SELECT f.exhibit, lower(k.direction), p.identity, text_key(CAST(k.body AS BLOB)), e.time_us, e.source, k.item"
        f" FROM message k {_FROM} {_WHO} WHERE k.body <> '' ORDER BY 1, 2, 3, 4, 5, 7",
    ),
    (
        "same other side, direction, and start within 2 s, in another store of the phone",
        2 * SECOND,
        f"SELECT f.exhibit, lower(k.direction), p.identity, e.time_us, e.source, k.item"
        f" FROM call k {_FROM} {_WHO} ORDER BY 1, 2, 3, 4, 6",
    ),
    (
        "sent by one phone and received by the other, same text, time within 2 min",
        120 * SECOND,
        f"SELECT {_SIDES}, text_key(CAST(k.body AS BLOB)),"
        f" CASE WHEN {_OUT} THEN e.time_us ELSE coalesce(k.sent_us, e.time_us) END,"
        f" f.exhibit || ':' || e.source, k.item FROM message k {_PARTNERS} WHERE k.body <> '' ORDER BY 1, 2, 3, 4, 6",
    ),
    (
        "call between the two phones, start within 30 s",
        30 * SECOND,
        f"SELECT {_SIDES}, e.time_us, f.exhibit || ':' || e.source, k.item FROM call k {_PARTNERS} ORDER BY 1, 2, 3, 5",
    ),
    (
        "same file, in another store of the phone",
        EVER,
        f"SELECT f.exhibit, k.path, 0, e.source, k.item FROM media k {_FROM} WHERE k.path <> '' ORDER BY 1, 2, 5",
    ),
    (
        "same position and time, in another store of the phone",
        0,
        f"SELECT f.exhibit, k.evidence_of, round(k.latitude, 5), round(k.longitude, 5), e.time_us, e.source, k.item"
        f" FROM location k {_FROM} WHERE e.time_us + k.latitude IS NOT NULL"
        f" AND f.exhibit IN ({_SEVERAL}) ORDER BY 1, 2, 3, 4, 5, 7",
    ),
)
"""Why two items tell one event: the words, how far their times may be apart, and (bucket..., time, store, item)."""


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write same_event, same_event_item and one_sided anew; needs the tables of people."""
    tables.create(connection, SameEvent, SameEventItem, OneSided)
    connection.create_function("text_key", 1, text_key, deterministic=True)
    connection.execute("DROP TABLE IF EXISTS temp.phone_owner")
    connection.execute(
        "CREATE TEMP TABLE phone_owner AS SELECT DISTINCT x.id AS exhibit, o.person"
        " FROM owner o JOIN exhibit x ON x.label = o.exhibit"
    )
    highest = connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
    groups = Groups(highest)
    for number, (_, tolerance, query) in enumerate(RULES, 1):
        for one, other in pairs(connection.execute(query), tolerance):
            groups.join(one, other, number)
    events = _write(connection, groups)
    alone = list(one_sided(connection))
    tables.insert(connection, OneSided, tables.stored(alone))
    return {"events": events, "one_sided": len(alone)}


def text_key(body: bytes | None) -> int | None:
    """Give 63 bits of a message's text without the spaces around it: equal texts, equal numbers.

    The text comes as its bytes: those that are no UTF-8 would otherwise end the whole query.
    """
    if body is None:
        return None
    text = body.decode("utf-8", "backslashreplace").strip()
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _write(connection: sqlite3.Connection, groups: Groups) -> int:
    numbers: dict[int, int] = {}
    words = ["the first of them", *(words for words, _, _ in RULES)]
    rows = (
        (numbers.setdefault(root, len(numbers) + 1), item, words[reason]) for root, item, reason in groups.members()
    )
    tables.insert(connection, SameEventItem, rows)
    connection.execute("CREATE INDEX same_event_item_item ON same_event_item(item)")
    connection.execute(
        "INSERT INTO same_event SELECT g.event, min(s.kind), count(*), count(DISTINCT e.source),"
        " count(DISTINCT f.exhibit), sum(s.state = 'live'), min(e.time_us), max(e.time_us) FROM same_event_item g"
        " JOIN entry e ON e.id = g.item JOIN source s ON s.id = e.source JOIN file f ON f.id = s.file GROUP BY g.event"
    )
    connection.execute("CREATE INDEX same_event_item_event ON same_event_item(event)")
    return len(numbers)
