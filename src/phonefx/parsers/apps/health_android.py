"""Health Connect and Google Fit on Android: exercises, their routes, sleep and steps."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

_MADE_BY: Final = """(SELECT coalesce(nullif(a.package_name, ''), a.app_name)
            FROM opt_table(application_info_table, row_id, package_name, app_name) a
            WHERE a.row_id = {0}.app_info_id)"""
_DEVICE: Final = """(SELECT nullif(trim(coalesce(d.manufacturer, '') || ' ' || coalesce(d.model, '')), '')
            FROM opt_table(device_info_table, row_id, manufacturer, model) d WHERE d.row_id = {0}.device_info_id)"""


def _session(table: str, category: str, subject: str) -> Query:
    """A table of intervals: who wrote the entry, and on what device it was recorded where that is stored."""
    return Query(
        Event,
        f"""
        SELECT r.row_id AS key, unix_ms(r.start_time) AS time, unix_ms(r.end_time) AS end, '{category}' AS category,
               {_MADE_BY.format("r")} AS app, {subject} AS subject,
               'recorded by ' || opt({_DEVICE.format("r")}) AS detail,
               extra(r.start_zone_offset, r.end_zone_offset, r.recording_method, r.last_modified_time, r.notes,
                     r.has_route, r.client_record_id) AS extra
        FROM {table} r
        """,
    )


EXERCISES = _session(
    "exercise_session_record_table", "exercise recorded",
    "coalesce(opt(nullif(r.title, '')), 'exercise of type ' || r.exercise_type)",
)  # fmt: skip
SLEEP = _session("sleep_session_record_table", "sleep recorded", "opt(nullif(r.title, ''))")
STEPS = _session("steps_record_table", "steps", "r.count || ' steps'")
ROUTES = Query(
    Location,
    f"""
    SELECT l.rowid AS key, unix_ms(l.timestamp_millis) AS time, l.latitude AS latitude, l.longitude AS longitude,
           CASE WHEN l.horizontal_accuracy >= 0 THEN l.horizontal_accuracy END AS accuracy_m,
           opt(CASE WHEN abs(l.altitude + 0.0) < 20000 THEN l.altitude END) AS altitude_m, 'synced' AS evidence_of,
           'route of an exercise' AS method,
           coalesce('recorded by ' || opt((SELECT {_DEVICE.format("r")} FROM exercise_session_record_table r
                                           WHERE r.row_id = l.parent_key)),
                    'not stored which device recorded it') AS whose,
           extra(l.parent_key, l.altitude, l.horizontal_accuracy, l.vertical_accuracy) AS extra
    FROM exercise_route_table l
    """,
)

parser(
    "apps.health_connect",
    title="Exercises, routes, sleep and steps, Health Connect",
    variants=["Android 14 and later"],
    files=["*/healthconnect.db", "*/health_connect_export.db"],
    queries=[EXERCISES, SLEEP, STEPS, ROUTES],
    about="What fitness apps and watches wrote to Android's common store (Android 14 and later), also from its export. "
    "Times are UTC milliseconds. The app that wrote an entry is named. A watch, or another phone of the account, may "
    "have recorded it: the device is named where it is stored. Kinds of exercise are shown as their numbers, since "
    "public tables of them differ.",
)

ACTIVITIES: Final = {
    0: "in a vehicle", 1: "cycling", 2: "on foot", 3: "still", 4: "not known", 7: "walking", 8: "running",
    72: "sleep", 109: "light sleep", 110: "deep sleep", 111: "REM sleep", 112: "awake during sleep",
}  # fmt: skip
SESSIONS = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_ms(s.start_time) AS time, unix_ms(s.end_time) AS end,
           'exercise or sleep recorded' AS category, s.app_package AS app,
           '' || code(s.activity, ACTIVITIES) AS subject,
           nullif(trim(coalesce(opt(s.name), '') || ' ' || coalesce(opt(s.description), '')), '') AS detail,
           extra(s.identifier, s.activity) AS extra
    FROM Sessions s
    """,
    words={"ACTIVITIES": ACTIVITIES},
)

parser(
    "apps.google_fit",
    title="Exercises and sleep in Google Fit, Android",
    variants=["Play services"],
    files=["*/com.google.android.{gms,apps.fitness}/databases/fitness.db{,.*}"],
    queries=[SESSIONS],
    about="Exercises and sleep that Google Fit kept, with the app that stated them. Times are UTC milliseconds. They "
    "may come from another device of the account. There is no position in this table; points of a track are kept in a "
    "layout that is not public.",
)
