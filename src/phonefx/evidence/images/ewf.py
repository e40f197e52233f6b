"""EnCase images (E01, EWF version 1), over all their segments.

Own reader: it notices a chunk whose checksum does not fit, where the common library gives zeros without a word.
Knowledge: the public description of the Expert Witness Compression Format; checked with images of ewfacquire.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged
from phonefx.evidence.images.chunks import CHUNK_LIMIT, ChunkedBlob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from phonefx.evidence.blobs import Blob

MAGIC: Final = b"EVF\x09\x0d\x0a\xff\x00"
_SECTION: Final = struct.Struct("<16sQQ40sI")
_COMPRESSED: Final = 0x80000000
_SECTIONS: Final = 1_000_000
_Place = tuple[int, int, int, bool]
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


class EwfBlob(ChunkedBlob):
    """The disk that an E01 set stands for.

    Args:
        segments: every segment in order.
        problem: takes (code, message).
    """

    kind = "E01"

    def __init__(self, segments: Sequence[Blob], problem: Callable[[str, str], None]) -> None:
        super().__init__()
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

    def _segment(self, number: int, blob: Blob, found: _Found) -> None:
        head = blob.read_at(0, 13)
        own = int.from_bytes(head[9:11], "little")
        if head[:8] != MAGIC or own != number + 1:
            told = f"it is segment {own} of its set; give the first" if number == 0 else ""
            raise Damaged("E01", told or f"segment {number + 1} is not the one it should be")
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
            if not 0 < per_chunk * per_sector <= CHUNK_LIMIT:
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

    def stored(self, number: int) -> bytes:
        """Read, unpack and check one chunk."""
        if number >= len(self.places):
            raise Damaged(self.kind, f"chunk {number} is not in the segments that are here")
        segment, start, end, packed = self.places[number]
        raw = self.segments[segment].read_at(start, min(end - start, self.chunk * 2 + 4096))
        return self.inflated(raw, number) if packed else self.checked(raw, number)


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
