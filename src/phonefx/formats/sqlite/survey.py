"""One pass over the pages of a database: what each page is, and whether anything but live cells stands on it.

Most pages of most databases hold live rows and zeros. To know that of a page must cost far less than to read its rows:
the cell sizes of a page come from a few calls over all its pointers at once, not from one call a cell. Where SQLite
itself has checked that every page keeps its account right, the header of a page says where its free bytes are.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from operator import itemgetter, sub

from phonefx.formats.sqlite import btree, varint
from phonefx.formats.sqlite.btree import Page
from phonefx.formats.sqlite.view import View

LOOSE, GAP, LONG, BLANK, WIPED, WIPED_GAP, FREED, MEAGRE = 1, 2, 4, 8, 16, 32, 64, 128
LEAST = 6
_ZEROS = bytes(1 << 16)
_SIZES = [*range(0x80), *(((first & 0x7F) << 7) + 1 for first in range(0x80, 0x100))]
_SHORT, _BLOCK_HEAD, _WIPED_PAGES = 3, 4, 4
_NARROW = range(2, 33)
_HEADER = struct.Struct(">BHHHB")
_POINTERS = {kind: 8 if kind in (btree.LEAF_TABLE, btree.LEAF_INDEX) else 12 for kind in btree.KINDS}
_NO_PAGE = 1 << 17


@dataclass(frozen=True)
class Survey:
    """Kind (0 = no b-tree page), flags and number of cells of every page; index = page number.

    LOOSE: bytes stand between the cells or the page is not sound. GAP: bytes stand between pointers and cells only.
    LONG: a payload may go on elsewhere. BLANK: the page is all zeros.
    WIPED, WIPED_GAP: what stands there may be offsets alone. FREED: it has a list of freed stretches.
    MEAGRE: what stands there can tell of a row only together with other bytes.
    `sound`: the pages keep their accounts right, and LONG was not looked for.
    """

    kinds: bytearray
    flags: bytearray
    cells: array[int]
    usable: int
    sound: bool = False


def survey(view: View, usable: int, sound: bool = False) -> Survey:
    """Look at every page once; `sound` where SQLite found the account of every page right."""
    count = view.pages + 1
    found = Survey(bytearray(count), bytearray(count), array("H", [0]) * count, usable, sound)
    examine = look_at_account if sound else look
    for number, data in view.in_order():
        if sound and number > 1 and len(data) >= usable:
            kind, free, cells, content, fragments = _HEADER.unpack_from(data)
            floor = _POINTERS.get(kind, _NO_PAGE) + 2 * cells
            if floor <= usable and not free and fragments < LEAST:  # of most pages this is all that there is to know
                content = content or 65536
                if content - floor < LEAST or _ZEROS.startswith(data[floor:content]):
                    found.kinds[number], found.cells[number] = kind, cells
                    continue
        page = btree.parse(data, usable, number == 1)
        if page is not None:
            found.kinds[number] = page.kind
            found.cells[number] = page.cells
            found.flags[number] = examine(data, page) | (FREED if page.first_free else 0)
            if found.flags[number] & (LOOSE | GAP):
                found.flags[number] |= _wiped(data, page, sound)
        elif is_zero(data, 0, len(data)):
            found.flags[number] = BLANK
    _believe_wiped(found)
    return found


def _believe_wiped(found: Survey) -> None:
    """Take offsets between cells for leftovers of zeroed stretches where nearly all pages of the database are so."""
    flags = found.flags
    counted = Counter(flags)
    loud = sum(count for flag, count in counted.items() if flag & (LOOSE | WIPED) == LOOSE)
    wiped = sum(count for flag, count in counted.items() if flag & (WIPED | WIPED_GAP))
    if wiped >= _WIPED_PAGES and loud <= wiped // 10:
        flags[:] = flags.translate(_BELIEVED)


def _believed(flags: int) -> int:
    """Give the flags of a page whose offsets are believed to be leftovers of zeroed stretches."""
    return flags & ~((LOOSE if flags & WIPED else 0) | (GAP if flags & WIPED_GAP else 0))


_BELIEVED = bytes(map(_believed, range(256)))


def look(data: bytes, page: Page) -> int:
    """Say what stands on a page beside its cells, in flags."""
    if not page.first_free and _is_packed(data, page):
        floor = page.pointers + 2 * page.cells
        return 0 if _is_silent_gap(data, floor, page.content, page) else GAP
    plain = plain_cells(data, page)
    if plain is None:
        return _look_closer(data, page)
    starts, ends = plain
    floor, lowest = page.pointers + 2 * page.cells, starts[0]
    starts.append(page.usable)
    widths = list(map(sub, starts[1:], ends))
    if min(widths) < 0:
        return LOOSE | LONG
    flags = 0
    if lowest - floor >= LEAST and not _is_silent_gap(data, floor, lowest, page):
        flags = GAP if page.content == lowest else LOOSE
    if max(widths) >= LEAST:
        heads = block_heads(data, page)
        wide = [(e, e + w) for w, e in zip(widths, ends, strict=True) if w >= LEAST]
        if any(not is_silent(data, start, end, heads) for start, end in wide):
            flags |= LOOSE
    return flags


def look_at_account(data: bytes, page: Page) -> int:
    """Say the same of a page whose header tells rightly which bytes are free; LONG is left out."""
    if page.fragments >= LEAST:
        return look(data, page) & ~LONG
    floor = page.pointers + 2 * page.cells
    flags = 0 if page.content - floor < LEAST or _is_silent_gap(data, floor, page.content, page) else GAP
    for start, size in btree.freeblocks(data, page) if page.first_free else ():
        if size >= LEAST and not is_zero(data, start + _BLOCK_HEAD, start + size):
            return flags | LOOSE
    return flags


def may_be_long(data: bytes, page: Page) -> bool:
    """Say whether the payload of a cell may go on elsewhere."""
    return plain_cells(data, page) is None and any(cell.overflow for cell in btree.cells(data, page))


def _is_packed(data: bytes, page: Page) -> bool:
    """Say whether the cells of a leaf fill their area, by the sum of their sizes."""
    if not page.cells or page.kind not in (btree.LEAF_TABLE, btree.LEAF_INDEX) or page.fragments >= LEAST:
        return False
    listed = btree.pointers(data, page)
    usable, count = page.usable, page.cells
    lowest = min(listed)
    if lowest != page.content or lowest < page.pointers + 2 * count or max(listed) > usable - _BLOCK_HEAD:
        return False
    firsts = _bytes_at(data, listed)
    more = 1
    whole = (usable - 12) * 64 // 255 - 23
    if page.kind == btree.LEAF_TABLE:
        more, whole = 1 + rowid_length(data, listed[0]), usable - 35
        if more != 1 + rowid_length(data, listed[-1]):
            return False
    least, most, filled = min(firsts), max(firsts), more * count + page.fragments
    if most < 0x80:
        filled += sum(firsts)
    else:
        seconds: Sequence[int] = _bytes_at(data[1:], listed)
        if least < 0x80:
            seconds = tuple(compress(seconds, [size >= 0x80 for size in firsts]))
        if max(seconds) >= 0x80 or 0x80 in firsts:
            return False
        most = (most & 0x7F) + 1 << 7
        filled += sum(map(_SIZES.__getitem__, firsts)) + sum(seconds)
    return least >= _SHORT and most <= whole and filled == usable - lowest and len(set(listed)) == count


def _bytes_at(data: bytes, places: Sequence[int]) -> tuple[int, ...]:
    """Give the bytes at some offsets, of which there is at least one."""
    return itemgetter(*places)(data) if len(places) > 1 else (data[places[0]],)


def plain_cells(data: bytes, page: Page) -> tuple[list[int], list[int]] | None:
    """Give the sorted starts and the ends of the cells of a leaf; None where one of them needs a closer look."""
    usable, kind = page.usable, page.kind
    if not page.cells or kind not in (btree.LEAF_TABLE, btree.LEAF_INDEX):
        return None
    listed = btree.pointers(data, page)
    starts = sorted(listed)
    if starts[0] < page.pointers + 2 * page.cells or starts[-1] > usable - _BLOCK_HEAD:
        return None
    firsts = _bytes_at(data, starts)
    more = 1
    if kind == btree.LEAF_TABLE:
        more += rowid_length(data, listed[0])
        if more != 1 + rowid_length(data, listed[-1]):
            return None
    most = max(firsts)
    if min(firsts) < _SHORT:
        return None
    if most < 0x80:
        ends = [at + size + more for at, size in zip(starts, firsts, strict=True)]
    else:
        if max(data[at + 1] for at, size in zip(starts, firsts, strict=True) if size >= 0x80) >= 0x80:
            return None
        sizes = [
            size if size < 0x80 else ((size & 0x7F) << 7 | data[at + 1]) + 1
            for at, size in zip(starts, firsts, strict=True)
        ]
        most = max(sizes) - 1
        ends = [at + size + more for at, size in zip(starts, sizes, strict=True)]
    whole = usable - 35 if kind == btree.LEAF_TABLE else (usable - 12) * 64 // 255 - 23
    return None if most > whole else (starts, ends)


def holes(data: bytes, page: Page, sound: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the stretches that no cell covers and that could hold something, the gap first."""
    floor = page.pointers + 2 * page.cells
    if sound and page.fragments < LEAST:
        blocks = [(start, start + size) for start, size in btree.freeblocks(data, page)]
        yield from (hole for hole in [(floor, page.content), *blocks] if hole[1] - hole[0] >= LEAST)
        return
    plain = plain_cells(data, page)
    if plain is None:
        spans = [(cell.start, cell.end) for cell in btree.cells(data, page)]
        yield from (hole for hole in btree.holes(spans, floor, page.usable) if hole[1] - hole[0] >= LEAST)
        return
    starts, ends = plain
    for start, end in zip([floor, *ends], [*starts, page.usable], strict=True):
        if end - start >= LEAST:
            yield start, end


