"""Hashes of the files on disk that make up an exhibit, each read once."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from phonefx.case.staging import CHUNK, Digest

Listed = tuple[str, int]
"""A file of a folder: its stored path and the size it had when it was listed."""
Hashed = tuple[str, int | None, str]
"""The name of a file, its size and its SHA-256; for one that cannot be read no size, and that it cannot."""
_LINES: Final = 1000
READ_ERROR: Final = "unreadable"
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def digest(path: str | Path, expected: int = CHUNK) -> Digest:
    """Hash one file of the exhibit.

    `expected` bytes is what it should have: where one read that asks for more gives just these, that was all.
    """
    return Digest(*_digest(path, expected))


def _digest(path: str | Path, expected: int) -> tuple[str, int]:
    file = os.open(path, _OPEN_FLAGS)
    try:
        chunk = os.read(file, min(expected + 1, CHUNK))
        total, size = hashlib.sha256(chunk), len(chunk)
        over = size == expected < CHUNK
        while chunk and not over:
            chunk = os.read(file, CHUNK)
            total.update(chunk)
            size += len(chunk)
    finally:
        os.close(file)
    return total.hexdigest(), size


def relative(path: Path, root: Path) -> str:
    """The name under which a container file is recorded: inside the exhibit's folder, or its own name."""
    return path.relative_to(root).as_posix() if root.is_dir() else path.name


def listed(root: str, files: Iterable[Listed]) -> list[Hashed]:
    """Hash files of the folder `root`."""
    return list(digests((stored, _on_disk(root, stored), size) for stored, size in files))


def _on_disk(root: str, stored: str) -> str:
    """The path of a file of a folder."""
    path = f"{root}{os.sep}{stored}"
    return path if path.isascii() else os.fsdecode(path.encode("utf-8", "surrogateescape"))


def digests(files: Iterable[tuple[str, str | Path, int]]) -> Iterator[Hashed]:
    """Give (name, size, SHA-256) for each (name, path, expected size); one that cannot be read says so instead."""
    for name, path, expected in files:
        try:
            sha256, size = _digest(path, expected)
        except OSError:
            yield name, None, READ_ERROR
        else:
            yield name, size, sha256


def of_containers(containers: Iterable[Path], root: Path) -> list[Hashed]:
    """The same for the files on disk that an exhibit names."""
    return list(digests((relative(path, root), path, CHUNK) for path in containers))


def of_exhibit(database: sqlite3.Connection, exhibit: int) -> tuple[str | None, int]:
    """The hash of a whole exhibit from its recorded files: of the one file, or of the list of many.

    For many files it is the SHA-256 over the lines `SHA256 two-spaces NAME newline`, sorted by name: what
    `sha256sum` prints, sorted, hashed again.
    """
    total, size, count = hashlib.sha256(), 0, 0
    line = "CAST(sha256 || '  ' || path || char(10) AS BLOB)"
    rows = database.execute(f"SELECT {line}, size FROM container WHERE exhibit = ? ORDER BY path", (exhibit,))
    while lines := rows.fetchmany(_LINES):
        total.update(b"".join([each for each, _ in lines]))
        size += sum(length or 0 for _, length in lines)
        count += len(lines)
    if count == 1:
        (only,) = database.execute("SELECT sha256 FROM container WHERE exhibit = ?", (exhibit,)).fetchone()
        return only, size
    return (total.hexdigest() if count else None), size
