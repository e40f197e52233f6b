"""Changes an F2FS image in ways that only a kernel does: files in compressed clusters, files that were removed."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.images.f2fs.layout import BLOCK, Layout
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
