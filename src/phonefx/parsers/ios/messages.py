"""SMS, MMS, iMessage and RCS of iOS: the messages themselves, live and in Recently Deleted."""

from phonefx.parsers.ios import message_cells as cells
from phonefx.parsers.ios import message_words as words
from phonefx.parsers.ios.message_parts import HAS_BIN, parts_of, shared_places
from phonefx.parsers.ios.messages_old import BEFORE_IOS_6, OLD_DIRECTIONS, OLD_STATUS, parts_before_ios_6
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Message

FIELDS = f"""
    SELECT m.ROWID                        AS key,
           cocoa(m.date)                  AS time,
           cocoa(opt(m.date_read))        AS read,
           cocoa(opt(m.date_delivered))   AS delivered,
           cocoa(opt(m.date_edited))      AS edited,
           code(m.is_from_me, DIRECTIONS) AS direction,
           opt(m.service)                 AS service,
           {words.CONTENT}                AS content,
           {words.STATUS}                 AS status,
           coalesce(opt(h.id), CASE WHEN m.is_from_me = 1 THEN
               coalesce(opt(lone.id), opt(CASE WHEN c.style = 45 THEN c.chat_identifier END)) END) AS counterpart,
           c.chat_identifier              AS thread,
           nullif(opt(c.display_name), '') AS thread_name,
           coalesce(nullif(opt(m.destination_caller_id), ''), opt(m.account)) AS account,
           opt(m.subject)                 AS subject,
           coalesce(nullif(m.text, ''), attributed_text(opt(m.attributedBody)), payload_text(opt(m.payload_data)),
               {words.EVENT_TEXT}, m.text) AS body,
           m.guid                         AS guid,
           coalesce(opt(m.thread_originator_guid), {words.REACTED_TO}) AS reply_to,
           code({words.REACTION}, REACTIONS) AS reaction,
           extra(m.item_type, m.group_action_type, m.group_title, m.other_handle, m.share_status, m.share_direction,
                 m.associated_message_type, m.associated_message_emoji, m.balloon_bundle_id,
                 m.expressive_send_style_id, m.error, m.is_read, m.is_sent, m.is_delivered, m.was_downgraded,
                 m.date_retracted, m.date_played, m.date_recovered, m.expire_state, m.schedule_type,
                 m.schedule_state, m.is_spam, m.is_auto_reply, m.is_forward, m.is_stewie, m.is_sos,
                 m.sent_or_received_off_grid, m.is_pending_satellite_send, m.cache_roomnames, c.guid, c.is_filtered,
                 c.is_blackholed, c.last_addressed_handle, r.delete_date) AS extra
"""
CHAT = """
    LEFT JOIN opt_table(chat, ROWID, chat_identifier, guid) c ON c.ROWID = j.chat_id
    LEFT JOIN opt_table(handle, ROWID, id) h ON h.ROWID = m.handle_id
    LEFT JOIN (SELECT chat_id, max(handle_id) AS handle_id FROM opt_table(chat_handle_join, chat_id, handle_id)
               GROUP BY chat_id HAVING count(*) = 1) p ON p.chat_id = CASE WHEN m.is_from_me = 1 THEN j.chat_id END
    LEFT JOIN opt_table(handle, ROWID, id) lone ON lone.ROWID = p.handle_id
"""
LIVE = f"""
    FROM message m
    LEFT JOIN first_of(chat_message_join, message_id, chat_id) j ON j.message_id = +m.ROWID
    LEFT JOIN first_of(chat_recoverable_message_join, message_id, delete_date) r ON r.message_id = +m.ROWID
    {CHAT}
"""
BINNED = f"""
    FROM message m
    JOIN (SELECT message_id, min(chat_id) AS chat_id, min(delete_date) AS delete_date
          FROM opt_table(chat_recoverable_message_join, message_id, chat_id, delete_date)
          GROUP BY message_id) j ON j.message_id = +m.ROWID
    JOIN (SELECT message_id, min(delete_date) AS delete_date
          FROM opt_table(chat_recoverable_message_join, message_id, delete_date)
          GROUP BY message_id) r ON r.message_id = +m.ROWID
    {CHAT}
"""
BIN_ALONE = (
    "opt(m.ROWID IN (SELECT b.message_id FROM chat_recoverable_message_join b"
    " EXCEPT SELECT k.message_id FROM chat_message_join k))"
)
KEPT_TOO = "opt(m.ROWID IN (SELECT k.message_id FROM chat_message_join k))"
TABLES = {
    "DIRECTIONS": words.DIRECTIONS, "REACTIONS": words.REACTIONS, "OLD_DIRECTIONS": OLD_DIRECTIONS,
    "OLD_STATUS": OLD_STATUS,
}  # fmt: skip

