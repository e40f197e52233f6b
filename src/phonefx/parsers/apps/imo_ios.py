"""imo on iOS: messages, calls and contacts of `IMODb2.sqlite`."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Attachment, Call, Contact, ContactPoint, Message

SIDES: Final = {0: "incoming", 1: "outgoing"}

MESSAGES = Query(
    Message,
    """
    SELECT m.Z_PK                 AS key,
           unix_ns(m.ZTS)         AS time,
           unix_ns(opt(nullif(m.ZSENDERTS, 0))) AS sent,
           code(m.ZISSENT, SIDES) AS direction,
           'imo'                  AS service,
           coalesce(m.ZA_UID, m.ZBUID) AS counterpart,
           coalesce(opt(m.ZALIAS), opt(m.ZCONTACT_ALIAS)) AS counterpart_name,
           m.ZBUID                AS thread,
           opt(m.ZCONTACT_ALIAS)  AS thread_name,
           m.ZTEXT                AS body,
           CASE m.ZTYPE WHEN 0 THEN 'text' ELSE 'unknown (' || m.ZTYPE || ')' END AS content,
           extra(m.ZSTATE, m.ZTYPE, m.ZPHOTO_ID) AS extra
    FROM ZIMOCHATMSG m
    """,
    words={"SIDES": SIDES},
)
FILES = Query(
    Attachment,
    """
    SELECT f.Z_PK AS key, f.ZCHATMSG AS owner, json_extract(f.ZMETADATA, '$.filename') AS name,
           json_extract(f.ZMETADATA, '$.type_specific_params.mime') AS mime, extra(f.ZMEDIAID, f.ZASSETURL) AS extra
    FROM ZIMOMEDIALOCALINFO f
    """,
    of=MESSAGES,
    skip={"NOT coalesce(json_valid(f.ZMETADATA), 0)": "nothing is stored about it"},
)
CALLS = Query(
    Call,
    """
    SELECT c.Z_PK AS key, unix_ns(c.ZTS) AS time, 'imo' AS service, c.ZBUID AS counterpart,
           c.ZDISPLAY AS counterpart_name, extra(c.ZCALL_TYPE, c.ZCHAT_TYPE) AS extra
    FROM ZIMORECENTCALL c
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.Z_PK AS key, coalesce(nullif(c.ZDISPLAY, ''), c.ZALIAS) AS name,
           CASE WHEN c.ZDISPLAY <> c.ZALIAS THEN c.ZALIAS END AS nickname,
           CASE opt(c.ZBLOCK_STATE) WHEN 0 THEN 'contact' WHEN NULL THEN 'contact'
               ELSE coalesce('block state ' || opt(c.ZBLOCK_STATE), 'contact') END AS role,
           c.ZBUID AS guid, extra(c.ZIS_GROUP, c.ZFAV_STATE, c.ZPH_NAME, c.ZICON_ID) AS extra
    FROM ZIMOCONTACT c
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT c.Z_PK AS key, c.Z_PK AS owner, 'phone' AS type, c.ZPHONE AS value, extra(c.ZDIGIT_PHONE) AS extra
    FROM ZIMOCONTACT c
    """,
    of=PEOPLE,
    skip={"coalesce(c.ZPHONE, '') = ''": "no number stored"},
)
OWNER = Query(
    Account,
    """
    SELECT k.Z_PK AS key, 'imo' AS service, k.ZSTRING_VAL AS identifier,
           (SELECT a.ZSTRING_VAL FROM ZIMOKEYVAL a WHERE a.ZKEY = 'imo_account_alias') AS name
    FROM ZIMOKEYVAL k
    """,
    skip={"k.ZKEY <> 'imo_account_uid'": "a setting of the app"},
)

parser(
    "apps.imo.ios",
    title="imo, iOS",
    files=["*/IMODb2.sqlite"],
    queries=[MESSAGES, FILES, CALLS, PEOPLE, NUMBERS, OWNER],
    about="Chats, calls and contacts of imo, and the account that was signed in. Times are UTC nanoseconds since "
    "1970. A message that its sender deleted stands as `This message was deleted`, which is what the app "
    "shows.",
    tested={"ios_apps_plaso": 21},
)
