"""EnCase images (E01, EWF version 1), over all their segments.

Own reader: it notices a chunk whose checksum does not fit, where the common library gives zeros without a word.
Knowledge: the public description of the Expert Witness Compression Format; checked with images of ewfacquire.
"""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged
from phonefx.evidence.blobs import Blob, chunks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAGIC: Final = b"EVF\x09\x0d\x0a\xff\x00"
_SECTION: Final = struct.Struct("<16sQQ40sI")
_COMPRESSED: Final = 0x80000000
_KEPT: Final = 64
_SECTIONS: Final = 1_000_000
_Place = tuple[int, int, int, bool]
_CHUNK_LIMIT: Final = 64 << 20
_HEADER_LIMIT: Final = 1 << 20


@dataclass(slots=True)
class _Run:
    """Chunks of a segment that lie back to back.

    Attributes:
        segment: its number.
        start: where the first chunk begins.
        end: where the last one ends.
        listed: whether a table with the right checksums says where each begins.
        count: how many there are, where the head of a damaged table still says so.
    """

    segment: int
    start: int
    end: int
    listed: bool = False
    count: int | None = None


@dataclass(slots=True)
class _Found:
    """What the sections of all segments say."""

    chunk: int = 0
    size: int = 0
    places: list[_Place] = field(default_factory=list)
    run: _Run | None = None
    stated: dict[str, str] = field(default_factory=dict)
    done: bool = False
    lost: bool = False


class EwfBlob(Blob):
    """The disk that an E01 set stands for. A chunk that is damaged or missing raises `Damaged` when it is read.

    Args:
        segments: every segment in order.
        problem: takes (code, message).
    """

    def __init__(self, segments: Sequence[Blob], problem: Callable[[str, str], None]) -> None:
        self.segments = segments
        self.problem = problem
        found = _Found()
        for number, segment in enumerate(segments):
            self._segment(number, segment, found)
            self._unlisted(found)
        if not found.chunk:
            raise Damaged("E01", "no volume section says how it is divided")
        if not found.done:
            problem("truncated", f"the last of {len(segments)} segments does not end the set")
        self.chunk, self.size, self.stated = found.chunk, found.size, found.stated
        self.places = found.places
        if len(self.places) * self.chunk < self.size:
            problem("truncated", f"{len(self.places) * self.chunk} of {self.size} bytes of the disk are there")
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def _segment(self, number: int, blob: Blob, found: _Found) -> None:
        head = blob.read_at(0, 13)
        if head[:8] != MAGIC or int.from_bytes(head[9:11], "little") != number + 1:
            raise Damaged("E01", f"segment {number + 1} is not the one it should be")
        at = 13
        for _ in range(_SECTIONS):
            raw = blob.read_at(at, 76)
            if len(raw) < 76:
                return
            kind, following, size, _, check = _SECTION.unpack(raw)
            if zlib.adler32(raw[:72]) != check:
                self.problem("damaged", f"segment {number + 1}: the section at byte {at} has a wrong checksum")
                return
            name = kind.split(b"\0")[0].decode("latin-1")
            if name == "sectors":
                self._unlisted(found)
                found.run = _Run(number, at + 76, min(at + size, blob.size) if size > 76 else blob.size)
            self._section(name, number, blob, (at + 76, size - 76), found)
            if name in {"done", "next"} or following <= at:
                found.done = name == "done"
                return
            at = following

    def _section(self, name: str, number: int, blob: Blob, where: tuple[int, int], found: _Found) -> None:
        at, size = where
        if name in {"volume", "disk", "data"} and not found.chunk and size >= 24:
            raw = blob.read_at(at, 24)
            per_chunk, per_sector = struct.unpack_from("<II", raw, 8)
            (sectors,) = struct.unpack_from("<Q", raw, 16)
            if not 0 < per_chunk * per_sector <= _CHUNK_LIMIT:
                raise Damaged("E01", "its volume section makes no sense")
            found.chunk, found.size = per_chunk * per_sector, sectors * per_sector
        elif name in {"table", "table2"}:
            self._table(name, number, blob, where, found)
        elif name in {"hash", "digest"}:
            raw = blob.read_at(at, 36)
            found.stated["MD5 stated"] = raw[:16].hex()
            if name == "digest":
                found.stated["SHA-1 stated"] = raw[16:36].hex()
        elif name in {"header", "header2"} and size < _HEADER_LIMIT:
            found.stated.update(_header(blob.read_at(at, size)))

    def _table(self, name: str, number: int, blob: Blob, where: tuple[int, int], found: _Found) -> None:
        at, size = where
        raw, run = blob.read_at(at, 24), found.run or _Run(number, at, at + size)
        if len(raw) < 24 or size < 24 or run.listed:
            return
        count, base = int.from_bytes(raw[:4], "little"), int.from_bytes(raw[8:16], "little")
        body = blob.read_at(at + 24, min(count * 4, size - 24))
        headed = zlib.adler32(raw[:20]) == int.from_bytes(raw[20:24], "little")
        check = blob.read_at(at + 24 + count * 4, 4)
        good = headed and len(body) == count * 4
        if headed:
            run.count = count
        if not (good and (len(check) < 4 or zlib.adler32(body) == int.from_bytes(check, "little"))):
            self.problem("damaged", f"segment {number + 1}: a {name} section has a wrong checksum")
            return
        run.listed = True
        found.places += [] if found.lost else _places(number, base, struct.unpack(f"<{count}I", body), run.end)

    def _unlisted(self, found: _Found) -> None:
        """Find the chunks that no table lists, one behind the other; behind one that is damaged none can be told."""
        run, found.run = found.run, None
        if run is None or run.listed or found.lost or not found.chunk:
            return
        left = found.size - len(found.places) * found.chunk
        chunks = list(islice(_scanned(self.segments[run.segment], run, found.chunk, left), run.count))
        found.places += chunks
        told = f"segment {run.segment + 1}: no table lists its chunks; {len(chunks)} found one behind the other"
        if run.count is not None:
            found.places += [(run.segment, 0, 0, False)] * (run.count - len(chunks))
        elif not chunks or chunks[-1][2] < run.end:
            found.lost = True
            told += ", nothing behind them can be told"
        self.problem("damaged", told)

    def read_at(self, offset: int, size: int) -> bytes:
        """Read across chunks."""
        parts = []
        size = min(size, self.size - offset)
        while size > 0 and offset >= 0:
            number, inner = divmod(offset, self.chunk)
            data = self._plain(number)[inner : inner + size]
            if not data:
                raise Damaged("E01", f"nothing stored for byte {offset}")
            parts.append(data)
            offset, size = offset + len(data), size - len(data)
        return b"".join(parts)

    def _plain(self, number: int) -> bytes:
        with self._lock:
            if (kept := self._kept.get(number)) is not None:
                return kept
        if number >= len(self.places):
            raise Damaged("E01", f"chunk {number} is not in the segments that are here")
        segment, start, end, packed = self.places[number]
        raw = self.segments[segment].read_at(start, min(end - start, self.chunk * 2 + 4096))
        data = self._inflated(raw, number) if packed else self._checked(raw, number)
        with self._lock:
            self._kept[number] = data
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return data

    def _inflated(self, raw: bytes, number: int) -> bytes:
        try:
            return zlib.decompressobj().decompress(raw, self.chunk)
        except zlib.error as error:
            raise Damaged("E01", f"chunk {number} cannot be inflated ({error})") from None

    def _checked(self, raw: bytes, number: int) -> bytes:
        want = min(self.chunk, self.size - number * self.chunk)
        data = raw[:want]
        if len(data) < want or zlib.adler32(data) != int.from_bytes(raw[want : want + 4], "little"):
            raise Damaged("E01", f"chunk {number} has a wrong checksum")
        return data

    def md5(self) -> str:
        """Compute the MD5 of the whole disk, to compare it with `stated`."""
        digest = hashlib.md5(usedforsecurity=False)
        for chunk in chunks_of(self):
            digest.update(chunk)
        return digest.hexdigest()

    def close(self) -> None:
        """Close every segment."""
        for segment in self.segments:
            segment.close()


