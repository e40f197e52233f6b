"""An APFS container with files in it: `mkapfs` of Debian's apfsprogs makes it empty, and this fills it.

Knowledge: the Apple File System Reference. `apfsck` of the same package, which knows nothing of this, checks it.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from . import disks

BLOCK = 4096
ROOT, FIRST = 2, 16
INODE, DSTREAM, EXTENT, DREC, PHYSICAL = 3, 6, 8, 9, 2
_LEAF_ROOM = 3200


class Record(NamedTuple):
    """A key and its value; keys sort by object, kind and what follows."""

    order: tuple[int, int, int, bytes]
    key: bytes
    value: bytes


def image_of(tree: Path, target: Path) -> Path:
    """Make a container of 512 MiB, nearly all of it a hole, whose one volume holds the files of a folder."""
    disks.run("mkapfs", "-s", "-L", "Data", disks.blank(target, 512))
    with target.open("r+b") as out:
        Container(out).fill(tree)
    return target


class Container:
    """A new container of mkapfs: one checkpoint, one volume, an empty root folder."""

    def __init__(self, disk) -> None:
        self.disk = disk
        superblock = self.block(0)
        self.next_oid = struct.unpack_from("<Q", superblock, 88)[0]
        self.spaceman = self.ephemeral(0x5)
        _, self.volume = self.mapped(self.tree_of(superblock, 160))
        self.omap = self.tree_of(self.block(self.volume), 128)
        _, self.catalogue = self.mapped(self.omap)
        (self.extents,) = struct.unpack_from("<Q", self.block(self.volume), 144)
        at = struct.unpack_from("<I", self.block(self.spaceman), 80)[0]
        (self.chunks,) = struct.unpack_from("<Q", self.block(self.spaceman), at)
        (self.bitmap,) = struct.unpack_from("<Q", self.block(self.chunks), 40 + 24)
        used = self.block(self.bitmap)
        self.start = self.next = len(used.rstrip(b"\0")) * 8  # behind everything in the first chunk of blocks

    def block(self, number: int) -> bytearray:
        self.disk.seek(number * BLOCK)
        return bytearray(self.disk.read(BLOCK))

    def put(self, number: int, data: bytes | bytearray) -> None:
        """Write an object with its checksum of Fletcher."""
        low = high = 0
        for (word,) in struct.iter_unpack("<I", data[8:]):
            low = (low + word) % 0xFFFFFFFF
            high = (high + low) % 0xFFFFFFFF
        first = 0xFFFFFFFF - (low + high) % 0xFFFFFFFF
        second = 0xFFFFFFFF - (low + first) % 0xFFFFFFFF
        self.disk.seek(number * BLOCK)
        self.disk.write(struct.pack("<II", first, second) + data[8:])

    def in_checkpoint(self, kind: int) -> int:
        """The block of the one object of a kind in the area of checkpoints."""
        count, start = struct.unpack_from("<I4xQ", self.block(0), 104)
        return next(at for at in range(start, start + count) if self.block(at)[24] == kind)

    def ephemeral(self, kind: int) -> int:
        """The block of an object that the map of the checkpoint lists."""
        map_ = self.block(self.in_checkpoint(0xC))
        (count,) = struct.unpack_from("<I", map_, 36)
        listed = (struct.unpack_from("<I28xQ", map_, 40 + at * 40) for at in range(count))
        return next(place for found, place in listed if found & 0xFFFF == kind)

    def tree_of(self, block: bytearray, at: int) -> int:
        """The root of the tree of the object map that a superblock names."""
        return struct.unpack_from("<Q", self.block(struct.unpack_from("<Q", block, at)[0]), 48)[0]

    def mapped(self, omap: int) -> tuple[int, int]:
        """The number and the block of the one object in an object map."""
        (found,) = self.records(omap)
        return struct.unpack("<Q8x", found.key)[0], struct.unpack("<8xQ", found.value)[0]

    def records(self, number: int) -> list[Record]:
        """The records of a tree of one leaf."""
        node = self.block(number)
        flags, _, count, table, size = struct.unpack_from("<HHIHH", node, 32)
        keys, found = 56 + table + size, []
        for at in range(count):
            if flags & 4:
                key, value = struct.unpack_from("<HH", node, 56 + table + at * 4)
                lengths = 16, 16
            else:
                key, one, value, other = struct.unpack_from("<HHHH", node, 56 + table + at * 8)
                lengths = one, other
            start = BLOCK - 40 - value
            given = bytes(node[keys + key : keys + key + lengths[0]]), bytes(node[start : start + lengths[1]])
            found.append(Record(order(given[0]), *given))
        return found

    def node(self, number: int, records: list[Record], oid: int, kind: tuple[int, int], *, level: int = 0,
             counts: tuple[int, int, int, int] | None = None, fixed: bool = False) -> None:  # fmt: skip
        """Write a node of a tree; `counts` of a root: bytes of the longest key and value, keys, nodes."""
        data = bytearray(BLOCK)
        entry = 4 if fixed else 8
        table = 448 if fixed else max(-(-len(records) // 8) * 64, 128)
        keys, end = 56 + table, BLOCK - (40 if counts else 0)
        key_at, value_at = keys, end
        for at, record in enumerate(records):
            value_at -= len(record.value)
            data[key_at : key_at + len(record.key)] = record.key
            data[value_at : value_at + len(record.value)] = record.value
            place = (key_at - keys, end - value_at) if fixed else (
                key_at - keys, len(record.key), end - value_at, len(record.value)
            )  # fmt: skip
            struct.pack_into(f"<{len(place)}H", data, 56 + at * entry, *place)
            key_at += len(record.key)
        assert key_at <= value_at
        flags = (1 if counts else 0) | (0 if level else 2) | (4 if fixed else 0)
        struct.pack_into("<8xQQII", data, 0, oid, 1, *kind)
        struct.pack_into("<HHIHHHHHHHH", data, 32, flags, level, len(records), 0, table, key_at - keys,
                         value_at - key_at, 0xFFFF, 0, 0xFFFF, 0)  # fmt: skip
        if counts:
            data[-40:-24] = self.block(number)[-40:-24]
            struct.pack_into("<IIQQ", data, BLOCK - 24, *counts)
        self.put(number, data)

    def take(self, blocks: int) -> int:
        """Give the first of so many free blocks."""
        self.next += blocks
        return self.next - blocks

    def fill(self, tree: Path) -> None:
        """Write the files of a folder and everything that counts them."""
        taken = Files(self)
        taken.folder(tree, ROOT)
        found = {record.key: record for record in [*self.records(self.catalogue), *taken.records]}
        (root,) = (record for record in found.values() if record.order[:2] == (ROOT, INODE))
        children = struct.pack("<i", taken.children[ROOT])
        found[root.key] = root._replace(value=root.value[:56] + children + root.value[60:])
        records = sorted(found.values())
        leaves = list(leaves_of(records))
        oid, _ = self.mapped(self.omap)
        index, places = [], []
        for leaf in leaves:
            number, place = self.next_oid, self.take(1)
            self.next_oid += 1
            self.node(place, leaf, number, (0x3, 0xE))
            index.append(leaf[0]._replace(value=struct.pack("<Q", number)))
            places.append((number, place))
        self.node(self.catalogue, index, oid, (0x2, 0xE), level=1, counts=counted(records, len(leaves) + 1))
        entries = [
            Record((0, 0, 0, b""), struct.pack("<QQ", number, 1), struct.pack("<IIQ", 0, BLOCK, place))
            for number, place in [(oid, self.catalogue), *places]
        ]
        self.node(self.omap, entries, self.omap, (0x40000002, 0xB), counts=counted(entries), fixed=True)
        self.node(self.extents, taken.extents, self.extents, (0x40000002, 0xF), counts=counted(taken.extents))
        self.account(taken)

    def account(self, taken: Files) -> None:
        """Mark the blocks as used and raise the counts of volume and container."""
        count = self.next - self.start
        used = self.block(self.bitmap)
        for number in range(self.start, self.next):
            used[number // 8] |= 1 << number % 8
        self.disk.seek(self.bitmap * BLOCK)
        self.disk.write(used)
        for number, place, form in ((self.chunks, 40 + 20, "<I"), (self.spaceman, 72, "<Q")):
            data = self.block(number)
            struct.pack_into(form, data, place, struct.unpack_from(form, data, place)[0] - count)
            self.put(number, data)
        data = self.block(self.volume)
        for place, more in ((88, count), (184, taken.files), (192, taken.folders), (224, count)):
            struct.pack_into("<Q", data, place, struct.unpack_from("<Q", data, place)[0] + more)
        struct.pack_into("<Q", data, 176, taken.next)
        self.put(self.volume, data)
        for number in (0, self.in_checkpoint(0x1)):
            data = self.block(number)
            struct.pack_into("<Q", data, 88, self.next_oid)
            self.put(number, data)


def counted(records: list[Record], nodes: int = 1) -> tuple[int, int, int, int]:
    """What the root of a tree says of it."""
    keys, values = ([len(each) for each in column] for column in zip(*((r.key, r.value) for r in records), strict=True))
    return max(keys), max(values), len(records), nodes


class Files:
    """What a folder of files becomes in a catalogue."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.next, self.files, self.folders = FIRST, 0, 0
        self.records: list[Record] = []
        self.extents: list[Record] = []
        self.children: dict[int, int] = {}

    def add(self, oid: int, kind: int, rest: bytes, value: bytes) -> None:
        key = struct.pack("<Q", oid | kind << 60) + rest
        self.records.append(Record(order(key), key, value))

    def folder(self, path: Path, oid: int) -> None:
        inside = sorted(path.iterdir())
        self.children[oid] = len(inside)
        for each in inside:
            number, self.next = self.next, self.next + 1
            name = each.name.encode() + b"\0"
            stamp = int(each.stat().st_mtime) * 1_000_000_000
            hashed = struct.pack("<I", name_hash(each.name) << 10 | len(name)) + name
            self.add(oid, DREC, hashed, struct.pack("<QQH", number, stamp, 4 if each.is_dir() else 8))
            if each.is_dir():
                self.folders += 1
                self.folder(each, number)
                self.add(number, INODE, b"", inode(oid, number, stamp, 0o40755, self.children[number], name))
            else:
                self.files += 1
                self.file(each.read_bytes(), oid, number, stamp, name)

    def file(self, data: bytes, parent: int, number: int, stamp: int, name: bytes) -> None:
        size = -(-len(data) // BLOCK) * BLOCK
        self.add(number, INODE, b"", inode(parent, number, stamp, 0o100644, 1, name, (len(data), size)))
        if not data:
            return
        place = self.container.take(size // BLOCK)
        self.container.disk.seek(place * BLOCK)
        self.container.disk.write(data.ljust(size, b"\0"))
        self.add(number, DSTREAM, b"", struct.pack("<I", 1))
        self.add(number, EXTENT, struct.pack("<Q", 0), struct.pack("<QQQ", size, place, 0))
        key = struct.pack("<Q", place | PHYSICAL << 60)
        self.extents.append(Record(order(key), key, struct.pack("<QQi", size // BLOCK | 1 << 60, number, 1)))


def inode(parent: int, number: int, stamp: int, mode: int, links: int, name: bytes,
          sizes: tuple[int, int] = (0, 0)) -> bytes:  # fmt: skip
    """The value of an inode, with its name and, of a file with content, its sizes."""
    fixed = struct.pack("<QQQQQQQiIIIIIHHQ", parent, number, stamp, stamp, stamp, stamp, 0x8000, links, 0, 0, 0, 0, 0,
                        mode, 0, 0)  # fmt: skip
    fields = [(4, 2, name)]
    if sizes[0]:
        fields.append((8, 0x20, struct.pack("<QQQQQ", *sizes, 0, sizes[0], 0)))
    heads = b"".join(struct.pack("<BBH", kind, flags, len(data)) for kind, flags, data in fields)
    bodies = b"".join(data.ljust(-(-len(data) // 8) * 8, b"\0") for _, _, data in fields)
    return fixed + struct.pack("<HH", len(fields), len(bodies)) + heads + bodies


def order(key: bytes) -> tuple[int, int, int, bytes]:
    """How keys sort: by object, kind, then offset or hash, then name."""
    (head,) = struct.unpack_from("<Q", key)
    rest = key[8:]
    number = int.from_bytes(rest[:8] if head >> 60 == EXTENT else rest[:4], "little")
    return head & (1 << 60) - 1, head >> 60, number, rest[4:]


def leaves_of(records: list[Record]) -> Iterable[list[Record]]:
    """Part records into leaves."""
    leaf: list[Record] = []
    room = _LEAF_ROOM
    for record in records:
        size = len(record.key) + len(record.value) + 8
        if size > room:
            yield leaf
            leaf, room = [], _LEAF_ROOM
        leaf.append(record)
        room -= size
    yield leaf


def name_hash(name: str) -> int:
    """The hash of a name in a case-sensitive volume: 22 bits of the CRC-32C of its decomposed UTF-32."""
    crc = 0xFFFFFFFF
    for byte in unicodedata.normalize("NFD", name).encode("utf-32-le"):
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc & 0x3FFFFF
