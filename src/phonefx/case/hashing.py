"""Hashes of the files on disk that make up an exhibit, each read once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from phonefx.case.staging import CHUNK, Digest

READ_ERROR: Final = "unreadable"


def digest(path: Path) -> Digest:
    """Hash one file of the exhibit."""
    total, size = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
            size += len(chunk)
    return Digest(total.hexdigest(), size)


def relative(path: Path, root: Path) -> str:
    """The name under which a container file is recorded: inside the exhibit's folder, or its own name."""
    return path.relative_to(root).as_posix() if root.is_dir() else path.name


def digests(containers: Iterable[Path], root: Path) -> Iterator[tuple[str, int | None, str]]:
    """Give (name, size, SHA-256) of each container file; one that cannot be read says so in place of its hash."""
    for path in containers:
        try:
            found = digest(path)
        except OSError:
            yield relative(path, root), None, READ_ERROR
        else:
            yield relative(path, root), found.size, found.sha256


def of_exhibit(database: sqlite3.Connection, exhibit: int) -> tuple[str | None, int]:
    """The hash of a whole exhibit from its recorded files: of the one file, or of the list of many.

    For many files it is the SHA-256 over the lines `SHA256 two-spaces NAME newline`, sorted by name: what
    `sha256sum` prints, sorted, hashed again.
    """
    total, size, count, only = hashlib.sha256(), 0, 0, None
    rows = database.execute("SELECT path, size, sha256 FROM container WHERE exhibit = ? ORDER BY path", (exhibit,))
    for path, length, sha256 in rows:
        total.update(f"{sha256}  {path}\n".encode(errors="surrogateescape"))
        size += length or 0
        count, only = count + 1, sha256
    return (only if count == 1 else total.hexdigest() if count else None), size
