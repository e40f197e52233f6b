"""`phonefx duplicates`: events that several items tell, and what one of two phones lacks."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Example:
  phonefx duplicates case
"""


@click.command(epilog=EPILOG)
@CASE
@click.option("--one-sided", is_flag=True, help="Messages and calls that only one phone of a conversation has.")
@click.option("--items", "each", is_flag=True, help="Every item of every event, with the reason.")
@JSON
def command(folder: Path, one_sided: bool, each: bool, as_json: bool) -> None:
    """Show the events of CASE that several items tell. Nothing is removed: every item stays, and is counted."""
    from phonefx.case.store import Case
    from phonefx.timeline import build, tables
    from phonefx.timeline.sameness import OneSided, SameEvent, SameEventItem

    build.complete(folder)
    with Case.finished(folder) as case:
        if one_sided:
            columns = {"ITEM": "item", "KIND": "kind", "STATE": "state", "ON": "on_exhibit", "NOT ON": "not_on",
                       "RECOVERED AS": "recovered", "MATCHED": "matched"}  # fmt: skip
            show(tables.read(case.db, OneSided, "ORDER BY item"), as_json, columns, "nothing one-sided")
        elif each:
            columns = {"EVENT": "event", "ITEM": "item", "REASON": "reason"}
            show(tables.read(case.db, SameEventItem, "ORDER BY event, item"), as_json, columns, "no such events")
        else:
            columns = {"EVENT": "id", "KIND": "kind", "ITEMS": "items", "LIVE": "live", "STORES": "sources",
                       "EXHIBITS": "exhibits", "FIRST": "first_us"}  # fmt: skip
            show(tables.read(case.db, SameEvent, "ORDER BY id"), as_json, columns, "no event is told twice")
