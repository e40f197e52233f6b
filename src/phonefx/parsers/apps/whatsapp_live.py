"""WhatsApp on Android: live positions that were shared."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

POSITIONS = Query(
    Location,
    """
    SELECT l.rowid AS key, unix_ms(l.location_ts) AS time, l.latitude AS latitude, l.longitude AS longitude,
           nullif(opt(l.accuracy), 0) AS accuracy_m, opt(l.speed) AS speed_mps, opt(l.bearing) AS course_deg,
           'other_person' AS evidence_of, 'live position' AS method, l.jid AS whose
    FROM location_cache l
    """,
)
SHARED = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_ms(opt(s.expires)) AS end, 'live position shared' AS category, 'com.whatsapp' AS app,
           s.remote_jid AS subject, CASE s.from_me WHEN 1 THEN 'by the owner' WHEN 0 THEN 'by the other' END AS detail,
           extra(s.message_id, s.remote_resource) AS extra
    FROM location_sharer s
    """,
)

parser(
    "apps.whatsapp.android.live",
    title="WhatsApp live positions, Android",
    variants=["location.db"],
    files=["*/com.whatsapp{,.w4b}/databases/location.db"],
    queries=[POSITIONS, SHARED],
    about="Positions that people shared live, as last received, and who shares with whom. Times are UTC milliseconds. "
    "Each is the position of the device of the named account; that the account is the owner's own is not told here.",
)
