"""Pumatrac on Android: exercises, their tracks, and the account."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Event, Location

EXERCISES = Query(
    Event,
    """
    SELECT e.rowid AS key, unix_ms(e.startTime) AS time, unix_ms(opt(e.endTime)) AS end,
           'exercise recorded' AS category, 'Pumatrac' AS app, opt(e.runLocationType) AS subject,
           nullif(trim(coalesce(opt(e.city), '') || ', ' || coalesce(opt(e.country), ''), ', '), '') AS detail,
           extra(e.id, e.duration, e.distance, e.calories, e.score, e.maxSpeed, e.meanSpeed, e.maxAltitude,
                 e.meanAltitude) AS extra
    FROM completed_exercises e
    """,
)
POINTS = Query(
    Location,
    """
    SELECT p.rowid AS key, unix_ms(p.timestamp) AS time, p.lat AS latitude, p.lng AS longitude,
           'synced' AS evidence_of, 'recorded track' AS method, extra(p.completedExerciseId) AS extra
    FROM positions p
    """,
)
USERS = Query(
    Account,
    """
    SELECT u.rowid AS key, 'Pumatrac' AS service, u.email AS identifier, u.name AS name,
           extra(u.id, u.country, u.location) AS extra
    FROM users u
    """,
)

parser(
    "apps.puma.android",
    title="Exercises and tracks in Pumatrac, Android",
    variants=["pumatrac-db"],
    files=["*/com.pumapumatrac/databases/pumatrac-db"],
    queries=[EXERCISES, POINTS, USERS],
    about="Exercises of the account, their tracks, and whose account it is. Times are UTC milliseconds. Nothing says "
    "whether this phone recorded an exercise. Durations, distances and speeds are kept as stored, since their units "
    "are not documented.",
)
