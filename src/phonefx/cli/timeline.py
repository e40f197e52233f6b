"""`phonefx timeline`: the items of a case in the order of time."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

EPILOG = """
\b
Examples:
  phonefx timeline case --kind message --kind call --from 2026-03-01 --to 2026-03-02
  phonefx timeline case --person +15550100 --text meet --csv > meet.csv
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--from", "start", metavar="TIME", help="Not before this time (ISO 8601; the case's zone unless stated).")
@click.option("--to", "end", metavar="TIME", help="Before this time.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind: message, call, location ...; repeatable.")
@click.option("--state", "states", multiple=True, help="Only this state: live, superseded, recovered ...; repeatable.")
@click.option("--exhibit", "exhibits", multiple=True, help="Only this exhibit; repeatable.")
@click.option("--person", help="Only where the number, address or name contains this.")
@click.option("--text", help="Only where the text contains this.")
@click.option("--timezone", help="Show times in this IANA zone; default: the case's.")
@click.option("--limit", type=click.IntRange(0), help="At most so many rows.")
@click.option("--redaction", "profile", type=click.Path(path_type=Path), help="JSON file of a redaction profile.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
@click.option("--jsonl", "form", flag_value="jsonl", help="Print one JSON object a line.")
def command(folder: Path, start: str | None, end: str | None, kinds: tuple[str, ...], states: tuple[str, ...],
            exhibits: tuple[str, ...], person: str | None, text: str | None, timezone: str | None, limit: int | None,
            profile: Path | None, form: str | None) -> None:  # fmt: skip
    """Show the items of CASE in the order of time, each moment with its offset and what it is the time of."""
    from phonefx.case.store import Case
    from phonefx.report.exports.moments import redacted
    from phonefx.report.redaction import given
    from phonefx.timeline.show import Filter, Zone, shown

    redaction = given(profile)
    with Case.finished(folder) as case:
        zone = Zone(timezone or case.meta("timezone") or "UTC")
        wanted = Filter(zone.instant(start), zone.instant(end), kinds, states, exhibits, person, text, limit)
        _print(redacted(shown(case, wanted, zone), redaction), form)


def _print(rows: Iterable[tuple[Any, ...]], form: str | None) -> None:
    from phonefx.formats.visible import cell, json_text, shown
    from phonefx.timeline.show import COLUMNS

    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(map(cell, row) for row in rows)
    elif form == "jsonl":
        for row in rows:
            click.echo(json_text(dict(zip(COLUMNS, row, strict=True))))
    else:
        for row in rows:
            number, when, basis, what, kind, state, exhibit, _, who, name, text = (
                shown("" if value is None else str(value)) for value in row
            )
            mark = "" if state == "live" else f" [{state}]"
            clock = "" if basis == "utc" else f" ({basis} clock)"
            person = f"{name} {who}".strip()
            click.echo(f"{when}{clock}  {exhibit} #{number}  {kind}{mark}, {what}  {person}  {text[:200]}".rstrip())
