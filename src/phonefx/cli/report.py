"""`phonefx report`: the report of a case, as a PDF."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from phonefx.errors import UsageError

if TYPE_CHECKING:
    from phonefx.case.store import Case
    from phonefx.report.options import Options

EPILOG = """
\b
Examples:
  phonefx report case
  phonefx report case --preset full -o full.pdf
  phonefx report case --preset findings --selection findings --lead 3
  phonefx report case --kind message --person +447700900101 --from 2026-03-01T00:00+00:00 --facts facts.json
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The PDF; default: report/report.pdf in the case."
)
@click.option(
    "--preset", default="standard", show_default=True, help="summary, findings (of a selection), standard or full."
)
@click.option("--language", default="en", show_default=True, help="Language of the report's own words.")
@click.option("--timezone", help="Show times in this IANA zone; default: the case's.")
@click.option("--page", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True, help="Paper.")
@click.option("--draft", is_flag=True, help="Mark every page as a draft.")
@click.option("--facts", type=click.Path(path_type=Path), help="JSON file of what the examiner states.")
@click.option("--redaction", type=click.Path(path_type=Path), help="JSON file of a redaction profile.")
@click.option("--selection", metavar="NAME", help="The items of this selection, in its order (`phonefx select`).")
@click.option("--lead", "leads", multiple=True, type=int, help="Print this lead, marked as a lead; repeatable.")
@click.option("--item", "items", multiple=True, type=int, help="Only this item; repeatable.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind: message, call, location ...; repeatable.")
@click.option(
    "--person", "people", multiple=True, help="Only where the number, address or name contains this; repeatable."
)
@click.option("--word", "words", multiple=True, help="Only where the text contains this; repeatable.")
@click.option("--from", "since", metavar="TIME", help="Not before this time (ISO 8601 with its offset).")
@click.option("--to", "until", metavar="TIME", help="Not after this time.")
@click.option(
    "--exhibit",
    "named",
    multiple=True,
    metavar="LABEL=PATH",
    help="Take pictures from this exhibit and compare its digests again.",
)
@click.option("--show-images", is_flag=True, help="Draw pictures as they are instead of blurred.")
@click.option("--base-map", type=click.Path(path_type=Path), help="Draw maps on this MBTiles, PMTiles or GeoTIFF.")
@click.option("--bates", default="", metavar="PREFIX", help="Number the pages with this prefix and seven digits.")
@click.option("--sign", "key", type=click.Path(path_type=Path), metavar="KEY.p12", help="Sign with this PKCS#12 key.")
@click.option("--encrypt", is_flag=True, help="Encrypt with AES-256; such a file is no archive file.")
def command(folder: Path, output: Path | None, key: Path | None, encrypt: bool, **asked: Any) -> None:  # noqa: ANN401 - click's own values
    """Write the report of CASE as a PDF: everything up to a limit, or what is selected, or all of it.

    Passwords are asked for, or read from PHONEFX_KEY_PASSPHRASE and PHONEFX_REPORT_PASSWORD.
    """
    from phonefx.case.alone import alone
    from phonefx.timeline import build

    options = _options(asked)
    out = output or options.redaction.beside(folder / "report" / "report.pdf")
    with alone(folder):
        (build.complete if options.leads else build.ready)(folder)
        click.echo(_write(folder, out, options, asked, key, encrypt, seal=output is None))


def _write(folder: Path, out: Path, options: Options, asked: dict[str, Any], key: Path | None, encrypt: bool, *,
           seal: bool) -> str:  # fmt: skip
    """Write the report, log it, and seal the case where it is in its place there; gives what is said of it."""
    from phonefx.case import audit, hashing, manifest
    from phonefx.case.store import Case
    from phonefx.report.pdf import write_report
    from phonefx.report.pdf.pictures import opened as pictures
    from phonefx.report.profile import require_items

    with Case.finished(folder) as case:
        require_items(options.redaction, case.db)
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        options.faults.update(_faults(case, asked["named"]))
        with pictures(asked["named"], shown=asked["show_images"]) as found:
            pages = write_report(case.db, out, options, found)
    plain = hashing.digest(out)
    _seal(out, key, encrypt)
    digest = hashing.digest(out)
    details = {
        "file": out.name,
        "sha256": digest.sha256,
        "before_sealing": plain.sha256,
        "preset": options.preset,
        "profile": options.redaction.profile,
    }
    audit.append(folder, "report written", details)
    if seal:
        manifest.write(folder)
    return f"{out}: {pages} pages, {digest.size:,} bytes, SHA-256 {digest.sha256}"


def _faults(case: Case, named: tuple[str, ...]) -> dict[str, int]:
    """Compare each exhibit given with what was recorded of it; gives how many of its files differ."""
    from phonefx.case.verify import exhibit_checks

    parts = [text.partition("=") for text in named]
    return {
        label: sum(bool(each.fault) for each in exhibit_checks(case, label, Path(path))) for label, _, path in parts
    }


def _seal(pdf: Path, key: Path | None, encrypted: bool) -> None:
    """Encrypt, then sign: a signed file must not be touched again."""
    password = None
    if encrypted:
        from phonefx.report.pdf.signing import encrypt

        password = _secret("PHONEFX_REPORT_PASSWORD", "Password of the report", confirm=True)
        encrypt(pdf, password)
    if key is not None:
        from phonefx.report.pdf.signing import sign

        sign(pdf, key, _secret("PHONEFX_KEY_PASSPHRASE", f"Passphrase of {key.name}"), password=password)


def _secret(variable: str, question: str, *, confirm: bool = False) -> str:
    stated = os.environ.get(variable)
    return stated if stated is not None else str(click.prompt(question, hide_input=True, confirmation_prompt=confirm))


def _options(asked: dict[str, Any]) -> Any:  # noqa: ANN401 - imported when it is needed
    from phonefx.report.options import Options, read_facts
    from phonefx.report.profile import given
    from phonefx.report.selection import Selection

    selection = Selection(
        asked["items"],
        asked["kinds"],
        _moment(asked["since"]),
        _moment(asked["until"]),
        asked["people"],
        asked["words"],
        asked["selection"] or "",
    )
    return Options(
        preset=asked["preset"], selection=selection, language=asked["language"], zone=asked["timezone"],
        page=asked["page"], draft=asked["draft"], facts=read_facts(asked["facts"]) if asked["facts"] else {},
        redaction=given(asked["redaction"]),
        base_map=asked["base_map"], bates=asked["bates"], leads=asked["leads"],
    )  # fmt: skip


def _moment(stated: str | None) -> datetime | None:
    if stated is None:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError as error:
        raise UsageError(f"{stated} is no ISO 8601 time") from error
    if moment.tzinfo is None:
        raise UsageError(f"{stated} needs its offset, such as +00:00")
    return moment
