"""Runkeeper on Android: tracks of the account."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

POINTS = Query(
    Location,
    """
    SELECT p.rowid AS key, unix_any(opt(p.time_at_point)) AS time, p.latitude AS latitude, p.longitude AS longitude,
           opt(p.accuracy) AS accuracy_m, opt(p.altitude) AS altitude_m, 'synced' AS evidence_of,
           CASE WHEN opt(p.time_at_point) IS NULL THEN 'recorded track; its points have no times'
           ELSE 'recorded track' END AS method, extra(p.trip_id) AS extra
    FROM points p
    """,
)
TRIPS = Query(
    Event,
    """
    SELECT t._id AS key, unix_any(t.start_date) AS time, 'exercise recorded' AS category, 'Runkeeper' AS app,
           opt(t.activity_type) AS subject, extra(t.distance, t.elapsed_time) AS extra
    FROM trips t
    """,
)

parser(
    "apps.runkeeper.android",
    title="Tracks in Runkeeper, Android",
    variants=["times of points", "time of the trip alone"],
    files=["*/com.fitnesskeeper.runkeeper.pro/databases/RunKeeper.sqlite"],
    queries=[POINTS, TRIPS],
    about="Tracks of the account. Nothing says whether this phone recorded one or another device of the account. A "
    "point without a time of its own has none here: the exercise, named by `trip_id`, has that of its start. Times are "
    "UTC, seconds or milliseconds told by their size.",
)
