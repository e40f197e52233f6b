"""Opens an extraction: decides by content what it is and builds the reader for it."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

from phonefx.errors import EvidenceError, NotAnExtraction, NotFound
from phonefx.evidence import packed
from phonefx.evidence.backups.android import AndroidBackup
from phonefx.evidence.backups.signal import WithSignal
from phonefx.evidence.backups.signal_folder import WithSignalFolder
from phonefx.evidence.backups.whatsapp import WithWhatsApp
from phonefx.evidence.blobs import Blob, BytesBlob, FileBlob
from phonefx.evidence.detect import is_sqlite, may_be_image, sort_of
from phonefx.evidence.folder import FileExhibit, FolderExhibit
from phonefx.evidence.foreign import AFF4, foreign
from phonefx.evidence.logical import SNIFFED, LogicalFile, WithExports, export_kind, may_be_export
from phonefx.evidence.nested import LEVELS, Bundle, look_inside, may_hold
from phonefx.evidence.tars.exhibit import TarExhibit
from phonefx.evidence.tars.index import TarIndex, index_name
from phonefx.evidence.tree import Exhibit, Limits, Problem
from phonefx.evidence.zips.exhibit import ZipExhibit

if TYPE_CHECKING:
    import os

    from phonefx.evidence.tree import Entry


_MANIFESTS: Final = ("Manifest.db", "Manifest.mbdb")


class _Kept(TypedDict):
    """A list of members, or where to keep one."""

    index: TarIndex | None
    keep: Path | None


@dataclass(frozen=True, slots=True)
class _Opening:
    """What was given to open an extraction, and how deep inside it we are."""

    root: Path
    password: str | None
    scratch: Path | None
    limits: Limits
    indexes: Path | None = None
    depth: int = 0

    def blob(self, blob: Blob) -> Exhibit:
        """Open a file's bytes."""
        found = self._container(blob)
        if found is None and (kind := export_kind(blob)) is not None:
            return LogicalFile(blob, self.root, kind, self.limits)
        if found is None:
            start = blob.read_at(0, 8).hex(" ")
            raise NotAnExtraction(self.root, f"begins with {start}" if start else "it is empty")
        return self.inside(found)

    def _container(self, blob: Blob) -> Exhibit | None:
        if (told := foreign(blob)) is not None:
            raise EvidenceError(self.root, told)
        sort = sort_of(blob)
        given = {"password": self.password, "scratch": self.scratch}
        if sort == "zip":
            return self._zip(ZipExhibit(blob, self.root, **given, limits=self.limits))  # type: ignore[arg-type]
        if sort == "tar":
            return TarExhibit(blob, self.root, "tar", self.limits, **self._kept(index_name(blob)))
        if sort == "ab":
            return AndroidBackup(blob, self.root, **given, limits=self.limits)  # type: ignore[arg-type]
        if sort in packed.MAGIC.values():
            return self._compressed(blob, str(sort))
        return self._image(blob) if may_be_image(blob) else None

    def _image(self, blob: Blob) -> Exhibit | None:
        from phonefx.evidence.images.opening import open_image

        try:
            return open_image(blob, self.root, self.password, self.limits)
        except EvidenceError as error:  # its reader knows no name of it
            error.args = (f"{self.root}: {error.args[0]}", *error.args[1:])
            raise

    def _zip(self, found: ZipExhibit) -> ZipExhibit:
        mark = next((each for each in found.shallow(0) if each.stored == "container.description"), None)
        if mark is not None and found.blob(mark).read_at(0, 7) == b"aff4://":
            found.close()
            raise EvidenceError(self.root, AFF4)
        return found

    def _kept(self, name: str) -> _Kept:
        """Give the list of a tar archive's members that was kept; else where to keep it, if anywhere."""
        index = TarIndex.found((self.indexes, self.scratch), name)
        return {"index": index, "keep": self.scratch / name if self.scratch and index is None else None}

    def _compressed(self, blob: Blob, sort: str) -> Exhibit | None:
        told: list[Problem] = []

        def inflate() -> Blob:
            return packed.spooled(
                blob, sort, self.scratch, self.limits, lambda code, text: told.append(Problem(code, "", text))
            )

        kept = self._kept(name := index_name(blob))
        found: Exhibit | None
        if (index := kept["index"]) is not None:
            later = packed.LaterBlob(index.size, inflate)
            found = TarExhibit(later, self.root, f"tar.{sort}", self.limits, index=index)
        elif (inner := sort_of(plain := inflate())) == "tar":
            keep = self.scratch / name if self.scratch else None
            found = TarExhibit(plain, self.root, f"tar.{sort}", self.limits, keep=keep)
        elif inner is None or self.depth >= self.limits.depth:
            return None
        else:
            found = replace(self, depth=self.depth + 1)._container(plain)
        if found is not None:
            found.size = blob.size
            found.problems += [] if index else told
        return found

    def inside(self, outer: Exhibit) -> Exhibit:
        """Look for backups and further containers at the top of an exhibit."""
        if self.depth >= self.limits.depth or not isinstance(outer, FolderExhibit | ZipExhibit | TarExhibit):
            return outer
        if isinstance(outer, AndroidBackup):
            return outer
        top = list(outer.shallow(LEVELS))
        prefixes = _backups(top)
        if len(prefixes) == 1 and _is_all(prefixes[0], top):
            return self._itunes(outer, prefixes[0])
        exports = self._exports(outer, top)
        if prefixes:
            found = [("", self._itunes(outer, prefix)) for prefix in prefixes]
            return Bundle(outer, list(found), lambda stored: stored.startswith(tuple(prefixes)))
        named = WithExports(outer, exports) if exports else outer
        return look_inside(named, [entry for entry in top if may_hold(entry)], self._nested)

    def _itunes(self, outer: Exhibit, prefix: str) -> Exhibit:
        from phonefx.evidence.backups.itunes import ItunesExhibit

        return ItunesExhibit(outer, prefix, self.password, self.limits)

    def _exports(self, outer: Exhibit, top: list[Entry]) -> dict[str, str]:
        found = {}
        for entry in top:
            if may_be_export(entry):
                with suppress(EvidenceError), outer.open(entry) as stream:
                    kind = export_kind(BytesBlob(stream.read(SNIFFED)))
                    if kind is not None:
                        found[entry.stored] = kind
        return found

    def _nested(self, blob: Blob, entry: Entry) -> Exhibit | None:
        deeper = replace(self, depth=self.depth + 1, root=self.root / entry.stored)
        found = deeper._container(blob)
        return None if found is None else deeper.inside(found)


