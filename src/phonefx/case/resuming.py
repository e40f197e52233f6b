"""Takes up what a run that did not finish had found, as far as it is of the very evidence that lies there now.

A shard is named after the names, sizes and times of its files, and another phone under the same path may have all of
these. So what it was read from is read again and its SHA-256 compared: that costs one more reading of finished shards,
and only where a run goes on. What was merged is taken out of the case and merged again from the shards that are left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from phonefx.case import audit, listing, removal
from phonefx.case.progress import Progress
from phonefx.case.staging import copy
from phonefx.case.store import Case, connect
from phonefx.case.workers import Place
from phonefx.errors import EvidenceError
from phonefx.evidence import Entry, Exhibit
from phonefx.parsers.registry import parser_of

_ANEW: Final = "exhibit begun anew"
"""What the log calls it."""
_READ: Final = "SELECT stored, path, sha256, mtime_us, user, state FROM file"
Read = tuple[str, str, str | None, int | None, int | None, str]
"""A file as a shard recorded it, or as it lies there now: the columns of `_READ`."""


def resume(case: Case, number: int, label: str, place: Place, progress: Progress) -> None:
    """Keep the finished shards of an exhibit that are of this evidence, and tell where some are not."""
    shards, differs = sorted(place.work.glob("*.shard")), ""
    if shards:
        progress.step(f"{label}: comparing {place.exhibit.name} with what the run before read of it")
        differs = _prove(shards, place)
    if case.db.execute("SELECT 1 FROM shard WHERE exhibit = ?", (number,)).fetchone():
        case.db.execute("PRAGMA secure_delete = ON")  # it may be a phone that has no place in this case
        with case.transaction() as database:
            removal.take_out(database, number, label)
    if differs:
        case.db.execute("VACUUM")
        progress.step(f"{label}: {place.exhibit.name} is not what the run before read ({differs} differs); what that"
                      " found in files that differ is dropped")  # fmt: skip
        audit.append(case.folder, _ANEW, {"exhibit": label, "differs": differs})


def _prove(shards: Sequence[Path], place: Place) -> str:
    """Remove the shards that are not of this evidence, or not known to be; give the first file that differs."""
    read = {shard: _read(shard) for shard in shards}
    with place.open() as exhibit:  # apart from the one that is taken in: its problems are the workers' to tell
        now = _now(exhibit, {row[0] for rows in read.values() for row in rows or ()})
    first = ""
    for shard, rows in read.items():
        differs = next((row[0] for row in rows or () if now.get(row[0]) != row), "")
        first = first or differs
        if differs or rows is None:
            shard.unlink()
    return first


def _read(shard: Path) -> list[Read] | None:
    """What a shard was made of; None where it does not tell all of that.

    A file that could not be read has no hash, one that was read beside another is recorded where it was read itself,
    and a search of unallocated space learned from many.
    """
    with closing(connect(shard)) as database:
        rows: list[Read] = database.execute(_READ).fetchall()
        parsers = [parser_of(name) for (name,) in database.execute("SELECT DISTINCT parser FROM outcome")]
        unreadable = database.execute("SELECT 1 FROM problem WHERE code = 'unreadable'").fetchone()
    if unreadable or any(parser is None or parser.beside for parser in parsers):
        return None
    return rows or None


def _now(exhibit: Exhibit, names: Collection[str]) -> dict[str, Read]:
    """Read those of some files that are there."""
    found: dict[str, Read] = {}
    for entry in exhibit.entries():
        if entry.form == "file" and (name := listing.storable(entry.stored)) in names:
            found[name] = (name, listing.storable(entry.path), _sha256(exhibit, entry), entry.mtime_us, entry.user,
                           entry.state)  # fmt: skip
    return found


def _sha256(exhibit: Exhibit, entry: Entry) -> str | None:
    try:
        with exhibit.open(entry) as source:
            return copy(source, None).sha256
    except (EvidenceError, OSError):
        return None
