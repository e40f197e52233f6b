"""`phonefx lock`: a case encrypted at rest."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli import password as passwords
from phonefx.formats.visible import counted

EPILOG = """
\b
Example:
  phonefx lock case
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@passwords.option
def command(folder: Path, password_file: Path | None) -> None:
    """Encrypt every file of CASE under a passphrase, in the age format; the originals are overwritten.

    The passphrase is asked for twice, or read from --password-file or PHONEFX_PASSWORD. Who loses it loses the case.
    """
    from phonefx.case.alone import alone
    from phonefx.case.lock import lock

    passphrase = passwords.given(password_file) or click.prompt(
        "Passphrase of the case", hide_input=True, err=True, confirmation_prompt=True
    )
    with alone(folder):
        click.echo(f"{counted(lock(folder, passphrase), 'file')} locked")
