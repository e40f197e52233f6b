"""Booking.com on Android: stays that were booked, and notices of the app."""

import json
import re
from typing import Any, Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.parsers.values import stated
from phonefx.records import CalendarEntry, Event

_REFERENCE: Final = re.compile(r"ApolloCacheReference\{(.*)\}", re.DOTALL)


def member(text: str | None, name: str) -> str | int | float | None:
    """Give a member of a JSON object, of a reference to another record that record's key, inner objects as JSON."""
    if not isinstance(text, str) or not text.startswith("{") or not text.rstrip().endswith("}"):
        return None
    stored: Any = json.loads(text)
    found = stored.get(name) if isinstance(stored, dict) else None
    if isinstance(found, dict | list):
        return json.dumps(found, ensure_ascii=False)
    if isinstance(found, str) and (match := _REFERENCE.fullmatch(found)):
        return match[1]
    return int(found) if isinstance(found, bool) else found


def instant(text: str | float | None) -> int | None:
    """Read a time with an offset; microseconds, None where it is none."""
    found = stated(text) if isinstance(text, str) else None
    return found.us if found and found.basis == "utc" else None


def _of(record: str, name: str) -> str:
    """The record that a member is or refers to."""
    found = f"member({record}, '{name}')"
    return f"coalesce((SELECT x.record FROM records x WHERE x.key = {found}), {found})"


_PROPERTY: Final = _of("r.record", "property")
_STAY: Final = _of("r.record", "reservation")
_ADDRESS: Final = f"""nullif(trim(coalesce(member({_of(_PROPERTY, "hotelName")}, 'translation') || ', ', '') ||
           coalesce(member({_of(_PROPERTY, "hotelAddress")}, 'rawValue') || ', ', '') ||
           coalesce(member({_of(_PROPERTY, "hotelCity")}, 'rawValue') || ', ', '') ||
           coalesce(member({_of(_PROPERTY, "country")}, 'translation'), ''), ', '), '')"""
_BOOKED: Final = "r.key LIKE 'postBookingReservationQuery(%)' AND instr(substr(r.key, 1, length(r.key) - 1), ')') = 0"
_DETAILS: Final = (
    "r.key LIKE 'accommodationDetailsQueries.accommodationDetails(%)'"
    " AND instr(substr(r.key, 1, length(r.key) - 1), ')') = 0"
)

BOOKED = Query(
    CalendarEntry,
    f"""
    SELECT r.rowid AS key, unix_s(member({_of("r.record", "reservationCheckinDate")}, 'rawDate')) AS time,
           unix_s(member({_of("r.record", "reservationCheckoutDate")}, 'rawDate')) AS end, 'stay booked' AS title,
           {_ADDRESS} AS place,
           'status ' || coalesce(member(r.record, 'reservationStatus'), 'not stored') AS description,
           'Booking.com' AS calendar, member({_PROPERTY}, 'hotelTimezone') AS zone, extra(r.key) AS extra
    FROM records r
    """,
    skip={
        f"NOT ({_BOOKED} OR {_DETAILS})": "a part of a booking, or of another kind",
        _DETAILS: "details of a stay, which another query reads",
    },
)
DETAILS = Query(
    CalendarEntry,
    f"""
    SELECT r.rowid AS key, unix_us(instant(member({_STAY}, 'startDateTime'))) AS time,
           unix_us(instant(member({_STAY}, 'endDateTime'))) AS end, 'stay booked' AS title,
           member({_of(_STAY, "property")}, 'name') AS place,
           'status ' || coalesce(member({_STAY}, 'reservationStatus'), 'not stored') AS description,
           'Booking.com' AS calendar, extra(r.key) AS extra
    FROM records r
    """,
    only=_DETAILS,
)
NOTICES = Query(
    Event,
    """
    SELECT n.rowid AS key, unix_s(n.time_epoch) AS time, 'notice of the app' AS category, 'Booking.com' AS app,
           n.title AS subject, n.body AS detail, extra(n.is_viewed, n.is_clicked, n.is_deleted, n.args_json) AS extra
    FROM notification n
    """,
)

parser(
    "apps.booking.android",
    title="Stays booked with Booking.com, Android",
    variants=["booking", "details of a stay", "notices"],
    files=["*/com.booking/databases/{post_booking_reservation_cache,notifications.db}"],
    queries=[BOOKED, DETAILS, NOTICES],
    functions={"member": member, "instant": instant},
    about="Stays that were booked, with name and address of the house, and notices of the app. Times are UTC: the "
    "midnight at the house on which the stay begins and ends, or the hours that it states. A booking is a plan: that "
    "somebody stayed there it does not show, and it may be for others. The address is text, without coordinates. The "
    "number of the booking is part of the record's key.",
)
