"""WhatsApp's encrypted local backups inside an extraction, opened with the key files that lie in it.

The keys are taken from the app's own folder, or from files of that name that an examiner put beside the backups, or
from the 64 digits that were given as the password. Where no key opens a backup, that is a problem of the exhibit.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import EvidenceError
from phonefx.evidence.backups.sealed import IN_MEMORY, WithSealed
from phonefx.formats import whatsappcrypt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.tree import Entry, Exhibit

_NAME: Final = re.compile(r"^(msgstore|wa)([-.].{0,40})?\.db\.crypt(12|14|15)$")
_KEYS: Final = ("key", "encrypted_backup.key")


class WithWhatsApp(WithSealed):
    """An exhibit whose encrypted backups of WhatsApp are opened; what opens them are the entries of the key files.

    Args:
        outer: the exhibit.
        password: may be the 64 digits of a key.
    """

    mark = "whatsapp backup"
    sealed = (".crypt12", ".crypt14", ".crypt15")
    keys = _KEYS

    def __init__(self, outer: Exhibit, password: str | None) -> None:
        super().__init__(outer)
        self.typed = whatsappcrypt.typed_key(password) if password else None
        self._backups: list[Entry] = []
        self._keys: list[Entry] = []

    def entries(self) -> Iterator[Entry]:
        """Give every entry, then the database of each backup for which there is a key."""
        self._backups, self._keys = [], []
        return super().entries()

    def noticed(self, entry: Entry) -> None:
        """Remember a backup or a key."""
        name = entry.stored.rpartition("/")[2]
        if _NAME.match(name):
            self._backups.append(entry)
        elif name in _KEYS and entry.size in whatsappcrypt.KEY_SIZES:
            self._keys.append(entry)

    def inside(self) -> Iterator[Entry]:
        """Give the database of each backup where there is any key."""
        for entry in self._backups:
            if self._keys or self.typed:
                stem = entry.stored.rpartition("/")[2].partition(".db.")[0].partition("-")[0].partition(".")[0]
                yield self.held_in(entry, f"{stem}.db", tuple(self._keys))
            else:
                self.problem("encrypted", entry.stored, "a backup of WhatsApp; its key (files/key or "
                             "encrypted_backup.key) is not in the exhibit, nor were its 64 digits given")  # fmt: skip

    def decrypted(self, backup: Entry, opener: object) -> BinaryIO:
        """Decrypt the database of a backup with the first key that fits."""
        keys = cast("tuple[Entry, ...]", opener)
        generation = int(backup.stored[-2:])
        usable = [self.typed] if self.typed else []
        for each in keys:
            with self.outer.open(each) as file:
                found = whatsappcrypt.key(file.read(max(whatsappcrypt.KEY_SIZES) + 1))
            usable += [found] if found else []
        with ExitStack() as stack:
            copy = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
            with self.outer.open(backup) as source:
                shutil.copyfileobj(source, copy, 1 << 20)
            size = copy.tell()
            copy.seek(0)
            known = whatsappcrypt.header(copy.read(whatsappcrypt.HEAD), generation)
            limit = max(self.limits.ratio * size, self.limits.ratio_floor)
            for secret in (each for each in usable if generation in each.opens):
                with ExitStack() as inner:
                    target = cast("BinaryIO", inner.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
                    if whatsappcrypt.decrypt(copy, size, known, secret, target, limit):
                        target.seek(0)
                        inner.pop_all()
                        return target
        raise EvidenceError(backup.stored, "encrypted, and none of the keys that were found opens it")
