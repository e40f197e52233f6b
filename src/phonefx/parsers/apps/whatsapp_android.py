"""WhatsApp on Android: messages of both schema generations, calls, chats, groups and their members."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Event, Location, Message, Recipient

FOLDER: Final = "*/com.whatsapp{,.w4b}"
WAYS: Final = {0: "incoming", 1: "outgoing"}
STATUS: Final = {4: "on the server", 5: "delivered", 6: "system", 8: "played", 13: "read"}


def _status(from_me: str) -> str:
    """What 0 means follows the direction; it is the raw value of both."""
    return f"""CASE WHEN m.status = 0 AND {from_me} = 0 THEN 'received' WHEN m.status = 0 AND {from_me} = 1 THEN
           'not yet sent' ELSE code(m.status, STATUS) END AS status, m.status AS status_raw"""


TYPES: Final = {
    0: "text", 1: "picture", 2: "audio", 3: "video", 4: "contact", 5: "place", 7: "system", 8: "call", 9: "document",
    10: "missed call", 11: "waiting for the message", 13: "GIF", 14: "contacts", 15: "deleted for everyone",
    16: "live position", 20: "sticker", 24: "invitation to a group", 36: "disappearing messages changed",
    42: "picture to be seen once", 43: "video to be seen once", 64: "deleted by an admin", 66: "poll",
    82: "voice message to be heard once", 90: "call",
}  # fmt: skip
ACTIONS: Final = {
    1: "subject of the group changed", 4: "member added", 5: "member left", 6: "picture of the group changed",
    7: "member removed", 10: "number changed", 11: "group created", 12: "member added", 13: "member left",
    14: "member removed", 15: "member made admin", 18: "security code changed", 19: "notice of encryption",
    20: "member joined by a link", 27: "description of the group changed", 28: "number changed",
    56: "disappearing messages changed", 57: "device of the other changed", 58: "contact blocked or unblocked",
    59: "disappearing messages changed", 67: "notice of encryption",
}  # fmt: skip
_OTHER = """CASE WHEN m.from_me = 0 AND s.raw_string <> '' THEN coalesce(sm.raw_string, s.raw_string)
           ELSE coalesce(jm.raw_string, j.raw_string) END"""
_ACTOR = _OTHER.replace("m.from_me = 0", "(m.from_me = 0 OR m.message_type = 7)")
_MAP = "opt_table(jid_map, lid_row_id, jid_row_id)"
_CHAT = f"""LEFT JOIN chat h ON h._id = m.chat_row_id
    LEFT JOIN jid j ON j._id = h.jid_row_id
    LEFT JOIN jid jm ON jm._id = (SELECT x.jid_row_id FROM {_MAP} x WHERE x.lid_row_id = j._id)
    LEFT JOIN jid s ON s._id = m.sender_jid_row_id AND m.sender_jid_row_id > 0
    LEFT JOIN jid sm ON sm._id = (SELECT x.jid_row_id FROM {_MAP} x WHERE x.lid_row_id = s._id)"""

MESSAGES = Query(
    Message,
    f"""
    SELECT m._id                        AS key,
           unix_ms(m.timestamp)         AS time,
           unix_ms(r.delivered)         AS delivered,
           unix_ms(r.seen)              AS read,
           unix_ms(opt(e.edited_timestamp))  AS edited,
           unix_ms(opt(v.revoke_timestamp))  AS deleted,
           code(CASE WHEN m.message_type IS NOT 7 THEN m.from_me END, WAYS) AS direction,
           'WhatsApp'                   AS service,
           code(m.message_type, TYPES)  AS content,
           {_status('m.from_me')},
           {_ACTOR}                     AS counterpart,
           j.raw_string                 AS thread,
           nullif(h.subject, '')        AS thread_name,
           CASE WHEN y.action_type IS NOT NULL THEN code(y.action_type, ACTIONS) END AS subject,
           m.text_data                  AS body,
           m.key_id                     AS guid,
           opt(q.key_id)                AS reply_to,
           extra(m.from_me, m.received_timestamp, m.receipt_server_timestamp, m.starred, m.origination_flags,
                 m.broadcast, m.recipient_count, y.action_type, s.user, f.forward_score, v.revoked_key_id,
                 q.text_data) AS extra
    FROM message m
    {_CHAT}
    LEFT JOIN opt_table(message_system, message_row_id, action_type) y ON y.message_row_id = m._id
    LEFT JOIN opt_table(message_forwarded, message_row_id, forward_score) f ON f.message_row_id = m._id
    LEFT JOIN opt_table(message_revoked, message_row_id, revoked_key_id, revoke_timestamp) v ON v.message_row_id = m._id
    LEFT JOIN opt_table(message_edit_info, message_row_id, edited_timestamp) e ON e.message_row_id = m._id
    LEFT JOIN opt_table(message_quoted, message_row_id, key_id, text_data) q ON q.message_row_id = m._id
    LEFT JOIN (SELECT message_row_id, min(nullif(receipt_timestamp, 0)) AS delivered, min(nullif(read_timestamp,
        0)) AS seen
               FROM opt_table(receipt_user, message_row_id, receipt_timestamp,
               read_timestamp) GROUP BY message_row_id) r
              ON r.message_row_id = m._id
    """,
    words={"WAYS": WAYS, "TYPES": TYPES, "STATUS": STATUS, "ACTIONS": ACTIONS},
    skip={"coalesce(m.chat_row_id, -1) = -1 AND m.text_data IS NULL": "the app's own placeholder"},
)
MEDIA = Query(
    Attachment,
    """
    SELECT a.message_row_id AS key, a.message_row_id AS owner, nullif(a.file_path, '') AS path,
           coalesce(nullif(a.media_name, ''), opt(nullif(a.media_caption, ''))) AS name, a.mime_type AS mime,
           coalesce(a.file_size, a.file_length) AS size, opt(nullif(a.raw_transcription_text, '')) AS text,
           extra(a.file_hash, a.media_duration, a.width, a.height, a.media_caption, a.direct_path,
           a.message_url) AS extra
    FROM message_media a
    """,
    of=MESSAGES,
)
CARDS = Query(
    Attachment,
    """
    SELECT c._id AS key, c.message_row_id AS owner, 'text/vcard' AS mime, c.vcard AS text FROM message_vcard c
    """,
    of=MESSAGES,
)
RECEIPTS = Query(
    Recipient,
    """
    SELECT r._id AS key, r.message_row_id AS owner,
           (SELECT j.raw_string FROM jid j WHERE j._id = r.receipt_user_jid_row_id) AS address, 'to' AS role,
           extra(r.receipt_timestamp, r.read_timestamp, r.played_timestamp) AS extra
    FROM receipt_user r
    """,
    of=MESSAGES,
)
_NOT_MINE = f"CASE m.from_me WHEN 1 THEN NULL ELSE {_OTHER} END"
_SHARED = "CASE m.from_me WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END AS evidence_of"
PLACES = Query(
    Location,
    f"""
    SELECT l.message_row_id AS key, unix_ms(m.timestamp) AS time, l.latitude AS latitude, l.longitude AS longitude,
           {_SHARED}, code(m.message_type, TYPES) AS method, {_NOT_MINE} AS whose,
           nullif(trim(coalesce(l.place_name, '') || ', ' || coalesce(l.place_address, ''), ', '), '') AS place,
           extra(l.url, l.live_location_share_duration, l.live_location_sequence_number) AS extra
    FROM message_location l LEFT JOIN message m ON m._id = l.message_row_id
    {_CHAT}
    """,
    words={"TYPES": TYPES},
    skip={"coalesce(l.latitude, 0) = 0 AND coalesce(l.longitude, 0) = 0": "no place in it"},
)
LAST_LIVE = Query(
    Location,
    f"""
    SELECT l.message_row_id AS key, unix_ms(l.live_location_final_timestamp) AS time,
           l.live_location_final_latitude AS latitude, l.live_location_final_longitude AS longitude,
           {_SHARED}, 'last update of a live position' AS method, {_NOT_MINE} AS whose
    FROM message_location l LEFT JOIN message m ON m._id = l.message_row_id
    {_CHAT}
    """,
    needs="l.live_location_final_latitude",
    only="coalesce(l.live_location_final_latitude, 0) <> 0",
)
REACTIONS = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_ms(m.timestamp) AS time, code(m.from_me, WAYS) AS direction, 'WhatsApp' AS service,
           CASE m.message_add_on_type WHEN 56 THEN 'reaction' WHEN 67 THEN 'vote in a poll'
                ELSE 'addition of type ' || m.message_add_on_type END AS content,
           r.reaction AS reaction, {_OTHER} AS counterpart, j.raw_string AS thread, m.key_id AS guid,
           (SELECT p.key_id FROM message p WHERE p._id = m.parent_message_row_id) AS reply_to,
           extra(m.parent_message_row_id, m.message_add_on_type, m.received_timestamp) AS extra
    FROM message_add_on m
    {_CHAT}
    LEFT JOIN opt_table(message_add_on_reaction, message_add_on_row_id, reaction) r ON r.message_add_on_row_id = m._id
    """,
    words={"WAYS": WAYS},
)
REMNANTS = Query(
    Message,
    """
    SELECT f.docid AS key, 'WhatsApp' AS service, 'text left in the search index, its message is gone' AS status,
           f.c0content AS body, extra(f.c1fts_jid, f.c2fts_namespace) AS extra
    FROM message_ftsv2_content f
    """,
    state="recovered",
    skip={
        "EXISTS (SELECT 1 FROM opt_table(message, _id) m WHERE m._id = f.docid)"
        " OR EXISTS (SELECT 1 FROM opt_table(messages, _id) o WHERE o._id = f.docid)": "its message is there",
    },
)
CALLS = Query(
    Call,
    """
    SELECT c._id AS key, unix_ms(c.timestamp) AS time, code(c.from_me, WAYS) AS direction,
           CASE WHEN c.duration > 0 THEN 'connected' ELSE 'not connected, result ' || coalesce(c.call_result,
           '?') END AS outcome,
           'WhatsApp' || CASE c.video_call WHEN 1 THEN ' video' ELSE '' END AS service, c.duration AS duration_s,
           j.raw_string AS counterpart,
           extra(c.call_id, c.call_result, c.video_call, c.group_jid_row_id, c.bytes_transferred, c.call_type) AS extra
    FROM call_log c LEFT JOIN jid j ON j._id = c.jid_row_id
    """,
    words={"WAYS": WAYS},
)
CALLED = Query(
    Recipient,
    """
    SELECT p._id AS key, p.call_log_row_id AS owner,
        (SELECT j.raw_string FROM jid j WHERE j._id = p.jid_row_id) AS address,
           'member' AS role, extra(p.call_result) AS extra
    FROM call_log_participant_v2 p
    """,
    of=CALLS,
)
_USER = "(SELECT j.raw_string FROM jid j WHERE j._id = g.user_jid_row_id)"
_GROUP = "(SELECT j.raw_string FROM jid j WHERE j._id = g.group_jid_row_id)"
MEMBERS = Query(
    Event,
    f"""
    SELECT g._id AS key, unix_any(opt(nullif(g.add_timestamp, 0))) AS time,
           'member of a group' AS category, 'com.whatsapp' AS app, {_USER} AS subject, {_GROUP} AS detail,
           extra(g.rank, g.pending, g.label, g.join_method) AS extra
    FROM group_participant_user g
    """,
)
PAST = Query(
    Event,
    f"""
    SELECT g._id AS key, unix_any(g.timestamp) AS time,
           CASE g.is_leave WHEN 1 THEN 'left a group' ELSE 'removed from a group' END AS category,
           'com.whatsapp' AS app, {_USER} AS subject, {_GROUP} AS detail
    FROM group_past_participant_user g
    """,
)
_OF_CHAT = "(SELECT j.raw_string FROM jid j WHERE j._id = h.jid_row_id)"
CHATS = Query(
    Event,
    f"""
    SELECT h._id AS key, unix_ms(opt(nullif(h.sort_timestamp, 0))) AS time, 'chat in the list' AS category,
           'com.whatsapp' AS app, nullif(h.subject, '') AS subject, {_OF_CHAT} AS detail,
           extra(h.hidden, h.archived, h.chat_lock, h.unseen_message_count, h.ephemeral_expiration, h.group_type,
                 h.group_member_count, h.participation_status, h.is_contact) AS extra
    FROM chat h
    """,
)
GROUPS = Query(
    Event,
    f"""
    SELECT h._id AS key, unix_ms(h.created_timestamp) AS time, 'group made' AS category, 'com.whatsapp' AS app,
           nullif(h.subject, '') AS subject, {_OF_CHAT} AS detail
    FROM chat h
    """,
    only="h.created_timestamp > 0",
    needs="h.created_timestamp",
)
_LEGACY_OTHER = """CASE WHEN (m.key_from_me = 0 OR m.status = 6) AND m.remote_resource <> '' THEN m.remote_resource
                ELSE m.key_remote_jid END"""
