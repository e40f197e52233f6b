"""SBB Mobile (Swiss railways) on Android: connections and places that were searched for, tickets and passes."""

import re
from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Search
from phonefx.times import wall_clock_us

PLACES: Final = {"a": "address", "p": "place of interest", "c": "position", "s": "station"}
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d)[-:](\d\d)")


def clock(text: str | None) -> int | None:
    """Read a time written as `2024-03-02 05-00` (or with colons); microseconds of that clock, None where it is none."""
    match = _DAY.match(text) if isinstance(text, str) else None
    return wall_clock_us(f"{match[1]} {match[2]}:{match[3]}:00") if match else None


SEARCHED = Query(
    Location,
    """
    SELECT p.rowid AS key, unix_ms(p.timestamp) AS time, p.latitude AS latitude, p.longitude AS longitude,
           CASE WHEN opt(p.favorite) THEN 'saved_place' ELSE 'searched' END AS evidence_of,
           code(opt(p.type), PLACES) AS method, p.title AS place
    FROM SearchedPlaces p
    """,
    words={"PLACES": PLACES},
)
CONNECTIONS = Query(
    Search,
    """
    SELECT h.rowid AS key, unix_ms(h.timestamp) AS time,
           'from ' || coalesce(h.departure, '?') || ' to ' || coalesce(h.target, '?') AS query, 'SBB Mobile' AS app,
           extra(h.departureType, h.targetType) AS extra
    FROM SearchHistory h
    """,
)
CONNECTION_PLACES = Query(
    Location,
    """
    SELECT h.rowid AS key, unix_ms(h.timestamp) AS time, h.latitude AS latitude, h.longitude AS longitude,
           'searched' AS evidence_of, 'kept with a search for a connection; which place of it is not stored' AS method,
           'from ' || coalesce(h.departure, '?') || ' to ' || coalesce(h.target, '?') AS place
    FROM SearchHistory h
    """,
    needs="h.latitude",
    only="h.latitude <> 0 AND h.longitude <> 0",
)
TICKETS = Query(
    Event,
    """
    SELECT t.rowid AS key, unix_us(clock(t.validFrom)) AS time, unix_us(clock(opt(t.validUntil))) AS end,
           'ticket, valid' AS category, 'SBB Mobile' AS app,
           trim(coalesce(opt(t.displayInfo_titleLine_firstSegment), '') || ' - ' ||
                coalesce(opt(t.displayInfo_titleLine_lastSegment), ''), ' -') AS subject,
           opt(t.displayInfo_ticketType) AS detail,
           extra(t.validFrom, t.validUntil, t.traveler, t.refundState, t.paymentMethodType, t.travelClass) AS extra
    FROM PurchasedTickets t
    """,
    basis="device",
)
PASSES = Query(
    Event,
    """
    SELECT c.rowid AS key, unix_us(clock(c.valid_from)) AS time, unix_us(clock(opt(c.valid_to))) AS end,
           'pass, valid' AS category, 'SBB Mobile' AS app, c.name AS subject, opt(c.type) AS detail,
           extra(c.valid_from, c.valid_to, c.contract_id, c.contract_state) AS extra
    FROM SwissPassTravelCards c
    """,
    basis="device",
)

parser(
    "apps.sbb.android",
    title="Connections, places and tickets in SBB Mobile, Android",
    variants=["SbbMobile.db"],
    files=["*/ch.sbb.mobile.*/databases/SbbMobile.db"],
    queries=[SEARCHED, CONNECTIONS, CONNECTION_PLACES, TICKETS, PASSES],
    functions={"clock": clock},
    about="Places and connections that were searched for (UTC milliseconds), and tickets and passes with the time they "
    "are valid, by the clock of the app, whose zone is not stored. A place or a station is what was asked for, and a "
    "ticket does not show that the journey was made: nothing here is a position of the phone.",
)
