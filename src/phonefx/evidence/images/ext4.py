"""What The Sleuth Kit does not give of ext4: the encryption flag of inodes, and the blocks that no file owns.

Knowledge: the ext4 disk layout of the Linux kernel documentation.
"""

from __future__ import annotations

import struct
import sys
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from phonefx.evidence.images.freespace import changes, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.images.freespace import Span

_MAGIC: Final = 0xEF53
_ENCRYPT: Final = 0x10000
_WIDE: Final = 0x80
_ENCRYPTED_INODE: Final = 0x800
_WINDOW: Final = 1 << 16
_EXTENTS: Final = 0x80000
_META_BG, _BIGALLOC = 0x10, 0x200
_BLOCKS: Final = (0, 32, 0x2)
"""Where a group's descriptor has the lower and the upper half of the place of a bitmap; flag: it was never written."""
_INODES: Final = (4, 36, 0x1)
_DIGITS: Final = bytes.maketrans(b"\0\1", b"01")


class EncryptionFlags:
    """Tells which inodes of an ext4 file system are encrypted.

    Args:
        blob: the file system.
        superblock: its superblock, 1024 bytes.
    """

    def __init__(self, blob: Blob, superblock: bytes) -> None:
        self.blob = blob
        self.block = 1024 << min(16, int.from_bytes(superblock[24:28], "little"))
        (self.per_group,) = struct.unpack_from("<I", superblock, 40)
        (self.inode_size,) = struct.unpack_from("<H", superblock, 88)
        wide = int.from_bytes(superblock[96:100], "little") & _WIDE
        self.descriptor = max(32, struct.unpack_from("<H", superblock, 254)[0]) if wide else 32
        self.descriptors = self.block * (2 if self.block == 1024 else 1)
        self.inodes = int.from_bytes(superblock[:4], "little")
        self.table = lru_cache(4096)(self._table_at)
        self._window = (-1, b"")

    @classmethod
    def of(cls, blob: Blob) -> EncryptionFlags | None:
        """Give the flags of a file system that has the encryption feature; None for any other."""
        superblock = blob.read_at(1024, 1024)
        if len(superblock) < 1024 or struct.unpack_from("<H", superblock, 56)[0] != _MAGIC:
            return None
        found = cls(blob, superblock)
        feature = int.from_bytes(superblock[96:100], "little") & _ENCRYPT
        return found if feature and found.per_group and found.inode_size >= 128 else None

    def _table_at(self, group: int) -> int:
        raw = self.blob.read_at(self.descriptors + group * self.descriptor, self.descriptor)
        if len(raw) < self.descriptor:
            return -1
        low = int.from_bytes(raw[8:12], "little")
        high = int.from_bytes(raw[40:44], "little") if self.descriptor >= 64 else 0
        return (high << 32 | low) * self.block

    def encrypted(self, inode: int) -> bool:
        """Say whether the content (or, of a folder, the names) of an inode is encrypted."""
        group, index = divmod(inode - 1, self.per_group)
        table = self.table(group)
        if inode < 1 or table < 0:
            return False
        at = table + index * self.inode_size + 32
        window = at // _WINDOW
        if self._window[0] != window:
            self._window = (window, self.blob.read_at(window * _WINDOW, _WINDOW + 4))
        inside = at - window * _WINDOW
        return bool(int.from_bytes(self._window[1][inside : inside + 4], "little") & _ENCRYPTED_INODE)


