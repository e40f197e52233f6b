"""LINE on Android: messages, calls and contacts."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Contact, Location, Message

_OUT: Final = "coalesce(m.from_mid, '') = ''"
_WHO: Final = f"CASE WHEN {_OUT} THEN m.chat_id ELSE m.from_mid END"
MESSAGES = Query(
    Message,
    f"""
    SELECT m.id AS key, unix_ms(CAST(m.created_time AS INTEGER)) AS time,
           unix_ms(CAST(nullif(m.delivered_time, '') AS INTEGER)) AS delivered,
           CASE WHEN {_OUT} THEN 'outgoing' ELSE 'incoming' END AS direction, 'LINE' AS service,
           {_WHO} AS counterpart,
           (SELECT c.name FROM opt_table(contacts, m_id, name) c WHERE c.m_id = {_WHO}) AS counterpart_name,
           m.chat_id AS thread, m.content AS body, m.server_id AS guid,
           extra(m.type, m.status, m.attachement_type, m.parameter, m.location_name, m.location_address) AS extra
    FROM chat_history m
    """,
)
FILES = Query(
    Attachment,
    """
    SELECT m.id AS key, m.id AS owner, m.attachement_local_uri AS path FROM chat_history m
    """,
    of=MESSAGES,
    only="coalesce(m.attachement_local_uri, '') <> ''",
)
PLACES = Query(
    Location,
    f"""
    SELECT m.id AS key, unix_ms(CAST(m.created_time AS INTEGER)) AS time, m.location_latitude / 1e6 AS latitude,
           m.location_longitude / 1e6 AS longitude,
           CASE WHEN {_OUT} THEN 'shared_by_owner' ELSE 'shared_by_other' END AS evidence_of,
           'sent with a message' AS method, CASE WHEN {_OUT} THEN NULL ELSE {_WHO} END AS whose,
           coalesce(nullif(m.location_name, ''), m.location_address) AS place
    FROM chat_history m
    """,
    only="abs(coalesce(m.location_latitude, 0) + 0.0) BETWEEN 1 AND 90000000",
)
CONTACTS = Query(
    Contact,
    """
    SELECT c.rowid AS key, coalesce(nullif(c.name, ''), c.server_name) AS name, opt(c.server_name) AS nickname,
           'LINE' AS account, 'contact' AS role, c.m_id AS guid
    FROM contacts c
    """,
)
CALLS = Query(
    Call,
    """
    SELECT c.rowid AS key, unix_ms(CAST(c.start_time AS INTEGER)) AS time,
           CASE substr(c.call_type, -1) WHEN 'O' THEN 'outgoing' WHEN 'I' THEN 'incoming' END AS direction,
           CASE c.voip_type WHEN 'V' THEN 'LINE video' WHEN 'G' THEN 'LINE group' ELSE 'LINE' END AS service,
           (CAST(c.end_time AS INTEGER) - CAST(c.start_time AS INTEGER)) / 1000.0 AS duration_s,
           c.caller_mid AS counterpart, extra(c.call_type, c.voip_type, c.end_time) AS extra
    FROM call_history c
    """,
)

parser(
    "apps.line.android",
    title="LINE messages, calls and contacts, Android",
    variants=["calls", "chats"],
    files=["*/jp.naver.line.android/databases/{naver_line,call_history}"],
    queries=[MESSAGES, FILES, PLACES, CONTACTS, CALLS],
    about="Messages, calls and contacts of LINE. Times are UTC milliseconds. A message without a sender is one of the "
    "owner. The duration of a call is worked out from its stored begin and end. A place was chosen by its sender.",
)
