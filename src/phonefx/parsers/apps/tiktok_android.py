"""TikTok on Android: direct messages, people, openings of the app."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Event, Message

_TEXT = "CASE WHEN json_valid(m.content) THEN json_extract(m.content, '$.text') END"
MESSAGES = Query(
    Message,
    f"""
    SELECT m.rowid AS key, unix_ms(m.created_time) AS time, 'TikTok' AS service, 'type ' || m.type AS content,
           CAST(m.sender AS TEXT) AS counterpart, m.conversation_id AS thread, {_TEXT} AS body, m.msg_uuid AS guid,
           CASE m.deleted WHEN 1 THEN 'marked as deleted' END AS status,
           extra(m.type, m.content, m.deleted, m.read_status, m.local_info) AS extra
    FROM msg m
    """,
)
PEOPLE = Query(
    Contact,
    (
        """
        SELECT u.rowid AS key, opt(u.nick_name) AS name, opt(u.unique_id) AS nickname, 'TikTok' AS account,
               'known to TikTok' AS role, CAST(u.uid AS TEXT) AS guid, extra(u.follow_status, u.short_id) AS extra
        FROM SIMPLE_USER u
        """,
        """
        SELECT u.rowid AS key, opt(u.NICK_NAME) AS name, opt(u.UNIQUE_ID) AS nickname, 'TikTok' AS account,
               'known to TikTok' AS role, CAST(u.UID AS TEXT) AS guid, extra(u.FOLLOW_STATUS) AS extra
        FROM IM_USER_BASE_INFO u
        """,
    ),
)
OPENED = Query(
    Event,
    """
    SELECT o.rowid AS key, unix_any(o.open_time) AS time, 'app opened' AS category, 'TikTok' AS app FROM app_open o
    """,
)

parser(
    "apps.tiktok.android",
    title="TikTok direct messages and people, Android",
    variants=["IM_USER_BASE_INFO", "messages", "openings", "SIMPLE_USER"],
    files=[
        "*/com.{zhiliaoapp.musically,ss.android.ugc.trill}/databases/*_im.db",
        "*/com.{zhiliaoapp.musically,ss.android.ugc.trill}/databases/*db_im_*",
        "*/com.{zhiliaoapp.musically,ss.android.ugc.trill}/databases/TIKTOK.db",
    ],
    queries=[MESSAGES, PEOPLE, OPENED],
    about="Direct messages of TikTok, people, and when the app was opened. Times are UTC milliseconds. The sender is "
    "an id; the own one stands in the file's name. Messages marked as deleted keep their content.",
)
