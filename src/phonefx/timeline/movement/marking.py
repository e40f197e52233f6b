"""Says of each device position whether the track uses it, and why not; drops none.

Speed rule: d' = max(0, d - a1 - a2) over the time between two fixes, against a limit (a1, a2: stated radii).
A fix that breaks it is held until the next ones show which side was wrong: `confirming` of them in agreement make it
a leap (a flight, or a wrong start), otherwise it was a jump (a cached or mistaken position). After a leap the limit is
that of a flight, until the phone is slow again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from phonefx.timeline.geodesy import distance_m, is_position, near_distance_m
from phonefx.timeline.movement.records import Fix
from phonefx.timeline.movement.settings import Settings

Marked = tuple[Fix, str | None]


def marked(fixes: Iterable[tuple[Fix, str]], settings: Settings) -> Iterator[tuple[Fix, str]]:
    """Mark the fixes of one phone, given in order of time with the basis of that time.

    Every fix comes out once; used fixes come out in order of time, the others may come a little later.
    """
    return _jumps(_simultaneous(_sorted_out(fixes, settings), settings), settings)


def _sorted_out(fixes: Iterable[tuple[Fix, str]], settings: Settings) -> Iterator[Marked]:
    for fix, basis in fixes:
        accuracy = fix.accuracy_m
        if fix.us is None:
            yield fix, "untimed"
        elif not is_position(fix.latitude, fix.longitude) or (accuracy is not None and accuracy < 0):
            yield fix, "invalid"
        elif basis != "utc":
            yield fix, "local_time"
        elif accuracy is not None and accuracy > settings.max_accuracy_m:
            yield fix, "coarse"
        else:
            yield fix, None


def _simultaneous(fixes: Iterable[Marked], settings: Settings) -> Iterator[Marked]:
    def radius(fix: Fix) -> float:
        return settings.assumed_accuracy_m if fix.accuracy_m is None else fix.accuracy_m

    for _, group in groupby(fixes, key=lambda each: each[0].us):
        usable = []
        for fix, mark in group:
            if mark is None:
                usable.append(fix)
            else:
                yield fix, mark
        if not usable:
            continue
        best = min(usable, key=lambda fix: (radius(fix), fix.seq))
        yield best, None
        for other in usable:
            if other is not best:
                apart = distance_m(best.latitude, best.longitude, other.latitude, other.longitude)
                yield other, "simultaneous" if apart <= radius(best) + radius(other) else "conflict"


def _jumps(fixes: Iterable[Marked], settings: Settings) -> Iterator[tuple[Fix, str]]:
    chain = _Chain(settings)
    for fix, mark in fixes:
        if mark is not None:
            yield fix, mark
        else:
            yield from chain.feed(fix)
    yield from chain.end()


class _Chain:
    """The fixes believed so far (`last`), those not yet sure (`start`), and those that contradict them (`rival`)."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.last: Fix | None = None
        self.limit = settings.max_speed_mps
        self.start: list[Fix] | None = []
        self.rival: list[Fix] = []

    def feed(self, fix: Fix) -> Iterator[tuple[Fix, str]]:
        if self.last is None or self._possible(self.last, fix, self.limit):
            yield from self._refuse_rival()
            if self.last is None or self._possible(self.last, fix, self.settings.max_speed_mps):
                self.limit = self.settings.max_speed_mps  # down from a flight
            self.last = fix
            yield from self._accept(fix)
        elif self.rival and self._possible(self.rival[-1], fix, self.settings.max_flight_mps):
            self.rival.append(fix)
            if len(self.rival) >= self.settings.confirming:
                yield from self._go_over()
        else:
            yield from self._refuse_rival()
            self.rival.append(fix)

    def _accept(self, fix: Fix) -> Iterator[tuple[Fix, str]]:
        if self.start is None:
            yield fix, ""
            return
        self.start.append(fix)
        if len(self.start) >= self.settings.confirming:
            yield from ((each, "") for each in self.start)
            self.start = None

    def _refuse_rival(self) -> Iterator[tuple[Fix, str]]:
        yield from ((each, "jump") for each in self.rival)
        self.rival.clear()

    def _go_over(self) -> Iterator[tuple[Fix, str]]:
        believed = self.start is None
        yield from ((each, "jump") for each in self.start or ())
        self.start = None
        for number, each in enumerate(self.rival):
            yield each, "leap" if believed and number == 0 else ""
        self.last = self.rival[-1]
        self.limit = self.settings.max_flight_mps
        self.rival = []

    def end(self) -> Iterator[tuple[Fix, str]]:
        yield from ((each, "") for each in self.start or ())
        yield from self._refuse_rival()

    def _possible(self, before: Fix, after: Fix, limit_mps: float) -> bool:
        limits = self.settings
        seconds = ((after.us or 0) - (before.us or 0)) / 1_000_000
        apart = near_distance_m(before.latitude, before.longitude, after.latitude, after.longitude)
        if apart > 50_000:
            apart = distance_m(before.latitude, before.longitude, after.latitude, after.longitude)
        known = before.accuracy_m, after.accuracy_m
        slack = sum(limits.assumed_accuracy_m if each is None else each for each in known)
        return apart - slack <= limit_mps * seconds
