"""The content of a zip member as a stream: decrypted, inflated, checked against its CRC-32."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final, Protocol

from phonefx.errors import Damaged, EvidenceError, MissingExtra
from phonefx.evidence.blobs import chunks_of
from phonefx.evidence.packed import zstd
from phonefx.evidence.zips.records import LOCAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.zips.records import Member

METHODS: Final = {0: "stored", 8: "deflated", 9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd", 20: "zstd"}
_STEP: Final = 1 << 18


class Decoder(Protocol):
    """What turns packed bytes into plain ones."""

    def __call__(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Give plain bytes for packed ones."""


def data_start(blob: Blob, member: Member, shift: int) -> int:
    """Give where a member's data begins: behind its local header, whose lengths may differ from the directory's."""
    at = member.offset + shift
    header = blob.read_at(at, 30)
    if len(header) < 30 or header[:4] != LOCAL:
        raise Damaged(member.name.decode("utf-8", "replace"), f"no member begins at byte {at}")
    name_size, extra_size = struct.unpack_from("<HH", header, 26)
    return at + 30 + int(name_size) + int(extra_size)


def plain_chunks(
    chunks: Iterator[bytes], member: Member, problem: Callable[[str, str], None], checked: bool = True
) -> Iterator[bytes]:
    """Inflate a member's packed chunks; ends early, and says so, where they are damaged or longer than declared."""
    decode = decoder(member.method)
    crc, given = 0, 0
    try:
        for data in decode(chunks):
            kept = data[: member.size - given]
            crc, given = zlib.crc32(kept, crc), given + len(kept)
            if kept:
                yield kept
            if len(kept) < len(data):
                problem("longer-than-declared", f"holds more than the {member.size} bytes it declares; cut there")
                return
    except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError, zstd().ZstdError) as error:
        problem("damaged", f"ends after {given} of {member.size} bytes: {error}")
        return
    if given < member.size:
        problem("damaged", f"ends after {given} of {member.size} bytes")
    elif checked and crc != member.crc:
        problem("checksum", f"its CRC-32 is {crc:08x}, the archive states {member.crc:08x}")


def decoder(method: int) -> Decoder:
    """Give the decoder of a compression method."""
    known: dict[int, Decoder] = {0: _stored, 8: _deflate, 9: _deflate64, 12: _bzip2, 14: _lzma, 93: _zstd, 20: _zstd}
    if method not in known:
        raise EvidenceError("zip", f"compression method {method} is not known")
    return known[method]


def _stored(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return chunks


def _deflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    for data in chunks:
        yield engine.decompress(data, _STEP)
        while engine.unconsumed_tail and not engine.eof:
            yield engine.decompress(engine.unconsumed_tail, _STEP)
        if engine.eof:
            return
    yield engine.flush()


def _deflate64(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        import inflate64
    except ImportError:
        raise MissingExtra("A member packed with deflate64", "zipx") from None
    engine = inflate64.Inflater()
    for data in chunks:
        for at in range(0, len(data), 4096):  # it gives all it can at once: small steps bound the memory
            yield engine.inflate(data[at : at + 4096])


def _limited(engine: Any, chunks: Iterator[bytes]) -> Iterator[bytes]:  # noqa: ANN401 - bz2, lzma and zstd agree
    for data in chunks:
        yield engine.decompress(data, _STEP)
        while not engine.needs_input and not engine.eof:
            yield engine.decompress(b"", _STEP)
        if engine.eof:
            return


def _bzip2(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return _limited(bz2.BZ2Decompressor(), chunks)


def _zstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return _limited(zstd().ZstdDecompressor(), chunks)


def _lzma(chunks: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for data in chunks:
        head += data
        if len(head) >= 9:
            break
    size = int.from_bytes(head[2:4], "little")
    properties = head[4 : 4 + size]
    if len(properties) != 5:
        raise ValueError("a damaged LZMA header")
    depth = int.from_bytes(properties[1:5], "little")
    packed, rest = properties[0], head[4 + size :]
    lc, lp, pb = packed % 9, packed // 9 % 5, packed // 45
    chain = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": min(depth, 1 << 28)}]
    engine = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)
    return _limited(engine, _after(rest, chunks))


def _after(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from chunks


def packed_chunks(blob: Blob, start: int, size: int) -> Iterator[bytes]:
    """Give the packed bytes of a member."""
    return chunks_of(blob, start, start + size, _STEP)
