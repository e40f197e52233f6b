"""Movement: where a phone is at each moment of a journey or stay, and what its positioning makes of it.

A journey runs along straight legs between its points at the pace of its mode. Each source of positions has its own
rhythm and error: satellite fixes lie within metres, Wi-Fi within tens of metres, cells within hundreds. The stated
accuracy is a radius of about 68 %, as phones state it, so about a third of the fixes lie outside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from phonefx.synth.acts import FixAct

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

EARTH_M: Final = 6_371_008.8
PACE_MPS: Final = {"walk": 1.35, "cycle": 4.6, "car": 12.5, "bus": 7.5, "train": 27.0, "ferry": 9.0}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Positioning:
    """How a phone positions itself: seconds between fixes, and the shares and errors of each source."""

    moving_s: int = 30
    still_s: int = 300
    gps_m: float = 6.0
    wifi_m: float = 28.0
    cell_m: float = 450.0
    gps_share: float = 0.8
    cell_share: float = 0.04

    def source(self, chance: random.Random, moving: bool) -> tuple[str, float]:
        """Draw a source and its radius; standing still, mostly Wi-Fi answers."""
        drawn = chance.random()
        if drawn < self.cell_share:
            return "cell", self.cell_m * chance.uniform(0.7, 1.6)
        if drawn < (self.gps_share if moving else 0.25):
            return "gps", self.gps_m * chance.uniform(0.7, 2.2)
        return "wifi", self.wifi_m * chance.uniform(0.6, 1.5)


def distance_m(one: Point, other: Point) -> float:
    """Give the distance along the great circle in metres."""
    latitude_1, latitude_2 = math.radians(one[0]), math.radians(other[0])
    half = math.sin((latitude_2 - latitude_1) / 2) ** 2
    half += math.cos(latitude_1) * math.cos(latitude_2) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def course_deg(one: Point, other: Point) -> float:
    """Give the initial course from one point to another."""
    latitude_1, latitude_2 = math.radians(one[0]), math.radians(other[0])
    east = math.radians(other[1] - one[1])
    along = math.cos(latitude_1) * math.sin(latitude_2) - math.sin(latitude_1) * math.cos(latitude_2) * math.cos(east)
    return math.degrees(math.atan2(math.sin(east) * math.cos(latitude_2), along)) % 360


def moved(point: Point, north_m: float, east_m: float) -> Point:
    """Give the point that lies so many metres north and east."""
    latitude = point[0] + math.degrees(north_m / EARTH_M)
    longitude = point[1] + math.degrees(east_m / (EARTH_M * max(0.01, math.cos(math.radians(point[0])))))
    return latitude, (longitude + 180) % 360 - 180


def duration_s(points: list[Point], mode: str) -> float:
    """Give how long a journey takes."""
    return sum(distance_m(a, b) for a, b in pairwise(points)) / PACE_MPS[mode]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the fixes of one stretch share."""

    phone: str
    event: str
    positioning: Positioning
    chance: random.Random
    background: bool = False

    def fix(self, at: int, point: Point, speed: float, course: float) -> FixAct:
        """Measure one position, with the error of the source that happens to answer."""
        method, radius = self.positioning.source(self.chance, speed > 0)
        spread = radius / 1.515
        latitude, longitude = moved(point, self.chance.gauss(0, spread), self.chance.gauss(0, spread))
        return FixAct(
            at=at, phone=self.phone, event=self.event, background=self.background, latitude=latitude,
            longitude=longitude, accuracy_m=radius, altitude_m=round(self.chance.gauss(24, 3), 1),
            speed_mps=max(0.0, speed * self.chance.uniform(0.7, 1.2)), course_deg=course, method=method,
        )  # fmt: skip


def journey(trace: Trace, points: list[Point], start: int, mode: str) -> Iterator[FixAct]:
    """Give the fixes of a journey."""
    pace, at = PACE_MPS[mode], start
    for here, there in pairwise(points):
        length = distance_m(here, there)
        course, seconds = course_deg(here, there), length / pace
        steps = max(1, round(seconds / trace.positioning.moving_s))
        for step in range(steps):
            share = step / steps
            point = (here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share)
            yield trace.fix(at + _micro(seconds * share + trace.chance.uniform(0, 2)), point, pace, course)
        at += _micro(seconds)


def stay(trace: Trace, point: Point, start: int, end: int) -> Iterator[FixAct]:
    """Give the few fixes of a stay."""
    at = start + _micro(trace.chance.uniform(5, 60))
    while at < end:
        yield trace.fix(at, point, 0.0, -1.0)
        at += _micro(trace.positioning.still_s * trace.chance.uniform(0.8, 1.2))


def _micro(seconds: float) -> int:
    return round(seconds * 1000) * 1000
