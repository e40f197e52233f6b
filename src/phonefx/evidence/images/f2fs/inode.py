"""An inode of F2FS and the blocks of its file."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol, cast

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.blobs import Blob
from phonefx.evidence.images.f2fs.compressed import LOG_CLUSTERS, cluster
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
    compression: tuple[int, int] | None
    inline: bytes | None
    inline_folder: bytes | None
    addresses: tuple[int, ...]
    nodes: tuple[int, ...]


class Nodes(Protocol):
    """Where the nodes of a file come from."""

    blob: Blob

    def node(self, number: int) -> bytes:
        """Give the block of a node."""


def inode_of(layout: Layout, number: int) -> Inode:
    """Read an inode.

    Raises:
        Damaged: its block is missing or another node's.
    """
    return read_inode(layout.node(number), number, layout.features)


def read_inode(raw: bytes, number: int, features: int) -> Inode:
    """Read the block of an inode.

    Raises:
        Damaged: it makes no sense.
    """
    mode, advise, flags = struct.unpack_from("<HBB", raw)
    (size,) = struct.unpack_from("<Q", raw, 16)
    seconds, nanoseconds = struct.unpack_from("<q", raw, 48)[0], struct.unpack_from("<I", raw, 64)[0]
    extra, xattrs = _reserved(raw, flags, features)
    start, words = 360 + extra, _WORDS - extra // 4 - xattrs
    if words < 1:
        raise Damaged(f"inode {number}", "its attribute area makes no sense")
    area = raw[start + 4 : start + words * 4]
    return Inode(
        number, mode, size, seconds * 1_000_000 + nanoseconds // 1000, bool(advise & _ENCRYPTED),
        _compression(raw, mode, extra),
        area[:size] if flags & _INLINE_DATA else None,
        area if flags & _INLINE_FOLDER else None,
        struct.unpack_from(f"<{words}I", raw, start),
        struct.unpack_from("<5I", raw, 4052),
    )  # fmt: skip


def _compression(raw: bytes, mode: int, extra: int) -> tuple[int, int] | None:
    """Give (algorithm, blocks of a cluster) of a compressed file; None of any other."""
    if not int.from_bytes(raw[80:84], "little") & _COMPRESSED or mode & 0o170000 != 0o100000:
        return None
    if extra < 34 or raw[393] not in LOG_CLUSTERS:
        raise Damaged("inode", "it is compressed and does not say how")
    return raw[392], 1 << raw[393]


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
    """The content of an inode, read block by block through its node tree; compressed clusters one by one.

    In a compressed file a cluster never spans two nodes: the addresses that are left over in each are not used.
    """

    def __init__(self, layout: Nodes, inode: Inode, path: str) -> None:
        if inode.encrypted:
            raise EvidenceError(path, "its content is encrypted (file-based encryption)")
        self.layout = layout
        self.inode = inode
        self.size = inode.size
        self.path = path
        self._per_node, self._in_inode = _PER_NODE, len(inode.addresses)
        if inode.compression is not None:
            _, self._cluster = inode.compression
            self._per_node -= self._per_node % self._cluster
            self._in_inode -= self._in_inode % self._cluster
            self._plain = lru_cache(8)(self._plain_cluster)
        self._node = lru_cache(256)(self._words)

    def _words(self, number: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{_PER_NODE}I", self.layout.node(number)) if number else (0,) * _PER_NODE

    def _address(self, index: int) -> int:
        if index < self._in_inode:
            return self.inode.addresses[index]
        index -= self._in_inode
        for at, (levels, count) in enumerate(((1, 1), (1, 1), (2, _PER_NODE), (2, _PER_NODE), (3, _PER_NODE**2))):
            reach = count * self._per_node
            if index < reach:
                return self._below(self.inode.nodes[at], levels, index)
            index -= reach
        raise Damaged(f"inode {self.inode.number}", "larger than the file system allows")

    def _below(self, node: int, levels: int, index: int) -> int:
        for level in range(levels - 1, 0, -1):
            step, index = divmod(index, self._per_node * _PER_NODE ** (level - 1))
            node = self._node(node)[step]
        return self._node(node)[index]

    def read_at(self, offset: int, size: int) -> bytes:
        """Read; neighbouring blocks in one go, holes as zeros."""
        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        if self.inode.inline is not None:
            return self.inode.inline[offset : offset + size]
        if self.inode.compression is not None:
            return self._from_clusters(offset, size)
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

    def _from_clusters(self, offset: int, size: int) -> bytes:
        width = self._cluster * BLOCK
        first, last = offset // width, (offset + size - 1) // width
        skip = offset - first * width
        return b"".join(map(self._plain, range(first, last + 1)))[skip : skip + size]

    def _plain_cluster(self, number: int) -> bytes:
        addresses = [self._address(number * self._cluster + each) for each in range(self._cluster)]
        if addresses[0] != _CLUSTER:
            return b"".join(self._run(each, 1) for each in addresses)
        raw = b"".join(self._run(each, 1) for each in addresses[1:] if each not in _HOLES)
        algorithm, _ = cast("tuple[int, int]", self.inode.compression)
        return cluster(raw, algorithm, self._cluster * BLOCK, self.path)

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
