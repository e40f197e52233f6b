"""Positions kept by the location routine daemon of iOS."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

FIXES = Query(
    Location,
    """
    SELECT l.Z_PK                   AS key,
           cocoa_s(l.ZTIMESTAMP)    AS time,
           l.ZLATITUDE              AS latitude,
           l.ZLONGITUDE             AS longitude,
           l.ZHORIZONTALACCURACY    AS accuracy_m,
           opt(l.ZALTITUDE)         AS altitude_m,
           opt(CASE WHEN l.ZSPEED >= 0 THEN l.ZSPEED END)   AS speed_mps,
           opt(CASE WHEN l.ZCOURSE >= 0 THEN l.ZCOURSE END) AS course_deg,
           'device_fix'             AS evidence_of,
           opt(l.ZTYPE)             AS method
    FROM ZRTCLLOCATIONMO l
    """,
)

parser(
    "ios.routined.fixes",
    title="Positions of the location routine daemon, iOS",
    files=["*/Library/Caches/com.apple.routined/Cache.sqlite"],
    queries=[FIXES],
    about="Fixes of the device itself over about the last week, iOS 10 to 18, as often as one a second while moving. "
    "Times are UTC seconds since 2001. A negative speed or course means that there was none.",
)
