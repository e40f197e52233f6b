"""The files beside a SQLite database that belong to it: write-ahead log, its index, rollback journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from phonefx.evidence.tree import Entry

SUFFIXES: Final = ("-wal", "-shm", "-journal")


class Siblings:
    """Remembers, in the pass over an exhibit, the files that belong to a database beside them.

    A sibling lies in the same stored folder and is in the same state: the log of another view of the storage, or a
    deleted log beside a live database, is a file of its own.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._found: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> bool:
        """Remember an entry if it is one; say whether it is."""
        if not entry.stored.endswith(SUFFIXES) or entry.form != "file":
            return False
        self._found.setdefault((entry.stored, entry.state), entry)
        return True

    def of(self, entry: Entry) -> dict[str, Entry]:
        """Give the siblings of a database by suffix: `-wal`, `-shm`, `-journal`."""
        named = ((suffix, self._found.get((entry.stored + suffix, entry.state))) for suffix in SUFFIXES)
        return {suffix: found for suffix, found in named if found is not None}
