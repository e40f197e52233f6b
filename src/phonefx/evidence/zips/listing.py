"""Lists a zip archive's members, made for archives of 300,000: the directory is walked once, then listed in batches.

Each step is done for a batch of plain members at once; a batch with anything unusual in it (wide sizes, links, names
in other encodings, a name met before) is listed one by one. Small batches keep the garbage collector asleep.
"""

from __future__ import annotations

import stat
import struct
from array import array
from functools import partial
from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Final

from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.tree import Entry, copy_of
from phonefx.evidence.zips.records import CENTRAL, MAX32, RECORD_SIZE, decoded, dos_time, member_at, modified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Tell = Callable[[str, str, str], None]
    _Time = tuple[int | None, str]

_LISTED: Final = struct.Struct("<4xH6xI8xIHH6xI")
_SIZES: Final = struct.Struct("<4s24xHHH")
_STAMPED: Final = struct.Struct("<4sBi")
_UNIX: Final = 3
_FORMS: Final = {0: "file", stat.S_IFREG >> 12: "file", stat.S_IFLNK >> 12: "link", stat.S_IFDIR >> 12: "dir"}
_PLAIN: Final = frozenset({0, stat.S_IFREG >> 12, stat.S_IFDIR >> 12})
_BATCH: Final = 128


def walk(data: bytes, levels: int) -> tuple[array[int], list[int]]:
    """Walk a central directory: the positions of all records, and of those with few folders above them.

    Stops where no further record begins.
    """
    found, near, deep = array("Q"), [], b"PK"
    at, end, unpack, keep, within = 0, len(data) - RECORD_SIZE, _SIZES.unpack_from, found.append, data.startswith
    while at <= end:
        mark, name_size, extra_size, comment_size = unpack(data, at)
        if mark != CENTRAL:
            break
        keep(at)
        start = at + RECORD_SIZE
        behind = start + name_size
        if not within(deep, start, behind):  # else in the same deep folder as a record before it
            parts = data[start:behind].split(b"/", levels + 2)
            if len(parts) == levels + 3:
                deep = b"/".join(parts[:-1]) + b"/"
            else:
                near.append(at)
        at = behind + extra_size + comment_size
    return found, near


class _Folders(dict[str, tuple[str, int | None]]):
    """Stored folder to (device path with '/' at its end, Android user)."""

    def __init__(self) -> None:
        self.paths = DevicePaths()

    def __missing__(self, folder: str) -> tuple[str, int | None]:
        found = self[folder] = self.paths.within(folder)
        return found


class _Times(dict[int, int | None]):
    """DOS time to microseconds."""

    def __missing__(self, stamp: int) -> int | None:
        found = self[stamp] = dos_time(stamp)
        return found


class Listing:
    """Makes the entries of records.

    Args:
        data: the central directory.
        tell: takes a problem: code, path, message.
    """

    def __init__(self, data: bytes, tell: Tell) -> None:
        self.data = data
        self.tell = tell
        self._folders = _Folders()
        self._times = _Times()
        self._seen: set[str] = set()
        self._collided = self._copies = False

    def entries(self, positions: Sequence[int]) -> Iterator[Entry]:
        """Give the entry of each record, in the order given."""
        for first in range(0, len(positions), _BATCH):
            batch = positions[first : first + _BATCH]
            found = None if self._copies else self._batch(batch)
            if self._collided and not self._copies:
                self._copies = True
                self._seen = {each.stored for each in Listing(self.data, lambda *_: None).entries(positions[:first])}
            yield from map(self.entry, batch) if found is None else found

    def _batch(self, batch: Sequence[int]) -> Iterable[Entry] | None:
        """Give the entries of plain members; None where one is not plain."""
        data = self.data
        makers, stamps, sizes, lengths, extras, modes = zip(*map(_LISTED.unpack_from, repeat(data), batch), strict=True)
        starts = [at + RECORD_SIZE for at in batch]
        raw = b"\0".join([data[at : at + length] for at, length in zip(starts, lengths, strict=True)])
        stored = _plain_names(raw, len(batch))
        odd = MAX32 in sizes or (any(each >> 28 not in _PLAIN for each in set(modes)) and _any_unix(makers))
        if stored is None or odd:
            return None
        forms: Iterable[str] = repeat("file")
        if b"/\0" in raw or raw[-1:] == b"/":
            forms = ["dir" if name[-1:] == "/" else "file" for name in stored]
            sizes = tuple(0 if form == "dir" else size for form, size in zip(forms, sizes, strict=True))
            stored = [name.rstrip("/") for name in stored]
        moments: Iterable[int | None] = map(self._times.__getitem__, stamps)
        bases: Iterable[str] = repeat("unknown")
        if any(extras):
            found = [data[at : at + size] for at, size in zip(map(add, starts, lengths), extras, strict=True)]
            if any(b"up" in each for each in found):
                return None
            moments, bases = zip(*map(self._moment, found, stamps), strict=True)
        known = len(self._seen)
        self._seen.update(stored)
        if len(self._seen) < known + len(batch) or "" in self._seen:
            self._collided = True
            return None
        folders, _, names = zip(*[name.rpartition("/") for name in stored], strict=True)
        prefixes, users = zip(*map(self._folders.__getitem__, folders), strict=True)
        paths = map(add, prefixes, names)
        columns = zip(stored, paths, sizes, moments, bases, forms, repeat("live"), batch, users, strict=False)
        return map(partial(tuple.__new__, Entry), columns)

    def entry(self, at: int) -> Entry:
        """Give the entry of any one record."""
        member = member_at(self.data, at)
        text = decoded(member.name, member.flags, member.extra)
        form, size = _FORMS.get(member.mode >> 12, "special"), member.size
        form = "dir" if text[-1:] == "/" else form
        stored = text.rstrip("/") or text if form == "dir" else text
        folder, _, name = stored.rpartition("/")
        path, user = self._folders[folder]
        path += name
        if form != "dir" and stored in self._seen:
            self.tell("duplicate-name", text, "the archive holds more than one member of this name")
            stored = copy_of(stored, self._seen)
        self._seen.add(stored)
        time = self._moment(member.extra, member.stamp)
        return Entry(stored, path, size if form == "file" else 0, *time, form, "live", at, user)

    def _moment(self, extra: bytes, stamp: int) -> _Time:
        """Give (microseconds, basis); the usual extra field of Info-ZIP stands first and is read at once."""
        if len(extra) >= _STAMPED.size:
            head, given, seconds = _STAMPED.unpack_from(extra)
            if head == b"UT\5\0" and given & 1:
                return seconds * 1_000_000, "utc"
        return modified(extra, stamp) if extra else (self._times[stamp], "unknown")


def _plain_names(raw: bytes, count: int) -> list[str] | None:
    """Decode names that were joined by NUL; None where one is no UTF-8 or holds a NUL itself."""
    try:
        names = raw.decode().split("\0")
    except UnicodeDecodeError:
        return None
    return names if len(names) == count else None


def _any_unix(makers: Iterable[int]) -> bool:
    return any(each >> 8 == _UNIX for each in set(makers))
