"""Kik on Android: messages and contacts."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, Message

WAYS = {0: "incoming", 1: "outgoing"}
MESSAGES = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.timestamp) AS time, code(m.was_me, WAYS) AS direction, 'Kik' AS service,
           m.partner_jid AS counterpart,
           n.shown AS counterpart_name, opt(m.bin_id) AS thread, m.body AS body, opt(m.uid) AS guid,
           CASE WHEN opt(m.sys_msg) <> '' THEN 'notice of the service' WHEN opt(m.content_id) <> '' THEN 'file' END
           AS content, extra(m.read_state, m.content_id, m.app_id, m.stat_msg, m.sys_msg) AS extra
    FROM messagesTable m
    LEFT JOIN (SELECT jid, max(display_name) AS shown FROM opt_table(KIKcontactsTable, jid, display_name)
               GROUP BY jid) n
              ON n.jid = m.partner_jid
    """,
    words={"WAYS": WAYS},
)
FILES = Query(
    Attachment,
    """
    SELECT f.rowid AS key, m.first AS owner, f.content_id AS path, f.content_name AS name, f.content_string AS text
    FROM KIKContentTable f
    LEFT JOIN (SELECT content_id, min(_id) AS first FROM messagesTable GROUP BY content_id) m
              ON m.content_id = f.content_id
    """,
    of=MESSAGES,
)
CONTACTS = Query(
    Contact,
    """
    SELECT c.rowid AS key, c.display_name AS name, c.user_name AS nickname, 'Kik' AS account, c.jid AS guid,
           CASE WHEN opt(c.is_blocked) = 1 THEN 'blocked' WHEN opt(c.is_group) = 1 THEN 'group'
                WHEN opt(c.in_roster) = 1 THEN 'contact' ELSE 'known to Kik' END AS role
    FROM KIKcontactsTable c
    """,
)

parser(
    "apps.kik.android",
    title="Kik messages and contacts, Android",
    variants=["Kik"],
    files=["*/kik.android/databases/*kikDatabase.db"],
    queries=[MESSAGES, FILES, CONTACTS],
    about="Messages and contacts of Kik. Times are UTC milliseconds. A picture is kept under its content id in "
    "`cache/chatPics`.",
)
