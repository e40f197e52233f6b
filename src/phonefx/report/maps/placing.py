"""Calls and messages at the phone's position of that moment: the used one nearest in time, if near enough."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, Generic, TypeVar

from phonefx.report.maps.reading import Happening, Moment, Used

WITHIN_US: Final = 900_000_000
Timed = TypeVar("Timed", Happening, Moment)


Placed = tuple[Timed, Used]
"""A call or message, and the used position nearest to it in time."""


class Placing(Generic[Timed]):
    """Joins calls and messages to the used positions of one phone, as stretches of these pass by in order of time.

    Args:
        happenings: in order of time.
        within_us: farther in time from any position, one is counted in `unplaced` and not placed.
    """

    def __init__(self, happenings: Iterator[Timed], within_us: int) -> None:
        self.waiting: Iterator[Timed] = happenings
        self.next: Timed | None = next(happenings, None)
        self.last: Used | None = None
        self.within_us = within_us
        self.unplaced = 0

    def among(self, rows: Sequence[Used]) -> list[Placed[Timed]]:
        """Take the next stretch of used positions; gives what happened up to its end, each with its position."""
        found: list[Placed[Timed]] = []
        if not rows:
            return found
        first, self.last, before = self.next, rows[-1], self.last
        if first is None or first[1] > self.last[2]:
            return found
        times = [row[2] for row in rows]
        end_us, within_us = times[-1], self.within_us
        self.next = None
        for happening in chain((first,), self.waiting):
            us = happening[1]
            if us > end_us:
                self.next = happening
                break
            at = bisect_left(times, us)
            near = rows[at]
            if at:
                before = rows[at - 1]
            if before is not None and near[2] - us >= us - before[2]:
                near = before
            if -within_us <= us - near[2] <= within_us:
                found.append((happening, near))
            else:
                self.unplaced += 1
        return found

    def end(self) -> list[Placed[Timed]]:
        """Give what happened after the last position and is near enough to it."""
        rest = chain([self.next] if self.next is not None else [], self.waiting)
        found: list[Placed[Timed]] = []
        if self.last is not None:
            latest_us = self.last[2] + self.within_us
            for happening in rest:
                if happening[1] > latest_us:
                    self.unplaced += 1
                    break
                found.append((happening, self.last))
        self.unplaced += sum(1 for _ in rest)
        self.next = None
        return found
