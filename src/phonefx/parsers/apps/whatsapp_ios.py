"""WhatsApp on iOS: messages, files, places, reactions, chats and members of groups of `ChatStorage.sqlite`."""

import base64
import json
import re
from typing import Final

from phonefx.formats import protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, ContactPoint, Event, Location, Message

SIDES: Final = {0: "incoming", 1: "outgoing"}
TYPES: Final = {
    0: "text", 1: "picture", 2: "video", 3: "sound", 4: "contact", 5: "place", 6: "event of the group", 7: "link",
    8: "document", 10: "system notice", 11: "animation", 14: "deleted for everyone", 15: "sticker", 46: "poll",
    59: "call",
}  # fmt: skip
ENCODED: Final = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
FIRST_TIME: Final = 1_200_000_000
_OTHER = "coalesce(g.ZMEMBERJID, CASE m.ZISFROMME WHEN 1 THEN m.ZTOJID ELSE m.ZFROMJID END, s.ZCONTACTJID)"


def _joins(member: str) -> str:
    return f"""LEFT JOIN opt_table(ZWACHATSESSION, Z_PK, ZCONTACTJID, ZPARTNERNAME) s ON s.Z_PK = m.ZCHATSESSION
    LEFT JOIN opt_table(ZWAGROUPMEMBER, Z_PK, ZMEMBERJID, ZCONTACTNAME) g ON g.Z_PK = {member}"""


def push_name(stored: str | None) -> str | None:
    """The name that a sender gave; newer versions keep a protocol buffer in its place, which is none."""
    if not stored:
        return None
    if len(stored) % 4 == 0 and ENCODED.fullmatch(stored):
        inside = protobuf.Message(base64.b64decode(stored))
        if not inside.damage and (inside.integer(1) or 0) > FIRST_TIME:
            return None
    return stored


def quoted(metadata: bytes | None) -> str | None:
    """The id of the message that a message answers."""
    return protobuf.Message(metadata).text(5) if metadata else None


def reactions(receipts: bytes | None) -> str:
    """The reactions to a message, as a JSON list: those that name who made them, then the one that names nobody.

    As seen in a phone of 2023 and in descriptions of the format: field 7 holds 1 (id, who, emoji, a number) and 2 (id,
    emoji, milliseconds).
    """
    stored = protobuf.Message(receipts).message(7) if receipts else protobuf.Message(b"")
    found = [{"key": f"1:{place}", "guid": each.text(1), "who": each.text(2), "emoji": each.text(3),
              "stored": each.integer(4)} for place, each in enumerate(stored.messages(1))]  # fmt: skip
    found += [{"key": f"2:{place}", "guid": each.text(1), "emoji": each.text(2), "time": each.integer(3)}
              for place, each in enumerate(stored.messages(2))]  # fmt: skip
    return json.dumps(found, ensure_ascii=False)


