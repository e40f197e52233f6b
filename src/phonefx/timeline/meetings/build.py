"""Computes the meetings of every two phones of a case; needs the tables of movement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import floor

from phonefx.timeline import movement, tables
from phonefx.timeline.geodesy import METRES_A_DEGREE, near_distance_m
from phonefx.timeline.meetings.pairing import Compared, Episode, compare, episodes
from phonefx.timeline.meetings.records import DEFAULTS, Meeting, MeetingPair, MeetingSettings

_Regular = dict[str, list[tuple[float, float]]]


def build(connection: sqlite3.Connection, settings: MeetingSettings = DEFAULTS) -> dict[str, int]:
    """Write meeting and meeting_pair anew."""
    tables.create(connection, Meeting, MeetingPair)
    regular = _regular_places(connection, settings)
    phones = [row.exhibit for row in movement.movements(connection) if row.used]
    number = 0
    for first, second in combinations(sorted(phones), 2):
        tally = _Tally()
        met = episodes(tally.watch(_compared(connection, first, second, settings)), settings)
        found = list(_meetings(met, number, second, regular, settings))
        number += len(found)
        tables.insert(connection, Meeting, tables.stored(found))
        tables.insert(connection, MeetingPair, tables.stored([tally.pair(first, second, found)]))
    return {"meetings": number}


def _compared(connection: sqlite3.Connection, first: str, second: str, settings: MeetingSettings) -> Iterator[Compared]:
    fixes, others = (movement.fixes(connection, each, used_only=True) for each in (first, second))
    return compare(fixes, others, list(movement.stays(connection, first)), settings)


class _Tally:
    """Counts the pairs as they pass."""

    def __init__(self) -> None:
        self.comparable = self.near = self.contradicting = 0

    def watch(self, pairs: Iterator[Compared]) -> Iterator[Compared]:
        for pair in pairs:
            self.comparable += 1
            self.near += pair.near
            self.contradicting += pair.contradicting
            yield pair

    def pair(self, first: str, second: str, found: Sequence[Meeting]) -> MeetingPair:
        places = {each.place for each in found if each.kind == "place"}
        both = {each.place for each in found if each.kind == "place" and each.regular_for == f"{first}, {second}"}
        journeys = sum(each.kind == "journey" for each in found)
        free = len(places - both)
        return MeetingPair(
            first, second, self.comparable, self.near, self.contradicting, len(found), len(places), free, journeys,
            free + 2 * journeys,
        )  # fmt: skip


def _regular_places(connection: sqlite3.Connection, settings: MeetingSettings) -> _Regular:
    at = {place.id: (place.latitude, place.longitude) for place in movement.places(connection)}
    found: _Regular = {}
    for use in movement.place_uses(connection):
        if use.days >= settings.regular_days:
            found.setdefault(use.exhibit, []).append(at[use.place])
    return found


def _meetings(
    found: Iterator[Episode], number: int, other: str, regular: _Regular, settings: MeetingSettings
) -> Iterator[Meeting]:
    places = _Places(settings.apart_m)
    for count, episode in enumerate(found, number + 1):
        near = episode.near
        first, last, middle = near[0], near[-1], near[len(near) // 2].fix
        at, exhibit = (middle.latitude, middle.longitude), first.fix.exhibit
        usual = [label for label in (exhibit, other) if _is_regular(*at, regular.get(label, []), settings)]
        in_place = first.stay is not None
        yield Meeting(
            count, exhibit, other, first.fix.us or 0, last.fix.us or 0, len(near), episode.apart, episode.distance_m(),
            episode.moved_m(), "place" if in_place else "journey", *at, places.number(*at) if in_place else None,
            ", ".join(usual), first.fix.item, last.fix.item, first.other.item, last.other.item,
        )  # fmt: skip


def _is_regular(
    latitude: float, longitude: float, places: Sequence[tuple[float, float]], settings: MeetingSettings
) -> bool:
    return any(near_distance_m(latitude, longitude, *place) <= settings.same_place_m for place in places)


class _Places:
    """Numbers distinct places: each new one is farther from all before it than the limit."""

    def __init__(self, apart_m: float) -> None:
        self.apart_m = apart_m
        self.count = 0
        self.rows: dict[int, list[tuple[float, float, int]]] = {}

    def number(self, latitude: float, longitude: float) -> int:
        row = floor(latitude * METRES_A_DEGREE / self.apart_m)
        for near in (row - 1, row, row + 1):
            for place in self.rows.get(near, ()):
                if near_distance_m(latitude, longitude, place[0], place[1]) <= self.apart_m:
                    return place[2]
        self.count += 1
        self.rows.setdefault(row, []).append((latitude, longitude, self.count))
        return self.count
