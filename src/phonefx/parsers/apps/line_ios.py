"""LINE on iOS: messages and places of `Line.sqlite`."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Location, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.Z_PK AS key, unix_ms(m.ZTIMESTAMP) AS time,
           CASE WHEN m.ZSENDER IS NULL THEN 'outgoing' ELSE 'incoming' END AS direction, 'LINE' AS service,
           coalesce(opt((SELECT u.ZMID FROM ZUSER u WHERE u.Z_PK = m.ZSENDER)),
                    opt((SELECT c.ZMID FROM ZCHAT c WHERE c.Z_PK = m.ZCHAT))) AS counterpart,
           opt((SELECT u.ZNAME FROM ZUSER u WHERE u.Z_PK = m.ZSENDER)) AS counterpart_name,
           CAST(m.ZCHAT AS TEXT) AS thread, m.ZTEXT AS body, opt(CAST(m.ZID AS TEXT)) AS guid,
           extra(m.ZCONTENTTYPE, m.ZSENDSTATUS, m.ZMESSAGETYPE, m.ZSENDER) AS extra
    FROM ZMESSAGE m
    """,
)
PLACES = Query(
    Location,
    """
    SELECT m.Z_PK AS key, unix_ms(m.ZTIMESTAMP) AS time, m.ZLATITUDE AS latitude, m.ZLONGITUDE AS longitude,
           CASE WHEN m.ZSENDER IS NULL THEN 'shared_by_owner' ELSE 'shared_by_other' END AS evidence_of,
           'place sent in a message' AS method, m.ZTEXT AS place
    FROM ZMESSAGE m
    """,
    needs="m.ZLATITUDE",
    skip={"coalesce(m.ZLATITUDE, 0) = 0 AND coalesce(m.ZLONGITUDE, 0) = 0": "no place in it"},
)
PEOPLE = Query(
    Contact,
    """
    SELECT u.Z_PK AS key, coalesce(opt(nullif(u.ZCUSTOMNAME, '')), u.ZNAME) AS name, u.ZNAME AS nickname,
           'known to LINE' AS role, u.ZMID AS guid
    FROM ZUSER u
    """,
)

parser(
    "apps.line.ios",
    title="LINE, iOS",
    files=["*/Line.sqlite"],
    queries=[MESSAGES, PLACES, PEOPLE],
    about="Chats of LINE. A message without a stored sender is taken as the owner's. Times are UTC milliseconds "
    "since 1970.",
)
