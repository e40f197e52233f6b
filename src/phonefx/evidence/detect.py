"""Tells what a file is from its bytes, never from its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.evidence.backups.android import MAGIC, MIUI
from phonefx.evidence.packed import compression
from phonefx.evidence.tars.headers import is_header

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob


_IMAGES: Final = (
    b"EVF\x09\x0d\x0a\xff\x00", b"EVF2\x0d\x0a\x81", b"\x3a\xff\x26\xed", b"QFI\xfb", b"KDMV", b"conectix", b"vhdxfile"
)  # fmt: skip


def is_sqlite(blob: Blob) -> bool:
    """Say whether bytes begin as a SQLite database does."""
    return blob.read_at(0, 16) == b"SQLite format 3\0"


def may_be_image(blob: Blob) -> bool:
    """Say whether bytes may be a disk image: one that is packed as such, a partition table, or a file system."""
    head = blob.read_at(0, 8192)
    if head.startswith(_IMAGES) or head[510:512] == b"\x55\xaa" or head[512:520] == b"EFI PART":
        return True
    if head[32:36] == b"NXSB" or head[1080:1082] == b"\x53\xef" or head[1024:1026] in {b"H+", b"HX"}:
        return True
    if head[1024:1028] == b"\x10\x20\xf5\xf2" or head[3:11] in {b"EXFAT   ", b"NTFS    "} or head[:2] == b"ER":
        return True
    return head[4096:4104] == b"EFI PART" or head[4:8] == b"\xff\xff\x00\x00" or blob.read_at(32769, 5) == b"CD001"


def sort_of(blob: Blob) -> str | None:
    """Give `zip`, `tar`, `gz` …; None where the bytes are of no known container."""
    head = blob.read_at(0, 512)
    if head.startswith(MAGIC) or (head.startswith(MIUI) and MAGIC in blob.read_at(0, 16_384)):
        return "ab"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if (packed := compression(head)) is not None:
        return packed
    if is_header(head):
        return "tar"
    if b"PK\x05\x06" in blob.read_at(max(0, blob.size - 66_000), 66_000):
        return "zip"
    return None
