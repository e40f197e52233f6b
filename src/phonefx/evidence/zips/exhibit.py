"""A zip archive as an exhibit."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from phonefx.errors import Damaged, HostileEvidence, PasswordNeeded
from phonefx.evidence.blobs import Blob, BytesBlob, SliceBlob
from phonefx.evidence.packed import kept_blob
from phonefx.evidence.streams import stream_chunks, stream_of
from phonefx.evidence.tree import Entry, Exhibit, Limits, Problem, only_files
from phonefx.evidence.zips.crypt import decrypted
from phonefx.evidence.zips.directory import LEVELS, Directory, find_directory
from phonefx.evidence.zips.listing import Listing
from phonefx.evidence.zips.members import METHODS, data_start, packed_chunks, plain_chunks
from phonefx.evidence.zips.records import Member, member_at
from phonefx.evidence.zips.rescue import rescued

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class ZipExhibit(Exhibit):
    """A zip archive: every member of its central directory, also those of one name; zip64 too.

    An archive without a central directory (cut short) is read from its members' own headers.
    `ident` is the position of the member's record in the directory.
    """

    kind = "zip"
    reader = "own"

    def __init__(self, blob: Blob, root: Path, *, password: str | None, scratch: Path | None, limits: Limits) -> None:
        self.blob_ = blob
        self.root = root
        self.size = blob.size
        self.password = password
        self.scratch = scratch
        self.limits = limits
        self.problems: list[Problem] = []
        self._inflated = 0
        self.directory = find_directory(blob, limits) or self._rescue()

    def _rescue(self) -> Directory:
        data, count = rescued(self.blob_, self.limits)
        if not count:
            raise Damaged(self.root, "no directory and no member of a zip archive can be read")
        self.problem("no-directory", "", f"the archive is cut short; {count} members read from their own headers")
        return Directory(BytesBlob(data), count, 0)

    def entries(self) -> Iterator[Entry]:
        """Give every member in the order of the directory."""
        listed, stated = self.directory.table.count, self.directory.count
        if listed > self.limits.entries:
            raise HostileEvidence(self.root, f"{listed} members, more than {self.limits.entries}")
        if listed != stated and not (stated < 0x10000 and listed & 0xFFFF == stated):
            self.problem("count", "", f"the archive states {stated} members, {listed} are listed")
        return Listing(self.directory.table, self.problem).entries()

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the members near the top."""
        if levels > LEVELS:
            return super().shallow(levels)
        found = map(Listing(self.directory.table, self.problem).entry, self.directory.table.near)
        return (entry for entry in found if entry.stored.count("/") <= levels)

    def may_end(self, ends: Iterable[str]) -> bool:
        """Look at how the names end, which opening the archive noticed."""
        return any(self.directory.table.may_end(each.encode()) for each in ends)

    def member(self, entry: Entry) -> Member:
        """Give the directory record of an entry."""
        return member_at(self.directory.table.data, int(str(entry.ident)))

    def open(self, entry: Entry) -> BinaryIO:
        """Open a member: decrypted, inflated, its CRC-32 checked when it was read to the end."""
        only_files(self, entry)
        member = self.member(entry)
        self._bounded(entry, member)
        start = data_start(self.blob_, member, self.directory.shift)
        if member.method == 0 and not member.encrypted:
            return stream_of(self._stored(entry, member, start))
        if member.encrypted:
            if self.password is None:
                raise PasswordNeeded(entry.stored)
            packed = decrypted(self.blob_, start, member, self.password, self._teller(entry))
        else:
            packed = packed_chunks(self.blob_, start, member.packed)
        checked = member.aes is None or member.aes[0] == 1
        return stream_chunks(plain_chunks(packed, member, self._teller(entry), checked))

    def _stored(self, entry: Entry, member: Member, start: int) -> Blob:
        found = SliceBlob(self.blob_, start, member.packed)
        if found.size < member.size:
            self.problem("damaged", entry.stored, f"ends after {found.size} of {member.size} bytes")
        return found

    def _teller(self, entry: Entry) -> _Teller:
        return _Teller(self, entry.stored)

    def _bounded(self, entry: Entry, member: Member) -> None:
        if member.size > self.limits.ratio_floor and member.size > member.packed * self.limits.ratio:
            raise HostileEvidence(entry.stored, f"{member.packed} bytes say they inflate to {member.size}")
        self._inflated += member.size
        if self._inflated > self.limits.total_bytes:
            raise HostileEvidence(self.root, f"more than {self.limits.total_bytes} bytes inflated")

    def blob(self, entry: Entry) -> Blob:
        """Give random access: in place for a stored member, through the scratch folder for a packed one."""
        only_files(self, entry)
        member = self.member(entry)
        if member.method == 0 and not member.encrypted:
            return self._stored(entry, member, data_start(self.blob_, member, self.directory.shift))
        return kept_blob(self, entry, self.scratch)

    def containers(self) -> Iterator[Path]:
        """Give the archive."""
        yield self.root

    def facts(self) -> Mapping[str, str]:
        """Tell the number of members and the methods they are packed with."""
        methods = sorted(self.directory.table.methods())
        return {
            "members": str(self.directory.count),
            "methods": ", ".join(METHODS.get(each, f"method {each}") for each in methods),
        }

    def close(self) -> None:
        """Close the archive."""
        self.blob_.close()


class _Teller:
    """Records problems of one member."""

    def __init__(self, exhibit: Exhibit, stored: str) -> None:
        self.exhibit = exhibit
        self.stored = stored

    def __call__(self, code: str, message: str) -> None:
        self.exhibit.problem(code, self.stored, message)
