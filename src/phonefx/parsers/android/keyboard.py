"""What was typed, as Google's keyboard keeps it to learn from, on Android."""

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event


def typed(payload: bytes | None) -> str | None:
    """The text of an entry: pieces at 7.2.1."""
    pieces = [] if payload is None else [each.text(1) or "" for each in Protobuf(payload).message(7).messages(2)]
    return "".join(pieces) or None


def struck(payload: bytes | None) -> str | None:
    """The characters of one action: pieces at 6.4.1."""
    pieces = [] if payload is None else [each.text(1) or "" for each in Protobuf(payload).message(6).messages(4)]
    return "".join(pieces) or None


def field(payload: bytes | None, number: int) -> str | None:
    """A text of a session's description."""
    return None if payload is None else Protobuf(payload).text(number)


ENTRIES = Query(
    Event,
    """
    SELECT t._id AS key, unix_ms(t.f9) AS time, 'text typed, kept by the keyboard' AS category, t.f2 AS app,
           coalesce(nullif(t.f4, ''), t.f5) AS subject, typed(t._payload) AS detail, extra(t.f5) AS extra
    FROM training_input_events_table t
    """,
)
SESSIONS = Query(
    Event,
    """
    SELECT s._id AS key, unix_ms(s.f10) AS time, unix_ms(s.f11) AS end, 'text typed, kept by the keyboard' AS category,
           s.f8 AS app, s.f7 AS subject,
           (SELECT group_concat(k.f3, '') FROM (SELECT l.f3 FROM tf_table l WHERE l.f1 = s.f1 ORDER BY l.f4, l.rowid) k)
           AS detail, extra(s.f1, s.f9) AS extra
    FROM s_table s
    """,
)
LETTERS = Query(
    Event,
    """
    SELECT t.rowid AS key, unix_ms(t._timestamp) AS time, 'letter typed, of a session that is gone' AS category,
           t.f3 AS detail, extra(t.f1, t.f4) AS extra
    FROM tf_table t
    """,
    skip={"t.f1 IN (SELECT s.f1 FROM opt_table(s_table, f1) s)": "a letter of a session, which has its whole text"},
)
ACTIONS = Query(
    Event,
    """
    SELECT s._id AS key, unix_ms(s._timestamp) AS time, 'text typed, kept by the keyboard' AS category,
           field(s._payload, 7) AS app, field(s._payload, 6) AS subject,
           (SELECT group_concat(struck(k._payload), '') FROM (SELECT i._payload FROM input_action_table i
            WHERE i._session_id = s._session_id ORDER BY i._id) k) AS detail, extra(s._session_id) AS extra
    FROM session_table s
    """,
)
USES = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_ms(s._session_id) AS time, unix_ms(opt(s._timestamp_)) AS end,
           'keyboard used' AS category, s.package_name AS app
    FROM session s
    """,
)

parser(
    "android.keyboard",
    title="Text kept by Google's keyboard (Gboard), Android",
    variants=["trainingcache2", "trainingcache3", "trainingcachev2", "trainingcachev3, sessions alone"],
    files=["*/com.google.android.inputmethod.latin/databases/trainingcache*.db"],
    queries=[ENTRIES, SESSIONS, LETTERS, ACTIONS, USES],
    functions={"typed": typed, "struck": struck, "field": field},
    about="Pieces of text typed lately, with the app and the field: also what was never sent, and what a messenger "
    "deleted since. Letters are put together in the order in which they were typed; what was erased again stands with "
    "them, so that it need not be what was sent. The columns have no names; their meaning is known from public "
    "research. Times are UTC milliseconds.",
)
