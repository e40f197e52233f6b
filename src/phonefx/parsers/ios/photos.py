"""The photo library of iOS: photos and videos, and where their files say they were taken."""

import struct

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Media

PATH = """CASE WHEN a.ZDIRECTORY LIKE '/%' THEN '' ELSE '/private/var/mobile/Media/' END
               || a.ZDIRECTORY || '/' || a.ZFILENAME"""
OWN_CAMERA = "opt(d.ZIMPORTEDBY) IN (1, 2)"


def from_assets(table: str) -> str:
    """The driving table of a generation with the tables that belong to it."""
    return f"""
    FROM {table} a
    LEFT JOIN opt_table(ZADDITIONALASSETATTRIBUTES, Z_PK) d ON d.Z_PK = a.ZADDITIONALATTRIBUTES
    LEFT JOIN opt_table(ZEXTENDEDATTRIBUTES, Z_PK) e ON e.Z_PK = a.ZEXTENDEDATTRIBUTES
    """


MEDIA = f"""
    SELECT a.Z_PK                       AS key,
           cocoa_s(a.ZDATECREATED)      AS time,
           cocoa_s(opt(a.ZADDEDDATE))   AS added,
           cocoa_s(opt(a.ZTRASHEDDATE)) AS removed,
           {PATH}                       AS path,
           coalesce(opt(d.ZORIGINALFILENAME), a.ZFILENAME) AS name,
           opt(a.ZUNIFORMTYPEIDENTIFIER) AS mime,
           opt(d.ZORIGINALFILESIZE)     AS size,
           opt(a.ZWIDTH)                AS width,
           opt(a.ZHEIGHT)               AS height,
           opt(nullif(a.ZDURATION, 0))  AS duration_s,
           opt(e.ZCAMERAMAKE)           AS make,
           opt(e.ZCAMERAMODEL)          AS model,
           coalesce(opt(d.ZIMPORTEDBYBUNDLEIDENTIFIER), opt(d.ZCREATORBUNDLEID), opt(d.ZIMPORTEDBYDISPLAYNAME)) AS app,
           extra(a.ZKIND, a.ZKINDSUBTYPE, a.ZHIDDEN, a.ZFAVORITE, a.ZTRASHEDSTATE, a.ZSAVEDASSETTYPE, a.ZUUID,
                 a.ZLASTSHAREDDATE, a.ZMODIFICATIONDATE, a.ZBUNDLESCOPE, a.ZSYNDICATIONSTATE, d.ZIMPORTEDBY,
                 d.ZEXIFTIMESTAMPSTRING, d.ZTIMEZONENAME, d.ZTIMEZONEOFFSET, d.ZINFERREDTIMEZONEOFFSET,
                 d.ZTITLE, d.ZVIEWCOUNT, d.ZPLAYCOUNT, d.ZSHARETYPE, d.ZORIGINALWIDTH, d.ZORIGINALHEIGHT) AS extra
"""
WHERE_TAKEN = f"""
    SELECT a.Z_PK                  AS key,
           cocoa_s(a.ZDATECREATED) AS time,
           a.ZLATITUDE             AS latitude,
           a.ZLONGITUDE            AS longitude,
           opt(CASE WHEN d.ZGPSHORIZONTALACCURACY >= 0 THEN d.ZGPSHORIZONTALACCURACY END) AS accuracy_m,
           'media_capture'         AS evidence_of,
           CASE WHEN {OWN_CAMERA} THEN 'photo library: taken with the camera of this phone'
                WHEN opt(d.ZIMPORTEDBY) IS NULL THEN 'photo library: not stored with which camera'
                ELSE 'photo library: not marked as taken with this phone' END AS method,
           {PATH}                  AS path,
           extra(d.ZIMPORTEDBY, e.ZCAMERAMODEL, e.ZLATITUDE, e.ZLONGITUDE, a.ZSAVEDASSETTYPE, a.ZTRASHEDSTATE) AS extra
"""
OLDEST = f"""
    SELECT a.Z_PK                  AS key,
           cocoa_s(a.ZDATECREATED) AS time,
           double_at(a.ZLOCATIONDATA, 0) AS latitude,
           double_at(a.ZLOCATIONDATA, 8) AS longitude,
           'media_capture'         AS evidence_of,
           'photo library (location blob)' AS method,
           {PATH}                  AS path
    FROM ZGENERICASSET a
"""
BINNED, NO_PLACE = "opt(a.ZTRASHEDSTATE) = 1", "in Recently Deleted, and read as such"
ABSENT = (
    "coalesce(a.ZLATITUDE, -180) = -180 AND coalesce(a.ZLONGITUDE, -180) = -180 OR a.ZLATITUDE = 0 AND a.ZLONGITUDE = 0"
)


def double_at(blob: bytes | None, offset: int) -> float | None:
    """One of the little-endian doubles of a location blob, where they are degrees."""
    if not blob or len(blob) < 16:
        return None
    pair: tuple[float, float] = struct.unpack_from("<dd", blob)
    inside = abs(pair[0]) <= 90 and abs(pair[1]) <= 180
    return pair[offset // 8] if inside else None


IN_BIN = " JOIN (SELECT 1 AS state) bin ON bin.state = a.ZTRASHEDSTATE"
KEPT = Query(Media, (MEDIA + from_assets("ZASSET"), MEDIA + from_assets("ZGENERICASSET")), skip={BINNED: NO_PLACE})
THROWN = Query(
    Media,
    (MEDIA + from_assets("ZASSET") + IN_BIN, MEDIA + from_assets("ZGENERICASSET") + IN_BIN),
    needs="a.ZTRASHEDSTATE",
    unfolds=True,
    state="recently_deleted",
)
PLACES = Query(
    Location,
    (WHERE_TAKEN + from_assets("ZASSET"), WHERE_TAKEN + from_assets("ZGENERICASSET")),
    skip={f"opt({ABSENT})": "no position stored", BINNED: NO_PLACE},
    needs="a.ZLATITUDE",
)
THROWN_PLACES = Query(
    Location,
    (WHERE_TAKEN + from_assets("ZASSET") + IN_BIN, WHERE_TAKEN + from_assets("ZGENERICASSET") + IN_BIN),
    only=f"NOT ({ABSENT})",
    needs="a.ZTRASHEDSTATE + a.ZLATITUDE",
    unfolds=True,
    state="recently_deleted",
)
OLD_PLACES = Query(
    Location,
    OLDEST,
    needs="a.ZLOCATIONDATA",
    skip={"double_at(a.ZLOCATIONDATA, 0) IS NULL": "no position stored", "opt(a.ZLATITUDE > -180)": "read by column"},
)

parser(
    "ios.photos",
    title="Photo library, iOS",
    files=["*/Photos.sqlite"],
    queries=[KEPT, THROWN, PLACES, THROWN_PLACES, OLD_PLACES],
    functions={"double_at": double_at},
    about="Photos and videos of the library, iOS 6 to 18, also those in Recently Deleted. Times are UTC seconds "
    "since 2001; the time of capture is worked out from the file's local time and zone. A position is where "
    "the file says it was taken, by whatever camera; -180 means none.",
    tested={"ios_photos_sqlite": 16},
    variants=["iOS 8", "iOS 9, both", "iOS 10", "iOS 13, import", "iOS 16"],
)
