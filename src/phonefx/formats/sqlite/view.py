"""A database as it stood at one moment: for each page the place that held it then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from phonefx.formats.sqlite.bytefile import Bytes

MAIN, WAL, JOURNAL = "main", "wal", "journal"
_CACHED = 256
_RUN = 1 << 20


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

    def moved(self, number: int) -> bool:
        """Say whether a page stands elsewhere than in the main file."""
        return self._overlay(number) is not None

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

    def in_order(self) -> Iterator[tuple[int, bytes]]:
        """Yield every page with its number; the main file is read in long runs."""
        size, step = self.page_size, _RUN // self.page_size
        for first in range(1, self.pages + 1, step):
            run = self.files[MAIN].read((first - 1) * size, step * size)
            for number in range(first, min(first + step, self.pages + 1)):
                spot = self._overlay(number)
                at = (number - first) * size
                if spot is None:
                    yield number, run[at : at + size]
                else:
                    yield number, self.files[spot.role].read(spot.offset, size)