def unallocated(blob: Blob) -> Iterator[Span] | None:
    """Give (offset, size) of the stretches of an ext2, 3 or 4 file system that belong to no file, from its bitmaps.

    None where the layout is one that puts the bitmaps elsewhere (meta_bg) or counts in clusters (bigalloc).
    """
    superblock = blob.read_at(1024, 1024)
    if len(superblock) < 1024 or struct.unpack_from("<H", superblock, 56)[0] != _MAGIC:
        return None
    layout = EncryptionFlags(blob, superblock)
    first, per_group = struct.unpack_from("<I", superblock, 20)[0], struct.unpack_from("<I", superblock, 32)[0]
    features, read_only = struct.unpack_from("<2I", superblock, 96)
    if features & _META_BG or read_only & _BIGALLOC or not 0 < per_group <= 8 * layout.block:
        return None
    blocks = min(struct.unpack_from("<I", superblock, 4)[0], blob.size // layout.block)

    def found() -> Iterator[tuple[int, bool]]:
        for base in range(first, blocks, per_group):
            bitmap = _bitmap(blob, layout, (base - first) // per_group, _BLOCKS)
            yield from ((base + at, used) for at, used in changes(bitmap, min(per_group, blocks - base)))

    return spans(found(), blocks, layout.block)


def absurd_inodes(blob: Blob) -> Iterator[tuple[int, int, int]]:
    """Yield (inode, offset in the file system, size stated) of inodes whose block map no volume of this size can hold.

    The Sleuth Kit walks such a map block by block, up to 2^52 of them, before anybody can stop it.
    """
    layout = _layout(blob)
    if layout is None:
        return
    form = struct.Struct(f"<H2xI24xI72xI{layout.inode_size - 112}x")
    most, rest = divmod(blob.size, 1 << 32)
    for first, at, raw in _inodes(blob, layout):
        highest = max(_column(raw, layout, 108))
        if highest < most or (highest == most and max(_column(raw, layout, 4)) <= rest):
            continue
        for index, (mode, low, flags, high) in enumerate(form.iter_unpack(raw)):
            size = high << 32 | low
            if size > blob.size and mode and not flags & _EXTENTS:
                yield first + index, at + index * form.size, size


def removed_inodes(blob: Blob) -> Iterator[int] | None:
    """Yield the inodes that no file has and that keep a time of change; None where the file system is none of these."""
    layout = _layout(blob)
    return None if layout is None else _removed(blob, layout)


def _removed(blob: Blob, layout: EncryptionFlags) -> Iterator[int]:
    for first, _, raw in _inodes(blob, layout):
        times = _column(raw, layout, 12)
        if not times.tobytes().strip(b"\0"):
            continue
        group, index = divmod(first - 1, layout.per_group)
        used = int.from_bytes(_bitmap(blob, layout, group, _INODES), "little") >> index
        left = int(bytes(map(bool, reversed(times))).translate(_DIGITS), 2) & ~used
        while left:
            lowest = left & -left
            yield first + lowest.bit_length() - 1
            left ^= lowest


def _layout(blob: Blob) -> EncryptionFlags | None:
    superblock = blob.read_at(1024, 1024)
    if len(superblock) < 1024 or struct.unpack_from("<H", superblock, 56)[0] != _MAGIC:
        return None
    layout = EncryptionFlags(blob, superblock)
    sound = layout.inode_size >= 128 and layout.inode_size % 4 == 0 and 0 < layout.per_group <= 8 * layout.block
    return layout if sound else None


def _inodes(blob: Blob, layout: EncryptionFlags) -> Iterator[tuple[int, int, bytes]]:
    """Yield stretches of the tables of inodes: (first inode, offset in the file system, whole inodes)."""
    size, length = layout.inode_size, layout.per_group * layout.inode_size
    for group in range(min(-(-layout.inodes // layout.per_group), blob.size // layout.block + 1)):
        table = layout.table(group)
        for start in range(0, max(0, min(length, blob.size - table)) if table >= 0 else 0, size << 12):
            raw = blob.read_at(table + start, min(size << 12, length - start))
            if whole := len(raw) // size * size:
                yield group * layout.per_group + start // size + 1, table + start, raw[:whole]


def _column(raw: bytes, layout: EncryptionFlags, field: int) -> array[int]:
    """Give a field of four bytes of each inode."""
    found = array("I", raw)[field // 4 :: layout.inode_size // 4]
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _bitmap(blob: Blob, layout: EncryptionFlags, group: int, of: tuple[int, int, int]) -> bytes:
    """Read which blocks or inodes of a group are in use; a bitmap that was never written means none."""
    raw = blob.read_at(layout.descriptors + group * layout.descriptor, layout.descriptor)
    if len(raw) < layout.descriptor:
        return b""
    low, high, never = of
    if int.from_bytes(raw[18:20], "little") & never:
        return bytes(layout.block)
    above = int.from_bytes(raw[high : high + 4], "little") if layout.descriptor >= 64 else 0
    return blob.read_at((above << 32 | int.from_bytes(raw[low : low + 4], "little")) * layout.block, layout.block)
