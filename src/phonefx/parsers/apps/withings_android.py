"""Withings (Health Mate) on Android: exercises and nights, positions of exercises, and the people of the account."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Event, Location

_APP: Final = "*/com.withings.wiscale2/databases"

POINTS = Query(
    Location,
    """
    SELECT w.rowid AS key, unix_ms(w.date) AS time, w.latitude AS latitude, w.longitude AS longitude,
           coalesce(opt(w.horizontalAccuracy), opt(w.accuracy)) AS accuracy_m, opt(w.altitude) AS altitude_m,
           opt(w.speed) AS speed_mps, 'synced' AS evidence_of, 'recorded exercise' AS method,
           extra(w.userId, w.deviceId, w.synced, w.verticalAccuracy, w.speedAccuracy, w.course, w.courseAccuracy) AS
           extra
    FROM WorkoutLocation w
    """,
)
TRACKS = Query(
    Event,
    """
    SELECT t.rowid AS key, unix_ms(t.startDate) AS time, unix_ms(t.endDate) AS end,
           CASE opt(t.deleted) WHEN 1 THEN 'exercise or sleep recorded, marked as deleted'
           ELSE 'exercise or sleep recorded' END AS category, 'Withings' AS app,
           'category ' || opt(t.category) AS subject, opt(nullif(t.note, '')) AS detail,
           extra(t.userId, t.deviceId, t.deviceModel, t.deviceType, t.timeZone, t.category, t.modifiedDate, t.deleted,
                 t.inProgress, t.dataJson) AS extra
    FROM Track t
    """,
)
_ENDS: Final = """
    SELECT t.rowid AS key, unix_ms(t.{time}) AS time, t.{which}Latitude AS latitude, t.{which}Longitude AS longitude,
           'synced' AS evidence_of, '{which} of an exercise' AS method, extra(t.userId, t.deviceId) AS extra
    FROM Track t
    """
STARTS, ENDS = (
    Query(
        Location,
        _ENDS.format(time=time, which=which),
        needs=f"t.{which}Latitude",
        only=f"t.{which}Latitude IS NOT NULL AND t.{which}Longitude IS NOT NULL",
    )
    for time, which in (("startDate", "start"), ("endDate", "end"))
)
PEOPLE = Query(
    Contact,
    """
    SELECT u.id AS key, unix_ms(opt(u.modifieddate)) AS time, unix_ms(opt(u.creationdate)) AS created,
           nullif(trim(coalesce(u.firstname, '') || ' ' || coalesce(u.lastname, '')), '') AS name,
           opt(nullif(u.shortname, '')) AS nickname, 'Withings' AS account, opt(nullif(u.email, '')) AS note
    FROM users u
    """,
)

parser(
    "apps.withings.android",
    title="Exercises, nights and positions in Withings, Android",
    variants=["room-healthmate", "room-healthmate, older"],
    files=[f"{_APP}/room-healthmate", f"{_APP}/room-healthmate.db"],
    queries=[POINTS, TRACKS, STARTS, ENDS],
    about="Exercises and nights that a watch, a mat or the phone recorded, and positions during exercises. Times are "
    "UTC milliseconds. The app exchanges positions with the service of the maker, so that another phone of the account "
    "may have recorded them. What the numbers of categories and devices stand for is not documented: they are shown as "
    "they are.",
)
parser(
    "apps.withings.people",
    title="People of the account of Withings, Android",
    variants=["Withings-WiScale"],
    files=[f"{_APP}/Withings-WiScale"],
    queries=[PEOPLE],
    about="The people who use the scales and watches of the account: the owner and members of the household. Times are "
    "UTC milliseconds. Measurements of the body are not read.",
)
