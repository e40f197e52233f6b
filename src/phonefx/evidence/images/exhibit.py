"""A disk image as an exhibit: its partitions, the file systems on them, live and deleted files."""

from __future__ import annotations

import struct
from functools import partial
from itertools import chain, permutations, repeat
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, cast

from phonefx.errors import EvidenceError
from phonefx.evidence.blobs import Blob, SliceBlob
from phonefx.evidence.images.filesystem import ORPHANS, FileSystem
from phonefx.evidence.images.freespace import Unallocated, between, joined
from phonefx.evidence.paths import DevicePaths, mount_of
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tree import Entry, Exhibit, LateEntry, Limits, Problem, copy_of, only_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from phonefx.evidence.images.filesystem import Nodes

READ_BY: Final = "image read by"
NOTHING: Final = Unallocated([], [])
_late: Final = partial(tuple.__new__, LateEntry)


class _Told:
    """Tells the device path of a file from its place in its file system."""

    def __init__(self, prefix: str, paths: DevicePaths) -> None:
        self.prefix = prefix
        self._paths = paths

    def place(self, stored: str) -> tuple[str, int | None]:
        return self._paths.of(stored.removeprefix(self.prefix))


def _top(batches: Iterator[Nodes]) -> tuple[set[str], list[Nodes]]:
    """Take the batches that the names of the root folder are in, which come first: (names of live ones, all taken)."""
    taken: list[Nodes] = []
    names: set[str] = set()
    for found in batches:
        taken.append(found)
        live = zip(found.paths, found.states, strict=True)
        names.update(path for path, state in live if state == "live" and "/" not in path and path[0] != "$")
        if any("/" in path for path in found.paths):
            break
    return names, taken


class ImageExhibit(Exhibit):
    """An image. `ident` is (number of the file system, handle in it).

    Args:
        disk: the image as a disk.
        kind: how it is packed: `raw image`, `E01 image`.
        root: the file on disk.
        files: all files that make it up.
        systems: the file systems found, each with its place in `stored` ("" for a bare one).
        facts: what the image says of itself.
        limits: what may be taken.
        outside: what lies outside of every partition, and partitions without a file system that can be read.
        held: bytes of the files that make it up, where they are packed.
    """

    def __init__(
        self, disk: Blob, kind: str, root: Path, files: Sequence[Path],
        systems: Sequence[tuple[str, FileSystem]], facts: Mapping[str, str], limits: Limits,
        outside: Unallocated = NOTHING, held: int | None = None,
    ) -> None:  # fmt: skip
        self.disk = disk
        self.root = root
        self.files = files
        self.systems = systems
        self.stated = facts
        self.limits = limits
        self.outside = outside
        self.size = disk.size
        self.held = disk.size if held is None else held
        self.problems: list[Problem] = []
        found = dict.fromkeys(system.kind for _, system in systems)
        self.kind = f"{kind} ({', '.join(found) or 'no file system'})"
        readers = [facts[READ_BY]] if READ_BY in facts else []
        self.reader = ", ".join(dict.fromkeys([*readers, *(system.reader for _, system in systems)])) or "own"

    def entries(self) -> Iterator[Entry]:
        """Give the files of each file system in turn."""
        return chain.from_iterable(self._batches())

    def _batches(self) -> Iterator[Iterable[Entry]]:
        everywhere: set[str] = set()
        prefixes = [f"{prefix}/" for prefix, _ in self.systems]
        alone = len(set(prefixes)) == len(prefixes) and not any(
            one != other and one.startswith(other) for one, other in permutations(prefixes, 2)
        )
        for number, (prefix, system) in enumerate(self.systems):

            def tell(code: str, path: str, message: str, prefix: str = prefix) -> None:
                self.problem(code, "/".join(part for part in (prefix, path) if part), message)

            batches = system.batches(self.limits, tell)
            top, first = _top(batches)
            told = _Told(f"{prefix}/" if prefix else "", DevicePaths(mount_of(top)))
            orphans = any(ORPHANS in found.paths for found in first)
            seen = None if alone and system.by_folder and not orphans else everywhere
            for found in chain(first, batches):
                stored = [*map(told.prefix.__add__, found.paths)] if prefix else found.paths
                new = set(stored)
                if seen is None and len(new) < len(stored):
                    seen = everywhere
                if seen is not None and (len(new) < len(stored) or not seen.isdisjoint(new)):
                    yield _told_apart(found, number, told, seen)
                    continue
                if seen is not None:
                    seen |= new
                yield _entries(stored, found, number, told)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file for reading anywhere."""
        return stream_of(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file."""
        only_files(self, entry)
        self.within(entry, self.held)
        number, ident = cast("tuple[int, object]", entry.ident)
        return self.systems[number][1].blob(ident, entry.stored)

    def unallocated(self) -> Unallocated:
        """Tell what no file owns: free blocks of each file system, what lies behind it, and outside every partition.

        Files of a file system that cannot be read lie in partitions that count as untold, never as free.
        """
        found, untold = list(self.outside.spans), list(self.outside.untold)
        for start, (prefix, system) in {system.start: (prefix, system) for prefix, system in self.systems}.items():
            try:
                free = system.unallocated()
                known = None if free is None else [(start + offset, size) for offset, size in free]
            except EvidenceError as error:
                untold.append((prefix, system.room, f"what is free in it cannot be read: {error}"))
                continue
            if known is None:
                untold.append((prefix, system.room, f"its reader does not tell which blocks of {system.kind} are free"))
                continue
            found += known
            if 0 < system.stated < system.room:
                found.append((start + system.stated, system.room - system.stated))
        return Unallocated(joined(found, self.disk.size), untold)

    def containers(self) -> Iterator[Path]:
        """Give the segments of the image."""
        return iter(self.files)

    def facts(self) -> Mapping[str, str]:
        """Give what the image and each file system say of themselves."""
        found = dict(self.stated)
        for prefix, system in self.systems:
            found[f"{prefix}: file system" if prefix else "file system"] = f"{system.kind}, read by {system.reader}"
            found.update({f"{prefix}: {key}" if prefix else key: value for key, value in system.facts().items()})
        return found

    def close(self) -> None:
        """Close the image."""
        for _, system in self.systems:
            system.close()
        self.disk.close()


