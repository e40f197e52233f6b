"""Walks over b-trees, overflow chains and the freelist that no damaged or hostile pointer can trap."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from phonefx.formats.sqlite import btree
from phonefx.formats.sqlite.btree import Cell, Page
from phonefx.formats.sqlite.view import View

_LONG = struct.Struct(">I")
_SHORTEST = 5


def walk(view: View, root: int, usable: int, seen: bytearray) -> Iterator[tuple[int, bytes, Page]]:
    """Yield the pages of a b-tree in key order, each page at most once; `seen` marks pages met before."""
    stack = [root]
    family: tuple[int, ...] = btree.KINDS
    while stack:
        number = stack.pop()
        if not 0 < number < len(seen) or seen[number]:
            continue
        data = view.page(number)
        page = btree.parse(data, usable, first=number == 1)
        if page is None or page.kind not in family:
            continue
        family = _family(page.kind)
        seen[number] = 1
        if page.kind in (btree.INTERIOR_TABLE, btree.INTERIOR_INDEX):
            stack.append(page.right)
            stack += [item.child for item in reversed(btree.cells(data, page))]
        yield number, data, page


def outline(view: View, root: int, kinds: bytearray, usable: int, seen: bytearray) -> Iterator[tuple[list[int], int]]:
    """Yield the pages of a b-tree in key order, and the kind of each few; `kinds` spares reading the leaves."""
    stack = [root]
    family: tuple[int, ...] = btree.KINDS
    while stack:
        number = stack.pop()
        if not 0 < number < len(seen) or seen[number] or kinds[number] not in family:
            continue
        kind = kinds[number]
        family = _family(kind)
        seen[number] = 1
        yield [number], kind
        if kind in (btree.INTERIOR_TABLE, btree.INTERIOR_INDEX):
            data = view.page(number)
            page = btree.parse(data, usable, first=number == 1)
            if page is not None:
                below = [*_children(data, page), page.right]
                if _are_leaves(below, kinds, family[1], seen):
                    for leaf in below:
                        seen[leaf] = 1
                    yield below, family[1]
                else:
                    stack += reversed(below)


def _are_leaves(numbers: list[int], kinds: bytearray, leaf: int, seen: bytearray) -> bool:
    """Say whether pages are leaves of a tree that were not met yet, each named once."""
    most = len(seen)
    return len(set(numbers)) == len(numbers) and all(
        0 < number < most and kinds[number] == leaf and not seen[number] for number in numbers
    )


def _children(data: bytes, page: Page) -> list[int]:
    """List the pages that the cells of an interior page lead to; of a table the cells need not be read for that."""
    listed = btree.pointers(data, page)
    floor, most = page.pointers + 2 * page.cells, page.usable - _SHORTEST
    if page.kind == btree.INTERIOR_TABLE and floor <= min(listed, default=floor) and max(listed, default=0) <= most:
        return [_LONG.unpack_from(data, at)[0] for at in listed]
    return [item.child for item in btree.cells(data, page)]


def _family(kind: int) -> tuple[int, ...]:
    if kind in btree.INDEX_KINDS:
        return btree.INDEX_KINDS
    return btree.INTERIOR_TABLE, btree.LEAF_TABLE


def chain(view: View, first: int, needed: int, usable: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of the overflow pages of a payload, as many as its missing bytes need."""
    met: set[int] = set()
    number = first
    while needed > 0 and number and number not in met:
        data = view.page(number)
        if len(data) < 4:
            return
        met.add(number)
        part = data[4 : min(usable, 4 + needed)]
        needed -= len(part)
        yield number, part
        number = _LONG.unpack_from(data, 0)[0]


def payload(view: View, data: bytes, item: Cell, usable: int, limit: int = btree.MAX_PAYLOAD) -> bytes:
    """Read the payload of a cell with what lies on overflow pages, shorter where the chain breaks."""
    local = data[item.at : item.at + item.local]
    if item.local == item.size:
        return local
    parts = [local]
    parts += [part for _, part in chain(view, item.overflow, min(item.size, limit) - item.local, usable)]
    return b"".join(parts)


def freelist(view: View, head: int, usable: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each trunk page of the freelist with the leaf pages that it lists."""
    met: set[int] = set()
    while head and head not in met and head <= view.pages:
        met.add(head)
        data = view.page(head)
        if len(data) < 8:
            return
        following = _LONG.unpack_from(data, 0)[0]
        count = (trunk_end(data, usable) - 8) // 4
        leaves = struct.unpack_from(f">{count}I", data, 8) if len(data) >= 8 + 4 * count else ()
        yield head, [leaf for leaf in leaves if 0 < leaf <= view.pages]
        head = following


def trunk_end(data: bytes, usable: int) -> int:
    """Say where the list of leaf pages ends on a trunk page of the freelist; behind it older bytes may stand."""
    count = _LONG.unpack_from(data, 4)[0] if len(data) >= 8 else 0
    return 8 + 4 * count if count <= usable // 4 - 2 else 8
