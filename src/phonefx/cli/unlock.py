"""`phonefx unlock`: a case encrypted at rest."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli import password as passwords
from phonefx.formats.visible import counted

EPILOG = """
\b
Example:
  phonefx unlock case
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@passwords.option
def command(folder: Path, password_file: Path | None) -> None:
    """Decrypt every file of CASE that `phonefx lock` encrypted."""
    from phonefx.case.alone import alone
    from phonefx.case.lock import unlock

    passphrase = passwords.given(password_file) or click.prompt("Passphrase of the case", hide_input=True, err=True)
    with alone(folder):
        click.echo(f"{counted(unlock(folder, passphrase), 'file')} unlocked")
