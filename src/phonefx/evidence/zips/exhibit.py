"""A zip archive as an exhibit."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, BinaryIO

from phonefx.errors import Damaged, HostileEvidence, PasswordNeeded
from phonefx.evidence.blobs import Blob, SliceBlob
from phonefx.evidence.packed import kept_blob
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.streams import stream_chunks, stream_of
from phonefx.evidence.tree import Entry, Exhibit, Limits, Names, Problem, only_files
from phonefx.evidence.zips.crypt import decrypted
from phonefx.evidence.zips.directory import Directory, find_directory
from phonefx.evidence.zips.members import METHODS, data_start, packed_chunks, plain_chunks
from phonefx.evidence.zips.records import Member, decoded, member_at, modified, records
from phonefx.evidence.zips.rescue import rescued

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DIR, _LINK = "dir", "link"


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
        return Directory(data, count, 0)

    def entries(self) -> Iterator[Entry]:
        """Give every member in the order of names."""
        found = sorted((name, at) for at, name in records(self.directory.data))
        self._count(len(found))
        return self._entries(found)

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the members near the top."""
        found = sorted((name, at) for at, name in records(self.directory.data) if name.count(b"/") <= levels)
        return self._entries(found)

    def _count(self, listed: int) -> None:
        stated = self.directory.count
        if listed > self.limits.entries:
            raise HostileEvidence(self.root, f"{listed} members")
        if listed != stated and not (stated < 0x10000 and listed & 0xFFFF == stated):
            self.problem("count", "", f"the archive states {stated} members, {listed} are listed")

    def _entries(self, found: list[tuple[bytes, int]]) -> Iterator[Entry]:
        names, paths, data, previous = Names(), DevicePaths(), self.directory.data, b""
        for name, at in found:
            member = member_at(data, at)
            text = decoded(name, member.flags, member.extra)
            form, stored = _form(member, text)
            if name == previous:
                self.problem("duplicate-name", stored, "the archive holds more than one member of this name")
            if form != _DIR or not names.seen(stored):
                stored = names.unique(stored)
            path, user = paths.of(text.rstrip("/"))
            stamp, basis = modified(member.extra, member.stamp)
            previous = name
            yield Entry(stored, path, member.size if form == "file" else 0, stamp, basis, form, "live", at, user)

    def member(self, entry: Entry) -> Member:
        """Give the directory record of an entry."""
        return member_at(self.directory.data, int(str(entry.ident)))

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
        methods = sorted({member_at(self.directory.data, at).method for at, _ in records(self.directory.data)})
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


def _form(member: Member, text: str) -> tuple[str, str]:
    if text.endswith("/"):
        return _DIR, text.rstrip("/") or text
    if member.mode and not stat.S_ISREG(member.mode):
        if stat.S_ISLNK(member.mode):
            return _LINK, text
        if stat.S_ISDIR(member.mode):
            return _DIR, text
        if stat.S_IFMT(member.mode):
            return "special", text
    return "file", text