MESSAGES = Query(
    Message,
    (FIELDS + LIVE, BEFORE_IOS_6),
    words=TABLES,
    skip={BIN_ALONE: "in Recently Deleted, and read as such"},
)
DELETED = Query(
    Message,
    FIELDS.replace("code(m.is_from_me", "cocoa(j.delete_date) AS deleted, code(m.is_from_me") + BINNED,
    words=TABLES,
    needs=HAS_BIN.format("m.handle_id"),
    skip={KEPT_TOO: "also in a conversation that is kept, and read there"},
    unfolds=True,
    state="recently_deleted",
)
OLD_PARTS = parts_before_ios_6(MESSAGES)
GONE = Query(
    Event,
    """
    SELECT d.ROWID AS key, 'message deleted for good' AS category, 'com.apple.MobileSMS' AS app, d.guid AS detail
    FROM deleted_messages d
    """,
)
GONE_SYNC = Query(
    Event,
    """
    SELECT d.rowid AS key, 'message deleted for good' AS category, 'com.apple.MobileSMS' AS app, d.guid AS detail,
           extra(d.recordID) AS extra
    FROM sync_deleted_messages d
    """,
)
CHATS_GONE = Query(
    Event,
    """
    SELECT d.rowid AS key, cocoa(opt(d.timestamp)) AS time, 'conversation deleted' AS category,
           'com.apple.MobileSMS' AS app, d.guid AS detail, extra(d.recordID) AS extra
    FROM sync_deleted_chats d
    """,
)
FILES_GONE = Query(
    Event,
    """
    SELECT d.rowid AS key, 'attachment deleted for good' AS category, 'com.apple.MobileSMS' AS app, d.guid AS detail,
           extra(d.recordID) AS extra
    FROM sync_deleted_attachments d
    """,
)
OUT_OF_BIN = Query(
    Event,
    """
    SELECT d.ROWID AS key, 'message removed from Recently Deleted' AS category, 'com.apple.MobileSMS' AS app,
           d.message_guid AS detail, extra(d.chat_guid, d.part_index) AS extra
    FROM unsynced_removed_recoverable_messages d
    """,
)
BIN_ONLY = Query(
    Event,
    """
    SELECT j.rowid AS key, cocoa(j.delete_date) AS time, 'message moved to Recently Deleted' AS category,
           'com.apple.MobileSMS' AS app, 'message ' || j.message_id || ' is no longer stored' AS detail
    FROM chat_recoverable_message_join j
    """,
    skip={"EXISTS (SELECT 1 FROM message m WHERE m.ROWID = j.message_id)": "the message is stored"},
)

parser(
    "ios.messages",
    title="SMS, MMS, iMessage and RCS, iOS",
    files=["*/sms.db", "*/Library/Messages/chat.db"],
    queries=[
        MESSAGES, DELETED, *parts_of(MESSAGES, DELETED), *OLD_PARTS, shared_places(), GONE, GONE_SYNC, CHATS_GONE,
        FILES_GONE, OUT_OF_BIN, BIN_ONLY,
    ],
    functions=cells.FUNCTIONS,
    about="Messages of iOS 3 to 18 (and of macOS, whose chat.db has the same form). Times are UTC, seconds or "
    "nanoseconds since 2001, told by the size of each value. `date` of an outgoing message is when it was "
    "made, of an incoming one when it was sent or stamped by a server; `read` of an outgoing one is when the "
    "other side read it. Recipients are the members that the conversation has now, not those at the time.",
    tested={"imessage": 236, "ios5_logical": 4, "ios_backup_mvt": 1, "ios_synthetic_fs": 10},
    variants=["iOS 5", "iOS 6", "iOS 7", "iOS 10", "iOS 14", "iOS 17", "iOS 17, bin", "iOS 18"],
)  # fmt: skip
