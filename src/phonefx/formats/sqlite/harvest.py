"""The rows of one page image that are not live: its cells where the image is old, and what stands between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from phonefx.formats.sqlite import btree, pageuse, record, trees
from phonefx.formats.sqlite.btree import Cell, Page
from phonefx.formats.sqlite.carve import Area, carve
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.found import Found, Grade
from phonefx.formats.sqlite.images import Image, Standing
from phonefx.formats.sqlite.schema import SCHEMA_TABLE, Affinity, Column, Table
from phonefx.formats.sqlite.shape import Shape

UNKNOWN = "?"
_SAMPLE = 12
_OWNER_BITS, _MISFIT_BITS, _UNKNOWN_BITS = 20.0, -30.0, 12.0
_INDEX_MARGIN = 8.0
_SLACK_BITS = 40.0
_AREAS_REMEMBERED = 200_000


@dataclass
class Harvester:
    """Takes the rows out of page images; remembers free areas that images repeat.

    `undecided` counts the entries of index pages that were left out, by table: `Database.undecided` says why.
    """

    database: Database
    shapes: list[Shape]
    undecided: Counter[str | None] = field(default_factory=Counter)
    _areas: set[int] = field(default_factory=set)
    _live: tuple[int, frozenset[bytes]] = (0, frozenset())

    def __post_init__(self) -> None:
        self._rowid_shapes = [shape for shape in self.shapes if not shape.table.as_index]
        self._index_shapes = [shape for shape in self.shapes if shape.table.as_index]
        self._anywhere = [shape for shape in self.shapes if _carvable(shape) and shape.table.index_of is None]
        self._dropped_at = {shape.table.root: shape for shape in self.shapes if shape.table.dropped}
        counted = Counter(_signature(shape.table) for shape in self._anywhere)
        self._twins = {signature for signature, count in counted.items() if count > 1}
        self._by_place = {shape.place: shape for shape in self.shapes}

    def rows(self, image: Image) -> Iterator[tuple[Found, str]]:
        """Yield each row found on an image with the kind of place where it lay."""
        first = image.number == 1
        page = btree.parse(image.data, self.database.usable, first)
        if image.standing is Standing.LIVE:
            if image.use == pageuse.TREE and page is not None:
                yield from self._between(image, page, btree.cells(image.data, page), self._owner(image))
            elif image.use == pageuse.OVERFLOW and (end := self.database.use.slack.get(image.number)):
                area = self._area(image, (end, self.database.usable), set(), {})
                wide = [shape for shape in self._anywhere if not shape.narrow]
                likely = (item for item in self._carved(image, area, wide) if item.bits >= _SLACK_BITS)
                yield from ((item, "slack of an overflow page") for item in likely)
            return
        found = btree.cells(image.data, page) if page is not None else []
        if page is not None and image.use != pageuse.TRUNK and btree.sound(page, found):
            ranking = self._ranking(image, page, found)
            rivals = self._rivals(image, page, found, ranking)
            for item, kind in self._old_cells(image, page, found, ranking):
                item.rivals = rivals
                yield item, kind
            for item, kind in self._between(image, page, found, ranking[0] if ranking else self._owner(image)):
                item.rivals = rivals if ranking and item.shape is ranking[0] else ()
                yield item, kind
        elif image.use != pageuse.OVERFLOW:
            start = trees.trunk_end(image.data, self.database.usable) if image.use == pageuse.TRUNK else 100 * first
            area = self._area(image, (start, self.database.usable), set(), {})
            yield from ((item, "slack") for item in self._carved(image, area, self._anywhere))

    def _owner(self, image: Image) -> Shape | None:
        """Give the table whose tree the page belongs to in the live state."""
        owners = self.database.use.owner
        if image.use != pageuse.TREE or image.number >= len(owners):
            return None
        return self._by_place.get(owners[image.number])

    def _between(self, image: Image, page: Page, found: list[Cell], owner: Shape | None) -> Iterator[tuple[Found, str]]:
        """Search what lies between the cells: freed cells are the owner's, the gap may hold anything older."""
        blocks = btree.freeblocks(image.data, page)
        anchors = {item.start for item in found} | {item.end for item in found} | {page.usable}
        anchors |= {block.start for block in blocks} | {block.start + block.size for block in blocks}
        start = page.pointers + 2 * page.cells
        sizes = {block.start: block.size for block in blocks}
        spans = [(item.start, item.end) for item in found]
        for first, end in btree.holes([*spans, (page.content, page.content)], start, page.usable):
            inside = first >= page.content
            area = self._area(image, (first, end), anchors, sizes)
            area.gap = not inside
            shapes = [owner] if inside and owner is not None else self._shapes_of_gap(owner)
            for item in self._carved(image, area, shapes):
                yield item, "gap" if not inside else "freeblock" if _inside(item, sizes) else "slack"

    def _shapes_of_gap(self, owner: Shape | None) -> list[Shape]:
        if owner is None or owner in self._anywhere:
            return self._anywhere
        return [owner, *self._anywhere]

    def _area(self, image: Image, span: tuple[int, int], anchors: set[int], sizes: dict[int, int]) -> Area:
        usable, text = self.database.usable, self.database.header.text
        start, end = span[0], min(span[1], len(image.data))
        return Area(image.data, start, end, usable, text, anchors | {start, end}, sizes)

    def _carved(self, image: Image, area: Area, shapes: list[Shape]) -> list[Found]:
        if not area.worth_a_look() or self._known(image, area):
            return []
        area.owner = self._owner(image)
        area.root_of = self._dropped_at.get(image.number)
        found = carve(area, shapes)
        for item in found:
            item.sure = self._sure(image, item, area)
        return found

    def _sure(self, image: Image, item: Found, area: Area) -> bool:
        """Say whether no other table can have held a row: one of the same shape, or one dropped without a trace."""
        if item.shape is area.root_of:
            return True
        if item.shape is area.owner and not area.gap:
            return _inside(item, area.sizes) or not self._fits_others(item)
        if _signature(item.shape.table) in self._twins:
            return False
        root = item.shape is area.owner and image.number == item.shape.table.root
        return not (root and area.gap and item.grade is Grade.CELL and self.database.schema_was_changed)

    def _fits_others(self, item: Found) -> bool:
        """Say whether a row could be one of another table: what is no freed stretch may be older than the owner."""
        return any(shape is not item.shape and shape.accepts(item.types, any_count=True) for shape in self._anywhere)

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

    def _old_cells(
        self, image: Image, page: Page, found: list[Cell], ranking: list[Shape]
    ) -> Iterator[tuple[Found, str]]:
        if page.kind == btree.INTERIOR_TABLE:
            return
        for item in found:
            if self._is_live(image, item) or (parsed := _header(image.data, item)) is None:
                continue
            types, body = parsed
            if (shape := _taker(ranking, types)) is not None:
                yield self._cell(image, item, shape, types, body), "cell"
            elif page.kind == btree.LEAF_TABLE and not ranking and (row := self._nameless(image, item, types, body)):
                yield row, "cell"

    def _is_live(self, image: Image, item: Cell) -> bool:
        """Say whether the live version of the page holds the very same cell (the usual case in a log)."""
        if image.use != pageuse.TREE:
            return False
        if self._live[0] != image.number:
            data = self.database.live.page(image.number)
            page = btree.parse(data, self.database.usable, image.number == 1)
            cells = btree.cells(data, page) if page is not None else []
            self._live = image.number, frozenset(data[one.start : one.end] for one in cells)
        return image.data[item.start : item.end] in self._live[1]

    def _ranking(self, image: Image, page: Page, found: list[Cell]) -> list[Shape]:
        """Order the tables by how well the rows of a page agree with them; those that do not agree are left out."""
        if page.kind == btree.INTERIOR_TABLE:
            return []
        step = max(1, len(found) // _SAMPLE)
        sample = [(item, *parsed) for item in found[::step] if (parsed := _header(image.data, item)) is not None]
        if not sample:
            return []
        owner = self._owner(image)
        widest = max(len(types) for _, types, _ in sample)
        ranked = []
        for place, shape in enumerate(self._rowid_shapes if page.kind == btree.LEAF_TABLE else self._index_shapes):
            if shape.width < widest or (shape.table is SCHEMA_TABLE and shape.width != widest):
                continue
            total = sum(self._agreement(image, shape, item, types, body) for item, types, body in sample)
            hinted = shape is owner or (shape.table.dropped and shape.table.root == image.number)
            total += _OWNER_BITS * hinted - 3.0 * (shape.width - widest)
            if total > 0 or hinted:
                ranked.append((-total, place, shape, hinted))
        ranked.sort(key=lambda entry: entry[:2])
        if _undecided(ranked, len(sample)) and not ranked[0][3]:
            owners = {entry[2].table.index_of for entry in ranked[:2]}
            self.undecided[owners.pop() if len(owners) == 1 else None] += len(found)
            return []
        return [entry[2] for entry in ranked]

    def _rivals(self, image: Image, page: Page, found: list[Cell], ranking: list[Shape]) -> tuple[Shape, ...]:
        """Give the other indexes of the table whose entries a page may hold, if its own index is not known.

        How large the numbers of live rows are says nothing of older rows, so numbers do not count here.
        """
        if not ranking or ranking[0].table.index_of is None or ranking[0] is self._owner(image):
            return ()
        step = max(1, len(found) // _SAMPLE)
        sample = [(item, *parsed) for item in found[::step] if (parsed := _header(image.data, item)) is not None]
        table = ranking[0].table.index_of.lower()
        others = [shape for shape in self._index_shapes if (shape.table.index_of or "").lower() == table]
        scores = {
            shape.place: sum(self._agreement(image, shape, item, types, body, False) for item, types, body in sample)
            for shape in others
            if all(shape.width == len(types) and shape.accepts(types) for _, types, _ in sample)
        }
        least = scores.get(ranking[0].place, 0.0) - _INDEX_MARGIN * len(sample)
        return tuple(shape for shape in others if shape is not ranking[0] and scores.get(shape.place, least) > least)

    def _page_is_sure(self, image: Image, shape: Shape) -> bool:
        """Say whether the page of a cell settles its table."""
        hinted = shape is self._owner(image) or self._dropped_at.get(image.number) is shape
        return hinted or _signature(shape.table) not in self._twins

    def _agreement(
        self, image: Image, shape: Shape, item: Cell, types: tuple[int, ...], body: int, numbers: bool = True
    ) -> float:
        if not shape.accepts(types, any_count=True):
            return _MISFIT_BITS
        local = image.data[body : item.at + item.local]
        left_out = frozenset(place for place, serial in enumerate(types) if not numbers and serial < record.FIRST_BLOB)
        weight = shape.model.bits(types, local, self.database.header.text, missing=left_out)
        return weight.bits if weight.failed is None else _MISFIT_BITS

    def _cell(self, image: Image, item: Cell, shape: Shape, types: tuple[int, ...], body: int) -> Found:
        local = item.at + item.local - body
        found = Found(shape, types, item.start, item.end, body, item.size, Grade.CELL, 99.0, local)
        found.rowid, found.overflow = item.rowid, item.overflow
        found.sure = self._page_is_sure(image, shape)
        return found

    def _nameless(self, image: Image, item: Cell, types: tuple[int, ...], body: int) -> Found | None:
        """Take a whole cell of a table that no statement describes any more."""
        shape = nameless_shape(len(types), types[0] == record.NULL)
        local = image.data[body : item.at + item.local]
        weight = shape.model.bits(types, local, self.database.header.text)
        if weight.failed is not None or weight.worth < _UNKNOWN_BITS or len(types) < 2:
            return None
        found = self._cell(image, item, shape, types, body)
        found.bits = weight.bits
        return found


@lru_cache(maxsize=128)
def nameless_shape(width: int, alias: bool) -> Shape:
    """Describe a table of which only the number of columns is known."""
    columns = tuple(Column(f"c{place}", Affinity.BLOB) for place in range(width))
    order = tuple(range(width))
    return Shape(Table(UNKNOWN, 0, "", columns, alias=0 if alias else None, order=order, dropped=True))


def _carvable(shape: Shape) -> bool:
    """Say whether a table is worth looking for in free bytes: not SQLite's own, and not one that never had a row."""
    return shape.table is SCHEMA_TABLE or not (shape.table.internal or shape.blank)


def _signature(table: Table) -> tuple[object, ...]:
    """Give what tells the rows of two tables apart at sight: the kinds of their columns."""
    return (table.as_index, table.alias, *(column.affinity for column in table.columns))


def _undecided(ranked: list[tuple[float, int, Shape, bool]], rows: int) -> bool:
    """Say whether two indexes agree with a page almost equally well, so that neither may be named."""
    if len(ranked) < 2 or ranked[0][2].table.index_of is None:
        return False
    return ranked[1][0] - ranked[0][0] < _INDEX_MARGIN * rows


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
