"""`phonefx purge`: a case and everything made from it is removed."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.formats.visible import counted

EPILOG = """
\b
Example:
  phonefx purge case --yes
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(folder: Path, yes: bool) -> None:
    """Remove CASE: database, reports, exports, copies of media and the audit log.

    Each file is overwritten once before it is removed. On a solid-state disk or a file system that keeps old blocks
    that does not reach every copy: keep cases on an encrypted disk, or locked (phonefx lock). The exhibits are not
    touched.
    """
    from phonefx.case.alone import alone
    from phonefx.case.purge import purge
    from phonefx.errors import UsageError

    if not yes and not click.confirm(f"Remove the case in {folder} and everything in it?"):
        raise UsageError("nothing was removed")
    with alone(folder):
        click.echo(f"{counted(purge(folder), 'file')} removed")
