"""`phonefx links`: who is in contact with whom."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

FILE = click.Path(dir_okay=False, path_type=Path)
COLUMNS = {
    "EXHIBIT": "exhibit", "NAME AS SAVED": "name", "SENT": "sent", "RECEIVED": "received", "CALLS OUT": "calls_out",
    "CALLS IN": "calls_in", "DAYS": "active_days", "NIGHT": "night", "EVEN": "reciprocity", "GROUPS": "groups",
    "FIRST": "first_us", "LAST": "last_us", "ITEM": "first_item",
}  # fmt: skip

EPILOG = """
\b
Example:
  phonefx links case
"""


@click.command(epilog=EPILOG)
@CASE
@click.option("--least", type=click.IntRange(1), default=1, show_default=True, help="Hide links with fewer contacts.")
@click.option("--most", type=click.IntRange(1), help="Only so many of the strongest links.")
@click.option("--csv", "csv_file", type=FILE, help="Write the links to this CSV file.")
@click.option("--graphml", type=FILE, help="Write the graph to this GraphML file.")
@click.option("--svg", type=FILE, help="Draw the graph to this SVG file.")
@JSON
def command(folder: Path, least: int, most: int | None, csv_file: Path | None, graphml: Path | None, svg: Path | None,
            as_json: bool) -> None:  # fmt: skip
    """Show what each phone of CASE had with each person; an event that several items tell counts once.

    No redaction profile is applied: this is the whole case.
    """
    from phonefx.case.store import Case
    from phonefx.timeline import build, links
    from phonefx.timeline.links.drawing import draw

    build.complete(folder)
    with Case.finished(folder) as case:
        shown = links.graph(case.db, least, most)
    for path, write in ((csv_file, links.write_csv), (graphml, links.write_graphml), (svg, draw)):
        if path is not None:
            write(shown, path)
    strongest = sorted(shown.links, key=lambda link: (-link.total, link.id))
    rows = [asdict(link) | {"name": shown.persons[link.person].name} for link in strongest]
    show(rows, as_json, COLUMNS, "no links")
    if shown.hidden and not as_json:
        click.echo(f"{shown.hidden} links are not shown.")
