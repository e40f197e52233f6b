"""Finds the stays in the used fixes of one phone: incremental, time-ordered clustering in bounded memory.

A cluster keeps a centre weighted by accuracy. A fix within the radius joins it; a few in a row outside are tolerated;
more of them, or a long silence, close it. It is a stay once it has lasted long enough on enough fixes. Until then it
is *young*: its first fix must lie within the radius of each that joins, or is shed. So the way to a place, past
another, is not taken for its beginning.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sqrt

from phonefx.timeline.geodesy import METRES_A_DEGREE, near_distance_m, wrapped
from phonefx.timeline.movement.marking import Pulse, Used
from phonefx.timeline.movement.records import Point, Row
from phonefx.timeline.movement.settings import Settings

_LEAST_M = 20.0  # no phone is trusted beyond this: a fix that claims 3 m must not outweigh a hundred others
_BIN_M = 5.0
_BINS_A_DEGREE = METRES_A_DEGREE / _BIN_M


@dataclass(frozen=True, slots=True)
class Found:
    """A stay as found: its end fixes, the used fixes beside it, centre, 95% radius, counts, outliers' numbers."""

    first: Point
    last: Point
    before: Point | None
    after: Point | None
    latitude: float
    longitude: float
    radius_m: float
    fixes: int
    longest_gap_us: int
    outliers: tuple[int, ...]


class _Cluster:
    __slots__ = (
        "bins", "count", "east", "first", "gap_us", "last", "latitude", "longitude", "max_gap_us", "north", "origin",
        "out", "radius_m", "stay_fixes", "stay_us", "weight", "young",
    )  # fmt: skip

    def __init__(self, point: Point, settings: Settings) -> None:
        self.radius_m, self.max_gap_us = settings.stay_radius_m, settings.max_gap_s * 1_000_000
        self.stay_us, self.stay_fixes = settings.stay_s * 1_000_000, settings.stay_fixes
        self.first: Row = point
        self.last: Row = point
        self.latitude, self.longitude = self.origin = point.latitude, point.longitude
        self.north = self.east = 0.0
        self.weight, self.count, self.gap_us = _weight(point.radius_m), 1, 0
        self.bins = [1] + [0] * (int(self.radius_m / _BIN_M) + 1)
        self.out: list[Point] = []
        self.young: deque[tuple[Row, float]] | None = deque([(point, 0.0)])

    def takes(self, row: Row) -> bool:
        """Add a fix that is near in time and place; say whether it was."""
        metres = near_distance_m(self.latitude, self.longitude, row[3], row[4])
        if metres > self.radius_m or row[2] - self.last[2] > self.max_gap_us:
            return False
        if self.young is not None and near_distance_m(self.first[3], self.first[4], row[3], row[4]) > self.radius_m:
            return False
        self.add(row, metres)
        return True

    def add(self, row: Row, metres: float) -> None:
        _, _, us, _, _, radius = row
        gap = us - self.last[2]
        if gap > self.gap_us:
            self.gap_us = gap
        self._weigh(row, 1 / (radius * radius if radius > _LEAST_M else _LEAST_M * _LEAST_M))
        self.count += 1
        self.last = row
        self.bins[int(metres / _BIN_M)] += 1
        if self.young is not None:
            self.young.append((row, metres))
            if us - self.first[2] >= self.stay_us and self.count >= self.stay_fixes:
                self._settle(self.young)

    def follow(self, rows: Iterator[Row], settings: Settings, due_us: float, pulse: Pulse) -> tuple[Row | None, float]:
        """Add the fixes that come as long as they are near in time and place; gives the first that is not.

        What `takes` does for one fix of a cluster that is a stay already: most of all fixes pass here. Within a radius
        that the phone may cross in the time between them, their speed is not in question.
        """
        (south, west), cosine, reach = self.origin, cos(radians(self.origin[0])), (self.radius_m / METRES_A_DEGREE) ** 2
        north, east, total, last, bins = self.north, self.east, self.weight, self.last, self.bins
        up, right = north / total, east / total
        limit, root, bins_a_degree = settings.max_speed_mps / 1_000_000, sqrt, _BINS_A_DEGREE
        crossed_us, longest_us, last_us, after = 3 * self.radius_m / limit, self.max_gap_us, last[2], None
        gap_us, already = min(self.gap_us, longest_us), sum(bins)
        least_m, most = _LEAST_M, 1 / (_LEAST_M * _LEAST_M)
        for row in rows:
            _, _, us, latitude, longitude, radius = row
            row_up, row_right = latitude - south, longitude - west
            x, y = (row_right - right) * cosine, row_up - up
            apart = x * x + y * y
            gap = us - last_us
            if apart > reach or (gap < crossed_us and _is_faster(last, row, limit)):
                after = row
                break
            if gap > gap_us:
                if gap > longest_us:
                    after = row
                    break
                gap_us = gap
            weight = 1 / (radius * radius) if radius > least_m else most
            total += weight
            north += weight * row_up
            east += weight * row_right
            up, right = north / total, east / total
            bins[int(root(apart) * bins_a_degree)] += 1
            if us >= due_us:
                due_us = pulse(us)
            last, last_us = row, us
        self.latitude, self.longitude = south + up, wrapped(west + right)
        self.north, self.east, self.weight = north, east, total
        self.last, self.gap_us, self.count = last, max(self.gap_us, gap_us), self.count + sum(bins) - already
        return after, due_us

    def _settle(self, young: deque[tuple[Row, float]]) -> None:
        self.gap_us = max(after[2] - before[2] for (before, _), (after, _) in pairwise(young))
        self.young = None

    def _weigh(self, row: Row, weight: float) -> None:
        _, _, _, latitude, longitude, _ = row
        origin_latitude, origin_longitude = self.origin
        east = longitude - origin_longitude
        if east >= 180 or east < -180:
            east = wrapped(east)
        self.weight = total = self.weight + weight
        self.north = north = self.north + weight * (latitude - origin_latitude)
        self.east = east = self.east + weight * east
        self.latitude = origin_latitude + north / total
        longitude = origin_longitude + east / total
        self.longitude = wrapped(longitude) if longitude >= 180 or longitude < -180 else longitude

    def shed(self, point: Point) -> Point | None:
        """Drop the first fixes of a young cluster that lie outside the radius of a new one, unless most do.

        Gives the last used fix before the rest, None where nothing is dropped.
        """
        young, number = self.young, 0
        if young is None:
            return None
        for row, _ in young:
            if near_distance_m(row[3], row[4], point.latitude, point.longitude) <= self.radius_m:
                break
            number += 1
        if not 0 < number <= self.count - number:
            return None
        for _ in range(number):
            row, metres = young.popleft()
            self._weigh(row, -_weight(row[5]))
            self.count -= 1
            self.bins[int(metres / _BIN_M)] -= 1
        self.first = young[0][0]
        dropped = [Point._make(row), *(each for each in self.out if each.us < self.first[2])]
        self.out = self.out[len(dropped) - 1 :]
        return dropped[-1]

    def extent_m(self) -> float:
        """Give the radius that holds 95% of the fixes."""
        seen = 0
        for bin_, count in enumerate(self.bins):
            seen += count
            if seen >= 0.95 * self.count:
                return (bin_ + 1) * _BIN_M
        return 0.0


