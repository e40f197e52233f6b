"""The encryption flag of ext4 inodes, which The Sleuth Kit does not give: it reads encrypted files as they are.

Knowledge: the ext4 disk layout of the Linux kernel documentation.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob

_MAGIC: Final = 0xEF53
_ENCRYPT: Final = 0x10000
_WIDE: Final = 0x80
_ENCRYPTED_INODE: Final = 0x800
_WINDOW: Final = 1 << 16


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
        self._table = lru_cache(4096)(self._table_at)
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
        table = self._table(group)
        if inode < 1 or table < 0:
            return False
        at = table + index * self.inode_size + 32
        window = at // _WINDOW
        if self._window[0] != window:
            self._window = (window, self.blob.read_at(window * _WINDOW, _WINDOW + 4))
        inside = at - window * _WINDOW
        return bool(int.from_bytes(self._window[1][inside : inside + 4], "little") & _ENCRYPTED_INODE)
