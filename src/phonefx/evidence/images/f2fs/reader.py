"""Walks the folders of an F2FS file system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.images.f2fs.inode import InodeBlob, inode_of
from phonefx.evidence.images.f2fs.layout import BLOCK, Layout
from phonefx.evidence.images.f2fs.removed import PER_SEGMENT, Removed, RemovedBlob
from phonefx.evidence.images.filesystem import FileSystem, Node, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.images.f2fs.inode import Inode
    from phonefx.evidence.images.filesystem import Tell
    from phonefx.evidence.tree import Limits

_FORMS: Final = {0o040000: "dir", 0o100000: "file", 0o120000: "link"}
_SLOTS: Final = 214
_FOLDER_LIMIT: Final = 1 << 30


class F2fs(FileSystem):
    """An F2FS file system, as its last checkpoint shows it."""

    kind = "F2FS"
    reader = "own"

    def __init__(self, blob: Blob) -> None:
        self.layout = Layout(blob)
        self.removed = Removed(self.layout)
        self.stated = self.layout.stated

    def facts(self) -> dict[str, str]:
        """Give the label, the version of the checkpoint and the feature bits."""
        stated = {"checkpoint": str(self.layout.version), "features": f"{self.layout.features:#x}"}
        return {**stated, "label": self.layout.label} if self.layout.label else stated

    def unallocated(self) -> Iterator[tuple[int, int]] | None:
        """Give what belongs to no file at the last checkpoint, by the table of segments."""
        return self.layout.free() if self.layout.segment == PER_SEGMENT else None

    def nodes(self, limits: Limits, tell: Tell) -> Iterator[Node]:
        """Walk the folders, each once."""
        pending = [(self.layout.root, "")]
        folders = {self.layout.root: ""}
        seen = {self.layout.root}
        count = 0
        while pending:
            number, path = pending.pop()
            inner = []
            for name, child in self._folder(number, path, tell):
                count += 1
                if count > limits.entries:
                    tell("too-many", path, f"more than {limits.entries} names; the rest is not listed")
                    return
                node = self._node(f"{path}/{name}" if path else name, child)
                yield node
                if node.form == "dir" and child not in seen:
                    seen.add(child)
                    folders[child] = node.path
                    inner.append((child, node.path))
            pending.extend(reversed(inner))
        yield from self._removed(folders)

    def _removed(self, folders: dict[int, str]) -> Iterator[Node]:
        """Give removed files, in the folder that they were in where it is there still; `ident` is below zero."""
        for number, name, parent, inode in self.removed.files():
            folder = folders.get(parent, f"$Removed/folder {parent}")
            path = f"{folder}/{shown(name)}" if folder else shown(name)
            yield Node(path, inode.size, inode.mtime_us, "utc", "file", "deleted", -number)

    def _node(self, path: str, number: int) -> Node:
        try:
            inode = inode_of(self.layout, number)
        except Damaged as error:
            return Node(path, 0, None, "unknown", "file", "live", str(error))
        form = _FORMS.get(inode.mode & 0o170000, "special")
        size = inode.size if form == "file" else 0
        return Node(path, size, inode.mtime_us, "utc", form, "live", number)

    def _folder(self, number: int, path: str, tell: Tell) -> list[tuple[str, int]]:
        try:
            inode = inode_of(self.layout, number)
            areas = list(self._areas(inode))
        except EvidenceError as error:
            tell("unreadable-folder", path, str(error))
            return []
        found = [(shown(name), child) for area, slots in areas for name, child in _names(area, slots)]
        return sorted((name, child) for name, child in found if name not in {".", ".."})

    def _areas(self, inode: Inode) -> Iterator[tuple[bytes, int]]:
        if inode.inline_folder is not None:
            yield inode.inline_folder, len(inode.inline_folder) * 8 // 153
            return
        inode.encrypted = False  # the names may be encrypted, the folder's blocks are not
        blob = InodeBlob(self.layout, inode, f"inode {inode.number}")
        for at in range(0, min(inode.size, _FOLDER_LIMIT), BLOCK):
            yield blob.read_at(at, BLOCK), _SLOTS

    def blob(self, ident: object, path: str) -> Blob:
        """Give the content of an inode."""
        if not isinstance(ident, int):
            raise EvidenceError(path, str(ident))
        if ident < 0:
            return RemovedBlob(self.removed, -ident, path)
        return InodeBlob(self.layout, inode_of(self.layout, ident), path)


def _names(area: bytes, slots: int) -> Iterator[tuple[bytes, int]]:
    """Read the entries of a folder's block or inline area: bitmap, reserved bytes, entries, name slots."""
    bitmap = (slots + 7) // 8
    entries = len(area) - slots * 19
    if entries < bitmap:
        return
    names, slot = entries + slots * 11, 0
    while slot < slots:
        if not area[slot >> 3] >> (slot & 7) & 1:
            slot += 1
            continue
        at = entries + slot * 11
        child = int.from_bytes(area[at + 4 : at + 8], "little")
        length = int.from_bytes(area[at + 8 : at + 10], "little")
        name = area[names + slot * 8 : names + slot * 8 + length]
        if child and 0 < length <= 255 and len(name) == length:
            yield name, child
        slot += max(1, (length + 7) // 8)
