"""The copy of messages that Samsung's messaging app keeps of its own."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Message

BOXES: Final = {100: "incoming", 102: "outgoing"}

MESSAGES = Query(
    Message,
    """
    SELECT m._id                           AS key,
           unix_ms(m.created_timestamp)    AS time,
           unix_ms(opt(m.sent_timestamp))  AS sent,
           code(m.message_box_type, BOXES) AS direction,
           'type ' || opt(m.message_type)  AS service,
           CASE opt(m.is_read) WHEN 1 THEN 'read' WHEN 0 THEN 'not read' END AS status,
           m.recipients                    AS counterpart,
           m.conversation_id               AS thread,
           t.body                          AS body,
           opt(nullif(m.remote_message_uri, '')) AS guid,
           extra(m.message_status, m.message_size, m.updated_timestamp, m.scheduled_timestamp, m.creator,
                 m.remote_creator, m.req_app_id, m.sim_slot, m.using_mode) AS extra
    FROM messages m
    LEFT JOIN (SELECT message_id, group_concat(text, char(10)) AS body
               FROM (SELECT message_id, text FROM parts WHERE text <> '' ORDER BY message_id, _id)
               GROUP BY message_id) t ON t.message_id = m._id
    """,
    words={"BOXES": BOXES},
)
PARTS = Query(
    Attachment,
    """
    SELECT p._id AS key, p.message_id AS owner, p.content_uri AS path, p.file_name AS name, p.content_type AS mime,
           opt(nullif(p.size, 0)) AS size, nullif(p.text, '') AS text
    FROM parts p
    """,
    of=MESSAGES,
    skip={
        "p.content_type = 'text/plain' AND p.text <> ''"
        " AND EXISTS (SELECT 1 FROM messages m WHERE m._id = p.message_id)": "in the text of its message",
    },
)

TEXTS = Query(
    Message,
    """
    SELECT p._id AS key, 'text stored apart from its message' AS content, m.conversation_id AS thread, p.text AS body,
           extra(p.message_id) AS extra
    FROM parts p LEFT JOIN messages m ON m._id = p.message_id
    """,
    former=True,
    skip={
        "p.content_type IS NOT 'text/plain' OR coalesce(p.text, '') = ''": "no text of a message",
        "EXISTS (SELECT 1 FROM main.parts x WHERE x._id = p._id AND x.text IS p.text)":
            "the text of a message, read with it",
    },
)  # fmt: skip

parser(
    "android.samsung.messages",
    title="Messages kept by Samsung's messaging app",
    variants=["One UI"],
    files=["*/com.samsung.android.messaging/databases/message_content.db"],
    queries=[MESSAGES, PARTS, TEXTS],
    about="SMS, MMS and RCS as the app of Samsung keeps them beside the telephony provider (One UI): `guid` names the "
    "row there where it is stored, and what was removed there may still be here. Times are UTC milliseconds. Only the "
    "codes 100 (incoming) and 102 (outgoing) are described in public; others are shown as they are, as is the kind of "
    "message.",
)
