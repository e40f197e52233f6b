"""The iOS call history: Core Data since iOS 8, one plain table before."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Event, Recipient

DIRECTIONS = {0: "incoming", 1: "outgoing"}
SERVICES = {0: "app", 1: "telephone", 8: "FaceTime video", 16: "FaceTime audio"}
OLD_SERVICES = {4: "telephone", 5: "telephone", 0: "telephone", 1: "telephone", 16: "FaceTime", 17: "FaceTime"}

MEMBERS = """(SELECT h.ZVALUE FROM Z_nREMOTEPARTICIPANTHANDLES j
              JOIN ZHANDLE h ON h.Z_PK = j.Z_nREMOTEPARTICIPANTHANDLES
              WHERE j.Z_nREMOTEPARTICIPANTCALLS = c.Z_PK GROUP BY j.Z_nREMOTEPARTICIPANTCALLS HAVING count(*) = 1)"""

CALLS = Query(
    Call,
    f"""
    SELECT c.Z_PK                            AS key,
           cocoa_s(c.ZDATE)                  AS time,
           code(c.ZORIGINATED, DIRECTIONS)   AS direction,
           CASE WHEN c.ZDURATION > 0 THEN 'connected'
                WHEN c.ZORIGINATED = 1 THEN 'not connected'
                WHEN opt(c.ZBLOCKEDBYEXTENSION) = 1 THEN 'blocked'
                WHEN c.ZANSWERED = 1 THEN 'answered on another device'
                WHEN c.ZANSWERED = 0 THEN 'missed, rejected or filtered' END AS outcome,
           code(c.ZCALLTYPE, SERVICES)       AS service,
           c.ZDURATION                       AS duration_s,
           coalesce(CAST(c.ZADDRESS AS TEXT), opt({MEMBERS})) AS counterpart,
           opt(c.ZNAME)                      AS counterpart_name,
           CASE WHEN opt(c.ZWASEMERGENCYCALL) = 1 THEN 'emergency call'
                ELSE opt(CASE WHEN c.ZSERVICE_PROVIDER NOT LIKE 'com.apple.%'
                              THEN 'through ' || c.ZSERVICE_PROVIDER END) END AS features,
           opt(c.ZISO_COUNTRY_CODE)          AS country,
           opt(CAST(c.ZIMAGEURL AS TEXT))    AS path,
           opt(c.ZUNIQUE_ID)                 AS guid,
           extra(c.ZANSWERED, c.ZSERVICE_PROVIDER, c.ZLOCATION, c.ZDISCONNECTED_CAUSE, c.ZREAD,
                 c.ZCALL_CATEGORY, c.ZHANDLE_TYPE, c.ZFILTERED_OUT_REASON, c.ZJUNKCONFIDENCE,
                 c.ZJUNKIDENTIFICATIONCATEGORY, c.ZBLOCKEDBYEXTENSION, c.ZBLOCKEDBYEXTENSIONNAME,
                 c.ZVERIFICATIONSTATUS, c.ZNUMBER_AVAILABILITY, c.ZFACE_TIME_DATA, c.ZDEVICE_ID,
                 c.ZLOCALPARTICIPANTUUID, c.ZOUTGOINGLOCALPARTICIPANTUUID, c.ZPARTICIPANTGROUPUUID,
                 c.ZCONVERSATIONID, c.ZHASMESSAGE, c.ZWASEMERGENCYCALL, c.ZORIGINATINGDEVICENAME) AS extra
    FROM ZCALLRECORD c
    """,
    words={"DIRECTIONS": DIRECTIONS, "SERVICES": SERVICES},
)

PARTIES = Query(
    Recipient,
    """
    SELECT j.rowid AS key, j.Z_nREMOTEPARTICIPANTCALLS AS owner, h.ZVALUE AS address, 'member' AS role,
           extra(h.ZTYPE, h.ZNORMALIZEDVALUE) AS extra
    FROM Z_nREMOTEPARTICIPANTHANDLES j
    LEFT JOIN ZHANDLE h ON h.Z_PK = j.Z_nREMOTEPARTICIPANTHANDLES
    """,
    of=CALLS,
)

TOTALS = Query(
    Event,
    """
    SELECT t.Z_PK AS key, 'call timer' AS category, 'seconds called' AS subject,
           nullif(coalesce('incoming ' || t.ZTIMER_INCOMING || '; ', '') || coalesce('outgoing ' || t.ZTIMER_OUTGOING
               || '; ', '') || coalesce('all ' || t.ZTIMER_ALL, ''), '') AS detail,
           extra(t.ZTIMER_INCOMING, t.ZTIMER_OUTGOING, t.ZTIMER_ALL, t.ZTIMER_LAST, t.ZTIMER_LIFETIME) AS extra
    FROM ZCALLDBPROPERTIES t
    """,
)

parser(
    "ios.calls",
    title="Call history, iOS",
    files=["*/{CallHistory,CallHistoryTemp}.storedata"],
    queries=[CALLS, PARTIES, TOTALS],
    about="Calls of iOS 8 to 18: telephone, FaceTime and apps that report theirs, with the members of group calls, and "
    "the totals of seconds since they were last set back, which also tell of calls that are no longer listed. "
    "Times are UTC seconds since 2001. `ZLOCATION` is the region of the number's prefix, never a position. A "
    "call may have been made on another device of the account; CallHistoryTemp may repeat calls of "
    "CallHistory (the same `guid`).",
    tested={"ios_synthetic_fs": 5},
    variants=["iOS 8", "iOS 9", "iOS 11", "iOS 17", "iOS 17, picture", "iOS 18"],
)

OLD = Query(
    Call,
    """
    SELECT c.ROWID                        AS key,
           unix_s(c.date)                 AS time,
           CASE c.flags & 1 WHEN 1 THEN 'outgoing' ELSE 'incoming' END AS direction,
           CASE WHEN c.duration > 0 THEN 'connected' WHEN c.flags & 1 THEN 'not connected'
                ELSE 'missed, rejected or filtered' END AS outcome,
           code(c.flags & 65535, OLD_SERVICES) AS service,
           c.duration                     AS duration_s,
           c.address                      AS counterpart,
           opt(nullif(c.name, ''))        AS counterpart_name,
           opt(c.country_code)            AS country,
           extra(c.flags, c.id, c.network_code, c.read, c.assisted, c.answered, c.face_time_data, c.originalAddress)
                                          AS extra
    FROM call c
    """,
    words={"OLD_SERVICES": OLD_SERVICES},
)
TIMERS = Query(
    Event,
    """
    SELECT p.key AS key, 'call timer' AS category, p.key AS subject, p.value || ' s' AS detail
    FROM _SqliteDatabaseProperties p
    """,
    skip={"p.key NOT LIKE 'timer\\_%' ESCAPE '\\'": "no timer of calls"},
)

parser(
    "ios.calls.old",
    title="Call history before iOS 8",
    files=["*/call_history.db"],
    queries=[OLD, TIMERS],
    about="Calls of iOS 3 to 7, the last hundred or so, and the phone's totals of seconds called. Times are UTC "
    "seconds since 1970. Bit 0 of `flags` is set for outgoing calls; the other bits are kept as stored.",
)
