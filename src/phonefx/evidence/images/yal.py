"""Images and file systems that optional libraries of the libyal project read: APFS, VMDK, VHD, VHDX."""

from __future__ import annotations

import importlib
import re
import threading
from typing import TYPE_CHECKING, Any, Final

from phonefx.errors import Damaged, EvidenceError, MissingExtra
from phonefx.evidence.blobs import Blob
from phonefx.evidence.images.filesystem import FileSystem, Node
from phonefx.evidence.streams import BlobReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from phonefx.evidence.images.filesystem import Tell
    from phonefx.evidence.tree import Limits

DISKS: Final[dict[bytes, tuple[str, str, str]]] = {
    b"KDMV": ("pyvmdk", "vm", "VMDK image"),
    b"conectix": ("pyvhdi", "vm", "VHD image"),
    b"vhdxfile": ("pyvhdi", "vm", "VHDX image"),
}
"""First bytes to (module, extra, kind)."""

_ERRORS: Final = (OSError, RuntimeError, ValueError, MemoryError, OverflowError)
WITH_BASE: Final = "with that beside it, convert it with `qemu-img convert -O raw`"
_FUNCTION: Final = re.compile(r"\b(?:lib|py)\w+: ")


def _module(name: str, what: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtra(what, extra) from None


class YalDisk(Blob):
    """A disk inside an image that a libyal library reads."""

    def __init__(self, segments: Sequence[Blob], magic: bytes) -> None:
        name, extra, kind = DISKS[magic]
        module = _module(name, f"A {kind}", extra)
        self.segments = segments
        self.reader = f"{name} {module.get_version()}"
        self._lock = threading.Lock()
        streams = [BlobReader(each) for each in segments]
        try:
            if name == "pyvmdk":
                self.handle = module.handle()
                self.handle.open_file_object(streams[0])
                self.handle.open_extent_data_files_as_file_objects(streams)
            else:
                self.handle = module.file()
                self.handle.open_file_object(streams[0])
            self.size = int(self.handle.get_media_size())
            base = self.handle.get_parent_filename()
        except _ERRORS as error:
            raise Damaged(kind, _line(error)) from None
        if base:
            raise EvidenceError(kind, f"it holds only what differs from {base!r}; {WITH_BASE}")

    def read_at(self, offset: int, size: int) -> bytes:
        """Read; the library keeps a position, so one at a time."""
        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        with self._lock:
            try:
                data: bytes = self.handle.read_buffer_at_offset(size, offset)
            except _ERRORS as error:
                raise Damaged("image", f"unreadable at byte {offset}: {_line(error)}") from None
        return data

    def close(self) -> None:
        """Close the image."""
        self.handle.close()
        for each in self.segments:
            each.close()


class ApfsFileSystem(FileSystem):
    """One volume of an APFS container, read through libfsapfs. Snapshots are not given."""

    kind = "APFS"

    def __init__(self, volume: Any, container: Any, reader: str) -> None:  # noqa: ANN401 - the library has no types
        self.volume = volume
        self.container = container
        self.reader = reader
        self.name = str(volume.name or "")

    def nodes(self, limits: Limits, tell: Tell) -> Iterator[Node]:
        """Walk the volume; each folder once."""
        try:
            root = self.volume.get_root_directory()
        except _ERRORS as error:
            tell("unreadable-folder", "", _line(error))
            return
        if root is None:
            tell("unreadable-folder", "", "the volume has no root folder")
            return
        pending = [(root, "")]
        seen: set[int] = set()
        count = 0
        while pending:
            folder, path = pending.pop()
            inner = []
            for node, entry in self._inside(folder, path, tell):
                count += 1
                if count > limits.entries:
                    tell("too-many", path, f"more than {limits.entries} names; the rest is not listed")
                    return
                yield node
                if node.form == "dir" and node.ident not in seen:
                    seen.add(int(str(node.ident)))
                    inner.append((entry, node.path))
            pending.extend(reversed(inner))

    def _inside(self, folder: Any, path: str, tell: Tell) -> list[tuple[Node, Any]]:  # noqa: ANN401
        """Describe what lies in a folder, sorted by name; what cannot be read of it is told and left out."""
        found, lost, first = [], 0, ""
        try:
            numbers = range(folder.get_number_of_sub_file_entries())
        except _ERRORS as error:
            tell("unreadable-folder", path, _line(error))
            return []
        for number in numbers:
            try:
                entry = folder.get_sub_file_entry(number)
                found.append((_node(entry, path), entry))
            except _ERRORS as error:
                lost, first = lost + 1, first or _line(error)
        if lost:
            tell("unreadable-folder", path, f"{lost} of {len(numbers)} names in it cannot be read: {first}")
        return sorted(found, key=lambda each: each[0].path)

    def blob(self, ident: object, path: str) -> Blob:
        """Give the content of a file by its identifier."""
        try:
            entry = self.volume.get_file_entry_by_identifier(int(str(ident)))
            if entry is not None:
                return _ApfsFile(entry, path)
        except _ERRORS as error:
            raise Damaged(path, _line(error)) from None
        raise EvidenceError(path, "no such file in the volume")


class _ApfsFile(Blob):
    """The content of one file."""

    def __init__(self, entry: Any, path: str) -> None:  # noqa: ANN401
        self.entry = entry
        self.path = path
        self.size = int(entry.size or 0)

    def read_at(self, offset: int, size: int) -> bytes:
        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        try:
            data: bytes = self.entry.read_buffer_at_offset(size, offset)
        except _ERRORS as error:
            raise Damaged(self.path, f"unreadable at byte {offset}: {_line(error)}") from None
        return data


def _node(entry: Any, folder: str) -> Node:  # noqa: ANN401
    if entry is None or entry.name is None:
        raise ValueError("an entry without a name")
    name = str(entry.name).replace("/", ":")
    form = {0o040000: "dir", 0o100000: "file", 0o120000: "link"}.get(entry.file_mode & 0o170000, "special")
    size = int(entry.size or 0) if form == "file" else 0
    nanoseconds = entry.get_modification_time_as_integer()
    stamp = None if nanoseconds is None else int(nanoseconds) // 1000
    return Node(f"{folder}/{name}" if folder else name, size, stamp, "utc", form, "live", int(entry.identifier))


def apfs_volumes(blob: Blob, password: str | None, tell: Tell) -> list[ApfsFileSystem]:
    """Open the volumes of an APFS container; a locked one needs the password, a broken one is told."""
    module = _module("pyfsapfs", "An APFS image", "apfs")
    container = module.container()
    found = []
    try:
        container.open_file_object(BlobReader(blob))
        count = container.number_of_volumes
    except _ERRORS as error:
        raise Damaged("APFS", _line(error)) from None
    for number in range(count):
        place = f"volume {number + 1}"
        try:
            volume = container.get_volume(number)
            if volume.is_locked() and not (password and volume.set_password(password) is None and volume.unlock()):
                tell("encrypted", place, "the volume is locked")
                continue
            found.append(ApfsFileSystem(volume, container, f"pyfsapfs {module.get_version()}"))
        except _ERRORS as error:
            tell("damaged", place, _line(error))
    return found


def _line(error: BaseException) -> str:
    """Give what a library says, without the names of its functions: the outcome and the cause next to it."""
    parts = [part.strip(" .") for part in _FUNCTION.split(" ".join(str(error).split()))]
    return ": ".join([part for part in parts if part][:2])[:300]
