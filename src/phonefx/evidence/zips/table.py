"""Walks a zip archive's central directory once, made for archives of 300,000 members.

The directory is read a stretch at a time and cut at the marks of its records, and what each record states of its own
length proves the cuts. A stretch where it does not, or with anything unusual in it (wide sizes, links, names in other
encodings, comments), is walked record by record and its members are listed one by one. The names are kept, not the
directory: memory that is touched for the first time is what such a walk spends most of its time on.
"""

from __future__ import annotations

import re
import stat
import struct
import sys
from array import array
from dataclasses import dataclass
from itertools import accumulate, chain, islice, repeat
from operator import add, itemgetter
from typing import TYPE_CHECKING, Final

from phonefx.evidence.blobs import Window
from phonefx.evidence.zips.records import AES, CENTRAL, MAX32, RECORD_SIZE, decoded, member_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from phonefx.evidence.blobs import Blob

_WIDTH: Final = 36
_ALL_ONES: Final = MAX32.to_bytes(4, "little")
_FLESH: Final = bytes(set(range(256)) - set(b"/\0"))
_ALL_SLASHES: Final = re.compile(rb"\0/+\0")
_FLAGS_TO_MODE: Final = itemgetter(slice(4, 4 + _WIDTH))
_FIXED: Final = RECORD_SIZE - len(CENTRAL)
_SIZES: Final = struct.Struct("<4s24xHHH")
_UNIX: Final = 3
_PLAIN: Final = frozenset({0, stat.S_IFREG >> 12, stat.S_IFDIR >> 12})
_STRETCH: Final = 1 << 17
_LAST: Final = itemgetter(slice(-1, None))
_ENDS: Final = itemgetter(slice(-3, None))


@dataclass(slots=True)
class Batch:
    """Records that follow each other.

    Attributes:
        start: where the first one begins.
        lengths: bytes of each record beyond `least`.
        least: bytes that each of them has at least.
        joined: the stored names, joined by NUL, where all records are plain; else None, and they are listed one by one.
        sizes: bytes of content of each.
        folders: whether one of the names ends as that of a folder does.
        near: whether there may be a record with few folders above it.
    """

    start: int
    lengths: array[int]
    least: int = 0
    joined: bytes | None = None
    sizes: Sequence[int] = ()
    folders: bool = False
    near: bool = True

    def positions(self) -> Iterator[int]:
        """Give where each record begins."""
        following = accumulate(map(add, self.lengths, repeat(self.least)), initial=self.start)
        return islice(following, len(self.lengths))

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
        data: the directory; it ends where no further record begins.
        levels: how many folders are few.
    """

    def __init__(self, data: Blob, levels: int) -> None:
        self.data = Window(data)
        self.near: list[int] = []
        self._methods: set[int] = set()
        self._ends: set[bytes] = set()
        self._few = re.compile(b"\0/{0,%d}\0" % levels)
        self.batches = list(self._batches(levels))
        self.count = sum(len(batch.lengths) for batch in self.batches)

    def positions(self) -> Iterator[int]:
        """Give where each record begins."""
        return chain.from_iterable(batch.positions() for batch in self.batches)

    def methods(self) -> set[int]:
        """Give the methods that the members are packed with."""
        if AES not in self._methods:
            return self._methods
        return {member_at(self.data, at).method for at in self.positions()}

    def may_end(self, end: bytes) -> bool:
        """Say whether the name of a member may end so."""
        return _ENDS(end) in self._ends

    def _batches(self, levels: int) -> Iterator[Batch]:
        at, end = 0, self.data.size
        while at < end:
            data = self.data.blob.read_at(at, _STRETCH)
            width = len(data) if at + len(data) == end else max(1, data.rfind(CENTRAL))
            batch, after = self._plain(at, data[:width]), at + width
            if batch is None:
                batch, after = self._walked(at, after)
            if batch.near:
                counts = (self._name(at).rstrip(b"/").count(b"/") for at in batch.positions())
                self.near += [at for at, count in zip(batch.positions(), counts, strict=True) if count <= levels]
            if batch.lengths:
                yield batch
            at = after

    def _name(self, at: int) -> bytes:
        return self.data.read_at(at + RECORD_SIZE, _SIZES.unpack(self.data.read_at(at, _SIZES.size))[1])

    def _plain(self, at: int, data: bytes) -> Batch | None:
        """Read a stretch at once; None where one of its records is not plain."""
        records = data.split(CENTRAL)
        if records[0] or len(records) == 1:
            return None
        del records[0]
        fixed = b"".join(map(_FLAGS_TO_MODE, records))
        if len(fixed) != len(records) * _WIDTH:
            return None
        words, sizes = _words("H", fixed), _words("I", fixed)[4 :: _WIDTH // 4]
        methods, names, extras, comments, modes = (words[each :: _WIDTH // 2] for each in (1, 10, 11, 12, 16))
        usual = _PLAIN.issuperset(each >> 12 for each in _values(modes)) or all(each[1] != _UNIX for each in records)
        if _values(comments) != {0} or _ALL_ONES in sizes.tobytes() or not usual:
            return None
        listed = _proved(records, names, extras)
        if listed is None or not all(listed) or not _is_utf8(raw := b"\0".join(listed)):
            return None
        bones = b"\0%b\0" % raw.translate(None, _FLESH)
        ends = set(map(_ENDS, listed))
        folders = b"/" in map(_LAST, ends)
        if bones.count(b"\0") != len(records) + 1 or (folders and _ALL_SLASHES.search(b"\0%b\0" % raw)):
            return None
        self._methods |= _values(methods)
        self._ends |= ends
        least = RECORD_SIZE
        if len(rest := _values(extras)) == 1:
            least += rest.pop()
        else:
            names = array("I", map(add, names, extras))
        return Batch(at, names, least, raw, sizes, folders, folders or self._few.search(bones) is not None)

    def _walked(self, at: int, stop: int) -> tuple[Batch, int]:
        """Step from record to record up to `stop` or behind it."""
        start, lengths = at, array("I")
        while at < stop and at + RECORD_SIZE <= self.data.size:
            mark, name, extra, comment = _SIZES.unpack(self.data.read_at(at, _SIZES.size))
            if mark != CENTRAL:
                break
            member = member_at(self.data, at)
            self._methods.add(member.method)
            shown = decoded(member.name, member.flags, member.extra)
            self._ends.add(_ENDS(shown.encode("utf-8", "surrogateescape")))
            lengths.append(RECORD_SIZE + name + extra + comment)
            at += lengths[-1]
        return Batch(start, lengths), at if at >= stop else self.data.size


def _words(kind: str, data: bytes) -> array[int]:
    found = array(kind, data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _values(column: array[int]) -> set[int]:
    """Give the values of a column; in most columns there is but one."""
    first = column[:1]
    return set(first) if column == first * len(column) else set(column)


def _proved(records: list[bytes], names: array[int], extras: array[int]) -> list[bytes] | None:
    """Give the names; None where the lengths do not prove the cuts, or an extra field may hold another name."""
    if len(_values(extras)) == 1:
        extra = extras[0]
        listed = list(map(itemgetter(slice(_FIXED, -extra or None)), records))
        if list(map(len, listed)) != names.tolist():
            return None
        fields = b"".join(map(itemgetter(slice(-extra, None)), records)) if extra else b""
    else:
        ends = [_FIXED + name for name in names]
        if list(map(add, ends, extras)) != list(map(len, records)):
            return None
        listed = [record[_FIXED:end] for record, end in zip(records, ends, strict=True)]
        fields = b"".join([record[end:] for record, end in zip(records, ends, strict=True)])
    return None if b"up" in fields else listed


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
