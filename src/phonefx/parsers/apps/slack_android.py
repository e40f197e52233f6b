"""Slack on Android: messages of a workspace with their files, its people, and the account."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Attachment, Contact, ContactPoint, Message

_USERS: Final = "opt_table(users, id, name, profile_real_name)"
_NAME: Final = "coalesce(nullif({0}.profile_real_name, ''), {0}.name)"


def _messages(table: str, stored: str, sender: str, kind: str) -> Query:
    """A table of messages: each row keeps the whole message as the service gave it."""
    text = f"CASE WHEN json_valid(m.{stored}) THEN json_extract(m.{stored}, '$.{{0}}') END"
    sender = sender or text.format("user")
    return Query(
        Message,
        f"""
        SELECT m.rowid AS key, unix_s(CAST(m.ts AS REAL)) AS time,
               unix_s(CAST({text.format("edited.ts")} AS REAL)) AS edited, 'Slack' AS service,
               coalesce(nullif(lower(opt(m.{kind})), ''), 'message') AS content, {sender} AS counterpart,
               {_NAME.format("u")} AS counterpart_name, m.channel_id AS thread,
               coalesce({_NAME.format("o")}, c.name_or_user) AS thread_name, {text.format("text")} AS body,
               m.ts AS guid, nullif(opt(m.thread_ts), m.ts) AS reply_to, extra(m.ts, m.thread_ts) AS extra
        FROM {table} m LEFT JOIN {_USERS} u ON u.id = {sender}
             LEFT JOIN opt_table(conversation, conversation_id, name_or_user, type) c
             ON c.conversation_id = m.channel_id
             LEFT JOIN {_USERS} o ON o.id = c.name_or_user
        """,
    )


def _files(messages: Query, table: str, stored: str) -> Query:
    """The files of the messages of a table; their names and addresses, not their content."""
    return Query(
        Attachment,
        f"""
        SELECT m.rowid AS key, m.rowid AS owner, json_extract(f.value, '$.url_private') AS path,
               json_extract(f.value, '$.name') AS name, json_extract(f.value, '$.mimetype') AS mime,
               json_extract(f.value, '$.size') AS size
        FROM {table} m JOIN json_each(CASE WHEN json_valid(m.{stored}) THEN m.{stored} ELSE '{{}}' END, '$.files') f
        """,
        of=messages,
        unfolds=True,
    )


MESSAGES = _messages("messages", "message_json", "m.user_id", "subtype")
REPLIES = _messages("message_threads", "message_blob", "", "event_sub_type")
PEOPLE = Query(
    Contact,
    f"""
    SELECT u.rowid AS key, {_NAME.format("u")} AS name, nullif(u.name, '') AS nickname, 'Slack' AS account,
           'known to Slack' AS role, u.id AS guid,
           extra(u.team_id, u.tz, u.profile_title, u.is_bot, u.deleted, u.is_admin, u.is_owner) AS extra
    FROM users u
    """,
)
EMAILS, PHONES = (
    Query(
        ContactPoint,
        f"""
        SELECT u.rowid AS key, u.rowid AS owner, '{kind}' AS type, u.profile_{kind} AS value FROM users u
        """,
        of=PEOPLE,
        needs=f"u.profile_{kind}",
        only=f"coalesce(u.profile_{kind}, '') <> ''",
    )
    for kind in ("email", "phone")
)
ACCOUNTS = Query(
    Account,
    """
    SELECT a.rowid AS key, unix_any(opt(a.last_accessed)) AS time, 'Slack' AS service, a.email AS identifier,
           opt(a.team_domain) AS name, extra(a.user_id, a.team_id, a.enterprise_id, a.created_ts, a.is_logged_out) AS
           extra
    FROM accounts a
    """,
)

parser(
    "apps.slack.android",
    title="Slack messages and people, Android",
    variants=["workspace"],
    files=["*/com.Slack/databases/org_*"],
    queries=[MESSAGES, _files(MESSAGES, "messages", "message_json"), REPLIES,
             _files(REPLIES, "message_threads", "message_blob"), PEOPLE, EMAILS, PHONES],
    about="Messages, replies and members of a workspace that the app keeps. Times are UTC seconds. The counterpart is "
    "the sender, also of the owner's own messages: the owner's id is in `account_manager`. A conversation of two is "
    "named after the other. Files are the addresses of the service: they are not on the phone.",
)  # fmt: skip
parser(
    "apps.slack.account",
    title="Account of Slack, Android",
    variants=["account_manager"],
    files=["*/com.Slack/databases/account_manager"],
    queries=[ACCOUNTS],
    about="The account, its workspace and its id. The time is that of the last use, UTC, the unit told by size. Keys "
    "to the service are not taken over.",
)
