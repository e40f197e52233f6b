"""Superblock, checkpoint and node address table: where each node of an F2FS file system lies."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged
from phonefx.evidence.images.freespace import changes, mirrored, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob

BLOCK: Final = 4096
MAGIC: Final = 0xF2F52010
_ENTRY: Final = struct.Struct("<BII")
_PER_BLOCK: Final = 455
_SEGMENT_ENTRY: Final = 74
_COMPACT, _UNMOUNTED, _FASTBOOT, _LARGE_BITMAP = 4, 1, 0x20, 0x400


def crc(data: bytes) -> int:
    """Compute the checksum of a checkpoint: CRC-32 begun with the magic number, not inverted at the end."""
    import zlib

    return zlib.crc32(data, MAGIC ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


class Layout:
    """Where things are: reads the superblock and the newer valid checkpoint.

    Attributes:
        root: number of the root inode.
        features: feature bits.
        label: name of the volume.
        version: version of the checkpoint that is shown.
    """

    def __init__(self, blob: Blob) -> None:
        self.blob = blob
        raw = self._superblock()
        self.segment = 1 << min(16, int.from_bytes(raw[20:24], "little"))
        self.checkpoint, _, self.nat = (int.from_bytes(raw[at : at + 4], "little") for at in (76, 80, 84))
        self.root = int.from_bytes(raw[96:100], "little")
        self.label = raw[124:1148].decode("utf-16-le", "replace").split("\0")[0]
        self.payload = int.from_bytes(raw[1664:1668], "little")
        self.features = int.from_bytes(raw[2180:2184], "little")
        self.sit, self.main = (int.from_bytes(raw[at : at + 4], "little") for at in (80, 92))
        segments, self._sit_copy = (int.from_bytes(raw[at : at + 4], "little") for at in (68, 56))
        self.stated = int.from_bytes(raw[36:44], "little") * BLOCK
        self.segments = min(segments, blob.size // (self.segment * BLOCK) + 1)
        self.version, self.bitmap, self.journal = self._state()
        self._nat_block = lru_cache(1024)(self._read_nat_block)
        self._segment = lru_cache(1024)(self._read_segment)

    def _superblock(self) -> bytes:
        for at in (1024, BLOCK + 1024):
            raw = self.blob.read_at(at, BLOCK - 1024)
            if len(raw) == BLOCK - 1024 and int.from_bytes(raw[:4], "little") == MAGIC:
                return raw
        raise Damaged("F2FS", "no superblock")

    def block(self, number: int) -> bytes:
        """Read one block."""
        return self.blob.read_at(number * BLOCK, BLOCK)

    def _state(self) -> tuple[int, bytes, dict[int, int]]:
        packs = [self._pack(self.checkpoint), self._pack(self.checkpoint + self.segment)]
        valid = [pack for pack in packs if pack is not None]
        if not valid:
            raise Damaged("F2FS", "neither checkpoint is whole")
        start, head = max(valid, key=lambda pack: int.from_bytes(pack[1][:8], "little"))
        version = int.from_bytes(head[:8], "little")
        self._sit_bitmap, self._sit_journal = self._sit_versions(start, head), self._segments_of(start, head)
        return version, self._bitmap(start, head), self._journal(start, head)

    def _sit_versions(self, start: int, head: bytes) -> bytes:
        """Read which copy of each block of the segment table is the one in force."""
        flags, sit, nat = (int.from_bytes(head[at : at + 4], "little") for at in (132, 156, 160))
        if flags & _LARGE_BITMAP:
            area = head if 196 + nat + sit <= BLOCK else head + self.blob.read_at((start + 1) * BLOCK, nat + sit)
            return area[196 + nat : 196 + nat + sit]
        return self.blob.read_at((start + 1) * BLOCK, sit) if self.payload else head[192 : 192 + sit]

    def _segments_of(self, start: int, head: bytes) -> dict[int, bytes]:
        """Read the journal of the segment table: up to six entries that are newer than it."""
        flags, total, summaries = (int.from_bytes(head[at : at + 4], "little") for at in (132, 136, 140))
        if flags & _COMPACT:
            raw = self.block(start + summaries)[507:1014]
        else:
            back = 5 if flags & (_UNMOUNTED | _FASTBOOT) else 2
            raw = self.block(start + total - back)[3584:4091]
        count = min(6, int.from_bytes(raw[:2], "little"))
        entries = (raw[at : at + 4 + _SEGMENT_ENTRY] for at in range(2, 2 + 78 * count, 78))
        return {int.from_bytes(each[:4], "little"): each[4:] for each in entries if len(each) == 78}

    def _read_segment(self, number: int) -> bytes:
        """Read the entry of a segment: how it is used, and which of its blocks are."""
        if number in self._sit_journal:
            return self._sit_journal[number]
        block, index = divmod(number, BLOCK // _SEGMENT_ENTRY)
        newer = block >> 3 < len(self._sit_bitmap) and self._sit_bitmap[block >> 3] & 0x80 >> (block & 7)
        place = self.sit + block + (self._sit_copy // 2 * self.segment if newer else 0)
        return self.block(place)[index * _SEGMENT_ENTRY : (index + 1) * _SEGMENT_ENTRY]

    def segment_kind(self, number: int) -> int:
        """Give the kind of a segment: 0 to 2 data, 3 to 5 nodes."""
        return int.from_bytes(self._segment(number)[:2], "little") >> 10

    def in_use(self, block: int) -> bool:
        """Say whether a block of the main area belongs to a file now; one outside of it does."""
        segment, index = divmod(block - self.main, self.segment)
        if not 0 <= segment < self.segments:
            return True
        entry = self._segment(segment)
        return len(entry) < _SEGMENT_ENTRY or bool(entry[2 + (index >> 3)] & 0x80 >> (index & 7))

    def free(self) -> Iterator[tuple[int, int]]:
        """Give (offset, size) of the stretches of the main area that belong to no file at the last checkpoint."""

        def found() -> Iterator[tuple[int, bool]]:
            for number in range(self.segments):
                entry, first = self._segment(number), number * self.segment
                bitmap = mirrored(entry[2 : 2 + self.segment // 8]) if len(entry) == _SEGMENT_ENTRY else b""
                yield from ((first + at, used) for at, used in changes(bitmap, self.segment))

        return spans(found(), self.segments * self.segment, BLOCK, self.main * BLOCK)

    def _pack(self, start: int) -> tuple[int, bytes] | None:
        head = self.block(start)
        if len(head) < BLOCK:
            return None
        total, check_at = int.from_bytes(head[136:140], "little"), int.from_bytes(head[164:168], "little")
        if not 192 <= check_at <= BLOCK - 4 or not 1 < total <= self.segment:
            return None
        if crc(head[:check_at]) != int.from_bytes(head[check_at : check_at + 4], "little"):
            return None
        last = self.block(start + total - 1)
        return (start, head) if last[:8] == head[:8] else None

    def _bitmap(self, start: int, head: bytes) -> bytes:
        flags, sit, nat = (int.from_bytes(head[at : at + 4], "little") for at in (132, 156, 160))
        usual = 192 if self.payload else 192 + sit
        at = 196 if flags & _LARGE_BITMAP else usual
        area = head if at + nat <= BLOCK else head + self.blob.read_at((start + 1) * BLOCK, nat)
        return area[at : at + nat]

    def _journal(self, start: int, head: bytes) -> dict[int, int]:
        flags, total, summaries = (int.from_bytes(head[at : at + 4], "little") for at in (132, 136, 140))
        if flags & _COMPACT:
            raw = self.block(start + summaries)[:512]
        else:
            back = 7 if flags & (_UNMOUNTED | _FASTBOOT) else 4
            raw = self.block(start + total - back)[3584:4096]
        count = min(38, int.from_bytes(raw[:2], "little"))
        found = {}
        for at in range(2, 2 + 13 * count, 13):
            if at + 13 <= len(raw):
                found[int.from_bytes(raw[at : at + 4], "little")] = _ENTRY.unpack_from(raw, at + 4)[2]
        return found

    def node_block(self, node: int) -> int:
        """Give the block that holds a node; 0 where there is none."""
        if node in self.journal:
            return self.journal[node]
        number, index = divmod(node, _PER_BLOCK)
        raw = self._nat_block(number)
        found: int = _ENTRY.unpack_from(raw, index * 9)[2] if len(raw) == BLOCK else 0
        return found

    def _read_nat_block(self, number: int) -> bytes:
        place = self.nat + (number >> 9) * 1024 + (number & 511)
        byte = number >> 3
        if byte < len(self.bitmap) and self.bitmap[byte] & 0x80 >> (number & 7):
            place += 512
        return self.block(place)

    def node(self, number: int) -> bytes:
        """Read a node and check that it is the one asked for.

        Raises:
            Damaged: it is missing or another one.
        """
        place = self.node_block(number)
        raw = self.block(place) if 0 < place < 0xFFFFFFFE else b""
        if len(raw) < BLOCK or int.from_bytes(raw[4072:4076], "little") != number:
            raise Damaged(f"node {number}", "its block is missing or holds another node")
        return raw
