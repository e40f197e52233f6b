"""Finds the Exif block of a JPEG picture by walking its segments; no picture is decoded."""

from __future__ import annotations

from typing import BinaryIO

from phonefx.errors import Damaged, HostileEvidence

MAX_SEGMENTS = 4096
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_END = frozenset({0xD9, 0xDA})


def exif_block(file: BinaryIO) -> bytes | None:
    """Give the TIFF structure that holds a picture's Exif data, or None if there is none before the picture itself.

    Raises:
        Damaged: it is no JPEG, or breaks off before the picture.
        HostileEvidence: more than 4096 segments.
    """
    file.seek(0)
    if file.read(2) != b"\xff\xd8":
        raise Damaged("JPEG picture", "it does not begin as one")
    for _ in range(MAX_SEGMENTS):
        marker = _marker(file)
        if marker in _END:
            return None
        if marker in _BARE:
            continue
        length = int.from_bytes(_exactly(file, 2), "big") - 2
        if length < 0:
            raise Damaged("JPEG picture", "a segment shorter than its own head")
        if marker != 0xE1:
            file.seek(length, 1)
            continue
        body = _exactly(file, length)
        if body.startswith(b"Exif\0"):
            return body[6:]
    raise HostileEvidence("JPEG picture", f"more than {MAX_SEGMENTS} segments")


def _marker(file: BinaryIO) -> int:
    """Read the next marker; any number of fill bytes may stand before it."""
    if _exactly(file, 1) != b"\xff":
        raise Damaged("JPEG picture", f"no segment begins at {file.tell() - 1}")
    for _ in range(MAX_SEGMENTS):
        code = _exactly(file, 1)[0]
        if code != 0xFF:
            return code
    raise HostileEvidence("JPEG picture", f"more than {MAX_SEGMENTS} fill bytes")


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise Damaged("JPEG picture", "it breaks off before the picture")
    return data
