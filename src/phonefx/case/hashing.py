"""Hashes of the files on disk that make up an exhibit, each read once."""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from phonefx.case.staging import Digest

Hashed = tuple[str, int | None, str]
"""The name of a file, its size and its SHA-256; for one that cannot be read no size, and that it cannot."""
_LINES: Final = 1000
_AT_ONCE: Final = 64 << 10
"""What is read of a file at once: less than from where on memory is fetched from the system for each read."""
READ_ERROR: Final = "unreadable"
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def digest(path: str | Path) -> Digest:
    """Hash one file of the exhibit."""
    return Digest(*_digest(path))


def _digest(path: str | Path) -> tuple[str, int]:
    file = os.open(path, _OPEN_FLAGS)
    try:
        chunk = os.read(file, _AT_ONCE)
        total, size = hashlib.sha256(chunk), len(chunk)
        while chunk := os.read(file, _AT_ONCE):
            total.update(chunk)
            size += len(chunk)
    finally:
        os.close(file)
    return total.hexdigest(), size


def relative(path: Path, root: Path) -> str:
    """The name under which a container file is recorded: inside the exhibit's folder, or its own name."""
    return path.relative_to(root).as_posix() if root.is_dir() else path.name


def listed(root: str, names: Iterable[str], most: float = math.inf) -> list[Hashed]:
    """Hash files of the folder `root` in their order, and no further one when `most` bytes were read."""
    found, read = [], 0
    for name in names:
        hashed = _hashed(name, _on_disk(root, name))
        found.append(hashed)
        read += hashed[1] or 0
        if read >= most:
            break
    return found


def _on_disk(root: str, stored: str) -> str:
    """The path of a file of a folder."""
    path = f"{root}{os.sep}{stored}"
    return path if path.isascii() else os.fsdecode(path.encode("utf-8", "surrogateescape"))


def _hashed(name: str, path: str | Path) -> Hashed:
    """Hash a file under its name; one that cannot be read says so instead."""
    try:
        sha256, size = _digest(path)
    except OSError:
        return name, None, READ_ERROR
    return name, size, sha256


def of_containers(containers: Iterable[Path], root: Path) -> list[Hashed]:
    """Hash the files on disk that an exhibit names."""
    return [_hashed(relative(path, root), path) for path in containers]


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
