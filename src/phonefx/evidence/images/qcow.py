"""QCOW2 images of emulators and virtual machines, versions 2 and 3.

Own reader: libqcow gives zeros without a word for packed clusters (measured with release 20260703), and knows neither
zstd nor subclusters. Knowledge: the QCOW2 specification of the QEMU project; checked with images of qemu-img.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.images.chunks import ChunkedBlob
from phonefx.evidence.images.yal import WITH_BASE
from phonefx.evidence.packed import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

    from phonefx.evidence.blobs import Blob

MAGIC: Final = b"QFI\xfb"
_HEADER: Final = struct.Struct(">4sIQIIQIIQQIIQ")
_CORRUPT, _DATA_FILE, _SUBCLUSTERS = 2, 4, 16
_KNOWN: Final = 1 | _CORRUPT | 8 | _SUBCLUSTERS
_PLACE: Final = 0x00FF_FFFF_FFFF_FE00
_PACKED: Final = 1 << 62
_CONVERT: Final = "convert it with `qemu-img convert -O raw`"
_L1_LIMIT: Final = 32 << 20


class QcowBlob(ChunkedBlob):
    """The disk that a QCOW2 image stands for, without its internal snapshots.

    Args:
        blob: the image.
        problem: takes (code, message).
    """

    kind = "QCOW2"

    def __init__(self, blob: Blob, problem: Callable[[str, str], None]) -> None:
        super().__init__()
        self.segments, self.stated = [blob], {}
        head = blob.read_at(0, 112).ljust(112, b"\0")
        (
            _, version, base, base_size, bits, self.size, secret, count, table, _, _, snapshots, _
        ) = _HEADER.unpack_from(head)  # fmt: skip
        features = int.from_bytes(head[72:80], "big") if version > 2 else 0
        self._zstd = bool(features & 8) and head[104] == 1
        self._wide = bool(features & _SUBCLUSTERS)
        if base:
            name = blob.read_at(base, min(base_size, 1023)).decode("utf-8", "replace")
            raise EvidenceError(self.kind, f"it holds only what differs from {name!r}; {WITH_BASE}")
        if version not in {2, 3} or features & ~_KNOWN or secret:
            what = f"it is of version {version} with features {features:#x}, which is not read"
            what = "it is encrypted" if secret and version in {2, 3} else what
            raise EvidenceError(self.kind, f"{what}; {_CONVERT}")
        if not 9 <= bits <= 21 or count * 8 > _L1_LIMIT:
            raise Damaged(self.kind, "its header makes no sense")
        self.chunk = 1 << bits
        self._per_table = self.chunk // (16 if self._wide else 8)
        raw = blob.read_at(table, count * 8)
        self._tables = struct.unpack(f">{len(raw) // 8}Q", raw[: len(raw) // 8 * 8])
        self._table = lru_cache(16)(self._read_table)
        if features & _CORRUPT:
            problem("damaged", "it is marked as corrupt by the program that wrote it")
        if snapshots:
            problem("snapshots", f"{snapshots} internal snapshots are not read")

    def _read_table(self, place: int) -> bytes:
        raw = self.segments[0].read_at(place, self.chunk)
        return raw if len(raw) == self.chunk else b""

    def stored(self, number: int) -> bytes:
        """Read one cluster; one that was never written is zeros."""
        which, inner = divmod(number, self._per_table)
        if which >= len(self._tables):
            raise Damaged(self.kind, f"no table lists cluster {number}")
        if not (place := self._tables[which] & _PLACE):
            return bytes(self.room(number))
        if not (table := self._table(place)):
            raise Damaged(self.kind, f"the table of cluster {number} lies behind the end of the image")
        if self._wide:
            entry, map_ = struct.unpack_from(">QQ", table, inner * 16)
        else:
            (entry,), map_ = struct.unpack_from(">Q", table, inner * 8), 0
        if entry & _PACKED:
            return self._unpacked(entry, number)
        if not entry & _PLACE or (entry & 1 and not self._wide):
            return bytes(self.room(number))
        return self._parts(entry & _PLACE, number, map_ if self._wide else (1 << 32) - 1)

    def _parts(self, place: int, number: int, written: int) -> bytes:
        """Read a cluster of 32 parts, of which each has a bit that says whether it was ever written."""
        data, part = bytearray(self.segments[0].read_at(place, self.room(number))), self.chunk // 32
        there = len(data)
        data += bytes(self.room(number) - there)
        for start in range(0, len(data), part):
            end = min(start + part, len(data))
            if not written >> start // part & 1:
                data[start:end] = bytes(end - start)
            elif end > there:
                raise Damaged(self.kind, f"cluster {number} lies behind the end of the image")
        return bytes(data)

    def _unpacked(self, entry: int, number: int) -> bytes:
        width = 62 - (self.chunk.bit_length() - 9)
        place, sectors = entry & (1 << width) - 1, (entry & _PACKED - 1) >> width
        raw = self.segments[0].read_at(place, (sectors + 1) * 512 - place % 512)
        engine = zstd().ZstdDecompressor() if self._zstd else zlib.decompressobj(-12)
        try:
            data: bytes = engine.decompress(raw, self.chunk)
        except (zlib.error, zstd().ZstdError) as error:
            raise Damaged(self.kind, f"cluster {number} cannot be inflated ({error})") from None
        if len(data) < self.room(number):
            raise Damaged(self.kind, f"cluster {number} is cut short")
        return data
