"""Threema on iOS: messages and contacts, where the store is not encrypted."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Location, Message

SIDES = {0: "incoming", 1: "outgoing"}
MESSAGES = Query(
    Message,
    """
    SELECT m.Z_PK AS key, cocoa_s(m.ZDATE) AS time, cocoa_s(opt(m.ZDELIVERYDATE)) AS delivered,
           cocoa_s(opt(m.ZREADDATE)) AS read, code(m.ZISOWN, SIDES) AS direction, 'Threema' AS service,
           opt((SELECT c.ZIDENTITY FROM ZCONTACT c WHERE c.Z_PK =
                coalesce(m.ZSENDER, (SELECT v.ZCONTACT FROM ZCONVERSATION v WHERE v.Z_PK = m.ZCONVERSATION))))
               AS counterpart,
           opt((SELECT c.ZPUBLICNICKNAME FROM ZCONTACT c WHERE c.Z_PK = m.ZSENDER)) AS counterpart_name,
           CAST(m.ZCONVERSATION AS TEXT) AS thread,
           opt((SELECT v.ZGROUPNAME FROM ZCONVERSATION v WHERE v.Z_PK = m.ZCONVERSATION)) AS thread_name,
           m.ZTEXT AS body, extra(m.ZSENT, m.ZREAD, m.ZDELIVERED) AS extra
    FROM ZMESSAGE m
    """,
    words={"SIDES": SIDES},
)
PLACES = Query(
    Location,
    """
    SELECT m.Z_PK AS key, cocoa_s(m.ZDATE) AS time, m.ZLATITUDE AS latitude, m.ZLONGITUDE AS longitude,
           opt(nullif(m.ZACCURACY, 0)) AS accuracy_m,
           CASE m.ZISOWN WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END AS evidence_of,
           'place sent in a message' AS method
    FROM ZMESSAGE m
    """,
    needs="m.ZLATITUDE",
    skip={"coalesce(m.ZLATITUDE, 0) = 0 AND coalesce(m.ZLONGITUDE, 0) = 0": "no place in it"},
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.Z_PK AS key,
           nullif(trim(coalesce(opt(c.ZFIRSTNAME), '') || ' ' || coalesce(opt(c.ZLASTNAME), '')), '') AS name,
           opt(c.ZPUBLICNICKNAME) AS nickname, 'known to Threema' AS role, c.ZIDENTITY AS guid
    FROM ZCONTACT c
    """,
)

parser(
    "apps.threema.ios",
    title="Threema, iOS",
    files=["*/ThreemaData.sqlite"],
    queries=[MESSAGES, PLACES, PEOPLE],
    about="Chats of Threema; recent versions encrypt the store, which is then said to be no database. Times are "
    "UTC seconds since 2001.",
)
