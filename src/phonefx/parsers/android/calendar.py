"""The Android calendar."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import CalendarEntry, DeviceFact, Recipient

EVENTS = Query(
    CalendarEntry,
    """
    SELECT e._id                        AS key,
           unix_ms(e.dtstart)           AS time,
           unix_ms(e.dtend)             AS end,
           e.title                      AS title,
           nullif(e.eventLocation, '')  AS place,
           nullif(e.description, '')    AS description,
           opt(e.organizer)             AS organiser,
           opt(c.calendar_displayName)  AS calendar,
           e.eventTimezone              AS zone,
           extra(e.allDay, e.rrule, e.rdate, e.duration, e.lastDate, e.deleted, e.eventStatus, e.original_id, e.exdate,
                 e.uid2445, e.customAppPackage, e.latitude, e.longitude, c.account_name, c.account_type, c.ownerAccount,
                 e.facebook_event_type, e.phone_number) AS extra
    FROM Events e LEFT JOIN Calendars c ON c._id = e.calendar_id
    """,
)
ATTENDEES = Query(
    Recipient,
    """
    SELECT a._id AS key, a.event_id AS owner, a.attendeeEmail AS address, nullif(a.attendeeName, '') AS name,
           'member' AS role, extra(a.attendeeStatus, a.attendeeRelationship, a.attendeeType) AS extra
    FROM Attendees a
    """,
    of=EVENTS,
)

ZONE = Query(
    DeviceFact,
    """
    SELECT c._id AS key, 'time zone' AS name, c.value AS value FROM CalendarCache c
    """,
    skip={
        "c.key <> 'timezoneInstances'": "a setting that names no zone of the phone",
        "NOT EXISTS (SELECT 1 FROM CalendarCache t WHERE t.key = 'timezoneType' AND t.value = 'auto')":
            "a zone that the user chose for the calendar alone",
    },
)  # fmt: skip

parser(
    "android.calendar",
    title="Calendar, Android",
    variants=["Android 11 (version 601)", "Android 4 and later, a zone of its own"],
    files=["*/com.{android,samsung.android}.providers.calendar/databases/calendar.db"],
    queries=[EVENTS, ATTENDEES, ZONE],
    about="Entries of the calendar, Android 4 to 16. Times are UTC milliseconds; an entry of a whole day (`allDay` "
    "in the further values) begins at midnight UTC and means the date, not the instant. A place is what was "
    "typed: planned, not visited. Entries with `deleted` 1 wait for the next sync. The zone is the "
    "phone's when the provider last computed its entries; it carries no time.",
    tested={"android14_emulator_ffs": 1, "android_samsung_dfrws2021": 2},
)
