"""Finds the stays in the used fixes of one phone: incremental, time-ordered clustering in bounded memory.

A cluster keeps a centre weighted by accuracy. A fix within the radius joins it; a few in a row outside are tolerated;
more of them, or a long silence, close it. It was a stay if it lasted long enough on enough fixes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from phonefx.timeline.geodesy import near_distance_m, wrapped
from phonefx.timeline.movement.records import Point, Row
from phonefx.timeline.movement.settings import Settings

_LEAST_M = 20.0  # no phone is trusted beyond this: a fix that claims 3 m must not outweigh a hundred others
_BIN_M = 5.0


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
        "bins", "count", "east", "first", "gap_us", "last", "latitude", "longitude", "max_gap_us", "north", "out",
        "radius_m", "weight",
    )  # fmt: skip

    def __init__(self, point: Point, settings: Settings) -> None:
        self.radius_m, self.max_gap_us = settings.stay_radius_m, settings.max_gap_s * 1_000_000
        self.first = point
        self.last: Row = point
        self.latitude, self.longitude = point.latitude, point.longitude
        self.north = self.east = 0.0
        self.weight, self.count, self.gap_us = 1 / max(point.radius_m, _LEAST_M) ** 2, 1, 0
        self.bins: dict[int, int] = {0: 1}
        self.out: list[int] = []

    def takes(self, row: Row) -> bool:
        """Add a fix that is near in time and place; say whether it was."""
        metres = near_distance_m(self.latitude, self.longitude, row[3], row[4])
        if metres > self.radius_m or row[2] - self.last[2] > self.max_gap_us:
            return False
        self.add(row, metres)
        return True

    def add(self, row: Row, metres: float) -> None:
        _, _, us, latitude, longitude, radius = row
        gap = us - self.last[2]
        if gap > self.gap_us:
            self.gap_us = gap
        first = self.first
        east = longitude - first.longitude
        if east >= 180 or east < -180:
            east = wrapped(east)
        weight = 1 / (radius * radius if radius > _LEAST_M else _LEAST_M * _LEAST_M)
        self.weight = total = self.weight + weight
        self.north = north = self.north + weight * (latitude - first.latitude)
        self.east = east = self.east + weight * east
        self.latitude = first.latitude + north / total
        longitude = first.longitude + east / total
        self.longitude = wrapped(longitude) if longitude >= 180 or longitude < -180 else longitude
        self.count += 1
        self.last = row
        bin_ = int(metres / _BIN_M)
        self.bins[bin_] = self.bins.get(bin_, 0) + 1

    def extent_m(self) -> float:
        """Give the radius that holds 95% of the fixes."""
        seen = 0
        for bin_, count in sorted(self.bins.items()):
            seen += count
            if seen >= 0.95 * self.count:
                return (bin_ + 1) * _BIN_M
        return 0.0

    def seconds(self) -> float:
        return (self.last[2] - self.first.us) / 1_000_000


def find_stays(rows: Iterable[Row], settings: Settings) -> Iterator[Found]:
    """Find the stays of one phone in its used fixes, given in order of time."""
    finder = _Finder(settings)
    for row in rows:
        cluster = finder.cluster
        if cluster is None or finder.outside or not cluster.takes(row):
            yield from finder.feed(Point._make(row))
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
            elif (metres := self._away(cluster, point)) <= self.settings.stay_radius_m:
                cluster.out += [each.seq for each in self._taken()]
                cluster.add(point, metres)
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
        return seconds > self.settings.sparse_gap_s or self._is_stay(cluster) or not here

    def _is_stay(self, cluster: _Cluster) -> bool:
        return cluster.seconds() >= self.settings.stay_s and cluster.count >= self.settings.stay_fixes

    @staticmethod
    def _away(cluster: _Cluster, point: Point) -> float:
        return near_distance_m(cluster.latitude, cluster.longitude, point.latitude, point.longitude)

    def _close(self, after: Point | None) -> Iterator[Found]:
        cluster, self.cluster = self.cluster, None
        if cluster is None:
            return
        if self._is_stay(cluster):
            yield Found(
                cluster.first, Point._make(cluster.last), self.before, after, cluster.latitude, cluster.longitude,
                cluster.extent_m(), cluster.count, cluster.gap_us, tuple(cluster.out),
            )  # fmt: skip
        self.before = Point._make(cluster.last)
