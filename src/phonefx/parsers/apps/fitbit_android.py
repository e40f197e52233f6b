"""Fitbit on Android: positions of recorded exercises."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

POINTS = Query(
    Location,
    """
    SELECT e.rowid AS key, unix_any(e.TIME) AS time, e.LATITUDE AS latitude, e.LONGITUDE AS longitude,
           opt(e.ACCURACY) AS accuracy_m, opt(e.ALTITUDE) AS altitude_m, opt(e.SPEED) AS speed_mps,
           'device_fix' AS evidence_of, 'recorded exercise' AS method, extra(e.SESSION_ID, e.LABEL) AS extra
    FROM EXERCISE_EVENT e
    """,
    skip={"coalesce(e.LATITUDE, 0) = 0 AND coalesce(e.LONGITUDE, 0) = 0": "an event without a position"},
)

parser(
    "apps.fitbit.android",
    title="Exercises in Fitbit, Android",
    variants=["exercise_db"],
    files=["*/com.fitbit.FitbitMobile/databases/exercise_db"],
    queries=[POINTS],
    about="Positions of exercises that the phone recorded for Fitbit. Times are UTC, the unit told by size.",
)
