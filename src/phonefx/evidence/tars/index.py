"""The list of a tar archive's members, kept in a folder of the case: a second opening does not walk the archive again.

It is a SQLite database that anyone can query. It is named after what it was made from, so that another archive, or a
changed one whose size, beginning or end differ, never meets it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from phonefx.evidence.packed import content_identity
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.tree import Entry, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from phonefx.evidence.blobs import Blob

SUFFIX: Final = ".tar-index.db"
_SCHEMA: Final = """
CREATE TABLE member(number INTEGER PRIMARY KEY, name, stored, size INTEGER, mtime_us INTEGER, form TEXT, data INTEGER,
                    length INTEGER, holes TEXT);
CREATE TABLE problem(code TEXT, path, message TEXT);
CREATE TABLE archive(form INTEGER, size INTEGER);
"""
_FORM: Final = 1


def index_name(blob: Blob) -> str:
    """Give the file name of the index of an archive, packed or plain: by its size, beginning and end."""
    return content_identity(blob) + SUFFIX


class TarIndex:
    """An index, opened for reading.

    Attributes:
        size: bytes of the archive, inflated.
        problems: what was told when the archive was walked.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._database.execute("PRAGMA trusted_schema = OFF")
        self.size: int = self._database.execute("SELECT size FROM archive WHERE form = ?", (_FORM,)).fetchone()[0]
        found = self._database.execute("SELECT code, path, message FROM problem ORDER BY rowid")
        self.problems = [Problem(code, _text(place), message) for code, place, message in found]

    @classmethod
    def found(cls, folders: Iterable[Path | None], name: str) -> TarIndex | None:
        """Open the first index of that name; None where there is none, or one that cannot be read."""
        for folder in folders:
            if folder is not None and (folder / name).is_file():
                try:
                    return cls(folder / name)
                except (sqlite3.Error, TypeError):
                    continue
        return None

    def entries(self, where: str = "1", *values: object) -> Iterator[Entry]:
        """Give the members, in the order of the archive."""
        columns = "name, stored, size, mtime_us, form, data, length, holes"
        query = f"SELECT {columns} FROM member WHERE {where} ORDER BY number"
        place_of, new = DevicePaths().of, partial(tuple.__new__, Entry)
        for name, copy, size, moment, form, data, length, holes in self._database.execute(query, values):
            text = name if isinstance(name, str) else _text(name)
            path, user = place_of(text[2:] if text[:2] == "./" else text)
            runs = (data, length) if holes is None else (data, length, _runs(holes))
            stored = text if copy is None else _text(copy)
            yield new((stored, size, form, "live", runs, path, moment, "utc", user))

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the members near the top."""
        deep = "%" + "/%" * (levels + 1)
        found = self.entries("name NOT LIKE ?", deep)  # a name of bytes is like nothing
        return (entry for entry in found if entry.stored.count("/") <= levels)

    def find(self, stored: str) -> Entry | None:
        """Find a member by its stored path."""
        return next(self.entries("coalesce(stored, name) = ?", _kept(stored)), None)

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def write_index(target: Path, size: int, members: Iterable[tuple[str, Entry]], problems: Iterable[Problem]) -> None:
    """Write an index, whole or not at all.

    Args:
        target: the file.
        size: bytes of the archive, inflated.
        members: the name in the archive, and the entry.
        problems: what was told on the way.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".part-{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as database:
            database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {_SCHEMA}")
            database.execute("INSERT INTO archive VALUES (?, ?)", (_FORM, size))
            database.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, members))
            rows = ((each.code, _kept(each.path), each.message) for each in problems)
            database.executemany("INSERT INTO problem VALUES (?, ?, ?)", rows)
            database.execute("COMMIT")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _row(member: tuple[str, Entry]) -> tuple[object, ...]:
    name, entry = member
    data, length, *holes = cast("tuple[Any, ...]", entry.ident)
    copy = None if entry.stored == name else _kept(entry.stored)
    runs = json.dumps(holes[0]) if holes and holes[0] is not None else None
    return None, _kept(name), copy, entry.size, entry.mtime_us, entry.form, data, length, runs


def _kept(text: str) -> str | bytes:
    """A name that is no UTF-8 is kept as bytes: SQLite takes no other text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")
    return text


def _text(kept: str | bytes) -> str:
    return kept if isinstance(kept, str) else kept.decode("utf-8", "surrogateescape")


def _runs(holes: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(offset), int(length)) for offset, length in json.loads(holes))
