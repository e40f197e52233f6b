"""Entries of Google's calendar app, which it keeps beside those of the system."""

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import CalendarEntry


def entry(stored: bytes | None, *path: int) -> str | int | None:
    """Give the field at that path of a stored entry: a number, or a text."""
    message = Protobuf(stored) if isinstance(stored, bytes) else Protobuf(b"")
    *parts, last = path
    inner = message.message(*parts) if parts else message
    number = inner.integer(last)
    return inner.text(last) if number is None else number


ENTRIES = Query(
    CalendarEntry,
    """
    SELECT e.rowid AS key, unix_any(entry(e.Proto, 36, 1)) AS time, unix_any(entry(e.Proto, 37, 1)) AS end,
           unix_any(entry(e.Proto, 4)) AS created, entry(e.Proto, 6) AS title, entry(e.Proto, 7) AS description,
           coalesce(entry(e.Proto, 10, 2), entry(e.Proto, 35, 2), opt(a.PlatformAccountName)) AS calendar,
           json_object('uid', entry(e.Proto, 19), 'changed', entry(e.Proto, 5), 'id', opt(e.EventId),
                       'to be removed', opt(e.ToBeRemoved), 'type', opt(e.EventType), 'first day', opt(e.StartDayUtc),
                       'account', opt(a.PlatformAccountName)) AS extra
    FROM Events e LEFT JOIN opt_table(Accounts, AccountId, PlatformAccountName) a ON a.AccountId = e.AccountId
    """,
)

parser(
    "android.calendar.google",
    title="Calendar of Google's app, Android",
    variants=["cal_v2a"],
    files=["*/com.google.android.calendar/databases/cal_v2a"],
    queries=[ENTRIES],
    functions={"entry": entry},
    about="Entries that Google's calendar app keeps of its own, also of calendars that the system's store lacks. Times "
    "are UTC, the unit told by size. The encoding is not public: title, description, calendar, beginning and end are "
    "read as published research found them, the place and the guests are not.",
)
