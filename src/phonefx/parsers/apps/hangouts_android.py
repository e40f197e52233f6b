"""Google Hangouts on Android: messages, also SMS that it sent, people and calls."""

from typing import Final

from phonefx.formats.htmltext import plain
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Contact, ContactPoint, Location, Message

WAYS: Final = {1: "outgoing", 2: "incoming"}
STATUS: Final = {0: "not read", 4: "read"}
_AUTHOR: Final = "coalesce(opt(nullif(m.transport_phone, '')), m.author_chat_id)"
_OTHERS: Final = """FROM opt_table(conversation_participants, conversation_id, participant_row_id) q
            JOIN participants o ON o._id = q.participant_row_id
            WHERE q.conversation_id = m.conversation_id AND o.chat_id <> m.author_chat_id"""
_OTHER: Final = f"""CASE m.type WHEN 1 THEN
           CASE (SELECT count(*) {_OTHERS}) WHEN 1 THEN (SELECT o.chat_id {_OTHERS}) END
           ELSE {_AUTHOR} END"""
MESSAGES = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_us(m.timestamp) AS time, code(m.type, WAYS) AS direction,
           CASE WHEN opt(m.sms_type) >= 0 THEN 'SMS in Hangouts' ELSE 'Hangouts' END AS service,
           code(m.status, STATUS) AS status, {_OTHER} AS counterpart,
           (SELECT p.full_name FROM participants p WHERE p.chat_id = {_OTHER} ORDER BY p._id LIMIT 1) AS
           counterpart_name,
           CASE m.type WHEN 1 THEN m.author_chat_id END AS account, m.conversation_id AS thread,
           (SELECT coalesce(nullif(c.name, ''), c.generated_name) FROM conversations c
            WHERE c.conversation_id = m.conversation_id ORDER BY c._id LIMIT 1) AS thread_name,
           opt(m.mms_subject) AS subject, plain(m.text) AS body, m.message_id AS guid,
           extra(m.text, m.type, m.expiration_timestamp, m.off_the_record, m.transport_type, m.sms_raw_sender,
           m.sms_raw_recipients, m.address) AS extra
    FROM messages m
    """,
    words={"WAYS": WAYS, "STATUS": STATUS},
)
FILES = Query(
    Attachment,
    """
    SELECT m._id AS key, m._id AS owner, coalesce(nullif(m.local_url, ''), m.remote_url) AS path,
           m.attachment_content_type AS mime, extra(m.remote_url) AS extra
    FROM messages m
    """,
    of=MESSAGES,
    only="coalesce(m.local_url, '') <> '' OR coalesce(m.remote_url, '') <> ''",
)
PLACES = Query(
    Location,
    f"""
    SELECT m._id AS key, unix_us(m.timestamp) AS time, m.latitude AS latitude, m.longitude AS longitude,
           CASE m.type WHEN 1 THEN 'shared_by_owner' WHEN 2 THEN 'shared_by_other' ELSE 'shared' END AS evidence_of,
           'sent with a message' AS method, {_AUTHOR} AS whose, nullif(m.address, '') AS place
    FROM messages m
    """,
    needs="m.latitude",
    only="coalesce(m.latitude, 0) <> 0 OR coalesce(m.longitude, 0) <> 0",
)
PEOPLE = Query(
    Contact,
    """
    SELECT p._id AS key, coalesce(nullif(p.full_name, ''), p.fallback_name) AS name, 'Hangouts' AS account,
           CASE p.blocked WHEN 1 THEN 'blocked' ELSE 'known to Hangouts' END AS role,
           coalesce(p.chat_id, p.gaia_id) AS guid, extra(p.gaia_id, p.phone_id, p.circle_id) AS extra
    FROM participants p
    """,
)
BLOCKED = Query(
    Contact,
    """
    SELECT b._id AS key, nullif(b.name, '') AS name, 'Hangouts' AS account, 'blocked' AS role,
           coalesce(b.chat_id, b.gaia_id) AS guid
    FROM blocked_people b
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT p._id AS key, p._id AS owner, 'phone' AS type, p.phone_id AS value FROM participants p
    """,
    of=PEOPLE,
    only="coalesce(p.phone_id, '') <> ''",
)
CALLS = Query(
    Call,
    """
    SELECT c._id AS key, unix_any(c.call_timestamp) AS time, 'Hangouts' AS service,
           coalesce(nullif(c.phone_number, ''), c.normalized_number) AS counterpart,
           extra(c.call_type, c.contact_type, c.is_free_call, c.call_rate) AS extra
    FROM recent_calls c
    """,
)

parser(
    "apps.hangouts.android",
    title="Google Hangouts messages and people, Android",
    variants=["Hangouts"],
    files=["*/com.google.android.talk/databases/babel*.db"],
    queries=[MESSAGES, FILES, PLACES, PEOPLE, BLOCKED, NUMBERS, CALLS],
    functions={"plain": plain},
    about="Messages of Google Hangouts, one file for each account; it could also carry SMS. Times are UTC "
    "microseconds. The text is shown without its marks; as it is stored it stays in the further values. The "
    "counterpart is the author, of a sent message the one other member of the conversation (none is named for a "
    "group). A place was chosen by its sender.",
    tested={"android_apps_plaso": 17},
)
