"""Bytes between live cells that say the same as live cells: what SQLite leaves when it moves rows to another page.

A page that is split keeps the cells that went to its neighbours, whole in the gap or as freed stretches whose first
four bytes are overwritten. Whoever fills a table in random order has thousands of them, and none tells of a deletion.
They are recognised by comparing them with the live cells of the pages around, byte for byte.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter

from phonefx.formats.sqlite import btree, record
from phonefx.formats.sqlite import survey as looks
from phonefx.formats.sqlite.btree import Page
from phonefx.formats.sqlite.pageuse import PageUse
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.survey import GAP, LEAST, LOOSE
from phonefx.formats.sqlite.view import View

LOST = 4
_AROUND = sorted(range(-3, 4), key=lambda far: (abs(far), -far))
_PAGES_KEPT, _BESIDE, _LENGTHS, _NEAR, _MOST_MISSES, _FIRST = 64, 8, 8, 3, 60, 8
_ZEROS = re.compile(rb"\0{4,}")
_BEHIND_ZEROS = re.compile(rb"\0{4,}(?=[^\0])")

Span = tuple[int, int]


class _Cells:
    """The live cells of one page; of an interior page without the number of the child."""

    def __init__(self, data: bytes, page: Page | None) -> None:
        plain = looks.plain_cells(data, page) if page is not None else None
        if plain is None:
            found = btree.cells(data, page) if page is not None else []
            skip = LOST if page is not None and page.kind in (btree.INTERIOR_INDEX, btree.INTERIOR_TABLE) else 0
            self.whole = {data[cell.start + skip : cell.end] for cell in found}
        else:
            self.whole = {data[start:end] for start, end in zip(*plain, strict=True)}

    @cached_property
    def tails(self) -> set[bytes]:
        """The cells without the four bytes that a deletion overwrites."""
        return {cell[LOST:] for cell in self.whole}

    @cached_property
    def shortest(self) -> int:
        return min(map(len, self.whole), default=LEAST)

    @cached_property
    def joined(self) -> bytes:
        """All cells, so far apart that no piece between zeros reaches over two."""
        return bytes(LOST).join(self.whole)

    @cached_property
    def firsts(self) -> set[int]:
        return set(map(itemgetter(0), self.whole))

    @cached_property
    def starts(self) -> set[bytes]:
        """The first bytes of the cells."""
        return {cell[:_FIRST] for cell in self.whole}

    @cached_property
    def tail_starts(self) -> set[bytes]:
        """The first bytes that a deletion does not overwrite."""
        return {cell[LOST : LOST + _FIRST] for cell in self.whole}

    @cached_property
    def lengths(self) -> list[int]:
        """The lengths of the cells, the most frequent first."""
        return [length for length, _ in Counter(map(len, self.whole)).most_common(_LENGTHS)]


class _Around:
    """The live cells that a leftover may be a copy of, the nearest page first."""

    def __init__(self, pages: list[_Cells]) -> None:
        self._pages = pages

    def holds(self, cell: bytes) -> bool:
        return any(cell in page.whole for page in self._pages)

    def holds_tail(self, tail: bytes) -> bool:
        return any(tail in page.tails for page in self._pages)

    @cached_property
    def firsts(self) -> set[int]:
        """The first bytes of the cells."""
        return set().union(*(page.firsts for page in self._pages))

    def holds_start(self, start: bytes, lost: int) -> bool:
        near = self._pages[:_NEAR]
        if len(start) >= _FIRST:
            key = start[:_FIRST]
            near = [page for page in self._pages if key in (page.tail_starts if lost else page.starts)]
        return any(cell.startswith(start, lost) for page in near for cell in page.whole)

    def holds_piece(self, piece: bytes) -> bool:
        return any(piece in page.joined for page in self._pages)

    @cached_property
    def shortest(self) -> int:
        return min((page.shortest for page in self._pages), default=LEAST)

    @cached_property
    def lengths(self) -> list[int]:
        return list(dict.fromkeys(length for page in self._pages[:3] for length in page.lengths))[:_LENGTHS]


class Copies:
    """Tells, of the live pages of a database, which stretches between the cells are copies of live cells."""

    def __init__(self, view: View, usable: int, use: PageUse, tables: list[Table]) -> None:
        self._view, self._usable, self._use = view, usable, use
        self._indexes = {place for place, table in enumerate(tables) if table.index_of is not None}
        self._pages: OrderedDict[int, _Cells] = OrderedDict()

    def settle(self) -> None:
        """Go through all pages with something between their cells; take the flags from those where all is explained."""
        use = self._use
        kinds, flags = use.survey.kinds, use.survey.flags
        for place, leaves in use.leaves.items():
            above: dict[int, int] = {}
            for position, number in enumerate(leaves):
                if kinds[number] == btree.INTERIOR_INDEX:
                    above = {min(above, default=number): 0, number: 0}
                if flags[number] & (LOOSE | GAP):
                    self._page(place, number, position, above)
            interior = use.interior.get(place, array("L"))
            for position, number in enumerate(interior):
                if flags[number] & (LOOSE | GAP):
                    self._page(place, number, 0, interior[max(0, position - _BESIDE) : position + _BESIDE + 1])

    def _page(self, place: int, number: int, position: int, above: Iterable[int]) -> None:
        data = self._view.page(number)
        page = btree.parse(data, self._usable, number == 1)
        if page is None:
            return
        leaves = self._use.leaves[place]
        near = [leaves[position + far] for far in _AROUND if 0 <= position + far < len(leaves)]
        around = _Around([self._cells(other) for other in (*near, *above)])
        if not has_rest(data, page, around, place in self._indexes, self._use.survey.sound):
            self._use.survey.flags[number] &= ~(LOOSE | GAP)

    def _cells(self, number: int) -> _Cells:
        if number in self._pages:
            self._pages.move_to_end(number)
            return self._pages[number]
        data = self._view.page(number)
        found = _Cells(data, btree.parse(data, self._usable, number == 1))
        self._pages[number] = found
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return found


def has_rest(data: bytes, page: Page, around: _Around, index: bool, sound: bool) -> bool:
    """Say whether anything stands between the cells of a page but copies of live cells.

    Of an entry of an index nothing but the whole tells anything, so what is shorter than every live one is passed over.
    """
    floor = page.pointers + 2 * page.cells
    holes = list(looks.holes(data, page, sound))
    behind = floor
    if holes and holes[0][0] == floor:
        behind = looks.stale_pointers(data, *holes[0], page.usable)
        holes[0] = behind, holes[0][1]
    heads = looks.block_heads(data, page)
    starts = {at for at in _pointed(data, floor, behind) if behind <= at} | set(heads)
    explained = [(floor, behind)] if behind > floor else []
    left: list[Span] = []
    for start, end in holes:
        if not looks.is_silent(data, start, end, heads):
            found = _in_hole(data, page, (start, end), (starts, heads), around)
            explained += found
            left += btree.holes(found, start, end)
    least = around.shortest if index and explained else LEAST
    return any(
        b - a >= least and not _are_offsets(data, a, b, floor, page.usable) and not _is_piece(data, a, b, heads, around)
        for a, b in left
    )


def _are_offsets(data: bytes, start: int, end: int, floor: int, usable: int) -> bool:
    """Say whether a stretch holds a part of an old pointer array alone, with zeros around."""
    left = data[start:end].rstrip(b"\0")
    start += (start ^ floor) & 1
    pairs = range(start, start + len(left) - 1, 2)
    return all(not (value := data[at] << 8 | data[at + 1]) or floor <= value <= usable - LOST for at in pairs)


def _is_piece(data: bytes, start: int, end: int, heads: list[int], around: _Around) -> bool:
    """Say whether a stretch holds nothing, or what is left in the middle of a copy of a live cell."""
    if end - start < LEAST or looks.is_silent(data, start, end, heads):
        return True
    for piece in _ZEROS.split(data[start:end]):
        left = piece.strip(b"\0")
        most = min(LOST, len(left) - LEAST)
        if most >= 0 and not any(around.holds_piece(left[lost:]) for lost in range(most + 1)):
            return False
    return True


def _pointed(data: bytes, floor: int, behind: int) -> Iterator[int]:
    for at in range(floor, behind, 2):
        yield data[at] << 8 | data[at + 1]


def _in_hole(data: bytes, page: Page, hole: Span, anchors: tuple[set[int], list[int]], around: _Around) -> list[Span]:
    """Follow the cells of a hole from every known boundary, as long as each is a copy of a live cell."""
    first, end = hole
    starts, heads = anchors
    tries = {first, *(at for at in starts if first <= at < end)}
    for match in _BEHIND_ZEROS.finditer(data, first, end):
        tries |= {match.end() - back for back in range(4)}
    found: list[Span] = []
    at, misses = first, 0
    zeros = bytes(LOST) if 0 not in around.firsts else b""
    while at < end and misses < _MOST_MISSES:
        if at not in tries and data[at : at + LOST] == zeros and not (found and found[-1][1] == at):
            at += 1
            continue
        known = at in starts or (bool(found) and found[-1][1] == at)
        behind = None
        if known or at in tries:
            behind = _copy_end(data, page, at, (end, at in heads, known), around)
        elif data[at] in around.firsts:
            behind = _whole_end(data, page, at, end, around)
        if behind is None and _may_be_head(data, at, end, page.usable):
            behind = _tail_end(data, at, end, around)
        if behind is None:
            misses += data[at] != 0
            at += 1
        else:
            found.append((at, behind))
            at = behind
    return found


def _whole_end(data: bytes, page: Page, at: int, end: int, around: _Around) -> int | None:
    """Say where a whole copy of a live cell ends that begins at an offset; None where there is none."""
    for kind in _kinds(page.kind):
        cell = btree.cell(data, kind, at, page.usable)
        skip = LOST if kind in (btree.INTERIOR_INDEX, btree.INTERIOR_TABLE) else 0
        if cell is not None and cell.end <= end and around.holds(data[at + skip : cell.end]):
            return cell.end
    return None


def _copy_end(data: bytes, page: Page, at: int, hole: tuple[int, bool, bool], around: _Around) -> int | None:
    """Say where a copy of a live cell ends that begins at an offset; None where there is none."""
    end, freed, known = hole
    intact = False
    for kind in () if freed else _kinds(page.kind):
        cell = btree.cell(data, kind, at, page.usable)
        if cell is None:
            continue
        skip = LOST if kind in (btree.INTERIOR_INDEX, btree.INTERIOR_TABLE) else 0
        if cell.end <= end and around.holds(data[at + skip : cell.end]):
            return cell.end
        intact = intact or _is_whole(data, cell)
    if intact:
        return None if cell is not None and cell.end <= end else _cut_end(data, at, end, 0, around)
    behind = _tail_end(data, at, end, around)
    if behind is not None or not known:
        return behind
    return _cut_end(data, at, end, LOST, around) or (None if freed else _cut_end(data, at, end, 0, around))


def _tail_end(data: bytes, at: int, end: int, around: _Around) -> int | None:
    """Say where the copy of a live cell ends whose first four bytes are overwritten."""
    for length in around.lengths:
        if LOST < length <= end - at and around.holds_tail(data[at + LOST : at + length]):
            return at + length
    return None


def _may_be_head(data: bytes, at: int, end: int, usable: int) -> bool:
    """Say whether four bytes may be the head of a freed stretch, old or current."""
    if at + LOST >= end:
        return False
    following, size = data[at] << 8 | data[at + 1], data[at + 2] << 8 | data[at + 3]
    return btree.MIN_CELL <= size <= usable - at and (not following or at < following < usable)


def _cut_end(data: bytes, at: int, end: int, lost: int, around: _Around) -> int | None:
    return end if end - at <= LOST or around.holds_start(data[at + lost : end], lost) else None


def _is_whole(data: bytes, cell: btree.Cell) -> bool:
    """Say whether a cell begins with a record header that agrees with its length: nothing of it is overwritten."""
    parsed = record.read_header(data, cell.at, cell.at + cell.local)
    return parsed is not None and parsed[1] - cell.at + record.body_size(parsed[0]) == cell.size


def _kinds(kind: int) -> tuple[int, ...]:
    """Give the kinds of cells that a page can hold leftovers of: a root was a leaf before its table grew."""
    if kind == btree.INTERIOR_TABLE:
        return btree.LEAF_TABLE, btree.INTERIOR_TABLE
    return (btree.LEAF_INDEX, btree.INTERIOR_INDEX) if kind == btree.INTERIOR_INDEX else (kind,)