_NOTICE = "(m.status IS 6 AND CAST(m.media_wa_type AS INTEGER) NOT IN (8, 10))"
LEGACY = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_ms(m.timestamp) AS time, unix_ms(opt(m.receipt_device_timestamp)) AS delivered,
           unix_ms(opt(m.read_device_timestamp)) AS read,
           code(CASE WHEN NOT {_NOTICE} THEN m.key_from_me END, WAYS) AS direction, 'WhatsApp' AS service,
           CASE WHEN {_NOTICE} THEN opt(code(m.media_size, ACTIONS)) END AS subject,
           CASE WHEN {_NOTICE} THEN 'system' ELSE code(CAST(m.media_wa_type AS INTEGER), TYPES) END AS content,
           {_status('m.key_from_me')}, {_LEGACY_OTHER} AS counterpart, m.key_remote_jid AS thread,
           coalesce(nullif(m.data, ''), opt(nullif(m.media_caption, ''))) AS body, m.key_id AS guid,
           opt((SELECT q.key_id FROM messages_quotes q WHERE q._id = m.quoted_row_id)) AS reply_to,
           extra(m.key_from_me, m.media_wa_type, m.media_size, m.received_timestamp, m.receipt_server_timestamp,
                 m.media_duration, m.starred, m.forwarded, m.quoted_row_id, m.edit_version) AS extra
    FROM messages m
    """,
    words={"WAYS": WAYS, "TYPES": TYPES, "STATUS": STATUS, "ACTIONS": ACTIONS},
    skip={
        "m.key_remote_jid = '-1'": "the app's own placeholder",
        "EXISTS (SELECT 1 FROM opt_table(message, _id, key_id) n WHERE n._id = m._id AND n.key_id = m.key_id)":
            "also in the newer table",
    },
)  # fmt: skip
QUOTED = Query(
    Attachment,
    """
    SELECT q._id AS key,
           opt((SELECT m._id FROM messages m WHERE m.quoted_row_id = q._id ORDER BY m._id LIMIT 1)) AS owner,
           'text that was answered' AS name, coalesce(nullif(q.data, ''), nullif(q.media_caption, '')) AS text,
           nullif(q.media_mime_type, '') AS mime, extra(q.key_id, q.key_from_me, q.key_remote_jid, q.remote_resource,
           q.timestamp, q.media_name) AS extra
    FROM messages_quotes q
    """,
    of=LEGACY,
)
LEGACY_MEDIA = Query(
    Attachment,
    """
    SELECT m._id AS key, m._id AS owner, nullif(m.media_url, '') AS path, nullif(m.media_name, '') AS name,
           nullif(m.media_mime_type, '') AS mime, nullif(m.media_size, 0) AS size, extra(m.media_hash) AS extra
    FROM messages m
    """,
    of=LEGACY,
    only="coalesce(m.media_mime_type, '') <> ''",
)
LEGACY_PLACES = Query(
    Location,
    f"""
    SELECT m._id AS key, unix_ms(m.timestamp) AS time, m.latitude AS latitude, m.longitude AS longitude,
           CASE m.key_from_me WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END
               AS evidence_of,
           code(CAST(m.media_wa_type AS INTEGER), TYPES) AS method,
           CASE m.key_from_me WHEN 1 THEN NULL ELSE {_LEGACY_OTHER} END AS whose,
           nullif(m.media_name, '') AS place
    FROM messages m
    """,
    words={"TYPES": TYPES},
    only="CAST(m.media_wa_type AS INTEGER) IN (5, 16)"
    " AND (coalesce(m.latitude, 0) <> 0 OR coalesce(m.longitude, 0) <> 0)",
)

parser(
    "apps.whatsapp.android",
    title="WhatsApp messages and calls, Android",
    variants=["to about 2022", "since 2022", "2025"],
    files=[f"{FOLDER}/databases/msgstore.db", "*/msgstore*.db.crypt1*/msgstore.db"],
    queries=[
        MESSAGES, MEDIA, CARDS, RECEIPTS, PLACES, LAST_LIVE, REACTIONS, REMNANTS, CALLS, CALLED, MEMBERS, PAST, CHATS,
        GROUPS, LEGACY, QUOTED, LEGACY_MEDIA, LEGACY_PLACES,
    ],
    about="Messages of WhatsApp and WhatsApp Business, from the tables of 2011 to 2022 and those since (one file "
    "may hold both), also from its encrypted backups (crypt12, crypt14, crypt15) where the key is in the extraction, "
    "was put beside them, or was given. A backup repeats messages and keeps those that were deleted since. Times are "
    "UTC milliseconds: the sender's, for received messages set by the server. Delivered and read are those of the "
    "first recipient; each recipient's are listed with the recipient, also where the message itself is gone. The text "
    "that an answer of before 2022 quotes is listed with it, also where the quoted message is gone. The list of chats "
    "names those without a message, too, and which are hidden, archived or locked; a chat's time there is the one by "
    "which the list is sorted. A place "
    "was chosen by its sender and need not be where they were; a live position is the sender's device. Addresses "
    "ending in `@lid` are no phone numbers. The result codes of calls are not public: a call with a duration was "
    "connected.",
    tested={"android_whatsapp_iped": 278, "android_whatsapp_testdb": 67},
)  # fmt: skip
