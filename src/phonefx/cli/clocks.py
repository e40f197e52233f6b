"""`phonefx clocks`: the zones and clocks of the phones."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Example:
  phonefx clocks case
"""


@click.command(epilog=EPILOG)
@CASE
@click.option("--events", "what", flag_value="events", help="Starts of the phones and changes of their clocks.")
@click.option("--placed", "what", flag_value="placed", help="Items whose own time needs a zone, with their bounds.")
@click.option("--offsets", "what", flag_value="offsets", help="The phone's clock against message stamps, by week.")
@JSON
def command(folder: Path, what: str | None, as_json: bool) -> None:
    """Show the time zones that the phones of CASE were set to, from when to when, and what says so."""
    from phonefx.case.store import Case
    from phonefx.timeline import build, clocks, tables

    build.complete(folder)
    with Case.finished(folder) as case:
        if what == "events":
            columns = {"ITEM": "item", "EXHIBIT": "exhibit", "TIME": "us", "WHAT": "what"}
            rows = ({"time_us": row.us, "item": row.item, "exhibit": row.exhibit, "what": row.what}
                    for row in tables.read(case.db, clocks.ClockEvent))  # fmt: skip
            show(rows, as_json, columns | {"TIME": "time_us"}, "no start or clock change is recorded")
        elif what == "placed":
            columns = {"ITEM": "item", "EARLIEST": "early_us", "LATEST": "late_us", "ZONE": "zone", "REASON": "reason"}
            show(tables.read(case.db, clocks.PlacedTime), as_json, columns, "every time is kept in UTC by its store")
        elif what == "offsets":
            columns = {"EXHIBIT": "exhibit", "WEEK": "week_us", "MESSAGES": "messages", "LEAST S": "least_s",
                       "MIDDLE S": "median_s", "ITEM": "least_item"}  # fmt: skip
            show(tables.read(case.db, clocks.ClockOffset), as_json, columns, "no message has both times")
        else:
            columns = {"EXHIBIT": "exhibit", "ZONE": "zone", "FROM": "from_us", "TO": "to_us", "ITEMS": "items",
                       "ITEM": "item", "REASON": "reason"}  # fmt: skip
            show(tables.read(case.db, clocks.ZoneSpan), as_json, columns, "nothing tells a zone of the phones")
