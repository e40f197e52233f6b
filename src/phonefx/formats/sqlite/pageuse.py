"""What every page of a database is used for in its live state."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from phonefx.formats.sqlite import btree, trees
from phonefx.formats.sqlite import header as file_header
from phonefx.formats.sqlite.header import Header
from phonefx.formats.sqlite.schema import SCHEMA_TABLE, Table
from phonefx.formats.sqlite.survey import LEAST, LONG, Survey, may_be_long, survey
from phonefx.formats.sqlite.view import View

UNKNOWN, TREE, OVERFLOW, FREE, TRUNK, POINTER_MAP, LOCK = range(7)


@dataclass
class PageUse:
    """Role and owner of each page (index = page number); the owner is the number of a table, -1 for the schema.

    `leaves` are the pages with rows by table, in key order, `interior` the pages above them that hold no row. `slack`
    says of last overflow pages where their content ends.
    """

    role: bytearray
    owner: array[int]
    survey: Survey
    leaves: dict[int, array[int]] = field(default_factory=dict)
    interior: dict[int, array[int]] = field(default_factory=dict)
    slack: dict[int, int] = field(default_factory=dict)


def page_use(view: View, header: Header, tables: list[Table], sound: bool = False) -> PageUse:
    """Look at all pages once, then walk over all b-trees without reading their leaves again.

    `sound` says that SQLite found the account of every page right.
    """
    count = view.pages + 1
    use = PageUse(bytearray(count), array("i", [-1]) * count, survey(view, header.usable, sound))
    for trunk, leaves in trees.freelist(view, header.freelist_head, header.usable):
        use.role[trunk] = TRUNK
        for leaf in leaves:
            use.role[leaf] = FREE
    seen = bytearray(count)
    for place, table in enumerate([SCHEMA_TABLE, *tables]):
        _mark_tree(use, view, place - 1, table, seen)
    for number in range(2, count) if header.auto_vacuum else ():
        if header.is_pointer_map(number):
            use.role[number] = POINTER_MAP
    lock = file_header.LOCK_BYTE // header.page_size + 1
    if lock < count:
        use.role[lock] = LOCK
    if sound and UNKNOWN in use.role[1:]:
        _mark_long(use, view)
    return use


def _mark_long(use: PageUse, view: View) -> None:
    """Look for payloads that go on elsewhere: left for the end, as without pages to spare there can be none."""
    flags = use.survey.flags
    for place, leaves in use.leaves.items():
        for number in leaves:
            data = view.page(number)
            page = btree.parse(data, use.survey.usable, number == 1)
            if page is not None and may_be_long(data, page):
                flags[number] |= LONG
                _mark_overflow(use, view, place, number)


def _mark_tree(use: PageUse, view: View, place: int, table: Table, seen: bytearray) -> None:
    leaves = use.leaves.setdefault(place, array("L"))
    usable, role, owner, flags = use.survey.usable, use.role, use.owner, use.survey.flags
    for numbers, kind in trees.outline(view, table.root, use.survey.kinds, usable, seen):
        for number in numbers:
            role[number] = TREE
            owner[number] = place
        if kind == btree.INTERIOR_TABLE:
            use.interior.setdefault(place, array("L")).extend(numbers)
            continue
        leaves.extend(numbers)
        for number in numbers:
            if flags[number] & LONG:
                _mark_overflow(use, view, place, number)


def _mark_overflow(use: PageUse, view: View, place: int, number: int) -> None:
    usable = use.survey.usable
    data = view.page(number)
    page = btree.parse(data, usable, number == 1)
    for item in btree.cells(data, page) if page is not None else ():
        if not item.overflow:
            continue
        left = min(item.size - item.local, view.pages * usable)
        for chained, part in trees.chain(view, item.overflow, left, usable):
            left -= len(part)
            if use.role[chained] == UNKNOWN:
                use.role[chained] = OVERFLOW
                use.owner[chained] = place
                if not left and 4 + len(part) <= usable - LEAST:
                    use.slack[chained] = 4 + len(part)
