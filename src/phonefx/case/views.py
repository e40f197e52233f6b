"""Leaves out files that an extraction holds twice: further views of one storage with the same content.

Views of the same size are taken to be the same until the one that stands for them was parsed, and hashed thereby; then
each is hashed in turn. So each is read once, and a view that does differ is parsed after all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from phonefx.case import schema
from phonefx.case.plan import Planner
from phonefx.case.staging import Digest, copy
from phonefx.errors import EvidenceError
from phonefx.evidence import Exhibit
from phonefx.evidence.tree import Entry

Pair = tuple[Entry, Entry]
View = tuple[Entry, Digest]
_DIFFER: Final = "another view of this storage holds other content; all are read"


def fold(planner: Planner, exhibit: Exhibit) -> list[Pair]:
    """Fold the planned files; give each view left out with the entry that stands for it. Nothing is read."""
    left, differing = planner.fold()
    for entry in differing:
        exhibit.problem("views differ", entry.stored, _DIFFER)
    return left


def settle(database: sqlite3.Connection, number: int, exhibit: Exhibit, planner: Planner,
           left: Sequence[Pair]) -> tuple[list[View], list[Pair]]:  # fmt: skip
    """Hash the views left out; give the files of those that are the same, each with its hash, and those that differ.

    The same SHA-256 says which file stands for them. A database is the same when its journals are too.
    """
    same: list[View] = []
    differing: list[Pair] = []
    for view, kept in left:
        found = {suffix: _digest(exhibit, entry) for suffix, entry in _members(planner, view)}
        stands = {suffix: _recorded(database, number, entry) for suffix, entry in _members(planner, kept)}
        if all(_agrees(suffix, each, stands[suffix]) for suffix, each in found.items()):
            same += [(entry, each) for suffix, entry in _members(planner, view) if (each := found[suffix])]
        else:
            exhibit.problem("views differ", view.stored, _DIFFER)
            differing.append((view, kept))
    return same, differing


def record(database: sqlite3.Connection, exhibit: int, views: Iterable[View]) -> None:
    """Record the views left out as files."""
    database.executemany(
        schema.ADD_FILE,
        ((exhibit, _text(entry.path), _text(entry.stored), found.size, found.sha256, entry.mtime_us, entry.user,
          entry.state) for entry, found in views),
    )  # fmt: skip


def _agrees(suffix: str, found: Digest | None, recorded: str | None) -> bool:
    """Whether a file has the recorded hash; a journal that no parser asked for has none, and settles nothing."""
    if found is None:
        return False
    return found.sha256 == recorded or (recorded is None and suffix != "")


def _members(planner: Planner, entry: Entry) -> list[tuple[str, Entry]]:
    belonging = [(each.path.removeprefix(entry.path), each) for each in planner.belonging(entry)]
    return [("", entry), *belonging]


def _digest(exhibit: Exhibit, entry: Entry) -> Digest | None:
    try:
        with exhibit.open(entry) as source:
            return copy(source, None)
    except EvidenceError:
        return None


def _recorded(database: sqlite3.Connection, number: int, entry: Entry) -> str | None:
    row = database.execute(
        "SELECT sha256 FROM file WHERE exhibit = ? AND stored = ?", (number, _text(entry.stored))
    ).fetchone()
    return row[0] if row else None


def _text(value: str) -> str:
    return value.encode("utf-8", "backslashreplace").decode()
