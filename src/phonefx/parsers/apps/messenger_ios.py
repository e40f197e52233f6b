"""Facebook Messenger on iOS: messages, files and people of its three generations of tables."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, Message

OWNER = "opt((SELECT CAST(u.facebook_user_id AS TEXT) FROM _user_info u LIMIT 1))"


def messages(table: str, time: str, sender: str, thread: str) -> Query:
    """The messages of one generation."""
    return Query(
        Message,
        f"""
        SELECT m.rowid AS key, unix_ms(m.{time}) AS time,
               CASE WHEN CAST(m.{sender} AS TEXT) = {OWNER} THEN 'outgoing' WHEN {OWNER} IS NOT NULL THEN 'incoming' END
                   AS direction,
               'Messenger' AS service, CAST(m.{sender} AS TEXT) AS counterpart,
               opt((SELECT c.name FROM contacts c WHERE c.id = m.{sender} LIMIT 1)) AS counterpart_name,
               CAST(m.{thread} AS TEXT) AS thread, {OWNER} AS account, m.text AS body, opt(m.message_id) AS guid,
               extra(m.has_attachment, m.message_content_type, m.is_unsent, m.is_admin_message) AS extra
        FROM {table} m
        """,
    )


OLDEST = messages("thread_messages", "timestamp_ms", "sender_id", "thread_key")
MIDDLE = messages("messages", "timestamp_ms", "sender_id", "thread_key")
NEWEST = messages("client_messages", "display_ts_ms", "sender_contact_pk", "thread_pk")
FILES = Query(
    Attachment,
    """
    SELECT a.rowid AS key, m.rowid AS owner, a.filename AS name, opt(a.filesize) AS size,
           nullif(trim(coalesce(opt(a.title_text), '') || ' ' || coalesce(opt(a.subtitle_text), '')), '') AS text,
           extra(a.message_id) AS extra
    FROM attachments a
    LEFT JOIN opt_table(thread_messages, rowid, message_id) m ON m.message_id = a.message_id
    """,
    of=OLDEST,
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.rowid AS key, c.name AS name, opt(nullif(c.secondary_name, '')) AS nickname, 'known to Messenger' AS role,
           CAST(c.id AS TEXT) AS guid, extra(c.is_messenger_user, c.contact_type) AS extra
    FROM contacts c
    """,
)

parser(
    "apps.messenger.ios",
    title="Facebook Messenger, iOS",
    files=["*/lightspeed-userDatabases/*.db"],
    queries=[OLDEST, MIDDLE, NEWEST, FILES, PEOPLE],
    about="Messages of Messenger, the words of its calls and links as attachments, and the people it knows (a "
    "profile is no contact). Messages that are encrypted end to end may be missing. Times are UTC "
    "milliseconds since 1970.",
)
