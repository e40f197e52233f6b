"""Which positions of a large track a map draws: of several in a row that say the same, the first and the last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from phonefx.report.maps.reading import Used
from phonefx.timeline.geodesy import METRES_A_DEGREE

WITHIN_US: Final = 600_000_000
APART_US: Final = 120_000_000
LEAST_M: Final = 20.0
MOST_M: Final = 200.0
RULE: Final = (
    "Positions in a row that agree are drawn as the first of them and, where it is over two minutes later, the last."
    " They agree where they are within ten minutes of the first, no more accurate than it, and no farther from it than"
    " both accuracies together (at least 20 m, at most 200 m; one that is not stored counts as 0 m)."
)
"""What `telling` does, as the map says it."""
NOT_DRAWN: Final = "positions not drawn, as others in the track say the same"
"""What the positions that are left out are counted under."""


def telling(rows: Sequence[Used]) -> list[Used]:
    """Give the positions of a part of a day that are drawn, by `RULE`.

    Args:
        rows: used positions in order of time, all of them placeable.
    """
    found: list[Used] = []
    first_us = -(1 << 62)
    longitude = latitude = radius = east = 0.0
    last: Used | None = None
    for row in rows:
        _, us, its_longitude, its_latitude, its_radius, _ = row
        if type(its_radius) is not float:
            its_radius = float(its_radius) if isinstance(its_radius, int) else 0.0
        if us - first_us <= WITHIN_US and its_radius >= radius:
            reach = min(max(radius + its_radius, LEAST_M), MOST_M)
            x, y = (its_longitude - longitude) * east, (its_latitude - latitude) * METRES_A_DEGREE
            if x * x + y * y <= reach * reach:
                last = row
                continue
        if last is not None and last[1] - first_us > APART_US:
            found.append(last)
        found.append(row)
        last, first_us, radius, longitude, latitude = None, us, its_radius, its_longitude, its_latitude
        east = METRES_A_DEGREE * math.cos(math.radians(latitude))
    if last is not None and last[1] - first_us > APART_US:
        found.append(last)
    return found
