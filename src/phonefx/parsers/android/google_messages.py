"""Google Messages: SMS, MMS and RCS with parts, reactions, drafts and what is scheduled."""

from typing import Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Attachment, Event, Location, Message, Recipient

PROTOCOLS: Final = {-1: "not stated", 0: "SMS", 1: "MMS", 2: "MMS announcement", 3: "RCS"}
STATUS: Final = {
    0: "not stated", 1: "sent", 2: "delivered", 3: "draft, not sent", 4: "to be sent", 5: "sending", 6: "sending again",
    7: "waiting for another try", 8: "failed", 9: "failed, emergency number", 100: "received",
    101: "announced, not fetched", 102: "being fetched", 103: "being fetched", 104: "being fetched",
        105: "being fetched", 106: "not fetched, failed",
    107: "announced, expired",
}  # fmt: skip
_DIRECTION = """CASE WHEN m.message_status = 3 THEN 'draft' WHEN s.sub_id = -2 THEN 'incoming'
                WHEN s.sub_id >= -1 THEN 'outgoing' WHEN m.message_status >= 100 THEN 'incoming'
                WHEN m.message_status BETWEEN 1 AND 99 THEN 'outgoing' END"""
_OTHER = """CASE WHEN s.sub_id = -2 OR (s.sub_id IS NULL AND m.message_status >= 100)
                THEN coalesce(nullif(s.normalized_destination, ''), nullif(s.send_destination, ''))
                ELSE c.participant_normalized_destination END"""

