"""Leaves out files that an extraction holds twice: further views of one storage with the same content."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from phonefx.case.plan import Planner
from phonefx.case.staging import Digest, copy
from phonefx.errors import EvidenceError
from phonefx.evidence import Exhibit
from phonefx.evidence.tree import Entry

View = tuple[Entry, Digest]
_INSERT: Final = (
    "INSERT INTO file(exhibit, path, stored, size, sha256, mtime_us, user, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def fold(planner: Planner, exhibit: Exhibit) -> list[View]:
    """Fold the planned files and give the views left out with their hashes; those that differ become problems.

    Only where two views of a file exist are they read here. A database is the same when its journals are too.
    """
    read: dict[str, Digest] = {}

    def digest(entry: Entry) -> tuple[str, ...]:
        try:
            for each in (entry, *planner.belonging(entry)):
                with exhibit.open(each) as source:
                    read[each.stored] = copy(source, None)
        except EvidenceError:
            return ("unreadable", entry.stored)
        return tuple(read[each.stored].sha256 for each in (entry, *planner.belonging(entry)))

    left, differing = planner.fold(digest)
    for entry in differing:
        exhibit.problem("views differ", entry.stored, "another view of this storage holds other content; all are read")
    return [(entry, read[entry.stored]) for entry in left]


def record(database: sqlite3.Connection, exhibit: int, views: Iterable[View]) -> None:
    """Record the views left out as files: the same SHA-256 says which file stands for them."""
    database.executemany(
        _INSERT,
        (
            (
                exhibit,
                _text(entry.path),
                _text(entry.stored),
                found.size,
                found.sha256,
                entry.mtime_us,
                entry.user,
                entry.state,
            )
            for entry, found in views
        ),
    )


def _text(value: str) -> str:
    return value.encode("utf-8", "backslashreplace").decode()
