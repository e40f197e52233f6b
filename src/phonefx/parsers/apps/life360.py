"""Life360: positions of the owner's device, saved places, messages with places."""

import json
from typing import Any

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Message

PLACES = Query(
    Location,
    """
    SELECT p.rowid AS key, p.latitude AS latitude, p.longitude AS longitude, p.radius AS accuracy_m,
           'saved_place' AS evidence_of, p.name AS place
    FROM places p
    """,
)
MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_s(m.created_at) AS time, 'Life360' AS service, m.content AS body,
           opt(m.sender_id) AS counterpart, opt(m.thread_id) AS thread, extra(m.deleted, m.location_name) AS extra
    FROM message m
    """,
)
SENT = Query(
    Location,
    """
    SELECT m.rowid AS key, unix_any(m.location_timestamp) AS time, m.location_latitude AS latitude,
           m.location_longitude AS longitude, 'other_person' AS evidence_of, opt(m.sender_id) AS whose,
           m.location_name AS place
    FROM message m
    """,
    needs="m.location_latitude",
    only="coalesce(m.has_location, 0) <> 0",
)
FIXES = Query(
    Location,
    """
    SELECT e.rowid AS key, unix_ms(fix(e.data, 'time')) AS time, fix(e.data, 'latitude') AS latitude,
           fix(e.data, 'longitude') AS longitude, fix(e.data, 'horizontalAccuracy') AS accuracy_m,
           fix(e.data, 'altitude') AS altitude_m, fix(e.data, 'speed') AS speed_mps,
           fix(e.data, 'course') AS course_deg,
           'device_fix' AS evidence_of, 'reported by the app' AS method
    FROM event e
    """,
    skip={"fix(e.data, 'latitude') IS NULL": "an event without a position"},
)
DRIVES = Query(
    Event,
    """
    SELECT d.rowid AS key, unix_ms(d.startTime) AS time, unix_ms(d.endTime) AS end, 'drive' AS category,
           'Life360' AS app, 'of ' || d.userId AS subject, 'top speed ' || d.topSpeed || ', distance ' || d.distance AS
           detail, extra(d.driveId, d.distractedCount, d.crashCount) AS extra
    FROM Drives d
    """,
)
DRIVEN = Query(
    Location,
    """
    SELECT w.rowid AS key, unix_ms(w.timestamp) AS time, w.lat AS latitude, w.lon AS longitude,
           opt(w.accuracy) AS accuracy_m, 'circle' AS evidence_of, 'point of a drive' AS method,
           opt((SELECT d.userId FROM Drives d WHERE d.driveId = w.driveId ORDER BY d.rowid LIMIT 1)) AS whose
    FROM DriveWaypoints w
    """,
)


def fix(text: str | None, name: str) -> float | None:
    """Give one number of the position in an event; None where it has none."""
    if not text or len(text) > 1_000_000 or "locationData" not in text:
        return None
    stored: Any = json.loads(text)
    place = stored.get("locationData") if isinstance(stored, dict) else None
    value = place.get(name) if isinstance(place, dict) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


parser(
    "apps.life360",
    title="Positions and places in Life360, Android",
    variants=["drives", "events", "messages", "places"],
    files=[
        "*/com.life360.android.safetymapd/databases/L360EventStore*.db",
        "*/com.life360.android.safetymapd/databases/L360LocalStoreRoomDatabase",
        "*/com.life360.android.safetymapd/databases/messaging.db",
        "*/com.life360.android.safetymapd/databases/DriveBladeDB",
    ],
    queries=[FIXES, PLACES, MESSAGES, SENT, DRIVES, DRIVEN],
    functions={"fix": fix},
    about="Positions of this device as the app reported them, saved places, and messages. Event times are UTC "
    "milliseconds, those of messages UTC seconds. Positions in messages belong to their senders. Drives may "
    "be those of another member of the circle: `whose` names the member, and which one is the owner is not stored "
    "here.",
)
