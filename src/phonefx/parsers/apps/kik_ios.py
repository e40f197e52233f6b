"""Kik on iOS: messages, files and people of `kik.sqlite`."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, ContactPoint, Message

TYPES: Final = {1: "received", 2: "sent", 3: "administration of the group", 4: "information on the group"}

MESSAGES = Query(
    Message,
    """
    SELECT m.Z_PK                    AS key,
           cocoa_s(m.ZTIMESTAMP)     AS time,
           cocoa_s(CASE WHEN m.ZTYPE = 1 THEN m.ZRECEIVEDTIMESTAMP END) AS delivered,
           CASE m.ZTYPE WHEN 1 THEN 'incoming' WHEN 2 THEN 'outgoing' END AS direction,
           code(m.ZTYPE, TYPES)      AS content,
           'Kik'                     AS service,
           coalesce(u.ZJID, u.ZUSERNAME) AS counterpart,
           u.ZDISPLAYNAME            AS counterpart_name,
           p.ZJID                    AS thread,
           p.ZDISPLAYNAME            AS thread_name,
           m.ZBODY                   AS body,
           m.ZSTANZAID               AS guid,
           extra(m.ZSTATE, m.ZSYSTEMSTATE, m.ZFLAGS) AS extra
    FROM ZKIKMESSAGE m
    LEFT JOIN opt_table(ZKIKUSER, Z_PK, ZJID, ZUSERNAME, ZDISPLAYNAME) u ON u.Z_PK = m.ZUSER
    LEFT JOIN (SELECT j.Z_nMESSAGES AS message, min(j.Z_nCHAT) AS chat FROM Z_nMESSAGES j GROUP BY j.Z_nMESSAGES) t
           ON t.message = +m.Z_PK
    LEFT JOIN opt_table(ZKIKCHAT, Z_PK, ZUSER) c ON c.Z_PK = t.chat
    LEFT JOIN opt_table(ZKIKUSER, Z_PK, ZJID, ZUSERNAME, ZDISPLAYNAME) p ON p.Z_PK = c.ZUSER
    """,
    words={"TYPES": TYPES},
)
FILES = Query(
    Attachment,
    """
    SELECT a.Z_PK AS key, a.ZMESSAGE AS owner, 'content_manager/data_cache/' || a.ZCONTENT AS path, a.ZCONTENT AS name,
           extra(a.ZTIMESTAMP, a.ZLASTACCESSTIMESTAMP, a.ZTYPE, a.ZSTATE) AS extra
    FROM ZKIKATTACHMENT a
    """,
    of=MESSAGES,
)
PEOPLE = Query(
    Contact,
    """
    SELECT u.Z_PK AS key, u.ZDISPLAYNAME AS name, opt(nullif(u.ZSTATUS, '')) AS note, 'known to Kik' AS role,
           u.ZJID AS guid, extra(u.ZPPURL, u.ZPPTIMESTAMP, u.ZGROUPTAG, u.ZFLAGS, u.ZTYPE, u.ZADDRESSBOOKID) AS extra
    FROM ZKIKUSER u
    """,
)
NAMES = Query(
    ContactPoint,
    """
    SELECT u.Z_PK AS key, u.Z_PK AS owner, 'im' AS type, 'Kik user name' AS label, u.ZUSERNAME AS value
    FROM ZKIKUSER u
    """,
    of=PEOPLE,
    skip={"u.ZUSERNAME IS NULL": "no user name stored"},
)
MAILS = Query(
    ContactPoint,
    """
    SELECT u.Z_PK AS key, u.Z_PK AS owner, 'email' AS type, u.ZEMAIL AS value
    FROM ZKIKUSER u
    """,
    of=PEOPLE,
    only="u.ZEMAIL <> ''",
)

parser(
    "apps.kik.ios",
    title="Kik, iOS",
    files=["*/kik.sqlite"],
    queries=[MESSAGES, FILES, PEOPLE, NAMES, MAILS],
    about="Chats of Kik, and the people it knows (a profile is no contact; the owner's own is among them). Times "
    "are UTC seconds since 2001: of a received message the sender's time is the main one, `delivered` is "
    "when it came here.",
    tested={"ios_kik_wal": 36},
)
