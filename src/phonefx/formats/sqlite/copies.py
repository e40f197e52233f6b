"""Bytes between live cells that say the same as live cells: what SQLite leaves when it moves rows to another page.

A page that is split keeps the cells that went to its neighbours, whole in the gap or as freed stretches whose first
four bytes are overwritten. Whoever fills a table in random order has thousands of them, and none tells of a deletion.
They are recognised by comparing them with the live cells of the pages around, byte for byte.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice

from phonefx.formats.sqlite import btree, record
from phonefx.formats.sqlite import survey as looks
from phonefx.formats.sqlite.btree import Page
from phonefx.formats.sqlite.pageuse import PageUse
from phonefx.formats.sqlite.record import Text
from phonefx.formats.sqlite.rubble import Rubble
from phonefx.formats.sqlite.schema import Table
from phonefx.formats.sqlite.survey import GAP, LEAST, LOOSE, MEAGRE
from phonefx.formats.sqlite.view import View

LOST = 4
_AROUND = sorted(range(-3, 4), key=lambda far: (abs(far), -far))
_PAGES_KEPT, _BESIDE, _NEAR, _MOST_MISSES, _FIRST, _FINDS = 64, 8, 3, 60, 8, 4
_LEAST_SIZE, _SHORT_SIZE, _LONG_PIECE, _MUCH = 3, 100, 16, 128
_ZEROS = re.compile(rb"\0{4,}")
_BEHIND_ZEROS = re.compile(rb"\0{4,}(?=[^\0])")

Span = tuple[int, int]


class _Cells:
    """The live cells of one page, found by their bytes; those of interior pages count without the number of the child.

    To look for a few bytes in a page costs less than to cut all its cells out: most pages around are asked once.
    """

    def __init__(self, data: bytes, page: Page | None) -> None:
        self._data, self._kind = data, page.kind if page is not None else 0
        self._usable = page.usable if page is not None else 0
        self._skip = LOST if self._kind in (btree.INTERIOR_INDEX, btree.INTERIOR_TABLE) else 0
        self._listed = btree.pointers(data, page) if page is not None else ()
        self._lowest = min(self._listed, default=len(data))

    @property
    def data(self) -> bytes:
        """The bytes from the lowest cell on."""
        return self._data[self._lowest :]

    @cached_property
    def _starts(self) -> frozenset[int]:
        most = self._usable - btree.MIN_CELL
        if not self._skip and max(self._listed, default=0) <= most:
            return frozenset(self._listed)
        return frozenset(at + self._skip for at in self._listed if at <= most)

    def _end(self, start: int) -> int:
        """Say where a cell ends; 0 where none can stand."""
        size = self._data[start]
        if _LEAST_SIZE <= size < _SHORT_SIZE and self._kind in btree.INDEX_KINDS and start + 1 + size <= self._usable:
            return start + 1 + size
        cell = btree.cell(self._data, self._kind, start - self._skip, self._usable)
        return cell.end if cell is not None else 0

    def _with(self, wanted: bytes, lost: int) -> Iterator[int]:
        """Yield the starts of the cells in which some bytes stand behind the first `lost`."""
        at = self._lowest - 1
        for _ in range(_FINDS):
            at = self._data.find(wanted, at + 1)
            if at < 0:
                return
            if at - lost in self._starts:
                yield at - lost
        left = (start for start in self._starts if start + lost > at)
        yield from (start for start in left if self._data.startswith(wanted, start + lost))

    def holds(self, cell: bytes) -> bool:
        """Say whether a cell is one of the page's."""
        return any(self._end(start) - start == len(cell) for start in self._with(cell, 0))

    def holds_start(self, start: bytes, lost: int) -> bool:
        """Say whether a cell begins with some bytes, behind its first `lost`."""
        size = lost + len(start)
        return any(self._end(at) - at >= size for at in self._with(start, lost))

    def tail_length(self, data: bytes, at: int, end: int) -> int:
        """Measure the cell of which all but the first four bytes stand at an offset; 0: there is none."""
        if self._longest < LOST + _FIRST:
            return 0
        for start in self._with(data[at + LOST : min(at + LOST + _FIRST, end)], LOST):
            length = self._end(start) - start
            if LOST < length <= end - at and data.startswith(self._data[start + LOST : start + length], at + LOST):
                return length
        return 0

    def piece(self, data: bytes, at: int, end: int, least: int) -> tuple[int, int]:
        """Measure the longest stretch at an offset of other bytes that stands in one cell; with where it stands there.

        What is shorter than `least` is none: (0, 0). Of a short one there may be a longer one elsewhere in the page.
        """
        found = (0, 0)
        for size in (least, _LONG_PIECE):
            wanted = data[at : at + size]
            met = self._data.find(wanted, self._lowest) if at + size <= end else -1
            while met >= 0:
                own = self._owner(met)
                most = min(end - at, self._end(own) - met) if own >= 0 else 0
                if most >= size:
                    found = _alike(data, at, self._data, met, size, most), met - own
                    break
                met = self._data.find(wanted, met + 1)
            else:
                break
        return found

    def _owner(self, at: int) -> int:
        place = bisect_right(self._ordered, at)
        return self._ordered[place - 1] if place else -1

    @cached_property
    def _ordered(self) -> list[int]:
        return sorted(self._starts)

    @cached_property
    def shortest(self) -> int:
        """The length of the shortest cell of an index, as far as one byte tells it."""
        return min(self.firsts, default=LEAST) + 1

    @cached_property
    def firsts(self) -> frozenset[int]:
        """The first bytes of the cells."""
        return frozenset(map(self._data.__getitem__, self._starts))

    @cached_property
    def _longest(self) -> int:
        return max(self.firsts, default=0) + 1

    @cached_property
    def tails(self) -> frozenset[bytes]:
        """All but the first four bytes of the cells that are too short to be looked for by those behind."""
        few = [at for at in self._starts if self._data[at] < LOST + _FIRST]
        spans = [(at, end) for at in few if LOST < (end := self._end(at)) - at < LOST + _FIRST]
        return frozenset(self._data[at + LOST : end] for at, end in spans)


