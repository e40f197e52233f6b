"""An inode of F2FS and the blocks of its file."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.blobs import Blob
from phonefx.evidence.images.f2fs.layout import BLOCK

if TYPE_CHECKING:
    from phonefx.evidence.images.f2fs.layout import Layout

_WORDS: Final = 923
_PER_NODE: Final = 1018
_FLEXIBLE: Final = 0x40
_INLINE_XATTR, _INLINE_DATA, _INLINE_FOLDER, _EXTRA = 1, 2, 4, 0x20
_ENCRYPTED: Final = 4
_COMPRESSED: Final = 4
_HOLES: Final = (0, 0xFFFFFFFF)
_CLUSTER: Final = 0xFFFFFFFE


@dataclass(slots=True)
class Inode:
    """What an inode block says."""

    number: int
    mode: int
    size: int
    mtime_us: int
    encrypted: bool
    compressed: bool
    inline: bytes | None
    inline_folder: bytes | None
    addresses: tuple[int, ...]
    nodes: tuple[int, ...]


def inode_of(layout: Layout, number: int) -> Inode:
    """Read an inode.

    Raises:
        Damaged: its block is missing or another node's.
    """
    raw = layout.node(number)
    mode, advise, flags = struct.unpack_from("<HBB", raw)
    (size,) = struct.unpack_from("<Q", raw, 16)
    seconds, nanoseconds = struct.unpack_from("<q", raw, 48)[0], struct.unpack_from("<I", raw, 64)[0]
    extra, xattrs = _reserved(raw, flags, layout.features)
    start, words = 360 + extra, _WORDS - extra // 4 - xattrs
    if words < 1:
        raise Damaged(f"inode {number}", "its attribute area makes no sense")
    area = raw[start + 4 : start + words * 4]
    return Inode(
        number, mode, size, seconds * 1_000_000 + nanoseconds // 1000, bool(advise & _ENCRYPTED),
        bool(int.from_bytes(raw[80:84], "little") & _COMPRESSED),
        area[:size] if flags & _INLINE_DATA else None,
        area if flags & _INLINE_FOLDER else None,
        struct.unpack_from(f"<{words}I", raw, start),
        struct.unpack_from("<5I", raw, 4052),
    )  # fmt: skip


def _reserved(raw: bytes, flags: int, features: int) -> tuple[int, int]:
    """Give (bytes of extra attributes, words of inline extended attributes)."""
    extra = int.from_bytes(raw[360:362], "little") if flags & _EXTRA else 0
    if features & _FLEXIBLE:
        xattrs = int.from_bytes(raw[362:364], "little") if flags & _EXTRA else 0
    else:
        xattrs = 50 if flags & (_INLINE_XATTR | _INLINE_FOLDER) else 0
    if extra % 4 or extra > 400 or xattrs > 800:
        raise Damaged("inode", "its attribute area makes no sense")
    return extra, xattrs


class InodeBlob(Blob):
    """The content of an inode, read block by block through its node tree."""

    def __init__(self, layout: Layout, inode: Inode, path: str) -> None:
        if inode.encrypted:
            raise EvidenceError(path, "its content is encrypted (file-based encryption)")
        if inode.compressed:
            raise EvidenceError(path, "its content is compressed by the file system, which is not read")
        self.layout = layout
        self.inode = inode
        self.size = inode.size
        self._node = lru_cache(256)(self._words)

    def _words(self, number: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{_PER_NODE}I", self.layout.node(number)) if number else (0,) * _PER_NODE

    def _address(self, index: int) -> int:
        direct = self.inode.addresses
        if index < len(direct):
            return direct[index]
        index -= len(direct)
        for at, (levels, count) in enumerate(((1, 1), (1, 1), (2, _PER_NODE), (2, _PER_NODE), (3, _PER_NODE**2))):
            reach = count * _PER_NODE
            if index < reach:
                return self._below(self.inode.nodes[at], levels, index)
            index -= reach
        raise Damaged(f"inode {self.inode.number}", "larger than the file system allows")

    def _below(self, node: int, levels: int, index: int) -> int:
        for level in range(levels - 1, 0, -1):
            step, index = divmod(index, _PER_NODE**level)
            node = self._node(node)[step]
        return self._node(node)[index]

    def read_at(self, offset: int, size: int) -> bytes:
        """Read; neighbouring blocks in one go, holes as zeros."""
        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        if self.inode.inline is not None:
            return self.inode.inline[offset : offset + size]
        first, last = offset // BLOCK, (offset + size - 1) // BLOCK
        parts, at = [], first
        while at <= last:
            start = self._address(at)
            count = 1
            while at + count <= last and self._follows(start, at + count, count):
                count += 1
            parts.append(self._run(start, count))
            at += count
        skip = offset - first * BLOCK
        return b"".join(parts)[skip : skip + size]

    def _follows(self, start: int, index: int, count: int) -> bool:
        address = self._address(index)
        return address in _HOLES if start in _HOLES else address == start + count

    def _run(self, start: int, count: int) -> bytes:
        if start in _HOLES:
            return bytes(count * BLOCK)
        data = self.layout.blob.read_at(start * BLOCK, count * BLOCK) if start < _CLUSTER else b""
        if len(data) < count * BLOCK:
            raise Damaged(f"inode {self.inode.number}", f"block {start} lies outside the image")
        return data
