"""`phonefx search`: find words in every text of a case."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Examples:
  phonefx search case harbour tomorrow
  phonefx search case '"at the harbour"' --kind message --save harbour
"""


@click.command(epilog=EPILOG)
@CASE
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, help="Only this kind; repeatable.")
@click.option("--exhibit", "exhibits", multiple=True, help="Only this exhibit; repeatable.")
@click.option("--save", metavar="NAME", help="Add what is found to the selection of this name.")
@JSON
def command(folder: Path, words: tuple[str, ...], kinds: tuple[str, ...], exhibits: tuple[str, ...], save: str | None,
            as_json: bool) -> None:  # fmt: skip
    """Show the texts of CASE that hold all WORDS, in any script, also inside words; case is ignored.

    The first search makes an index in the case; that, and every selection saved, is logged.
    No redaction profile is applied: this is the whole case.
    """
    from phonefx.case.known import require_known
    from phonefx.case.store import Case
    from phonefx.timeline import marks
    from phonefx.timeline.search import is_indexed, make_index, search

    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with Case.finished(folder) as case:
        require_known(case.db, kinds=kinds, exhibits=exhibits)
        ready = is_indexed(case.db)
    if not ready:
        with marks.changing(folder, "text index") as change:
            change.details["texts"] = make_index(change.database)
    with Case.finished(folder) as case:
        rows = []
        for found in search(case.db, asked):
            kind, exhibit, us = case.db.execute(
                "SELECT kind, exhibit, time_us FROM item WHERE id = ?", (found.item,)
            ).fetchone()
            if (not kinds or kind in kinds) and (not exhibits or exhibit in exhibits):
                rows.append(asdict(found) | {"exhibit": exhibit, "time_us": us})
    columns = {"ITEM": "item", "EXHIBIT": "exhibit", "TIME": "time_us", "FIELD": "field", "TEXT": "around"}
    show(rows, as_json, columns, "nothing found")
    if save and rows:
        with marks.changing(folder, "select") as change:
            marks.select(change, save, [row["item"] for row in rows], "search")
