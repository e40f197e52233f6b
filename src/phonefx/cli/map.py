"""`phonefx map`: the movement of a case as files for maps."""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from phonefx.cli import password as passwords
from phonefx.errors import UsageError

if TYPE_CHECKING:
    from phonefx.case.store import Case
    from phonefx.evidence import Exhibit
    from phonefx.report.maps.write import MapOptions

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")

NAMES: Final = {
    "kmz": "report/movement.kmz",
    "html": "report/map.html",
    "gpx": "exports/positions.gpx",
    "geojson": "exports/positions.geojson",
}

ENDINGS: Final = {Path(name).suffix: form for form, name in NAMES.items()} | {".htm": "html", ".json": "geojson"}

EPILOG = """
\b
Examples:
  phonefx map case
  phonefx map case --format html --timezone Europe/Berlin
  phonefx map case -o positions.geojson
  phonefx map case --exhibit E1 --exhibit E2
  phonefx map case --all-positions
  phonefx map case --redaction disclosure.json
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(NAMES)),
    help="What to write; default: what the ending of --output says, else kmz.",
)
@click.option(
    "--exhibit",
    "exhibits",
    multiple=True,
    metavar="LABEL",
    help="A map of this phone alone; repeatable: one file each.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; default: its place in the case.")
@click.option("--timezone", help="Show local times and cut days in this IANA zone; default: the case's.")
@click.option("--all-positions", is_flag=True, help="Draw all, list each call and message; KMZ only.")
@click.option("--layers", type=click.Path(path_type=Path), help="GeoJSON file of incidents to show in the KMZ.")
@click.option(
    "--photos",
    "named",
    multiple=True,
    metavar="LABEL=PATH",
    help="Show thumbnails of the photos of this exhibit, opened again from there; KMZ only; repeatable.",
)
@click.option("--show-images", is_flag=True, help="Show thumbnails as they are instead of blurred.")
@click.option("--redaction", "profile", type=click.Path(path_type=Path), help="JSON file of a redaction profile.")
@passwords.option
def command(folder: Path, form: str | None, exhibits: tuple[str, ...], output: Path | None, timezone: str | None,
            all_positions: bool, layers: Path | None, named: tuple[str, ...], show_images: bool, profile: Path | None,
            password_file: Path | None) -> None:  # fmt: skip
    """Write the positions of CASE for maps: KMZ, an HTML map that needs no network, GPX or GeoJSON.

    Without --exhibit all phones of the case are in one file.
    """
    from phonefx.case import manifest
    from phonefx.case.alone import alone
    from phonefx.case.store import Case
    from phonefx.report.maps.write import MapOptions
    from phonefx.report.profile import given, require_items
    from phonefx.timeline import build

    if output is not None and len(exhibits) > 1:
        raise UsageError("--output names one file: ask for one --exhibit at a time")
    form = _form(form, output)
    redaction = given(profile)
    with alone(folder):
        build.ready(folder)
        with Case.finished(folder) as case, ExitStack() as stack:
            require_items(redaction, case.db)
            photos = _opened(stack, named, passwords.given(password_file))
            for label in exhibits or (None,):
                options = MapOptions(form, timezone, layers, photos, show_images, redaction, label, all_positions)
                _write(case, output or redaction.beside(folder / _name(case, form, label)), options)
        if output is None:
            manifest.write(folder)


def _form(given: str | None, output: Path | None) -> str:
    """Say what to write; a file that is named as another kind of map is refused, for programs go by the ending."""
    ending = ENDINGS.get(output.suffix.lower()) if output else None
    if given and ending and given != ending:
        raise UsageError(f"{output} is named as {ending}, and --format says {given}")
    return given or ending or "kmz"


def _name(case: Case, form: str, label: str | None) -> Path:
    """Name a map inside the case; a label that is no plain name is replaced by the exhibit's number."""
    whole = Path(NAMES[form])
    if label is None:
        return whole
    row = case.db.execute("SELECT id FROM exhibit WHERE label = ?", (label,)).fetchone()
    plain = label if _PLAIN.fullmatch(label) or row is None else f"exhibit-{row[0]}"
    return whole.with_name(f"{whole.stem}-{plain}{whole.suffix}")


def _write(case: Case, out: Path, options: MapOptions) -> None:
    """Write one map, log it, and say what is in it."""
    from phonefx.case import audit, hashing
    from phonefx.report.maps.write import write_map
    from phonefx.timeline.movement.line import NOT_DRAWN

    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    counts = write_map(case, out, options)
    digest = hashing.digest(out)
    said = {"file": out.name, "format": options.form, "sha256": digest.sha256, "profile": options.redaction.profile}
    more = {"exhibit": options.exhibit, "not_drawn": counts[NOT_DRAWN]}
    audit.append(case.folder, "map written", said | {name: value for name, value in more.items() if value})
    for name, count in counts.items():
        click.echo(f"  {name}: {count}")
    click.echo(f"{out}: {digest.size:,} bytes, SHA-256 {digest.sha256}")


def _opened(stack: ExitStack, named: tuple[str, ...], password: str | None) -> dict[str, Exhibit]:
    found = {}
    for text in named:
        label, equals, path = text.partition("=")
        if not equals:
            raise UsageError(f"--photos takes LABEL=PATH, not {text}")
        found[label] = stack.enter_context(passwords.asking(partial(_open, Path(path)), password))
    return found


def _open(path: Path, password: str | None) -> Exhibit:
    from phonefx.evidence import open_exhibit

    return open_exhibit(path, password=password)
