"""`phonefx timeline`: the items of a case in the order of time."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

EPILOG = """
\b
Examples:
  phonefx timeline case --kind message --kind call --from 2026-03-01 --to 2026-03-02
  phonefx timeline case --person "(212) 555-0100" --text meet --csv > meet.csv
"""
_FORMER = "`phonefx trace CASE ITEM` tells how sure a recovered or superseded item is, and where its bytes stand"


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--from", "start", metavar="TIME", help="Not before this time (ISO 8601; the case's zone unless stated).")
@click.option("--to", "end", metavar="TIME", help="Before this time.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind: message, call, location ...; repeatable.")
@click.option("--state", "states", multiple=True, help="Only this state: live, superseded, recovered ...; repeatable.")
@click.option("--exhibit", "exhibits", multiple=True, help="Only this exhibit; repeatable.")
@click.option("--person", help="Only what a person takes part in: #number, number in any spelling, address or name.")
@click.option("--text", help="Only where the text contains this.")
@click.option("--timezone", help="Show times in this IANA zone; default: the case's.")
@click.option("--limit", type=click.IntRange(0), help="At most so many rows.")
@click.option("--redaction", "profile", type=click.Path(path_type=Path), help="JSON file of a redaction profile.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
@click.option("--jsonl", "form", flag_value="jsonl", help="Print one JSON object a line.")
@click.option("--json", "form", flag_value="json", help="Print one JSON list.")
@click.option("--save", metavar="NAME", help="Add the items shown to the selection of this name.")
def command(folder: Path, start: str | None, end: str | None, kinds: tuple[str, ...], states: tuple[str, ...],
            exhibits: tuple[str, ...], person: str | None, text: str | None, timezone: str | None, limit: int | None,
            profile: Path | None, form: str | None, save: str | None) -> None:  # fmt: skip
    """Show the items of CASE in the order of time, each moment with its offset and what it is the time of.

    Behind an item stand the others that tell the same event. Reports of incident layers stand between the items. A
    person that nobody of the case is known as is looked for in the stored numbers, addresses and names.
    """
    from phonefx.case.known import require_known
    from phonefx.case.store import Case
    from phonefx.errors import CaseError
    from phonefx.formats.visible import counted
    from phonefx.formats.visible import shown as printed
    from phonefx.report.exports.moments import redacted
    from phonefx.report.profile import given, require_items
    from phonefx.timeline import build
    from phonefx.timeline.incidents import layer_names
    from phonefx.timeline.marks import changing, select
    from phonefx.timeline.people import persons_meant
    from phonefx.timeline.show import Filter, Zone, shown

    redaction = given(profile)
    with Case.finished(folder) as case:
        require_items(redaction, case.db)
        require_known(case.db, kinds=kinds, states=states, exhibits=exhibits, layers=layer_names(case.db))
    try:
        build.complete(folder)
    except CaseError as error:
        click.echo(f"phonefx: {error}; people and items that tell the same event are not marked", err=True)
    with Case.finished(folder) as case:
        zone = Zone(timezone or case.meta("timezone") or "UTC")
        meant = persons_meant(case.db, person) if person else []
        for each in () if profile else meant:
            click.echo(f"person #{each.id}: {printed(each.name)}", err=True)
        stored = None if meant else person
        persons = tuple(each.id for each in meant)
        wanted = Filter(zone.instant(start), zone.instant(end), kinds, states, exhibits, stored, text, limit, persons)
        kept: dict[int, None] = {}
        with closing(shown(case, wanted, zone)) as rows:  # also where the reader of a pipe goes away
            _print(redacted(_noting(rows, kept if save else None), redaction), form)
    if save:
        with changing(folder, "select") as change:
            added = select(change, save, list(kept), "timeline")
        click.echo(f"{counted(added, 'item')} added to {printed(save)}", err=True)


def _noting(rows: Iterable[tuple[Any, ...]], kept: dict[int, None] | None) -> Iterator[tuple[Any, ...]]:
    """Give the rows on, noting their items in order where they are to be kept."""
    for row in rows:
        if kept is not None and row[0] is not None:
            kept[row[0]] = None
        yield row


def _print(rows: Iterable[tuple[Any, ...]], form: str | None) -> None:
    from phonefx.formats.visible import cell, json_text, shown
    from phonefx.timeline.show import COLUMNS

    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(map(cell, (*row[:-1], " ".join(map(str, row[-1])))) for row in rows)
    elif form == "json":
        dicts = (json_text(dict(zip(COLUMNS, row, strict=True))) for row in rows)
        click.echo("[", nl=False)
        for number, each in enumerate(dicts):
            click.echo(f",\n{each}" if number else each, nl=False)
        click.echo("]")
    elif form == "jsonl":
        for row in rows:
            click.echo(json_text(dict(zip(COLUMNS, row, strict=True))))
    else:
        former, found = False, False
        for row in rows:
            click.echo(_line(row, shown))
            former, found = former or row[5] in {"recovered", "superseded"}, True
        if not found:
            click.echo("nothing found", err=True)
        if former:
            click.echo(_FORMER, err=True)


def _line(row: tuple[Any, ...], shown: Callable[[str], str]) -> str:
    *stored, _, others = row
    number, when, basis, what, kind, state, exhibit, _, who, name, text, latitude, longitude, accuracy = (
        shown("" if value is None else str(value)) for value in stored
    )
    mark = "" if state == "live" else f" [{state}]"
    clock = "" if basis == "utc" else f" ({basis} clock)"
    item = f" #{number}" if number else ""
    also = f"(also {', '.join(f'#{other}' for other in others)})" if others else ""
    place = f"{latitude}, {longitude}" + (f" ± {accuracy} m" if accuracy else "") if latitude and longitude else ""
    said = (f"{name} {who}".strip(), place, text[:200], also)
    parts = (f"{when}{clock}", f"{exhibit}{item}", f"{kind}{mark}, {what}", *said)
    return "  ".join(part for part in parts if part)
