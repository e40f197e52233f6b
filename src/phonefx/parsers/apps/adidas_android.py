"""Adidas Running (Runtastic) on Android: exercises and their tracks."""

from phonefx.parsers.apps.lines import line
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

EXERCISES = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_ms(s.startTime) AS time, unix_ms(opt(s.endTime)) AS end,
           'exercise recorded' AS category, 'Adidas Running' AS app,
           opt(nullif(s.note, '')) AS subject, opt(s.distance) || ' m' AS detail,
           extra(s.sampleId, s.userId, s.runtime, s.maxSpeed, s.calories, s.temperature, s.maxPulse, s.avgPulse,
                 s.maxElevation, s.minElevation, s.humidity) AS extra
    FROM session s
    """,
)
TRACKS = Query(
    Location,
    """
    SELECT s.rowid AS key, unix_ms(s.startTime) AS time, unix_ms(opt(s.endTime)) AS end,
           json_extract(p.value, '$[0]') AS latitude, json_extract(p.value, '$[1]') AS longitude,
           'synced' AS evidence_of,
           'point ' || (p.key + 1) || ' of the track of an exercise; the time is that of the whole exercise' AS method,
           extra(s.sampleId) AS extra
    FROM session s JOIN json_each(line(s.encodedTrace)) p
    """,
    unfolds=True,
)

parser(
    "apps.adidas.android",
    title="Exercises and tracks in Adidas Running, Android",
    variants=["Adidas Running"],
    files=["*/com.runtastic.android/databases/db"],
    queries=[EXERCISES, TRACKS],
    functions={"line": line},
    about="Exercises of the account and the line that was run. Times are UTC milliseconds, from start to end of the "
    "exercise: the points have no times of their own. An exercise may have been recorded by another phone or a watch "
    "of the account. A temperature of -300, heights of -32768 and 32767 and a humidity of -1 stand for none.",
)
