"""`phonefx verify`: is everything as it was recorded?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from phonefx.errors import CaseIncomplete, UsageError, VerificationFailed

if TYPE_CHECKING:
    from phonefx.case.verify import Check

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

    Ends with status 30 where anything was changed, is missing or was added, and with 22 where the case was never
    finished: nothing is sealed yet that it could be held against.
    """
    from phonefx.case import manifest
    from phonefx.case.store import Case
    from phonefx.case.verify import recorded_exhibits, verify
    from phonefx.formats.visible import shown

    exhibits = {}
    for text in named:
        label, equals, path = text.partition("=")
        if not equals:
            raise UsageError(f"--exhibit takes LABEL=PATH, not {text}")
        exhibits[label] = Path(path)
    with Case(folder) as case:
        recorded, is_complete = recorded_exhibits(case), case.meta("complete") == "yes"
    if not is_complete and not (folder / manifest.NAME).exists():
        raise CaseIncomplete(folder)
    checks = [*verify(folder, exhibits), *_signatures(folder)]
    faults = [check for check in checks if check.fault]
    if as_json:
        click.echo(
            json.dumps([{"what": each.what, "name": each.name, "fault": each.fault} for each in checks], indent=1)
        )
    else:
        for check in checks:
            click.echo(f"{'FAULT' if check.fault else 'ok':5}  {check.what}: {shown(check.name)}"
                       + (f": {check.fault}" if check.fault else ""))  # fmt: skip
        for label in sorted(set(recorded) - set(exhibits)):
            click.echo(
                f"-      exhibit: {label} was not checked; give --exhibit {label}=PATH ({shown(recorded[label])})"
            )
    if faults:
        raise VerificationFailed(folder, len(faults))


def _signatures(folder: Path) -> Iterator[Check]:
    """Check the signature of each signed report in the case; whom to trust is for the reader to say."""
    from phonefx.case.verify import Check

    for pdf in sorted((folder / "report").glob("*.pdf")):
        content = pdf.read_bytes()
        if b"/ByteRange" not in content:
            continue
        if b"/Encrypt" in content:
            yield Check("signature", f"{pdf.name}: encrypted, not checked")
            continue
        from phonefx.report.pdf.signing import check

        for found in check(pdf):
            fault = "" if found.intact and found.whole else "changed after it was signed"
            yield Check("signature", f"{pdf.name}, signed by {found.signer}", fault)
