"""A folder on disk: an extraction that was unpacked, or a tool's output folder."""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from phonefx.errors import EvidenceError, HostileEvidence, NotFound
from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.siblings import SUFFIXES
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tree import Entry, Exhibit, Limits, Problem, only_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob

_NAME: Final = attrgetter("name")
_ENTRY: Final = tuple.__new__
"""Makes an `Entry` of its fields at a third of the cost: this is done for each of hundreds of thousands of files."""
_FORM: Final = 0o170000
_FORMS: Final = {stat.S_IFREG: "file", stat.S_IFDIR: "dir", stat.S_IFLNK: "link"}


class FolderExhibit(Exhibit):
    """A folder. Links are listed and never followed; devices, pipes and sockets are listed and never opened."""

    kind = "folder"
    reader = "own"

    def __init__(self, root: Path, limits: Limits) -> None:
        self.root = root
        self.limits = limits
        self.problems: list[Problem] = []
        self._size: int | None = None

    @property
    def size(self) -> int:  # type: ignore[override]
        """Bytes of all files; the first use walks the folder."""
        if self._size is None:
            self._size = sum(entry.size for entry in self.entries() if entry.form == "file")
        return self._size

    def entries(self) -> Iterator[Entry]:
        """Walk the folder in the order of its names, without following a link."""
        return self._walk(self.limits.entries)

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Walk the upper folders alone."""
        return self._walk(levels)

    def _walk(self, levels: int) -> Iterator[Entry]:
        paths = DevicePaths()
        pending = [""]
        left = self.limits.entries
        while pending:
            folder = pending.pop()
            found = self._list(folder)
            left -= len(found)
            if left < 0:
                raise HostileEvidence(self.root, f"more than {self.limits.entries} entries")
            above, user = paths.within(folder)
            before = f"{folder}/" if folder else ""
            listed = self._entries(found, before, above, user)
            yield from listed
            if before.count("/") < levels:
                pending += [entry.stored for entry in reversed(listed) if entry.form == "dir"]

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(f"{self.root}{os.sep}{folder}" if folder else self.root) as found:
                return sorted(found, key=_NAME)
        except OSError as error:
            self.problem("unreadable-folder", folder, error.strerror or "cannot be listed")
            return []

    def _entries(self, found: list[os.DirEntry[str]], before: str, above: str, user: int | None) -> list[Entry]:
        """Give the files of a folder that are stored under `before` and lay in `above` on the device."""
        listed = []
        for each in found:
            name = each.name
            stored = before + name
            try:
                status = each.stat(follow_symlinks=False)
            except OSError as error:
                self.problem("unreadable", stored, error.strerror or "cannot be read")
                continue
            form = _FORMS.get(status.st_mode & _FORM, "special")
            size = status.st_size if form == "file" else 0
            told = (stored, size, form, "live", stored, above + name, status.st_mtime_ns // 1000, "utc", user)
            listed.append(_ENTRY(Entry, told))
        return listed

    def _real(self, entry: Entry) -> Path:
        only_files(self, entry)
        where = self.root
        parts = str(entry.ident).split("/")
        for at, part in enumerate(parts):
            if part in {"", ".", ".."}:
                raise NotFound(entry.stored)
            where = where / part
            if where.is_symlink() or (at + 1 < len(parts) and not where.is_dir()):
                raise EvidenceError(entry.stored, "a link stands where a folder or file was listed")
        if not where.is_file():
            raise NotFound(entry.stored)
        return where

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file for reading."""
        return stream_of(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Open a file for reading anywhere."""
        return FileBlob(self._real(entry))

    def containers(self) -> Iterator[Path]:
        """Give every file of the folder."""
        return (self.root / str(entry.ident) for entry in self.entries() if entry.form == "file")


class FileExhibit(FolderExhibit):
    """One database by itself, with the journals beside it; nothing else of its folder is listed."""

    kind = "file"

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path.parent, limits)
        self._names = {path.name, *(path.name + suffix for suffix in SUFFIXES)}

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        return [] if folder else [each for each in super()._list("") if each.name in self._names and each.is_file()]
