"""Synthetic movement for the tests of maps."""

from __future__ import annotations

import math
import random

import pytest

from phonefx.report.maps.marks import Position
from phonefx.timeline.movement import Stay

START_US = 1_709_280_000_000_000  # 2024-03-01T08:00:00Z
MINUTE_US = 60_000_000


@pytest.fixture(scope="session")
def walk():
    """Makes a wandering track: `walk(latitude, longitude, count, degrees a step)`."""

    def make(latitude, longitude, count, step, *, accuracy_m=20.0, seed=1, evidence_of="device_fix"):
        chance = random.Random(seed)
        heading = chance.uniform(0, 6.28)
        found = []
        for number in range(count):
            heading += chance.uniform(-0.6, 0.6)
            latitude = max(-90.0, min(90.0, latitude + math.cos(heading) * step))
            longitude += math.sin(heading) * step / max(0.02, math.cos(math.radians(latitude)))
            longitude = (longitude + 180) % 360 - 180
            time = START_US + number * MINUTE_US
            found.append(Position(latitude, longitude, time, accuracy_m, evidence_of, number + 1, "E1"))
        return found

    return make


@pytest.fixture(scope="session")
def stay():
    """Makes a stay: `stay(number, latitude, longitude, radius_m)`."""

    def make(number, latitude, longitude, radius_m=100.0, exhibit="E1"):
        begin = START_US + number * 60 * MINUTE_US
        ends = (begin, begin + 30 * MINUTE_US, None, None)
        return Stay(number, exhibit, *ends, latitude, longitude, radius_m, 12, 0, 300, False, 1, 12, 1, 12)

    return make
