"""`phonefx info`: what an extraction is, with nothing written."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from phonefx.cli import limits
from phonefx.cli import password as passwords
from phonefx.errors import EXIT_PROBLEMS

if TYPE_CHECKING:
    from phonefx.evidence import Limits

_SHOWN = 10
EPILOG = """
\b
Example:
  phonefx info phone.zip
"""


@click.command(epilog=EPILOG)
@click.argument("extraction", type=click.Path(path_type=Path))
@passwords.option
@limits.options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(extraction: Path, password_file: Path | None, bounds: Limits, as_json: bool) -> None:
    """Say what EXTRACTION is: container, device identity, artifacts present. Nothing is written beside it or kept.

    Ends with status 3 where something of it cannot be read.
    """
    found = passwords.asking(lambda known: _look(extraction, known, bounds), passwords.given(password_file))
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        _show(extraction, found)
    if found["problems"]:
        sys.exit(EXIT_PROBLEMS)


def _show(extraction: Path, found: dict[str, Any]) -> None:
    from phonefx.cli.table import lines
    from phonefx.formats.visible import counted, shown

    files = counted(found["files"], "file")
    click.echo(f"{shown(str(extraction))}: {found['kind']}, {files} (read by {found['reader']})")
    for name, value in (found["facts"] | found["device"]).items():
        click.echo(f"  {shown(name)}: {shown(str(value))}")
    click.echo("")
    rows = [(row["title"], row["files"]) for row in found["artifacts"]]
    for line in lines(("artifact", "files"), rows) if rows else ["no file that a parser reads"]:
        click.echo(line)
    if found["unread"]:
        click.echo(f"\n{counted(len(found['unread']), 'database')} that no parser claims")
    for path in found["unread"][:_SHOWN]:
        click.echo(f"  {shown(path)}")
    if len(found["unread"]) > _SHOWN:
        click.echo(f"  ... and {len(found['unread']) - _SHOWN} more; --json lists them all")
    for problem in found["problems"]:
        where = f"{shown(problem['path'])}: " if problem["path"] else ""
        click.echo(f"  {problem['code']}: {where}{shown(problem['message'])}")


def _look(extraction: Path, password: str | None, bounds: Limits) -> dict[str, Any]:
    from phonefx.case.aside import aside
    from phonefx.case.plan import Planner
    from phonefx.case.survey import device_facts
    from phonefx.evidence import open_exhibit
    from phonefx.parsers.registry import listed_parsers

    with (
        aside() as scratch,
        open_exhibit(extraction, password=password, scratch=scratch, limits=bounds) as exhibit,
    ):
        planner, files = Planner("E1", listed_parsers()), 0
        for entry in exhibit.entries():
            if entry.form == "file":
                files += 1
                planner.offer(entry)
        planner.settle()
        matched = planner.matched()
        return {
            "kind": exhibit.kind,
            "reader": exhibit.reader,
            "files": files,
            "facts": dict(exhibit.facts()),
            "device": device_facts(planner, exhibit, scratch),
            "artifacts": [
                {"parser": each.id, "title": each.title, "files": matched[each.id]}
                for each in planner.parsers.values()
                if matched[each.id]
            ],
            "unread": [entry.path for entry in planner.unread],
            "problems": [{"code": each.code, "path": each.path, "message": each.message} for each in exhibit.problems],
        }
