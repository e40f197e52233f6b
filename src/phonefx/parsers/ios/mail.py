"""Mail on iOS: the index of messages."""

from phonefx.parsers.ios.deleted import kept_and_deleted
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

parser(
    "ios.mail",
    title="Index of Mail, iOS",
    files=["*/Library/Mail/{Envelope,Protected} Index"],
    queries=MAILS,
    about="Mails of the Mail app with sender, subject and the first words where they are kept, iOS 5 to 18, those "
    "marked as deleted apart; with a locked phone subjects and senders stand in the `Protected Index`. Times are UTC "
    "seconds since 1970.",
)