def _weight(radius_m: float) -> float:
    return 1 / (radius_m * radius_m if radius_m > _LEAST_M else _LEAST_M * _LEAST_M)


def _is_faster(before: Row, after: Row, limit: float) -> bool:
    """Whether the phone would have moved faster than a limit in metres a microsecond, for all that both are vague."""
    apart = near_distance_m(before[3], before[4], after[3], after[4])
    return apart - before[5] - after[5] > limit * (after[2] - before[2])


def find_stays(rows: Iterable[Row], settings: Settings) -> Iterator[Found]:
    """Find the stays of one phone in its used fixes, given in order of time."""
    finder = _Finder(settings)
    for row in rows:
        cluster = finder.cluster
        if cluster is None or finder.outside or not cluster.takes(row):
            yield from finder.feed(Point._make(row))
        elif cluster.young is None and isinstance(rows, Used):
            rows.follow(cluster)
    yield from finder.end()


class _Finder:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cluster: _Cluster | None = None
        self.outside: list[Point] = []
        self.before: Point | None = None

    def feed(self, point: Point) -> Iterator[Found]:
        waiting = [point]
        while waiting:
            point = waiting.pop(0)
            cluster = self.cluster
            if cluster is None:
                self.cluster = _Cluster(point, self.settings)
            elif self._silent(cluster, point):
                yield from self._close((self.outside or [point])[0])
                waiting = [*self._taken(), point, *waiting]
            elif self._joins(cluster, point):
                cluster.out += self._taken()
                cluster.add(point, self._away(cluster, point))
            elif len(self.outside) < self.settings.outliers:
                self.outside.append(point)
            else:
                yield from self._close(self.outside[0] if self.outside else point)
                waiting = [*self._taken(), point, *waiting]

    def end(self) -> Iterator[Found]:
        while self.cluster is not None:
            yield from self._close(self.outside[0] if self.outside else None)
            for point in self._taken():
                yield from self.feed(point)

    def _taken(self) -> list[Point]:
        taken, self.outside = self.outside, []
        return taken

    def _silent(self, cluster: _Cluster, point: Point) -> bool:
        """Whether a silence ends the cluster: a short one only where there is a stay already, or the phone moved."""
        seconds = (point.us - cluster.last[2]) / 1_000_000
        if seconds <= self.settings.max_gap_s:
            return False
        here = self._away(cluster, point) <= self.settings.stay_radius_m
        return seconds > self.settings.sparse_gap_s or cluster.young is None or not here

    def _joins(self, cluster: _Cluster, point: Point) -> bool:
        self.before = cluster.shed(point) or self.before
        return self._away(cluster, point) <= self.settings.stay_radius_m

    @staticmethod
    def _away(cluster: _Cluster, point: Point) -> float:
        return near_distance_m(cluster.latitude, cluster.longitude, point.latitude, point.longitude)

    def _close(self, after: Point | None) -> Iterator[Found]:
        cluster, self.cluster = self.cluster, None
        if cluster is None:
            return
        if cluster.young is None:
            yield Found(
                Point._make(cluster.first), Point._make(cluster.last), self.before, after,
                cluster.latitude, cluster.longitude, cluster.extent_m(), cluster.count, cluster.gap_us,
                tuple(each.seq for each in cluster.out),
            )  # fmt: skip
        self.before = Point._make(cluster.last)
