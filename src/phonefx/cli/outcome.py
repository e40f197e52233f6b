"""The end of a run: what was found, per artifact, and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from phonefx.case.loose import BY_NAME
from phonefx.case.store import Case
from phonefx.cli.table import lines
from phonefx.formats.visible import counted, shown

_UNREAD = "SELECT path FROM unread ORDER BY exhibit, path LIMIT 100"
_UNREAD_TABLES = """
SELECT count(*) AS tables, count(DISTINCT file) AS files, coalesce(sum(rows), 0) AS rows,
       coalesce(sum(deleted), 0) AS deleted FROM unread_table
"""
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
        "unread_paths": [row["path"] for row in case.rows(_UNREAD)],
        "unread_tables": dict(next(iter(case.rows(_UNREAD_TABLES)))),
    }


def show(summary: dict[str, Any], folder: Path, written: list[Path]) -> None:
    """Print the closing table: artifacts with something to say, problems, and what to open first."""
    told = [row for row in summary["parsers"] if row["outcome"] != "not found"]
    rows = [(row["exhibit"], row["title"], row["files"], row["items"], row["outcome"]) for row in told]
    for line in lines(("exhibit", "artifact", "files", "items", "outcome"), rows):
        click.echo(line)
    silent = len(summary["parsers"]) - len(told)
    unread, problems = summary["unread"], len(summary["problems"])
    click.echo(f"\n{counted(summary['items'], 'item')}. {counted(silent, 'artifact')} looked for and not found.")
    click.echo(f"{counted(unread, 'database')} that no parser claims; {counted(problems, 'problem')}.")
    for path in summary["unread_paths"][:5]:
        click.echo(f"  not read: {shown(path)}")
    if unread > 5:
        click.echo(f"  ... and {unread - 5} more in the table unread of case.db")
    left = summary["unread_tables"]
    if left["tables"]:
        click.echo(f"{counted(left['tables'], 'table')} in {counted(left['files'], 'database')} read by parsers:"
                   f" no parser reads {left['rows']} live and {left['deleted']} deleted rows; the table unread_table"
                   " of case.db lists them.")  # fmt: skip
    matched = {row["exhibit"] for row in told if row["files"]}
    for each in summary["exhibits"]:
        if each["label"] not in matched:
            click.echo(f"No file of {each['label']} is one that a parser reads: {shown(each['kind'])},"
                       f" {counted(each['files'], 'file')}, read by {each['reader']}.")  # fmt: skip
    for exhibit in sorted({row["exhibit"] for row in told if row["note"].startswith(BY_NAME)}):
        click.echo(f"Nothing of {exhibit} stands at its place on a device: its files were read by their names.")
    if summary["outside_scope"]:
        click.echo(f"{counted(summary['outside_scope'], 'record')} outside the scope: counted and not kept.")
    for problem in summary["problems"][:20]:
        click.echo(f"  {_said(problem)}")
    if len(summary["problems"]) > 20:
        click.echo(f"  ... and {len(summary['problems']) - 20} more in the table problem of case.db")
    click.echo(f"\nCase: {folder}")
    for path in written:
        click.echo(f"  {path}")
    if summary["positions_not_drawn"]:
        click.echo(f"{counted(summary['positions_not_drawn'], 'position')} of the device are not drawn on the map: the"
                   " line passes within twice their accuracy; phonefx map CASE --all-positions draws all.")  # fmt: skip
    if written:
        click.echo(f"Open first: {written[0]}")


def reason(summary: dict[str, Any]) -> str:
    """Say in one line why a run that finished ends with a status that is not 0."""
    problems = summary["problems"]
    rest = f"; {len(problems) - 1} more in the table problem of case.db" if len(problems) > 1 else ""
    return f"{counted(len(problems), 'problem')}: {_said(problems[0])}{rest}"


def _said(problem: dict[str, Any]) -> str:
    where = f"{shown(named)}: " if (named := problem["path"] or problem["parser"]) else ""
    return f"{problem['code']}: {where}{shown(problem['message'])}"
