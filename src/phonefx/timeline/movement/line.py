"""Which positions of a large track a line through it needs: those whose line passes near all others."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from phonefx.timeline.geodesy import METRES_A_DEGREE
from phonefx.timeline.movement.records import Row

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
Place = TypeVar("Place", bound=tuple[Any, ...])
"""A position: its number in the track, item, UTC microseconds, latitude, longitude and accuracy. Millions pass."""


class _Reaches(dict[object, float]):
    """Within how many metres to the north, and to the east, a line may pass a position of an accuracy."""

    def __missing__(self, radius: object) -> float:
        twice = 2 * float(radius) if isinstance(radius, (int, float)) else 0.0
        self[radius] = reach = _AXIS * min(max(twice, LEAST_M), MOST_M)
        return reach


def telling(rows: Sequence[Place], reaches: dict[object, float] | None = None) -> list[Place]:
    """Give the positions of a stretch that are drawn, by `RULE`, in one pass.

    Args:
        rows: used positions in order of time, all of them placeable.
        reaches: what is known of accuracies already.
    """
    known = _Reaches() if reaches is None else reaches
    found, number = list(rows[:1]), 0
    while number < len(rows) - 1:
        number = _next(rows, number, known)
        found.append(rows[number])
    return found


class Choosing:
    """Chooses the positions of one phone that are drawn while they pass.

    Args:
        assumed_m: the radius that stands for none. A line passes a position of it as near as one that states none.
    """

    def __init__(self, assumed_m: float) -> None:
        self._reaches = _Reaches({assumed_m: _Reaches()[None]})
        self._drawn = array("q")
        self._held: list[Row] = []

    def watch(self, batches: Iterable[Sequence[Row]]) -> Iterator[Sequence[Row]]:
        """Pass positions on, some at a time in order of time; those of the last ten minutes wait for what follows."""
        for batch in batches:
            rows, number = [*self._held, *batch], 0
            while rows and rows[-1][2] - rows[number][2] > WITHIN_US:
                self._drawn.append(rows[number][0])
                number = _next(rows, number, self._reaches)
            self._held = rows[number:]
            yield batch
        self._drawn.extend(self._told(self._held))

    def drawn(self, unused: Container[int], stretch: Callable[[int, int], Sequence[Row]]) -> list[int]:
        """Give the numbers of the positions that are drawn; where one of them proves unused, others in its stead.

        Args:
            unused: numbers of the positions that the track does not use after all.
            stretch: gives the used positions from one number to another, both included.
        """
        found: list[int] = []
        before, last = self._drawn[0] if self._drawn else 0, self._drawn[-1] if self._drawn else 0
        is_sure = True
        for seq in self._drawn:
            is_used = seq not in unused
            if is_used and is_sure:
                found.append(seq)
            elif is_used or seq == last:
                found[-1:] = self._told(stretch(before, seq))
            before, is_sure = (seq, True) if is_used else (before, False)
        return found

    def _told(self, rows: Sequence[Row]) -> list[int]:
        return [row[0] for row in telling(rows, self._reaches)]


def _next(rows: Sequence[Place], start: int, reaches: dict[object, float]) -> int:
    """Find the position that the line goes to from one that is drawn.

    Seen from there, each position lets a line pass that goes north, and east, at some speeds. Those whose own speeds
    all before them let pass may be the next drawn: the last of them, looking a few positions ahead.
    """
    _, _, from_us, south, west, _ = rows[start]
    north_m, east_m = METRES_A_DEGREE, METRES_A_DEGREE * math.cos(math.radians(south))
    low = down = -math.inf
    high = up = math.inf
    best = start + 1
    for number in range(best, len(rows)):
        _, _, us, latitude, longitude, radius = rows[number]
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
