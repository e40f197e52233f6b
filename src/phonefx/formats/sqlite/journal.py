"""Rollback journals: the pages as they were before the last transactions, hot or left over."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from phonefx.formats.sqlite.bytefile import Bytes
from phonefx.formats.sqlite.header import PAGE_SIZES

MAGIC = bytes.fromhex("d9d505f920a163d7")
_WORDS = struct.Struct(">5I")
_LONG = struct.Struct(">I")
_SECTORS = (512, 4096, 1024, 2048, 8192, 16384, 32768, 65536)
_TO_END = 0xFFFFFFFF
_MAX_SECTOR = 65536


class Image(NamedTuple):
    """One page as it was; `offset` is where the page itself begins, `number` counts from 1."""

    number: int
    page: int
    offset: int
    valid: bool


@dataclass(frozen=True)
class Journal:
    """A parsed journal. `hot`: SQLite would roll it back, so its pages are the live state."""

    source: Bytes
    page_size: int
    images: tuple[Image, ...]
    hot: bool
    pages: int

    def live(self) -> dict[int, Image]:
        """Give the pages that a rollback would put back (the first image of each)."""
        found: dict[int, Image] = {}
        for image in self.images if self.hot else ():
            if image.valid:
                found.setdefault(image.page, image)
        return found


def checksum(page: bytes, nonce: int) -> int:
    """Compute the check value of a page image."""
    return nonce + sum(page[len(page) - 200 : 0 : -200]) & 0xFFFFFFFF


def read(source: Bytes, page_size: int, pages: int) -> Journal | None:
    """Read a journal; None where it is empty or holds nothing that looks like page images.

    Args:
        source: the bytes of the journal.
        page_size: of the database, used where the journal's header was wiped (PERSIST).
        pages: the size of the database in pages, a bound for page numbers.
    """
    head = source.read(0, 28)
    if len(head) < 28:
        return None
    if head[:8] == MAGIC:
        count, nonce, before, sector, size = _WORDS.unpack_from(head, 8)
        if size in PAGE_SIZES and 32 <= sector <= _MAX_SECTOR and sector & (sector - 1) == 0:
            images = tuple(_records(source, size, sector, max(pages, before), (count, nonce)))
            return Journal(source, size, images, hot=any(image.valid for image in images), pages=before)
    best: tuple[Image, ...] = ()
    for sector in _SECTORS:
        images = tuple(_records(source, page_size, sector, pages, None))
        if sum(image.valid for image in images) > sum(image.valid for image in best):
            best = images
    return Journal(source, page_size, best, hot=False, pages=0) if best else None


def _records(source: Bytes, page_size: int, sector: int, pages: int, hot: tuple[int, int] | None) -> Iterator[Image]:
    """Walk the records; an image is valid where its check value agrees with its transaction's nonce."""
    position, step, number, left, nonce = sector, page_size + 8, 0, hot[0] if hot else _TO_END, hot[1] if hot else None
    broken = False
    while position + step <= source.size:
        data = source.read(position, step)
        page = _LONG.unpack_from(data, 0)[0]
        own = _LONG.unpack_from(data, step - 4)[0] - checksum(data[4:-4], 0) & 0xFFFFFFFF
        if left and page > 0 and (page <= pages or own == nonce):
            number += 1
            valid = own == nonce if hot else page <= pages
            broken = broken or (hot is not None and not valid)
            yield Image(number, page, position + 4, valid and not broken)
            nonce = nonce if hot else own
            position += step
            left -= left != _TO_END
            continue
        position += -position % sector
        head = source.read(position, 28)
        if head[:8] != MAGIC or len(head) < 28:
            return
        left, nonce = _WORDS.unpack_from(head, 8)[:2]
        position += sector