def _alike(one: bytes, at: int, other: bytes, there: int, least: int, most: int) -> int:
    """Say how many bytes are the same in two places, of which the first `least` are."""
    while least < most and one[at + least] == other[there + least]:
        least += 1
    return least


class _Around:
    """The live cells that a leftover may be a copy of, the nearest page first; pages are read when they are needed."""

    def __init__(self, numbers: Sequence[int], cells: Callable[[int], _Cells]) -> None:
        self._numbers, self._cells = numbers, cells
        self._likely = list(numbers)

    @property
    def _pages(self) -> Iterator[_Cells]:
        return map(self._cells, self._numbers)

    def holds(self, cell: bytes) -> bool:
        return cell[0] in self.firsts and any(page.holds(cell) for page in self._pages)

    @cached_property
    def firsts(self) -> frozenset[int]:
        """The first bytes of the cells."""
        return frozenset().union(*(page.firsts for page in self._pages))

    def holds_start(self, start: bytes, lost: int) -> bool:
        pages = self._pages if len(start) >= _FIRST else islice(self._pages, _NEAR)
        return any(page.holds_start(start, lost) for page in pages)

    def tail_end(self, data: bytes, at: int, end: int) -> int | None:
        """Say where the copy of a live cell ends whose first four bytes are overwritten."""
        if end - at <= LOST:
            return None
        for page in self._pages if end - at >= LOST + _FIRST else ():
            if length := page.tail_length(data, at, end):
                return at + length
        for length in self._short:
            if length <= end - at and data[at + LOST : at + length] in self._tails:
                return at + length
        return None

    @cached_property
    def _tails(self) -> frozenset[bytes]:
        return frozenset().union(*(page.tails for page in self._pages))

    @cached_property
    def _short(self) -> list[int]:
        return sorted({LOST + len(tail) for tail in self._tails}, reverse=True)

    def piece(self, data: bytes, at: int, end: int, least: int) -> tuple[int, int]:
        """Measure the longest stretch that stands in one live cell, with its distance from the start of that cell."""
        best = (0, 0)
        holding = self._holding(data[at : at + least]) if at + least <= end else ()
        for place, number in enumerate(self._likely) if holding else ():
            if number not in holding:
                continue
            found = self._cells(number).piece(data, at, end, least)
            best = max(best, found)
            if best[0] > _LONG_PIECE or at + best[0] == end:
                self._likely.insert(0, self._likely.pop(place))
                break
        return best

    def holds_piece(self, piece: bytes) -> bool:
        holding = map(self._cells, self._holding(piece))
        return any(page.piece(piece, 0, len(piece), len(piece))[0] for page in holding)

    def _holding(self, piece: bytes) -> set[int]:
        """Give the pages in whose cells, or between them, some bytes stand: to look in all of them at once costs least.

        Where two pages meet something may be found that neither holds; the first of them is then asked in vain.
        """
        joined, starts = self._joined
        found = set()
        at = joined.find(piece)
        while at >= 0:
            place = bisect_right(starts, at)
            found.add(self._numbers[place - 1])
            at = joined.find(piece, starts[place]) if place < len(starts) else -1
        return found

    @cached_property
    def _joined(self) -> tuple[bytes, list[int]]:
        """The pages in one, and where each begins."""
        parts = [page.data for page in self._pages]
        return b"".join(parts), list(accumulate(map(len, parts[:-1]), initial=0))

    @cached_property
    def shortest(self) -> int:
        return min((page.shortest for page in self._pages), default=LEAST)


