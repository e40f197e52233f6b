"""Burner on Android: messages and calls of second numbers."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Attachment, Call, Contact, ContactPoint, Message

WAYS: Final = {1: "incoming", 2: "outgoing"}
_OWN: Final = "(SELECT b.phone_number_id FROM burners b WHERE b.burner_id = m.burner_id)"
MESSAGES = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_ms(m.date_created) AS time, code(m.direction, WAYS) AS direction, 'Burner' AS service,
           m.contact_phone_number AS counterpart, {_OWN} AS account, m.burner_id AS thread, m.message AS body,
           m.message_id AS guid, extra(m.state, m.read, m.send_status, m.last_updated_date, m.user_id) AS extra
    FROM messages m
    """,
    words={"WAYS": WAYS},
    skip={"m.message_type = 1": "a call or voicemail; listed as a call"},
)
FILES = Query(
    Attachment,
    """
    SELECT m._id AS key, m._id AS owner, m.asset_url AS path FROM messages m
    """,
    of=MESSAGES,
    only="coalesce(m.asset_url, '') <> ''",
)
CALLS = Query(
    Call,
    f"""
    SELECT m._id AS key, unix_ms(m.date_created) AS time, code(m.direction, WAYS) AS direction, 'Burner' AS service,
           CASE m.connected WHEN 1 THEN 'connected' WHEN 0 THEN 'not connected' END AS outcome,
           m.duration AS duration_s, m.contact_phone_number AS counterpart, {_OWN} AS account,
           nullif(m.voice_url, '') AS path, nullif(m.message, '') AS transcription, extra(m.state, m.sid) AS extra
    FROM messages m
    """,
    words={"WAYS": WAYS},
    only="m.message_type = 1",
)
NUMBERS = Query(
    Account,
    """
    SELECT b._id AS key, unix_ms(b.date_created) AS time, 'Burner' AS service, b.phone_number_id AS identifier,
           b.name AS name, extra(b.expiration_date, b.total_minutes, b.remaining_minutes, b.total_texts,
           b.remaining_texts, b.auto_reply_text, b.call_forward_status, b.disabled) AS extra
    FROM burners b
    """,
)
CONTACTS = Query(
    Contact,
    """
    SELECT c._id AS key, unix_ms(c.last_updated_date) AS time, unix_ms(c.date_created) AS created, c.name AS name,
           'Burner' AS account, CASE c.blocked WHEN 1 THEN 'blocked' ELSE 'contact' END AS role,
           nullif(c.notes, '') AS note, c.contact_id AS guid
    FROM contacts c
    """,
)
CONTACT_NUMBERS = Query(
    ContactPoint,
    """
    SELECT c._id AS key, c._id AS owner, 'phone' AS type, c.phone_number AS value FROM contacts c
    """,
    of=CONTACTS,
)

parser(
    "apps.burner.android",
    title="Burner messages, calls and numbers, Android",
    variants=["Burner"],
    files=["*/com.adhoclabs.burner/databases/burners.db"],
    queries=[MESSAGES, FILES, CALLS, NUMBERS, CONTACTS, CONTACT_NUMBERS],
    about="Messages, calls and contacts of second phone numbers rented in Burner, and those numbers with the day they "
    "run out. Times are UTC milliseconds.",
    tested={"android_apps_plaso": 21},
)
