"""WhatsApp's encrypted local backups inside an extraction, opened with the key files that lie in it.

A backup is a container of one database, which stands below it: `…/msgstore.db.crypt14/msgstore.db`. The keys are taken
from the app's own folder, or from files of that name that an examiner put beside the backups, or from the 64 digits
that were given as the password. Where no key opens a backup, that is a problem of the exhibit.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import EvidenceError
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.tree import Entry, Exhibit, Problem
from phonefx.formats import whatsappcrypt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.tree import Limits

_NAME: Final = re.compile(r"^(msgstore|wa)([-.].{0,40})?\.db\.crypt(12|14|15)$")
_KEYS: Final = ("key", "encrypted_backup.key")
_ENDS: Final = (*_KEYS, ".crypt12", ".crypt14", ".crypt15")
_IN_MEMORY: Final = 64 << 20
_BATCH: Final = 256
_MARK: Final = "whatsapp backup"


class WithWhatsApp(Exhibit):
    """An exhibit whose encrypted backups of WhatsApp are opened.

    The ident of a database in a backup is (mark, ident of the backup, idents and sizes of the keys).

    Args:
        outer: the exhibit.
        password: may be the 64 digits of a key.
    """

    def __init__(self, outer: Exhibit, password: str | None) -> None:
        self.outer = outer
        self.typed = whatsappcrypt.typed_key(password) if password else None
        self.kind, self.reader, self.root = outer.kind, outer.reader, outer.root
        self.limits: Limits = outer.limits
        self.unpacked: list[str] = []

    @property
    def size(self) -> int:  # type: ignore[override]
        """Bytes of the exhibit; of a folder the first use walks it."""
        return self.outer.size

    @property
    def problems(self) -> list[Problem]:  # type: ignore[override]
        """Problems of the exhibit."""
        return self.outer.problems

    def problem(self, code: str, path: str, message: str) -> None:
        """Remember a problem of the exhibit."""
        self.outer.problem(code, path, message)

    def entries(self) -> Iterator[Entry]:
        """Give every entry, then the database of each backup for which there is a key."""
        backups: list[Entry] = []
        keys: list[Entry] = []
        given = self.outer.entries()
        while batch := list(islice(given, _BATCH)):
            yield from batch
            for entry in [each for each in batch if each.stored.endswith(_ENDS)]:
                name = entry.stored.rpartition("/")[2]
                if entry.form == "file" and _NAME.match(name):
                    backups.append(entry)
                elif name in _KEYS and entry.size in whatsappcrypt.KEY_SIZES:
                    keys.append(entry)
        for entry in backups:
            if keys or self.typed:
                name = entry.stored.rpartition("/")[2].partition(".db.")[0].partition("-")[0].partition(".")[0] + ".db"
                self.unpacked.append(f"{entry.stored}/{name}")
                yield entry._replace(
                    stored=f"{entry.stored}/{name}", path=f"{entry.path}/{name}", ident=(_MARK, entry, tuple(keys))
                )
            else:
                self.problem("encrypted", entry.stored, "a backup of WhatsApp; its key (files/key or "
                             "encrypted_backup.key) is not in the exhibit, nor were its 64 digits given")  # fmt: skip

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the entries near the top."""
        return self.outer.shallow(levels)

    def find(self, stored: str) -> Entry | None:
        """Find the entry of that stored path."""
        inner = stored.rpartition("/")[0].endswith(_ENDS)
        return super().find(stored) if inner else self.outer.find(stored)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file; the database of a backup is decrypted to a temporary copy."""
        if not _is_inner(entry):
            return self.outer.open(entry)
        _, backup, keys = cast("tuple[str, Entry, tuple[Entry, ...]]", entry.ident)
        return self._decrypted(backup, keys)

    def _decrypted(self, backup: Entry, keys: tuple[Entry, ...]) -> BinaryIO:
        generation = int(backup.stored[-2:])
        usable = [self.typed] if self.typed else []
        for each in keys:
            with self.outer.open(each) as file:
                found = whatsappcrypt.key(file.read(max(whatsappcrypt.KEY_SIZES) + 1))
            usable += [found] if found else []
        with ExitStack() as stack:
            copy = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)))
            with self.outer.open(backup) as source:
                shutil.copyfileobj(source, copy, 1 << 20)
            size = copy.tell()
            copy.seek(0)
            known = whatsappcrypt.header(copy.read(whatsappcrypt.HEAD), generation)
            limit = max(self.limits.ratio * size, self.limits.ratio_floor)
            for secret in (each for each in usable if generation in each.opens):
                with ExitStack() as inner:
                    target = cast("BinaryIO", inner.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)))
                    if whatsappcrypt.decrypt(copy, size, known, secret, target, limit):
                        target.seek(0)
                        inner.pop_all()
                        return target
        raise EvidenceError(backup.stored, "encrypted, and none of the keys that were found opens it")

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file."""
        if not _is_inner(entry):
            return self.outer.blob(entry)
        with self.open(entry) as stream:
            return BytesBlob(stream.read())

    def containers(self) -> Iterator[Path]:
        """Give the files of the exhibit."""
        return self.outer.containers()

    def facts(self) -> Mapping[str, str]:
        """Give the facts of the exhibit."""
        return self.outer.facts()

    def close(self) -> None:
        """Close the exhibit."""
        self.outer.close()


def _is_inner(entry: Entry) -> bool:
    return isinstance(entry.ident, tuple) and len(entry.ident) == 3 and entry.ident[0] == _MARK
