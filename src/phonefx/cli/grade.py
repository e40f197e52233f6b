"""`phonefx grade`: score a case, or an examiner's answers, against an answer key."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from phonefx.cli import table
from phonefx.errors import VerificationFailed

if TYPE_CHECKING:
    from phonefx.synth.grading.score import Grade

EPILOG = """
\b
Examples:
  phonefx grade training/key.json case
  phonefx grade training/key.json answers.yaml
"""
_EXIT = VerificationFailed.exit_code


@click.command(epilog=EPILOG)
@click.argument("key", type=click.Path(path_type=Path))
@click.argument("subject", type=click.Path(path_type=Path))
@click.option("--phone", default="", help="Which phone of the key the exhibit is, where its file was renamed.")
@click.option("--container", default="", help="Which container of the key it is, where its file was renamed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(key: Path, subject: Path, phone: str, container: str, as_json: bool) -> None:
    """Score SUBJECT against KEY: a case folder made by phonefx, or a YAML file of answers to the key's questions.

    The exit status is 0 when everything is right and 30 when something is missing, wrong or false.
    """
    if subject.is_dir():
        from phonefx.synth.grading.case import grade_case
        from phonefx.timeline import build

        build.ready(subject)
        grades = grade_case(key, subject, phone=phone, container=container)
        if as_json:
            click.echo(json.dumps([grade.as_json() for grade in grades], indent=1, ensure_ascii=False))
        else:
            for grade in grades:
                _show(grade)
        perfect = all(grade.perfect for grade in grades)
    else:
        perfect = _answers(key, subject, as_json)
    if not perfect:
        sys.exit(_EXIT)


def _show(grade: Grade) -> None:
    click.echo(f"{grade.phone}, {grade.container}: {'everything right' if grade.perfect else 'not everything right'}")
    rows = [
        (kind, tally.expected, tally.found, tally.wrong, tally.false, f"{tally.recovered} of {tally.left}",
         tally.repeats)
        for kind, tally in sorted(grade.kinds.items()) if tally.counted
    ]  # fmt: skip
    for line in table.lines(("kind", "facts", "found", "wrong", "false", "deleted, recovered", "repeats"), rows):
        click.echo(line)
    for kind, tally in sorted(grade.kinds.items()):
        for sample in tally.samples:
            click.echo(f"  {kind}: {sample}")


def _answers(key: Path, subject: Path, as_json: bool) -> bool:
    from phonefx.synth.grading.answers import grade_answers

    marks = grade_answers(key, subject)
    if as_json:
        click.echo(json.dumps([mark.as_json() for mark in marks], indent=1, ensure_ascii=False))
    else:
        rows = [(mark.question, mark.level, mark.words, mark.given) for mark in marks]
        for line in table.lines(("question", "level", "mark", "answer"), rows):
            click.echo(line)
        marked = [mark for mark in marks if mark.right is not None]
        right, read = sum(mark.right is True for mark in marked), len(marks) - len(marked)
        click.echo(f"{right} of {len(marked)} right; {read} for a reader, by the key's answer and reason")
    return all(mark.right is not False for mark in marks)
