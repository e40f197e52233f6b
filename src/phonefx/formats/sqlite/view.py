"""A database as it stood at one moment: for each page the place that held it then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from phonefx.formats.sqlite.bytefile import Bytes

MAIN, WAL, JOURNAL = "main", "wal", "journal"
_CACHED = 256


class Spot(NamedTuple):
    """Where a page stands: the file's role, the offset in that file and the WAL frame (0 = none)."""

    role: str
    offset: int
    frame: int = 0


class View:
    """Pages of a database at one moment."""

    def __init__(
        self,
        files: dict[str, Bytes],
        page_size: int,
        pages: int,
        overlay: Callable[[int], Spot | None] = lambda number: None,
    ) -> None:
        self.files, self.page_size, self.pages = files, page_size, pages
        self._overlay = overlay
        self._cache: OrderedDict[int, bytes] = OrderedDict()

    def spot(self, number: int) -> Spot:
        """Say where a page stands."""
        return self._overlay(number) or Spot(MAIN, (number - 1) * self.page_size)

    def page(self, number: int) -> bytes:
        """Read a page; fewer bytes, or none, where the file ends before it."""
        cache = self._cache
        if number in cache:
            cache.move_to_end(number)
            return cache[number]
        if not 1 <= number <= self.pages:
            return b""
        spot = self.spot(number)
        data = self.files[spot.role].read(spot.offset, self.page_size)
        cache[number] = data
        if len(cache) > _CACHED:
            cache.popitem(last=False)
        return data
