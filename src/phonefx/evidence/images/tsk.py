"""File systems that The Sleuth Kit reads: ext2/3/4, FAT, exFAT, HFS+, NTFS, ISO 9660, YAFFS2.

Files are opened by inode, never by path (opening by path reads every folder on the way again). FAT and exFAT store
local wall-clock time, which the library converts with the zone of this machine; that is undone here.
"""

from __future__ import annotations

import calendar
import re
import sys
import threading
import time
from bisect import bisect_left
from contextlib import suppress
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytsk3

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.evidence.blobs import Blob, FileBlob, place_of
from phonefx.evidence.images import freespace
from phonefx.evidence.images.ext4 import EncryptionFlags, absurd_inodes, removed_inodes, unallocated
from phonefx.evidence.images.filesystem import ORPHANS, FileSystem, Node, Nodes, in_columns, shown
from phonefx.evidence.images.hfs import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from phonefx.evidence.images.filesystem import Tell
    from phonefx.evidence.tree import Limits

_KINDS: Final = {
    pytsk3.TSK_FS_TYPE_EXT2: "ext2", pytsk3.TSK_FS_TYPE_EXT3: "ext3", pytsk3.TSK_FS_TYPE_EXT4: "ext4",
    pytsk3.TSK_FS_TYPE_FAT12: "FAT12", pytsk3.TSK_FS_TYPE_FAT16: "FAT16", pytsk3.TSK_FS_TYPE_FAT32: "FAT32",
    pytsk3.TSK_FS_TYPE_EXFAT: "exFAT", pytsk3.TSK_FS_TYPE_HFS: "HFS+", pytsk3.TSK_FS_TYPE_NTFS: "NTFS",
    pytsk3.TSK_FS_TYPE_ISO9660: "ISO 9660", pytsk3.TSK_FS_TYPE_YAFFS2: "YAFFS2",
}  # fmt: skip
_FORMS: Final = {
    pytsk3.TSK_FS_META_TYPE_REG: "file", pytsk3.TSK_FS_META_TYPE_DIR: "dir", pytsk3.TSK_FS_META_TYPE_LNK: "link",
}  # fmt: skip
_ALONE: Final = (
    pytsk3.TSK_FS_TYPE_EXT_DETECT, pytsk3.TSK_FS_TYPE_FAT_DETECT, pytsk3.TSK_FS_TYPE_NTFS, pytsk3.TSK_FS_TYPE_HFS,
)  # fmt: skip
_CATALOGUE: Final = 4
_BITMAPS: Final = {"NTFS": 6, "HFS+": 6}
_UNSIZED: Final = frozenset({"ISO 9660", "YAFFS2", "file system"})
_VIRTUAL: Final = (pytsk3.TSK_FS_NAME_TYPE_VIRT, pytsk3.TSK_FS_NAME_TYPE_VIRT_DIR)
_DOTS: Final = frozenset({b".", b"..", b""})
_UNALLOCATED: Final = int(pytsk3.TSK_FS_NAME_FLAG_UNALLOC)
_REMOVED: Final = int(pytsk3.TSK_FS_META_FLAG_UNALLOC) | int(pytsk3.TSK_FS_META_FLAG_USED)
_FOLDER: Final = int(pytsk3.TSK_FS_META_TYPE_DIR)
_Row = tuple[bytes, int, int, int, int, int]
_ERRORS: Final = (OSError, RuntimeError)
_MOST_ABSURD: Final = 10_000
_FIRST_OF_FILES: Final = 11
_PLACE: Final = re.compile(r"^\w+: \(\w+\.\w+:\d+\) |Unable to open .{,40} at offset: 0x0+ with error: ")


