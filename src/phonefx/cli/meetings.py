"""`phonefx meetings`: two phones at one place at one time."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Example:
  phonefx meetings case
"""


@click.command(epilog=EPILOG)
@CASE
@click.option("--each", is_flag=True, help="Every meeting, instead of the figures of each two phones.")
@JSON
def command(folder: Path, each: bool, as_json: bool) -> None:
    """Show which phones of CASE were near each other. Read the distinct places first: neighbours meet often, in one."""
    from phonefx.case.store import Case
    from phonefx.timeline import build, tables
    from phonefx.timeline.leads.meeting import LIMITS
    from phonefx.timeline.meetings import FORMULA, Meeting, MeetingPair

    build.ready(folder)
    with Case.finished(folder) as case:
        if each:
            columns = {"NO": "id", "EXHIBIT": "exhibit", "OTHER": "other", "FROM": "from_us", "TO": "to_us",
                       "KIND": "kind", "PLACE": "place", "PAIRS": "pairs", "METRES APART": "distance_m",
                       "REGULAR FOR": "regular_for", "ITEMS": "first_item", "AND": "other_first_item"}  # fmt: skip
            show(tables.read(case.db, Meeting, "ORDER BY id"), as_json, columns, "no meetings")
            return
        columns = {"EXHIBIT": "exhibit", "OTHER": "other", "PLACES": "places", "NOT REGULAR": "free_places",
                   "JOURNEYS": "journeys", "MEETINGS": "meetings", "NEAR": "near", "OF": "comparable",
                   "EXCLUDING": "contradicting", "SCORE": "score"}  # fmt: skip
        show(tables.read(case.db, MeetingPair), as_json, columns, "no two phones with positions")
    if not as_json:
        click.echo(f"{FORMULA}. {LIMITS}")
