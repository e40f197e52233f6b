"""Viber on iOS: messages, calls and contacts of `Contacts.data`."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Attachment, Call, Contact, ContactPoint, Location, Message

OUTGOING = "m.ZSTATE IN ('send', 'sent', 'delivered')"
PARTNER = """coalesce(opt((SELECT p.ZPHONE FROM ZPHONENUMBER p WHERE p.ZMEMBER = m.ZPHONENUMINDEX LIMIT 1)),
                    opt((SELECT n.ZDISPLAYFULLNAME FROM ZMEMBER n WHERE n.Z_PK = m.ZPHONENUMINDEX)))"""

MESSAGES = Query(
    Message,
    f"""
    SELECT m.Z_PK                  AS key,
           cocoa_s(coalesce(m.ZSTATEDATE, m.ZDATE)) AS time,
           cocoa_s(m.ZDATE)        AS sent,
           CASE WHEN {OUTGOING} THEN 'outgoing' WHEN m.ZSTATE = 'received' THEN 'incoming' END AS direction,
           m.ZSTATE                AS status,
           'Viber'                 AS service,
           {PARTNER}               AS counterpart,
           opt((SELECT n.ZDISPLAYFULLNAME FROM ZMEMBER n WHERE n.Z_PK = m.ZPHONENUMINDEX)) AS counterpart_name,
           CAST(m.ZCONVERSATION AS TEXT) AS thread,
           opt((SELECT c.ZNAME FROM ZCONVERSATION c WHERE c.Z_PK = m.ZCONVERSATION)) AS thread_name,
           m.ZTEXT                 AS body,
           extra(m.ZSYSTEMTYPE, m.ZBEINGDELETED, m.ZTIMEBOMBDURATION, m.ZMETADATA) AS extra
    FROM ZVIBERMESSAGE m
    """,
)
FILES = Query(
    Attachment,
    """
    SELECT a.Z_PK AS key, m.Z_PK AS owner, a.ZNAME AS name, opt(a.ZTYPE) AS mime
    FROM ZATTACHMENT a
    LEFT JOIN ZVIBERMESSAGE m ON m.ZATTACHMENT = a.Z_PK
    """,
    of=MESSAGES,
)
PLACES = Query(
    Location,
    f"""
    SELECT l.Z_PK AS key, cocoa_s(m.ZDATE) AS time, l.ZLATITUDE AS latitude, l.ZLONGITUDE AS longitude,
           CASE WHEN {OUTGOING} THEN 'shared_by_owner' WHEN m.ZSTATE = 'received' THEN 'shared_by_other'
                ELSE 'shared' END AS evidence_of,
           'place in a message: sent, or added by the app itself in old versions' AS method
    FROM ZVIBERLOCATION l
    LEFT JOIN ZVIBERMESSAGE m ON m.ZLOCATION = l.Z_PK
    """,
    skip={"coalesce(l.ZLATITUDE, 0) = 0 AND coalesce(l.ZLONGITUDE, 0) = 0": "no position stored"},
)
CALLS = Query(
    Call,
    """
    SELECT r.Z_PK AS key, cocoa_s(r.ZDATE) AS time,
           CASE WHEN r.ZCALLTYPE LIKE 'outgoing%' THEN 'outgoing' WHEN r.ZCALLTYPE LIKE 'incoming%'
                OR r.ZCALLTYPE LIKE 'missed%' THEN 'incoming' END AS direction,
           CASE WHEN r.ZCALLTYPE LIKE 'missed%' THEN 'missed' END AS outcome, 'Viber' AS service,
           r.ZDURATION AS duration_s, opt((SELECT n.ZDISPLAYFULLNAME FROM ZMEMBER n WHERE n.Z_PK = r.ZCALLLOGMEMBER))
               AS counterpart_name,
           opt((SELECT p.ZPHONE FROM ZPHONENUMBER p WHERE p.ZMEMBER = r.ZCALLLOGMEMBER LIMIT 1)) AS counterpart,
           CASE WHEN r.ZCALLTYPE LIKE '%video%' THEN 'video' END AS features, extra(r.ZCALLTYPE) AS extra
    FROM ZRECENT r
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.Z_PK AS key, coalesce(opt(c.ZMAINNAME), '') || coalesce(' ' || opt(c.ZSUFFIXNAME), '') AS name,
           'address book of Viber' AS role
    FROM ZABCONTACT c
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT n.Z_PK AS key, n.ZCONTACT AS owner, 'phone' AS type, coalesce(opt(n.ZPHONE), n.ZCANONIZEDPHONENUM) AS value
    FROM ZABCONTACTNUMBER n
    """,
    of=PEOPLE,
)

parser(
    "apps.viber.ios",
    title="Viber, iOS",
    files=["*/com.viber/database/Contacts.data"],
    queries=[MESSAGES, FILES, PLACES, CALLS, PEOPLE, NUMBERS],
    about="Chats, calls and contacts of Viber. Times are UTC seconds since 2001; `sent` is the time of the "
    "message, the main time that of its last change of state.",
)

OWNER = Query(
    Account,
    """
    SELECT d.rowid AS key, 'Viber' AS service, CAST(d.value AS TEXT) AS identifier, d.key AS name
    FROM Data d
    """,
    skip={"d.key NOT IN ('_myPhoneNumber', '_myUserName', '_registrationDate')": "a setting of the app"},
)

parser(
    "apps.viber.ios.account",
    title="Account of Viber, iOS",
    files=["*/com.viber/settings/Settings.data"],
    queries=[OWNER],
    about="The number and name that Viber was used with. There is no time in it.",
)
