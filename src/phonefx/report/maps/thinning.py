"""Which positions of a large track a map draws: those whose line passes all others within their accuracy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from phonefx.report.maps.reading import Used
from phonefx.timeline.geodesy import METRES_A_DEGREE

WITHIN_US: Final = 600_000_000
LEAST_M: Final = 30.0
MOST_M: Final = 200.0
RULE: Final = (
    "A position is left out where the line between the drawn ones before and after it passes it, at its own time and as"
    " if the phone went evenly, within its accuracy (at least 30 m, at most 200 m; one that is not stored counts as"
    " 30 m). Drawn ones are at most ten minutes apart unless there is no position between them."
)
"""What `telling` does, as the map says it."""
NOT_DRAWN: Final = "positions not drawn, as the line passes them within their accuracy"
"""What the positions that are left out are counted under."""
_AXIS: Final = 0.7
"""Half the side of a square within a circle, for its radius: north and east can be held apart."""
_LEAST: Final = _AXIS * LEAST_M
_LONG_AGO: Final = -(1 << 62)


def telling(rows: Sequence[Used]) -> list[Used]:
    """Give the positions of a part of a day that are drawn, by `RULE`, in one pass.

    Seen from the last one drawn, each position lets a line pass that goes north, and east, at some speeds. One whose
    own speeds all before it let pass may be the next drawn; the first that may not has the one before it drawn.

    Args:
        rows: used positions in order of time, all of them placeable.
    """
    found = list(rows[:1])
    if not found:
        return found
    last = found[0]
    from_us, west, south, east_m, north_m = _LONG_AGO, 0.0, 0.0, 0.0, METRES_A_DEGREE
    low = high = down = up = 0.0
    for row in rows[1:]:
        _, us, longitude, latitude, radius, _ = row
        past = us - from_us
        east, north = (longitude - west) * east_m, (latitude - south) * north_m
        if past > WITHIN_US or not (low * past <= east <= high * past and down * past <= north <= up * past):
            if last is not found[-1]:
                found.append(last)
            if last[1] == us:
                found.append(row)
                last = row
            _, from_us, west, south, _, _ = last
            east_m = north_m * math.cos(math.radians(south))
            past = us - from_us
            east, north = (longitude - west) * east_m, (latitude - south) * north_m
            low = down = -math.inf
            high = up = math.inf
        if past > 0:
            if type(radius) is not float:
                radius = float(radius) if isinstance(radius, int) else LEAST_M
            reach = _LEAST if radius <= LEAST_M else _AXIS * (radius if radius < MOST_M else MOST_M)
            if (slowest := (east - reach) / past) > low:
                low = slowest
            if (fastest := (east + reach) / past) < high:
                high = fastest
            if (slowest := (north - reach) / past) > down:
                down = slowest
            if (fastest := (north + reach) / past) < up:
                up = fastest
        last = row
    if last is not found[-1]:
        found.append(last)
    return found
