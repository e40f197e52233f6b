"""`phonefx recover`: deleted rows of any SQLite database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from phonefx.formats.sqlite import Database, RecoveredRow

EPILOG = """
\b
Examples:
  phonefx recover mmssms.db                      rows on screen; the -wal and -journal beside it are read too
  phonefx recover mmssms.db --table sms --hex    with the bytes of each place
  phonefx recover msgstore.db --jsonl -          one JSON object a row
  phonefx recover msgstore.db --signs            what speaks of deletions without content

Work on a copy or on write-protected evidence: nothing is written beside the database, SQLite itself never opens it.
"""
_WIDE = 60


@click.command(epilog=EPILOG)
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wal", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its log, if not beside it.")
@click.option("--journal", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its rollback journal.")
@click.option("--table", "tables", multiple=True, help="Only rows of this table; repeatable.")
@click.option("--csv", "csv_out", type=click.Path(path_type=Path), help="Write a CSV file; - for standard output.")
@click.option("--jsonl", type=click.Path(path_type=Path), help="Write JSON lines; - for standard output.")
@click.option("--sqlite", "sqlite_out", type=click.Path(path_type=Path), help="Write a SQLite database.")
@click.option("--hex", "with_hex", is_flag=True, help="Show the bytes of each place.")
@click.option("--signs", "with_signs", is_flag=True, help="Show the signs of deletion instead of rows.")
def command(
    database: Path,
    wal: Path | None,
    journal: Path | None,
    tables: tuple[str, ...],
    csv_out: Path | None,
    jsonl: Path | None,
    sqlite_out: Path | None,
    with_hex: bool,
    with_signs: bool,
) -> None:
    """Recover deleted rows and older versions from DATABASE, a SQLite file, and the journals beside it."""
    from phonefx.formats.sqlite import Database, recover

    opened = Database.beside(database) if wal is None and journal is None else Database.open(database, wal, journal)
    if with_signs:
        _show_signs(opened)
        return
    wanted = {name.lower() for name in tables}
    rows = (row for row in recover(opened) if not wanted or (row.table or "").lower() in wanted)
    if csv_out is None and jsonl is None and sqlite_out is None:
        _show(opened, rows, with_hex)
    else:
        _write(database, rows, csv_out, jsonl, sqlite_out)


def _write(
    database: Path, rows: Iterator[RecoveredRow], csv_out: Path | None, jsonl: Path | None, sqlite_out: Path | None
) -> None:
    from phonefx.errors import UsageError
    from phonefx.formats.sqlite import writing

    given = [path for path in (csv_out, jsonl, sqlite_out) if path is not None]
    if len(given) > 1:
        raise UsageError("--csv, --jsonl and --sqlite: give one of them")
    path = given[0]
    if str(path) != "-" and path.exists():
        raise UsageError(f"{path}: this file exists; choose another")
    if sqlite_out is not None:
        count = writing.write_sqlite(sqlite_out, rows)
    else:
        with click.open_file(str(path), "w", encoding="utf-8") as stream:
            if csv_out is not None:
                count = writing.write_csv(stream, rows)
            else:
                count = writing.write_json_lines(stream, str(database), rows)
    if str(path) != "-":
        click.echo(f"{path}: {count} rows", err=True)


def _show(opened: Database, rows: Iterator[RecoveredRow], with_hex: bool) -> None:
    from phonefx.formats.sqlite import read_place
    from phonefx.formats.visible import shown

    count = 0
    for count, row in enumerate(rows, 1):
        name = (row.table or "unknown table") + ("" if row.table_sure else " (?)")
        frame = f", frame {row.place.frame}" if row.place.frame else ""
        click.echo(
            f"{count}  {shown(name)}  {row.state}  row id {row.rowid if row.rowid is not None else 'lost'}"
            f"  confidence {row.confidence:.2f}"
        )
        place = f"{row.place.role}, byte {row.place.offset}, page {row.place.page}{frame}, {row.place.where}"
        more = f"; and {len(row.others)} other places" if row.others else ""
        click.echo(f"   {place}{more}; {row.reason}")
        for line in _values(row):
            click.echo(f"   {shown(line)}")
        if with_hex:
            for line in _hex(read_place(opened, row.place), row.place.offset):
                click.echo(f"   {line}")
    click.echo(f"{count} rows" if count else "no deleted row was found; that does not prove that none was deleted")


def _values(row: RecoveredRow) -> Iterator[str]:
    from phonefx.formats.sqlite import Mark

    for name, value, mark in zip(row.columns, row.values, row.marks, strict=True):
        note = "" if mark in (Mark.STORED, Mark.ROWID) else f"  ({mark.value})"
        if mark in (Mark.MISSING, Mark.ROWID_LOST):
            yield f"{name}: {mark.value}"
        elif isinstance(value, bytes):
            more = " ..." if len(value) > _WIDE // 2 else ""
            yield f"{name}: {len(value)} bytes {value[: _WIDE // 2].hex()}{more}{note}"
        elif value is not None:
            yield f"{name}: {value}{note}"


def _hex(data: bytes, offset: int) -> Iterator[str]:
    for start in range(0, len(data), 16):
        part = data[start : start + 16]
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
        yield f"{offset + start:08x}  {part.hex(' '):<47}  {shown}"


def _show_signs(opened: Database) -> None:
    from phonefx.formats.sqlite import signs
    from phonefx.formats.visible import shown

    count = 0
    for count, sign in enumerate(signs(opened), 1):
        where = f" in {shown(sign.table)}" if sign.table else ""
        click.echo(f"{count}  {sign.code}{where}\n   {shown(sign.finding)}\n   {sign.limits}")
    if not count:
        click.echo("no sign of deletion; that does not prove that nothing was deleted")
