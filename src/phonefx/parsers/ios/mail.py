"""Mail on iOS: the index of messages."""

from phonefx.parsers.ios.deleted import kept_and_deleted
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message

MAILS = kept_and_deleted(
    Message,
    """
    SELECT m.ROWID AS key, unix_s(m.date_received) AS time, unix_s(opt(m.date_sent)) AS sent, 'e-mail' AS service,
           opt((SELECT a.address FROM addresses a WHERE a.ROWID = m.sender)) AS counterpart,
           opt((SELECT a.comment FROM addresses a WHERE a.ROWID = m.sender)) AS counterpart_name,
           opt((SELECT s.subject FROM subjects s WHERE s.ROWID = m.subject)) AS subject,
           opt((SELECT b.url FROM mailboxes b WHERE b.ROWID = m.mailbox)) AS thread,
           opt((SELECT y.summary FROM summaries y WHERE y.ROWID = m.summary)) AS body,
           CASE opt(m.read) WHEN 1 THEN 'read' WHEN 0 THEN 'not marked as read' END AS status,
           extra(m.message_id, m.flags, m.read, m.deleted, m.size, m.external_id) AS extra
    FROM messages m
    """,
    "m.deleted",
)

FIRST_WORDS = Query(
    Message,
    """
    SELECT y.ROWID AS key, 'e-mail' AS service, 'first words stored apart from their mail' AS content, y.summary AS body
    FROM summaries y
    """,
    former=True,
    skip={"EXISTS (SELECT 1 FROM main.summaries x WHERE x.ROWID = y.ROWID AND x.summary IS y.summary)":
              "of a mail, and read with it"},
)  # fmt: skip
SUBJECTS = Query(
    Message,
    """
    SELECT s.ROWID AS key, 'e-mail' AS service, 'subject stored apart from its mails' AS content, s.subject AS subject
    FROM subjects s
    """,
    former=True,
    skip={"EXISTS (SELECT 1 FROM main.subjects x WHERE x.ROWID = s.ROWID AND x.subject IS s.subject)":
              "of a mail, and read with it"},
)  # fmt: skip

parser(
    "ios.mail",
    title="Index of Mail, iOS",
    files=["*/Library/Mail/{Envelope,Protected} Index"],
    queries=[*MAILS, FIRST_WORDS, SUBJECTS],
    about="Mails of the Mail app with sender, subject and the first words where they are kept, iOS 5 to 18, those "
    "marked as deleted apart; with a locked phone subjects and senders stand in the `Protected Index`. Times are UTC "
    "seconds since 1970.",
)
