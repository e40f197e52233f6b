"""Finds events that several items tell, in one store, several, or on both phones of a conversation."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Final, NamedTuple

from phonefx.case.schema import places
from phonefx.timeline import tables
from phonefx.timeline.sameness.matching import Groups, pairs
from phonefx.timeline.sameness.onesided import one_sided
from phonefx.timeline.sameness.records import OneSided, SameEvent, SameEventItem
from phonefx.timeline.sources import map_sources

SECOND: Final = 1_000_000
EVER: Final = 1 << 62
_ATTACHED: Final = "\ufffc"
_WHOSE: Final = "CROSS JOIN party_common p ON p.kind = '{kind}' AND p.common = o.common AND p.role = 'counterpart'"
_COUNTERPART: Final = f"CROSS JOIN {{kind}}_own o ON o.item = k.item {_WHOSE}"
_IN_STORES: Final = f"""
    temp.near n CROSS JOIN {{kind}} k ON k.item = n.item {_COUNTERPART}
    CROSS JOIN temp.twice x ON x.identity = p.identity AND x.source = k.source
"""
_PARTNERS: Final = """
    temp.partner r CROSS JOIN party_common p ON p.kind = '{kind}' AND p.identity = r.identity AND p.role = 'counterpart'
    CROSS JOIN {kind}_own o ON o.common = p.common CROSS JOIN {kind} k ON k.item = o.item
    CROSS JOIN temp.exhibit_of x ON x.source = k.source AND x.exhibit = r.exhibit
"""
_SHARED: Final = f"""
    {{kind}} k {_COUNTERPART} CROSS JOIN temp.exhibit_of x ON x.source = k.source
    WHERE (SELECT count(*) FROM exhibit) > 1 AND k.time_us IN (
        SELECT a.time_us FROM {{kind}} a CROSS JOIN temp.exhibit_of y ON y.source = a.source
        GROUP BY a.time_us HAVING min(y.exhibit) <> max(y.exhibit)
    )
