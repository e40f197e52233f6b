"""What lies in a folder of HFS+, from the catalogue itself.

The Sleuth Kit refuses a folder whose thread record stands in the last 520 bytes of its node ("nodesize value out of
bounds"; measured with pytsk3 20260715), whatever made the image; the records of such a folder are read here. Knowledge:
Apple's Technical Note 1150.
"""

from __future__ import annotations

import stat
import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from phonefx.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob

_SINCE_1904: Final = 2_082_844_800
_FOLDER, _FILE = 1, 2
_LEAF, _INDEX = 0xFF, 0
_DEEPEST: Final = 16


class Child(NamedTuple):
    """A file or folder: its name, number or why it has no content, form, bytes, and UTC seconds of its last change."""

    name: bytes
    number: int | str
    form: str
    size: int
    changed: int | None


class Catalogue:
    """The catalogue of an HFS+ volume, a B-tree whose keys are the number of a folder and a name in it."""

    def __init__(self, blob: Blob) -> None:
        self.blob = blob
        head = blob.read_at(0, 40)
        if len(head) < 40:
            raise Damaged("catalogue", "it has no header")
        self.root = int.from_bytes(head[16:20], "big")
        self.size = int.from_bytes(head[32:34], "big")
        if self.size < 512:
            raise Damaged("catalogue", f"nodes of {self.size} bytes")

    def _node(self, number: int) -> tuple[int, int, list[bytes]]:
        """Give (kind, number of the next node, records) of a node."""
        data = self.blob.read_at(number * self.size, self.size)
        if len(data) < self.size:
            raise Damaged("catalogue", f"node {number} lies behind its end")
        following, _, kind, _, count = struct.unpack_from(">IIBBH", data)
        if count * 2 + 16 > self.size:
            raise Damaged("catalogue", f"node {number} states {count} records")
        places = struct.unpack_from(f">{count + 1}H", data, self.size - 2 * (count + 1))[::-1]
        return kind, following, [data[start:end] for start, end in pairwise(places)]

    def inside(self, folder: int) -> Iterator[Child]:
        """Give what lies in a folder.

        Raises:
            Damaged: the way to its records is broken.
        """
        number, follow = self._leaf(folder), self.blob.size // self.size
        while number and follow:
            kind, number, records = self._node(number)
            follow -= 1
            if kind != _LEAF:
                raise Damaged("catalogue", "a leaf is followed by another kind of node")
            for record in records:
                parent = int.from_bytes(record[2:6], "big")
                if parent > folder:
                    return
                if parent == folder and (child := _child(record)) is not None:
                    yield child

    def _leaf(self, folder: int) -> int:
        """Find the leaf in which the records of a folder begin, behind its thread record, whose name is empty."""
        number = self.root
        for _ in range(_DEEPEST):
            kind, _, records = self._node(number)
            if kind == _LEAF:
                return number
            fitting = [record for record in records if struct.unpack(">IH", record[2:8].ljust(6, b"\0")) <= (folder, 0)]
            if kind != _INDEX or not records:
                break
            record = (fitting or records)[-1 if fitting else 0]
            number = int.from_bytes(record[2 + int.from_bytes(record[:2], "big") :][:4], "big")
        raise Damaged("catalogue", f"no leaf holds folder {folder}")


def _child(record: bytes) -> Child | None:
    length, _, letters = struct.unpack_from(">HIH", record.ljust(8, b"\0"))
    name = record[8 : 8 + letters * 2].decode("utf-16-be", "replace").replace("/", ":").replace("\0", "^@")
    data = record[2 + length :]
    if len(data) < 88 or (kind := int.from_bytes(data[:2], "big")) not in {_FOLDER, _FILE}:
        return None
    number, _, changed = struct.unpack_from(">III", data, 8)
    (mode,) = struct.unpack_from(">H", data, 42)
    form = "dir" if kind == _FOLDER else "link" if stat.S_ISLNK(mode) else "file"
    if kind == _FILE and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFLNK}:
        form = "special"
    size = int.from_bytes(data[88:96], "big") if form == "file" else 0
    ident = "a hard link, whose content stands under another name" if data[48:56] == b"hlnkhfs+" else number
    return Child(name.encode(), ident, form, size, changed - _SINCE_1904 if changed else None)