def _places(segment: int, base: int, offsets: Sequence[int], end: int) -> Iterator[_Place]:
    ends = [*((offset & ~_COMPRESSED) + base for offset in offsets[1:]), end]
    for offset, behind in zip(offsets, ends, strict=False):
        start = (offset & ~_COMPRESSED) + base
        yield segment, start, max(start, behind), bool(offset & _COMPRESSED)


def _scanned(blob: Blob, run: _Run, chunk: int, left: int) -> Iterator[_Place]:
    """Find chunks by what they are: a zlib stream that ends, or as many bytes as a chunk has with their checksum."""
    at = run.start
    while at < run.end and left > 0:
        want = min(chunk, left)
        raw = blob.read_at(at, min(chunk * 2 + 4096, run.end - at))
        size, packed = want + 4, False
        if len(raw) < size or zlib.adler32(raw[:want]) != int.from_bytes(raw[want:size], "little"):
            engine, data = zlib.decompressobj(), b""
            with suppress(zlib.error):
                data = engine.decompress(raw, want + 1)
            size, packed = len(raw) - len(engine.unused_data), True
            if not engine.eof or len(data) != want:
                return
        yield run.segment, at, at + size, packed
        at, left = at + size, left - want


def _header(raw: bytes) -> dict[str, str]:
    """Read the acquisition notes: a line of short names, then a line of values."""
    try:
        text = zlib.decompressobj().decompress(raw, _HEADER_LIMIT)
    except zlib.error:
        return {}
    wide = text[:2] in {b"\xff\xfe", b"\xfe\xff"}
    lines = text.decode("utf-16" if wide else "latin-1", "replace").splitlines()
    if len(lines) < 4:
        return {}
    named = dict(zip(lines[2].split("\t"), lines[3].split("\t"), strict=False))
    return {label: named[key] for key, label in _NOTES.items() if named.get(key, "").strip()}


_NOTES: Final = {
    "c": "case number", "n": "evidence number", "a": "description", "e": "examiner", "t": "notes",
    "av": "acquired with version", "ov": "acquired on", "m": "acquired", "u": "system time",
}  # fmt: skip