class Copies:
    """Tells, of the live pages of a database, which stretches between the cells are copies of live cells."""

    def __init__(self, view: View, usable: int, use: PageUse, tables: list[Table], text: Text = record.UTF8) -> None:
        self._view, self._usable, self._use = view, usable, use
        self._indexes = {place for place, table in enumerate(tables) if table.index_of is not None}
        self._above_rows = Rubble(None)
        self._rubble = {
            place: Rubble(tables[place]) for place in self._indexes if text.unit == 1 and tables[place].columns
        }
        self._pages: OrderedDict[int, _Cells] = OrderedDict()
        self._meagre: dict[int, tuple[int, array[int]]] = {}  # with the pages around, none where they were compared

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
        numbers = array("L", [*near, *above])
        around = _Around(numbers, self._cells)
        flags, sound, index = self._use.survey.flags, self._use.survey.sound, place in self._indexes
        much = sum(end - start - data.count(0, start, end) for start, end in looks.holes(data, page, sound)) > _MUCH
        if much and not has_rest(data, page, around, index, sound):
            flags[number] &= ~(LOOSE | GAP)
            return
        rubble = self._above_rows if page.kind == btree.INTERIOR_TABLE else self._rubble.get(place)
        if rubble is not None and not self._view.moved(number) and rubble.is_all(data, page, sound, around):
            flags[number] = flags[number] & ~(LOOSE | GAP) | MEAGRE
            self._meagre[number] = place, array("L") if much else numbers
        elif not much and not has_rest(data, page, around, index, sound):
            flags[number] &= ~(LOOSE | GAP)

    def meagre(self) -> Iterator[int]:
        """Yield the pages with rubble that is more than copies of live cells."""
        for number, (place, numbers) in sorted(self._meagre.items()):
            data = self._view.page(number)
            page = btree.parse(data, self._usable, number == 1)
            around, index = _Around(numbers, self._cells), place in self._indexes
            if page and (not numbers or has_rest(data, page, around, index, self._use.survey.sound)):
                yield number

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
    return any(
        b - a >= LEAST
        and not _are_offsets(data, a, b, floor, page.usable)
        and not _is_piece(data, a, b, heads, around)
        and not (index and explained and b - a < around.shortest)
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
    above = page.kind in (btree.INTERIOR_INDEX, btree.INTERIOR_TABLE)  # there a cell begins with its child's number
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
        elif data[at] in around.firsts or (above and at + LOST < end and data[at + LOST] in around.firsts):
            behind = _whole_end(data, page, at, end, around)
        if behind is None and _may_be_head(data, at, end, page.usable):
            behind = around.tail_end(data, at, end)
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
    behind = around.tail_end(data, at, end)
    if behind is not None or not known:
        return behind
    return _cut_end(data, at, end, LOST, around) or (None if freed else _cut_end(data, at, end, 0, around))


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