"""
"""Items at a moment (to the microsecond) at which another exhibit has one too: a backup beside the phone itself."""
_CROWDED: Final = "{kind} k CROSS JOIN temp.crowded x ON x.source = k.source"
_OUT: Final = "(lower(k.direction) LIKE 'out%')"
_SIDES: Final = f"CASE WHEN {_OUT} THEN r.own ELSE r.person END, CASE WHEN {_OUT} THEN r.person ELSE r.own END"


class Rule(NamedTuple):
    """Why two items tell one event.

    Attributes:
        words: the reason, as it is shown.
        kind: of the items.
        tolerance_us: how far apart their times may be.
        near: whether only items are asked that have another with the same other side so near in time.
        query: gives (bucket..., time, store, item), ordered by bucket, time and item.
        one_phone: whether the rule is about two extractions of one phone, so that two whose owners are known to be
            different people have no part in it.
    """

    words: str
    kind: str
    tolerance_us: int
    near: bool
    query: str
    one_phone: bool = False


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "same message id", "message", EVER, False,
        "SELECT k.guid, 0, k.source, k.item FROM message k WHERE k.guid IN (SELECT guid FROM message"
        " WHERE length(guid) >= 8 GROUP BY guid HAVING count(*) > 1) ORDER BY 1, 4",
    ),
    Rule(
        "same text, other side, direction, and time within 2 s, in another store of the phone", "message",
        2 * SECOND, True,
        "SELECT x.exhibit, lower(k.direction), p.identity, text_key(CAST(k.body AS BLOB)), k.time_us, k.source, k.item"
        f" FROM {_IN_STORES.format(kind='message')} WHERE k.body <> '' ORDER BY 1, 2, 3, 4, 5, 7",
    ),
    Rule(
        "same other side, direction, and start within 2 s, in another store of the phone", "call", 2 * SECOND, True,
        "SELECT x.exhibit, lower(k.direction), p.identity, k.time_us, k.source, k.item"
        f" FROM {_IN_STORES.format(kind='call')} ORDER BY 1, 2, 3, 4, 6",
    ),
    Rule(
        "sent by one phone and received by the other, same text, time within 2 min", "message", 120 * SECOND, False,
        f"SELECT {_SIDES}, text_key(CAST(k.body AS BLOB)),"
        f" CASE WHEN {_OUT} THEN k.time_us ELSE coalesce(k.sent_us, k.time_us) END,"
        f" x.exhibit || ':' || k.source, k.item FROM {_PARTNERS.format(kind='message')} WHERE k.body <> ''"
        " ORDER BY 1, 2, 3, 4, 6",
    ),
    Rule(
        "call between the two phones, start within 30 s", "call", 30 * SECOND, False,
        f"SELECT {_SIDES}, k.time_us, x.exhibit || ':' || k.source, k.item FROM {_PARTNERS.format(kind='call')}"
        " ORDER BY 1, 2, 3, 5",
    ),
    Rule(
        "same text, other side, direction and moment, in another extraction", "message", 0, False,
        "SELECT lower(k.direction), p.identity, text_key(CAST(k.body AS BLOB)), k.time_us, x.exhibit, k.item"
        f" FROM {_SHARED.format(kind='message')} AND k.body <> '' ORDER BY 1, 2, 3, 4, 6", True,
    ),
    Rule(
        "same other side, direction and start, in another extraction", "call", 0, False,
        "SELECT lower(k.direction), p.identity, k.duration_s, k.time_us, x.exhibit, k.item"
        f" FROM {_SHARED.format(kind='call')} ORDER BY 1, 2, 3, 4, 6", True,
    ),
    Rule(
        "same file, in another store of the phone", "media", EVER, False,
        f"SELECT x.exhibit, k.path, 0, k.source, k.item FROM {_CROWDED.format(kind='media')} WHERE k.path <> ''"
        " ORDER BY 1, 2, 5",
    ),
    Rule(
        "same position and time, in another store of the phone", "location", 0, False,
        "SELECT x.exhibit, k.evidence_of, round(k.latitude, 5), round(k.longitude, 5), k.time_us, k.source, k.item"
        f" FROM {_CROWDED.format(kind='location')} WHERE k.time_us + k.latitude IS NOT NULL"
        " ORDER BY 1, 2, 3, 4, 5, 7",
    ),
)  # fmt: skip
_PREPARED: Final = (
    ("phone_owner(exhibit INTEGER, person INTEGER)",
     "SELECT DISTINCT x.id, o.person FROM owner o JOIN exhibit x ON x.label = o.exhibit"),
    ("partner(identity INTEGER, person INTEGER, exhibit INTEGER, own INTEGER, other INTEGER)",
     "SELECT d.id, d.person, mine.exhibit, mine.person, other.exhibit FROM temp.phone_owner other"
     " JOIN identity d ON d.person = other.person JOIN temp.phone_owner mine ON mine.exhibit <> other.exhibit"),
    ("crowded(source INTEGER PRIMARY KEY, exhibit INTEGER)",
     "SELECT s.id, x.exhibit FROM source s JOIN temp.exhibit_of x ON x.source = s.id"
     " WHERE (SELECT count(*) FROM source o JOIN temp.exhibit_of y ON y.source = o.id"
     " WHERE o.kind = s.kind AND y.exhibit = x.exhibit) > 1"),
    ("twice(identity INTEGER, source INTEGER, exhibit INTEGER, PRIMARY KEY (identity, source)) WITHOUT ROWID",
     "SELECT u.identity, u.source, c.exhibit FROM party_use u JOIN temp.crowded c ON c.source = u.source"
     " WHERE u.role = 'counterpart' AND EXISTS (SELECT 1 FROM party_use o JOIN temp.crowded d ON d.source = o.source"
     " JOIN source s ON s.id = u.source JOIN source t ON t.id = o.source WHERE o.identity = u.identity"
     " AND o.role = 'counterpart' AND o.source <> u.source AND d.exhibit = c.exhibit AND s.kind = t.kind)"),
    ("near(item INTEGER PRIMARY KEY)", None),
)  # fmt: skip
"""Temporary tables that keep the rules away from rows that no other row can agree with.

