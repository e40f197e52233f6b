"""Positions and stays kept by the location routine daemon of iOS."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Visit

FIXES = Query(
    Location,
    """
    SELECT l.Z_PK                   AS key,
           cocoa_s(l.ZTIMESTAMP)    AS time,
           l.ZLATITUDE              AS latitude,
           l.ZLONGITUDE             AS longitude,
           l.ZHORIZONTALACCURACY    AS accuracy_m,
           opt(CASE WHEN coalesce(opt(l.ZVERTICALACCURACY), 0) >= 0 THEN l.ZALTITUDE END) AS altitude_m,
           opt(CASE WHEN l.ZSPEED >= 0 THEN l.ZSPEED END)   AS speed_mps,
           opt(CASE WHEN l.ZCOURSE >= 0 THEN l.ZCOURSE END) AS course_deg,
           'device_fix'             AS evidence_of,
           opt(l.ZTYPE)             AS method,
           extra(l.ZVERTICALACCURACY) AS extra
    FROM ZRTCLLOCATIONMO l
    """,
    skip={"l.ZHORIZONTALACCURACY < 0": "the phone marked this position as not valid (negative accuracy)"},
)
HINTS = Query(
    Location,
    """
    SELECT h.Z_PK AS key, cocoa_s(h.ZDATE) AS time, h.ZLATITUDE AS latitude, h.ZLONGITUDE AS longitude,
           opt(h.ZHORIZONTALACCURACY) AS accuracy_m, 'device_estimate' AS evidence_of, 'hint' AS method,
           extra(h.ZSOURCE) AS extra
    FROM ZRTHINTMO h
    """,
)


def visits(table: str, place: str = "NULL", extra: str = "") -> Query:
    """The stays of one table; the newer schemas tell the uncertainty by direction."""
    return Query(
        Visit,
        f"""
        SELECT v.Z_PK                       AS key,
               cocoa_s(v.ZENTRYDATE)        AS time,
               cocoa_s(v.ZEXITDATE)         AS departed,
               v.ZLOCATIONLATITUDE          AS latitude,
               v.ZLOCATIONLONGITUDE         AS longitude,
               coalesce(opt(v.ZLOCATIONHORIZONTALUNCERTAINTY), opt(v.ZLOCATIONUNCERTAINTY)) AS accuracy_m,
               opt(v.ZCONFIDENCE)           AS confidence,
               'device_inferred'            AS evidence_of,
               {place}                      AS place,
               extra(v.ZDATAPOINTCOUNT, v.ZCREATIONDATE, v.ZEXPIRATIONDATE, v.ZDETECTIONDATE, v.ZTYPE, v.ZIDENTIFIER,
                     v.ZLOCATIONOFINTEREST{extra}) AS extra
        FROM {table} v
        """,
    )


parser(
    "ios.routined.cache",
    title="Positions of the location routine daemon, iOS",
    files=["*/com.apple.routined/{Cache,CoreRoutine}.sqlite"],
    queries=[FIXES, HINTS, visits("ZRTVISITMO")],
    about="Fixes of the device itself over about the last week, iOS 10 to 18, as often as one a second while "
    "moving; coarse hints; stays of the last days. Times are UTC seconds since 2001. A negative speed, course "
    "or altitude accuracy means that there was none.",
    variants=["iOS 10", "iOS 16", "iOS 17, hints"],
)

PLACES = Query(
    Location,
    """
    SELECT p.Z_PK AS key, cocoa_s(opt(p.ZPLACECREATIONDATE)) AS time, p.ZLOCATIONLATITUDE AS latitude,
           p.ZLOCATIONLONGITUDE AS longitude,
           coalesce(opt(p.ZLOCATIONHORIZONTALUNCERTAINTY), opt(p.ZLOCATIONUNCERTAINTY)) AS accuracy_m,
           'saved_place' AS evidence_of, 'learned place: the centre of several stays' AS method,
           opt(p.ZPLACECUSTOMLABEL) AS place, extra(p.ZPLACETYPE, p.ZPLACETYPESOURCE, p.ZPLACEEXPIRATIONDATE) AS extra
    FROM ZRTLEARNEDLOCATIONOFINTERESTMO p
    """,
)


def trips(table: str) -> Query:
    """Ways between stays, without a position of their own."""
    return Query(
        Event,
        f"""
        SELECT t.Z_PK AS key, cocoa_s(t.ZSTARTDATE) AS time, cocoa_s(t.ZSTOPDATE) AS end,
               'way between two stays' AS category,
               CASE coalesce(opt(t.ZPREDOMINANTMOTIONACTIVITYTYPE), opt(t.ZMOTIONACTIVITYTYPE))
                    WHEN 1 THEN 'walking' WHEN 4 THEN 'driving' END AS subject,
               extra(t.ZPREDOMINANTMOTIONACTIVITYTYPE, t.ZMOTIONACTIVITYTYPE, t.ZVISITIDENTIFIERORIGIN,
                     t.ZVISITIDENTIFIERDESTINATION, t.ZLOCATIONOFINTEREST, t.ZCREATIONDATE) AS extra
        FROM {table} t
        """,
    )


def vehicle(table: str) -> Query:
    """Where the phone was when a car's connection ended."""
    return Query(
        Location,
        f"""
        SELECT v.Z_PK AS key, cocoa_s(coalesce(v.ZLOCDATE, v.ZDATE)) AS time, v.ZLOCLATITUDE AS latitude,
               v.ZLOCLONGITUDE AS longitude, v.ZLOCUNCERTAINTY AS accuracy_m,
               CASE opt(v.ZUSERSETLOCATION) WHEN 1 THEN 'saved_place' ELSE 'device_estimate' END AS evidence_of,
               'parked car: where the connection to the car ended' AS method, opt(v.ZNOTES) AS place,
               extra(v.ZDATE, v.ZLOCDATE, v.ZVEHICLEIDENTIFIER, v.ZIDENTIFIER, v.ZLOCATIONQUALITY, v.ZUSERSETLOCATION,
                     v.ZUSUALLOCATION) AS extra
        FROM {table} v
        """,
    )


