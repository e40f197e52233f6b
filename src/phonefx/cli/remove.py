"""`phonefx remove`: an exhibit leaves a case."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.formats.visible import counted

EPILOG = """
\b
Example:
  phonefx remove case E2 --reason "returned to its owner, order of 3 March"
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.argument("label", metavar="EXHIBIT")
@click.option("--reason", required=True, help="Why; kept in the audit log.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(folder: Path, label: str, reason: str, yes: bool) -> None:
    """Take EXHIBIT out of CASE: its items, and all that was made of them.

    The items of the other exhibits keep their numbers, and no number is given a second time. Report and map are
    written anew; other exports and copies of media are removed. The audit log keeps that the exhibit was there.

    An exhibit that a run began and did not finish can be taken out too; `process` then completes the case.
    """
    from phonefx.case.removal import check, remove
    from phonefx.case.store import Case
    from phonefx.cli import outputs
    from phonefx.cli.progress import watcher
    from phonefx.errors import UsageError

    with Case(folder, write=True) as case:
        check(case, label)
        if not yes and not click.confirm(f"Take exhibit {label} out of the case in {folder}?"):
            raise UsageError("nothing was removed")
        whole = case.meta("complete") == "yes"
        items = remove(case, label, reason)
        if whole:
            with watcher(quiet=False) as progress:
                outputs.write(case, progress)
    after = "report and map written anew" if whole else "run phonefx process with the others to complete the case"
    click.echo(f"{label} and its {counted(items, 'item')} removed; {after}")
