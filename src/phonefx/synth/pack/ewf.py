"""Write a disk image as an E01 file (EWF, the form of EnCase 6), the same bytes each time.

The acquisition tools stamp such a file with the present time and a random identifier. Here both come from the
scenario, so that a made image can be compared byte by byte. Layout after the published description of the format;
`ewfverify` accepts the result.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from pathlib import Path

CHUNK: Final = 32768
SECTOR: Final = 512
_SIGNATURE: Final = b"EVF\x09\x0d\x0a\xff\x00"
_DESCRIPTOR: Final = 76
_TABLE_LIMIT: Final = 16375
_COMPRESSED: Final = 0x80000000


def pack_e01(image: Path, target: Path, at: int, label: str) -> None:
    """Wrap a raw image; `at` is the stated time of acquisition, seconds since 1970."""
    size = image.stat().st_size
    with image.open("rb") as source, target.open("wb") as out:
        writer = _Writer(out)
        out.write(_SIGNATURE + struct.pack("<BHH", 1, 1, 0))
        text = _header(at, label)
        compressed = zlib.compress(b"\xff\xfe" + text.encode("utf-16-le"))
        writer.section(b"header2", compressed)
        writer.section(b"header2", compressed)
        writer.section(b"header", zlib.compress(text.replace("\n", "\r\n").encode("ascii", "replace")))
        writer.section(b"volume", _volume(size, label))
        md5, sha1 = hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False)
        while block := source.read(CHUNK * _TABLE_LIMIT):
            md5.update(block)
            sha1.update(block)
            writer.chunks(block)
        writer.section(b"digest", _summed(md5.digest() + sha1.digest() + bytes(40)))
        writer.section(b"hash", _summed(md5.digest() + bytes(16)))
        writer.end()


def _summed(data: bytes) -> bytes:
    return data + struct.pack("<I", zlib.adler32(data))


def _header(at: int, label: str) -> str:
    values = {
        "c": label, "n": "TRAINING", "a": label, "e": "phonefx", "t": "training phone, invented content", "av": "6.12",
        "ov": "Linux", "m": str(at), "u": str(at), "p": "0",
    }  # fmt: skip
    return "1\nmain\n" + "\t".join(values) + "\n" + "\t".join(values.values()) + "\n\n"


def _volume(size: int, label: str) -> bytes:
    sectors, chunks = size // SECTOR, -(-size // CHUNK)
    identifier = hashlib.md5(label.encode(), usedforsecurity=False).digest()
    head = struct.pack("<B3xIIIQ12xB3x4x4x4xB3xI4x", 1, chunks, CHUNK // SECTOR, SECTOR, sectors, 1, 1, CHUNK // SECTOR)
    return _summed(head + identifier + bytes(963) + bytes(5))


class _Writer:
    """Writes sections one behind the other."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def _describe(self, kind: bytes, size: int, following: int | None = None) -> None:
        here = self._out.tell()
        whole = _DESCRIPTOR + size
        head = struct.pack("<16sQQ40x", kind, here + whole if following is None else following, whole)
        self._out.write(_summed(head))

    def section(self, kind: bytes, data: bytes) -> None:
        self._describe(kind, len(data))
        self._out.write(data)

    def chunks(self, block: bytes) -> None:
        """Write the chunks of a block and the two tables that say where they are."""
        stored = [_chunk(block[at : at + CHUNK]) for at in range(0, len(block), CHUNK)]
        base = self._out.tell()
        self._describe(b"sectors", sum(len(data) for data, _ in stored))
        offset, entries = _DESCRIPTOR, []
        for data, flag in stored:
            entries.append(offset | flag)
            offset += len(data)
            self._out.write(data)
        head = struct.pack("<I4xQ4x", len(entries), base)
        table = _summed(head) + _summed(struct.pack(f"<{len(entries)}I", *entries))
        self.section(b"table", table)
        self.section(b"table2", table)

    def end(self) -> None:
        here = self._out.tell()
        self._describe(b"done", 0, here)


def _chunk(data: bytes) -> tuple[bytes, int]:
    packed = zlib.compress(data, 6)
    return (packed, _COMPRESSED) if len(packed) < len(data) else (_summed(data), 0)
