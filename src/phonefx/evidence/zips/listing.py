"""Lists a zip archive's members: plain ones a batch at a time, whatever is unusual one by one."""

from __future__ import annotations

import stat
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, cast

from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.tree import Entry, TimelessEntry, copy_of
from phonefx.evidence.zips.records import decoded, member_at, modified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.zips.table import Batch, Table

    Tell = Callable[[str, str, str], None]

_FORMS: Final = {0: "file", stat.S_IFREG >> 12: "file", stat.S_IFLNK >> 12: "link", stat.S_IFDIR >> 12: "dir"}
_late: Final = partial(tuple.__new__, TimelessEntry)


class Told:
    """Tells the device path of a member from its folder, and its time from its record."""

    def __init__(self, data: Blob) -> None:
        self.data = data
        self._paths = DevicePaths()

    def place(self, stored: str) -> tuple[str, int | None]:
        """Give (device path, Android user)."""
        return self._paths.of(stored)

    def moment(self, ident: object) -> tuple[int | None, str]:
        """Give (microseconds, basis)."""
        member = member_at(self.data, cast("int", ident))
        return modified(member.extra, member.stamp)


class Listing:
    """Makes the entries of records.

    Args:
        table: the records.
        tell: takes a problem: code, path, message.
    """

    def __init__(self, table: Table, tell: Tell) -> None:
        self.data = table.data
        self.table = table
        self.tell = tell
        self._told = Told(table.data)
        self._hashes: set[int] = set()
        self._seen: set[str] | None = None

    def entries(self) -> Iterator[Entry]:
        """Give the entry of each record, in the order of the directory."""
        return chain.from_iterable(map(self._batch, range(len(self.table.batches))))

    def _batch(self, number: int) -> Iterable[Entry]:
        """Give the entries of a batch; from the first name on that may have been met before, told apart by their names.

        Hashes stand for the names until then, which takes a fifth of the memory.
        """
        batch = self.table.batches[number]
        if self._seen is None:
            known = len(self._hashes)
            names, found = self._apart(batch)
            self._hashes.update(map(hash, names))
            if len(self._hashes) == known + len(names):
                return found
            before = Listing(self.table, lambda *_: None)
            self._seen = {entry.stored for each in range(number) for entry in before._batch(each)}
        return list(map(self.entry, batch.positions()))

    def _apart(self, batch: Batch) -> tuple[list[str], Iterable[Entry]]:
        """Give the stored paths and the entries of a batch, as if no name had been met before."""
        if batch.joined is None:
            entries = [self._read(at)[0] for at in batch.positions()]
            return [entry.stored for entry in entries], entries
        names, sizes, forms = batch.plain()
        columns = zip(names, sizes, forms, repeat("live"), batch.positions(), repeat(self._told), strict=False)
        return names, map(_late, columns)

    def entry(self, at: int) -> Entry:
        """Give the entry of any one record, its name told apart from those given so."""
        found, text = self._read(at)
        self._seen = set() if self._seen is None else self._seen
        if found.form != "dir" and found.stored in self._seen:
            self.tell("duplicate-name", text, "the archive holds more than one member of this name")
            found = found._replace(stored=copy_of(found.stored, self._seen))
        self._seen.add(found.stored)
        return found

    def _read(self, at: int) -> tuple[Entry, str]:
        """Give the entry of any one record, and the name as it is stored."""
        member = member_at(self.data, at)
        text = decoded(member.name, member.flags, member.extra)
        form, size = _FORMS.get(member.mode >> 12, "special"), member.size
        form = "dir" if text[-1:] == "/" else form
        stored = text.rstrip("/") or text if form == "dir" else text
        path, user = self._told.place(stored)
        time = modified(member.extra, member.stamp)
        return Entry(stored, size if form == "file" else 0, form, "live", at, path, *time, user), text
