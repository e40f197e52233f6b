"""Encrypted backups of single apps inside an extraction: each is a container whose database and files stand below it.

`…/msgstore.db.crypt14/msgstore.db`, `…/signal-2024-05-01-02-00-00.backup/signal.db`.
"""

from __future__ import annotations

from abc import abstractmethod
from itertools import chain, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Final, cast

from phonefx.evidence.around import Around
from phonefx.evidence.blobs import BytesBlob

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.tree import Entry, Exhibit

IN_MEMORY: Final = 64 << 20
_BATCH: Final = 256
_STORED: Final = attrgetter("stored")
_LAST: Final = itemgetter(slice(-3, None))


class WithSealed(Around):
    """An exhibit whose encrypted backups of one app are opened.

    The ident of a file in a backup is (mark, entry of the backup, what opens it).

    Attributes:
        mark: tells the files in such backups from all other entries.
        sealed: how the names of these backups end.
        keys: names of files that hold their keys.

    Args:
        outer: the exhibit.
    """

    mark: ClassVar[str]
    sealed: ClassVar[tuple[str, ...]]
    keys: ClassVar[tuple[str, ...]] = ()

    def __init__(self, outer: Exhibit) -> None:
        super().__init__(outer)
        self._inner: list[str] = []

    @abstractmethod
    def noticed(self, entry: Entry) -> None:
        """Look at an entry whose name ends like that of a backup or a key."""

    @abstractmethod
    def inside(self) -> Iterator[Entry]:
        """Give the files (made by `held_in`) of each backup that can be opened; tell of the others."""

    @abstractmethod
    def decrypted(self, backup: Entry, opener: object) -> BinaryIO:
        """Decrypt a file of a backup to a temporary copy."""

    def held_in(self, backup: Entry, name: str, opener: object, size: int | None = None) -> Entry:
        """Make the entry of a file in a backup."""
        return backup._replace(
            stored=f"{backup.stored}/{name}",
            path=f"{backup.path}/{name}",
            ident=(self.mark, backup, opener),
            size=backup.size if size is None else size,
        )

    @property
    def unpacked(self) -> list[str]:  # type: ignore[override]
        """Stored paths, of the entries given so far, that lie inside another file of the exhibit."""
        return [*self.outer.unpacked, *self._inner]

    def entries(self) -> Iterator[Entry]:
        """Give every entry, then the files of each backup that can be opened."""
        if not self.outer.may_end(self.sealed):
            return self.outer.entries()
        return chain.from_iterable(self._batches())

    def _batches(self) -> Iterator[list[Entry]]:
        given = self.outer.entries()
        while batch := list(islice(given, _BATCH)):
            yield batch
            for entry in self.chosen(batch):
                if entry.form == "file":
                    self.noticed(entry)
        for entry in self.inside():
            self._inner.append(entry.stored)
            yield [entry]

    def chosen(self, batch: list[Entry]) -> list[Entry]:
        """Give the entries of a batch that are to be looked at."""
        ends = (*self.sealed, *self.keys)
        if set(map(_LAST, ends)).isdisjoint(map(_LAST, map(_STORED, batch))):
            return []
        return [each for each in batch if each.stored.endswith(ends)]

    def find(self, stored: str) -> Entry | None:
        """Find the entry of that stored path."""
        inner = stored.rpartition("/")[0].endswith(self.sealed)
        return super().find(stored) if inner else self.outer.find(stored)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file; one in a backup is decrypted to a temporary copy."""
        if not self._is_inner(entry):
            return super().open(entry)
        _, backup, opener = cast("tuple[str, Entry, object]", entry.ident)
        return self.decrypted(backup, opener)

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file."""
        if not self._is_inner(entry):
            return super().blob(entry)
        with self.open(entry) as stream:
            return BytesBlob(stream.read())

    def _is_inner(self, entry: Entry) -> bool:
        return isinstance(entry.ident, tuple) and len(entry.ident) == 3 and entry.ident[0] == self.mark