_MESSAGES = f"""
    SELECT m.Z_PK                       AS key,
           cocoa_s(m.ZMESSAGEDATE)      AS time,
           cocoa_s(opt(CASE WHEN m.ZISFROMME = 1 THEN m.ZSENTDATE END)) AS sent,
           cocoa_s(opt(CASE WHEN m.ZISFROMME = 0 THEN m.ZSENTDATE END)) AS delivered,
           code(CASE WHEN m.ZMESSAGETYPE IN (6, 10) THEN NULL ELSE m.ZISFROMME END, SIDES) AS direction,
           'WhatsApp'                   AS service,
           code(m.ZMESSAGETYPE, TYPES)  AS content,
           {_OTHER}                     AS counterpart,
           coalesce(nullif(g.ZCONTACTNAME, ''), opt(push_name(m.ZPUSHNAME)),
                    opt((SELECT n.ZPUSHNAME FROM ZWAPROFILEPUSHNAME n WHERE n.ZJID = {_OTHER} LIMIT 1)),
                    opt(CASE WHEN s.ZSESSIONTYPE = 0 THEN nullif(s.ZPARTNERNAME, '') END)) AS counterpart_name,
           s.ZCONTACTJID                AS thread,
           nullif(s.ZPARTNERNAME, '')   AS thread_name,
           m.ZTEXT                      AS body,
           opt(m.ZSTANZAID)             AS guid,
           opt((SELECT quoted(i.ZMETADATA) FROM ZWAMEDIAITEM i WHERE i.Z_PK = m.ZMEDIAITEM)) AS reply_to,
           extra(m.ZISFROMME, m.ZMESSAGESTATUS, m.ZGROUPEVENTTYPE, m.ZFLAGS, m.ZSTARRED, m.ZPARENTMESSAGE) AS extra
    FROM ZWAMESSAGE m
"""
MESSAGES = Query(
    Message,
    (_MESSAGES + _joins("m.ZGROUPMEMBER"), _MESSAGES + _joins("NULL")),
    words={"SIDES": SIDES, "TYPES": TYPES},
)
FILES = Query(
    Attachment,
    """
    SELECT i.Z_PK AS key, i.ZMESSAGE AS owner, opt(nullif(i.ZMEDIALOCALPATH, '')) AS path,
           opt(nullif(i.ZTITLE, '')) AS text, opt(nullif(i.ZFILESIZE, 0)) AS size,
           opt(nullif(i.ZVCARDSTRING, '')) AS mime,
           extra(i.ZMEDIAURL, i.ZMOVIEDURATION, i.ZVCARDNAME, i.ZAUTHORNAME) AS extra
    FROM ZWAMEDIAITEM i
    """,
    of=MESSAGES,
    skip={
        "coalesce(opt(i.ZMEDIALOCALPATH), opt(i.ZMEDIAURL), opt(nullif(i.ZFILESIZE, 0)), '') = ''": "no file is its",
    },
)
PREVIEWS = Query(
    Attachment,
    """
    SELECT i.Z_PK || ':preview' AS key, i.ZMESSAGE AS owner, i.ZXMPPTHUMBPATH AS path, 'small picture of it' AS name
    FROM ZWAMEDIAITEM i
    """,
    of=MESSAGES,
    only="i.ZXMPPTHUMBPATH <> ''",
    needs="i.ZXMPPTHUMBPATH",
)
_PLACES = f"""
    SELECT i.Z_PK AS key, cocoa_s(m.ZMESSAGEDATE) AS time, i.ZLATITUDE AS latitude, i.ZLONGITUDE AS longitude,
           CASE WHEN i.ZHACCURACY > 0 THEN i.ZHACCURACY END AS accuracy_m,
           CASE m.ZISFROMME WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END
               AS evidence_of,
           'place sent in a message' AS method, CASE m.ZISFROMME WHEN 1 THEN NULL ELSE {_OTHER} END AS whose,
           nullif(i.ZTITLE, '') AS place
    FROM ZWAMEDIAITEM i LEFT JOIN ZWAMESSAGE m ON m.Z_PK = i.ZMESSAGE
"""
PLACES = Query(
    Location,
    (_PLACES + _joins("m.ZGROUPMEMBER"), _PLACES + _joins("NULL")),
    needs="i.ZLATITUDE",
    skip={"coalesce(m.ZMESSAGETYPE, -1) NOT IN (5, 16)": "no place: for pictures these columns hold their size"},
)
REACTIONS = Query(
    Event,
    """
    SELECT r.Z_PK || ':' || json_extract(v.value, '$.key') AS key, unix_ms(json_extract(v.value, '$.time')) AS time,
           'reaction to a message' AS category, 'net.whatsapp.WhatsApp' AS app,
           json_extract(v.value, '$.emoji') AS subject,
           coalesce('by ' || json_extract(v.value, '$.who') || ' ', '')
               || 'on message ' || coalesce(m.ZSTANZAID, m.Z_PK) AS detail,
           json_object('guid', json_extract(v.value, '$.guid'), 'field 4', json_extract(v.value, '$.stored')) AS extra
    FROM ZWAMESSAGEINFO r
    JOIN json_each(reactions(r.ZRECEIPTINFO)) v
    LEFT JOIN ZWAMESSAGE m ON m.Z_PK = r.ZMESSAGE
    """,
    unfolds=True,
)
CHATS = Query(
    Event,
    """
    SELECT s.Z_PK AS key, cocoa_s(opt(s.ZLASTMESSAGEDATE)) AS time,
           'chat in the list, with its last message' AS category,
           'net.whatsapp.WhatsApp' AS app, nullif(s.ZPARTNERNAME, '') AS subject, s.ZCONTACTJID AS detail,
           extra(s.ZSESSIONTYPE, s.ZARCHIVED, s.ZHIDDEN, s.ZREMOVED, s.ZUNREADCOUNT, s.ZMESSAGECOUNTER) AS extra
    FROM ZWACHATSESSION s
    """,
)
_OF_GROUP = """(SELECT s.{} FROM opt_table(ZWACHATSESSION, Z_PK, ZCONTACTJID, ZPARTNERNAME) s
               WHERE s.Z_PK = g.ZCHATSESSION)"""
