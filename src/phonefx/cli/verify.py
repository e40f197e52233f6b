"""`phonefx verify`: is everything as it was recorded?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from phonefx.errors import UsageError, VerificationFailed

EPILOG = """
\b
Examples:
  phonefx verify case
  phonefx verify case --exhibit E1=/evidence/phone.zip
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--exhibit", "named", multiple=True, metavar="LABEL=PATH", help="Check this exhibit too; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
def command(folder: Path, named: tuple[str, ...], as_json: bool) -> None:
    """Check the outputs of CASE, its audit log and, where they are given, its exhibits against what was recorded.

    Ends with status 30 where anything was changed, is missing or was added.
    """
    from phonefx.case.store import Case
    from phonefx.case.verify import recorded_exhibits, verify
    from phonefx.cli.progress import safe

    exhibits = {}
    for text in named:
        label, equals, path = text.partition("=")
        if not equals:
            raise UsageError(f"--exhibit takes LABEL=PATH, not {text}")
        exhibits[label] = Path(path)
    with Case(folder) as case:
        recorded = recorded_exhibits(case)
    checks = list(verify(folder, exhibits))
    faults = [check for check in checks if check.fault]
    if as_json:
        click.echo(
            json.dumps([{"what": each.what, "name": each.name, "fault": each.fault} for each in checks], indent=1)
        )
    else:
        for check in checks:
            click.echo(f"{'FAULT' if check.fault else 'ok':5}  {check.what}: {safe(check.name)}"
                       + (f": {check.fault}" if check.fault else ""))  # fmt: skip
        for label in sorted(set(recorded) - set(exhibits)):
            click.echo(
                f"-      exhibit: {label} was not checked; give --exhibit {label}=PATH ({safe(recorded[label])})"
            )
    if faults:
        raise VerificationFailed(folder, len(faults))