def _entries(stored: Sequence[str], found: Nodes, number: int, told: _Told) -> Iterator[Entry]:
    """Give the entries of nodes whose stored paths were not met before."""
    handles = zip(repeat(number), found.idents, strict=False)
    columns = (stored, found.sizes, found.forms, found.states, handles, repeat(told), found.moments, found.bases)
    return map(_late, zip(*columns, strict=False))


def _told_apart(found: Nodes, number: int, told: _Told, seen: set[str]) -> Iterator[Entry]:
    """Give the entries of nodes; one whose stored path was met before gets another."""
    for node in found.each():
        name = f"{told.prefix}{node.path}"
        stored = copy_of(name, seen) if name in seen else name
        seen.add(stored)
        path, user = told.place(name)
        handle = (number, node.ident)
        yield Entry(
            stored, node.size, node.form, node.state, handle, path, node.mtime_us, node.mtime_basis, user
        )


def image_of(exhibit: Exhibit | None) -> ImageExhibit | None:
    """Give the disk image that an exhibit is, whatever was found inside of it; None where it is none."""
    while exhibit is not None and not isinstance(exhibit, ImageExhibit):
        exhibit = getattr(exhibit, "outer", None)
    return exhibit


class Found(NamedTuple):
    """What a disk holds: the kind of its partition table, (place, file system) of each, and what is in none."""

    table: str
    systems: list[tuple[str, FileSystem]]
    outside: Unallocated


def file_systems(disk: Blob, password: str | None, told: list[Problem]) -> Found:
    """Find the file systems of a disk."""
    from phonefx.evidence.images.volumes import LIMIT, partitions

    bare = _systems_at(disk, "", password, told, quiet=True)
    for _, system in bare:
        system.room = disk.size
    if bare:
        return Found("", bare, NOTHING)
    table, parts = partitions(disk)
    found: list[tuple[str, FileSystem]] = []
    unread: list[tuple[str, int, str]] = []
    for part in parts:
        place = f"partition {part.number}" + (f" ({part.name})" if part.name else "")
        here = _systems_at(SliceBlob(disk, part.start, part.size), place, password, told, quiet=False)
        for _, system in here:
            system.start, system.room = part.start, part.size
        if not here:
            unread.append((place, part.size, "it holds no file system that can be read"))
        found += here
    whole = 0 < len(parts) < LIMIT  # of a table with more, the rest may lie in what seems to be outside
    outside = list(between([(part.start, part.size) for part in parts], disk.size)) if whole else []
    return Found(table, found, Unallocated(outside, unread))


def _systems_at(
    blob: Blob, place: str, password: str | None, told: list[Problem], *, quiet: bool
) -> list[tuple[str, FileSystem]]:
    from phonefx.evidence.images.f2fs.layout import MAGIC
    from phonefx.evidence.images.f2fs.reader import F2fs
    from phonefx.evidence.images.tsk import TskFileSystem
    from phonefx.evidence.images.yal import apfs_volumes

    def tell(code: str, path: str, message: str) -> None:
        told.append(Problem(code, "/".join(part for part in (place, path) if part), message))

    def cut_short(stated: int) -> None:
        if stated > blob.size:
            tell("truncated", "", f"cut short: the file system states {stated} bytes, {blob.size} are there")

    def whole(system: FileSystem) -> FileSystem:
        cut_short(system.stated)
        return system

    head = blob.read_at(0, 8192)
    try:
        if MAGIC.to_bytes(4, "little") in {head[1024:1028], head[5120:5124]}:
            return [(place, whole(F2fs(blob)))]
        if head[32:36] == b"NXSB" and len(head) >= 48:
            block, count = struct.unpack_from("<IQ", head, 36)
            cut_short(block * count)
            volumes = apfs_volumes(blob, password, tell)
            many = len(volumes) > 1
            names = [part for part in (place,) if part]
            return [("/".join([*names, each.name] if many else names), each) for each in volumes]
        return [(place, whole(TskFileSystem(blob)))]
    except EvidenceError as error:
        if not quiet:
            tell("no-file-system", "", str(error).removeprefix("image: "))
        return []
