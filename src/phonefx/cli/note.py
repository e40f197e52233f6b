"""`phonefx note`: the examiner's notes beside items."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import done, show

EPILOG = """
\b
Example:
  phonefx note case 17 "seen again in exhibit E2"
"""


@click.command(epilog=EPILOG)
@CASE
@click.argument("item", type=int, required=False)
@click.argument("text", required=False)
@JSON
def command(folder: Path, item: int | None, text: str | None, as_json: bool) -> None:
    """Put a note TEXT beside an ITEM of CASE; without them, list the notes. The log keeps the number, not the words."""
    from phonefx.case.store import Case
    from phonefx.timeline import marks, tables

    if item is not None and text is not None:
        with marks.changing(folder, "note") as change:
            marks.remark(change, item, text)
        done(as_json, f"noted beside item {item}", item=item)
        return
    with Case.finished(folder) as case:
        rows = [row for row in tables.read(case.db, marks.Remark, "ORDER BY id") if item in (None, row.item)]
    show(rows, as_json, {"ITEM": "item", "TIME": "time", "NOTE": "text"}, "no notes")
