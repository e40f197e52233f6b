"""WhatsApp on iOS: messages, files and places of `ChatStorage.sqlite`."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Location, Message

SIDES: Final = {0: "incoming", 1: "outgoing"}
TYPES: Final = {
    0: "text", 1: "picture", 2: "video", 3: "sound", 4: "contact", 5: "place", 6: "event of the group", 7: "link",
    8: "document", 10: "system notice", 11: "animation", 14: "deleted for everyone", 15: "sticker", 46: "poll",
    59: "call",
}  # fmt: skip
_OTHER = "coalesce(g.ZMEMBERJID, CASE m.ZISFROMME WHEN 1 THEN m.ZTOJID ELSE m.ZFROMJID END, s.ZCONTACTJID)"
_JOINS = "LEFT JOIN ZWACHATSESSION s ON s.Z_PK = m.ZCHATSESSION LEFT JOIN ZWAGROUPMEMBER g ON g.Z_PK = m.ZGROUPMEMBER"

MESSAGES = Query(
    Message,
    f"""
    SELECT m.Z_PK                       AS key,
           cocoa_s(m.ZMESSAGEDATE)      AS time,
           cocoa_s(opt(m.ZSENTDATE))    AS sent,
           code(m.ZISFROMME, SIDES)     AS direction,
           'WhatsApp'                   AS service,
           code(m.ZMESSAGETYPE, TYPES)  AS content,
           {_OTHER}                     AS counterpart,
           coalesce(nullif(g.ZCONTACTNAME, ''), opt(nullif(m.ZPUSHNAME, ''))) AS counterpart_name,
           s.ZCONTACTJID                AS thread,
           nullif(s.ZPARTNERNAME, '')   AS thread_name,
           m.ZTEXT                      AS body,
           m.ZSTANZAID                  AS guid,
           extra(m.ZMESSAGESTATUS, m.ZGROUPEVENTTYPE, m.ZFLAGS, m.ZSTARRED, m.ZPARENTMESSAGE) AS extra
    FROM ZWAMESSAGE m {_JOINS}
    """,
    words={"SIDES": SIDES, "TYPES": TYPES},
)
FILES = Query(
    Attachment,
    """
    SELECT i.Z_PK AS key, i.ZMESSAGE AS owner, nullif(i.ZMEDIALOCALPATH, '') AS path, nullif(i.ZTITLE, '') AS text,
           nullif(i.ZFILESIZE, 0) AS size, nullif(i.ZVCARDSTRING, '') AS mime,
           extra(i.ZMEDIAURL, i.ZMOVIEDURATION, i.ZVCARDNAME, i.ZAUTHORNAME) AS extra
    FROM ZWAMEDIAITEM i
    """,
    of=MESSAGES,
    skip={
        "coalesce(i.ZMEDIALOCALPATH, i.ZMEDIAURL, '') = '' AND coalesce(i.ZFILESIZE, 0) = 0": "no file belongs to it",
    },
)
PLACES = Query(
    Location,
    f"""
    SELECT i.Z_PK AS key, cocoa_s(m.ZMESSAGEDATE) AS time, i.ZLATITUDE AS latitude, i.ZLONGITUDE AS longitude,
           CASE WHEN i.ZHACCURACY > 0 THEN i.ZHACCURACY END AS accuracy_m,
           CASE m.ZISFROMME WHEN 1 THEN 'shared_by_owner' ELSE 'shared_by_other' END AS evidence_of,
           'place sent in a message' AS method, CASE m.ZISFROMME WHEN 1 THEN NULL ELSE {_OTHER} END AS whose,
           nullif(i.ZTITLE, '') AS place
    FROM ZWAMEDIAITEM i LEFT JOIN ZWAMESSAGE m ON m.Z_PK = i.ZMESSAGE {_JOINS}
    """,
    skip={"coalesce(m.ZMESSAGETYPE, -1) NOT IN (5, 16)": "no place: for pictures these columns hold their size"},
)

parser(
    "apps.whatsapp.ios",
    title="WhatsApp, iOS",
    files=["*/ChatStorage.sqlite"],
    queries=[MESSAGES, FILES, PLACES],
    about="Chats of WhatsApp and WhatsApp Business on iOS. Times are UTC seconds since 2001; of a received message the "
    "main time is the server's, in whole seconds, and `sent` is when this phone got it. In a group the counterpart is "
    "the member who wrote. A place in a message was chosen by its sender.",
)
