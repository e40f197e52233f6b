"""`phonefx movement`: where the phones were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Examples:
  phonefx movement case
  phonefx movement case --stays --exhibit E1
  phonefx movement case --day 2026-03-02 --exhibit E1 --timezone Europe/Amsterdam
"""
COLUMNS = {
    "summary": {"EXHIBIT": "exhibit", "POSITIONS": "positions", "USED": "used", "STAYS": "stays", "TRIPS": "trips",
                "HOURS WITH DATA": "hours_with_data", "OF": "hours_spanned", "FIRST": "first_us", "LAST": "last_us"},
    "stays": {"NO": "id", "EXHIBIT": "exhibit", "ARRIVED": "arrived_us", "DEPARTED": "departed_us", "PLACE": "place",
              "RADIUS M": "radius_m", "FIXES": "fixes", "ITEMS FROM": "first_item", "NEAR": "near"},
    "trips": {"NO": "id", "EXHIBIT": "exhibit", "DEPARTED": "departed_us", "ARRIVED": "arrived_us", "FROM": "from_stay",
              "TO": "to_stay", "METRES": "distance_m", "FIXES": "fixes", "LONGEST GAP S": "longest_gap_s"},
    "places": {"EXHIBIT": "exhibit", "PLACE": "place", "STAYS": "stays", "DAYS": "days", "NIGHTS": "nights",
               "OF": "nights_known", "WORKDAYS": "workdays", "OF ": "workdays_known", "LABEL": "label"},
}  # fmt: skip


@click.command(epilog=EPILOG)
@CASE
@click.option("--exhibit", help="Only this phone.")
@click.option("--stays", "what", flag_value="stays", help="Each stay: place, arrival, departure, evidence.")
@click.option("--trips", "what", flag_value="trips", help="What lies between the stays.")
@click.option("--places", "what", flag_value="places", help="Regular places, with what was counted.")
@click.option("--day", metavar="DATE", help="The journey of one phone on one day.")
@click.option("--timezone", help="The zone of the day; default: the case's.")
@JSON
def command(folder: Path, exhibit: str | None, what: str | None, day: str | None, timezone: str | None,
            as_json: bool) -> None:  # fmt: skip
    """Show the movement of the phones of CASE, from positions of the devices alone. Times are UTC unless it says so."""
    from phonefx.case.known import require_known
    from phonefx.case.store import Case
    from phonefx.timeline import build, movement

    build.ready(folder)
    with Case.finished(folder) as case:
        require_known(case.db, exhibits=filter(None, [exhibit]))
        if day is not None:
            _day(case, exhibit, day, timezone or case.meta("timezone") or "UTC", as_json)
            return
        readers = {"stays": movement.stays, "trips": movement.trips, "places": movement.place_uses}
        read = readers.get(what or "", movement.movements)
        show(read(case.db, exhibit), as_json, COLUMNS[what or "summary"], "no positions of a device in this case")


def _day(case: Any, exhibit: str | None, day: str, zone: str, as_json: bool) -> None:  # noqa: ANN401 - Case is imported late
    from datetime import date

    from phonefx.errors import UsageError
    from phonefx.timeline import movement
    from phonefx.timeline.movement import Stay
    from phonefx.timeline.show import Zone

    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"{day} is no date (such as 2026-03-02)") from error
    if exhibit is None:
        raise UsageError("a day's journey is that of one phone: name it with --exhibit")
    clock = Zone(zone)
    seen = movement.journey(case.db, exhibit, wanted, zone)
    rows = [
        {
            "what": "stay" if isinstance(part, Stay) else "trip",
            "number": part.id,
            "from": clock.show(_second(part.arrived_us if isinstance(part, Stay) else part.departed_us)),
            "to": clock.show(_second(part.departed_us if isinstance(part, Stay) else part.arrived_us)),
            "where": part.near if isinstance(part, Stay) else f"{part.distance_m / 1000:.1f} km or more",
            "first_item": part.first_item,
            "last_item": part.last_item,
        }
        for part in seen.parts
    ]
    columns = {"": "what", "NO": "number", "FROM": "from", "TO": "to", "WHERE": "where", "ITEMS FROM": "first_item",
               "TO ": "last_item"}  # fmt: skip
    show(rows, as_json, columns, f"no stay or trip of {exhibit} on {day}")
    if not as_json:
        hours = (seen.to_us - seen.from_us) // 3_600_000_000
        click.echo(f"{seen.hours_with_data} of {hours} hours of the day have a position ({zone}).")


def _second(us: int) -> int:
    return us // 1_000_000 * 1_000_000
