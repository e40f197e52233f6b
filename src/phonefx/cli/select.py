"""`phonefx select`: what a report is made from."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import done, numbers, show
from phonefx.formats.visible import counted

NAME = click.argument("name")

EPILOG = """
\b
Example:
  phonefx select add case findings 7 10-20
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Keep named selections of items, from which a report is made; each change is logged."""


@command.command()
@CASE
@NAME
@click.argument("items", nargs=-1)
@click.option("--lead", "leads", type=int, multiple=True, help="The items of this lead; repeatable.")
@click.option("--tag", "tags", multiple=True, help="The items with this tag; repeatable.")
@JSON
def add(folder: Path, name: str, items: tuple[str, ...], leads: tuple[int, ...], tags: tuple[str, ...],
        as_json: bool) -> None:  # fmt: skip
    """Add ITEMS (7, 10-20), the items of leads or of tags to the selection NAME of CASE."""
    from phonefx.timeline import build, marks
    from phonefx.timeline.marks.selecting import items_of_lead, items_of_tag

    if leads:
        build.complete(folder)
    with marks.changing(folder, "select") as change:
        wanted = numbers(items) if items else []
        for lead in leads:
            wanted += items_of_lead(change.database, lead)
        for tag in tags:
            wanted += items_of_tag(change.database, tag)
        told = [*(f"lead {lead}" for lead in leads), *(f"tag {tag}" for tag in tags), *(["number"] if items else [])]
        added = marks.select(change, name, wanted, ", ".join(told) or "hand")
    done(as_json, f"{counted(added, 'item')} added to {name}", selection=name, added=added)


@command.command()
@CASE
@NAME
@click.argument("items", nargs=-1, required=True)
@JSON
def remove(folder: Path, name: str, items: tuple[str, ...], as_json: bool) -> None:
    """Take ITEMS out of the selection NAME of CASE."""
    from phonefx.timeline import marks

    with marks.changing(folder, "deselect") as change:
        taken = marks.deselect(change, name, numbers(items))
    done(as_json, f"{counted(taken, 'item')} taken out of {name}", selection=name, taken=taken)


@command.command("list")
@CASE
@click.argument("name", required=False)
@JSON
def listed(folder: Path, name: str | None, as_json: bool) -> None:
    """List the selections of CASE, or the items of the one named."""
    from phonefx.case.store import Case
    from phonefx.timeline import marks

    with Case.finished(folder) as case:
        if name is not None:
            show([{"item": item} for item in marks.selected(case.db, name)], as_json, {"ITEM": "item"}, "empty")
            return
        rows = [{"name": row.name, "items": count, "made_by": row.made_by, "time": row.time}
                for row, count in marks.selections(case.db)]  # fmt: skip
    show(rows, as_json, {"NAME": "name", "ITEMS": "items", "MADE BY": "made_by", "TIME": "time"}, "no selections")
