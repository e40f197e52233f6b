"""Viber on Android: messages, calls, contacts, blocked numbers."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Contact, ContactPoint, Location, Message

WAYS: Final = {0: "incoming", 1: "outgoing"}
CALL_WAYS: Final = {1: "incoming", 2: "outgoing", 3: "incoming"}
OUTCOMES: Final = {1: "incoming", 2: "outgoing", 3: "missed"}
_PARTY: Final = """LEFT JOIN opt_table(participants, _id, participant_info_id) p ON p._id = m.participant_id
    LEFT JOIN opt_table(participants_info, _id, number, display_name, member_id) i ON i._id = p.participant_info_id"""
_WHO: Final = "coalesce(nullif(i.number, ''), i.member_id)"
MESSAGES = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_ms(m.msg_date) AS time, code(m.send_type, WAYS) AS direction, 'Viber' AS service,
           opt(nullif(m.extra_mime, '')) AS content, {_WHO} AS counterpart,
           nullif(i.display_name, '') AS counterpart_name, CAST(m.conversation_id AS TEXT) AS thread, m.body AS body,
           CAST(opt(m.token) AS TEXT) AS guid,
           extra(m.status, m.unread, m.deleted, m.extra_duration, m.msg_info) AS extra
    FROM messages m {_PARTY}
    """,
    words={"WAYS": WAYS},
)
FILES = Query(
    Attachment,
    """
    SELECT m._id AS key, m._id AS owner, m.extra_uri AS path, opt(m.extra_mime) AS mime FROM messages m
    """,
    of=MESSAGES,
    needs="m.extra_uri",
    only="coalesce(m.extra_uri, '') <> ''",
)
PLACES = Query(
    Location,
    f"""
    SELECT m._id AS key, unix_ms(m.msg_date) AS time, m.location_lat / 1e7 AS latitude,
           m.location_lng / 1e7 AS longitude,
           CASE m.send_type WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END
               AS evidence_of,
           'sent with a message' AS method, CASE m.send_type WHEN 0 THEN {_WHO} END AS whose,
           extra(m.location_lat, m.location_lng) AS extra
    FROM messages m {_PARTY}
    """,
    needs="m.location_lat",
    only="abs(coalesce(m.location_lat, 0) + 0.0) BETWEEN 1 AND 900000000",
)
CALLS = Query(
    Call,
    """
    SELECT c._id AS key, unix_ms(c.date) AS time, code(c.type, CALL_WAYS) AS direction, code(c.type, OUTCOMES) AS
           outcome, CASE c.viber_call_type WHEN 4 THEN 'Viber video' ELSE 'Viber' END AS service,
           c.duration AS duration_s, coalesce(nullif(c.canonized_number, ''), c.number) AS counterpart,
           extra(c.number, c.viber_call, c.viber_call_type, c.end_reason, c.start_reason, c.conference_info) AS extra
    FROM calls c
    """,
    words={"CALL_WAYS": CALL_WAYS, "OUTCOMES": OUTCOMES},
)
CONTACTS = Query(
    Contact,
    """
    SELECT c._id AS key, c.display_name AS name, 'Viber' AS account,
           CASE opt(c.starred) WHEN 1 THEN 'favourite' ELSE 'contact' END AS role, CAST(c.native_id AS TEXT) AS guid
    FROM phonebookcontact c
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT d._id AS key, d.contact_id AS owner, 'phone' AS type, coalesce(nullif(d.data2, ''), d.data1) AS value,
           extra(d.data1, d.data2, d.data3, d.mime_type) AS extra
    FROM phonebookdata d
    """,
    of=CONTACTS,
)
BLOCKED = Query(
    Contact,
    """
    SELECT b._id AS key, unix_ms(b.blocked_date) AS created, 'blocked' AS role, 'Viber' AS account,
           opt(b.canonized_number) AS name
    FROM blockednumbers b
    """,
)

parser(
    "apps.viber.android",
    title="Viber messages, calls and contacts, Android",
    variants=["viber_data (version 235)", "viber_messages"],
    files=["*/com.viber.voip/databases/viber_{messages,data}"],
    queries=[MESSAGES, FILES, PLACES, CALLS, CONTACTS, NUMBERS, BLOCKED],
    about="Messages, calls, contacts and blocked numbers of Viber. Times are UTC milliseconds, durations seconds. A "
    "place is read as ten-millionths of a degree and was chosen by its sender; its raw values stand beside it.",
)
