"""WhatsApp on Android: messages, files, places and calls of `msgstore.db`, contacts of `wa.db`."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Contact, ContactPoint, Location, Message

SIDES: Final = {0: "incoming", 1: "outgoing"}
TYPES: Final = {
    0: "text", 1: "picture", 2: "sound", 3: "video", 4: "contact", 5: "place", 7: "system notice", 8: "call",
    9: "document", 10: "missed call", 11: "waiting for the message", 13: "animation", 14: "contacts",
    15: "deleted for everyone", 16: "live place", 20: "sticker", 24: "invitation to a group", 42: "picture to see once",
    43: "video to see once", 64: "deleted by an administrator", 66: "poll",
}  # fmt: skip
STATUS: Final = {4: "accepted by the server", 5: "delivered", 8: "played", 13: "read"}
RESULTS: Final = {5: "connected"}
_CHAT = "LEFT JOIN chat h ON h._id = m.chat_row_id LEFT JOIN jid j ON j._id = h.jid_row_id"
_PARTY = "coalesce((SELECT s.raw_string FROM jid s WHERE s._id = m.sender_jid_row_id), j.raw_string)"

MESSAGES = Query(
    Message,
    f"""
    SELECT m._id                        AS key,
           unix_ms(m.timestamp)         AS time,
           unix_ms(opt(m.received_timestamp)) AS delivered,
           code(m.from_me, SIDES)       AS direction,
           'WhatsApp'                   AS service,
           code(m.message_type, TYPES)  AS content,
           code(m.status, STATUS)       AS status,
           {_PARTY}                     AS counterpart,
           j.raw_string                 AS thread,
           nullif(h.subject, '')        AS thread_name,
           m.text_data                  AS body,
           m.key_id                     AS guid,
           extra(m.starred, m.origination_flags, m.receipt_server_timestamp, m.sort_id) AS extra
    FROM message m {_CHAT}
    """,
    words={"SIDES": SIDES, "TYPES": TYPES, "STATUS": STATUS},
    skip={"m.key_id = '-1'": "the app's own placeholder row"},
    needs="m.chat_row_id",
)
FILES = Query(
    Attachment,
    """
    SELECT f.message_row_id AS key, f.message_row_id AS owner, f.file_path AS path, nullif(f.media_name, '') AS name,
           f.mime_type AS mime, nullif(f.file_size, 0) AS size, opt(nullif(f.media_caption, '')) AS text,
           extra(f.media_duration, f.width, f.height, f.file_hash, f.message_url) AS extra
    FROM message_media f
    """,
    of=MESSAGES,
    needs="f.message_row_id",
)
PLACES = Query(
    Location,
    f"""
    SELECT l.message_row_id AS key, unix_ms(m.timestamp) AS time, l.latitude AS latitude, l.longitude AS longitude,
           CASE m.from_me WHEN 0 THEN 'shared_by_other' ELSE 'shared_by_owner' END AS evidence_of,
           CASE m.message_type WHEN 16 THEN 'live place, where it began' ELSE 'place sent in a message' END AS method,
           CASE m.from_me WHEN 0 THEN {_PARTY} END AS whose,
           coalesce(nullif(l.place_name, ''), nullif(l.place_address, '')) AS place,
           extra(l.url, l.place_address, l.live_location_share_duration, l.live_location_final_latitude,
                 l.live_location_final_longitude, l.live_location_final_timestamp) AS extra
    FROM message_location l LEFT JOIN message m ON m._id = l.message_row_id {_CHAT}
    """,
    needs="l.message_row_id",
)
CALLS = Query(
    Call,
    """
    SELECT c._id                        AS key,
           unix_ms(c.timestamp)         AS time,
           code(c.from_me, SIDES)       AS direction,
           code(c.call_result, RESULTS) AS outcome,
           CASE c.video_call WHEN 1 THEN 'WhatsApp video' ELSE 'WhatsApp' END AS service,
           c.duration                   AS duration_s,
           j.raw_string                 AS counterpart,
           extra(c.call_id, c.group_jid_row_id, c.bytes_transferred) AS extra
    FROM call_log c LEFT JOIN jid j ON j._id = c.jid_row_id
    """,
    words={"SIDES": SIDES, "RESULTS": RESULTS},
    needs="c.jid_row_id",
)
OLD_MESSAGES = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.timestamp) AS time, unix_ms(opt(m.received_timestamp)) AS delivered,
           code(m.key_from_me, SIDES) AS direction, 'WhatsApp' AS service, code(m.media_wa_type, TYPES) AS content,
           coalesce(nullif(m.remote_resource, ''), m.key_remote_jid) AS counterpart, m.key_remote_jid AS thread,
           coalesce(nullif(CASE WHEN typeof(m.data) = 'text' THEN m.data END, ''), nullif(m.media_caption, '')) AS body,
           m.key_id AS guid,
           extra(m.status, m.media_name, m.media_url, m.media_mime_type, m.media_size, m.starred) AS extra
    FROM messages m
    """,
    words={"SIDES": SIDES, "TYPES": TYPES},
    skip={"m.key_remote_jid = '-1'": "the app's own placeholder row"},
    needs="m.key_remote_jid",
)
OLD_PLACES = Query(
    Location,
    """
    SELECT m._id AS key, unix_ms(m.timestamp) AS time, m.latitude AS latitude, m.longitude AS longitude,
           CASE m.key_from_me WHEN 0 THEN 'shared_by_other' ELSE 'shared_by_owner' END AS evidence_of,
           'place sent in a message' AS method,
           CASE m.key_from_me WHEN 0 THEN coalesce(nullif(m.remote_resource, ''), m.key_remote_jid) END AS whose,
           nullif(m.media_name, '') AS place
    FROM messages m
    """,
    skip={"m.media_wa_type NOT IN (5, 16) OR coalesce(m.latitude, 0) = 0": "a message without a place"},
    needs="m.key_remote_jid",
)

parser(
    "apps.whatsapp.android",
    title="WhatsApp, Android",
    files=["*/com.whatsapp{,.w4b}/{databases,db}/msgstore.db"],
    queries=[MESSAGES, FILES, PLACES, CALLS, OLD_MESSAGES, OLD_PLACES],
    about="Chats of WhatsApp and WhatsApp Business, in the tables since about 2022 and in those before. Times are UTC "
    "milliseconds; that of a received message is the sender's. A chat is named by its address, which holds the number "
    "unless it ends in @lid. A place in a message was chosen by its sender; a live place is where the sharing began. "
    "Of calls, result 5 is a connected one; other results are shown as stored.",
)

PEOPLE = Query(
    Contact,
    """
    SELECT w._id AS key, coalesce(nullif(w.display_name, ''), nullif(w.wa_name, '')) AS name,
           nullif(w.nickname, '') AS nickname, nullif(w.company, '') AS organisation, nullif(w.status, '') AS note,
           'WhatsApp' AS account, w.jid AS guid, extra(w.wa_name, w.is_whatsapp_user, w.status_timestamp) AS extra
    FROM wa_contacts w
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT w._id AS key, w._id AS owner, 'phone' AS type, nullif(w.number, '') AS value FROM wa_contacts w
    """,
    of=PEOPLE,
    skip={"coalesce(w.number, '') = ''": "a contact without a number"},
)

parser(
    "apps.whatsapp.android.contacts",
    title="WhatsApp contacts, Android",
    files=["*/com.whatsapp{,.w4b}/{databases,db}/wa.db"],
    queries=[PEOPLE, NUMBERS],
    about="People and groups as WhatsApp keeps them: the address book's name, the name that they chose, their "
    "number. It holds no time of an entry.",
)
