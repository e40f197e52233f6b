"""AllTrails on Android: tracks of the account."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

POINTS = Query(
    Location,
    """
    SELECT t.rowid AS key, unix_ms(t.time) AS time, t.lat / 1e6 AS latitude, t.lon / 1e6 AS longitude,
           opt(t.accuracy) AS accuracy_m, opt(t.speed) AS speed_mps, 'synced' AS evidence_of,
           'recorded track' AS method, extra(t.lat, t.lon) AS extra
    FROM trackpoints t
    """,
    skip={"coalesce(t.lat, 0) = 0 AND coalesce(t.lon, 0) = 0": "a point without a position"},
)

parser(
    "apps.alltrails.android",
    title="Tracks in AllTrails, Android",
    variants=["AllTrails"],
    files=["*/com.alltrails.alltrails/databases/alltrails"],
    queries=[POINTS],
    about="Tracks recorded in AllTrails, in millionths of a degree. Times are UTC milliseconds. Nothing says whether "
    "this phone recorded a track or another device of the account.",
)
