"""Calls and messages at the phone's position of that moment: the used one nearest in time, if near enough."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from phonefx.report.maps.reading import Happening, Used


class Placed(NamedTuple):
    """A call or message beside the used position nearest to it in time; `away_us` after it, negative before it."""

    happening: Happening
    item: int
    longitude: float
    latitude: float
    accuracy_m: object
    away_us: int


class Placing:
    """Joins calls and messages to the used positions of one phone, as stretches of these pass by in order of time.

    Args:
        happenings: in order of time.
        within_us: farther in time from any position, one is counted in `unplaced` and not placed.
    """

    def __init__(self, happenings: Iterator[Happening], within_us: int) -> None:
        self.waiting = happenings
        self.next = next(happenings, None)
        self.last: Used | None = None
        self.within_us = within_us
        self.unplaced = 0

    def among(self, rows: Sequence[Used]) -> list[Placed]:
        """Take the next stretch of used positions; gives what happened up to its end, each with its position."""
        found: list[Placed] = []
        if not rows:
            return found
        first, self.last, before = self.next, rows[-1], self.last
        if first is None or first[1] > self.last[1]:
            return found
        times = [row[1] for row in rows]
        end_us = times[-1]
        self.next = None
        for happening in chain((first,), self.waiting):
            us = happening[1]
            if us > end_us:
                self.next = happening
                break
            at = bisect_left(times, us)
            self._place(happening, rows[at - 1] if at else before, rows[at], found)
        return found

    def end(self) -> list[Placed]:
        """Give what happened after the last position and is near enough to it."""
        found: list[Placed] = []
        for happening in chain([self.next] if self.next is not None else [], self.waiting):
            self._place(happening, self.last, None, found)
        self.next = None
        return found

    def _place(self, happening: Happening, before: Used | None, after: Used | None, found: list[Placed]) -> None:
        us = happening[1]
        near = after if before is None or (after is not None and after[1] - us < us - before[1]) else before
        away_us = self.within_us + 1 if near is None else us - near[1]
        if near is None or not -self.within_us <= away_us <= self.within_us:
            self.unplaced += 1
            return
        item, _, longitude, latitude, accuracy_m, _ = near
        found.append(tuple.__new__(Placed, (happening, item, longitude, latitude, accuracy_m, away_us)))
