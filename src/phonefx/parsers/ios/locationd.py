"""Caches of the location daemon of iOS: cells and access points near an area, positions collected for upload."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import DeviceFact, Event, Location

NO_POSITION = {"{0}.Latitude = {0}.Longitude AND {0}.Latitude IN (0, -1, -180)": "no position stored"}
ADDRESS = """printf('%02x:%02x:%02x:%02x:%02x:%02x', n.MAC >> 40 & 255, n.MAC >> 32 & 255, n.MAC >> 24 & 255,
             n.MAC >> 16 & 255, n.MAC >> 8 & 255, n.MAC & 255)"""


def anchors(table: str, what: str, identity: str, *extra: str) -> Query:
    """Positions of cells or access points that Apple's server told the phone."""
    return Query(
        Location,
        f"""
        SELECT n.rowid AS key, cocoa_s(n.Timestamp) AS time, n.Latitude AS latitude, n.Longitude AS longitude,
               CASE WHEN n.HorizontalAccuracy >= 0 THEN n.HorizontalAccuracy END AS accuracy_m,
               'network_anchor' AS evidence_of, '{what}' AS method, {identity} AS whose,
               extra(n.Confidence, n.Score, n.Reach, n.InfoMask{"".join(f", n.{name}" for name in extra)}) AS extra
        FROM {table} n
        """,
        skip={condition.format("n"): reason for condition, reason in NO_POSITION.items()},
    )


def cells(table: str, what: str, *parts: str) -> Query:
    """The same for cells, named by their parts."""
    identity = " || '-' || ".join(f"n.{part}" for part in parts)
    return anchors(table, what, identity, "UARFCN", "PSC", "PID", "NRARFCN", "CHANNEL")


def collected(table: str) -> Query:
    """Positions of the device that older versions collected for upload."""
    return Query(
        Location,
        f"""
        SELECT n.rowid AS key, cocoa_s(n.Timestamp) AS time, n.Latitude AS latitude, n.Longitude AS longitude,
               CASE WHEN n.HorizontalAccuracy >= 0 THEN n.HorizontalAccuracy END AS accuracy_m,
               opt(CASE WHEN n.VerticalAccuracy >= 0 THEN n.Altitude END) AS altitude_m,
               opt(CASE WHEN n.Speed >= 0 THEN n.Speed END) AS speed_mps,
               opt(CASE WHEN n.Course >= 0 THEN n.Course END) AS course_deg,
               'device_estimate' AS evidence_of, 'collected for upload ({table})' AS method,
               extra(n.BundleId, n.MAC, n.MCC, n.MNC, n.LAC, n.TAC, n.CI, n.Confidence) AS extra
        FROM {table} n
        """,
        skip={condition.format("n"): reason for condition, reason in NO_POSITION.items()},
    )


CELL = ("MCC", "MNC", "LAC", "CI")
LTE = ("MCC", "MNC", "TAC", "CI")
CDMA = ("MCC", "SID", "NID", "BSID")
HARVESTS = (
    "LocationHarvest", "WifiLocationHarvest", "CellLocationHarvest", "LteCellLocationHarvest",
    "CdmaCellLocationHarvest", "AppHarvest", "PassHarvest", "IndoorLocationHarvest", "WtwLocationHarvest",
)  # fmt: skip

parser(
    "ios.locationd.cache",
    title="Cells and access points near the phone, iOS",
    files=["*/Caches/locationd/{cache_encryptedA,cache_encryptedB,lockCache_encryptedA}.db"],
    queries=[
        anchors("WifiLocation", "access point", ADDRESS, "Channel"),
        cells("CellLocation", "GSM or UMTS cell", *CELL), cells("CellLocationLocal", "GSM or UMTS cell, local", *CELL),
        cells("LteCellLocation", "LTE cell", *LTE), cells("LteCellLocationLocal", "LTE cell, local", *LTE),
        cells("NrCellLocation", "5G cell", *LTE), cells("ScdmaCellLocation", "SCDMA cell", *CELL),
        cells("CdmaCellLocation", "CDMA cell", *CDMA), cells("CdmaCellLocationLocal", "CDMA cell, local", *CDMA),
        *[collected(table) for table in HARVESTS],
    ],
    about="Answers of Apple's location service, iOS 8 to 18: when the phone asks for one cell or access point it is "
    "told hundreds of neighbours, all with the same time. A row shows neither presence at that point nor a "
    "connection; at most that the phone asked for an area. Older versions also kept positions collected for "
    "upload. Times are UTC seconds since 2001.",
    variants=["iOS 9, harvests", "iOS 15", "iOS 17, cells"],
)  # fmt: skip

FENCES = Query(
    Location,
    """
    SELECT f.rowid AS key, cocoa_s(f.Timestamp) AS time, f.Latitude AS latitude, f.Longitude AS longitude,
           f.Distance AS accuracy_m, 'coarse_context' AS evidence_of, 'region watched for ' || f.BundleId AS method,
           f.Name AS place, extra(f.BundleId, f.OnBehalfOfId, f.Distance) AS extra
    FROM Fences f
    """,
)
SERIAL = Query(
    DeviceFact,
    """
    SELECT t.rowid AS key, 'serial number' AS name, t.SerialNumber AS value, extra(t.TableName) AS extra
    FROM TableInfo t
    """,
    needs="t.SerialNumber",
    skip={"coalesce(t.SerialNumber, '') = ''": "no serial number"},
)

parser(
    "ios.locationd.consolidated",
    title="Regions that apps watch, iOS",
    files=["*/Caches/locationd/consolidated.db"],
    queries=[
        FENCES, SERIAL, anchors("WifiLocation", "access point", "n.MAC"),
        cells("CellLocation", "GSM or UMTS cell", *CELL), cells("CdmaCellLocation", "CDMA cell", *CDMA),
    ],
    about="Regions around a place that apps asked to be told about, iOS 4 to 18: a registered place, not a visit. "
    "Up to iOS 4 also cells and access points. Times are UTC seconds since 2001.",
    variants=["iOS 4", "iOS 14"],
)  # fmt: skip

MOTION = Query(
    Event,
    """
    SELECT m.rowid AS key, cocoa_s(m.startTime) AS time, 'motion' AS category,
           'type ' || m.type AS subject, extra(m.confidence, m.isStanding, m.isVehicular, m.isMoving) AS extra
    FROM MotionStateHistory m
    """,
)
STEPS = Query(
    Event,
    """
    SELECT s.rowid AS key, cocoa_s(s.startTime) AS time, cocoa_s(opt(s.stopTime)) AS end, 'steps' AS category,
           s.count || ' steps' AS subject, extra(s.distance, s.floorsAscended, s.floorsDescended) AS extra
    FROM StepCountHistory s
    """,
)

parser(
    "ios.locationd.motion",
    title="Motion and steps, iOS",
    files=["*/Caches/locationd/cache_encryptedC.db"],
    queries=[MOTION, STEPS],
    about="Motion as the phone classed it, and steps counted, without positions, iOS 8 to 18. Times are UTC seconds "
    "since 2001.",
)
