"""Which positions of a large track a map draws: those whose line passes near all others."""

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
    " if the phone went evenly, within twice its accuracy (at least 30 m, at most 200 m; 30 m where none is stored)."
    " Drawn ones are at most ten minutes apart unless there is no position between them."
)
"""What `telling` does, as the map says it."""
NOT_DRAWN: Final = "positions not drawn, as the line passes within twice their accuracy"
"""What the positions that are left out are counted under."""
_AXIS: Final = 0.7
"""Half the side of a square within a circle, for its radius: north and east can be looked at apart."""
_AHEAD: Final = 16


def telling(rows: Sequence[Used]) -> list[Used]:
    """Give the positions of a part of a day that are drawn, by `RULE`, in one pass.

    Args:
        rows: used positions in order of time, all of them placeable.
    """
    reaches = {radius: _reach(radius) for radius in {row[4] for row in rows}}
    found, number = list(rows[:1]), 0
    while number < len(rows) - 1:
        number = _next(rows, number, reaches)
        found.append(rows[number])
    return found


def _reach(radius: object) -> float:
    """Give within how many metres to the north, and to the east, a line may pass a position of an accuracy."""
    twice = 2 * float(radius) if isinstance(radius, (int, float)) else 0.0
    return _AXIS * min(max(twice, LEAST_M), MOST_M)


def _next(rows: Sequence[Used], start: int, reaches: dict[object, float]) -> int:
    """Find the position that the line goes to from one that is drawn.

    Seen from there, each position lets a line pass that goes north, and east, at some speeds. Those whose own speeds
    all before them let pass may be the next drawn: the last of them, looking a few positions ahead.
    """
    _, from_us, west, south, _, _ = rows[start]
    north_m, east_m = METRES_A_DEGREE, METRES_A_DEGREE * math.cos(math.radians(south))
    low = down = -math.inf
    high = up = math.inf
    best = start + 1
    for number in range(best, len(rows)):
        _, us, longitude, latitude, radius, _ = rows[number]
        past = us - from_us
        if past > WITHIN_US or past <= 0:
            break
        share = 1.0 / past
        east, north = (longitude - west) * (east_m * share), (latitude - south) * (north_m * share)
        if low <= east <= high and down <= north <= up:
            best = number
        elif number - best > _AHEAD or low > high or down > up:
            break
        reach = reaches[radius] * share
        if (slowest := east - reach) > low:
            low = slowest
        if (fastest := east + reach) < high:
            high = fastest
        if (slowest := north - reach) > down:
            down = slowest
        if (fastest := north + reach) < up:
            up = fastest
    return best
