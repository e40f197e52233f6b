"""Measures what lies between the stays of one phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.movement.records import Point, Stay, Trip


@dataclass(slots=True)
class _Way:
    origin: Stay | None
    first: Point
    last: Point
    metres: float = 0.0
    fixes: int = 1
    leaps: int = 0
    gap_us: int = 0

    def add(self, point: Point, leap: bool) -> None:
        last = self.last
        self.metres += distance_m(last.latitude, last.longitude, point.latitude, point.longitude)
        self.gap_us = max(self.gap_us, point.us - last.us)
        self.leaps += leap
        self.fixes += 1
        self.last = point

    def trip(self, number: int, exhibit: str, to: Stay | None) -> Trip:
        first, last = self.first, self.last
        return Trip(
            number, exhibit, self.origin.id if self.origin else None, to.id if to else None,
            first.us, last.us, self.metres,
            distance_m(first.latitude, first.longitude, last.latitude, last.longitude),
            max(0, self.fixes - bool(self.origin) - bool(to)), self.leaps, self.gap_us // 1_000_000,
            first.seq, last.seq, first.item, last.item,
        )  # fmt: skip


def find_trips(
    way_points: Iterable[tuple[Point, bool]], stays: Sequence[Stay], radius_m: float, exhibit: str, number: int
) -> Iterator[Trip]:
    """Find the trips of one phone.

    Between two stays at one place there is a trip only where a fix lies outside the stay's radius.

    Args:
        way_points: its used fixes in order, each with whether it is a leap; those inside stays may be left out.
        stays: of the phone, in order.
        radius_m: two stays nearer than this are at one place.
        exhibit: label of the phone.
        number: of the first trip.
    """
    waiting = iter(stays)
    stay = next(waiting, None)
    origin: Stay | None = None
    way: _Way | None = None
    for point, leap in way_points:
        if stay is not None and stay.first_seq < point.seq < stay.last_seq:
            continue
        if way is None:
            way = _Way(origin, point, point)
        else:
            way.add(point, leap)
        if stay is not None and point.seq == stay.first_seq:
            if _is_trip(way, origin, stay, radius_m):
                yield way.trip(number, exhibit, stay)
                number += 1
            way = None
        if stay is not None and point.seq >= stay.last_seq:
            origin, stay = stay, next(waiting, None)
            way = _Way(origin, point, point)
    if way is not None and way.fixes > (2 if origin is None else 1):
        yield way.trip(number, exhibit, None)


def _is_trip(way: _Way, origin: Stay | None, to: Stay, radius_m: float) -> bool:
    if origin is None:
        return way.fixes > 1
    apart = distance_m(origin.latitude, origin.longitude, to.latitude, to.longitude)
    return apart > radius_m or way.fixes > 2
