"""Signal's backups that are folders, opened with the recovery key that was given as the password.

`SignalBackups/signal-backup-2026-01-01-00-00-00/{main,metadata,files}` is a backup; `SignalBackups/files/ab/ab…` are
the files of all backups beside it, each encrypted under a key that stands in `main`.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.backups.sealed import IN_MEMORY, WithSealed
from phonefx.evidence.streams import stream_of
from phonefx.formats import signalarchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.tree import Entry, Exhibit

_PART: Final = re.compile(r"(?:^|/)signal-backup-[^/]+/(?:main|metadata)$")
_STORED: Final = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})$", re.M)
FRAMES: Final = "frames.pb"
PLAIN: Final = ".decrypted"
_Files = dict[str, "Entry"]


class WithSignalFolder(WithSealed):
    """An exhibit whose folder backups of Signal are opened.

    Args:
        outer: the exhibit.
        password: may be the recovery key, 64 letters and digits.
    """

    mark = "signal folder"
    sealed = ("/main",)

    def __init__(self, outer: Exhibit, password: str | None) -> None:
        super().__init__(outer)
        self.typed = signalarchive.recovery_key(password) if password else None
        self._parts: _Files = {}
        self._stored: dict[str, list[Entry]] = {}

    def entries(self) -> Iterator[Entry]:
        """Give every entry, then frames and files of each backup where a recovery key was given."""
        self._parts, self._stored = {}, {}
        return super().entries()

    def chosen(self, batch: list[Entry]) -> list[Entry]:
        """Give the entries of a batch, where any of them may be part of a backup."""
        joined = "\n".join(entry.stored for entry in batch)
        return batch if "signal-backup-" in joined or _STORED.search(joined) else []

    def noticed(self, entry: Entry) -> None:
        """Remember the parts of a backup, and the encrypted files beside it."""
        if _PART.search(entry.stored):
            self._parts[entry.stored] = entry
        elif found := _STORED.search(entry.stored):
            self._stored.setdefault(found[2], []).append(entry)

    def inside(self) -> Iterator[Entry]:
        """Give the frames of each backup, and each file of the store that a backup has the key of."""
        given: set[str] = set()
        for stored, main in self._parts.items():
            metadata = self._parts.get(f"{stored.removesuffix('main')}metadata")
            if not stored.endswith("/main"):
                continue
            if metadata is None:
                self.problem("damaged", stored, "a backup of Signal without its metadata")
            elif self.typed:
                yield self.held_in(main, FRAMES, metadata)
                yield from self._files(main, metadata, given)
            else:
                self.problem("encrypted", stored, "a backup of Signal; its recovery key (64 letters and digits) was not"
                             " given")  # fmt: skip

    def _files(self, main: Entry, metadata: Entry, given: set[str]) -> Iterator[Entry]:
        """Give the files that the messages of a backup name; what is wrong with it is told with its frames."""
        with suppress(EvidenceError), ExitStack() as stack:
            frames = stack.enter_context(self._frames(main, metadata))
            for _, frame in signalarchive.frames(frames):
                for each in signalarchive.every_file(frame):
                    if each.name is None or each.name in given:
                        continue
                    given.add(each.name)
                    for entry in self._stored.get(each.name, ()):
                        yield self.held_in(entry, each.name + PLAIN, each, each.size)

    def _frames(self, main: Entry, metadata: Entry) -> BinaryIO:
        with self.outer.open(metadata) as file:
            secret = signalarchive.main_keys(self.typed or "", file.read(4096))
        limit = max(self.limits.ratio * main.size, self.limits.ratio_floor)
        with ExitStack() as stack:
            plain = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
            if not signalarchive.decrypt(stream_of(self.outer.blob(main)), secret, plain):
                raise EvidenceError(main.stored, "encrypted, and the recovery key that was given does not open it")
            plain.seek(0)
            with ExitStack() as inner:
                target = cast("BinaryIO", inner.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
                signalarchive.inflate(plain, target, limit)
                target.seek(0)
                inner.pop_all()
                return target

    def decrypted(self, backup: Entry, opener: object) -> BinaryIO:
        """Decrypt the frames of a backup, or a file of the store."""
        if not isinstance(opener, signalarchive.Stored):
            return self._frames(backup, cast("Entry", opener))
        with ExitStack() as stack:
            target = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
            copy = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
            with self.outer.open(backup) as source:
                shutil.copyfileobj(source, copy, 1 << 20)
            secret = cast("signalarchive.Secret", opener.secret)
            if not signalarchive.decrypt(copy, secret, target, opener.size):
                raise Damaged(backup.stored, "it was changed, or not written with the key that the backup states")
            copy.close()
            target.seek(0)
            stack.pop_all()
            return target

    def find(self, stored: str) -> Entry | None:
        """Find the entry of that stored path."""
        inner = stored.endswith((f"/main/{FRAMES}", PLAIN))
        return super(WithSealed, self).find(stored) if inner else self.outer.find(stored)
