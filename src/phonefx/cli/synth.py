"""`phonefx synth`: make training phones and their answer key from a scenario."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """
\b
Example:
  phonefx synth first-phone training
  phonefx process training/maya-android.zip -o case
  phonefx grade training/key.json case
"""


@click.command(epilog=EPILOG)
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--seed", type=int, help="Another seed than the scenario's: same story, other background and noise.")
@click.option("--container", "containers", multiple=True, help="Make only this container; may be repeated.")
def command(scenario: Path, out: Path, seed: int | None, containers: tuple[str, ...]) -> None:
    """Make the phones of SCENARIO (a YAML file, or the name of a shipped one) below the new folder OUT."""
    from phonefx.synth.library import find_scenario
    from phonefx.synth.make import make
    from phonefx.synth.scenario import read_scenario

    for path in make(read_scenario(find_scenario(scenario)), out, seed=seed, containers=containers):
        click.echo(path)
