"""Says of each device position whether the track uses it, and why not; drops none.

What a position says of itself (no time, no position, a wide circle) is asked of SQLite (`MARK`). The rest is told by
its neighbours. Speed rule: d' = max(0, d - a1 - a2) over the time between two fixes, against a limit (a1, a2: radii).
A fix that breaks it is held until the next ones show which side was wrong: `confirming` of them in agreement make it
a leap (a flight, or a wrong start), otherwise it was a jump (a cached or mistaken position). After a leap the limit is
that of a flight, until the phone is slow again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Final, Protocol

from phonefx.timeline.geodesy import distance_m, near_distance_m
from phonefx.timeline.movement.records import Point, Row
from phonefx.timeline.movement.settings import Settings

Note = Callable[[int, str], None]
"""Takes the number of a position and its mark."""
Pulse = Callable[[int], float]
"""Takes the moment of a used position, and says from which moment on it is to be told again."""
Watch = Callable[[Iterable[Sequence[Row]]], Iterator[Sequence[Row]]]
"""Passes positions on, some at a time in order of time."""

MARK: Final = """
    CASE WHEN l.time_us IS NULL THEN 'untimed'
    WHEN (l.latitude BETWEEN -90 AND 90 AND l.longitude BETWEEN -180 AND 180) IS NOT TRUE
      OR (l.latitude = 0 AND l.longitude = 0) OR l.accuracy_m < 0 THEN 'invalid'
    WHEN s.basis IS NOT 'utc' THEN 'local_time'
    WHEN l.accuracy_m > :max_accuracy_m AND l.accuracy_m <= 9e999 THEN 'coarse' ELSE '' END
"""
"""The mark of a stored position by itself, in SQL over `location l` and `source s`.