MESSAGES = Query(
    Message,
    f"""
    SELECT m._id                            AS key,
           unix_ms(m.received_timestamp)    AS time,
           unix_ms(m.sent_timestamp)        AS sent,
           {_DIRECTION}                     AS direction,
           code(m.message_status, STATUS)   AS status,
           code(m.message_protocol, PROTOCOLS) AS service,
           {_OTHER}                         AS counterpart,
           CASE WHEN s.sub_id = -2 THEN nullif(s.full_name, '') END AS counterpart_name,
           m.conversation_id                AS thread,
           nullif(c.name, '')               AS thread_name,
           (SELECT coalesce(nullif(o.normalized_destination, ''), o.display_destination) FROM participants o
            WHERE o._id = m.self_id)        AS account,
           m.mms_subject                    AS subject,
           t.body                           AS body,
           coalesce(opt(nullif(m.rcs_message_id, '')), nullif(m.sms_message_uri, '')) AS guid,
           opt(r.replied_to_rcs_message_id) AS reply_to,
           extra(m.sms_message_uri, m.old_sms_message_uri, m.read, m.seen, m.is_hidden, m.raw_status, m.sms_error_code,
                 m.mms_content_location, m.mms_expiry, m.outgoing_delivery_report_status, m.outgoing_read_report_status,
                 m.message_original_protocol, m.original_rcs_message_id, m.cms_id, m.satellite_datagram_id,
                 m.receiving_network_country, m.msisdn_receiving_rcs_message, m.result_code, s.send_destination,
                 s.display_destination, m.sender_send_destination, c.archive_status) AS extra
    FROM messages m
    LEFT JOIN participants s ON s._id = m.sender_id
    LEFT JOIN conversations c ON c._id = m.conversation_id
    LEFT JOIN opt_table(message_replies, message_id, replied_to_rcs_message_id) r ON r.message_id = m._id
    LEFT JOIN (SELECT message_id, group_concat(text, char(10)) AS body
               FROM (SELECT message_id, text FROM parts WHERE text <> '' ORDER BY message_id, _id)
               GROUP BY message_id) t ON t.message_id = m._id
    """,
    words={"PROTOCOLS": PROTOCOLS, "STATUS": STATUS},
)
PARTS = Query(
    Attachment,
    """
    SELECT p._id AS key, p.message_id AS owner,
           coalesce(opt(nullif(p.local_cache_path, '')), opt(nullif(p.storage_uri, '')), opt(nullif(p.output_uri, '')),
                    nullif(p.uri, ''), opt(nullif(p.original_uri, ''))) AS path,
           opt(nullif(p.file_name, '')) AS name, p.content_type AS mime, opt(nullif(p.file_size_bytes, 0)) AS size,
           coalesce(nullif(p.text, ''), opt((SELECT group_concat(v.text, char(10)) FROM vmt v WHERE v.part_id = p._id)))
               AS text,
           extra(p.uri, p.original_uri, p.preview_content_uri, p.blob_id, p.duration, p.width, p.height) AS extra
    FROM parts p
    """,
    of=MESSAGES,
    skip={
        "p.content_type = 'text/plain' AND p.text <> ''"
        " AND EXISTS (SELECT 1 FROM messages m WHERE m._id = p.message_id)": "in the text of its message",
    },
)  # fmt: skip
TEXTS = Query(
    Message,
    """
    SELECT p._id AS key, 'text stored apart from its message' AS content,
           coalesce(opt(p.conversation_id), m.conversation_id) AS thread, p.text AS body, extra(p.message_id) AS extra
    FROM parts p LEFT JOIN messages m ON m._id = p.message_id
    """,
    former=True,
    skip={
        "p.content_type IS NOT 'text/plain' OR coalesce(p.text, '') = ''": "no text of a message",
        "EXISTS (SELECT 1 FROM main.parts x WHERE x._id = p._id AND x.text IS p.text)":
            "the text of a message, read with it",
    },
)  # fmt: skip
MEMBERS = Query(
    Recipient,
    """
    SELECT p.rowid AS key,
           (SELECT c.latest_message_id FROM conversations c WHERE c._id = p.conversation_id) AS owner,
           (SELECT coalesce(nullif(o.normalized_destination, ''), o.send_destination) FROM participants o
            WHERE o._id = p.participant_id) AS address,
           (SELECT nullif(o.full_name, '') FROM participants o WHERE o._id = p.participant_id) AS name,
           'member' AS role, extra(p.conversation_id, p.participant_id, p.rcs_group_join_status) AS extra
    FROM conversation_participants p
    """,
    of=MESSAGES,
)
PLACES = Query(
    Location,
    f"""
    SELECT p._id AS key, unix_ms(m.received_timestamp) AS time, p.latitude AS latitude, p.longitude AS longitude,
           CASE {_DIRECTION} WHEN 'incoming' THEN 'shared_by_other' WHEN 'outgoing' THEN 'shared_by_owner'
                WHEN 'draft' THEN 'shared_by_owner' ELSE 'shared' END AS evidence_of,
           'place sent in a message' AS method, CASE {_DIRECTION} WHEN 'incoming' THEN {_OTHER} END AS whose,
           nullif(p.text, '') AS place
    FROM parts p LEFT JOIN messages m ON m._id = p.message_id LEFT JOIN participants s ON s._id = m.sender_id
    LEFT JOIN conversations c ON c._id = m.conversation_id
    """,
    needs="p.latitude",
    only="coalesce(p.latitude, 0) <> 0 OR coalesce(p.longitude, 0) <> 0",
)
DRAFTS = Query(
    Message,
    """
    SELECT c._id AS key, 'draft' AS direction, 'draft, not sent' AS status,
        c.participant_normalized_destination AS counterpart,
           nullif(c.name, '') AS thread_name, c._id AS thread, c.draft_snippet_text AS body
    FROM conversations c
    """,
    skip={"coalesce(c.draft_snippet_text, '') = ''": "a conversation without a draft"},
)
KEPT_DRAFTS = Query(
    Message,
    """
    SELECT d.conversation_id AS key, 'draft' AS direction, 'draft, not sent' AS status,
           c.participant_normalized_destination AS counterpart, nullif(c.name, '') AS thread_name,
           d.conversation_id AS thread, nullif(d.subject, '') AS subject, d.text AS body,
           opt(d.replied_to_message_id) AS reply_to
    FROM drafts d LEFT JOIN conversations c ON c._id = d.conversation_id
    """,
)
REMINDERS = Query(
    Event,
    """
    SELECT r._id AS key, unix_ms(r.trigger_time) AS time, 'reminder of a message' AS category,
           'com.google.android.apps.messaging' AS app, 'message ' || r.message_id AS subject,
           extra(r.conversation_id, r.status) AS extra
    FROM reminders r
    """,
)
PAIRED = Query(
    Account,
    """
    SELECT d._id AS key, unix_ms(d.last_connection_time) AS time, 'browser paired with Google Messages' AS service,
           coalesce(nullif(opt(d.gaia_email), ''), d.desktop_id) AS identifier,
           nullif(trim(opt(d.operating_system) || ' ' || opt(d.operating_system_version)), '') AS name,
           extra(d.is_active, d.is_persistent, d.browser_type, d.desktop_type, d.pairing_type) AS extra
    FROM desktop d
    """,
)
REACTIONS = Query(
    Message,
    """
    SELECT r._id AS key, reaction_words(r.reactions_data) AS reaction, 'reaction' AS content,
        m.conversation_id AS thread,
           coalesce(nullif(m.rcs_message_id, ''), m.sms_message_uri) AS reply_to,
           extra(r.message_id, r.reacted_message_id, r.reaction, r.reactions_data) AS extra
    FROM message_reactions r LEFT JOIN messages m ON m._id = r.message_id
    """,
)
SCHEDULED = Query(
    Event,
    """
    SELECT s._id AS key, unix_ms(s.scheduled_time) AS time, 'message scheduled to be sent' AS category,
           'com.google.android.apps.messaging' AS app, s.message_id AS subject,
           extra(s.creation_time, s.status, s.conversation_id) AS extra
    FROM scheduled_send s
    """,
)
AUDITED = Query(
    Event,
    """
    SELECT a._id AS key, unix_ms(a.operation_datetime) AS time,
        'party of a conversation changed or removed' AS category,
           'com.google.android.apps.messaging' AS app,
           coalesce(nullif(a.normalized_destination, ''), a.send_destination) AS subject, nullif(a.full_name,
           '') AS detail,
           extra(a.operation_type, a.participant_id, a.sub_id, a.contact_id, a.lookup_key, a.blocked) AS extra
    FROM participants_audit_log a
    """,
)


