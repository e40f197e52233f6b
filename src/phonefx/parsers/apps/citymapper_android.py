"""Citymapper on Android: places that were searched for or used, saved trips."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

PLACES = Query(
    Location,
    """
    SELECT h.rowid AS key, unix_any(h.date) AS time, h.lat AS latitude, h.lng AS longitude, 'searched' AS evidence_of,
           'role ' || coalesce(opt(h.role), 'not stated') AS method,
           coalesce(nullif(opt(h.name), ''), nullif(h.address, '')) AS place
    FROM locationhistoryentry h
    """,
)
HOMES = Query(
    Location,
    """
    SELECT s.rowid AS key, s.homeLat AS latitude, s.homeLng AS longitude, 'saved_place' AS evidence_of,
           'labelled Home' AS method
    FROM savedtripentry s
    """,
    skip={"s.homeLat IS NULL OR s.homeLng IS NULL": "no home in it"},
)
WORKS = Query(
    Location,
    """
    SELECT s.rowid AS key, s.workLat AS latitude, s.workLng AS longitude, 'saved_place' AS evidence_of,
           'labelled Work' AS method
    FROM savedtripentry s
    """,
    skip={"s.workLat IS NULL OR s.workLng IS NULL": "no place of work in it"},
)

parser(
    "apps.citymapper.android",
    title="Places in Citymapper, Android",
    variants=["Citymapper"],
    files=["*/com.citymapper.app.release/databases/citymapper.db"],
    queries=[PLACES, HOMES, WORKS],
    about="Places that were searched for, and places labelled Home or Work. Times are UTC, the unit told by size. "
    "Nothing here is a position of the phone.",
)
