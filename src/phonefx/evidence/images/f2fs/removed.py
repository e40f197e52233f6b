"""Files that were removed from an F2FS file system: inode blocks which no node address names any more.

F2FS writes nothing in place, so the inode of a removed file, with its name, stays until its segment is cleaned. Only
segments of nodes are looked through. What was removed is offered while none of its blocks belongs to another file; a
free block may still have been written by a later file that was removed too, which nothing here tells.

Knowledge: the on-disk layout in the headers of the Linux kernel: segment information table, footers of node blocks.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence.images.f2fs.inode import Inode, InodeBlob, read_inode
from phonefx.evidence.images.f2fs.layout import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.images.f2fs.layout import Layout

_FIRST_OF_NODES: Final = 3
PER_SEGMENT: Final = 512


class Removed:
    """What is left of removed files.

    It stands in for the layout where their further nodes are asked for, which no table names any more.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.blob = layout.blob
        self.features = layout.features

    @cached_property
    def nodes(self) -> dict[int, tuple[int, int, int]]:
        """Node to (checkpoint version, block, inode) of its newest block, of nodes that no file has now."""
        found: dict[int, tuple[int, int, int]] = {}
        for block, footer in self._footers():
            node, inode = int.from_bytes(footer[:4], "little"), int.from_bytes(footer[4:8], "little")
            if not node or not inode or self.layout.node_block(node) or self.layout.in_use(block):
                continue
            version = int.from_bytes(footer[12:16], "little")
            found[node] = max(found.get(node, (0, 0, 0)), (version, block, inode))
        return found

    def _footers(self) -> Iterator[tuple[int, bytes]]:
        for segment in range(self.layout.segments if self.layout.segment == PER_SEGMENT else 0):
            if self.layout.segment_kind(segment) < _FIRST_OF_NODES:
                continue
            start = self.layout.main + segment * self.layout.segment
            raw = self.blob.read_at(start * BLOCK, self.layout.segment * BLOCK)
            for at in range(0, len(raw) - BLOCK + 1, BLOCK):
                if raw[at + 4072 : at + 4080].strip(b"\0"):
                    yield start + at // BLOCK, raw[at + 4072 : at + 4092]

    def files(self) -> Iterator[tuple[int, bytes, int, Inode]]:
        """Give (number, name, parent folder, inode) of each regular file, by number."""
        for number, (_, block, owner) in sorted(self.nodes.items()):
            raw = self.layout.block(block)
            size = int.from_bytes(raw[88:92], "little")
            if number != owner or int.from_bytes(raw[:2], "little") & 0o170000 != 0o100000 or not 0 < size <= 255:
                continue
            try:
                yield number, raw[92 : 92 + size], int.from_bytes(raw[84:88], "little"), self.inode(number)
            except Damaged:
                continue

    def inode(self, number: int) -> Inode:
        """Give the inode of a removed file."""
        return read_inode(self.node(number), number, self.features)

    def node(self, number: int) -> bytes:
        """Give the newest block of a node that no file has now."""
        if number not in self.nodes:
            raise Damaged(f"node {number}", "nothing is left of it")
        return self.layout.block(self.nodes[number][1])


class RemovedBlob(InodeBlob):
    """The content of a removed file; refused where one of its blocks belongs to another file now."""

    def __init__(self, removed: Removed, number: int, path: str) -> None:
        super().__init__(removed, removed.inode(number), path)
        self._in_use = removed.layout.in_use

    def _run(self, start: int, count: int) -> bytes:
        if start and any(map(self._in_use, range(start, start + count))):
            raise EvidenceError(self.path, f"deleted, and block {start} belongs to another file now")
        return super()._run(start, count)
