"""Files taken out of NTFS and HFS+ images by bytes, as the drivers do it: no tool deletes there without mounting."""

from __future__ import annotations

import struct
from pathlib import Path

_SECTOR = 512


def from_ntfs(image: Path, name: str) -> None:
    """Remove a file of the root folder: its index entry, then the marks as used of record and clusters."""
    disk = Ntfs(bytearray(image.read_bytes()))
    number = disk.unlink(name)
    disk.free(number)
    image.write_bytes(disk.data)


class Ntfs:
    """As much of NTFS as a removal touches; $MFT and the bitmaps lie in one run each in a small new image."""

    ROOT, BITMAP = 5, 6

    def __init__(self, data: bytearray) -> None:
        self.data = data
        sector, per_cluster = struct.unpack_from("<HB", data, 11)
        self.cluster = sector * per_cluster
        (self.mft,) = struct.unpack_from("<Q", data, 48)
        self.mft *= self.cluster
        size = struct.unpack_from("<b", data, 64)[0]
        self.size = self.cluster * size if size > 0 else 1 << -size

    def record(self, number: int) -> int:
        at = self.mft + number * self.size
        assert self.data[at : at + 4] == b"FILE"
        return at

    def attribute(self, number: int, kind: int, *, plain: bool = False) -> int:
        """Where an attribute begins, `plain` the one without a name."""
        base = self.record(number)
        at = base + struct.unpack_from("<H", self.data, base + 20)[0]
        while (found := struct.unpack_from("<I", self.data, at)[0]) != 0xFFFFFFFF:
            if found == kind and not (plain and self.data[at + 9]):
                return at
            at += struct.unpack_from("<I", self.data, at + 4)[0]
        raise LookupError(kind)

    def runs(self, at: int) -> list[tuple[int, int]]:
        """(first cluster, count) of an attribute that lies outside of its record."""
        assert self.data[at + 8] == 1
        at += struct.unpack_from("<H", self.data, at + 32)[0]
        found, cluster = [], 0
        while head := self.data[at]:
            count = int.from_bytes(self.data[at + 1 : at + 1 + (head & 15)], "little")
            at += 1 + (head & 15)
            cluster += int.from_bytes(self.data[at : at + (head >> 4)], "little", signed=True)
            at += head >> 4
            found.append((cluster, count))
        return found

    def clear(self, place: int, bit: int) -> None:
        assert self.data[place + bit // 8] >> bit % 8 & 1
        self.data[place + bit // 8] &= ~(1 << bit % 8) & 255

    def free(self, number: int) -> None:
        """Free the clusters of the content, the bit of the record, and the record itself."""
        ((bitmap, _),) = self.runs(self.attribute(self.BITMAP, 0x80))
        for first, count in self.runs(self.attribute(number, 0x80)):
            for cluster in range(first, first + count):
                self.clear(bitmap * self.cluster, cluster)
        ((used, _),) = self.runs(self.attribute(0, 0xB0))
        self.clear(used * self.cluster, number)
        at = self.record(number)
        sequence, links, _, flags = struct.unpack_from("<HHHH", self.data, at + 16)
        struct.pack_into("<HH", self.data, at + 16, sequence + 1, links - 1)
        struct.pack_into("<H", self.data, at + 22, flags & ~1)

    def unlink(self, name: str) -> int:
        """Take the entry of a name out of the index of the root folder; gives the number of its record."""
        ((first, count),) = self.runs(self.attribute(self.ROOT, 0xA0))
        base = first * self.cluster
        size = count * self.cluster
        block = self.data[base : base + size]
        assert block[:4] == b"INDX"
        fixed, words = struct.unpack_from("<HH", block, 4)
        for at in range(1, words):  # the last two bytes of each sector stand in front
            block[at * _SECTOR - 2 : at * _SECTOR] = block[fixed + at * 2 : fixed + at * 2 + 2]
        start, end = (24 + each for each in struct.unpack_from("<II", block, 24))
        found = None
        while start < end and found is None:
            reference, length, key = struct.unpack_from("<QHH", block, start)
            if key and block[start + 16 + 66 : start + 16 + key].decode("utf-16-le") == name:
                found = reference & (1 << 48) - 1
                block[start : end - length] = block[start + length : end]
                struct.pack_into("<I", block, 28, end - length - 24)
            start += length
        assert found is not None
        for at in range(1, words):
            block[fixed + at * 2 : fixed + at * 2 + 2] = block[at * _SECTOR - 2 : at * _SECTOR]
            block[at * _SECTOR - 2 : at * _SECTOR] = block[fixed : fixed + 2]
        self.data[base : base + size] = block
        return found


def from_hfs(image: Path, name: str) -> None:
    """Take the records of a file out of the leaves of the catalogue, and free the blocks of its content."""
    data = bytearray(image.read_bytes())
    block = struct.unpack_from(">I", data, 1024 + 40)[0]
    bitmap, catalogue = (struct.unpack_from(">I", data, 1024 + at)[0] * block for at in (112 + 16, 272 + 16))
    node = struct.unpack_from(">H", data, catalogue + 14 + 18)[0]
    leaf = struct.unpack_from(">I", data, catalogue + 14 + 10)[0]
    wanted = name.encode("utf-16-be")
    removed = 0
    while leaf:
        at = catalogue + leaf * node
        count = struct.unpack_from(">H", data, at + 10)[0]
        ends = [struct.unpack_from(">H", data, at + node - 2 * (index + 1))[0] for index in range(count + 1)]
        for index in reversed(range(count)):
            start, end = at + ends[index], at + ends[index + 1]
            key = 2 + struct.unpack_from(">H", data, start)[0]
            if wanted not in data[start:end]:
                continue
            if struct.unpack_from(">H", data, start + key)[0] == 2:  # the file itself; the other names its thread
                for extent in range(8):
                    first, size = struct.unpack_from(">II", data, start + key + 88 + 16 + extent * 8)
                    for each in range(first, first + size):
                        assert data[bitmap + each // 8] >> 7 - each % 8 & 1
                        data[bitmap + each // 8] &= ~(1 << 7 - each % 8) & 255
            size = end - start
            data[start : at + ends[-1] - size] = data[end : at + ends[-1]]
            ends = ends[:index] + [each - size for each in ends[index + 1 :]]
            removed += 1
        struct.pack_into(">H", data, at + 10, len(ends) - 1)
        for index, place in enumerate(ends):
            struct.pack_into(">H", data, at + node - 2 * (index + 1), place)
        leaf = struct.unpack_from(">I", data, at)[0]
    assert removed == 2
    image.write_bytes(data)
