"""`phonefx export`: the items of a case as data files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from phonefx.formats.visible import counted

NAMES: Final = {"jsonl": "exports/items.jsonl", "csv": "exports/csv"}

EPILOG = """
\b
Examples:
  phonefx export case
  phonefx export case --format csv --selection findings
  phonefx export case --redaction disclosure.json -o items.jsonl
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(NAMES)), default="jsonl", show_default=True,
              help="JSON lines in one file, or a folder with one CSV for each kind.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder; default: its place in the case.")
@click.option("--selection", metavar="NAME", help="Only the items of this selection (see `phonefx select`).")
@click.option("--redaction", "profile", type=click.Path(path_type=Path), help="JSON file of a redaction profile.")
def command(folder: Path, form: str, output: Path | None, selection: str | None, profile: Path | None) -> None:
    """Write the items of CASE with every stored field and where each comes from, to go along with a report."""
    from phonefx.case import audit, manifest
    from phonefx.case.alone import alone
    from phonefx.case.store import Case
    from phonefx.report.exports.items import EVERY
    from phonefx.report.exports.write import write_csv, write_jsonl
    from phonefx.report.profile import given, require_items
    from phonefx.timeline.marks.selecting import selection_number

    redaction = given(profile)
    out = output or redaction.beside(folder / NAMES[form])
    with alone(folder):
        with Case.finished(folder) as case:
            require_items(redaction, case.db)
            out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            wanted = EVERY
            if selection is not None:
                number = selection_number(case.db, selection)
                wanted = f"SELECT item FROM selection_item WHERE selection = {number}"
            counts = (write_jsonl if form == "jsonl" else write_csv)(case.db, out, redaction, wanted)
        audit.append(folder, "items exported", {"file": out.name, "format": form, "profile": redaction.profile,
                                                "selection": selection, "items": counts.total()})  # fmt: skip
        if output is None:
            manifest.write(folder)
    for name, count in sorted(counts.items()):
        click.echo(f"  {name}: {count}")
    click.echo(f"{out}: {counted(counts.total(), 'item')}")
