"""The list of files of an iTunes or Finder backup: Manifest.db (iOS 10 and later) or Manifest.mbdb (iOS 4 to 9)."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats.plists import mbfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from phonefx.evidence.tree import Limits

_FORMS: Final = {1: "file", 2: "dir", 4: "link"}
_STEPS: Final = 1_000_000_000
_MBDB: Final = b"mbdb\x05\x00"


@dataclass(slots=True)
class Row:
    """One file of the list. `key` is the protection class (4 bytes) and the wrapped key, where it is encrypted."""

    file_id: str
    domain: str
    path: str
    form: str
    size: int | None
    mtime: int | None
    key: bytes | None


def sqlite_rows(data: bytes, problem: Callable[[str, str], None]) -> Iterator[Row]:
    """Give the rows of Manifest.db by domain and path; the database is held in memory and is never written."""
    if data[18:20] == b"\2\2":
        data = data[:18] + b"\1\1" + data[20:]
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            yield from _rows(database, data, problem)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter from an error message about broken names
            problem("damaged-manifest", f"Manifest.db cannot be read further: {error}")


def _rows(database: sqlite3.Connection, data: bytes, problem: Callable[[str, str], None]) -> Iterator[Row]:
    database.deserialize(data)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.set_progress_handler(_Budget(_STEPS), 1_000_000)
    database.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    kind = database.execute("SELECT type FROM sqlite_master WHERE name = 'Files'").fetchone()
    if kind != ("table",):
        raise Damaged("Manifest.db", "it has no table Files")
    query = "SELECT fileID, domain, relativePath, flags, file FROM Files ORDER BY domain, relativePath, fileID"
    for file_id, domain, path, flags, blob in database.execute(query):
        row = Row(str(file_id), str(domain or ""), str(path or ""), _FORMS.get(flags, "special"), None, None, None)
        if isinstance(blob, bytes):
            _describe(row, blob, problem)
        yield row


def _describe(row: Row, blob: bytes, problem: Callable[[str, str], None]) -> None:
    try:
        found = mbfile.loads(blob)
    except EvidenceError as error:
        problem("damaged-manifest", f"the description of {row.domain}/{row.path} cannot be read: {error}")
        return
    row.size, row.mtime = found.size, found.modified
    row.key = found.encryption_key


class _Budget:
    """Stops a query that works without end (a hostile database)."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __call__(self) -> int:
        self.left -= 1_000_000
        return int(self.left < 0)


def mbdb_rows(data: bytes, limits: Limits, problem: Callable[[str, str], None]) -> Iterator[Row]:
    """Give the rows of Manifest.mbdb in its own order; ends, and says so, where the list is damaged."""
    if not data.startswith(_MBDB[:4]):
        raise Damaged("Manifest.mbdb", "it does not begin as one")
    reader, count = _Reader(data, len(_MBDB)), 0
    while reader.at < len(data):
        start = reader.at
        try:
            row = _mbdb_row(reader)
        except IndexError:
            problem("damaged-manifest", f"Manifest.mbdb is cut short at byte {start} after {count} files")
            return
        count += 1
        if count > limits.entries:
            raise HostileEvidence("Manifest.mbdb", f"more than {limits.entries} files")
        yield row


def _mbdb_row(reader: _Reader) -> Row:
    domain, path = reader.text(), reader.text()
    reader.raw()  # link target
    reader.raw()  # digest
    key = reader.raw()
    mode = reader.number(2)
    reader.skip(8 + 4 + 4)
    mtime = reader.number(4)
    reader.skip(8)
    size = reader.number(8)
    reader.skip(1)
    for _ in range(reader.number(1)):
        reader.raw()
        reader.raw()
    name = hashlib.sha1(f"{domain}-{path}".encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
    form = "link" if stat.S_ISLNK(mode) else "dir" if stat.S_ISDIR(mode) else "file"
    return Row(name, domain, path, form, size, mtime, key or None)


class _Reader:
    """Reads big-endian numbers and counted strings; IndexError at the end."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, size: int) -> bytes:
        found = self.data[self.at : self.at + size]
        if len(found) < size:
            raise IndexError
        self.at += size
        return found

    def skip(self, size: int) -> None:
        self.take(size)

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def raw(self) -> bytes:
        size = self.number(2)
        return b"" if size == 0xFFFF else self.take(size)

    def text(self) -> str:
        return self.raw().decode("utf-8", "surrogateescape")
