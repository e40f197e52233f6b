"""VK on Android: messages."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_any(m.time) AS time, code(m.is_incoming, WAYS) AS direction, 'VK' AS service,
           CAST(CASE m.is_incoming WHEN 1 THEN m.from_member_id ELSE m.dialog_id END AS TEXT) AS counterpart,
           CAST(m.dialog_id AS TEXT) AS thread, opt(g.title) AS thread_name, m.body AS body,
           CAST(opt(m.vk_id) AS TEXT) AS guid,
           extra(m.local_id, m.cnv_msg_id, m.from_member_type, m.from_member_id, m.attach, m.nested) AS extra
    FROM messages m LEFT JOIN opt_table(groups, id, title) g ON g.id = -m.dialog_id
    """,
    needs="m.is_incoming",
    words={"WAYS": {1: "incoming", 0: "outgoing"}},
)
OLDER = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_s(m.time) AS time,
           CASE WHEN m.peer >= 2000000000 THEN NULL WHEN m.sender = m.peer THEN 'incoming' ELSE 'outgoing' END AS
           direction, 'VK' AS service, CAST(CASE WHEN m.peer >= 2000000000 THEN m.sender ELSE m.peer END AS TEXT) AS
           counterpart, nullif(trim(coalesce(u.firstname, '') || ' ' || coalesce(u.lastname, '')), '') AS
           counterpart_name, CAST(m.peer AS TEXT) AS thread, m.text AS body, extra(m.sender) AS extra
    FROM messages m LEFT JOIN opt_table(users, uid, firstname, lastname) u
         ON u.uid = CASE WHEN m.peer >= 2000000000 THEN m.sender ELSE m.peer END
    """,
    needs="m.peer",
)

parser(
    "apps.vk.android",
    title="VK messages, Android",
    variants=["vkim.sqlite", "vk.db"],
    files=["*/com.vkontakte.android/databases/{vkim.sqlite,vk.db}"],
    queries=[MESSAGES, OLDER],
    about="Messages of VK. Times are UTC, in the newer store the unit told by size, in the older one seconds. "
    "Counterparts are ids of VK. Of a group talk in the older store no direction can be told. Files and answers stand "
    "in the further values as the app keeps them.",
)
