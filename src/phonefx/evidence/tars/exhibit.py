"""A tar archive as an exhibit, plain or inflated."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from phonefx.errors import HostileEvidence
from phonefx.evidence.blobs import Blob, SliceBlob
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tars.scan import FORMS, TarScan
from phonefx.evidence.tars.sparse import HoledBlob
from phonefx.evidence.tree import Entry, Exhibit, Limits, Names, Problem, only_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from phonefx.evidence.tars.headers import Member


class TarExhibit(Exhibit):
    """A tar archive. `ident` is the number of the member, in the order of the archive."""

    reader = "own"

    def __init__(self, blob: Blob, root: Path, kind: str, limits: Limits) -> None:
        self.kind = kind
        self.blob_ = blob
        self.root = root
        self.size = blob.size
        self.limits = limits
        self.problems: list[Problem] = []
        self._members: list[Member] | None = None

    def members(self) -> list[Member]:
        """Give every member in the order of the archive; its headers are walked once."""
        if self._members is None:
            found: list[Member] = []
            for member in TarScan(self.blob_, self).members():
                if len(found) >= self.limits.entries:
                    raise HostileEvidence(self.root, f"more than {self.limits.entries} members")
                found.append(member)
            self._members = found
        return self._members

    def entries(self) -> Iterator[Entry]:
        """Give every member in the order of the archive, which is the order its data can be read in."""
        names, paths = Names(), DevicePaths()
        by_name: dict[bytes, Member] = {}
        for count, member in enumerate(self.members()):
            entry = self._entry(member, count, names, paths)
            if entry.form == "hard":
                self._link(entry, member, by_name)
            elif entry.form == "file":
                by_name[member.name] = member
            yield entry

    def _entry(self, member: Member, count: int, names: Names, paths: DevicePaths) -> Entry:
        text = member.name.decode("utf-8", "surrogateescape")
        form = FORMS.get(member.kind, "special")
        if form == "file" and text.endswith("/"):
            form = "dir"
        bare = text.rstrip("/") or text
        if form == "dir" and bare in names.seen:
            stored = bare
        else:
            if bare in names.seen:
                self.problem("duplicate-name", bare, "the archive holds more than one member of this name")
            stored = names.unique(bare)
        path, user = paths.of(bare.removeprefix("./"))
        size = member.size if form == "file" else 0
        return Entry(stored, path, size, member.mtime_us, "utc", form, "live", count, user)

    def _link(self, entry: Entry, member: Member, by_name: dict[bytes, Member]) -> None:
        """A hard link has the content of the member it names, which stands before it."""
        target = by_name.get(member.target)
        if target is None:
            entry.form = "link"
            self.problem("broken-link", entry.stored, "a hard link to a member that is not in front of it")
            return
        member.data, member.stored, member.size, member.holes = target.data, target.stored, target.size, target.holes
        entry.form, entry.size = "file", target.size
        by_name[member.name] = member

    def open(self, entry: Entry) -> BinaryIO:
        """Open a member for reading anywhere."""
        return stream_of(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a member, in place."""
        only_files(self, entry)
        if self._members is None and entry.size:
            for _ in self.entries():  # resolves the hard links
                pass
        member = self.members()[int(str(entry.ident))]
        found = SliceBlob(self.blob_, member.data, member.stored)
        return found if member.holes is None else HoledBlob(found, member.holes, member.size)

    def containers(self) -> Iterator[Path]:
        """Give the archive."""
        yield self.root

    def facts(self) -> Mapping[str, str]:
        """A tar archive states nothing about itself."""
        return {}

    def close(self) -> None:
        """Close the archive."""
        self.blob_.close()
