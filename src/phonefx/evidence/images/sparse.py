"""Android sparse images: chunks that are stored, filled with one word, or left out."""

from __future__ import annotations

import struct
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged
from phonefx.evidence.blobs import Blob

if TYPE_CHECKING:
    from collections.abc import Callable

MAGIC: Final = b"\x3a\xff\x26\xed"
_RAW, _FILL, _SKIP, _CRC = 0xCAC1, 0xCAC2, 0xCAC3, 0xCAC4
_CHUNKS: Final = 16_000_000


class SparseBlob(Blob):
    """A sparse image read as the disk it stands for; ends where it is cut short, and says so."""

    def __init__(self, blob: Blob, problem: Callable[[str, str], None]) -> None:
        self.blob = blob
        head = blob.read_at(0, 28)
        if len(head) < 28:
            raise Damaged("sparse image", "its header is cut short")
        _, major, _, head_size, chunk_size, block, blocks, chunks = struct.unpack_from("<4sHHHHIII", head)
        if major != 1 or chunk_size < 12 or block == 0 or block % 4 or chunks > _CHUNKS:
            raise Damaged("sparse image", "its header makes no sense")
        self.starts: list[int] = []
        self.runs: list[tuple[int, int]] = []
        self.size = self._index(head_size, chunk_size, block, chunks, problem)
        if self.size != blocks * block:
            problem("truncated", f"{self.size} of {blocks * block} bytes are described by its chunks")

    def _index(self, at: int, header: int, block: int, chunks: int, problem: Callable[[str, str], None]) -> int:
        place = 0
        for number in range(chunks):
            head = self.blob.read_at(at, 12)
            if len(head) < 12:
                problem("truncated", f"cut short at chunk {number} of {chunks}")
                break
            kind, count, total = struct.unpack("<HxxII", head)
            data = at + header
            if (kind == _RAW and total != header + count * block) or kind not in {_RAW, _FILL, _SKIP, _CRC}:
                problem("damaged", f"chunk {number} of {chunks} makes no sense; the image ends there")
                break
            if kind != _CRC:
                self.starts.append(place)
                self.runs.append((kind, data))
                place += count * block
            at += max(total, header)
        return place

    def read_at(self, offset: int, size: int) -> bytes:
        """Read across chunks."""
        found = []
        size = min(size, self.size - offset)
        while size > 0 and offset >= 0:
            at = bisect_right(self.starts, offset) - 1
            end = self.starts[at + 1] if at + 1 < len(self.starts) else self.size
            step = min(size, end - offset)
            data = self._run(at, offset - self.starts[at], step)
            found.append(data)
            if len(data) < step:
                break
            offset, size = offset + step, size - step
        return b"".join(found)

    def _run(self, at: int, inner: int, size: int) -> bytes:
        kind, data = self.runs[at]
        if kind == _RAW:
            return self.blob.read_at(data + inner, size)
        if kind == _SKIP:
            return bytes(size)
        word = self.blob.read_at(data, 4)
        skew = inner % 4
        return (word * ((size + skew) // 4 + 1))[skew : skew + size]

    def close(self) -> None:
        """Close the file."""
        self.blob.close()
