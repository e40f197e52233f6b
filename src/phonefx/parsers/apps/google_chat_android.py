"""Google Chat on Android: messages, people and drafts."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_us(m.create_time) AS time, 'Google Chat' AS service, m.creator_id AS counterpart,
           (SELECT u.name FROM opt_table(users, user_id, name) u WHERE u.user_id = m.creator_id) AS counterpart_name,
           m.group_id AS thread, m.text_body AS body, opt(m.message_id) AS guid, extra(m.topic_id) AS extra
    FROM topic_messages m
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT u.rowid AS key, u.name AS name, 'Google Chat' AS account, 'known to Google Chat' AS role, u.user_id AS guid
    FROM users u
    """,
)
ADDRESSES = Query(
    ContactPoint,
    """
    SELECT u.rowid AS key, u.rowid AS owner, 'email' AS type, u.email AS value FROM users u
    """,
    of=PEOPLE,
    only="coalesce(u.email, '') <> ''",
)
DRAFTS = Query(
    Message,
    """
    SELECT d.rowid AS key, 'draft' AS direction, 'Google Chat' AS service, 'draft, not sent' AS status,
           opt(d.group_id) AS thread, d.text_body AS body
    FROM drafts d
    """,
)

parser(
    "apps.google_chat.android",
    title="Google Chat messages and people, Android",
    variants=["Google Chat"],
    files=["*/com.google.android.{gm,apps.dynamite}/databases/user_accounts/*/dynamite.db"],
    queries=[MESSAGES, PEOPLE, ADDRESSES, DRAFTS],
    about="Messages, people and drafts of Google Chat, also inside Gmail. Times are UTC microseconds. The counterpart "
    "is the author, also of the owner's own messages.",
)
