"""WhatsApp on iOS beside its chats: calls, address book, which number stands behind an id."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Contact, ContactPoint, Recipient

SIDES: Final = {0: "outgoing", 1: "incoming"}
OUTCOMES: Final = {0: "ended", 1: "missed", 4: "rejected"}

CALLS = Query(
    Call,
    """
    SELECT c.Z_PK                   AS key,
           cocoa_s(c.ZDATE)         AS time,
           code(a.ZINCOMING, SIDES) AS direction,
           code(c.ZOUTCOME, OUTCOMES) AS outcome,
           'WhatsApp'               AS service,
           c.ZDURATION              AS duration_s,
           CASE WHEN p.members = 1 THEN p.jid END AS counterpart,
           CASE WHEN a.ZVIDEO = 1 AND a.ZMISSED = 1 THEN 'video, missed' WHEN a.ZVIDEO = 1 THEN 'video'
                WHEN a.ZMISSED = 1 THEN 'missed' END AS features,
           extra(c.ZBYTESSENT, c.ZBYTESRECEIVED, c.ZGROUPJIDSTRING, c.ZGROUPCALLCREATORUSERJIDSTRING, c.ZSCHEDULEDID,
                 a.ZMISSED, a.ZMISSEDREASON, a.ZVIDEO, a.ZLINKTOKEN) AS extra
    FROM ZWACDCALLEVENT c
    LEFT JOIN opt_table(ZWAAGGREGATECALLEVENT, Z_PK, ZINCOMING, ZMISSED, ZVIDEO) a ON a.Z_PK = c.Z1CALLEVENTS
    LEFT JOIN (SELECT m.Z1PARTICIPANTS AS aggregate, count(*) AS members, min(m.ZJIDSTRING) AS jid
               FROM opt_table(ZWACDCALLEVENTPARTICIPANT, Z1PARTICIPANTS, ZJIDSTRING) m GROUP BY m.Z1PARTICIPANTS) p
           ON p.aggregate = c.Z1CALLEVENTS
    """,
    words={"SIDES": SIDES, "OUTCOMES": OUTCOMES},
)
MEMBERS = Query(
    Recipient,
    """
    SELECT c.Z_PK || ':' || m.Z_PK AS key, c.Z_PK AS owner, m.ZJIDSTRING AS address, 'member' AS role,
           extra(m.ZOUTCOME) AS extra
    FROM ZWACDCALLEVENT c
    JOIN ZWACDCALLEVENTPARTICIPANT m ON m.Z1PARTICIPANTS = c.Z1CALLEVENTS
    """,
    of=CALLS,
    unfolds=True,
)
JOINABLE = Query(
    Call,
    """
    SELECT c.Z_PK AS key, cocoa_s(c.ZDATE) AS time, 'WhatsApp' AS service, c.ZDURATION AS duration_s,
           coalesce(c.ZGROUPJIDSTRING, c.ZFROMJIDSTRING) AS counterpart, 'group call that one could join' AS features,
           extra(c.ZCURRENTOUTCOME, c.ZPREVIOUSOUTCOME, c.ZVIDEO, c.ZCALLCREATORJIDSTRING, c.ZCALLIDSTRING,
                 c.ZLINKTOKEN) AS extra
    FROM ZWAJOINABLECALLEVENT c
    """,
)

parser(
    "apps.whatsapp.ios.calls",
    title="WhatsApp calls, iOS",
    files=["*/CallHistory.sqlite"],
    queries=[CALLS, MEMBERS, JOINABLE],
    about="Calls of WhatsApp and WhatsApp Business on iOS, with the members of group calls. The same call may "
    "stand in the phone's own call history and as a message. Times are UTC seconds since 2001.",
    tested={"ios15_ffs": 4},
)

CONTACTS = Query(
    Contact,
    """
    SELECT c.Z_PK AS key,
           cocoa_s(opt(c.ZLASTUPDATED)) AS time,
           CAST(c.ZFULLNAME AS TEXT) AS name,
           opt(nullif(CAST(c.ZUSERNAME AS TEXT), '')) AS nickname,
           opt(nullif(CAST(c.ZBUSINESSNAME AS TEXT), '')) AS organisation,
           opt(CAST(c.ZABOUTTEXT AS TEXT)) AS note,
           'WhatsApp address book' AS role,
           coalesce(CAST(c.ZWHATSAPPID AS TEXT), opt(CAST(c.ZLID AS TEXT)), opt(c.ZIDENTIFIER)) AS guid,
           extra(c.ZABOUTTIMESTAMP, c.ZPHONESTATUS, c.ZIDENTIFIER, c.ZLID, c.ZPHONENUMBERLABEL) AS extra
    FROM ZWAADDRESSBOOKCONTACT c
    """,
)
NUMBER = """coalesce(nullif(CAST(c.ZPHONENUMBER AS TEXT), ''),
                    nullif(opt(CAST(c.ZLOCALIZEDPHONENUMBER AS TEXT)), ''))"""
NUMBERS = Query(
    ContactPoint,
    f"""
    SELECT c.Z_PK AS key, c.Z_PK AS owner, 'phone' AS type,
           opt(replace(replace(CAST(c.ZPHONENUMBERLABEL AS TEXT), '_$!<', ''), '>!$_', '')) AS label,
           {NUMBER} AS value
    FROM ZWAADDRESSBOOKCONTACT c
    """,
    of=CONTACTS,
    skip={f"{NUMBER} IS NULL": "no number stored"},
)
JIDS = Query(
    ContactPoint,
    """
    SELECT c.Z_PK AS key, c.Z_PK AS owner, 'im' AS type, 'WhatsApp' AS label, CAST(c.ZWHATSAPPID AS TEXT) AS value
    FROM ZWAADDRESSBOOKCONTACT c
    """,
    of=CONTACTS,
    skip={"coalesce(CAST(c.ZWHATSAPPID AS TEXT), '') = ''": "no WhatsApp id: not known to use it"},
)

parser(
    "apps.whatsapp.ios.contacts",
    title="WhatsApp address book, iOS",
    files=["*/ContactsV2.sqlite"],
    queries=[CONTACTS, NUMBERS, JIDS],
    about="The phone's address book as WhatsApp copied it, with who uses WhatsApp and what they say about "
    "themselves. Times are UTC seconds since 2001.",
    tested={"ios15_ffs": 9, "ios_backup_mvt": 2},
)

PAIRS = Query(
    Contact,
    """
    SELECT p.Z_PK AS key, cocoa_s(p.ZTIMESTAMP) AS time, 'number behind a WhatsApp id' AS role,
           p.ZLID || CASE WHEN instr(p.ZLID, '@') THEN '' ELSE '@lid' END AS guid, extra(p.ZLID) AS extra
    FROM ZWAPHONENUMBERLIDPAIR p
    """,
)
PAIR_NUMBERS = Query(
    ContactPoint,
    """
    SELECT p.Z_PK AS key, p.Z_PK AS owner, 'phone' AS type, p.ZPHONENUMBER AS value
    FROM ZWAPHONENUMBERLIDPAIR p
    """,
    of=PAIRS,
)
PAIR_IDS = Query(
    ContactPoint,
    """
    SELECT p.Z_PK AS key, p.Z_PK AS owner, 'im' AS type, 'WhatsApp' AS label,
           p.ZLID || CASE WHEN instr(p.ZLID, '@') THEN '' ELSE '@lid' END AS value
    FROM ZWAPHONENUMBERLIDPAIR p
    """,
    of=PAIRS,
)

parser(
    "apps.whatsapp.ios.lid",
    title="Numbers behind WhatsApp ids, iOS",
    files=["*/LID.sqlite"],
    queries=[PAIRS, PAIR_NUMBERS, PAIR_IDS],
    about="Which phone number stands behind an id that ends in `@lid`. The time is when the app learned it, UTC "
    "seconds since 2001.",
)
