"""Finds the Exif block of a HEIC, HEIF or AVIF picture by its item tables; no picture is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.isobmff import Box, BoxFile

MAX_EXIF = 1 << 20
MAX_ITEMS = 20_000


def exif_block(file: BinaryIO) -> bytes | None:
    """Give the TIFF structure that holds a picture's Exif data, or None if it has none.

    Source of knowledge: ISO/IEC 14496-12 (meta, iinf, iloc) and 23008-12, annex A (Exif item).

    Raises:
        Damaged: its tables are broken or point outside the file.
        HostileEvidence: more boxes, items or bytes than any real picture.
    """
    boxes = BoxFile.of(file)
    meta = boxes.find(None, b"meta")
    if meta is None:
        return None
    inner = Box(meta.type, meta.start + 4, meta.end, meta.cut)
    info, places = boxes.find(inner, b"iinf"), boxes.find(inner, b"iloc")
    item = _exif_item(boxes, info) if info is not None else None
    if item is None or places is None:
        return None
    raw = _Locations(boxes.content(places)).read(boxes, item, boxes.find(inner, b"idat"))
    if len(raw) < 4:
        raise Damaged("HEIC picture", "its Exif item is empty")
    return raw[4 + int.from_bytes(raw[:4], "big") :]


def _exif_item(boxes: BoxFile, info: Box) -> int | None:
    """Look for the item of type `Exif` in the table of items."""
    version = boxes.read(info.start, 1)[0]
    for box in boxes.boxes(info.start + (6 if version == 0 else 8), info.end):
        if box.type == b"infe" and box.end - box.start >= 12:
            entry = boxes.read(box.start, min(box.end - box.start, 14))
            width = 2 if entry[0] == 2 else 4
            if entry[0] >= 2 and entry[6 + width : 10 + width] == b"Exif":
                return int.from_bytes(entry[4 : 4 + width], "big")
    return None


@dataclass(slots=True)
class _Locations:
    """The table that says where each item lies, read from its first byte on."""

    data: bytes
    pos: int = 0

    def number(self, width: int) -> int:
        if self.pos + width > len(self.data):
            raise Damaged("HEIC picture", "its item table ends too early")
        self.pos += width
        return int.from_bytes(self.data[self.pos - width : self.pos], "big")

    def read(self, boxes: BoxFile, wanted: int, idat: Box | None) -> bytes:
        """Gather the extents of one item."""
        version = self.number(1)
        self.number(3)
        sizes = self.number(2)
        widths = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15 if version in (1, 2) else 0)
        if any(width not in (0, 4, 8) for width in widths) or version > 2:
            raise Damaged("HEIC picture", "an item table of an unknown kind")
        for _ in range(min(self.number(2 if version < 2 else 4), MAX_ITEMS)):
            item = self.number(2 if version < 2 else 4)
            method = self.number(2) & 15 if version else 0
            self.number(2)
            extents = self.extents(widths)
            if item == wanted:
                return _gather(boxes, extents, method, idat)
        return b""

    def extents(self, widths: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        offset_width, length_width, base_width, index_width = widths
        base = self.number(base_width)
        found = []
        for _ in range(self.number(2)):
            self.number(index_width)
            found.append((base + self.number(offset_width), self.number(length_width)))
        return found


def _gather(boxes: BoxFile, extents: list[tuple[int, int]], method: int, idat: Box | None) -> bytes:
    if sum(length for _, length in extents) > MAX_EXIF:
        raise HostileEvidence("HEIC picture", f"an Exif item of more than {MAX_EXIF} bytes")
    if method > 1 or (method == 1 and idat is None):
        raise Damaged("HEIC picture", "its Exif item lies in a place of an unknown kind")
    start = idat.start if method == 1 and idat is not None else 0
    return b"".join(boxes.read(start + offset, length) for offset, length in extents)
