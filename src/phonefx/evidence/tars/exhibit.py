"""A tar archive as an exhibit, plain or inflated."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import Damaged, HostileEvidence
from phonefx.evidence.blobs import Blob, SliceBlob
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tars.headers import Member, Runs
from phonefx.evidence.tars.index import TarIndex, write_index
from phonefx.evidence.tars.scan import FORMS, TarScan
from phonefx.evidence.tars.sparse import HoledBlob
from phonefx.evidence.tree import Entry, Exhibit, Limits, Problem, TimelessEntry, copy_of, only_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class TarExhibit(Exhibit):
    """A tar archive. `ident` is where the member's content lies, so that no header is read again to open it.

    Args:
        blob: the archive, inflated.
        root: the file.
        kind: `tar`, `tar.gz` …
        limits: what it may ask for.
        index: the list of its members, where one was kept.
        keep: where to keep such a list.
    """

    reader = "own"

    def __init__(
        self, blob: Blob, root: Path, kind: str, limits: Limits, *,
        index: TarIndex | None = None, keep: Path | None = None,
    ) -> None:  # fmt: skip
        self.kind = kind
        self.blob_ = blob
        self.root = root
        self.size = blob.size
        self.limits = limits
        self.problems: list[Problem] = list(index.problems) if index else []
        self.index = index
        self.keep = keep
        self._listed: _Listing | None = None

    def entries(self) -> Iterator[Entry]:
        """Give every member in the order of the archive, which is the order its data can be read in."""
        return iter(self._members()) if self.index is None else self.index.entries()

    def _members(self) -> _Listing:
        if self._listed is None:
            self._listed = _Listing(self)
            if self.keep is not None:
                write_index(self.keep, self.blob_.size, self._listed.named(), self.problems)
        return self._listed

    def may_end(self, ends: Iterable[str]) -> bool:
        """Look at how the names of the members end."""
        return self.index is not None or not self._members().ends.isdisjoint(map(_LAST, ends))

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the members near the top."""
        return self.index.shallow(levels) if self.index is not None else super().shallow(levels)

    def find(self, stored: str) -> Entry | None:
        """Find the member of that stored path."""
        return self.index.find(stored) if self.index is not None else super().find(stored)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a member for reading anywhere."""
        return stream_of(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a member, in place."""
        only_files(self, entry)
        if not isinstance(entry.ident, tuple):
            raise Damaged(entry.stored, "it is no member of this archive")
        runs = Runs(*entry.ident)
        if runs.holes is not None:
            self.within(entry, runs.stored)
        found = SliceBlob(self.blob_, runs.data, runs.stored)
        return found if runs.holes is None else HoledBlob(found, runs.holes, entry.size)

    def containers(self) -> Iterator[Path]:
        """Give the archive."""
        yield self.root

    def facts(self) -> Mapping[str, str]:
        """A tar archive states nothing about itself."""
        return {}

    def close(self) -> None:
        """Close the archive."""
        self.blob_.close()
        if self.index is not None:
            self.index.close()


_LAST: Final = itemgetter(slice(-3, None))
_late: Final = partial(tuple.__new__, TimelessEntry)
_SHOWN: Final = {**FORMS, b"1": "file"}


class _Told:
    """Tells the device path of a member from its name, and its time by where its content begins."""

    def __init__(self) -> None:
        self._paths = DevicePaths()
        self.starts: list[int] = []
        self.times: list[int | None] = []

    def place(self, stored: str) -> tuple[str, int | None]:
        return self._paths.of(stored[2:] if stored[:2] == "./" else stored)

    def moment(self, ident: object) -> tuple[int | None, str]:
        start, *_ = cast("tuple[int, int]", ident)
        return self.times[bisect_left(self.starts, start)], "utc"


class _Listing:
    """The members of a tar archive: one walk over its headers, kept as columns, which cost little room.

    Links, sparse files and further members of one name are whole entries: their handle tells neither path nor time.
    """

    def __init__(self, exhibit: TarExhibit) -> None:
        self.exhibit = exhibit
        self.told = _Told()
        self.stored: list[str] = []
        self.sizes: list[int] = []
        self.forms: list[str] = []
        self.odd: dict[int, Entry] = {}
        self.seen: set[str] = set()
        self.copies: dict[int, str] = {}
        self.places: dict[bytes, tuple[int, tuple[int, int] | Runs]] | None = None
        self._walk()
        self.ends = set(map(_LAST, self.stored))

    def __iter__(self) -> Iterator[Entry]:
        runs = zip(self.told.starts, self.sizes, strict=True)
        columns = zip(self.stored, self.sizes, self.forms, repeat("live"), runs, repeat(self.told), strict=False)
        late: Iterator[Entry] = map(_late, columns)
        if not self.odd:
            return late
        return (self.odd.get(number, entry) for number, entry in enumerate(late))

    def _walk(self) -> None:
        limit, seen = self.exhibit.limits.entries, self.seen
        keep, keep_size, keep_form = self.stored.append, self.sizes.append, self.forms.append
        keep_start, keep_time = self.told.starts.append, self.told.times.append
        for name, kind, size, moment, target, runs in TarScan(self.exhibit.blob_, self.exhibit.problem).members():
            if len(self.sizes) >= limit:
                raise HostileEvidence(self.exhibit.root, f"more than {limit} members")
            stored = name.decode("utf-8", "surrogateescape")
            form = _SHOWN.get(kind, "special")
            if stored[-1:] == "/":
                form, stored = "dir" if form == "file" else form, stored.rstrip("/") or stored
            if kind == b"1" or len(runs) > 2 or (stored in seen and form != "dir"):
                self.odd[len(self.sizes)] = self._whole(Member(name, kind, size, moment, target, runs), stored, form)
            seen.add(stored)
            if self.places is not None and form == "file":
                self.places.setdefault(name, (size, runs))
            keep(stored)
            keep_size(size if form == "file" else 0)
            keep_form(form)
            keep_start(runs[0])
            keep_time(moment)

    def _whole(self, member: Member, stored: str, form: str) -> Entry:
        path, user = self.told.place(stored)
        size, runs = member.size, member.runs
        if member.kind == b"1":
            form, size, runs = self._link(member, stored)
        if stored in self.seen and form != "dir":
            self.exhibit.problem("duplicate-name", stored, "the archive holds more than one member of this name")
            self.copies[len(self.sizes)] = stored
            stored = copy_of(stored, self.seen)
        self.seen.add(stored)
        if self.places is not None and form == "file":
            self.places[member.name] = size, runs
        return Entry(stored, size if form == "file" else 0, form, "live", runs, path, member.mtime_us, "utc", user)

    def named(self) -> Iterator[tuple[str, Entry]]:
        """Give the entries with the names they have in the archive."""
        return ((self.copies.get(number, entry.stored), entry) for number, entry in enumerate(self))

    def _link(self, member: Member, stored: str) -> tuple[str, int, tuple[int, int] | Runs]:
        """A hard link has the content of the member it names, which stands before it."""
        if self.places is None:
            self.places = {}
            for each in TarScan(self.exhibit.blob_, lambda *_: None).members():
                if each.runs[0] >= member.runs[0]:
                    break
                if _SHOWN.get(each.kind) == "file" and each.kind != b"1":
                    self.places[each.name] = each.size, each.runs
        if (found := self.places.get(member.target)) is not None:
            return "file", *found
        self.exhibit.problem("broken-link", stored, "a hard link to a member that is not in front of it")
        return "link", 0, member.runs
