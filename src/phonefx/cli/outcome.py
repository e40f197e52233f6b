"""The end of a run: what was found, per artifact, and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from phonefx.case.store import Case
from phonefx.cli.table import lines
from phonefx.formats.visible import shown

_COUNTS = """
SELECT kind, state, sum(records - outside) AS n FROM source
WHERE kind NOT IN ('recipient', 'attachment', 'contact_point', 'revision') GROUP BY kind, state ORDER BY kind, state
"""


def summarise(case: Case) -> dict[str, Any]:
    """One object with the outcomes: exhibits, counts by kind and state, coverage by parser, problems."""
    counts: dict[str, dict[str, int]] = {}
    for row in case.rows(_COUNTS):
        counts.setdefault(row["kind"], {})[row["state"]] = row["n"]
    exhibits = case.rows("SELECT label, name, kind, reader, size, sha256, files FROM exhibit ORDER BY id")
    return {
        "case": str(case.folder),
        "complete": case.meta("complete") == "yes",
        "timezone": case.meta("timezone"),
        "exhibits": list(exhibits),
        "counts": counts,
        "items": sum(number for states in counts.values() for number in states.values()),
        "parsers": list(case.rows("SELECT * FROM coverage ORDER BY exhibit, parser")),
        "problems": list(case.rows("SELECT exhibit, parser, path, code, message FROM problem ORDER BY id")),
        "outside_scope": case.db.execute("SELECT coalesce(sum(outside), 0) FROM source").fetchone()[0],
        "unread": case.db.execute("SELECT count(*) FROM unread").fetchone()[0],
    }


def show(summary: dict[str, Any], folder: Path, written: list[Path]) -> None:
    """Print the closing table: artifacts with something to say, problems, and what to open first."""
    told = [row for row in summary["parsers"] if row["outcome"] != "not found"]
    rows = [(row["exhibit"], row["title"], row["files"], row["items"], row["outcome"]) for row in told]
    for line in lines(("exhibit", "artifact", "files", "items", "outcome"), rows):
        click.echo(line)
    silent = len(summary["parsers"]) - len(told)
    unread, problems = summary["unread"], len(summary["problems"])
    click.echo(f"\n{summary['items']} items. {silent} artifacts looked for and not found.")
    click.echo(f"{unread} databases that no parser claims; {problems} problems.")
    if summary["outside_scope"]:
        click.echo(f"{summary['outside_scope']} records outside the scope were counted and not kept.")
    for problem in summary["problems"][:20]:
        click.echo(f"  {problem['code']}: {shown(problem['path'] or '')}: {shown(problem['message'])}")
    if len(summary["problems"]) > 20:
        click.echo(f"  ... and {len(summary['problems']) - 20} more in the table problem of case.db")
    click.echo(f"\nCase: {folder}")
    for path in written:
        click.echo(f"  {path}")
    if written:
        click.echo(f"Open first: {written[0]}")