class TskImage(pytsk3.Img_Info):  # type: ignore[misc]
    """A blob, handed to the library as an image.

    Args:
        blob: the file system.
        nothing: offsets of four bytes each that the library is to read as zeros.
    """

    def __init__(self, blob: Blob, nothing: Sequence[int] = ()) -> None:
        self.blob = blob
        self.nothing = sorted(nothing)
        super().__init__(url="", type=pytsk3.TSK_IMG_TYPE_EXTERNAL)

    def read(self, offset: int, size: int) -> bytes:
        """Give exactly what is asked for, or raise: the library takes a short read for zeros."""
        data = self.blob.read_at(offset, size)
        if len(data) != min(size, max(0, self.blob.size - offset)):
            raise Damaged("image", f"it ends within {size} bytes at {offset}")
        return self._without(data, offset) if self.nothing else data

    def _without(self, data: bytes, offset: int) -> bytes:
        first = bisect_left(self.nothing, offset - 3)
        last = bisect_left(self.nothing, offset + len(data))
        if first == last:
            return data
        changed = bytearray(data)
        for at in self.nothing[first:last]:
            start, end = max(at - offset, 0), min(at + 4 - offset, len(data))
            changed[start:end] = bytes(end - start)
        return bytes(changed)

    def get_size(self) -> int:
        """Give the size in bytes."""
        return self.blob.size


def _on_disk(blob: Blob, nothing: Sequence[int]) -> Any:  # noqa: ANN401 - the library has no types
    """Open a file system that lies whole in one file on disk without a detour through Python; None where it does not.

    The file is opened by its descriptor, for the library would look for further segments beside its name.
    """
    file, start = place_of(blob)
    descriptor = Path(f"/dev/fd/{file.fileno()}") if isinstance(file, FileBlob) else None
    if nothing or descriptor is None or sys.platform != "linux" or not descriptor.exists():
        return None  # elsewhere such a file shares its position with the other one
    try:
        found = pytsk3.FS_Info(pytsk3.Img_Info(str(descriptor), pytsk3.TSK_IMG_TYPE_RAW), offset=start)
    except _ERRORS:
        return None
    return found if found.info.block_count * found.info.block_size <= blob.size else None


def _opened(blob: Blob, nothing: Sequence[int]) -> Any:  # noqa: ANN401 - the library has no types
    """Open a file system; where bytes are missing that only another kind would ask for, by trying each kind alone."""
    try:
        return pytsk3.FS_Info(TskImage(blob, nothing))
    except _ERRORS:
        for kind in _ALONE:
            with suppress(*_ERRORS):
                return pytsk3.FS_Info(TskImage(blob, nothing), type=kind)
        raise


class TskFile(Blob):
    """The content of one inode."""

    def __init__(self, file: Any, size: int, path: str) -> None:  # noqa: ANN401 - the library has no types
        self.file = file
        self.size = size
        self.path = path

    def read_at(self, offset: int, size: int) -> bytes:
        """Read; the library fails at and beyond the end, which is not an error here."""
        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        try:
            data: bytes = self.file.read_random(offset, size)
        except _ERRORS as error:
            raise Damaged(self.path, f"unreadable at byte {offset}: {_line(error)}") from None
        return data


