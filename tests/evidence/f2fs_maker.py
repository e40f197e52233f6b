"""Changes an F2FS image in ways that only a kernel does: files in compressed clusters, files that were removed."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.images.f2fs.layout import BLOCK, Layout
from phonefx.evidence.images.f2fs.reader import F2fs
from phonefx.evidence.packed import zstd
from phonefx.evidence.tree import Limits

from .disks import run, tool

CLUSTER = 4
LIMITS = Limits()
LZ4, ZSTD = 1, 2


def image_of(tree: Path, target: Path, features: str = "extra_attr,compression") -> Path:
    """An F2FS image of a folder."""
    with target.open("wb") as out:
        out.truncate(64 << 20)
    run("mkfs.f2fs", "-q", "-f", "-O", features, target)
    run("sload.f2fs", "-f", tree, target)
    return target


def lz4_block(data: bytes) -> bytes:
    """One block of the `lz4` program, without the frame around it."""
    command = [tool("lz4"), "-9", "-c", "-B4", "--no-frame-crc"]
    frame = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    head = 7 + 8 * (frame[4] >> 3 & 1)
    (size,) = struct.unpack_from("<I", frame, head)
    return b"" if size & 0x80000000 else frame[head + 4 : head + 4 + size]


PACK = {LZ4: lz4_block, ZSTD: lambda data: zstd().compress(data)}


def compress(image: Path, number: int, algorithm: int) -> int:
    """Write the clusters of a file compressed, where that saves a block; give how many were.

    The blocks of each cluster are used again, from its first one on; what is saved is left as it was.
    """
    layout = Layout(FileBlob(image))
    place = layout.node_block(number) * BLOCK
    inode = bytearray(layout.node(number))
    extra = int.from_bytes(inode[360:362], "little")
    size = int.from_bytes(inode[16:24], "little")
    first, changed, saved = 360 + extra, 0, 0
    with image.open("r+b") as out:
        for block in range(0, -(-size // BLOCK) // CLUSTER * CLUSTER, CLUSTER):
            at = first + 4 * block
            addresses = struct.unpack_from(f"<{CLUSTER}I", inode, at)
            plain = b"".join(layout.block(each) for each in addresses)
            packed = PACK[algorithm](plain)
            needed = -(-(24 + len(packed)) // BLOCK)
            if not packed or needed >= CLUSTER:
                continue
            body = (struct.pack("<II16x", len(packed), 0) + packed).ljust(needed * BLOCK, b"\0")
            for each in range(needed):
                out.seek(addresses[each] * BLOCK)
                out.write(body[each * BLOCK : (each + 1) * BLOCK])
            struct.pack_into(f"<{CLUSTER}I", inode, at, 0xFFFFFFFE, *addresses[:needed], *[0] * (CLUSTER - 1 - needed))
            changed, saved = changed + 1, saved + CLUSTER - needed
        struct.pack_into("<I", inode, 80, int.from_bytes(inode[80:84], "little") | 4)
        struct.pack_into("<QBB", inode, 384, saved, algorithm, CLUSTER.bit_length() - 1)
        out.seek(place)
        out.write(inode)
    return changed


def compress_all(image: Path, algorithm: int) -> int:
    """Compress every file that is larger than a cluster and lies in its inode's own blocks; give how many clusters."""
    nodes = F2fs(FileBlob(image)).nodes(LIMITS, lambda *_: None)
    chosen = [int(str(node.ident)) for node in nodes if node.form == "file" and CLUSTER * BLOCK <= node.size < 3 << 20]
    return sum(compress(image, number, algorithm) for number in chosen)


def remove(image: Path, number: int, name: bytes) -> None:
    """Take a file away as an unlink and a checkpoint do: name, node addresses, blocks in the segment table."""
    layout = Layout(FileBlob(image))
    inode = layout.node(number)
    blocks = [layout.node_block(number), *_addresses(inode)]
    for each in struct.unpack_from("<2I", inode, 4052):
        if each:
            blocks += [layout.node_block(each), *filter(None, struct.unpack_from("<1018I", layout.node(each)))]
            _forget(image, layout, each)
    _forget(image, layout, number)
    _free(image, layout, blocks)
    for block in _addresses(layout.node(int.from_bytes(inode[84:88], "little"))):
        folder = bytearray(layout.block(block))
        at = folder.find(struct.pack("<IH", number, len(name)))
        if at >= 0:
            first = (at - 4 - 30) // 11
            for slot in range(first, first + -(-len(name) // 8)):
                folder[slot >> 3] &= ~(1 << (slot & 7))
            _write(image, block * BLOCK, bytes(folder))


def _addresses(inode: bytes) -> list[int]:
    if inode[3] & 2:
        return []
    extra = int.from_bytes(inode[360:362], "little")
    found = struct.unpack_from(f"<{(4052 - 360 - extra) // 4}I", inode, 360 + extra)
    return [each for each in found if 0 < each < 0xFFFFFFFE]


def _write(image: Path, at: int, data: bytes) -> None:
    with image.open("r+b") as out:
        out.seek(at)
        out.write(data)


def _forget(image: Path, layout: Layout, node: int) -> None:
    """Take the address of a node out of the table, or out of the journal that overrides it."""
    with image.open("rb") as source:
        front = source.read(layout.main * BLOCK)
    block = layout.node_block(node)
    entry = struct.pack("<II", int.from_bytes(layout.node(node)[4076:4080], "little"), block)
    at = front.find(entry)
    while at >= 0:
        _write(image, at, bytes(8))
        at = front.find(entry, at + 1)


def _free(image: Path, layout: Layout, blocks: list[int]) -> None:
    """Clear the bits of blocks in every copy of the entry of their segment."""
    with image.open("rb") as source:
        front = source.read(layout.main * BLOCK)
    places = [divmod(block - layout.main, layout.segment) for block in blocks]
    for segment in {segment for segment, _ in places}:
        before = layout._read_segment(segment)
        after = bytearray(before)
        for index in (index for which, index in places if which == segment):
            after[2 + (index >> 3)] &= ~(0x80 >> (index & 7))
        at = front.find(before)
        while at >= 0:
            _write(image, at, bytes(after))
            at = front.find(before, at + 1)
