"""Made movement with known truth: days of stays and drives, sampled with errors, gaps, jumps and coarse fixes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, radians

from phonefx.records import Location
from phonefx.times import Moment

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
START = 1_772_323_200 * SECOND  # 2026-03-01T00:00:00Z
DEGREE_M = 111_195.0

Position = tuple[float, float]


@dataclass(frozen=True)
class TrueStay:
    place: str
    latitude: float
    longitude: float
    arrived_us: int
    departed_us: int


@dataclass
class Diary:
    """What really happened: the stays of one person, in order."""

    stays: list[TrueStay] = field(default_factory=list)
    at: int = 0

    def position(self, us: int) -> Position:
        """Where the person was; straight lines between stays. Moments must be asked for in order."""
        while self.at + 1 < len(self.stays) and self.stays[self.at + 1].arrived_us <= us:
            self.at += 1
        stay = self.stays[self.at]
        if us <= stay.departed_us or self.at + 1 == len(self.stays):
            return stay.latitude, stay.longitude
        to = self.stays[self.at + 1]
        share = (us - stay.departed_us) / (to.arrived_us - stay.departed_us)
        east = (to.longitude - stay.longitude + 180) % 360 - 180
        longitude = (stay.longitude + share * east + 180) % 360 - 180
        return stay.latitude + share * (to.latitude - stay.latitude), longitude


def moved(position: Position, north_m: float, east_m: float) -> Position:
    latitude = position[0] + north_m / DEGREE_M
    longitude = position[1] + east_m / (DEGREE_M * cos(radians(position[0])))
    return latitude, (longitude + 180) % 360 - 180


def daily(seed: int, places: dict[str, Position], days: int, start_us: int = START) -> Diary:
    """Days of home, work and one of the other places, each at least 20 minutes, with time to travel."""
    chance = random.Random(seed)
    stays: list[TrueStay] = []
    others = sorted(set(places) - {"home", "work"})
    at = start_us
    for day in range(days):
        midnight = start_us + day * DAY
        plan = [("home", midnight + int(chance.uniform(7, 8) * HOUR))]
        if day % 7 < 5:
            plan.append(("work", midnight + int(chance.uniform(16, 17) * HOUR)))
        if others:
            plan.append((chance.choice(others), midnight + int(chance.uniform(18.5, 20) * HOUR)))
        for name, until in plan:
            stays.append(TrueStay(name, *places[name], at, until))
            at = until + int(chance.uniform(15, 35) * MINUTE)
    stays.append(TrueStay("home", *places["home"], at, start_us + days * DAY))
    return Diary(merged(stays))


def merged(stays: list[TrueStay]) -> list[TrueStay]:
    """Stays that follow one another at one place taken as one."""
    kept: list[TrueStay] = []
    for stay in stays:
        if kept and kept[-1].place == stay.place:
            kept[-1] = TrueStay(stay.place, stay.latitude, stay.longitude, kept[-1].arrived_us, stay.departed_us)
        else:
            kept.append(stay)
    return kept


def sampled(
    diary: Diary,
    seed: int,
    every_s: int = 120,
    radius_m: tuple[float, float] = (8, 60),
    coarse_share: float = 0.03,
    jump_share: float = 0.002,
    gaps: int = 0,
) -> Iterator[Location]:
    """The positions a phone would record: a stated radius, an error to match it, coarse fixes, jumps and gaps.

    `extra` says "jump" for a position that was displaced on purpose.
    """
    chance = random.Random(seed)
    diary.at = 0
    first, last = diary.stays[0].arrived_us, diary.stays[-1].departed_us
    silent = [(start, start + 2 * HOUR) for start in (chance.randrange(first, last) for _ in range(gaps))]
    us = first
    while us <= last:
        if not any(start <= us < end for start, end in silent):
            yield _fix(diary, us, chance, radius_m, coarse_share, jump_share)
        us += int(chance.uniform(0.7, 1.3) * every_s * SECOND)


def _fix(
    diary: Diary, us: int, chance: random.Random, radius_m: tuple[float, float], coarse: float, jump: float
) -> Location:
    radius = chance.uniform(400, 2500) if chance.random() < coarse else chance.uniform(*radius_m)
    error = chance.gauss(0, radius / 1.5), chance.gauss(0, radius / 1.5)
    jumped = chance.random() < jump
    if jumped:
        error = chance.choice((-1, 1)) * chance.uniform(3e4, 9e4), chance.uniform(-9e4, 9e4)
        radius = 30.0
    latitude, longitude = moved(diary.position(us), *error)
    return Location(
        time=Moment(us, us // 1000),
        latitude=round(latitude, 7),
        longitude=round(longitude, 7),
        accuracy_m=round(radius, 1),
        evidence_of="device_fix",
        method="fused",
        extra='{"made": "jump"}' if jumped else None,
    )
