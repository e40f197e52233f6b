"""`phonefx trace`: from an item back to its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from phonefx.cli import limits
from phonefx.cli import password as passwords

if TYPE_CHECKING:
    from phonefx.case.trace import Trace
    from phonefx.evidence import Limits

EPILOG = """
\b
Example:
  phonefx trace case 17 --exhibit phone.zip
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
@click.argument("item", type=int)
@click.option("--exhibit", "place", type=click.Path(path_type=Path), help="Where the item's exhibit lies now.")
@passwords.option
@limits.options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    folder: Path, item: int, place: Path | None, password_file: Path | None, bounds: Limits, as_json: bool
) -> None:
    """Show what ITEM of CASE rests on: file, table, row, and with the exhibit at hand the very bytes."""
    from phonefx.case.store import INDEXES, Case, scratch
    from phonefx.case.trace import trace
    from phonefx.evidence import open_exhibit

    def work(password: str | None) -> Trace:
        with Case.finished(folder) as case:
            if place is None:
                return trace(case, item, None)
            indexes = folder / INDEXES
            with (
                scratch(folder) as work,
                open_exhibit(place, password=password, scratch=work, limits=bounds, indexes=indexes) as exhibit,
            ):
                return trace(case, item, exhibit)

    told = passwords.asking(work, passwords.given(password_file))
    if as_json:
        click.echo(json.dumps(_plain(told), indent=1, default=_text))
    else:
        for line in _lines(told):
            click.echo(line)


def _lines(told: Trace) -> Iterator[str]:
    from phonefx.formats.visible import shown

    source = told.source
    yield f"item {told.item}: {told.kind}, {source.state}, exhibit {source.exhibit}"
    yield f"  parser   {source.parser} (phonefx {source.version})"
    yield f"  device   {shown(source.path)}"
    yield f"  exhibit  {shown(source.stored)}"
    yield f"  SHA-256  {source.sha256}"
    yield f"  row      table {source.table}, key {shown(str(source.key))}"
    yield "fields"
    for name, value in told.fields.items():
        yield f"  {name}: {shown(_text(value))}{_read(name, value, told.basis)}"
    if told.recovery:
        yield f"recovered from {told.recovery['place']}, confidence {told.recovery['confidence']}"
        yield f"  {shown(str(told.recovery['reason']))}"
        if told.recovery["partial"]:
            yield f"  not whole: {shown(str(told.recovery['partial']))}"
    if told.unchanged is None:
        yield f"give --exhibit PATH of {source.exhibit} to see the row and its bytes"
        return
    yield "the file in the exhibit is " + ("unchanged" if told.unchanged else "NOT the file that was read: it changed")
    if told.row:
        yield "stored row"
        yield from (f"  {name}: {shown(_text(value))}" for name, value in told.row.items() if value is not None)
    yield f"bytes: {told.place}"
    yield from dump(told.content)


def dump(content: bytes) -> Iterator[str]:
    """Bytes as an examiner reads them: offset, hex, and the printable ASCII beside it."""
    for at in range(0, len(content), 16):
        block = content[at : at + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in block)
        yield f"  {at:06x}  {block.hex(' '):47}  {shown}"


def _plain(told: Trace) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(told) | {"content": told.content.hex()}


def _read(name: str, value: object, basis: str) -> str:
    """Give the reading of a time that is stored in microseconds, behind the number."""
    if not name.endswith("_us") or not isinstance(value, int):
        return ""
    from phonefx.times import iso

    return f" ({iso(value)})" if basis == "utc" else f" ({iso(value).removesuffix('Z')}, {basis} clock)"


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
