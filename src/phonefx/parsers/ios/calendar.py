"""The calendar and reminders of iOS."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import CalendarEntry, Location, Recipient

ENTRY = """
    SELECT i.ROWID                     AS key,
           cocoa_s(i.start_date)       AS time,
           cocoa_s(i.end_date)         AS end,
           cocoa_s(opt(i.creation_date)) AS created,
           i.summary                   AS title,
           opt((SELECT coalesce(l.title, '') || coalesce(', ' || l.address, '') FROM Location l
                WHERE l.ROWID = i.location_id)) AS place,
           opt(i.description)          AS description,
           coalesce(opt((SELECT coalesce(p.email, p.phone_number) FROM Participant p WHERE p.ROWID = i.organizer_id)),
                    opt((SELECT d.address FROM Participant p JOIN Identity d ON d.rowid = p.identity_id
                         WHERE p.ROWID = i.organizer_id))) AS organiser,
           opt((SELECT c.title FROM Calendar c WHERE c.ROWID = i.calendar_id)) AS calendar,
           opt(nullif(i.start_tz, '_float')) AS zone,
           extra(i.all_day, i.start_tz, i.entity_type, i.status, i.url, i.conference_url, i.last_modified, i.hidden,
                 i.has_attendees, i.birthday_id, i.due_date, i.completion_date, i.UUID) AS extra
    FROM CalendarItem i
"""
WITHOUT_ZONE = ("i.all_day = 1", "i.start_tz = '_float'")
WALL_CLOCK = " OR ".join(f"opt({condition})" for condition in WITHOUT_ZONE)
ITEMS = Query(CalendarEntry, ENTRY, skip={WALL_CLOCK: "of a whole day or without a zone, and read as wall clock"})
FLOATING = Query(CalendarEntry, ENTRY, only=WALL_CLOCK, basis="device")
MEMBER = """
    SELECT p.ROWID AS key, p.owner_id AS owner,
           coalesce(opt(p.email), opt(p.phone_number),
                    opt((SELECT d.address FROM Identity d WHERE d.rowid = p.identity_id))) AS address,
           opt((SELECT d.display_name FROM Identity d WHERE d.rowid = p.identity_id)) AS name,
           'member' AS role,
           extra(p.entity_type, p.status, p.role, p.is_self, p.comment) AS extra
    FROM Participant p
"""
OF_FLOATING = " OR ".join(
    f"opt(p.owner_id IN (SELECT i.ROWID FROM CalendarItem i WHERE {condition}))" for condition in WITHOUT_ZONE
)
PEOPLE = Query(Recipient, MEMBER, of=ITEMS, skip={OF_FLOATING: "of an entry of a whole day, and read with it"})
PEOPLE_FLOATING = Query(Recipient, MEMBER, of=FLOATING, only=OF_FLOATING, basis="device")
PLACES = Query(
    Location,
    """
    SELECT l.ROWID AS key,
           cocoa_s(opt((SELECT i.start_date FROM CalendarItem i WHERE i.location_id = l.ROWID
                        ORDER BY i.ROWID LIMIT 1)))
                                   AS time,
           l.latitude AS latitude, l.longitude AS longitude, 'saved_place' AS evidence_of,
           'place of a calendar entry' AS method,
           coalesce(l.title, '') || coalesce(', ' || l.address, '') AS place
    FROM Location l
    """,
    skip={"coalesce(l.latitude, 0) = 0 AND coalesce(l.longitude, 0) = 0": "no position stored"},
)

parser(
    "ios.calendar",
    title="Calendar, iOS",
    files=["*/Calendar.sqlitedb"],
    queries=[ITEMS, FLOATING, PEOPLE, PEOPLE_FLOATING, PLACES],
    about="Entries of the calendar (and reminders, up to iOS 12), iOS 5 to 18, with whom and where they were meant "
    "to be. Times are UTC seconds since 2001; entries of a whole day, and those without a zone (`_float`), "
    "are wall clock times stored as if they were UTC, and read as such.",
    tested={"ios_backup_mvt": 1, "ios_synthetic_fs": 6},
)
