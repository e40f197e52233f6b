"""Joins stays into regular places and counts how each phone used them; labels say what was counted, no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, floor, radians

from phonefx.timeline import places
from phonefx.timeline.geodesy import METRES_A_DEGREE, near_distance_m, wrapped
from phonefx.timeline.movement.calendar import HourSet, nights_of, workdays_of
from phonefx.timeline.movement.records import PlaceUse, RegularPlace, Stay
from phonefx.timeline.movement.settings import Settings


@dataclass(slots=True)
class _Growing:
    id: int
    latitude: float
    longitude: float
    weight: int = 0
    stays: int = 0
    exhibits: set[str] = field(default_factory=set)

    def add(self, stay: Stay) -> None:
        self.weight += stay.fixes
        share = stay.fixes / self.weight
        self.latitude += share * (stay.latitude - self.latitude)
        self.longitude = wrapped(self.longitude + share * wrapped(stay.longitude - self.longitude))
        self.stays += 1
        self.exhibits.add(stay.exhibit)


class _Index:
    """Growing places by cells a little larger than the radius, so that nine cells hold every neighbour."""

    def __init__(self, radius_m: float) -> None:
        self.radius_m = radius_m
        self.places: list[_Growing] = []
        self.cells: dict[tuple[int, int], list[_Growing]] = defaultdict(list)

    def _cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        size = 2 * self.radius_m / METRES_A_DEGREE
        row = floor(latitude / size)
        return row, floor(longitude / (size / max(0.01, cos(radians(row * size)))))

    def near(self, stay: Stay) -> _Growing | None:
        size = 2 * self.radius_m / METRES_A_DEGREE
        found = []
        for up in (-1, 0, 1):
            row, column = self._cell(stay.latitude + up * size, stay.longitude)
            for right in (-1, 0, 1):
                for place in self.cells.get((row, column + right), ()):
                    apart = near_distance_m(place.latitude, place.longitude, stay.latitude, stay.longitude)
                    found.append((apart, place.id, place))
        best = min(found, key=lambda each: each[:2], default=None)
        return best[2] if best and best[0] <= self.radius_m else None

    def add(self, stay: Stay) -> _Growing:
        place = self.near(stay)
        if place is None:
            place = _Growing(len(self.places) + 1, stay.latitude, stay.longitude)
            self.places.append(place)
            self.cells[self._cell(stay.latitude, stay.longitude)].append(place)
        place.add(stay)
        return place


def regular_places(stays: Iterable[Stay], settings: Settings) -> tuple[list[Stay], list[RegularPlace]]:
    """Give each stay its place, its nearest populated place and zone; and the places themselves.

    The longest stays (by fixes) found places first, so that a short stay beside one never shifts it.
    """
    index = _Index(settings.place_radius_m)
    kept = list(stays)
    at: dict[int, _Growing] = {}
    for stay in sorted(kept, key=lambda stay: (-stay.fixes, stay.id)):
        at[stay.id] = index.add(stay)
    named = {place.id: places.nearest(round(place.latitude, 5), round(place.longitude, 5)) for place in index.places}
    found = []
    for place in index.places:
        near = named[place.id]
        described = (str(near), near.country, near.zone) if near else (None, None, None)
        found.append(
            RegularPlace(place.id, place.latitude, place.longitude, place.stays, len(place.exhibits), *described)
        )
    placed = [
        stay._replace(place=row.id, near=row.near, country=row.country, zone=row.zone)
        for stay in kept
        for row in (found[at[stay.id].id - 1],)
    ]
    return placed, found


def uses(stays: Sequence[Stay], hours: HourSet) -> list[PlaceUse]:
    """Count how one phone used its places; `stays` are that phone's, with their places, in order of time."""
    nights_at, nights_known = nights_of(stays, hours)
    days_at, workdays_known = workdays_of(stays)
    grouped: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        grouped[stay.place or 0].append(stay)
    most_nights = max((len(nights) for nights in nights_at.values()), default=0)
    most_days = max((len(days) for days in days_at.values()), default=0)
    rows = []
    for place, own in sorted(grouped.items()):
        nights, days = len(nights_at.get(place, ())), len(days_at.get(place, ()))
        said = []
        if nights >= 2 and nights == most_nights:
            said.append(f"most frequent night-time place ({nights} nights of {nights_known} with data)")
        if days >= 2 and days == most_days:
            said.append(f"most frequent place on workdays from 9 to 17 ({days} of {workdays_known} with data)")
        seconds = sum(stay.departed_us - stay.arrived_us for stay in own) // 1_000_000
        dates = {stay.arrived_us // 86_400_000_000 for stay in own}
        span = own[0].arrived_us, max(stay.departed_us for stay in own)
        counts = len(own), seconds, len(dates), nights, nights_known, days, workdays_known
        rows.append(PlaceUse(place, own[0].exhibit, *counts, *span, "; ".join(said) or None))
    return rows