class TskFileSystem(FileSystem):
    """A file system read through pytsk3."""

    reader = f"pytsk3 {pytsk3.get_version()}"
    by_folder = True

    def __init__(self, blob: Blob, absurd: Sequence[tuple[int, int, int]] | None = None) -> None:
        try:
            self.absurd = list(islice(absurd_inodes(blob), _MOST_ABSURD) if absurd is None else absurd)
            if len(self.absurd) == _MOST_ABSURD:
                raise HostileEvidence("image", f"{_MOST_ABSURD} inodes state sizes beyond the volume")
            nothing = [at + field for _, at, _ in self.absurd for field in (4, 108)]
            self.fs = _on_disk(blob, nothing) or _opened(blob, nothing)
        except _ERRORS as error:
            raise EvidenceError("image", _line(error)) from None
        self.kind = _KINDS.get(self.fs.info.ftype, "file system")
        self.stated = self.fs.info.block_count * self.fs.info.block_size if self.kind not in _UNSIZED else 0
        self.local = self.kind.upper().startswith(("FAT", "EXFAT"))
        self._bytes = blob
        self.encryption = EncryptionFlags.of(blob) if self.kind.startswith("ext") else None
        self._lock = threading.Lock()

    def nodes(self, limits: Limits, tell: Tell) -> Iterator[Node]:
        """Walk the folders in a child process, which is ended where the library does not come back from one."""
        return chain.from_iterable(found.each() for found in self.batches(limits, tell))

    def batches(self, limits: Limits, tell: Tell) -> Iterator[Nodes]:
        """Give the same in columns."""
        from phonefx.evidence.images.apart import listed

        return listed(self._bytes, self.absurd, limits, tell)

    def walked(
        self, limits: Limits, tell: Tell, may: Callable[[int, str], bool], together: int = 1
    ) -> Iterator[Nodes]:
        """Walk the folders by inode; a folder is read once, also in a file system with loops.

        Args:
            limits: how many names there may be.
            tell: takes a problem: code, path, message.
            may: is told each folder before it is opened (inode, path), and says whether it may be.
            together: how many names are gathered before they are given; a folder is never parted.
        """
        walk = _Walk(self, tell)
        for number, _, size in self.absurd:
            if number >= _FIRST_OF_FILES:  # one before it, which keeps room to grow, is so by design
                told = f"inode {number} states {size} bytes in a volume of {self._bytes.size}: not read"
                tell("unreadable", "", told)
        walk.pending = [(self.fs.info.root_inum, "", "live")]
        left = limits.entries
        while walk.pending:
            inode, path, state = walk.pending.pop()
            rows, others = walk.read(inode, path, state) if may(inode, path) else ([], [])
            left -= len(rows) + len(others)
            if others:
                yield from walk.gathered()
                yield walk.mixed(path, rows, others, left)
            elif rows:
                walk.gather(path, rows, left)
            if left < 0:
                tell("too-many", path, f"more than {limits.entries} names; the rest is not listed")
                break
            if len(walk.rows) >= together:
                yield from walk.gathered()
        yield from walk.gathered()
        walk.report()

    def blob(self, ident: object, path: str) -> Blob:
        """Give the content of an inode."""
        if not isinstance(ident, int):
            raise EvidenceError(path, str(ident))
        try:
            file = self.fs.open_meta(inode=ident)
        except _ERRORS as error:
            raise Damaged(path, _line(error)) from None
        return TskFile(file, file.info.meta.size, path)

    def unallocated(self) -> Iterator[tuple[int, int]] | None:
        """Give the stretches that belong to no file, by the file system's own bitmap or table."""
        info = self.fs.info
        if self.kind.startswith("ext"):
            return unallocated(self._bytes)
        if self.kind.startswith("FAT"):
            return freespace.of_fat(self._bytes, int(self.kind[3:]))
        if self.kind == "exFAT":
            inode = self._inode_of_bitmap()
            return None if inode is None else freespace.of_exfat(self._bytes, self.blob(inode, "$ALLOC_BITMAP"))
        if self.kind in _BITMAPS:
            bitmap = self.blob(_BITMAPS[self.kind], "the bitmap of its blocks")
            count, size = min(info.block_count, self._bytes.size // info.block_size), info.block_size
            return freespace.of_bitmap(bitmap, count, size, highest_first=self.kind == "HFS+")
        return None

    def _inode_of_bitmap(self) -> int | None:
        """Find the file that the library makes of the bitmap of an exFAT file system."""
        try:
            for each in self.fs.open_dir(inode=self.fs.info.root_inum):
                if each.info.name is not None and each.info.name.name == b"$ALLOC_BITMAP":
                    return int(each.info.name.meta_addr)
        except _ERRORS as error:
            raise Damaged("image", _line(error)) from None
        return None

    def facts(self) -> dict[str, str]:
        """Give type, block size and number of inodes."""
        info = self.fs.info
        return {"block size": str(info.block_size), "last inode": str(info.last_inum)}


class _Walk:
    """One walk: what was seen, what is to be opened, and what could not be read.

    The usual names (live, resolved, in UTC) of several folders are gathered as the library gives them: name, type,
    size, seconds, nanoseconds, inode. `spans` holds the path of each folder and how many of them are its own.
    """

    def __init__(self, system: TskFileSystem, tell: Tell) -> None:
        self.system = system
        self.tell = tell
        self.pending: list[tuple[int, str, str]] = []
        self.orphans = (system.fs.info.last_inum, ORPHANS)
        """Where the library lists inodes without a name, in the root. It comes last, for it takes all names to tell."""
        self.seen = {(system.fs.info.root_inum, "live"), (self.orphans[0], "deleted")}
        removed = removed_inodes(system._bytes)
        self.removed = None if removed is None else set(removed)
        """Inodes that were removed; what is left of them when all names were read has none. None: the library tells."""
        self.encrypted = 0
        self.rows: list[_Row] = []
        self.spans: list[tuple[str, int]] = []

    def read(self, inode: int, path: str, state: str) -> tuple[list[_Row], list[Node]]:
        """Give the usual names of a folder as they are, and the others described."""
        usual = state == "live" and not self.system.local and path
        rows: list[_Row] = []
        others: list[Node] = []
        keep = rows.append
        orphans = (inode, path) == self.orphans
        known = self._without_name() if orphans else []
        if orphans and self.removed is not None and not any(each.form == "dir" for each in known):
            return [], known  # only where folders are among them has the library to look, which tells what lies inside
        try:
            for each in self.system.fs.open_dir(inode=inode):
                info = each.info
                name, meta = info.name, info.meta
                if name is None or (raw := name.name) in _DOTS:
                    continue
                if usual and meta is not None and not name.flags & _UNALLOCATED:
                    keep((raw, meta.type, meta.size, meta.mtime, meta.mtime_nano, meta.addr))
                elif (node := self._node(info, f"{path}/" if path else "", state)) is not None:
                    others.append(node)
        except _ERRORS as error:
            return [], known if orphans else self._of_catalogue(inode, path, _line(error))
        if self.removed:
            self.removed.difference_update(row[5] for row in rows)
        rows.sort()
        return rows, others

    def _of_catalogue(self, inode: int, path: str, why: str) -> list[Node]:
        """List a folder that the library refused, where its records can be read without it: on HFS+."""
        found: list[Node] = []
        if self.system.kind != "HFS+":
            self.tell("unreadable-folder", path, why)
            return found
        try:
            for child in Catalogue(self.system.blob(_CATALOGUE, "catalogue")).inside(inode):
                stamp, basis = (None, "unknown") if child.changed is None else (child.changed * 1_000_000, "utc")
                name = f"{path}/{shown(child.name)}" if path else shown(child.name)
                found.append(Node(name, child.size, stamp, basis, child.form, "live", child.number))
        except EvidenceError as error:
            self.tell("unreadable-folder", path, f"{why}; {error}")
        return found

    def gather(self, path: str, rows: list[_Row], left: int) -> None:
        """Keep the usual names of a folder, and go into its folders later."""
        rows = rows[:left] if left < 0 else rows
        inner = [(row[5], f"{path}/{shown(row[0])}", "live") for row in rows if row[1] == _FOLDER]
        if inner:
            self._later(inner)
        self.rows += rows
        self.spans.append((f"{path}/", len(rows)))

    def gathered(self) -> Iterator[Nodes]:
        """Give what was gathered."""
        if self.rows:
            yield self._columns()
        self.rows, self.spans = [], []

    def mixed(self, path: str, rows: list[_Row], others: list[Node], left: int) -> Nodes:
        """Give the names of a folder that has unusual ones among them, and go into its folders later."""
        if rows:
            self.rows, self.spans = rows, [(f"{path}/", len(rows))]
            others = [node for found in self.gathered() for node in found.each()] + others
        others.sort(key=_order)
        del others[len(others) + min(left, 0) :]
        self._later([(each.ident, each.path, each.state) for each in others if each.form == "dir"])
        return in_columns([each for each in others if path or (each.ident, each.path) != self.orphans])

    def _later(self, folders: list[tuple[Any, str, str]]) -> None:
        """Remember folders to open, those that were not met before."""
        new = []
        for inode, path, state in folders:
            if isinstance(inode, int) and (inode, state) not in self.seen:
                self.seen.add((inode, state))
                new.append((inode, path, state))
        self.pending += reversed(new)

    def _columns(self) -> Nodes:
        raws, kinds, stated, seconds, nanos, inodes = zip(*self.rows, strict=True)
        joined = b"\0".join(raws)
        plain = b"/" not in joined and joined.count(b"\0") == len(raws) - 1
        names = joined.decode("utf-8", "surrogateescape").split("\0") if plain else list(map(shown, raws))
        given = iter(names)
        parts = [folder + f"\0{folder}".join(islice(given, count)) for folder, count in self.spans if count]
        forms = list(map(_FORMS.get, kinds, repeat("special")))
        sizes = [size if form == "file" and size > 0 else 0 for size, form in zip(stated, forms, strict=True)]
        moments = [s * 1_000_000 + nano // 1000 if s else None for s, nano in zip(seconds, nanos, strict=True)]
        bases = ["unknown" if each is None else "utc" for each in moments] if None in moments else ["utc"] * len(raws)
        idents = inodes if self.system.encryption is None else list(map(self._ident, forms, inodes))
        return Nodes("\0".join(parts).split("\0"), sizes, moments, bases, forms, ["live"] * len(raws), idents)

    def _ident(self, form: str, inode: int) -> object:
        """Give what opens a file: its inode, or the reason why nothing does."""
        if form == "file" and self.system.encryption is not None and self.system.encryption.encrypted(inode):
            self.encrypted += 1
            return "its content is encrypted (file-based encryption)"
        return inode

    def _node(self, info: Any, prefix: str, state: str) -> Node | None:  # noqa: ANN401
        name, meta = info.name, info.meta
        path = prefix + shown(name.name)
        orphans = (name.meta_addr, path) == self.orphans
        if name.type in _VIRTUAL and not orphans:
            return None
        deleted = state == "deleted" or bool(int(name.flags) & pytsk3.TSK_FS_NAME_FLAG_UNALLOC)
        if orphans:
            self.pending.insert(0, (*self.orphans, "deleted"))
            return Node(path, 0, None, "unknown", "dir", "deleted", name.meta_addr)
        if meta is not None and self.removed:
            self.removed.discard(meta.addr)
        meta = meta or self._meta(int(name.meta_addr))
        if meta is None:
            why = "only its name is left" if deleted else "its inode cannot be read"
            return Node(path, 0, None, "unknown", "file", "deleted" if deleted else "live", why)
        return self._described(path, deleted, meta)

    def _without_name(self) -> list[Node]:
        """Describe the removed inodes that no name has."""
        found = []
        for inode in sorted(self.removed or ()):
            path, meta = f"{ORPHANS}/OrphanFile-{inode}", self._meta(inode)
            if meta is None:
                found.append(Node(path, 0, None, "unknown", "file", "deleted", "its inode cannot be read"))
            elif int(meta.flags) & _REMOVED == _REMOVED:
                found.append(self._described(path, True, meta))
        return found

    def _meta(self, inode: int) -> Any:  # noqa: ANN401
        """A deleted name may still state its inode, which the folder does not resolve."""
        if inode <= 0:
            return None
        try:
            return self.system.fs.open_meta(inode=inode).info.meta
        except _ERRORS:
            return None

    def _described(self, path: str, deleted: bool, meta: Any) -> Node:  # noqa: ANN401
        form = _FORMS.get(meta.type, "special")
        reused = deleted and bool(int(meta.flags) & pytsk3.TSK_FS_META_FLAG_ALLOC)
        if reused:
            return Node(path, 0, None, "unknown", "file", "deleted", "its inode belongs to another file now")
        ident = self._ident(form, int(meta.addr))
        stamp, basis = _moment(meta, self.system.local)
        size = int(meta.size) if form == "file" else 0
        return Node(path, max(0, size), stamp, basis, form, "deleted" if deleted else "live", ident)

    def report(self) -> None:
        if self.encrypted:
            self.tell("encrypted", "", f"{self.encrypted} files are encrypted (file-based encryption) and not read")


def _order(node: Node) -> tuple[str, str, str]:
    return node.path, node.state, str(node.ident)


def _moment(meta: Any, local: bool) -> tuple[int | None, str]:  # noqa: ANN401
    seconds = int(meta.mtime)
    if seconds == 0:
        return None, "unknown"
    if local:
        return calendar.timegm(time.localtime(seconds)) * 1_000_000, "device"
    return seconds * 1_000_000 + int(meta.mtime_nano) // 1000, "utc"


def _line(error: BaseException) -> str:
    return _PLACE.sub("", " ".join(str(error).split()))[:300]