The columns have no type, and SQLite holds every text and blob to be above every number.
"""
RADIUS: Final = "CASE WHEN l.accuracy_m <= 9e999 THEN l.accuracy_m ELSE :assumed_accuracy_m END"
"""Its radius in metres: the stated one, or what stands for none."""

_FLAT_M: Final = 50_000
_MOMENT: Final = itemgetter(2)


def _single(batches: Iterable[Sequence[Row]], note: Note) -> Iterator[Sequence[Row]]:
    """Take the most accurate of several positions at one moment; batches without such pass as they are."""
    held: list[Row] = []
    for batch in batches:
        if not batch:
            continue
        rows = [*held, *batch]
        moments = list(map(_MOMENT, rows))
        cut = bisect_left(moments, moments[-1])
        held = rows[cut:]
        if len(set(moments)) < cut + 1:
            yield [_best(list(own), note) for _, own in groupby(rows[:cut], key=_MOMENT)]
        else:
            yield rows[:cut]
    if held:
        yield [_best(held, note)]


def _best(own: list[Row], note: Note) -> Row:
    if len(own) == 1:
        return own[0]
    points = [Point._make(row) for row in own]
    best = min(points, key=lambda point: (point.radius_m, point.seq))
    for other in points:
        if other is not best:
            apart = distance_m(best.latitude, best.longitude, other.latitude, other.longitude)
            note(other.seq, "simultaneous" if apart <= best.radius_m + other.radius_m else "conflict")
    return best


class Follower(Protocol):
    """What takes positions by the thousand where the phone rests: a stay."""

    def follow(self, rows: Iterator[Row], settings: Settings, due_us: float, pulse: Pulse) -> tuple[Row | None, float]:
        """Take the rows that come as long as they are near, in time and place, and no faster than the limit.

        Gives the first that is not, or None at the end, and the moment from which on the pulse asks to be told.
        """

    @property
    def last(self) -> Row:
        """The last row taken."""


class Used:
    """Gives the used positions of one phone in order of time; every mark but the empty one goes to `note`.

    Args:
        batches: the positions of the phone whose `MARK` is empty, in order of time, some at a time.
        note: is told at most one mark for each position; one without a mark is used.
        settings: the limits.
        pulse: is told the moment of the first used position, and of each from the moment on that it asks for.
        watch: is shown the positions once there is one for each moment, before jumps are told.
    """

    def __init__(
        self, batches: Iterable[Sequence[Row]], note: Note, settings: Settings, pulse: Pulse = lambda _: float("inf"),
        watch: Watch = iter,
    ) -> None:  # fmt: skip
        self.rows: Iterator[Row] = chain.from_iterable(watch(_single(batches, note)))
        self.settings, self.pulse, self.due_us = settings, pulse, float("-inf")
        self.chain = _Chain(note, settings)
        self.last: Row | None = None
        self.refused: Row | None = None

    def __iter__(self) -> Iterator[Row]:
        """Take out the jumps. Most fixes follow the one before them: that case is short."""
        limit = self.settings.max_speed_mps / 1_000_000
        while (row := self._next()) is not None:
            if self.last is not None:
                _, _, us, latitude, longitude, radius = self.last
                _, _, now_us, now_latitude, now_longitude, now_radius = row
                apart = near_distance_m(latitude, longitude, now_latitude, now_longitude)
                if apart - radius - now_radius <= limit * (now_us - us) and apart <= _FLAT_M:
                    self.last = row
                    if now_us >= self.due_us:
                        self.due_us = self.pulse(now_us)
                    yield row
                    continue
                self.chain.last = Point._make(self.last)
            self.last = None
            yield from self._told(self.chain.feed(Point._make(row)))
            self.last = self.chain.last if self.chain.is_sure() else None
        yield from self._told(self.chain.end())

    def follow(self, stay: Follower) -> None:
        """Let a stay that took the last position given take as many of those that come as it can."""
        if self.last is not None:
            self.refused, self.due_us = stay.follow(self.rows, self.settings, self.due_us, self.pulse)
            self.last = stay.last

    def _next(self) -> Row | None:
        if self.refused is None:
            return next(self.rows, None)
        row, self.refused = self.refused, None
        return row

    def _told(self, points: Iterator[Point]) -> Iterator[Point]:
        for point in points:
            if point.us >= self.due_us:
                self.due_us = self.pulse(point.us)
            yield point


class _Chain:
    """The fixes believed so far (`last`), those not yet sure (`start`), and those that contradict them (`rival`)."""

    def __init__(self, note: Note, settings: Settings) -> None:
        self.note = note
        self.settings = settings
        self.last: Point | None = None
        self.limit = settings.max_speed_mps
        self.start: list[Point] | None = []
        self.rival: list[Point] = []

    def is_sure(self) -> bool:
        """Whether nothing is held back and the limit is that of the ground."""
        return self.start is None and not self.rival and self.limit == self.settings.max_speed_mps

    def feed(self, point: Point) -> Iterator[Point]:
        if self.last is None or self._possible(self.last, point, self.limit):
            self._refuse_rival()
            if self.last is None or self._possible(self.last, point, self.settings.max_speed_mps):
                self.limit = self.settings.max_speed_mps  # down from a flight
            self.last = point
            yield from self._accept(point)
        elif self.rival and self._possible(self.rival[-1], point, self.settings.max_flight_mps):
            self.rival.append(point)
            if len(self.rival) >= self.settings.confirming:
                yield from self._go_over()
        else:
            self._refuse_rival()
            self.rival.append(point)

    def _accept(self, point: Point) -> Iterator[Point]:
        if self.start is None:
            yield point
            return
        self.start.append(point)
        if len(self.start) >= self.settings.confirming:
            yield from self.start
            self.start = None

    def _refuse_rival(self) -> None:
        for each in self.rival:
            self.note(each.seq, "jump")
        self.rival.clear()

    def _go_over(self) -> Iterator[Point]:
        if self.start is None:
            self.note(self.rival[0].seq, "leap")
        for each in self.start or ():
            self.note(each.seq, "jump")
        self.start = None
        yield from self.rival
        self.last = self.rival[-1]
        self.limit = self.settings.max_flight_mps
        self.rival = []

    def end(self) -> Iterator[Point]:
        yield from self.start or ()
        self._refuse_rival()

    def _possible(self, before: Point, after: Point, limit_mps: float) -> bool:
        apart = near_distance_m(before.latitude, before.longitude, after.latitude, after.longitude)
        if apart > _FLAT_M:
            apart = distance_m(before.latitude, before.longitude, after.latitude, after.longitude)
        slack = before.radius_m + after.radius_m
        return apart - slack <= limit_mps * ((after.us - before.us) / 1_000_000)
