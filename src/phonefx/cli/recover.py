"""`phonefx recover`: deleted rows of any SQLite database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob
    from phonefx.formats.sqlite import Database, Place, RecoveredRow
    from phonefx.formats.sqlite.bytefile import Bytes

EPILOG = """
\b
Examples:
  phonefx recover mmssms.db                      tables on screen; the -wal and -journal beside it are read too
  phonefx recover mmssms.db --table sms --full   every value whole, with place and reason
  phonefx recover mmssms.db --table sms --hex    and with the bytes of each place
  phonefx recover msgstore.db --csv rows.csv     a table for a spreadsheet
  phonefx recover msgstore.db --jsonl -          one JSON object a row
  phonefx recover msgstore.db --signs            what speaks of deletions without content
  phonefx recover memory.bin --carve             rows of database pages in a file that is no database
  phonefx recover disk.dd --unallocated          the same in what no file of a disk image owns

In a table `sure` is the confidence from 0 to 1, `place` the file, the byte offset in it and how many more places.
Work on a copy or on write-protected evidence: nothing is written beside the database, SQLite itself never opens it.
"""
_WIDE, _SMALL = 60, 32768


@click.command(epilog=EPILOG)
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wal", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its log, if not beside it.")
@click.option("--journal", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its rollback journal.")
@click.option("--table", "tables", multiple=True, help="Only rows of this table; repeatable.")
@click.option("--csv", "csv_out", type=click.Path(path_type=Path), help="Write a CSV file; - for standard output.")
@click.option("--jsonl", type=click.Path(path_type=Path), help="Write JSON lines; - for standard output.")
@click.option("--sqlite", "sqlite_out", type=click.Path(path_type=Path), help="Write a SQLite database.")
@click.option("--full", is_flag=True, help="Show each row by itself with every value, place and reason.")
@click.option("--hex", "with_hex", is_flag=True, help="The same with the bytes of each place.")
@click.option("--signs", "with_signs", is_flag=True, help="Show the signs of deletion instead of rows.")
@click.option("--carve", is_flag=True, help="Look for pages of databases anywhere in the file.")
@click.option("--unallocated", is_flag=True, help="Of a disk image look into what no file owns.")
@click.option("--tables-of", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="DATABASE",
              help="With --carve or --unallocated: a database whose tables may occur.")  # fmt: skip
def command(
    database: Path,
    wal: Path | None,
    journal: Path | None,
    tables: tuple[str, ...],
    csv_out: Path | None,
    jsonl: Path | None,
    sqlite_out: Path | None,
    full: bool,
    with_hex: bool,
    with_signs: bool,
    carve: bool,
    unallocated: bool,
    tables_of: Path | None,
) -> None:
    """Recover deleted rows and older versions from DATABASE, a SQLite file, and the journals beside it."""
    from phonefx.cli.progress import counting
    from phonefx.errors import EvidenceError, NotAnExtraction
    from phonefx.formats.sqlite import Database, read_place, recover, unowned
    from phonefx.formats.sqlite.bytefile import ByteFile

    wanted = {name.lower() for name in tables}
    if carve or unallocated:
        source, spans = _in_image(database) if unallocated else (ByteFile(database), [])
        known = Database.beside(tables_of) if tables_of else None
        with counting("searching", sum(size for _, size in spans) or source.size) as tell:
            _give(_only(unowned.carve(source, spans, known, tell), wanted), database, (csv_out, jsonl, sqlite_out),
                  lambda place: source.read(place.offset, place.length), full, with_hex)  # fmt: skip
        for fault in getattr(source, "faults", ()):
            click.echo(f"not searched: {fault}", err=True)
        return
    try:
        opened = Database.beside(database) if wal is None and journal is None else Database.open(database, wal, journal)
    except NotAnExtraction:
        raise EvidenceError(database, "no SQLite database; --carve looks for pages of one in any file") from None
    if with_signs:
        _show_signs(opened)
        return
    _give(_only(recover(opened), wanted), database, (csv_out, jsonl, sqlite_out),
          lambda place: read_place(opened, place), full, with_hex)  # fmt: skip


def _only(rows: Iterator[RecoveredRow], wanted: set[str]) -> Iterator[RecoveredRow]:
    return (row for row in rows if not wanted or (row.table or "").lower() in wanted)


def _in_image(path: Path) -> tuple[Bytes, list[tuple[int, int]]]:
    """Open a disk image and list the stretches of it that no file owns; what cannot be told is said."""
    from phonefx.errors import UsageError
    from phonefx.evidence import Limits
    from phonefx.evidence.blobs import FileBlob
    from phonefx.evidence.images.opening import open_image
    from phonefx.formats.visible import shown

    exhibit = open_image(FileBlob(path), path, None, Limits())
    if exhibit is None:
        raise UsageError(f"{path}: no file system that can be read; --carve looks at the whole file")
    free = exhibit.unallocated()
    for place, size, why in free.untold:
        click.echo(f"not searched: {shown(place) or 'the image'} ({size:,} bytes): {why}", err=True)
    if not free.spans:
        raise UsageError(f"{path}: no space that belongs to no file is known; --carve looks at the whole image")
    click.echo(f"{free.size:,} of {exhibit.disk.size:,} bytes belong to no file", err=True)
    return DiskBytes(exhibit.disk), free.spans


class DiskBytes:
    """An image, whatever it is packed in, as the recovery reads it."""

    def __init__(self, disk: Blob) -> None:
        self._disk, self.size = disk, disk.size
        self.faults: dict[str, None] = {}

    def read(self, offset: int, length: int) -> bytes:
        """Read; what is unreadable counts as zeros, and is told."""
        from phonefx.errors import Damaged

        try:
            return self._disk.read_at(offset, length)
        except Damaged as error:
            if length > _SMALL:
                half = length // 2 // _SMALL * _SMALL or _SMALL
                return self.read(offset, half) + self.read(offset + half, length - half)
            self.faults[str(error)] = None
            return bytes(length)


def _give(
    rows: Iterator[RecoveredRow], database: Path, targets: tuple[Path | None, Path | None, Path | None],
    read: Callable[[Place], bytes], full: bool, with_hex: bool,
) -> None:  # fmt: skip
    if targets != (None, None, None):
        _write(database, rows, *targets)
        return
    from phonefx.cli import rowtable
    from phonefx.formats.visible import counted

    count = _show(rows, read, with_hex) if full or with_hex else rowtable.show(rows)
    none = "no deleted row was found; that does not prove that none was deleted"
    click.echo(f"\n{counted(count, 'row')}" if count else none)


def _write(
    database: Path, rows: Iterator[RecoveredRow], csv_out: Path | None, jsonl: Path | None, sqlite_out: Path | None
) -> None:
    from phonefx.errors import UsageError
    from phonefx.formats.sqlite import writing
    from phonefx.formats.visible import counted

    given = [path for path in (csv_out, jsonl, sqlite_out) if path is not None]
    if len(given) > 1:
        raise UsageError("--csv, --jsonl and --sqlite: give one of them")
    path = given[0]
    if path == sqlite_out and str(path) == "-":
        raise UsageError("--sqlite: name a file; a database cannot go to standard output")
    if str(path) != "-" and path.exists():
        raise UsageError(f"{path}: this file exists; choose another")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: there is no such folder")
    if sqlite_out is not None:
        count = writing.write_sqlite(sqlite_out, rows)
    else:
        with click.open_file(str(path), "w", encoding="utf-8") as stream:
            if csv_out is not None:
                count = writing.write_csv(stream, rows)
            else:
                count = writing.write_json_lines(stream, str(database), rows)
    if str(path) != "-":
        click.echo(f"{path}: {counted(count, 'row')}", err=True)


def _show(rows: Iterator[RecoveredRow], read: Callable[[Place], bytes], with_hex: bool) -> int:
    from phonefx.formats.visible import shown

    count = 0
    for count, row in enumerate(rows, 1):
        name = (row.table or "unknown table") + ("" if row.table_sure else " (?)")
        frame = f", frame {row.place.frame}" if row.place.frame else ""
        click.echo(
            f"{count}  {shown(name)}  {row.state}  row id {row.rowid if row.rowid is not None else 'lost'}"
            f"  confidence {row.confidence:.2f}"
        )
        page = f", page {row.place.page}" if row.place.page else ""
        place = f"{row.place.role}, byte {row.place.offset}{page}{frame}, {row.place.where}"
        many = "place" if len(row.others) == 1 else "places"
        more = f"; and {len(row.others)} other {many}" if row.others else ""
        click.echo(f"   {place}{more}; {row.reason}")
        for line in _values(row):
            click.echo(f"   {shown(line)}")
        if with_hex:
            for line in _hex(read(row.place), row.place.offset):
                click.echo(f"   {line}")
    return count


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
