"""Apple Maps: searches, routes that were asked for, places that were kept, and visits that it noted."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Search, Visit

KIND = "(SELECT k.Z_NAME FROM Z_PRIMARYKEY k WHERE k.Z_ENT = h.Z_ENT)"
SEARCHES = Query(
    Search,
    f"""
    SELECT h.Z_PK AS key, cocoa_s(h.ZCREATETIME) AS time,
           coalesce(h.ZQUERY, '') || coalesce(' (' || opt(h.ZLOCATIONDISPLAY) || ')', '') AS query,
           'com.apple.Maps' AS app,
           json_object('kind', opt({KIND}), 'ZMODIFICATIONTIME', opt(h.ZMODIFICATIONTIME)) AS extra
    FROM ZHISTORYITEM h
    """,
    skip={"coalesce(h.ZQUERY, '') = ''": "no words: a place or a route, read as such"},
)
PLACES = Query(
    Location,
    f"""
    SELECT h.Z_PK AS key, cocoa_s(h.ZCREATETIME) AS time,
           coalesce(opt(nullif(h.ZLATITUDE1, 0)), h.ZLATITUDE) AS latitude,
           coalesce(opt(nullif(h.ZLONGITUDE1, 0)), h.ZLONGITUDE) AS longitude,
           'searched' AS evidence_of,
           'Maps history, ' || coalesce(opt({KIND}), 'kind not stored') AS method,
           nullif(coalesce(h.ZQUERY || ', ', '') || coalesce(opt(h.ZLOCATIONDISPLAY), ''), '') AS place,
           extra(h.ZLATITUDE, h.ZLONGITUDE, h.ZLATITUDE1, h.ZLONGITUDE1, h.ZMODIFICATIONTIME, h.ZIDENTIFIER) AS extra
    FROM ZHISTORYITEM h
    """,
    skip={"coalesce(h.ZLATITUDE, 0) = 0 AND coalesce(h.ZLONGITUDE, 0) = 0": "no position stored"},
)
ROUTES = Query(
    Event,
    f"""
    SELECT h.Z_PK AS key, cocoa_s(h.ZCREATETIME) AS time, 'route asked for' AS category, 'com.apple.Maps' AS app,
           opt({KIND}) AS subject,
           coalesce(h.ZQUERY || ', ', '') || coalesce(opt(h.ZLOCATIONDISPLAY), '') AS detail,
           extra(h.ZNAVIGATIONINTERRUPTED, h.ZMODIFICATIONTIME, h.ZROUTEREQUESTSTORAGE) AS extra
    FROM ZHISTORYITEM h
    JOIN (SELECT 1 AS one) ON h.ZROUTEREQUESTSTORAGE IS NOT NULL
    """,
    needs="h.ZROUTEREQUESTSTORAGE",
    unfolds=True,
)
FAVOURITES = Query(
    Location,
    """
    SELECT f.Z_PK AS key, cocoa_s(opt(f.ZCREATETIME)) AS time, f.ZLATITUDE AS latitude, f.ZLONGITUDE AS longitude,
           'saved_place' AS evidence_of, 'favourite of Maps' AS method,
           coalesce(opt(f.ZCUSTOMNAME), opt(f.ZORIGINATINGADDRESSSTRING), opt(f.ZTITLE)) AS place
    FROM ZFAVORITEITEM f
    """,
    skip={"coalesce(f.ZLATITUDE, 0) = 0 AND coalesce(f.ZLONGITUDE, 0) = 0": "no position stored"},
)

GUIDES = """opt((SELECT group_concat(c.ZTITLE, '; ') FROM Z_nPLACES j JOIN ZCOLLECTION c ON c.Z_PK = j.Z_nCOLLECTIONS
                WHERE j.Z_nPLACES = i.Z_PK))"""
KEPT = Query(
    Location,
    f"""
    SELECT i.Z_PK AS key, cocoa_s(opt(i.ZCREATETIME)) AS time, i.ZLATITUDE AS latitude, i.ZLONGITUDE AS longitude,
           'saved_place' AS evidence_of,
           CASE WHEN opt(i.ZDROPPEDPINCOORDINATE) IS NOT NULL THEN 'pin dropped in Maps' ELSE 'place kept in Maps' END
               || coalesce(', guide ' || {GUIDES}, ', in no guide') AS method,
           nullif(rtrim(coalesce(nullif(opt(i.ZCUSTOMNAME), '') || ', ', '') || coalesce(
               CASE WHEN opt(i.ZMAPITEMNAME) IS NOT opt(i.ZCUSTOMNAME) THEN nullif(opt(i.ZMAPITEMNAME), '') END || ', ',
               '') || coalesce(opt(i.ZMAPITEMADDRESS), ''), ', '), '') AS place,
           extra(i.ZPLACEITEMNOTE, i.ZMAPITEMCATEGORY, i.ZMODIFICATIONTIME, i.ZORIGIN, i.ZTYPE) AS extra
    FROM ZCOLLECTIONITEM i
    """,
    needs="i.ZLATITUDE",
    skip={"coalesce(i.ZLATITUDE, 0) = 0 AND coalesce(i.ZLONGITUDE, 0) = 0": "no position stored"},
)
VISITS = Query(
    Visit,
    """
    SELECT v.Z_PK AS key, cocoa_s(v.ZSTARTDATE) AS time, l.ZLATITUDE AS latitude, l.ZLONGITUDE AS longitude,
           'synced' AS evidence_of,
           nullif(coalesce(nullif(opt(l.ZMAPITEMNAME), '') || ', ', '') || coalesce(opt(l.ZMAPITEMADDRESS), ''), '')
               AS place,
           extra(v.ZVISITCLASSIFICATION, v.ZHIDDEN, v.ZCREATETIME, v.ZMODIFICATIONTIME, l.ZMAPITEMCATEGORY) AS extra
    FROM ZVISIT v
    LEFT JOIN ZVISITEDLOCATION l ON l.Z_PK = v.ZLOCATION
    """,
)

parser(
    "ios.maps",
    title="History of Apple Maps, iOS",
    files=["*/Maps/MapsSync_0.0.1"],
    queries=[SEARCHES, PLACES, ROUTES, FAVOURITES, KEPT, VISITS],
    about="Searches, places looked at, kept or gathered in guides, and routes asked for, on this or another device of "
    "the account, iOS 14 and later; the newest keep visits too, of which no end is stored: the position is that of the "
    "place. A route asked for was not necessarily taken. Times are UTC seconds since 2001, some of them of syncing.",
    variants=["iOS 15", "iOS 15, titles", "iOS 17, favourites", "iOS 18, guides", "newer, visits"],
)
