"""Finds the files that items name (attachments, photos, recordings) in the extraction, and hashes them.

A stored path is what an app wrote down, on some day, in its own view of the storage. It is taken to mean a file of the
extraction where the whole path is the same place, or where at least its folder and name are, or all of it if it is
relative. Two files that fit equally well are none: nothing says which was meant.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from phonefx.case import listing, schema
from phonefx.case.staging import copy
from phonefx.errors import EvidenceError
from phonefx.evidence import Exhibit
from phonefx.evidence.tree import Entry
from phonefx.evidence.views import canonical
from phonefx.records import KINDS, PARTS, Record, columns, kind_name

FILED: Final[tuple[type[Record], ...]] = tuple(
    kind for kind in (*KINDS, *PARTS) if any(column.name == "path" for column in columns(kind))
)
"""The kinds that name a file; their tables in a case have a column `file` beside `path`."""

_LEAST_FOLDERS: Final = 2


class Named(NamedTuple):
    """A path as an item stores it, and the Android user whose storage the item came from."""

    path: str
    user: int | None


def resolve(database: sqlite3.Connection, number: int, label: str, exhibit: Exhibit) -> None:
    """Fill the column `file` of every item of an exhibit that names a file; say how many are not there."""
    database.execute("DELETE FROM problem WHERE exhibit = ? AND code = 'files not found'", (label,))
    wanted = set(_wanted(database, number))
    if not wanted:
        return
    database.execute("CREATE TEMP TABLE named(path TEXT, user INTEGER, file INTEGER, PRIMARY KEY(path, user))")
    found = sorted(_found(wanted, exhibit), key=lambda pair: (pair[1].path, pair[1].stored, str(pair[0])))
    files = _files(database, number, exhibit, [entry for _, entry in found])
    rows = ((*named, file) for (named, _), file in zip(found, files, strict=True))
    database.executemany("INSERT INTO temp.named VALUES (?, ?, ?)", rows)
    for kind in FILED:
        _link(database, number, kind)
        _say_missing(database, number, label, kind)
    database.execute("DROP TABLE temp.named")


def _place(kind: type[Record]) -> str:
    """The FROM clause that leads from the rows of a kind to the file they were read from."""
    return f"{schema.own_table(kind)} k JOIN source s ON s.id = k.source JOIN file f ON f.id = s.file"


def _wanted(database: sqlite3.Connection, number: int) -> Iterator[Named]:
    for kind in FILED:
        rows = database.execute(
            f"SELECT DISTINCT k.path, f.user FROM {_place(kind)} WHERE f.exhibit = ? AND k.path <> ''", (number,)
        )
        yield from (Named(str(path), user) for path, user in rows)


def _parts(path: str) -> list[str]:
    """A stored path as its components, in the one spelling of its storage; none where it is no path."""
    if path.startswith("file://"):
        path = unquote(path.removeprefix("file://").removeprefix("localhost"))
    elif "://" in path:
        return []
    path = path.removeprefix("~")
    return [part for part in canonical(path).split("/") if part not in ("", ".")]


def _found(wanted: set[Named], exhibit: Exhibit) -> Iterator[tuple[Named, Entry]]:
    by_name: dict[str, list[tuple[Named, list[str]]]] = {}
    for named in wanted:
        if parts := _parts(named.path):
            by_name.setdefault(parts[-1], []).append((named, parts))
    candidates: dict[Named, list[tuple[int, Entry]]] = {}
    for entry in exhibit.entries():
        listed = by_name.get(entry.path.rpartition("/")[2])
        if not listed or entry.form != "file":
            continue
        place = _parts(entry.path)
        for named, parts in listed:
            if fit := _fit(named, parts, place, entry):
                candidates.setdefault(named, []).append((fit, entry))
    for named, fitting in candidates.items():
        best = max(fit for fit, _ in fitting)
        chosen = [entry for fit, entry in fitting if fit == best]
        if len(chosen) == 1 or len({canonical(entry.path) for entry in chosen}) == 1:
            yield named, min(chosen, key=lambda entry: (entry.path, entry.stored))


def _fit(named: Named, parts: Sequence[str], place: Sequence[str], entry: Entry) -> int:
    """How well a file fits a stored path: 0 not at all, more for each component that agrees and for the same user."""
    same = 0
    while same < min(len(parts), len(place)) and parts[-1 - same] == place[-1 - same]:
        same += 1
    if same < min(len(parts), _LEAST_FOLDERS) or (same < len(parts) and not named.path.startswith(("/", "file://"))):
        return 0
    other_user = None not in (named.user, entry.user) and named.user != entry.user
    if other_user and same < len(place):
        return 0
    whole = same == len(parts) == len(place)
    return 1_000_000 * whole + 2 * same + (entry.user == named.user)


def _files(database: sqlite3.Connection, number: int, exhibit: Exhibit, entries: Sequence[Entry]) -> list[int]:
    """The numbers of files of the exhibit in the case; what no parser read is hashed and added.

    Both lists of the case are gone through once: a phone names tens of thousands of photos and attachments.
    """
    names = [listing.storable(entry.stored) for entry in entries]
    asked = "SELECT stored, id FROM file WHERE exhibit = ? ORDER BY id DESC"
    known = dict(database.execute(asked, (number,)).fetchall())
    hashes = listing.found(database, number, {name for name in names if name not in known})
    for name, entry in zip(names, entries, strict=True):
        if name not in known:
            sha256, size = hashes.get(name) or _digest(exhibit, entry)
            known[name] = database.execute(schema.ADD_FILE, (
                number, listing.storable(entry.path), name, size, sha256, entry.mtime_us, entry.user, entry.state,
            )).lastrowid  # fmt: skip
    return [known[name] for name in names]


def _digest(exhibit: Exhibit, entry: Entry) -> tuple[str | None, int]:
    try:
        with exhibit.open(entry) as content:
            read = copy(content, None)
    except (EvidenceError, OSError) as error:
        exhibit.problem("unreadable", entry.stored, str(error))
        return None, entry.size
    return read.sha256, read.size


def _link(database: sqlite3.Connection, number: int, kind: type[Record]) -> None:
    name = schema.own_table(kind)
    database.execute(
        f"UPDATE {name} SET file = found.file FROM (SELECT k.rowid AS row, n.file AS file FROM {_place(kind)}"
        " JOIN temp.named n ON n.path = k.path AND n.user IS f.user WHERE f.exhibit = ?) AS found"
        f" WHERE {name}.rowid = found.row",
        (number,),
    )


def _say_missing(database: sqlite3.Connection, number: int, label: str, kind: type[Record]) -> None:
    rows = database.execute(
        "SELECT s.parser, count(*), count(k.file) FROM " + _place(kind) + " WHERE f.exhibit = ? AND k.path <> ''"
        " GROUP BY s.parser HAVING count(*) > count(k.file) ORDER BY s.parser",
        (number,),
    )
    for parser, stated, there in rows.fetchall():
        message = f"{stated - there} of {stated} files that its {kind_name(kind)} rows name are not in the extraction"
        database.execute(
            "INSERT INTO problem(exhibit, parser, path, code, message) VALUES (?, ?, NULL, 'files not found', ?)",
            (label, parser, message),
        )
