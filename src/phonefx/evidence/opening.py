"""Opens an extraction: decides by content what it is and builds the reader for it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from phonefx.errors import NotAnExtraction, NotFound
from phonefx.evidence import packed
from phonefx.evidence.blobs import Blob, FileBlob
from phonefx.evidence.detect import sort_of
from phonefx.evidence.folder import FolderExhibit
from phonefx.evidence.tars.exhibit import TarExhibit
from phonefx.evidence.tree import Exhibit, Limits, Problem
from phonefx.evidence.zips.exhibit import ZipExhibit

if TYPE_CHECKING:
    import os


def open_exhibit(
    path: str | os.PathLike[str],
    *,
    password: str | None = None,
    scratch: Path | None = None,
    limits: Limits | None = None,
) -> Exhibit:
    """Open an extraction for reading: a folder, an archive, a backup or an image, told by its content.

    Args:
        path: the folder or file; the first segment of a split image.
        password: opens an encrypted backup or archive.
        scratch: folder for plain copies of compressed containers; nothing is written anywhere else.
        limits: what the container may ask for.

    Raises:
        EvidenceError: one of its subclasses, where it cannot be opened.
    """
    where = Path(path)
    bounds = limits or Limits()
    if not where.exists():
        raise NotFound(where)
    if where.is_dir():
        return FolderExhibit(where, bounds)
    if not where.is_file():
        raise NotAnExtraction(where, "neither a file nor a folder")
    with ExitStack() as undo:
        blob = FileBlob(where)
        undo.callback(blob.close)
        found = _open_blob(blob, where, password, scratch, bounds)
        undo.pop_all()
    return found


def _open_blob(blob: Blob, where: Path, password: str | None, scratch: Path | None, limits: Limits) -> Exhibit:
    sort = sort_of(blob)
    if sort == "zip":
        return ZipExhibit(blob, where, password=password, scratch=scratch, limits=limits)
    if sort == "tar":
        return TarExhibit(blob, where, "tar", limits)
    if sort is not None:
        return _compressed(blob, where, sort, scratch, limits)
    raise NotAnExtraction(where, f"begins with {blob.read_at(0, 8).hex(' ') or 'nothing'}")


def _compressed(blob: Blob, where: Path, sort: str, scratch: Path | None, limits: Limits) -> Exhibit:
    found: list[Problem] = []
    plain = packed.spooled(blob, sort, scratch, limits, lambda code, text: found.append(Problem(code, "", text)))
    if sort_of(plain) != "tar":
        raise NotAnExtraction(where, f"a {sort} stream that holds no tar archive")
    exhibit = TarExhibit(plain, where, f"tar.{sort}", limits)
    exhibit.size = blob.size
    exhibit.problems += found
    blob.close()
    return exhibit
