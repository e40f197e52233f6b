"""`phonefx process`: the main job."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from phonefx.cli import limits
from phonefx.cli import password as passwords
from phonefx.errors import EXIT_PROBLEMS, UsageError

if TYPE_CHECKING:
    from phonefx.case.ingest import ExhibitSpec
    from phonefx.evidence import Limits

EPILOG = """
\b
Examples:
  phonefx process phone.zip -o case
  phonefx process --exhibit KT-1=first.tar --exhibit KT-2=backup/ -o case --examiner "A. Example"
"""


@click.command(epilog=EPILOG)
@click.argument("extractions", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The case folder.")
@click.option("--exhibit", "named", multiple=True, metavar="LABEL=PATH", help="An extraction with its exhibit label.")
@click.option("--examiner", help="Who examines; printed in the report.")
@click.option("--case-number", help="The case number; printed on every page.")
@click.option("--agency", help="The agency; printed in the report.")
@click.option("--timezone", help="IANA zone to show times in; default: the phone's own, else UTC.")
@click.option(
    "--scope", "scope_file", type=click.Path(path_type=Path), help="TOML file with the limits of the warrant."
)
@click.option("--carve", is_flag=True, help="Search what no file of a disk image owns for rows of databases, too.")
@click.option("--rehash", is_flag=True, help="Hash the exhibits again at the end and say whether they are the same.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes to work with.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="What runs.")
@click.option("--scheduler", metavar="ADDRESS", help="Scheduler of the Dask cluster, for --engine dask.")
@passwords.option
@limits.options
@click.option("--no-report", is_flag=True, help="Write case.db alone, neither map nor report.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors, and why the status is not 0.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end, nothing else.")
def command(extractions: tuple[Path, ...], folder: Path, named: tuple[str, ...], examiner: str | None,
            case_number: str | None, agency: str | None, timezone: str | None, scope_file: Path | None, carve: bool,
            rehash: bool, jobs: int, engine: str, scheduler: str | None, password_file: Path | None, bounds: Limits,
            no_report: bool, quiet: bool, as_json: bool) -> None:  # fmt: skip
    """Take EXTRACTIONS into a case: parse them, merge the timeline, draw the map, write the report.

    An extraction is a folder, an archive, a backup or a disk image; what it is is told from its content. Nothing is
    ever written beside it. Run the same command again to go on after an interruption. A further exhibit is
    added the same way, with a label of its own: --exhibit E2=PATH.
    """
    from phonefx.case import scope
    from phonefx.case.ingest import STATED, Options, process
    from phonefx.cli import outcome, outputs
    from phonefx.cli.progress import watcher

    if timezone is not None:
        _check_zone(timezone)
    if (engine == "dask") != (scheduler is not None):
        raise UsageError("--engine dask and --scheduler ADDRESS go together")
    specs = _specs(extractions, named)
    stated = {"examiner": examiner, "case_number": case_number, "agency": agency, "timezone": timezone}
    facts = {name: value for name, value in stated.items() if value is not None}
    if timezone is not None:
        facts["timezone_from"] = STATED
    warrant = scope.read(scope_file) if scope_file else None
    options = partial(Options, facts, jobs, scope=warrant, scheduler=scheduler, bounds=bounds, carve=carve)
    with watcher(quiet or as_json) as progress:
        password = passwords.given(password_file)
        case = passwords.asking(
            lambda known: process(
                specs, folder, options(password=known), progress
            ),
            password,
        )
        faults = {}
        if rehash:
            from phonefx.case.verify import check_again

            progress.step("hashing the exhibits again")
            faults = check_again(case, {spec.label: spec.path for spec in specs})
        written = outputs.write(case, progress, report=not no_report, jobs=jobs, faults=faults)
    summary = outcome.summarise(case) | {"positions_not_drawn": written.not_drawn}
    if as_json:
        click.echo(json.dumps(summary, indent=1))
    elif not quiet:
        outcome.show(summary, folder, written.paths)
    elif summary["problems"]:
        click.echo(f"phonefx: {outcome.reason(summary)}", err=True)
    case.close()
    if summary["problems"]:
        sys.exit(EXIT_PROBLEMS)


def _specs(extractions: tuple[Path, ...], named: tuple[str, ...]) -> list[ExhibitSpec]:
    from phonefx.case.ingest import ExhibitSpec

    specs = []
    for text in named:
        label, _, place = text.partition("=")
        if not label or not place:
            raise UsageError(f"--exhibit takes LABEL=PATH, not {text}")
        specs.append(ExhibitSpec(label, _named(Path(place))))
    taken = {spec.label for spec in specs}
    number = 0
    for path in extractions:
        number += 1
        while f"E{number}" in taken:
            number += 1
        specs.append(ExhibitSpec(f"E{number}", _named(path)))
        taken.add(f"E{number}")
    if not specs:
        raise UsageError("name at least one extraction")
    return specs


def _named(path: Path) -> Path:
    """Give a path that ends in a name: the case and its report call the exhibit by it."""
    return path if path.name not in {"", ".."} else path.resolve()


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"{name} is no IANA time zone (such as Europe/Berlin)") from error
