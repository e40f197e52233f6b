"""Pairs items that agree in a bucket and nearly in time; two rows of one store are never one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

_OPEN: Final = 64  # candidates kept for a bucket; a flood of equal messages must not cost the square of its size


class Groups:
    """Sets of items that tell one event: union-find over those items alone that agree with another."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._reason: dict[int, int] = {}

    def root(self, item: int) -> int:
        """Give the lowest item of the set."""
        parent = self._parent
        while (above := parent.setdefault(item, item)) != item:
            parent[item] = item = parent[above]
        return item

    def join(self, one: int, other: int, reason: int) -> None:
        """Put the sets of two items together; the second remembers the number of the reason."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._parent[high] = low
            self._reason.setdefault(other, reason)

    def members(self) -> Iterator[tuple[int, int, int]]:
        """Give (root, item, reason) of every item that is in a set of two or more, in order of item."""
        large = {self.root(item) for item, above in self._parent.items() if above != item}
        for item in sorted(self._parent):
            if (root := self.root(item)) in large:
                yield root, item, self._reason.get(item, 0)


def pairs(rows: Iterable[Sequence[Any]], tolerance_us: int) -> Iterator[tuple[int, int]]:
    """Give pairs (earlier item, item) that agree.

    Args:
        rows: (bucket..., time, store, item), ordered by bucket, time and item. A row without time only agrees with
            others without one.
        tolerance_us: how far apart the times of one event may be.
    """
    for _, group in groupby(rows, key=lambda row: tuple(row[:-3])):
        waiting: list[tuple[int | None, int, set[Any]]] = []
        for *_, us, store, item in group:
            waiting = [each for each in waiting if _near(each[0], us, tolerance_us)][-_OPEN:]
            partner = next((each for each in waiting if store not in each[2]), None)
            if partner is None:
                waiting.append((us, item, {store}))
            else:
                partner[2].add(store)
                yield partner[1], item


def _near(one: int | None, other: int | None, tolerance_us: int) -> bool:
    if one is None or other is None:
        return one is other
    return abs(other - one) <= tolerance_us