def reaction_words(data: bytes | None) -> str | None:
    """Give the texts in a stored reaction; its layout is not public, so that nothing more is read from it."""
    shown: list[str] = []
    waiting = [data or b""]
    for _ in range(1000):
        if not waiting:
            break
        message = Protobuf(waiting.pop())
        for value in (value for number in message for value in message.values(number) if isinstance(value, bytes)):
            text = value.decode("utf-8", "replace")
            if 0 < len(text) <= 16 and text.isprintable() and "\N{REPLACEMENT CHARACTER}" not in text:
                shown.append(text)
            else:
                waiting.append(value)
    return " ".join(shown) or None


parser(
    "android.google_messages",
    title="Google Messages",
    variants=["AOSP messaging, base tables", "kept drafts, reminders, paired browsers", "Google Messages of 2024"],
    files=["*/com.{google.android.apps,android}.messaging/databases/bugle_db"],
    queries=[
        MESSAGES,
        PARTS,
        TEXTS,
        MEMBERS,
        PLACES,
        DRAFTS,
        KEPT_DRAFTS,
        REACTIONS,
        SCHEDULED,
        REMINDERS,
        PAIRED,
        AUDITED,
    ],
    functions={"reaction_words": reaction_words},
    about="Messages of Google Messages and of the AOSP messaging app, 2015 to 2025. Times are UTC milliseconds. SMS "
    "and MMS are copies of those in the telephony provider (`guid` names the row there); RCS messages exist "
    "here alone. The members of a conversation are listed with its latest message. The layout of reactions is "
    "not public: only texts in them are shown. A place in a message was chosen by its sender.",
)
