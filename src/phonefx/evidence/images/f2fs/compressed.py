"""Files that F2FS compresses: clusters of blocks, each compressed alone, with LZ4 or Zstandard.

Knowledge: the F2FS documentation and headers of the Linux kernel (a cluster begins with the address 0xFFFFFFFE; its
compressed blocks begin with 24 bytes: length, checksum, reserved), the published description of LZ4 blocks. LZO is not
read.
"""

from __future__ import annotations

from typing import Final

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.packed import zstd

HEADER: Final = 24
ALGORITHMS: Final = {0: "LZO", 1: "LZ4", 2: "Zstandard", 3: "LZO-RLE"}
LOG_CLUSTERS: Final = range(2, 9)


def cluster(raw: bytes, algorithm: int, size: int, what: str) -> bytes:
    """Give the plain bytes of a cluster.

    Args:
        raw: its compressed blocks.
        algorithm: as the inode states it.
        size: bytes of a whole cluster, the most there can be.
        what: the file, for messages.

    Raises:
        Damaged: it cannot be decompressed.
        EvidenceError: with this algorithm nothing is read.
    """
    packed = raw[HEADER : HEADER + int.from_bytes(raw[:4], "little")]
    if algorithm == 1:
        plain = lz4(packed, size, what)
    elif algorithm == 2:
        try:
            plain = zstd().ZstdDecompressor().decompress(packed, size)
        except zstd().ZstdError as error:
            raise Damaged(what, f"a compressed cluster is damaged: {error}") from None
    else:
        name = ALGORITHMS.get(algorithm, f"algorithm {algorithm}")
        raise EvidenceError(what, f"its content is compressed with {name}, which is not read")
    return plain.ljust(size, b"\0")


def lz4(packed: bytes, size: int, what: str) -> bytes:
    """Decompress an LZ4 block of at most `size` plain bytes."""
    out, at = bytearray(), 0
    try:
        while at < len(packed):
            token = packed[at]
            literals, at = _length(packed, at + 1, token >> 4)
            out += packed[at : at + literals]
            at += literals
            if at >= len(packed):
                break
            back = packed[at] | packed[at + 1] << 8
            length, at = _length(packed, at + 2, token & 15)
            if not 0 < back <= len(out) or len(out) + length + 4 > size:
                raise Damaged(what, "a compressed cluster is damaged")
            _repeat(out, back, length + 4)
    except IndexError:
        raise Damaged(what, "a compressed cluster is cut short") from None
    if len(out) > size or at > len(packed):
        raise Damaged(what, "a compressed cluster is damaged")
    return bytes(out)


def _length(packed: bytes, at: int, length: int) -> tuple[int, int]:
    """Give (a length, where what follows it stands); 15 goes on in further bytes."""
    if length == 15:
        while (more := packed[at]) == 255:
            length, at = length + 255, at + 1
        length, at = length + more, at + 1
    return length, at


def _repeat(out: bytearray, back: int, length: int) -> None:
    """Append `length` bytes from `back` bytes before the end, which may overlap what is appended."""
    start = len(out) - back
    piece = bytes(out[start : start + length])
    out += (piece * (length // len(piece) + 1))[:length]
