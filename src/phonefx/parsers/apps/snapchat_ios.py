"""Snapchat on iOS: conversations and what is left of their messages."""

from __future__ import annotations

from phonefx.formats import protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Message

CONTENT = {1: "text"}


def chat_text(content: bytes | None) -> str | None:
    """The words of a text message."""
    return protobuf.Message(content).message(4, 4, 2).text(1) if content else None


MESSAGES = Query(
    Message,
    """
    SELECT m.rowid                AS key,
           unix_ms(m.creation_timestamp) AS time,
           unix_ms(opt(nullif(m.read_timestamp, 0))) AS read,
           'Snapchat'             AS service,
           code(m.content_type, CONTENT) AS content,
           m.sender_id            AS counterpart,
           m.client_conversation_id AS thread,
           CASE WHEN m.content_type = 1 THEN chat_text(m.message_content) END AS body,
           CAST(opt(m.server_message_id) AS TEXT) AS guid,
           CAST(opt(nullif(m.quoted_server_message_id, 0)) AS TEXT) AS reply_to,
           opt(m.message_state_type) AS status,
           extra(m.client_message_id, m.is_saved, m.is_viewed_by_user, m.remote_media_count, m.message_state_type)
               AS extra
    FROM conversation_message m
    """,
    words={"CONTENT": CONTENT},
)
CONVERSATIONS = Query(
    Event,
    """
    SELECT c.rowid AS key, unix_ms(opt(c.creation_timestamp)) AS time, 'conversation begun' AS category,
           'com.toyopagroup.picaboo' AS app, c.client_conversation_id AS subject,
           CASE WHEN coalesce(opt(c.tombstoned_at_timestamp), 0) > 0 THEN 'removed by the app' END AS detail,
           extra(c.tombstoned_at_timestamp, c.send_state_type) AS extra
    FROM conversation c
    """,
)
FEED = Query(
    Event,
    """
    SELECT f.rowid AS key, unix_ms(opt(f.last_updated_timestamp)) AS time, 'conversation shown in the list' AS category,
           'com.toyopagroup.picaboo' AS app, f.client_conversation_id AS subject,
           extra(f.display_timestamp, f.streak_count, f.last_chat_sender) AS extra
    FROM feed_entry f
    """,
)

parser(
    "apps.snapchat.ios",
    title="Snapchat, iOS",
    files=["*/Documents/user_scoped/*/arroyo/arroyo.db"],
    queries=[MESSAGES, CONVERSATIONS, FEED],
    functions={"chat_text": chat_text},
    about="Messages that are still stored: opened ones vanish, and may be found again in the write-ahead log. The "
    "sender is the number of an account; who of them owns the phone is not stored here. Times are UTC "
    "milliseconds since 1970.",
)
