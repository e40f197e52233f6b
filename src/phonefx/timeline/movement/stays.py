"""Finds the stays in the used fixes of one phone: incremental, time-ordered clustering in bounded memory.

A cluster keeps a centre weighted by accuracy. A fix within the radius joins it; a few in a row outside are tolerated;
more of them, or a long silence, close it. It was a stay if it lasted long enough on enough fixes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from phonefx.timeline.geodesy import near_distance_m, wrapped
from phonefx.timeline.movement.records import Fix
from phonefx.timeline.movement.settings import Settings

_LEAST_M = 20.0  # no phone is trusted beyond this: a fix that claims 3 m must not outweigh a hundred others
_BIN_M = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """A stay as found: its end fixes, the used fixes beside it, centre, 95% radius, counts, outliers' numbers."""

    first: Fix
    last: Fix
    before: Fix | None
    after: Fix | None
    latitude: float
    longitude: float
    radius_m: float
    fixes: int
    longest_gap_us: int
    outliers: tuple[int, ...]


class _Cluster:
    __slots__ = ("bins", "count", "east", "first", "gap_us", "last", "latitude", "longitude", "north", "out", "weight")

    def __init__(self, fix: Fix, weight: float) -> None:
        self.first = self.last = fix
        self.latitude, self.longitude = fix.latitude, fix.longitude
        self.north = self.east = 0.0
        self.weight, self.count, self.gap_us = weight, 1, 0
        self.bins: dict[int, int] = {0: 1}
        self.out: list[int] = []

    def add(self, fix: Fix, weight: float, metres: float) -> None:
        first = self.first
        self.gap_us = max(self.gap_us, (fix.us or 0) - (self.last.us or 0))
        self.weight += weight
        self.north += weight * (fix.latitude - first.latitude)
        self.east += weight * wrapped(fix.longitude - first.longitude)
        self.latitude = first.latitude + self.north / self.weight
        self.longitude = wrapped(first.longitude + self.east / self.weight)
        self.count += 1
        self.last = fix
        bin_ = int(metres // _BIN_M)
        self.bins[bin_] = self.bins.get(bin_, 0) + 1

    def radius_m(self) -> float:
        seen = 0
        for bin_, count in sorted(self.bins.items()):
            seen += count
            if seen >= 0.95 * self.count:
                return (bin_ + 1) * _BIN_M
        return 0.0

    def seconds(self) -> float:
        return ((self.last.us or 0) - (self.first.us or 0)) / 1_000_000


def find_stays(fixes: Iterable[Fix], settings: Settings) -> Iterator[Found]:
    """Find the stays of one phone in its used fixes, given in order of time."""
    finder = _Finder(settings)
    for fix in fixes:
        yield from finder.feed(fix)
    yield from finder.end()


class _Finder:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cluster: _Cluster | None = None
        self.outside: list[Fix] = []
        self.before: Fix | None = None

    def feed(self, fix: Fix) -> Iterator[Found]:
        waiting = [fix]
        while waiting:
            fix = waiting.pop(0)
            cluster = self.cluster
            if cluster is None:
                self.cluster = _Cluster(fix, self._weight(fix))
            elif self._silent(cluster, fix):
                yield from self._close((self.outside or [fix])[0])
                waiting = [*self._taken(), fix, *waiting]
            elif (metres := self._away(cluster, fix)) <= self.settings.stay_radius_m:
                cluster.out += [each.seq for each in self._taken()]
                cluster.add(fix, self._weight(fix), metres)
            elif len(self.outside) < self.settings.outliers:
                self.outside.append(fix)
            else:
                yield from self._close(self.outside[0] if self.outside else fix)
                waiting = [*self._taken(), fix, *waiting]

    def end(self) -> Iterator[Found]:
        while self.cluster is not None:
            yield from self._close(self.outside[0] if self.outside else None)
            for fix in self._taken():
                yield from self.feed(fix)

    def _taken(self) -> list[Fix]:
        taken, self.outside = self.outside, []
        return taken

    def _silent(self, cluster: _Cluster, fix: Fix) -> bool:
        """Whether a silence ends the cluster: a short one only where there is a stay already, or the phone moved."""
        seconds = ((fix.us or 0) - (cluster.last.us or 0)) / 1_000_000
        if seconds <= self.settings.max_gap_s:
            return False
        here = self._away(cluster, fix) <= self.settings.stay_radius_m
        return seconds > self.settings.sparse_gap_s or self._is_stay(cluster) or not here

    def _is_stay(self, cluster: _Cluster) -> bool:
        return cluster.seconds() >= self.settings.stay_s and cluster.count >= self.settings.stay_fixes

    @staticmethod
    def _away(cluster: _Cluster, fix: Fix) -> float:
        return near_distance_m(cluster.latitude, cluster.longitude, fix.latitude, fix.longitude)

    def _weight(self, fix: Fix) -> float:
        radius = self.settings.assumed_accuracy_m if fix.accuracy_m is None else fix.accuracy_m
        return 1 / max(radius, _LEAST_M) ** 2

    def _close(self, after: Fix | None) -> Iterator[Found]:
        cluster, self.cluster = self.cluster, None
        if cluster is None:
            return
        if self._is_stay(cluster):
            yield Found(
                cluster.first, cluster.last, self.before, after, cluster.latitude, cluster.longitude,
                cluster.radius_m(), cluster.count, cluster.gap_us, tuple(cluster.out),
            )  # fmt: skip
        self.before = cluster.last
