"""Processes that used the network on iOS, networks it counted, and positions noted with that."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Network

NOWHERE = "coalesce({0}.ZLATITUDE, 0) = 0 AND coalesce({0}.ZLONGITUDE, 0) = 0"

PROCESSES = Query(
    Event,
    """
    SELECT p.Z_PK AS key, cocoa_s(p.ZFIRSTTIMESTAMP) AS time, cocoa_s(p.ZTIMESTAMP) AS end,
           CASE WHEN opt((SELECT total(u.ZWIFIIN + u.ZWIFIOUT + u.ZWWANIN + u.ZWWANOUT) FROM ZLIVEUSAGE u
                          WHERE u.ZHASPROCESS = p.Z_PK)) = 0 THEN 'process without traffic in the network statistics'
                ELSE 'process used the network' END AS category, coalesce(p.ZBUNDLENAME, p.ZPROCNAME) AS app,
           p.ZPROCNAME AS subject,
           opt((SELECT 'mobile ' || CAST(total(u.ZWWANIN) AS INTEGER) || ' bytes in, '
                || CAST(total(u.ZWWANOUT) AS INTEGER) || ' out; Wi-Fi ' || CAST(total(u.ZWIFIIN) AS INTEGER) || ' in, '
                || CAST(total(u.ZWIFIOUT) AS INTEGER) || ' out'
                FROM ZLIVEUSAGE u WHERE u.ZHASPROCESS = p.Z_PK)) AS detail
    FROM ZPROCESS p
    """,
)

ATTACHMENTS = Query(
    Network,
    """
    SELECT n.Z_PK AS key, cocoa_s(n.ZTIMESTAMP) AS time, cocoa_s(n.ZFIRSTTIMESTAMP) AS first, n.ZIDENTIFIER AS name,
           'named in the statistics of the network' AS detail
    FROM ZNETWORKATTACHMENT n
    """,
)

WHERE_JOINED = Query(
    Location,
    """
    SELECT w.Z_PK AS key, cocoa_s(w.ZTIMESTAMP) AS time, w.ZLATITUDE AS latitude, w.ZLONGITUDE AS longitude,
           CASE WHEN opt(w.ZLOCACCURACY) >= 0 THEN opt(w.ZLOCACCURACY) END AS accuracy_m,
           'device_estimate' AS evidence_of, 'noted with the use of a Wi-Fi network' AS method, opt(w.ZSSID) AS place,
           extra(w.ZBSSID, w.ZSSID, w.ZRSSI, w.ZLOCACCURACY) AS extra
    FROM ZWIFIDATA w
    """,
    needs="w.ZLATITUDE",
    skip={NOWHERE.format("w"): "no position stored"},
)
WHERE_FAILED = Query(
    Location,
    """
    SELECT s.Z_PK AS key, cocoa_s(e.ZTIMESTAMP) AS time, s.ZLATITUDE AS latitude, s.ZLONGITUDE AS longitude,
           CASE WHEN opt(s.ZLOCACCURACY) >= 0 THEN opt(s.ZLOCACCURACY) END AS accuracy_m,
           opt(CASE WHEN s.ZSPEED >= 0 THEN s.ZSPEED END) AS speed_mps,
           opt(CASE WHEN s.ZCOURSE >= 0 THEN s.ZCOURSE END) AS course_deg, 'device_estimate' AS evidence_of,
           'noted with an event of the network' AS method, extra(s.ZWITHEVENT, s.ZLOCACCURACY, s.ZRSSI) AS extra
    FROM ZEVENTSCENE s
    LEFT JOIN opt_table(ZEVENT, Z_PK, ZTIMESTAMP) e ON e.Z_PK = s.ZWITHEVENT
    """,
    needs="s.ZLATITUDE",
    skip={NOWHERE.format("s"): "no position stored"},
)

parser(
    "ios.network.processes",
    title="Processes that used the network, iOS",
    files=["*/{DataUsage,netusage}.sqlite"],
    queries=[PROCESSES, ATTACHMENTS, WHERE_JOINED, WHERE_FAILED],
    about="Which processes used mobile data or Wi-Fi, first and last, iOS 4 to 18. Times are UTC seconds since 2001 "
    "of the phone's bookkeeping, not of the exact use. A process without an app stays here after it was "
    "removed. Some versions also note a "
    "position with it, whose own time is not stored.",
    tested={"ios_apps_plaso": 371, "ios_backup_mvt": 40},
    variants=["iOS 9, positions", "iOS 14", "iOS 15, attachments"],
)
