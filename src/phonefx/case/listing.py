"""The list of the files on disk that an exhibit is made of, which the view `container` shows.

A folder is stored once for all of its files that come one after the other, as they do when a folder is walked, and a
hash as its 32 bytes: that is a third of the list with whole paths and hashes in hex.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator

from phonefx.case.hashing import Hashed

Folder = tuple[int, int, str]
"""The number of a folder, its exhibit, and its path with the slash that ends it."""


def add(database: sqlite3.Connection, exhibit: int, files: Iterable[Hashed], inside: Collection[str] = ()) -> None:
    """Add files to the list of an exhibit.

    Args:
        database: the case.
        exhibit: the number of the exhibit.
        files: the files with their hashes.
        inside: names that are none of files on disk, since they lie in another file.
    """
    left_out, folders = set(map(storable, inside)), list[Folder]()
    (highest,) = database.execute("SELECT coalesce(max(id), 0) FROM container_folder").fetchone()
    known = (each for each in files if storable(each[0]) not in left_out) if left_out else files
    database.executemany("INSERT INTO container_file VALUES (?, ?, ?, ?)", _placed(known, exhibit, highest, folders))
    database.executemany("INSERT INTO container_folder VALUES (?, ?, ?)", folders)


def _placed(
    files: Iterable[Hashed], exhibit: int, number: int, folders: list[Folder]
) -> Iterator[tuple[int, str, int | None, str | bytearray | None]]:
    """Give each file with the number of its folder, the next after `number`, which is added to `folders`."""
    last, as_bytes = None, bytearray.fromhex  # bytes that cannot change would be asked for an adapter, each
    for stored, size, sha256 in files:
        path = stored if stored.isascii() else storable(stored)
        folder, slash, name = path.rpartition("/")
        if folder != last:
            last, number = folder, number + 1
            folders.append((number, exhibit, folder + slash))
        yield number, name, size, sha256 if size is None else as_bytes(sha256)


def remove(database: sqlite3.Connection, exhibit: int) -> None:
    """Remove the list of an exhibit."""
    folders = "SELECT id FROM container_folder WHERE exhibit = ?"
    database.execute(f"DELETE FROM container_file WHERE folder IN ({folders})", (exhibit,))
    database.execute("DELETE FROM container_folder WHERE exhibit = ?", (exhibit,))


def found(
    database: sqlite3.Connection, exhibit: int, paths: Collection[str]
) -> dict[str, tuple[str | None, int | None]]:
    """Give hash and size of those of some paths that are listed, as the view `container` shows them, in one pass."""
    if not paths:
        return {}
    asked = database.execute("SELECT path, sha256, size FROM container WHERE exhibit = ?", (exhibit,))
    return {path: (sha256, size) for path, sha256, size in asked if path in paths}


def storable(name: str) -> str:
    """A name as SQLite takes it: bytes that are no UTF-8 as text that shows them."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode()
