"""The rows of one page image that are not live: its cells where the image is old, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from phonefx.formats.sqlite import btree, record
from phonefx.formats.sqlite import database as db
from phonefx.formats.sqlite.btree import Cell, Page
from phonefx.formats.sqlite.carve import Area, carve
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.found import Found, Grade
from phonefx.formats.sqlite.images import Image, Standing
from phonefx.formats.sqlite.schema import SCHEMA_TABLE, Affinity, Column, Table
from phonefx.formats.sqlite.shape import Shape

UNKNOWN = "?"
_SAMPLE = 12
_OWNER_BITS, _MISFIT_BITS, _UNKNOWN_BITS = 20.0, -30.0, 24.0
_RIVAL_BITS = 4.0
_AREAS_REMEMBERED = 200_000


@dataclass
class Harvester:
    """Takes the rows out of page images; remembers free areas that images repeat."""

    database: Database
    shapes: list[Shape]
    _areas: set[int] = field(default_factory=set)
    _cells: set[int] = field(default_factory=set)
    _live: tuple[int, frozenset[bytes]] = (0, frozenset())

    def __post_init__(self) -> None:
        self._carved = [shape for shape in self.shapes if shape.table is SCHEMA_TABLE or not shape.table.internal]

    def rows(self, image: Image) -> Iterator[tuple[Found, str]]:
        """Yield each row found on an image with the kind of place where it lay."""
        first = image.number == 1
        page = btree.parse(image.data, self.database.usable, first)
        if image.standing is Standing.LIVE:
            if image.use == db.TREE and page is not None:
                yield from self._between(image, page, btree.cells(image.data, page))
            return
        found = btree.cells(image.data, page) if page is not None else []
        if page is not None and btree.sound(page, found) and image.use != db.TRUNK:
            yield from self._old_cells(image, page, found)
            yield from self._between(image, page, found)
        elif image.use != db.OVERFLOW:
            start = 8 if image.use == db.TRUNK else 100 * first
            yield from self._area(image, [(start, self.database.usable)], set(), {}, (0, 0))

    def _between(self, image: Image, page: Page, found: list[Cell]) -> Iterator[tuple[Found, str]]:
        blocks = btree.freeblocks(image.data, page)
        anchors = {item.start for item in found} | {item.end for item in found} | {page.usable}
        anchors |= {block.start for block in blocks} | {block.start + block.size for block in blocks}
        start = page.pointers + 2 * page.cells
        areas = btree.holes(((item.start, item.end) for item in found), start, page.usable)
        sizes = {block.start: block.size for block in blocks}
        yield from self._area(image, areas, anchors, sizes, (start, page.content))

    def _area(
        self,
        image: Image,
        areas: Iterable[tuple[int, int]],
        anchors: set[int],
        sizes: dict[int, int],
        gap: tuple[int, int],
    ) -> Iterator[tuple[Found, str]]:
        usable, text = self.database.usable, self.database.header.text
        for start, end in areas:
            area = Area(image.data, start, min(end, len(image.data)), usable, text, anchors | {start, end}, sizes)
            if not area.worth_a_look() or self._known(image, area):
                continue
            for item in carve(area, self._carved):
                kind = "gap" if gap[0] <= item.start < gap[1] else "freeblock" if _inside(item, sizes) else "slack"
                yield item, kind

    def _known(self, image: Image, area: Area) -> bool:
        """Say whether the same bytes at the same place of the same page were searched before."""
        if image.role == "main":
            return False
        key = hash((image.number, area.start, area.data[area.start : area.end]))
        if key in self._areas:
            return True
        if len(self._areas) < _AREAS_REMEMBERED:
            self._areas.add(key)
        return False

    def _old_cells(self, image: Image, page: Page, found: list[Cell]) -> Iterator[tuple[Found, str]]:
        fresh = [item for item in found if not self._is_live(image, item)]
        read = [(item, parsed) for item in fresh if (parsed := _header(image.data, item)) is not None]
        if page.kind == btree.INTERIOR_TABLE or not read:
            return
        family = [shape for shape in self.shapes if shape.table.as_index == (page.kind != btree.LEAF_TABLE)]
        ranking = self._ranking(image, family, [(item, *parsed) for item, parsed in read[:_SAMPLE]])
        for item, (types, body) in read:
            if (shape := _taker(ranking, types)) is not None:
                yield self._cell(item, shape, types, body), "cell"
            elif (
                page.kind == btree.LEAF_TABLE and not ranking and (unknown := self._nameless(image, item, types, body))
            ):
                yield unknown, "cell"

    def _is_live(self, image: Image, item: Cell) -> bool:
        """Say whether the live version of the page holds the very same cell (the usual case in a log)."""
        if image.use != db.TREE:
            return False
        if self._live[0] != image.number:
            data = self.database.live.page(image.number)
            page = btree.parse(data, self.database.usable, image.number == 1)
            cells = btree.cells(data, page) if page is not None else []
            self._live = image.number, frozenset(data[one.start : one.end] for one in cells)
        return image.data[item.start : item.end] in self._live[1]

    def _ranking(
        self, image: Image, family: list[Shape], sample: list[tuple[Cell, tuple[int, ...], int]]
    ) -> list[Shape]:
        """Order the tables by how well the rows of a page agree with them; those that do not agree are left out."""
        owner = self.database.use.owner[image.number] if image.number < len(self.database.use.owner) else -1
        ranked = []
        for place, shape in enumerate(family):
            total = 0.0
            for item, types, body in sample:
                if not shape.accepts(types, any_count=True):
                    total += _MISFIT_BITS
                    continue
                local = image.data[body : item.at + item.local]
                weight = shape.model.bits(types, local, self.database.header.text)
                total += weight.bits if weight.failed is None else _MISFIT_BITS
            hinted = (shape.place == owner and owner >= 0) or (shape.table.dropped and shape.table.root == image.number)
            total += _OWNER_BITS * hinted - 3.0 * (len(shape.table.columns) - max(len(types) for _, types, _ in sample))
            if total > 0 or hinted:
                ranked.append((-total, place, shape))
        return [shape for _, _, shape in sorted(ranked, key=lambda entry: entry[:2])]

    def _cell(self, item: Cell, shape: Shape, types: tuple[int, ...], body: int) -> Found:
        local = item.at + item.local - body
        found = Found(shape, types, item.start, item.end, body, item.size, Grade.CELL, 99.0, local)
        found.rowid, found.overflow = item.rowid, item.overflow
        return found

    def _nameless(self, image: Image, item: Cell, types: tuple[int, ...], body: int) -> Found | None:
        """Take a whole cell of a table that no statement describes any more."""
        shape = nameless_shape(len(types))
        local = image.data[body : item.at + item.local]
        weight = shape.model.bits(types, local, self.database.header.text)
        if weight.failed is not None or weight.worth < _UNKNOWN_BITS or len(types) < 2:
            return None
        found = self._cell(item, shape, types, body)
        found.bits = weight.bits
        return found


@lru_cache(maxsize=64)
def nameless_shape(width: int) -> Shape:
    """Describe a table of which only the number of columns is known."""
    columns = tuple(Column(f"c{place}", Affinity.BLOB) for place in range(width))
    return Shape(Table(UNKNOWN, 0, "", columns, order=tuple(range(width)), dropped=True), place=-2)


def _taker(ranking: list[Shape], types: tuple[int, ...]) -> Shape | None:
    for shape in ranking:
        if shape.accepts(types, any_count=True):
            return shape
    return next((shape for shape in ranking[:1] if len(types) <= shape.width), None)


def _header(data: bytes, item: Cell) -> tuple[tuple[int, ...], int] | None:
    parsed = record.read_header(data, item.at, item.at + item.local)
    if parsed is None or not parsed[0]:
        return None
    types, body = parsed
    return parsed if body - item.at + record.body_size(types) == item.size else None


def _inside(item: Found, sizes: dict[int, int]) -> bool:
    return any(start <= item.start < start + size for start, size in sizes.items())
