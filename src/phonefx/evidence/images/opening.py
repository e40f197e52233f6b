"""Opens a disk image of any kind: tells its packing, joins its segments, finds its file systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phonefx.evidence.blobs import Blob, FileBlob, JoinedBlob
from phonefx.evidence.images.ewf import MAGIC as EWF
from phonefx.evidence.images.ewf import EwfBlob
from phonefx.evidence.images.ewf2 import MAGIC as EWF2
from phonefx.evidence.images.ewf2 import Ewf2Blob
from phonefx.evidence.images.exhibit import READ_BY, ImageExhibit, file_systems
from phonefx.evidence.images.qcow import MAGIC as QCOW
from phonefx.evidence.images.qcow import QcowBlob
from phonefx.evidence.images.segments import following
from phonefx.evidence.images.sparse import MAGIC as SPARSE
from phonefx.evidence.images.sparse import SparseBlob
from phonefx.evidence.images.yal import DISKS, YalDisk
from phonefx.evidence.tree import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from phonefx.evidence.tree import Limits


def open_image(blob: Blob, root: Path, password: str | None, limits: Limits) -> ImageExhibit | None:
    """Open an image; None where the bytes are no image that is known and hold no file system.

    Raises:
        MissingExtra: an optional library reads it.
        Damaged: it is an image, and broken beyond reading.
    """
    told: list[Problem] = []
    files = _files(blob, root, told)
    segments = [blob, *(FileBlob(path) for path in files[1:])]
    disk, kind, facts = _disk(segments, lambda code, text: told.append(Problem(code, "", text)))
    table, systems, outside = file_systems(disk, password, told)
    if not systems and not table and kind == "raw image":
        return None
    if not systems:
        told.append(Problem("no-file-system", "", "no file system that can be read was found"))
    if table:
        facts["partition table"] = table
    if len(files) > 1:
        facts["segments"] = str(len(files))
    held = sum(segment.size for segment in segments)
    found = ImageExhibit(disk, kind, root, files, systems, facts, limits, outside, held)
    found.problems += told
    return found


def _files(blob: Blob, root: Path, told: list[Problem]) -> list[Path]:
    if getattr(blob, "path", None) != root:
        return [root]
    names, missing = following(root.name, lambda name: root.with_name(name).is_file())
    if missing:
        told.append(Problem("missing-segment", "", f"{missing} is not there; segments behind it are, and are not read"))
    return [root, *map(root.with_name, names)]


def _disk(segments: list[Blob], tell: Callable[[str, str], None]) -> tuple[Blob, str, dict[str, str]]:
    first = segments[0]
    head = first.read_at(0, 8)
    for magic, reader in ((EWF, EwfBlob), (EWF2, Ewf2Blob)):
        if head == magic:
            disk = reader(segments, tell)
            return disk, f"{disk.kind} image", dict(disk.stated)
    if head[:4] == QCOW:
        return QcowBlob(first, tell), "QCOW2 image", {}
    if head[:4] == SPARSE:
        return SparseBlob(first, tell), "Android sparse image", {}
    for magic, (_, _, kind) in DISKS.items():
        if head.startswith(magic):
            yal = YalDisk(segments, magic)
            return yal, kind, {READ_BY: yal.reader}
    if len(segments) > 1:
        return JoinedBlob(segments), "split raw image", {}
    return first, "raw image", {}
