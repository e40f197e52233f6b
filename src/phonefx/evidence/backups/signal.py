"""Signal's encrypted local backups inside an extraction, opened with the 30 digits that were given as the password."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import EvidenceError
from phonefx.evidence.backups.sealed import IN_MEMORY, WithSealed
from phonefx.formats import signalbackup

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    held = ".backup"
    ends = (".backup",)

    def __init__(self, outer: Exhibit, password: str | None, scratch: Path | None = None) -> None:
        super().__init__(outer)
        self._scratch = scratch
        self.typed = signalbackup.digits(password) if password else None
        self._backups: list[Entry] = []

    def entries(self) -> Iterator[Entry]:
        """Give every entry, then the database of each backup where 30 digits were given."""
        self._backups = []
        return super().entries()

    def noticed(self, entry: Entry) -> None:
        """Remember a backup."""
        if _NAME.match(entry.stored.rpartition("/")[2]):
            self._backups.append(entry)

    def databases(self) -> Iterator[tuple[Entry, str, object]]:
        """Give each backup where 30 digits were given."""
        for entry in self._backups:
            if self.typed:
                yield entry, DATABASE, None
            else:
                self.problem("encrypted", entry.stored, "a backup of Signal; its 30 digits were not given")

    def decrypted(self, backup: Entry, opener: object) -> BinaryIO:
        """Build the database of a backup; what of it could not be carried over is a problem of the exhibit."""
        del opener
        if self._scratch is not None:
            self._scratch.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            copy = cast("BinaryIO", stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
            with self.outer.open(backup) as source:
                shutil.copyfileobj(source, copy, 1 << 20)
            limit = max(4 * copy.tell(), 64 << 20)
            path = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=self._scratch))) / DATABASE
            told = signalbackup.restore(copy, self.typed or "", path, limit)
            if told is None:
                raise EvidenceError(backup.stored, "encrypted, and the 30 digits that were given do not open it")
            self._tell(f"{backup.stored}/{DATABASE}", told)
            with ExitStack() as inner:
                target = cast("BinaryIO", inner.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)))
                with path.open("rb") as built:
                    shutil.copyfileobj(built, target, 1 << 20)
                target.seek(0)
                inner.pop_all()
                return target

    def _tell(self, stored: str, told: signalbackup.Restored) -> None:
        if told.damage:
            self.problem("damaged", stored, f"{told.damage}; what came before was read")
        if told.lost:
            self.problem("damaged", stored, f"{told.lost} tables or rows of the backup could not be put back")
        if told.attachments:
            self.problem("missing", stored, f"{told.attachments} files inside the backup were not taken out of it")