def _backups(top: list[Entry]) -> list[str]:
    """Give the folders that hold an iTunes backup: a manifest beside a property list of one."""
    names = {entry.stored for entry in top if entry.form == "file"}
    found = {name.removesuffix(manifest) for name in names for manifest in _MANIFESTS if _named(name, manifest)}
    beside = ("Info.plist", "Manifest.plist", "Status.plist")
    return sorted(prefix for prefix in found if names & {f"{prefix}{each}" for each in beside})


def _named(name: str, manifest: str) -> bool:
    return name.rpartition("/")[2] == manifest


def _is_all(prefix: str, top: list[Entry]) -> bool:
    return all(entry.stored.startswith(prefix) or f"{entry.stored}/" == prefix for entry in top if entry.form == "file")


def open_exhibit(
    path: str | os.PathLike[str],
    *,
    password: str | None = None,
    scratch: Path | None = None,
    limits: Limits | None = None,
    indexes: Path | None = None,
) -> Exhibit:
    """Open an extraction for reading: a folder, an archive, a backup or an image, told by its content.

    Args:
        path: the folder or file; the first segment of a split image.
        password: opens an encrypted backup or archive, or is the key of WhatsApp's own backups in 64 digits, or of
            Signal's in 30 digits or 64 letters and digits; "" where there is none to give and the rest is wanted.
        scratch: folder for plain copies of compressed containers, and for lists of the members of tar archives;
            nothing is written anywhere else.
        limits: what the container may ask for.
        indexes: folder of such lists that an earlier opening left, for reading.

    Raises:
        EvidenceError: one of its subclasses, where it cannot be opened.
    """
    where = Path(path)
    opening = _Opening(where, password, scratch, limits or Limits(), indexes)
    if not where.exists():
        raise NotFound(where)
    if where.is_dir():
        return _with_backups(opening.inside(FolderExhibit(where, opening.limits)), opening)
    if not where.is_file():
        raise NotAnExtraction(where, "neither a file nor a folder")
    with ExitStack() as undo:
        blob = FileBlob(where)
        undo.callback(blob.close)
        if is_sqlite(blob):
            return FileExhibit(where, opening.limits)
        found = opening.blob(blob)
        undo.pop_all()
    return _with_backups(found, opening)


def _with_backups(found: Exhibit, given: _Opening) -> Exhibit:
    """Open the encrypted backups of single apps inside an exhibit."""
    opened = WithSignal(WithWhatsApp(found, given.password), given.password, given.scratch)
    return WithSignalFolder(opened, given.password)