parser(
    "ios.routined.local",
    title="Significant Locations kept on the phone, iOS",
    files=["*/com.apple.routined/Local.sqlite"],
    queries=[
        visits("ZRTLEARNEDLOCATIONOFINTERESTVISITMO", """opt((SELECT p.ZPLACECUSTOMLABEL
            FROM ZRTLEARNEDLOCATIONOFINTERESTMO p WHERE p.Z_PK = v.ZLOCATIONOFINTEREST))"""),
        PLACES,
        trips("ZRTLEARNEDLOCATIONOFINTERESTTRANSITIONMO"),
        vehicle("ZRTVEHICLEEVENTMO"),
        vehicle("ZRTVEHICLEEVENTHISTORYMO"),
    ],
    about="Stays that the phone worked out of its own positions, the places it learned, the ways between them and "
    "where a car was left, iOS 10 to 18. Times are UTC seconds since 2001. A learned place is the centre of "
    "several stays and moves with them.",
    variants=["iOS 13", "iOS 16, vehicles"],
)  # fmt: skip

DEVICE = """opt((SELECT coalesce(d.ZDEVICENAME, d.ZDEVICEMODEL, d.ZIDENTIFIER) FROM ZRTDEVICEMO d
             WHERE d.Z_PK = v.ZDEVICE))"""
LEARNED = Query(
    Visit,
    f"""
    SELECT v.Z_PK AS key, cocoa_s(v.ZENTRYDATE) AS time, cocoa_s(v.ZEXITDATE) AS departed,
           v.ZLOCATIONLATITUDE AS latitude, v.ZLOCATIONLONGITUDE AS longitude,
           coalesce(opt(v.ZLOCATIONHORIZONTALUNCERTAINTY), opt(v.ZLOCATIONUNCERTAINTY)) AS accuracy_m,
           opt(v.ZCONFIDENCE) AS confidence,
           'synced' AS evidence_of,
           opt((SELECT coalesce(p.ZCUSTOMLABEL, m.ZNAME) FROM ZRTLEARNEDPLACEMO p
                LEFT JOIN ZRTMAPITEMMO m ON m.Z_PK = p.ZMAPITEM WHERE p.Z_PK = v.ZPLACE)) AS place,
           json_object('recorded by', {DEVICE}, 'ZDEVICE', opt(v.ZDEVICE), 'ZDATAPOINTCOUNT', opt(v.ZDATAPOINTCOUNT))
               AS extra
    FROM ZRTLEARNEDVISITMO v
    """,
)
MAP_ITEMS = Query(
    Location,
    """
    SELECT m.Z_PK AS key, cocoa_s(opt(m.ZCREATIONDATE)) AS time, m.ZLATITUDE AS latitude, m.ZLONGITUDE AS longitude,
           opt(m.ZUNCERTAINTY) AS accuracy_m, 'saved_place' AS evidence_of,
           'place on the map that a stay was matched with' AS method,
           coalesce(m.ZNAME, '') || coalesce(opt((SELECT ', ' || coalesce(a.ZSUBTHOROUGHFARE || ' ', '')
               || coalesce(a.ZTHOROUGHFARE || ', ', '') || coalesce(a.ZLOCALITY, '') FROM ZRTADDRESSMO a
               WHERE a.ZMAPITEM = m.Z_PK LIMIT 1)), '') AS place,
           extra(m.ZCATEGORY, m.ZSOURCE, m.ZEXPIRATIONDATE) AS extra
    FROM ZRTMAPITEMMO m
    """,
)

parser(
    "ios.routined.cloud",
    title="Significant Locations synced between devices, iOS",
    files=["*/com.apple.routined/{Cloud-V2,Cloud}.sqlite"],
    queries=[LEARNED, MAP_ITEMS, trips("ZRTLEARNEDTRANSITIONMO")],
    about="Stays of all devices of the account, iOS 11 to 18, with the device that recorded each, as far as it is "
    "stored; names of places are guesses of the system. Times are UTC seconds since 2001.",
    variants=["iOS 13", "iOS 16"],
)
