"""The iOS call history."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call

DIRECTIONS = {0: "incoming", 1: "outgoing"}
SERVICES = {1: "telephone", 8: "FaceTime video", 16: "FaceTime audio"}

CALLS = Query(
    Call,
    """
    SELECT c.Z_PK                            AS key,
           cocoa_s(c.ZDATE)                  AS time,
           code(c.ZORIGINATED, DIRECTIONS)   AS direction,
           CASE WHEN c.ZDURATION > 0 THEN 'connected'
                WHEN c.ZORIGINATED = 1 THEN 'not connected'
                WHEN c.ZANSWERED = 1 THEN 'answered on another device'
                WHEN c.ZANSWERED = 0 THEN 'missed, rejected or filtered' END AS outcome,
           code(c.ZCALLTYPE, SERVICES)       AS service,
           c.ZDURATION                       AS duration_s,
           CAST(c.ZADDRESS AS TEXT)          AS counterpart,
           opt(c.ZNAME)                      AS counterpart_name,
           opt(c.ZISO_COUNTRY_CODE)          AS country,
           extra(c.ZANSWERED, c.ZSERVICE_PROVIDER, c.ZLOCATION, c.ZDISCONNECTED_CAUSE, c.ZREAD, c.ZUNIQUE_ID,
                 c.ZCALL_CATEGORY, c.ZHANDLE_TYPE, c.ZFILTERED_OUT_REASON, c.ZJUNKCONFIDENCE) AS extra
    FROM ZCALLRECORD c
    """,
    words={"DIRECTIONS": DIRECTIONS, "SERVICES": SERVICES},
)

parser(
    "ios.calls",
    title="Call history, iOS",
    files=["*/Library/CallHistoryDB/{CallHistory,CallHistoryTemp}.storedata"],
    queries=[CALLS],
    about="Calls of iOS 8 to 18: telephone, FaceTime and apps that report theirs. Times are UTC seconds since 2001. "
    "`ZLOCATION` is the region of the number's prefix, never a position.",
)
