"""`phonefx incidents`: reports of events laid over the movement."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Example:
  phonefx incidents case reports.csv
"""


@click.command(epilog=EPILOG)
@CASE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--name", help="Name of the layer; default: the file's.")
@click.option("--within", type=click.IntRange(0), default=600, show_default=True, help="Seconds around each report.")
@click.option("--timezone", help="Zone of times without an offset; default: the case's.")
@JSON
def command(folder: Path, file: Path | None, name: str | None, within: int, timezone: str | None,
            as_json: bool) -> None:  # fmt: skip
    """Lay a CSV or GeoJSON FILE of reports over the movement of CASE; show how near each phone was to each.

    A CSV names in its first line latitude, longitude and time (or from and to), and where there are any name, status
    and detail. GeoJSON has points with these as properties.
    """
    from phonefx.case.store import Case
    from phonefx.timeline import build, incidents
    from phonefx.timeline.incidents.build import listed
    from phonefx.timeline.marks import changing

    build.ready(folder)
    if file is not None:
        with Case.finished(folder) as case:
            zone = timezone or case.meta("timezone") or "UTC"
        layer = incidents.read_layer(file, zone, name)
        with changing(folder, "incident layer") as change:
            incidents.lay(change, layer, within)
    with Case.finished(folder) as case:
        rows = list(listed(case.db))
    columns = {"LAYER": "layer", "REPORT": "name", "STATUS": "status", "TIME": "from_us", "EXHIBIT": "exhibit",
               "POSITIONS": "positions", "NEAREST M": "nearest_m", "RADIUS M": "radius_m", "ITEM": "item"}  # fmt: skip
    show(rows, as_json, columns, "no reports")
