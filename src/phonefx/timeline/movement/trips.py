"""Measures what lies between the stays of one phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.movement.records import Fix, Stay, Trip


@dataclass(slots=True)
class _Way:
    origin: Stay | None
    first: Fix
    last: Fix
    metres: float = 0.0
    fixes: int = 1
    leaps: int = 0
    gap_us: int = 0

    def add(self, fix: Fix) -> None:
        last = self.last
        self.metres += distance_m(last.latitude, last.longitude, fix.latitude, fix.longitude)
        self.gap_us = max(self.gap_us, (fix.us or 0) - (last.us or 0))
        self.leaps += fix.mark == "leap"
        self.fixes += 1
        self.last = fix

    def trip(self, number: int, to: Stay | None) -> Trip:
        first, last = self.first, self.last
        return Trip(
            number, first.exhibit, self.origin.id if self.origin else None, to.id if to else None,
            first.us or 0, last.us or 0, self.metres,
            distance_m(first.latitude, first.longitude, last.latitude, last.longitude),
            max(0, self.fixes - bool(self.origin) - bool(to)), self.leaps, self.gap_us // 1_000_000,
            first.seq, last.seq, first.item, last.item,
        )  # fmt: skip


def find_trips(fixes: Iterable[Fix], stays: Sequence[Stay], radius_m: float, number: int) -> Iterator[Trip]:
    """Find the trips of one phone; `fixes` are its used ones in order, `number` that of the first trip.

    Between two stays at one place there is a trip only where a fix lies outside the stay's radius.
    """
    waiting = iter(stays)
    stay = next(waiting, None)
    origin: Stay | None = None
    way: _Way | None = None
    for fix in fixes:
        if stay is not None and stay.first_seq < fix.seq < stay.last_seq:
            continue
        if way is None:
            way = _Way(origin, fix, fix)
        else:
            way.add(fix)
        if stay is not None and fix.seq == stay.first_seq:
            if _is_trip(way, origin, stay, radius_m):
                yield way.trip(number, stay)
                number += 1
            way = None
        if stay is not None and fix.seq >= stay.last_seq:
            origin, stay = stay, next(waiting, None)
            way = _Way(origin, fix, fix)
    if way is not None and way.fixes > (2 if origin is None else 1):
        yield way.trip(number, None)


def _is_trip(way: _Way, origin: Stay | None, to: Stay, radius_m: float) -> bool:
    if origin is None:
        return way.fixes > 1
    apart = distance_m(origin.latitude, origin.longitude, to.latitude, to.longitude)
    return apart > radius_m or way.fixes > 2
