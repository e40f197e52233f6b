"""The first hundred bytes of a SQLite database, also when somebody damaged them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from phonefx.formats.sqlite import btree
from phonefx.formats.sqlite.bytefile import Bytes
from phonefx.formats.sqlite.record import ENCODINGS, UTF8, Text

MAGIC = b"SQLite format 3\0"
PAGE_SIZES = tuple(1 << bits for bits in range(9, 17))
LOCK_BYTE = 1 << 30
_SAMPLE_PAGES = 400
_MIN_USABLE = 480
_WRITER = 3_040_001


@dataclass(frozen=True, slots=True)
class Header:
    """What the database says about itself; `faults` names what was wrong or had to be inferred."""

    page_size: int
    reserved: int = 0
    pages: int = 0
    change_counter: int = 0
    freelist_head: int = 0
    freelist_count: int = 0
    schema_cookie: int = 0
    schema_format: int = 4
    largest_root: int = 0
    text: Text = UTF8
    user_version: int = 0
    incremental: int = 0
    application_id: int = 0
    write_version: int = 1
    writer: int = 0
    faults: tuple[str, ...] = ()

    @property
    def usable(self) -> int:
        """The bytes of a page that SQLite itself uses."""
        return self.page_size - self.reserved

    @property
    def auto_vacuum(self) -> bool:
        """Whether pointer-map pages exist."""
        return self.largest_root != 0

    def is_pointer_map(self, number: int) -> bool:
        """Say whether a page holds the pointer map."""
        return self.auto_vacuum and number >= 2 and (number - 2) % (self.usable // 5 + 1) == 0

    def is_lock_page(self, number: int) -> bool:
        """Say whether a page is the one that SQLite never uses (it holds the lock byte at 1 GiB)."""
        return (number - 1) * self.page_size == LOCK_BYTE


def parse(data: bytes) -> Header | None:
    """Read a header as it stands; None where its fixed bytes or its page size do not fit."""
    if len(data) < btree.FILE_HEADER:
        return None
    page_size = struct.unpack_from(">H", data, 16)[0]
    page_size = 65536 if page_size == 1 else page_size
    if page_size not in PAGE_SIZES or data[21:24] != b"\x40\x20\x20" or page_size - data[20] < _MIN_USABLE:
        return None
    word = struct.unpack_from(">25I", data, 0)
    faults: tuple[str, ...] = () if data[:16] == MAGIC else ("the first 16 bytes are not those of a SQLite database",)
    text = ENCODINGS.get(word[14])
    if text is None:
        faults += (f"text encoding {word[14]} does not exist; UTF-8 assumed",)
    trusted = word[23] == word[6]
    return Header(
        page_size=page_size,
        reserved=data[20],
        pages=word[7] if trusted else 0,
        change_counter=word[6],
        freelist_head=word[8],
        freelist_count=word[9],
        schema_cookie=word[10],
        schema_format=word[11] or 4,
        largest_root=word[13],
        text=text or UTF8,
        user_version=word[15],
        incremental=word[16],
        application_id=word[17],
        write_version=data[18],
        writer=word[24],
        faults=faults,
    )


def read(source: Bytes) -> Header | None:
    """Read or, where it is damaged, infer the header of a database; None where nothing looks like one."""
    found = parse(source.read(0, btree.FILE_HEADER))
    if found is not None and not found.faults:
        return found
    inferred = infer(source)
    if found is not None and (inferred is None or inferred.page_size == found.page_size):
        return found
    return inferred


def write(header: Header, pages: int, logged: bool) -> bytes:
    """Write a header with which SQLite can read a copy whose own is destroyed; the freelist is left out.

    Args:
        header: as inferred.
        pages: the size of the file in pages.
        logged: whether a write-ahead log belongs to the copy.
    """
    version, counter = 2 if logged else 1, 1
    size = 1 if header.page_size == 65536 else header.page_size
    encoding = next(code for code, text in ENCODINGS.items() if text == header.text)
    words = [counter, pages, 0, 0, 1, header.schema_format, 0, 0, encoding, *[0] * 8, counter, _WRITER]
    return MAGIC + struct.pack(">H6B19I", size, version, version, header.reserved, 64, 32, 32, *words)


def infer(source: Bytes) -> Header | None:
    """Infer page size and encoding from the pages themselves."""
    best: tuple[int, int, int] = (0, 0, 0)
    for page_size in PAGE_SIZES:
        pages = min(_SAMPLE_PAGES, source.size // page_size)
        step = max(1, source.size // page_size // max(1, pages))
        hits = sum(_looks_like_page(source, number * step, page_size) for number in range(pages))
        best = max(best, (hits * page_size, hits, page_size))
    if not best[1]:
        return None
    page_size = best[2]
    header = Header(page_size, faults=("the file header is gone; page size and encoding were inferred",))
    head = source.read(0, page_size)
    for code, text in ENCODINGS.items():
        if "CREATE".encode(text.codec) in head and (code == 1 or b"CREATE" not in head):
            header = replace(header, text=text)
    return replace(header, reserved=_infer_reserved(source, page_size))


def _looks_like_page(source: Bytes, index: int, page_size: int) -> bool:
    data = source.read(index * page_size, page_size)
    page = btree.parse(data, page_size, first=index == 0)
    if page is None or len(data) < page_size or page.fragments > 60 or not page.cells or page.content > page_size:
        return False
    behind = page.pointers + 2 * page.cells
    offsets = btree.pointers(data, page)
    inside = behind <= page.content and all(page.content <= at < page_size for at in offsets)
    return inside and max(offsets) >= page_size // 2


def _infer_reserved(source: Bytes, page_size: int) -> int:
    ends: dict[int, int] = {}
    for index in range(min(_SAMPLE_PAGES, source.size // page_size)):
        if not _looks_like_page(source, index, page_size):
            continue
        data = source.read(index * page_size, page_size)
        page = btree.parse(data, page_size, first=index == 0)
        if page is not None and page.kind == btree.LEAF_TABLE:
            last = max((item.end for item in btree.cells(data, page)), default=0)
            ends[last] = ends.get(last, 0) + 1
    if not ends:
        return 0
    common = max(ends, key=lambda end: (ends[end], end))
    return page_size - common if 0 < page_size - common <= 255 and ends[common] * 2 > sum(ends.values()) else 0
