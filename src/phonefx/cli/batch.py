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
from phonefx.errors import EXIT_PROBLEMS, NotFound, PhonefxError, UsageError

if TYPE_CHECKING:
    from phonefx.case.ingest import Options
    from phonefx.case.store import Case
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

    The further segments of a split image are read with its first and are none of their own.
    One that cannot be opened stops no other. A case that is complete is not made again, so a batch that was
    interrupted goes on. Ends with status 3 where any extraction failed or lost something.
    """
    if not folder.is_dir():
        raise NotFound(folder)
    from phonefx.case.again import require_outside
    from phonefx.case.ingest import Options

    require_outside(cases, folder)
    if cases.exists() and not cases.is_dir():
        raise UsageError(f"{cases}: this is a file, and the cases need a folder; choose another name")
    options = Options(jobs=jobs, password=passwords.given(password_file), bounds=bounds)
    clean = True
    for told in _all(folder, cases, no_report, options):
        clean &= told["status"] == "done"
        click.echo(json.dumps(told) if as_json else _line(told))
    if not clean:
        sys.exit(EXIT_PROBLEMS)


def _all(folder: Path, cases: Path, no_report: bool, options: Options) -> Iterator[dict[str, Any]]:
    """Process what is in a folder, but no segment that belongs to the image before it."""
    from phonefx.evidence.images.segments import sets

    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    split = sets({path.name for path in paths if path.is_file()})
    taken: set[str] = set()
    for path in paths:
        if path.name not in taken:
            behind = split.get(path.name, [])
            told = _one(path, cases / path.name, no_report, options, behind)
            taken.update(behind if told["further_segments"] else ())
            yield told


def _one(extraction: Path, case: Path, no_report: bool, options: Options, behind: list[str]) -> dict[str, Any]:
    from phonefx.case.ingest import ExhibitSpec, process
    from phonefx.case.progress import Progress
    from phonefx.cli import outcome, outputs

    told: dict[str, Any] = {"extraction": str(extraction), "case": str(case), "further_segments": len(behind)}
    try:
        with process([ExhibitSpec("E1", extraction)], case, options, Progress()) as made:
            outputs.write(made, Progress(), report=not no_report, jobs=options.jobs)
            summary = outcome.summarise(made)
            if not _are_of(made, behind):
                told["further_segments"] = 0
    except PhonefxError as error:
        said = f"{error}{_lone(extraction)}"
        return told | {"status": "failed", "items": 0, "problems": 0, "message": said, "exit": error.exit_code}
    problems = len(summary["problems"])
    status = "problems" if problems else "done"
    return told | {"status": status, "items": summary["items"], "problems": problems, "message": "", "exit": 0}


def _are_of(case: Case, behind: list[str]) -> bool:
    """Whether files numbered like further segments are any of this image: each may be whole by itself."""
    asked = "SELECT path FROM container UNION ALL SELECT NULL FROM problem WHERE code = 'missing-segment'"
    return any(path is None or path in behind for (path,) in case.db.execute(asked)) if behind else False


def _lone(extraction: Path) -> str:
    """Say of what may be a further segment that it is one, as far as its name tells."""
    from phonefx.evidence.images.segments import first_of

    first = first_of(extraction.name) if extraction.is_file() else None
    if first is None:
        return ""
    there = "" if extraction.with_name(first).exists() else ", which is not here"
    return f"; by its name a further segment of the split image {first}{there}"


def _line(told: dict[str, Any]) -> str:
    return "  ".join(_words(told))


def _words(told: dict[str, Any]) -> Iterator[str]:
    from phonefx.formats.visible import counted, shown

    yield f"{told['status']:8}"
    yield shown(Path(told["extraction"]).name)
    if told["further_segments"]:
        yield f"with {counted(told['further_segments'], 'further segment')}"
    if told["status"] == "failed":
        yield shown(told["message"])
    else:
        yield f"{counted(told['items'], 'item')}, {counted(told['problems'], 'problem')}"