The owners of the phones; the numbers of one phone's owner as another phone has them; the stores of phones that have
several of a kind; who has items in two of these; and, rule by rule, the items that have another near in time.
"""
_NEAR: Final = f"""
    INSERT OR IGNORE INTO near SELECT item FROM (
        SELECT o.item, o.time_us AS us, lag(o.time_us) OVER side AS before, lead(o.time_us) OVER side AS after
        FROM {{kind}}_own o {_WHOSE}
        CROSS JOIN temp.twice x ON x.identity = p.identity AND x.source = o.source
        WINDOW side AS (PARTITION BY x.exhibit, p.identity ORDER BY o.time_us)
    ) WHERE us - before <= ?1 OR after - us <= ?1 OR us IS NULL
"""


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write same_event, same_event_item and one_sided anew; needs the tables of people."""
    tables.create(connection, SameEvent, SameEventItem, OneSided)
    connection.create_function("text_key", 1, text_key, deterministic=True)
    map_sources(connection)
    for described, query in _PREPARED:
        connection.execute(f"DROP TABLE IF EXISTS temp.{described.partition('(')[0]}")
        connection.execute(f"CREATE TEMP TABLE {described}")
        if query:
            connection.execute(f"INSERT INTO temp.{described.partition('(')[0]} {query}")
    groups = Groups()
    stores = dict(connection.execute("SELECT kind, count(*) FROM source GROUP BY kind").fetchall())
    for number, rule in enumerate(RULES, 1):
        if stores.get(rule.kind, 0) < 2:
            continue  # two rows of one store are never one event
        if rule.near:
            connection.execute("DELETE FROM temp.near")
            connection.execute(_NEAR.format(kind=rule.kind), (rule.tolerance_us,))
        for one, other in pairs(connection.execute(rule.query), rule.tolerance_us):
            if not (rule.one_phone and _are_strangers(connection, one, other)):
                groups.join(one, other, number)
    events = _write(connection, groups)
    alone = list(one_sided(connection))
    tables.insert(connection, OneSided, tables.stored(alone))
    return {"events": events, "one_sided": len(alone)}


def _are_strangers(connection: sqlite3.Connection, one: int, other: int) -> bool:
    """Tell whether the phones of two items have owners, and none in common."""
    owners = [
        {person for (person,) in connection.execute(
            "SELECT o.person FROM item e JOIN temp.exhibit_of x ON x.source = e.source"
            " JOIN temp.phone_owner o ON o.exhibit = x.exhibit WHERE e.id = ?", (item,))}
        for item in (one, other)
    ]  # fmt: skip
    return bool(owners[0] and owners[1]) and not owners[0] & owners[1]


def text_key(body: bytes | None) -> int | None:
    """Give 63 bits of a message's words: equal words, equal numbers.

    Spaces around them and the marks of attachments (U+FFFC), which one phone of two stores, are left out; a text of
    such marks alone is taken as it is. The text comes as its bytes: those that are no UTF-8 would otherwise end the
    whole query.
    """
    if body is None:
        return None
    stored = body.decode("utf-8", "backslashreplace")
    text = stored.replace(_ATTACHED, "").strip() or stored
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _write(connection: sqlite3.Connection, groups: Groups) -> int:
    numbers: dict[int, int] = {}
    words = ["the first of them", *(rule.words for rule in RULES)]
    rows = (
        (numbers.setdefault(root, len(numbers) + 1), item, words[reason]) for root, item, reason in groups.members()
    )
    tables.insert(connection, SameEventItem, rows)
    connection.execute("CREATE INDEX same_event_item_item ON same_event_item(item)")
    connection.execute(
        "INSERT INTO same_event SELECT e.event, min(s.kind), count(*), count(DISTINCT e.source),"
        " count(DISTINCT f.exhibit), sum(s.state = 'live'), min(e.time_us), max(e.time_us)"
        f" FROM ({places('same_event_item', 'event')}) e JOIN source s ON s.id = e.source"
        " JOIN file f ON f.id = s.file GROUP BY e.event"
    )
    connection.execute("CREATE INDEX same_event_item_event ON same_event_item(event)")
    return len(numbers)
