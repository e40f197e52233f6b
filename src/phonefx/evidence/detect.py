"""Tells what a file is from its bytes, never from its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phonefx.evidence.packed import compression
from phonefx.evidence.tars.headers import is_header

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob


def sort_of(blob: Blob) -> str | None:
    """Give `zip`, `tar`, `gz` …; None where the bytes are of no known container."""
    head = blob.read_at(0, 512)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if (packed := compression(head)) is not None:
        return packed
    if is_header(head):
        return "tar"
    if b"PK\x05\x06" in blob.read_at(max(0, blob.size - 66_000), 66_000):
        return "zip"
    return None
