"""Brings the positions of two phones together in time and joins the near ones to meetings, in one pass over both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from phonefx.timeline.geodesy import distance_m, wrapped
from phonefx.timeline.meetings.records import MeetingSettings
from phonefx.timeline.movement import Fix, Stay
from phonefx.timeline.movement.settings import DEFAULTS as MOVEMENT

ACCURATE_M, CONTRADICTING_M = 100.0, 500.0


class Position(NamedTuple):
    """Where a phone was at a moment: a fix, or between two fixes."""

    latitude: float
    longitude: float
    radius_m: float
    item: int


class Compared(NamedTuple):
    """One pair: the first phone's fix and its stay, the second phone's position then, how far, and what that says."""

    fix: Fix
    stay: int | None
    other: Position
    metres: float
    near: bool
    contradicting: bool


def radius(fix: Fix) -> float:
    """Give a fix's stated radius, or the one that stands for none."""
    return MOVEMENT.assumed_accuracy_m if fix.accuracy_m is None else fix.accuracy_m


class Walker:
    """A phone's positions at rising moments: between two fixes on the straight line, else at the nearer one."""

    def __init__(self, fixes: Iterable[Fix], window_us: int) -> None:
        self.fixes = iter(fixes)
        self.window_us = window_us
        self.before: Fix | None = None
        self.after: Fix | None = next(self.fixes, None)

    def at(self, us: int) -> Position | None:
        """Give the position at a moment; None where no fix is near enough in time."""
        while self.after is not None and (self.after.us or 0) <= us:
            self.before, self.after = self.after, next(self.fixes, None)
        before = self.before if self.before and us - (self.before.us or 0) <= self.window_us else None
        after = self.after if self.after and (self.after.us or 0) - us <= self.window_us else None
        if before and after:
            return _between(before, after, us)
        only = before or after
        return Position(only.latitude, only.longitude, radius(only), only.item) if only else None


def _between(before: Fix, after: Fix, us: int) -> Position:
    share = (us - (before.us or 0)) / ((after.us or 0) - (before.us or 0))
    latitude = before.latitude + share * (after.latitude - before.latitude)
    longitude = wrapped(before.longitude + share * wrapped(after.longitude - before.longitude))
    way = distance_m(before.latitude, before.longitude, after.latitude, after.longitude)
    doubt = way * share * (1 - share)  # the way need not be straight; none at the ends, a quarter in the middle
    item = before.item if share < 0.5 else after.item
    return Position(latitude, longitude, max(radius(before), radius(after)) + doubt, item)


def compare(
    fixes: Iterable[Fix], others: Iterable[Fix], stays: Iterable[Stay], settings: MeetingSettings
) -> Iterator[Compared]:
    """Compare each used fix of one phone, whose stays are given too, with where the other phone was then."""
    walker = Walker(others, settings.window_s * 1_000_000)
    coming = iter(stays)
    stay = next(coming, None)
    for fix in fixes:
        while stay is not None and stay.last_seq < fix.seq:
            stay = next(coming, None)
        other = walker.at(fix.us or 0)
        if other is None:
            continue
        metres = distance_m(fix.latitude, fix.longitude, other.latitude, other.longitude)
        slack = radius(fix) + other.radius_m
        accurate = radius(fix) <= ACCURATE_M and other.radius_m <= ACCURATE_M
        here = stay.id if stay is not None and stay.first_seq <= fix.seq else None
        near, excluded = metres <= slack + settings.margin_m, accurate and metres > slack + CONTRADICTING_M
        yield Compared(fix, here, other, metres, near, excluded)


@dataclass(slots=True)
class Episode:
    """A meeting in the making."""

    near: list[Compared] = field(default_factory=list)
    apart: int = 0
    apart_now: int = 0

    def seconds(self) -> float:
        """How long it has lasted."""
        return ((self.near[-1].fix.us or 0) - (self.near[0].fix.us or 0)) / 1_000_000

    def distance_m(self) -> float:
        """The middle distance of the two phones."""
        return median(pair.metres for pair in self.near)

    def moved_m(self) -> float:
        """How far the first phone was from its start at most."""
        start = self.near[0].fix
        return max(
            distance_m(start.latitude, start.longitude, pair.fix.latitude, pair.fix.longitude) for pair in self.near
        )


def episodes(pairs: Iterable[Compared], settings: MeetingSettings) -> Iterator[Episode]:
    """Join near pairs to meetings; being together at a place, and on the way to the next, are two of them."""
    current = Episode()
    for pair in pairs:
        if current.near and _parted(current.near[-1], pair, settings):
            yield from _ended(current, settings)
            current = Episode()
        if pair.near:
            current.apart += current.apart_now
            current.apart_now = 0
            current.near.append(pair)
        elif current.near:
            current.apart_now += 1
            if current.apart_now > settings.tolerated:
                yield from _ended(current, settings)
                current = Episode()
    yield from _ended(current, settings)


def _parted(last: Compared, pair: Compared, settings: MeetingSettings) -> bool:
    return pair.stay != last.stay or (pair.fix.us or 0) - (last.fix.us or 0) > settings.gap_s * 1_000_000


def _ended(episode: Episode, settings: MeetingSettings) -> Iterator[Episode]:
    if len(episode.near) < settings.least_fixes:
        return
    on_the_way = episode.near[0].stay is None
    if on_the_way and episode.moved_m() < settings.journey_m:
        return
    if episode.seconds() >= (settings.least_journey_s if on_the_way else settings.least_s):
        yield episode
