"""TikTok on iOS: direct messages and the people of them."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_any(coalesce(m.servercreatedat, m.localcreatedat)) AS time, 'TikTok' AS service,
           CAST(m.sender AS TEXT) AS counterpart, m.belongingConversationIdentifier AS thread,
           CASE WHEN json_valid(m.content)
                THEN coalesce(json_extract(m.content, '$.text'), json_extract(m.content, '$.tips'),
                              json_extract(m.content, '$.display_name')) ELSE m.content END AS body,
           extra(m.localcreatedat, m.content, m.deleted) AS extra
    FROM TIMMessageORM m
    """,
)

parser(
    "apps.tiktok.ios",
    title="Direct messages of TikTok, iOS",
    files=["*/Library/Application Support/ChatFiles/*/db.sqlite"],
    queries=[MESSAGES],
    about="Direct messages of TikTok; the sender is the number of an account, and the folder that of the owner. "
    "Times are UTC since 1970, in seconds or microseconds, told by the size of each value.",
)

PEOPLE = Query(
    Contact,
    """
    SELECT c.rowid AS key, unix_any(opt(nullif(c.latestchattimestamp, 0))) AS contacted, c.nickname AS name,
           opt(c.customid) AS nickname, 'known to TikTok' AS role, CAST(c.uid AS TEXT) AS guid
    FROM AwemeContactsV5 c
    """,
)
parser(
    "apps.tiktok.ios.contacts",
    title="People of TikTok, iOS",
    files=["*/AwemeIM.db"],
    queries=[PEOPLE],
    about="People that TikTok knows (a profile is no contact). Times are UTC since 1970, of the last chat.",
)
