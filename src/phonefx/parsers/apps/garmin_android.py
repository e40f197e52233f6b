"""Garmin Connect on Android: exercises that a watch recorded, where they began and ended, and their tracks."""

from typing import Final

from phonefx.parsers.apps.lines import answer, line, utc_text
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

_APP: Final = "'Garmin Connect'"
_STARTED: Final = "'start of an exercise'"
_BEGAN: Final = """unix_us(utc_text((SELECT d.startTimeGMT FROM opt_table(activity_details, activityId, startTimeGMT) d
            WHERE d.activityId = l.activityId)))"""


DETAILS = Query(
    Event,
    f"""
    SELECT d.rowid AS key, unix_us(utc_text(d.startTimeGMT)) AS time, 'exercise recorded' AS category, {_APP} AS app,
           d.activityTypeKey AS subject, nullif(d.activityName, '') AS detail,
           extra(d.startTimeGMT, d.activityId, d.distance, d.duration, d.movingDuration, d.averageSpeed, d.maxSpeed,
                 d.steps, d.calories, d.averageHR, d.maxHR, d.ownerId, d.lastUpdated) AS extra
    FROM activity_details d
    """,
)
DETAIL_STARTS = Query(
    Location,
    f"""
    SELECT d.rowid AS key, unix_us(utc_text(d.startTimeGMT)) AS time, d.startLatitude AS latitude,
           d.startLongitude AS longitude, 'synced' AS evidence_of, {_STARTED} AS method,
           extra(d.startTimeGMT, d.activityId) AS extra
    FROM activity_details d
    """,
    needs="d.startLatitude",
    only="d.startLatitude IS NOT NULL AND d.startLongitude IS NOT NULL",
)
TRACKS = Query(
    Location,
    f"""
    SELECT l.rowid AS key, {_BEGAN} AS time, json_extract(p.value, '$[0]') AS latitude,
           json_extract(p.value, '$[1]') AS longitude, 'synced' AS evidence_of,
           'point ' || (p.key + 1) || ' of the track of an exercise; the time is that of its start' AS method,
           extra(l.activityId) AS extra
    FROM activity_polyline l JOIN json_each(line(l.encodedSamples)) p
    """,
    unfolds=True,
)
CACHED = Query(
    Event,
    f"""
    SELECT j.rowid AS key, unix_us(utc_text(answer(j.cached_val, 'startTimeGMT'))) AS time,
           'exercise recorded' AS category,
           {_APP} AS app, answer(j.cached_val, 'typeKey') AS subject, answer(j.cached_val, 'activityName') AS detail,
           extra(j.concept_id, j.data_type, j.saved_timestamp) AS extra
    FROM json_activities j
    """,
    skip={"answer(j.cached_val, 'startTimeGMT') IS NULL": "an answer that is no exercise"},
)
CACHED_ENDS = Query(
    Location,
    f"""
    SELECT j.rowid AS key, unix_us(utc_text(answer(j.cached_val, 'startTimeGMT'))) AS time,
           answer(j.cached_val, e.value || 'Latitude') AS latitude,
           answer(j.cached_val, e.value || 'Longitude') AS longitude,
           'synced' AS evidence_of,
           CASE e.value WHEN 'end' THEN 'end of an exercise; the time is that of its start' ELSE {_STARTED} END AS
           method, extra(j.concept_id) AS extra
    FROM json_activities j JOIN json_each(json_array('start', 'end')) e
    """,
    unfolds=True,
    only="answer(j.cached_val, e.value || 'Latitude') IS NOT NULL",
)

parser(
    "apps.garmin.android",
    title="Exercises and tracks in Garmin Connect, Android",
    variants=["cache-database", "gcm_cache.db"],
    files=["*/com.garmin.android.apps.connectmobile/databases/{cache-database,gcm_cache.db}"],
    queries=[DETAILS, DETAIL_STARTS, TRACKS, CACHED, CACHED_ENDS],
    functions={"line": line, "utc_text": utc_text, "answer": answer},
    about="Exercises of the account with where they began and ended and their tracks, from the older cache and from "
    "the answers of the service that newer versions keep. Times are UTC, stored as text, and those of the start: the "
    "points of a track have none of their own. A watch recorded them: where it was, the phone need not have been.",
)