def rowid_length(data: bytes, at: int) -> int:
    """Say how many bytes the row id of a cell takes; of a plain leaf it is the same for all cells."""
    at += 1 if data[at] < 0x80 else 2
    for length in range(1, varint.MAX_LENGTH):
        if at >= len(data) or data[at] < 0x80:
            return length
        at += 1
    return varint.MAX_LENGTH


def _look_closer(data: bytes, page: Page) -> int:
    found = btree.cells(data, page)
    flags = LONG if any(cell.overflow for cell in found) else 0
    floor = page.pointers + 2 * page.cells
    if not found or len(found) != page.cells:
        bare = not found and not page.cells and is_zero(data, floor, page.usable)
        return flags | (0 if bare else LOOSE)
    lowest = min(cell.start for cell in found)
    heads = block_heads(data, page)
    for start, end in btree.holes([(cell.start, cell.end) for cell in found], floor, page.usable):
        if end - start < LEAST:
            continue
        if end == lowest == page.content:
            flags |= 0 if _is_silent_gap(data, start, end, page) else GAP
        elif not is_silent(data, start, end, heads):
            return flags | LOOSE
    return flags


def block_heads(data: bytes, page: Page) -> list[int]:
    """Give where freed stretches begin: their first four bytes are SQLite's own."""
    return [block.start for block in btree.freeblocks(data, page)]


