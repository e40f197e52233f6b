"""`phonefx leads`: what is worth a look, with the reason and the limits."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import show

EPILOG = """
\b
Example:
  phonefx leads case
"""


@click.command(epilog=EPILOG)
@CASE
@click.option("--topic", help="Only this topic.")
@click.option("--topics", is_flag=True, help="List the topics.")
@JSON
def command(folder: Path, topic: str | None, topics: bool, as_json: bool) -> None:
    """Show the leads of CASE. A lead is no finding: it enters a report only when an examiner selects it."""
    from phonefx.case.store import Case
    from phonefx.errors import UsageError
    from phonefx.formats.visible import shown
    from phonefx.timeline import build, tables
    from phonefx.timeline.leads import TOPICS, Lead, LeadItem

    if topic is not None and topic not in TOPICS:
        raise UsageError(f"{topic}: the topics are {', '.join(TOPICS)}")
    build.complete(folder)
    with Case.finished(folder) as case:
        found = [lead for lead in tables.read(case.db, Lead, "ORDER BY id") if topic in (None, lead.topic)]
        items: dict[int, list[int]] = {}
        for row in tables.read(case.db, LeadItem):
            items.setdefault(row.lead, []).append(row.item)
    if topics or as_json:
        rows = [{"topic": name, "about": about} for name, about in TOPICS.items()]
        listed = [asdict(lead) | {"items": items.get(lead.id, [])} for lead in found]
        show(rows if topics else listed, as_json, {"TOPIC": "topic", "ABOUT": "about"}, "")
        return
    for lead in found:
        numbers = ", ".join(f"#{item}" for item in items.get(lead.id, [])[:6])
        click.echo(f"{lead.id}. {lead.topic}, {lead.exhibit}: {shown(lead.reason)}.")
        click.echo(f"   Items: {numbers or 'none'}. Limits: {lead.limits}")
    if not found:
        click.echo("no leads")
