"""The tables of meetings: times at which two phones were near each other, and each pair of phones in figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class MeetingSettings:
    """The limits that meetings are computed with.

    Attributes:
        window_s: positions are compared when they are at most this far apart in time.
        margin_m: added to both stated radii, which are too small more often than they say.
        gap_s: longest time without a near pair of positions inside one meeting.
        tolerated: so many pairs in a row may be apart inside one meeting.
        least_s, least_fixes: a meeting lasts this long, on so many near pairs.
        journey_m, least_journey_s: on the way, near pairs that go farther and longer than this are a journey together.
        apart_m: places farther apart than this are distinct.
        same_place_m, regular_days: a meeting within this distance of a place at which a phone was on so many days
            is at a regular place of that phone.
    """

    window_s: int = 300
    margin_m: float = 50.0
    gap_s: int = 1200
    tolerated: int = 2
    least_s: int = 600
    least_fixes: int = 3
    journey_m: float = 2000.0
    least_journey_s: int = 300
    apart_m: float = 500.0
    same_place_m: float = 300.0
    regular_days: int = 5


DEFAULTS: Final = MeetingSettings()
FORMULA: Final = "score = places that are not regular for both phones + 2 x journeys made together"


class Meeting(NamedTuple):
    """A time during which the positions of two phones agree. The phones were near; the people need not have met.

    Attributes:
        pairs: pairs of positions that are near; `apart`: pairs in between that are not.
        distance_m: middle distance of the near pairs.
        moved_m: from the first pair to the last.
        kind: `place` or `journey`.
        place: number of the distinct place among those of the two phones; None for a journey.
        regular_for: labels of the phones for which this is a regular place.
        first_item, last_item: positions of the first phone; `other_...` of the second.
    """

    id: int
    exhibit: str
    other: str
    from_us: int
    to_us: int
    pairs: int
    apart: int
    distance_m: float
    moved_m: float
    kind: str
    latitude: float
    longitude: float
    place: int | None
    regular_for: str
    first_item: int
    last_item: int
    other_first_item: int
    other_last_item: int


class MeetingPair(NamedTuple):
    """Two phones in figures. Read `places` first: neighbours meet often, and in one place.

    Attributes:
        comparable: pairs of positions near in time; `near`: of these, near in space too.
        contradicting: pairs with both radii under 100 m that are more than 500 m farther apart than the radii allow.
        meetings, places, journeys: see `Meeting`; places are distinct.
        free_places: places that are not regular for both phones.
        score: by `FORMULA`.
    """

    exhibit: str
    other: str
    comparable: int
    near: int
    contradicting: int
    meetings: int
    places: int
    free_places: int
    journeys: int
    score: int