def is_zero(data: bytes, start: int, end: int) -> bool:
    """Say whether bytes are zeros."""
    return _ZEROS.startswith(data[start:end])


def is_silent(data: bytes, start: int, end: int, heads: list[int]) -> bool:
    """Say whether a stretch holds nothing but zeros and the heads of freed stretches."""
    for head in sorted(heads):
        if start <= head < end:
            if not is_zero(data, start, head):
                return False
            start = min(end, head + _BLOCK_HEAD)
    return is_zero(data, start, end)


def stale_pointers(data: bytes, floor: int, end: int, usable: int) -> int:
    """Say where the pointers end that the pointer array left behind when it became shorter."""
    room = (end - floor) // 2
    for place, value in enumerate(struct.unpack_from(f">{room}H", data, floor)):
        if not floor <= value <= usable - btree.MIN_CELL:
            return floor + 2 * place
    return floor + 2 * room


def _wiped(data: bytes, page: Page, sound: bool) -> int:
    """Say in flags whether what stands between the cells, and in the gap, looks like offsets alone.

    Offsets in a page have a small byte at every second place; texts and large numbers do not.
    """
    high = page.usable + 255 >> 8
    if high not in _NARROW:
        return 0
    pattern = _content(high)
    floor, flags = page.pointers + 2 * page.cells, WIPED | WIPED_GAP
    for start, end in holes(data, page, sound):
        if pattern.search(data, start, end):
            flags &= ~(WIPED_GAP if start == floor else WIPED)
    return flags


@cache
def _content(high: int) -> re.Pattern[bytes]:
    """Give the pattern of what offsets below `high` times 256 never are."""
    return re.compile(b"[^\\x00-\\x%02x](?:..)?[^\\x00-\\x%02x]" % (high - 1, high - 1), re.DOTALL)


def _is_silent_gap(data: bytes, floor: int, end: int, page: Page) -> bool:
    """Say whether a gap holds zeros only, behind pointers that are no longer in use."""
    return is_zero(data, floor, end) or is_zero(data, stale_pointers(data, floor, end, page.usable), end)
