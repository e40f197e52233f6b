"""Instagram on Android: direct messages."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message

_SENDER: Final = "coalesce(CASE WHEN json_valid(m.message) THEN json_extract(m.message, '$.user_id') END, m.user_id)"
_OWN: Final = "(SELECT CAST(s.user_id AS TEXT) FROM opt_table(session, user_id) s ORDER BY s.rowid LIMIT 1)"
_USERS: Final = (
    "(SELECT t.thread_info FROM opt_table(threads, thread_id, thread_info) t WHERE t.thread_id = m.thread_id)"
)
_OTHER: Final = f"""CASE WHEN json_valid({_USERS}) AND json_array_length({_USERS}, '$.users') = 1 THEN
           CAST(coalesce(json_extract({_USERS}, '$.users[0].user_id'), json_extract({_USERS}, '$.users[0].id'),
           json_extract({_USERS}, '$.users[0].pk')) AS TEXT) END"""
MESSAGES = Query(
    Message,
    f"""
    SELECT m._id                    AS key,
           unix_us(CAST(m.timestamp AS INTEGER)) AS time,
           CASE WHEN {_OWN} IS NULL THEN NULL WHEN CAST({_SENDER} AS TEXT) = {_OWN} THEN 'outgoing' ELSE 'incoming' END
                                    AS direction,
           'Instagram'              AS service,
           m.message_type           AS content,
           CASE CAST({_SENDER} AS TEXT) WHEN {_OWN} THEN {_OTHER} ELSE CAST({_SENDER} AS TEXT) END AS counterpart,
           {_OWN}                   AS account,
           CAST(m.thread_id AS TEXT) AS thread,
           m.text                   AS body,
           m.server_item_id         AS guid,
           extra(m.user_id, m.message) AS extra
    FROM messages m
    """,
)

parser(
    "apps.instagram.android",
    title="Instagram direct messages, Android",
    variants=["direct.db"],
    files=["*/com.instagram.android/databases/direct.db"],
    queries=[MESSAGES],
    about="Direct messages of Instagram. Times are UTC microseconds. The counterpart is the sender's id, of a sent "
    "message that of the one other member (none is named for a group). Whatever is no text (pictures, calls, shared "
    "posts) stands in the further values as the app's own JSON; an event of a video call is not a call log.",
)
