"""Life360 since about 2022: fixes of this device, fences, and the people and devices of the circle."""

from phonefx.parsers.apps.lines import utc_text
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Location

FIXES = Query(
    Location,
    """
    SELECT l.rowid AS key, unix_ms(l.time) AS time, l.latitude AS latitude, l.longitude AS longitude,
           l.accuracy AS accuracy_m, opt(l.altitude) AS altitude_m, opt(l.speed) AS speed_mps,
           opt(nullif(l.bearing, 0)) AS course_deg, 'device_fix' AS evidence_of,
           coalesce(opt(l.provider) || ', ', '') || coalesce(opt(l.type), 'kind not stated') AS method,
           extra(l.type, l.lmode, l.userActivity, l.bearing, l.batteryLevel, l.batteryCharging, l.wifiConnected) AS
           extra
    FROM location l
    """,
)
FENCES = Query(
    Location,
    """
    SELECT g.rowid AS key, g.placeLatitude AS latitude, g.placeLongitude AS longitude,
           coalesce(opt(g.placeRadius), opt(g.radius)) AS accuracy_m, 'saved_place' AS evidence_of,
           'fence around a place' AS method, extra(g.id, g.placeId, g.type, g.radius, g.endTime) AS extra
    FROM geofence g
    """,
)
MEMBERS = Query(
    Contact,
    """
    SELECT m.rowid AS key, unix_ms(opt(m.last_updated)) AS time, unix_s(opt(m.created_at)) AS created,
           nullif(trim(coalesce(m.first_name, '') || ' ' || coalesce(m.last_name, '')), '') AS name,
           'Life360' AS account, 'member of a circle' AS role, m.id AS guid,
           extra(m.circle_id, m.is_admin, m.created_at) AS extra
    FROM members m
    """,
)


def _point(column: str, kind: str) -> Query:
    return Query(
        ContactPoint,
        f"SELECT m.rowid AS key, m.rowid AS owner, '{kind}' AS type, m.{column} AS value FROM members m",
        of=MEMBERS,
        needs=f"m.{column}",
        only=f"coalesce(m.{column}, '') <> ''",
    )


LAST = Query(
    Location,
    """
    SELECT d.rowid AS key, unix_us(utc_text(d.last_observed)) AS time, d.latitude AS latitude,
           d.longitude AS longitude, d.accuracy AS accuracy_m, opt(d.speed) AS speed_mps, 'circle' AS evidence_of,
           'last position of a device of the circle'
           || coalesce(', ' || opt((SELECT e.name FROM devices e WHERE e.device_id = d.device_id LIMIT 1)), '') AS
           method,
           coalesce(nullif(opt((SELECT trim(coalesce(m.first_name, '') || ' ' || coalesce(m.last_name, ''))
                                FROM members m WHERE m.id = d.default_member_id LIMIT 1)), ''),
                    opt(d.default_member_id)) AS whose,
           extra(d.last_observed, d.first_observed, d.last_updated, d.device_id, d.circle_id, d.in_transit,
                 d.user_activity, d.location_source) AS extra
    FROM device_locations d
    """,
)

parser(
    "apps.life360.stores",
    title="Positions, members and devices, Life360 (newer stores)",
    variants=["fixes and fences", "members and devices"],
    files=[
        "*/com.life360.android.safetymapd/databases/L360LocationLocalStoreRoomDatabase",
        "*/com.life360.android.safetymapd/databases/MembersEngineRoomDatabase",
    ],
    queries=[FIXES, FENCES, MEMBERS, _point("login_email", "email"), _point("login_phone", "phone"), LAST],
    functions={"utc_text": utc_text},
    about="The last hours of fixes that the app took on this device (raw, filtered and sent ones stand side by side), "
    "fences around saved places, and the people of the circle with the last position of their devices. Times are UTC "
    "milliseconds, of the circle's devices UTC text. Which member owns this phone is not stored in the table of "
    "devices: such a position may be of the owner or of someone else.",
)
