"""`phonefx batch`: many extractions, a case each, one line of outcome each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from phonefx.cli import limits
from phonefx.cli import password as passwords
from phonefx.errors import EXIT_PROBLEMS, NotFound, PhonefxError

if TYPE_CHECKING:
    from phonefx.case.ingest import Options
    from phonefx.evidence import Limits

EPILOG = """
\b
Example:
  phonefx batch extractions/ -o cases/
"""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", "cases", required=True, type=click.Path(path_type=Path), help="Folder for the cases.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes to work with.")
@click.option("--no-report", is_flag=True, help="Write case.db alone, neither map nor report.")
@passwords.option
@limits.options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def command(folder: Path, cases: Path, jobs: int, no_report: bool, password_file: Path | None, bounds: Limits,
            as_json: bool) -> None:  # fmt: skip
    """Process every extraction in FOLDER, each file or folder in it as one, into a case of its own.

    One that cannot be opened stops no other. A case that is complete is not made again, so a batch that was
    interrupted goes on. Ends with status 3 where any extraction failed or lost something.
    """
    if not folder.is_dir():
        raise NotFound(folder)
    from phonefx.case.again import require_outside
    from phonefx.case.ingest import Options

    require_outside(cases, folder)
    options = Options(jobs=jobs, password=passwords.given(password_file), bounds=bounds)
    clean = True
    for extraction in sorted(path for path in folder.iterdir() if not path.name.startswith(".")):
        told = _one(extraction, cases / extraction.name, no_report, options)
        clean &= told["status"] == "done"
        click.echo(json.dumps(told) if as_json else _line(told))
    if not clean:
        sys.exit(EXIT_PROBLEMS)


def _one(extraction: Path, case: Path, no_report: bool, options: Options) -> dict[str, Any]:
    from phonefx.case.ingest import ExhibitSpec, process
    from phonefx.case.progress import Progress
    from phonefx.cli import outcome, outputs

    told: dict[str, Any] = {"extraction": str(extraction), "case": str(case)}
    try:
        with process([ExhibitSpec("E1", extraction)], case, options, Progress()) as made:
            outputs.write(made, Progress(), report=not no_report, jobs=options.jobs)
            summary = outcome.summarise(made)
    except PhonefxError as error:
        return told | {"status": "failed", "items": 0, "problems": 0, "message": str(error), "exit": error.exit_code}
    problems = len(summary["problems"])
    status = "problems" if problems else "done"
    return told | {"status": status, "items": summary["items"], "problems": problems, "message": "", "exit": 0}


def _line(told: dict[str, Any]) -> str:
    return "  ".join(_words(told))


def _words(told: dict[str, Any]) -> Iterator[str]:
    from phonefx.formats.visible import counted, shown

    yield f"{told['status']:8}"
    yield shown(Path(told["extraction"]).name)
    if told["status"] == "failed":
        yield shown(told["message"])
    else:
        yield f"{counted(told['items'], 'item')}, {counted(told['problems'], 'problem')}"
