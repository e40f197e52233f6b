"""Fills an exFAT file system that mkfs.exfat made: no tool does that without mounting it.

Knowledge: the exFAT specification that Microsoft published (directory entry sets, checksums, contiguous allocation).
What it writes is checked with fsck.exfat by the tests that use it.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

from . import disks

_ZONE = 0x80  # an offset from UTC of zero, stated


class _Volume:
    """A fresh exFAT file system."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("r+b")
        boot = self.file.read(512)
        heap, self.clusters, self.root = struct.unpack_from("<III", boot, 88)
        self.sector = 1 << boot[108]
        self.size = self.sector << boot[109]
        self.heap = heap * self.sector
        entries = self.read(self.root, self.size)
        bitmap = next(entries[at : at + 32] for at in range(0, self.size, 32) if entries[at] == 0x81)
        self.bitmap = struct.unpack_from("<I", bitmap, 20)[0]
        self.used = bytearray(self.read(self.bitmap, -(-self.clusters // 8)))
        self.free = 2 + max(at for at in range(self.clusters) if self.used[at >> 3] >> (at & 7) & 1) + 1

    def read(self, cluster: int, size: int) -> bytes:
        self.file.seek(self.heap + (cluster - 2) * self.size)
        return self.file.read(size)

    def write(self, cluster: int, data: bytes) -> None:
        self.file.seek(self.heap + (cluster - 2) * self.size)
        self.file.write(data)

    def store(self, data: bytes) -> int:
        """Put data into a run of free clusters; gives the first, 0 for no data."""
        count = -(-len(data) // self.size)
        first, self.free = self.free, self.free + count
        self.write(first, data)
        for at in range(first - 2, first - 2 + count):
            self.used[at >> 3] |= 1 << (at & 7)
        return first if count else 0

    def folder(self, tree: Path) -> bytes:
        """The entries of a folder, whose files and folders are stored first."""
        found = b""
        for each in sorted(tree.iterdir()):
            if each.is_dir():
                inner = self.folder(each)
                data = inner.ljust(-(-max(1, len(inner)) // self.size) * self.size, b"\0")
            else:
                data = each.read_bytes()
            found += entry_set(each.name, self.store(data), len(data), each.stat().st_mtime, folder=each.is_dir())
        return found

    def close(self) -> None:
        self.write(self.bitmap, bytes(self.used))
        self.file.close()


def entry_set(name: str, first: int, size: int, mtime: float, *, folder: bool, live: bool = True) -> bytes:
    """A file entry, its stream entry and the entries of its name."""
    units = name.encode("utf-16-le")
    names = [units[at : at + 30] for at in range(0, len(units), 30)]
    when = datetime.fromtimestamp(mtime, UTC)
    stamp = (when.year - 1980) << 25 | when.month << 21 | when.day << 16
    stamp |= when.hour << 11 | when.minute << 5 | when.second // 2
    head = struct.pack("<BBHHHIIIBBBBB", 0x85, 1 + len(names), 0, 0x10 if folder else 0x20, 0, stamp, stamp, stamp,
                       0, when.second % 2 * 100, _ZONE, _ZONE, _ZONE).ljust(32, b"\0")  # fmt: skip
    flags = 3 if first else 1
    stream = struct.pack("<BBBBHHQIIQ", 0xC0, flags, 0, len(units) // 2, name_hash(name), 0, size, 0, first, size)
    whole = bytearray(head + stream + b"".join(b"\xc1\0" + each.ljust(30, b"\0") for each in names))
    check = 0
    for at, byte in enumerate(whole):
        if at not in {2, 3}:
            check = ((check & 1) << 15) + (check >> 1) + byte & 0xFFFF
    whole[2:4] = check.to_bytes(2, "little")
    if not live:
        for at in range(0, len(whole), 32):
            whole[at] &= 0x7F
    return bytes(whole)


def name_hash(name: str) -> int:
    found = 0
    for byte in "".join(each.upper() if len(each.upper()) == 1 else each for each in name).encode("utf-16-le"):
        found = ((found & 1) << 15) + (found >> 1) + byte & 0xFFFF
    return found


def fill(tree: Path, target: Path, megabytes: int = 16, deleted: dict[str, bytes] | None = None) -> Path:
    """Make an exFAT image of a tree; `deleted` are files whose entries are marked as free, in the root."""
    disks.run("mkfs.exfat", disks.blank(target, megabytes))
    volume = _Volume(target)
    entries = volume.read(volume.root, volume.size)
    end = next(at for at in range(0, volume.size, 32) if entries[at] == 0)
    added = volume.folder(tree)
    kept = bytes(volume.used)
    for name, data in (deleted or {}).items():
        added += entry_set(name, volume.store(data), len(data), 1_704_164_645, folder=False, live=False)
    volume.used = bytearray(kept)
    assert end + len(added) <= volume.size, "the root holds no more"
    volume.write(volume.root, (entries[:end] + added).ljust(volume.size, b"\0"))
    volume.close()
    return target


def remove(image: Path, name: str) -> None:
    """Take a file away as a driver does: the marks of its entries, its clusters in the bitmap."""
    data = bytearray(image.read_bytes())
    last = data.index(name.encode("utf-16-le")) - 2
    for at, mark in ((last - 64, 0x85), (last - 32, 0xC0), (last, 0xC1)):
        assert data[at] == mark
        data[at] &= 0x7F
    first, size = struct.unpack_from("<IQ", data, last - 32 + 20)
    image.write_bytes(data)
    volume = _Volume(image)
    for at in range(first - 2, first - 2 + -(-size // volume.size)):
        volume.used[at >> 3] &= ~(1 << (at & 7))
    volume.close()