GROUPS = Query(
    Event,
    f"""
    SELECT g.Z_PK AS key, cocoa_s(g.ZCREATIONDATE) AS time, 'group made' AS category, 'net.whatsapp.WhatsApp' AS app,
           nullif({_OF_GROUP.format("ZPARTNERNAME")}, '') AS subject,
           {_OF_GROUP.format("ZCONTACTJID")} || coalesce(' by ' || opt(nullif(g.ZCREATORJID, '')), '') AS detail,
           extra(g.ZOWNERJID, g.ZSUBJECTTIMESTAMP, g.ZSUBJECTOWNERJID, g.ZSTATE) AS extra
    FROM ZWAGROUPINFO g
    """,
)
MEMBERS = Query(
    Event,
    f"""
    SELECT g.Z_PK AS key, 'member of a group' AS category, 'net.whatsapp.WhatsApp' AS app, g.ZMEMBERJID AS subject,
           {_OF_GROUP.format("ZCONTACTJID")} AS detail, extra(g.ZCONTACTNAME, g.ZISACTIVE, g.ZISADMIN) AS extra
    FROM ZWAGROUPMEMBER g
    """,
    needs="g.ZCHATSESSION",
)
NAMES = Query(
    Contact,
    """
    SELECT n.Z_PK AS key, n.ZPUSHNAME AS name, 'name that the person gave in WhatsApp' AS role, n.ZJID AS guid
    FROM ZWAPROFILEPUSHNAME n
    """,
)
BLOCKED = Query(
    Contact,
    """
    SELECT b.Z_PK AS key, 'blocked' AS role, b.ZJID AS guid
    FROM ZWABLACKLISTITEM b
    """,
)


def _id_of(owner: Query, table: str) -> Query:
    return Query(
        ContactPoint,
        f"SELECT n.Z_PK AS key, n.Z_PK AS owner, 'im' AS type, 'WhatsApp' AS label, n.ZJID AS value FROM {table} n",
        of=owner,
    )


parser(
    "apps.whatsapp.ios",
    title="WhatsApp, iOS",
    files=["*/ChatStorage.sqlite"],
    queries=[
        MESSAGES, FILES, PREVIEWS, PLACES, REACTIONS, CHATS, GROUPS, MEMBERS,
        NAMES, _id_of(NAMES, "ZWAPROFILEPUSHNAME"),
        BLOCKED, _id_of(BLOCKED, "ZWABLACKLISTITEM"),
    ],
    functions={"push_name": push_name, "quoted": quoted, "reactions": reactions},
    about="Chats of WhatsApp and WhatsApp Business on iOS. Times are UTC seconds since 2001; of a received "
    "message the main time is the server's, in whole seconds, and `delivered` is when this phone got it. In a "
    "group the counterpart is the member who wrote. A place in a message was chosen by its sender. A reaction that "
    "names nobody is stored apart from those that do. Who got and read a message that was sent is not decoded. Members "
    "of groups stand without a time, also those whom the app no longer counts as active.",
    tested={"ios15_ffs": 55, "ios_backup_mvt": 6},
)  # fmt: skip
