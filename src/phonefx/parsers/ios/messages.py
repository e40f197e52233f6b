"""SMS, MMS and iMessage of iOS."""

from phonefx.formats import typedstream
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Message

DIRECTIONS = {0: "incoming", 1: "outgoing"}

MESSAGES = Query(
    Message,
    """
    SELECT m.ROWID                        AS key,
           cocoa(m.date)                  AS time,
           cocoa(opt(m.date_read))        AS read,
           cocoa(opt(m.date_delivered))   AS delivered,
           cocoa(opt(m.date_edited))      AS edited,
           code(m.is_from_me, DIRECTIONS) AS direction,
           m.service                      AS service,
           (SELECT h.id FROM handle h WHERE h.ROWID = m.handle_id) AS counterpart,
           (SELECT c.chat_identifier FROM chat_message_join j JOIN chat c ON c.ROWID = j.chat_id
            WHERE j.message_id = m.ROWID ORDER BY c.ROWID LIMIT 1) AS thread,
           opt((SELECT nullif(c.display_name, '') FROM chat_message_join j JOIN chat c ON c.ROWID = j.chat_id
            WHERE j.message_id = m.ROWID ORDER BY c.ROWID LIMIT 1)) AS thread_name,
           coalesce(nullif(opt(m.destination_caller_id), ''), opt(m.account)) AS account,
           opt(m.subject)                 AS subject,
           coalesce(nullif(m.text, ''), attributed_text(opt(m.attributedBody))) AS body,
           m.guid                         AS guid
    FROM message m
    """,
    words={"DIRECTIONS": DIRECTIONS},
)

ATTACHMENTS = Query(
    Attachment,
    """
    SELECT j.attachment_id AS key,
           j.message_id    AS owner,
           (SELECT a.filename FROM attachment a WHERE a.ROWID = j.attachment_id)      AS path,
           (SELECT a.mime_type FROM attachment a WHERE a.ROWID = j.attachment_id)     AS mime,
           opt((SELECT a.transfer_name FROM attachment a WHERE a.ROWID = j.attachment_id)) AS name,
           opt((SELECT a.total_bytes FROM attachment a WHERE a.ROWID = j.attachment_id))   AS size
    FROM message_attachment_join j
    """,
    of=MESSAGES,
)

parser(
    "ios.messages",
    title="SMS, MMS and iMessage, iOS",
    files=["*/{mobile,HomeDomain}/Library/SMS/sms.db"],
    queries=[MESSAGES, ATTACHMENTS],
    functions={"attributed_text": lambda blob: None if blob is None else typedstream.text(blob)},
    about="Messages of iOS 6 to 18. Times are UTC, seconds or nanoseconds since 2001, told by the size of each value. "
    "`date` of an outgoing message is when it was made, of an incoming one when it was sent or stamped by a server.",
)
