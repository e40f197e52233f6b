"""Shows rows of a case as a table for the eye or as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from phonefx.formats.visible import json_text, shown


def show(rows: Iterable[Any], as_json: bool, columns: Mapping[str, str], nothing: str) -> None:
    """Print rows.

    Args:
        rows: dataclasses, named tuples or dicts.
        as_json: one JSON list with every field, instead of a table.
        columns: heading to field of the table; a field that ends in `_us` is shown as a time in UTC.
        nothing: the line to print where there are no rows.
    """
    found = [dict(row) if isinstance(row, Mapping) else _fields(row) for row in rows]
    if as_json:
        click.echo(json_text(found, indent=1))
        return
    if not found:
        click.echo(nothing)
        return
    from phonefx.cli.table import lines

    for line in lines(list(columns), [[_cell(row, field) for field in columns.values()] for row in found]):
        click.echo(line)


def _fields(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass or a named tuple
    found: dict[str, Any] = row._asdict() if hasattr(row, "_asdict") else asdict(row)
    return found


def done(as_json: bool, words: str, **facts: object) -> None:
    """Say what a command did: in words, or as one JSON object of its facts."""
    click.echo(json_text(facts) if as_json else shown(words, "\n"))


def _cell(row: Mapping[str, Any], field: str) -> object:
    value = row[field]
    if field.endswith("_us"):
        from phonefx.times import iso

        return iso(None if value is None else value // 1_000_000 * 1_000_000)
    return f"{value:.2f}" if isinstance(value, float) else value


def numbers(texts: Sequence[str]) -> list[int]:
    """Read item numbers: `7`, `10-20`, `3,5`."""
    from phonefx.errors import UsageError

    found: list[int] = []
    for part in ",".join(texts).replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()) or len(part) > 30:
            raise UsageError(f"{part}: item numbers look like 7, 10-20 or 3,5")
        if int(last or first) - int(first) > 100_000:
            raise UsageError(f"{part}: more than 100,000 items at once")
        found += range(int(first), int(last or first) + 1)
    return found
