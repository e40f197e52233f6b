"""EnCase images of version 2 (Ex01), over all their segments.

Own reader: of a chunk in which one byte is wrong, libewf gives zeros without a word, and the bytes of another place
behind an early segment that is cut (measured with release 20260924). Knowledge: the public description of the Expert
Witness Compression Format, version 2; checked with sets that libewf wrote.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from phonefx.errors import Damaged, Sealed
from phonefx.evidence.images.chunks import CHUNK_LIMIT, ChunkedBlob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from phonefx.evidence.blobs import Blob

MAGIC: Final = b"EVF2\x0d\x0a\x81\x00"
_DEFLATE: Final = b"\1\0"
_DESCRIPTOR: Final = struct.Struct("<IIQQII16s12sI")
_HEAD: Final = 32
_ENTRY: Final = struct.Struct("<QII")
_DEVICE, _CASE, _TABLE, _MD5, _SHA1, _NEXT, _DONE = 1, 2, 4, 8, 9, 13, 15
_ENCRYPTED: Final = 2
_COMPRESSED, _PATTERN = 1, 4
_SECTIONS: Final = 1_000_000
_TEXT_LIMIT: Final = 1 << 20
_STEP: Final = 4 << 20
_LIKE_DESCRIPTOR: Final = re.compile(rb"(?=([\x01-\x10]\0{3}[\0-\x03]\0{3}.{16}\x40\0{3}.{36}))", re.DOTALL)
_NOTES: Final = {
    "cn": "case number", "en": "evidence number", "nm": "description", "ex": "examiner", "nt": "notes",
    "av": "acquired with version", "os": "acquired on",
}  # fmt: skip


class _Section(NamedTuple):
    """A section of a segment: where its data lies, in front of its descriptor."""

    descriptor: int
    kind: int
    flags: int
    previous: int
    size: int

    @property
    def data(self) -> int:
        return self.descriptor - self.size


class _Table(NamedTuple):
    """A sound sector table: `chunks` of them from `first`, whose entries lie at `at` in a segment."""

    first: int
    chunks: int
    segment: int
    at: int


class Ewf2Blob(ChunkedBlob):
    """The disk that an Ex01 set stands for. A chunk that no sound table lists is missing, never guessed.

    Args:
        segments: every segment in order.
        problem: takes (code, message).
    """

    kind = "Ex01"

    def __init__(self, segments: Sequence[Blob], problem: Callable[[str, str], None]) -> None:
        super().__init__()
        self.segments = segments
        self.problem = problem
        self.stated = {}
        self.size = self.chunk = 0
        self._texts: dict[int, dict[str, str]] = {}
        self._tables: list[_Table] = []
        head = segments[0].read_at(0, _HEAD)
        if head[10:12] != _DEFLATE:
            raise Damaged(self.kind, "not packed with deflate, as every Ex01 that tools are known to write")
        if (own := int.from_bytes(head[12:16], "little")) != 1:
            raise Damaged(self.kind, f"it is segment {own} of its set; give the first")
        kinds: set[int] = set()
        for number, segment in enumerate(segments):
            raw = segment.read_at(0, _HEAD)
            if raw[:8] != MAGIC or raw[12:16] != (number + 1).to_bytes(4, "little") or raw[16:] != head[16:]:
                problem("damaged", f"segment {number + 1} is not the one it should be, and is not read")
                continue
            kinds |= self._segment(number, segment)
        self._measure()
        self._tables = list(_apart(sorted(self._tables), problem))
        if _DONE not in kinds:
            problem("truncated", f"the last of {len(segments)} segments does not end the set")
        if (there := sum(table.chunks for table in self._tables)) * self.chunk < self.size:
            problem("truncated", f"{there * self.chunk} of {self.size} bytes of the disk are there")

    def _segment(self, number: int, blob: Blob) -> set[int]:
        """Take up the sections of a segment; gives their kinds."""
        sections, whole = _sections(blob)
        if not whole:
            told = f"segment {number + 1} is cut short or broken; {len(sections)} sections found in it"
            self.problem("damaged", told)
        for section in sections:
            if section.flags & _ENCRYPTED:
                raise Sealed(self.kind, "the tool that made it holds the key; have it exported without encryption")
            if section.kind in {_DEVICE, _CASE} and section.kind not in self._texts:
                self._texts[section.kind] = _text(blob.read_at(section.data, min(section.size, _TEXT_LIMIT)))
            elif section.kind == _TABLE:
                self._table(number, blob, section)
            elif section.kind in {_MD5, _SHA1}:
                length, label = (16, "MD5 stated") if section.kind == _MD5 else (20, "SHA-1 stated")
                raw = blob.read_at(section.data, length + 4)
                if zlib.adler32(raw[:length]) == int.from_bytes(raw[length:], "little"):
                    self.stated[label] = raw[:length].hex()
        return {section.kind for section in sections}

    def _table(self, number: int, blob: Blob, section: _Section) -> None:
        raw = blob.read_at(section.data, _HEAD)
        first, count = struct.unpack_from("<QI", raw.ljust(_HEAD, b"\0"))
        at, size = section.data + _HEAD, count * _ENTRY.size
        good = zlib.adler32(raw[:16]) == int.from_bytes(raw[16:20], "little") and size <= section.size - _HEAD
        check, start = 1, at
        while good and start < at + size:
            part = blob.read_at(start, min(_STEP, at + size - start))
            check, start = zlib.adler32(part, check), start + len(part)
            good = bool(part)
        if not good or blob.read_at(at + size, 4) != check.to_bytes(4, "little"):
            self.problem("damaged", f"segment {number + 1}: a sector table has a wrong checksum")
        elif count:
            self._tables.append(_Table(first, count, number, at))

    def _measure(self) -> None:
        """Take the sizes of disk and chunk, and the notes of the acquisition."""
        device, case = self._texts.get(_DEVICE, {}), self._texts.get(_CASE, {})
        try:
            sector = int(device["bp"])
            self.size, self.chunk = int(device["ts"]) * sector, int(case["sb"]) * sector
        except (KeyError, ValueError):
            raise Damaged(self.kind, "no section says how large its disk is and how it is divided") from None
        if not 0 < self.chunk <= CHUNK_LIMIT or self.size < 0:
            raise Damaged(self.kind, "what it says of its size makes no sense")
        self.stated |= {label: case[key] for key, label in _NOTES.items() if case.get(key, "").strip()}

    def stored(self, number: int) -> bytes:
        """Read, unpack and check one chunk."""
        at = bisect_right(self._tables, number, key=lambda table: table.first) - 1
        table = self._tables[at] if at >= 0 else None
        if table is None or number >= table.first + table.chunks:
            raise Damaged(self.kind, f"chunk {number} is not in the segments that are here")
        blob = self.segments[table.segment]
        raw = blob.read_at(table.at + (number - table.first) * _ENTRY.size, _ENTRY.size)
        place, size, flags = _ENTRY.unpack(raw)
        if flags & _COMPRESSED and flags & _PATTERN:
            return (raw[:8] * (self.chunk // 8 + 1))[: self.room(number)]
        raw = blob.read_at(place, min(size, self.chunk * 2 + 4096))
        return self.inflated(raw, number) if flags & _COMPRESSED else self.checked(raw, number)


def _text(raw: bytes) -> dict[str, str]:
    """Read device information or case data: a line of short names, then a line of values."""
    try:
        text = zlib.decompressobj().decompress(raw, _TEXT_LIMIT).decode("utf-16", "replace")
    except zlib.error:
        return {}
    lines = text.split("\n")
    return dict(zip(lines[2].split("\t"), lines[3].split("\t"), strict=False)) if len(lines) > 3 else {}


def _apart(tables: list[_Table], problem: Callable[[str, str], None]) -> Iterator[_Table]:
    """Leave out tables of chunks that one before lists, too."""
    end = again = 0
    for table in tables:
        if table.first < end:
            again += 1
        else:
            end = table.first + table.chunks
            yield table
    if again:
        problem("damaged", f"{again} sector tables list chunks that another one lists; they are not used")


def _sections(blob: Blob) -> tuple[list[_Section], bool]:
    """Give the sections of a segment in order, and whether their chain is whole; else those that are still found."""
    found: list[_Section] = []
    at = blob.size - _DESCRIPTOR.size
    while len(found) < _SECTIONS and (section := _section(blob, at)) is not None:
        found.append(section)
        if not section.previous:
            whole = section.data <= _HEAD and found[0].kind in {_NEXT, _DONE}
            return found[::-1], whole
        if section.data < section.previous + _DESCRIPTOR.size:
            break
        at = section.previous
    return list(_scanned(blob)), False


def _section(blob: Blob, at: int) -> _Section | None:
    raw = blob.read_at(at, _DESCRIPTOR.size)
    if at < _HEAD or len(raw) < _DESCRIPTOR.size:
        return None
    kind, flags, previous, size, own, _, _, _, check = _DESCRIPTOR.unpack(raw)
    good = zlib.adler32(raw[:60]) == check and own == _DESCRIPTOR.size and size <= at - _HEAD
    return _Section(at, kind, flags, previous, size) if good else None


def _scanned(blob: Blob) -> Iterator[_Section]:
    """Look for descriptors with their checksum all over a segment; sections never share bytes."""
    end = _HEAD
    for start in range(0, blob.size, _STEP):
        window = blob.read_at(start, _STEP + _DESCRIPTOR.size - 1)
        for match in _LIKE_DESCRIPTOR.finditer(window):
            section = _section(blob, start + match.start())
            if section is not None and section.data >= end:
                end = section.descriptor + _DESCRIPTOR.size
                yield section
