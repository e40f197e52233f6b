"""Runkeeper on Android: tracks that were recorded."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

POINTS = Query(
    Location,
    """
    SELECT p.rowid AS key,
           unix_any(coalesce(opt(p.time_at_point), opt((SELECT t.start_date FROM trips t WHERE t._id = p.trip_id)))) AS
           time, p.latitude AS latitude, p.longitude AS longitude, opt(p.accuracy) AS accuracy_m,
           opt(p.altitude) AS altitude_m, 'device_fix' AS evidence_of,
           CASE WHEN opt(p.time_at_point) IS NULL THEN 'recorded track; the time is that of its start'
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
    about="Tracks recorded by Runkeeper on this phone or synced from the account. Times are UTC, seconds or "
    "milliseconds told by their size.",
)
