"""Waze: places searched for, driven to, saved and shared."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

RECENT_TYPES = {-1: "not stated", 0: "search", 1: "advertisement", 2: "chosen on the map", 3: "shared", 4: "navigation"}
SAVED_TYPES = {0: "saved", 1: "labelled Home", 2: "labelled Work", 3: "event", 4: "saved place of interest"}

PLACES = Query(
    Location,
    """
    SELECT p.id AS key, unix_s(p.created_time) AS time, p.latitude / 1e6 AS latitude, p.longitude / 1e6 AS longitude,
           'searched' AS evidence_of,
           nullif(trim(coalesce(p.name, '') || ', ' || coalesce(p.street, '') || ', ' || coalesce(p.city, ''), ', '),
                  '') AS place, extra(p.house, p.state, p.country, p.venue_id, p.updated_time) AS extra
    FROM PLACES p
    """,
    skip={"coalesce(p.latitude, 0) = 0 AND coalesce(p.longitude, 0) = 0": "no place in it"},
)
RECENTS = Query(
    Location,
    """
    SELECT r.rowid AS key, unix_s(r.access_time) AS time, p.latitude / 1e6 AS latitude, p.longitude / 1e6 AS longitude,
           CASE r.type WHEN 4 THEN 'destination' WHEN 3 THEN 'shared_by_other' ELSE 'searched' END AS evidence_of,
           code(r.type, TYPES) AS method, coalesce(nullif(r.name, ''), p.name) AS place, extra(r.created_time) AS extra
    FROM RECENTS r LEFT JOIN PLACES p ON p.id = r.place_id
    """,
    words={"TYPES": RECENT_TYPES},
    skip={"p.latitude IS NULL": "its place is gone"},
)
FAVORITES = Query(
    Location,
    """
    SELECT f.rowid AS key, unix_s(f.created_time) AS time, p.latitude / 1e6 AS latitude, p.longitude / 1e6 AS longitude,
           'saved_place' AS evidence_of, code(f.type, TYPES) AS method, coalesce(nullif(f.name, ''), p.name) AS place,
           extra(f.access_time, f.modified_time, f.rank) AS extra
    FROM FAVORITES f LEFT JOIN PLACES p ON p.id = f.place_id
    """,
    words={"TYPES": SAVED_TYPES},
    skip={"p.latitude IS NULL": "its place is gone"},
)

parser(
    "apps.waze",
    title="Places in Waze, Android",
    variants=["user.db"],
    files=["*/com.waze/user.db", "*/com.waze/*/user.db"],
    queries=[PLACES, RECENTS, FAVORITES],
    about="Places searched for, driven to and saved in Waze. Times are UTC seconds. Nothing here is a position of "
    "the phone: a route that was asked for need not have been driven, and a label `Home` is what the user "
    "set.",
)
