"""Badoo and Bumble on Android: messages and the people written to."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Message

_OTHER = """coalesce((SELECT c.user_name FROM conversation_info c WHERE c.user_id = m.{0}),
           opt((SELECT c.user_name FROM conversation_info c WHERE c.encrypted_user_id = m.{0})))"""
_SENDER, _RECEIVER = (_OTHER.format(name) for name in ("sender_id", "recipient_id"))
MESSAGES = Query(
    Message,
    f"""
    SELECT m.rowid AS key, unix_ms(m.created_timestamp) AS time, 'Badoo or Bumble' AS service,
           m.payload_type AS content,
           CASE WHEN {_SENDER} IS NOT NULL THEN 'incoming' WHEN {_RECEIVER} IS NOT NULL THEN 'outgoing' END
           AS direction,
           CASE WHEN {_SENDER} IS NULL AND {_RECEIVER} IS NOT NULL THEN m.recipient_id ELSE m.sender_id END AS
           counterpart, coalesce({_SENDER}, {_RECEIVER}) AS counterpart_name, opt(m.conversation_id) AS thread,
           CASE WHEN json_valid(m.payload) THEN json_extract(m.payload, '$.text') END AS body, opt(m.id) AS guid,
           extra(m.payload, m.sender_id, m.recipient_id) AS extra
    FROM message m
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.rowid AS key, c.user_name AS name, 'Badoo or Bumble' AS account, 'written to' AS role, c.user_id AS guid,
           extra(c.gender, c.age, c.encrypted_user_id) AS extra
    FROM conversation_info c
    """,
)

parser(
    "apps.badoo.android",
    title="Badoo and Bumble messages and people, Android",
    variants=["Badoo and Bumble"],
    files=["*/com.{badoo.mobile,bumble.app}/databases/ChatComDatabase"],
    queries=[MESSAGES, PEOPLE],
    about="Messages of Badoo and Bumble, and the people of the conversations. Times are UTC milliseconds. Who sent a "
    "message is told by whom of the two the list of conversations knows. Payloads that are no text stay as the app's "
    "own JSON. Age and gender are what the other person stated.",
)
