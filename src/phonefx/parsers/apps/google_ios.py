"""Google Chat and Google Voice on iOS."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Message

CHAT = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_us(m.create_time) AS time, 'Google Chat' AS service,
           CAST(m.creator_id AS TEXT) AS counterpart,
           opt((SELECT u.name FROM users u WHERE u.user_id = m.creator_id)) AS counterpart_name,
           CAST(m.group_id AS TEXT) AS thread,
           opt((SELECT g.name FROM Groups g WHERE g.group_id = m.group_id)) AS thread_name,
           m.text_body AS body, opt(CAST(m.message_id AS TEXT)) AS guid, extra(m.topic_id) AS extra
    FROM topic_messages m
    """,
)

parser(
    "apps.google_chat.ios",
    title="Google Chat, iOS",
    files=["*/user_accounts/*/dynamite.db"],
    queries=[CHAT],
    about="Messages of Google Chat (in Gmail). Who of the senders owns the phone is not stored here. Times are "
    "UTC microseconds since 1970.",
)

VOICE_TEXT = Query(
    Message,
    """
    SELECT t.rowid AS key, unix_s(t.timestamp) AS time,
           CASE t.itemType WHEN 'SmsIn' THEN 'incoming' WHEN 'SmsOut' THEN 'outgoing' END AS direction,
           'Google Voice' AS service, t.senderPhoneNumber AS counterpart, t.messageText AS body,
           extra(t.itemType, t.isDeleted) AS extra
    FROM ThreadItem t
    """,
    only="t.itemType IN ('SmsIn', 'SmsOut')",
)
VOICE_CALLS = Query(
    Call,
    """
    SELECT t.rowid AS key, unix_s(t.timestamp) AS time,
           CASE t.itemType WHEN 'OutgoingCall' THEN 'outgoing' ELSE 'incoming' END AS direction,
           CASE t.itemType WHEN 'MissedCall' THEN 'missed' WHEN 'Voicemail' THEN 'voicemail' ELSE 'connected' END
               AS outcome,
           'Google Voice' AS service, opt(t.duration) AS duration_s, t.senderPhoneNumber AS counterpart,
           extra(t.itemType, t.isDeleted) AS extra
    FROM ThreadItem t
    """,
    skip={"t.itemType NOT LIKE '%Call' AND t.itemType IS NOT 'Voicemail'": "a message, read as such"},
)

parser(
    "apps.google_voice.ios",
    title="Google Voice, iOS",
    files=["*/threadingStore.sqlite"],
    queries=[VOICE_TEXT, VOICE_CALLS],
    about="Messages, calls and voicemail of a Google Voice number. Times are UTC seconds since 1970.",
)
