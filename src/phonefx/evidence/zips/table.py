"""Walks a zip archive's central directory once, made for archives of 300,000 members.

The directory is cut at the marks of its records, a stretch at a time, and what each record states of its own length
proves the cuts. A stretch where it does not, or with anything unusual in it (wide sizes, links, names in other
encodings, comments), is walked record by record and its members are listed one by one.
"""

from __future__ import annotations

import re
import stat
import struct
import sys
from array import array
from dataclasses import dataclass
from itertools import accumulate, chain, islice, repeat
from operator import add, itemgetter, sub
from typing import TYPE_CHECKING, Final

from phonefx.evidence.zips.records import CENTRAL, MAX32, RECORD_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WIDTH: Final = 20
_ALL_ONES: Final = MAX32.to_bytes(4, "little")
_FLESH: Final = bytes(set(range(256)) - set(b"/\0"))
_ALL_SLASHES: Final = re.compile(rb"\0/+\0")
_SIZE_TO_MODE: Final = itemgetter(slice(20, 20 + _WIDTH))
_FIXED: Final = RECORD_SIZE - len(CENTRAL)
_SIZES: Final = struct.Struct("<4s24xHHH")
_UNIX: Final = 3
_PLAIN: Final = frozenset({0, stat.S_IFREG >> 12, stat.S_IFDIR >> 12})
_STRETCH: Final = 1 << 15


@dataclass(slots=True)
class Batch:
    """Records that follow each other.

    Attributes:
        start: where the first one begins.
        steps: from each to where the next one begins.
        joined: the stored names, joined by NUL, where all records are plain; else None, and they are listed one by one.
        sizes: bytes of content of each.
        folders: whether one of the names ends as that of a folder does.
        near: whether there may be a record with few folders above it.
    """

    start: int
    steps: list[int]
    joined: bytes | None = None
    sizes: Sequence[int] = ()
    folders: bool = False
    near: bool = True

    def positions(self) -> Iterator[int]:
        """Give where each record begins; one position more, behind the last."""
        return accumulate(self.steps, initial=self.start)

    def plain(self) -> tuple[list[str], Iterable[int], Iterable[str]]:
        """Give the stored path, size and form of each record of a plain batch."""
        stored = (self.joined or b"").decode().split("\0")
        if not self.folders:
            return stored, self.sizes, repeat("file")
        forms = ["dir" if name[-1:] == "/" else "file" for name in stored]
        sizes = [0 if form == "dir" else size for form, size in zip(forms, self.sizes, strict=True)]
        return [name.rstrip("/") for name in stored], sizes, forms


class Table:
    """The records of a central directory, and those with few folders above them.

    Args:
        data: the directory's bytes; it ends where no further record begins.
        levels: how many folders are few.
    """

    def __init__(self, data: bytes, levels: int) -> None:
        self.data = data
        self.near: list[int] = []
        self._few = re.compile(b"\0/{0,%d}\0" % levels)
        self.batches = list(self._batches(levels))
        self.count = sum(len(batch.steps) for batch in self.batches)

    def positions(self) -> Iterator[int]:
        """Give where each record begins."""
        return chain.from_iterable(islice(batch.positions(), len(batch.steps)) for batch in self.batches)

    def _batches(self, levels: int) -> Iterator[Batch]:
        at, end = 0, len(self.data)
        while at < end:
            stop = self.data.find(CENTRAL, at + _STRETCH)
            stop = end if stop < 0 else stop
            batch = self._plain(at, stop)
            if batch is None:
                batch, stop = self._walked(at, stop)
            if batch.near:
                names = map(self._name, islice(batch.positions(), len(batch.steps)))
                counts = (name.rstrip(b"/").count(b"/") for name in names)
                self.near += [at for at, count in zip(batch.positions(), counts, strict=False) if count <= levels]
            if batch.steps:
                yield batch
            at = stop

    def _name(self, at: int) -> bytes:
        start = at + RECORD_SIZE
        return self.data[start : start + _SIZES.unpack_from(self.data, at)[1]]

    def _plain(self, at: int, stop: int) -> Batch | None:
        """Read a stretch at once; None where one of its records is not plain."""
        records = self.data[at:stop].split(CENTRAL)
        if records[0] or len(records) == 1:
            return None
        del records[0]
        lengths = list(map(len, records))
        fixed = b"".join(map(_SIZE_TO_MODE, records))
        if len(fixed) != len(records) * _WIDTH:
            return None
        words, sizes = _words("H", fixed), _words("I", fixed)[:: _WIDTH // 4]
        names, extras, comments, modes = (words[each :: _WIDTH // 2] for each in (2, 3, 4, 8))
        usual = _PLAIN.issuperset(each >> 12 for each in set(modes)) or all(each[1] != _UNIX for each in records)
        if comments.tobytes().strip(b"\0") or _ALL_ONES in sizes.tobytes() or not usual:
            return None
        raw = _joined(records, lengths, names, extras)
        if raw is None or not min(names) or not _is_utf8(raw):
            return None
        bones = b"\0%b\0" % raw.translate(None, _FLESH)
        folders = b"/\0" in raw or raw[-1:] == b"/"
        if bones.count(b"\0") != len(records) + 1 or (folders and _ALL_SLASHES.search(b"\0%b\0" % raw)):
            return None
        near = folders or self._few.search(bones) is not None
        return Batch(at, list(map(add, lengths, repeat(len(CENTRAL)))), raw, sizes, folders, near)

    def _walked(self, at: int, stop: int) -> tuple[Batch, int]:
        """Step from record to record up to `stop` or behind it."""
        found = Batch(at, [])
        while at < stop and at + RECORD_SIZE <= len(self.data):
            mark, name, extra, comment = _SIZES.unpack_from(self.data, at)
            if mark != CENTRAL:
                break
            found.steps.append(RECORD_SIZE + name + extra + comment)
            at += found.steps[-1]
        return found, at if at >= stop else len(self.data)


def _words(kind: str, data: bytes) -> array[int]:
    found = array(kind, data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _joined(records: list[bytes], lengths: list[int], names: array[int], extras: array[int]) -> bytes | None:
    """Join the names by NUL; None where the lengths do not prove the cuts, or an extra field may hold another name."""
    extra = extras[0]
    if extras.count(extra) == len(extras) and list(map(sub, lengths, names)).count(_FIXED + extra) == len(lengths):
        raw = b"\0".join(map(itemgetter(slice(_FIXED, -extra or None)), records))
        fields = b"".join(map(itemgetter(slice(-extra, None)), records)) if extra else b""
    else:
        ends = [_FIXED + name for name in names]
        if [end + extra for end, extra in zip(ends, extras, strict=True)] != lengths:
            return None
        raw = b"\0".join([record[_FIXED:end] for record, end in zip(records, ends, strict=True)])
        fields = b"".join([record[end:] for record, end in zip(records, ends, strict=True)])
    return None if b"up" in fields else raw


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
