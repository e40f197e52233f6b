"""Use of the phone as the duet services keep it: knowledgeC and interactionC."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, ContactPoint, Event, Location, Recipient

STREAMS = {
    "/app/inFocus": "app in focus", "/app/usage": "app used", "/app/activity": "activity of an app",
    "/app/install": "app installed", "/app/intents": "request to an app", "/app/mediaUsage": "media played",
    "/app/webUsage": "web page used", "/app/locationActivity": "place in an app",
    "/device/isLocked": "phone locked (1) or unlocked (0)", "/display/isBacklit": "display lit (1) or dark (0)",
    "/device/isPluggedIn": "charger plugged in (1) or not (0)",
    "/device/batteryPercentage": "battery level", "/notification/usage": "notification",
    "/media/nowPlaying": "media playing", "/safari/history": "web page visited", "/audio/outputRoute": "sound output",
    "/carplay/isConnected": "CarPlay connected (1) or not (0)",
    "/bluetooth/isConnected": "Bluetooth connected (1) or not (0)", "/wifi/connection": "Wi-Fi connection",
    "/inferred/motion": "motion inferred", "/activity/level": "activity level",
}  # fmt: skip
META = "opt((SELECT m.{0} FROM ZSTRUCTUREDMETADATA m WHERE m.Z_PK = o.ZSTRUCTUREDMETADATA))"

EVENTS = Query(
    Event,
    f"""
    SELECT o.Z_PK                    AS key,
           cocoa_s(o.ZSTARTDATE)     AS time,
           cocoa_s(o.ZENDDATE)       AS end,
           code(o.ZSTREAMNAME, STREAMS) AS category,
           coalesce(opt(CASE WHEN o.ZSTREAMNAME LIKE '/app/%' THEN o.ZVALUESTRING END),
                    s.ZBUNDLEID) AS app,
           coalesce(o.ZVALUESTRING, CAST(opt(o.ZVALUEINTEGER) AS TEXT), CAST(opt(o.ZVALUEDOUBLE) AS TEXT)) AS subject,
           coalesce({META.format("Z_DKAPPLICATIONACTIVITYMETADATAKEY__TITLE")},
                    {META.format("Z_DKSAFARIHISTORYMETADATAKEY__TITLE")},
                    {META.format("Z_DKNOWPLAYINGMETADATAKEY__TITLE")},
                    {META.format("Z_DKBLUETOOTHMETADATAKEY__NAME")},
                    {META.format("Z_DKINTENTMETADATAKEY__INTENTCLASS")},
                    {META.format("Z_DKLOCATIONAPPLICATIONACTIVITYMETADATAKEY__DISPLAYNAME")}) AS detail,
           extra(o.ZSTREAMNAME, o.ZSECONDSFROMGMT, o.ZCREATIONDATE, o.ZUUID, o.ZVALUEINTEGER, o.ZSTRUCTUREDMETADATA,
                 s.ZDEVICEID, s.ZGROUPID) AS extra
    FROM ZOBJECT o
    LEFT JOIN opt_table(ZSOURCE, Z_PK, ZBUNDLEID) s ON s.Z_PK = o.ZSOURCE
    """,
    words={"STREAMS": STREAMS},
    skip={"o.ZSTREAMNAME IS NULL": "no event: it belongs to another row"},
)
PLACES = Query(
    Location,
    """
    SELECT m.Z_PK AS key,
           cocoa_s(opt((SELECT o.ZSTARTDATE FROM ZOBJECT o WHERE o.ZSTRUCTUREDMETADATA = m.Z_PK))) AS time,
           m.Z_DKLOCATIONAPPLICATIONACTIVITYMETADATAKEY__LATITUDE AS latitude,
           m.Z_DKLOCATIONAPPLICATIONACTIVITYMETADATAKEY__LONGITUDE AS longitude,
           'searched' AS evidence_of, 'place that an app showed' AS method,
           opt(m.Z_DKLOCATIONAPPLICATIONACTIVITYMETADATAKEY__DISPLAYNAME) AS place
    FROM ZSTRUCTUREDMETADATA m
    JOIN (SELECT 1 AS one) ON m.Z_DKLOCATIONAPPLICATIONACTIVITYMETADATAKEY__LATITUDE IS NOT NULL
    """,
    needs="m.Z_DKLOCATIONAPPLICATIONACTIVITYMETADATAKEY__LATITUDE",
    unfolds=True,
)

parser(
    "ios.knowledge",
    title="Use of the phone (knowledgeC), iOS",
    files=["*/knowledgeC.db"],
    queries=[EVENTS, PLACES],
    about="Apps in focus, locked and lit screen, media, connections and more over about four weeks, iOS 9 to 18 "
    "(much of it in Biome since 16). Times are UTC seconds since 2001; `ZSECONDSFROMGMT` is the offset of the "
    "phone at that time. Rows may come from another device of the account: `ZDEVICEID` is then stored.",
    tested={"ios_apps_plaso": 21},
    variants=["iOS 13, titles", "iOS 14"],
)

DIRECTIONS = {0: "incoming", 1: "outgoing"}
INTERACTIONS = Query(
    Event,
    """
    SELECT i.Z_PK                    AS key,
           cocoa_s(i.ZSTARTDATE)     AS time,
           cocoa_s(opt(i.ZENDDATE))  AS end,
           'contact with a person, ' || CASE i.ZDIRECTION WHEN 0 THEN 'incoming' WHEN 1 THEN 'outgoing'
               ELSE 'unknown (' || i.ZDIRECTION || ')' END AS category,
           i.ZBUNDLEID               AS app,
           opt((SELECT coalesce(c.ZDISPLAYNAME || ' ', '') || coalesce(c.ZIDENTIFIER, '') FROM ZCONTACTS c
                WHERE c.Z_PK = i.ZSENDER)) AS subject,
           coalesce(opt(i.ZGROUPNAME), opt(i.ZCONTENTURL), opt(i.ZDOMAINIDENTIFIER)) AS detail,
           extra(i.ZMECHANISM, i.ZACCOUNT, i.ZTARGETBUNDLEID, i.ZRECIPIENTCOUNT, i.ZISRESPONSE, i.ZCREATIONDATE,
                 i.ZLOCATIONUUID, i.ZDOMAINIDENTIFIER, i.ZUUID) AS extra
    FROM ZINTERACTIONS i
    """,
)
PARTIES = Query(
    Recipient,
    """
    SELECT j.rowid AS key, j.Z_nINTERACTIONRECIPIENT AS owner, c.ZIDENTIFIER AS address, c.ZDISPLAYNAME AS name,
           'to' AS role
    FROM Z_nINTERACTIONRECIPIENT j
    LEFT JOIN ZCONTACTS c ON c.Z_PK = j.Z_nRECIPIENTS
    """,
    of=INTERACTIONS,
)
SHARED = Query(
    Attachment,
    """
    SELECT j.rowid AS key, j.Z_nINTERACTIONS AS owner, a.ZCONTENTURL AS path, a.ZUTI AS mime, a.ZCONTENTTEXT AS text,
           opt(a.ZSIZEINBYTES) AS size, extra(a.ZPHOTOLOCALIDENTIFIER, a.ZCLOUDIDENTIFIER) AS extra
    FROM Z_nINTERACTIONS j
    LEFT JOIN ZATTACHMENT a ON a.Z_PK = j.Z_nATTACHMENTS
    """,
    of=INTERACTIONS,
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.Z_PK AS key,
           cocoa_s(nullif(max(coalesce(opt(c.ZLASTINCOMINGSENDERDATE), 0),
                   coalesce(opt(c.ZLASTINCOMINGRECIPIENTDATE), 0), coalesce(opt(c.ZLASTOUTGOINGRECIPIENTDATE), 0)), 0))
                   AS contacted,
           cocoa_s(opt(c.ZCREATIONDATE)) AS created, c.ZDISPLAYNAME AS name,
           'person in contact' AS role,
           CASE WHEN coalesce(opt(c.ZINCOMINGSENDERCOUNT), opt(c.ZINCOMINGRECIPIENTCOUNT),
                              opt(c.ZOUTGOINGRECIPIENTCOUNT)) IS NOT NULL
                THEN coalesce(opt(c.ZINCOMINGSENDERCOUNT), 0) + coalesce(opt(c.ZINCOMINGRECIPIENTCOUNT), 0)
                     + coalesce(opt(c.ZOUTGOINGRECIPIENTCOUNT), 0) END AS times_contacted,
           extra(c.ZINCOMINGSENDERCOUNT, c.ZINCOMINGRECIPIENTCOUNT, c.ZOUTGOINGRECIPIENTCOUNT,
                 c.ZFIRSTINCOMINGSENDERDATE, c.ZFIRSTOUTGOINGRECIPIENTDATE, c.ZPERSONID, c.ZCUSTOMIDENTIFIER) AS extra
    FROM ZCONTACTS c
    """,
)
ADDRESSES = Query(
    ContactPoint,
    """
    SELECT c.Z_PK AS key, c.Z_PK AS owner, 'address' AS type, c.ZIDENTIFIER AS value
    FROM ZCONTACTS c
    """,
    of=PEOPLE,
    skip={"c.ZIDENTIFIER IS NULL": "no number or address stored"},
)

parser(
    "ios.interactions",
    title="Contacts with people (interactionC), iOS",
    files=["*/interactionC.db"],
    queries=[INTERACTIONS, PARTIES, SHARED, PEOPLE, ADDRESSES],
    about="Messages, calls and mails as the phone counted them for each person, in many apps, iOS 10 to 18. Counts "
    "and first and last dates outlive the messages themselves, as may the text and address of what was shared. "
    "Times are UTC seconds since 2001.",
    tested={"ios_backup_mvt": 6},
    variants=["iOS 14", "iOS 15, link"],
)
