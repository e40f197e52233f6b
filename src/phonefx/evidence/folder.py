"""A folder on disk: an extraction that was unpacked, or a tool's output folder."""

from __future__ import annotations

import os
from collections import deque
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import EvidenceError, HostileEvidence, NotFound
from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.siblings import SUFFIXES
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tree import Entry, Exhibit, LateEntry, Limits, Problem, only_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob

_NAME: Final = attrgetter("name")
_ENTRY: Final = tuple.__new__
"""Makes an entry of its fields at a third of the cost: this is done for each of hundreds of thousands of files."""


class ListedEntry(LateEntry):
    """An entry of a folder whose size and time are asked of the disk when wanted, which of most files nobody does.

    In its own memory are what the system listed in the place of its size, and its exhibit in that of its time.
    """

    __slots__ = ()

    path, user = Entry.path, Entry.user

    @property
    def size(self) -> int:
        """Bytes of content; 0 where it cannot be told, which is a problem of the exhibit."""
        status = self._status() if self.form == "file" else None
        return status.st_size if status else 0

    @property
    def mtime_us(self) -> int | None:
        """Time of the last change."""
        status = self._status()
        return status.st_mtime_ns // 1000 if status else None

    def _status(self) -> os.stat_result | None:
        exhibit, listed = (tuple.__getitem__(self, at) for at in (6, 1))
        try:
            return cast("os.DirEntry[str]", listed).stat(follow_symlinks=False)
        except OSError as error:
            cast("FolderExhibit", exhibit).problem("unreadable", self.stored, error.strerror or "cannot be read")
            return None


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
        """Walk the folder without following a link: upper folders first, and each in the order of its names.

        So the databases of a phone, which lie near its root, are known long before its pictures and caches are.
        """
        return self._walk(self.limits.entries)

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Walk the upper folders alone."""
        return self._walk(levels)

    def _walk(self, levels: int) -> Iterator[Entry]:
        paths = DevicePaths()
        pending = deque([""])
        left = self.limits.entries
        while pending:
            folder = pending.popleft()
            found = self._list(folder)
            left -= len(found)
            if left < 0:
                raise HostileEvidence(self.root, f"more than {self.limits.entries} entries")
            above, user = paths.within(folder)
            before = f"{folder}/" if folder else ""
            listed = self._entries(found, before, above, user)
            yield from listed
            if before.count("/") < levels:
                pending += [entry.stored for entry in listed if entry.form == "dir"]

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(f"{self.root}{os.sep}{folder}" if folder else self.root) as found:
                return sorted(found, key=_NAME)
        except OSError as error:
            self.problem("unreadable-folder", folder, error.strerror or "cannot be listed")
            return []

    def _entries(self, found: list[os.DirEntry[str]], before: str, above: str, user: int | None) -> list[Entry]:
        """Give the files of a folder that are stored under `before` and lay in `above` on the device."""
        listed: list[Entry] = []
        for each in found:
            name = each.name
            stored = before + name
            told = (stored, each, _form(each), "live", stored, above + name, self, "utc", user)
            listed.append(_ENTRY(ListedEntry, told))
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


def _form(listed: os.DirEntry[str]) -> str:
    """Say what the system listed, which it mostly tells without a look at the file itself."""
    try:
        if listed.is_file(follow_symlinks=False):
            return "file"
        if listed.is_dir(follow_symlinks=False):
            return "dir"
        return "link" if listed.is_symlink() else "special"
    except OSError:  # one that tells no forms, and a file that cannot be looked at: its hash will say so
        return "file"


class FileExhibit(FolderExhibit):
    """One database by itself, with the journals beside it; nothing else of its folder is listed."""

    kind = "file"

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path.parent, limits)
        self._names = {path.name, *(path.name + suffix for suffix in SUFFIXES)}

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        return [] if folder else [each for each in super()._list("") if each.name in self._names and each.is_file()]
