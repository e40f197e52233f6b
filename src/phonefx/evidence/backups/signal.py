"""Signal's encrypted local backups inside an extraction, opened with the 30 digits that were given as the password."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import EvidenceError
from phonefx.evidence.backups.sealed import IN_MEMORY, WithSealed
from phonefx.evidence.streams import stream_of
from phonefx.formats import signalbackup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.tree import Entry, Exhibit

_NAME: Final = re.compile(r"^signal-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.backup$")
DATABASE: Final = "signal.db"


class WithSignal(WithSealed):
    """An exhibit whose encrypted backups of Signal are opened.

    Args:
        outer: the exhibit.
        password: may be the 30 digits.
        scratch: folder for the database while it is put together; it is emptied also after a run that was killed.
    """

    mark = "signal backup"
    sealed = (".backup",)

    def __init__(self, outer: Exhibit, password: str | None, scratch: Path | None = None) -> None:
        super().__init__(outer)
        self._scratch = scratch
        self.typed = signalbackup.digits(password) if password else None
        self._backups: list[Entry] = []
        self._opened: tuple[str, Blob] | None = None
        self._keys: dict[bytes, signalbackup.Keys] = {}

    def entries(self) -> Iterator[Entry]:
        """Give every entry, then database and files of each backup where 30 digits were given."""
        self._backups = []
        return super().entries()

    def noticed(self, entry: Entry) -> None:
        """Remember a backup."""
        if _NAME.match(entry.stored.rpartition("/")[2]):
            self._backups.append(entry)

    def inside(self) -> Iterator[Entry]:
        """Give database and files of each backup where 30 digits were given."""
        for entry in self._backups:
            if self.typed:
                yield self.held_in(entry, DATABASE, None)
                yield from self._files(entry)
            else:
                self.problem("encrypted", entry.stored, "a backup of Signal; its 30 digits were not given")

    def _files(self, backup: Entry) -> Iterator[Entry]:
        """Give the files that the frames of a backup announce; what is wrong with it is told with its database."""
        with suppress(EvidenceError):
            file, known, secret = self._begun(backup)
            for _, sealed in signalbackup.Frames(file, known, secret):
                if sealed is not None:
                    yield self.held_in(backup, sealed.name, sealed, sealed.length)

    def _begun(self, backup: Entry) -> tuple[BinaryIO, signalbackup.Header, signalbackup.Keys]:
        """Open a backup for reading anywhere; the last one stays open, for its files are asked for one by one."""
        if self._opened is None or self._opened[0] != backup.stored:
            if self._opened is not None:
                self._opened[1].close()
            self._opened = backup.stored, self.outer.blob(backup)
        file = stream_of(self._opened[1])
        known = signalbackup.header(file.read(signalbackup.HEAD))
        if known.salt not in self._keys:
            self._keys[known.salt] = signalbackup.keys(self.typed or "", known.salt)
        return file, known, self._keys[known.salt]

    def decrypted(self, backup: Entry, opener: object) -> BinaryIO:
        """Build the database of a backup, or take a file out of it; what does not go is a problem of the exhibit."""
        file, known, secret = self._begun(backup)
        with ExitStack() as stack:
            target = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
            if isinstance(opener, signalbackup.Sealed):
                signalbackup.take_out(file, opener, secret, target)
            else:
                self._build(backup, (file, known, secret), target)
            target.seek(0)
            stack.pop_all()
            return target

    def _build(
        self, backup: Entry, begun: tuple[BinaryIO, signalbackup.Header, signalbackup.Keys], target: BinaryIO
    ) -> None:
        if self._scratch is not None:
            self._scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            path = Path(folder) / DATABASE
            limit = max(4 * backup.size, 64 << 20)
            told = signalbackup.restore(*begun, path, limit, f"{backup.path}/")
            if told is None:
                raise EvidenceError(backup.stored, "encrypted, and the 30 digits that were given do not open it")
            self._tell(f"{backup.stored}/{DATABASE}", told)
            with path.open("rb") as built:
                shutil.copyfileobj(built, target, 1 << 20)

    def _tell(self, stored: str, told: signalbackup.Restored) -> None:
        if told.damage:
            self.problem("damaged", stored, f"{told.damage}; what came before was read")
        if told.lost:
            self.problem("damaged", stored, f"{told.lost} tables or rows of the backup could not be put back")

    def close(self) -> None:
        """Close the backup that was read last, and the exhibit."""
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None
        super().close()
