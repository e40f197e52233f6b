"""Routes of workouts in Health."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

ORIGIN = """opt((SELECT p.origin_product_type FROM data_series s JOIN objects o ON o.data_id = s.data_id
    JOIN data_provenances p ON p.ROWID = o.provenance WHERE s.hfd_key = l.series_identifier LIMIT 1))"""
POINTS = Query(
    Location,
    f"""
    SELECT l.rowid AS key, cocoa_s(l.timestamp) AS time, l.latitude AS latitude, l.longitude AS longitude,
           CASE WHEN l.horizontal_accuracy >= 0 THEN l.horizontal_accuracy END AS accuracy_m,
           l.altitude AS altitude_m,
           CASE WHEN l.speed >= 0 THEN l.speed END AS speed_mps,
           CASE WHEN l.course >= 0 THEN l.course END AS course_deg,
           CASE WHEN {ORIGIN} LIKE 'iPhone%' THEN 'synced' ELSE 'device_estimate' END AS evidence_of,
           'route of a workout' AS method,
           coalesce('recorded by ' || {ORIGIN}, 'not stored which device recorded it') AS whose,
           extra(l.series_identifier, l.vertical_accuracy, l.speed_accuracy, l.course_accuracy) AS extra
    FROM location_series_data l
    """,
)
WEATHER = Query(
    Location,
    """
    SELECT v.ROWID AS key,
           cocoa_s(opt((SELECT s.start_date FROM samples s WHERE s.data_id = v.object_id))) AS time,
           v.numerical_value AS latitude, o.longitude AS longitude, 'device_estimate' AS evidence_of,
           'where the weather of a workout was looked up' AS method, extra(v.object_id) AS extra
    FROM metadata_values v
    JOIN (SELECT ROWID AS id, key AS name FROM metadata_keys) k ON k.id = v.key_id
     AND k.name = '_HKPrivateWorkoutWeatherLocationCoordinatesLatitude'
    JOIN (SELECT w.object_id AS object, w.numerical_value AS longitude FROM metadata_values w
          JOIN metadata_keys q ON q.ROWID = w.key_id
           AND q.key = '_HKPrivateWorkoutWeatherLocationCoordinatesLongitude') o ON o.object = v.object_id
    """,
    unfolds=True,
)
WORKOUTS = Query(
    Event,
    """
    SELECT w.ROWID AS key, cocoa_s(w.start_date) AS time, cocoa_s(w.end_date) AS end, 'workout' AS category,
           'com.apple.Health' AS app,
           CASE w.activity_type WHEN 13 THEN 'cycling' WHEN 24 THEN 'hiking' WHEN 37 THEN 'running'
                WHEN 52 THEN 'walking' ELSE 'activity ' || w.activity_type END AS subject,
           extra(w.duration, w.location_type, w.owner_id) AS extra
    FROM workout_activities w
    """,
)
OLD_WORKOUTS = Query(
    Event,
    """
    SELECT w.data_id AS key,
           cocoa_s(opt((SELECT s.start_date FROM samples s WHERE s.data_id = w.data_id))) AS time,
           cocoa_s(opt((SELECT s.end_date FROM samples s WHERE s.data_id = w.data_id))) AS end,
           'workout' AS category, 'com.apple.Health' AS app,
           CASE w.activity_type WHEN 13 THEN 'cycling' WHEN 24 THEN 'hiking' WHEN 37 THEN 'running'
                WHEN 52 THEN 'walking' ELSE 'activity ' || w.activity_type END AS subject,
           extra(w.total_distance, w.duration) AS extra
    FROM workouts w
    """,
    needs="w.activity_type",
)

parser(
    "ios.health",
    title="Workouts and their routes (Health), iOS",
    files=["*/Health/healthdb_secure.sqlite"],
    queries=[POINTS, WEATHER, WORKOUTS, OLD_WORKOUTS],
    about="Routes of workouts as a phone or watch recorded them, iOS 11 to 18, smoothed; a watch may have been worn "
    "without the phone. Times are UTC seconds since 2001.",
    variants=["iOS 14", "iOS 15, weather", "iOS 16"],
)
