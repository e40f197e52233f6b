"""Populated places of the world, offline: the nearest one to a position, its country and its time zone.

Knowledge: GeoNames places of 5,000 or more inhabitants (CC BY 4.0), kept beside this module. A place names a
position for a reader; it says nothing about where in it, or whether in it, the position lies: the distance is
always given. Its time zone is an offer, and `zone_is_sure` tells where a border is near enough to doubt it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from math import cos, radians
from typing import Final, NamedTuple
from zipfile import ZipFile

from phonefx.timeline.geodesy import METRES_A_DEGREE, distance_m, wrapped

SOURCE: Final = "GeoNames, CC BY 4.0"
_FAR: Final = 12  # degrees that are searched around a position before there is no place to name


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place near a position.

    Attributes:
        name: as GeoNames spells it.
        country: ISO 3166 code; `country_name` in English.
        zone: IANA name of its time zone.
        distance_km: from the position to the place's centre.
        zone_is_sure: False where a place of another zone is less than twice as far away, or where all places are so
            far that those which could be were not all looked at.
    """

    name: str
    country: str
    country_name: str
    zone: str
    distance_km: float
    zone_is_sure: bool

    def __str__(self) -> str:
        """Give the place as a report prints it."""
        return f"{self.distance_km:.1f} km from {self.name}, {self.country_name}"


class Town(NamedTuple):
    """A populated place as GeoNames has it; degrees are those of its centre."""

    latitude: float
    longitude: float
    name: str
    country: str
    zone: str
    inhabitants: int


@cache
def _countries() -> dict[str, str]:
    """The names of countries by code."""
    return dict(line.split("\t") for line in _lines("countries"))


@cache
def _row(row: int) -> dict[int, list[str]]:
    """The lines of the places of one degree of latitude (its south edge) by degree of longitude (its west edge)."""
    cells: dict[int, list[str]] = defaultdict(list)
    for line in _lines(str(row)):
        cells[int(float(line.split("\t", 2)[1]) // 1)].append(line)
    return cells


@cache
def _archive() -> ZipFile:
    """All places, packed; the list of its members is read once."""
    return ZipFile(BytesIO((files("phonefx.timeline") / "data" / "places.zip").read_bytes()))


def _lines(member: str) -> list[str]:
    with suppress(KeyError):
        return _archive().read(f"{member}.tsv").decode().split("\n")[:-1]
    return []


@cache
def _towns(row: int, column: int) -> tuple[Town, ...]:
    """The places of a cell; few of them are ever asked for."""
    return tuple(map(_town, _row(row).get(column, ())))


def _town(line: str) -> Town:
    latitude, longitude, name, country, inhabitants, zone = line.split("\t")
    return Town(float(latitude), float(longitude), name, country, zone, int(inhabitants))


@lru_cache(maxsize=16)
def _sizes(rows: range, columns: frozenset[int]) -> list[tuple[int, list[str]]]:
    """The lines of the places of some cells by how many live there, the largest first."""
    sizes: dict[int, list[str]] = defaultdict(list)
    for cells in map(_row, rows):
        for column in columns.intersection(cells):
            for line in cells[column]:
                sizes[int(line.rsplit("\t", 2)[1])].append(line)
    return sorted(sizes.items(), reverse=True)


def largest(rows: range, columns: frozenset[int]) -> Iterator[Town]:
    """Give the populated places of some cells of one degree (by south and west edge), the largest first."""
    for _, lines in _sizes(rows, columns):
        yield from sorted(map(_town, lines))


def _ring(row: int, column: int, size: int) -> list[tuple[int, int]]:
    around = [
        (row + up, (column + right + 180) % 360 - 180)
        for up in range(-size, size + 1)
        for right in range(-size, size + 1)
        if max(abs(up), abs(right)) == size
    ]
    return list(dict.fromkeys(around))


@cache
def nearest(latitude: float, longitude: float) -> Place | None:
    """Name the populated place nearest to a position; None where there is none within hundreds of kilometres."""
    countries = _countries()
    longitude = wrapped(longitude)
    found: list[tuple[float, Town]] = []
    best, reach = float("inf"), 0.0
    east_m = METRES_A_DEGREE * cos(radians(latitude)) * 0.99  # no way to a meridian within 13 degrees is shorter
    for size in range(_FAR):
        for cell in _ring(int(latitude // 1), int(longitude // 1), size):
            for row in _towns(*cell):
                if abs(row[0] - latitude) * METRES_A_DEGREE > 2 * best:
                    continue  # farther than that by its latitude alone
                if 2 * best < abs(row[1] - longitude) * east_m < 180 * east_m:
                    continue  # or by its longitude
                metres = distance_m(latitude, longitude, row[0], row[1])
                found.append((metres, row))
                best = min(best, metres)
        reach = size * 111_000 * max(0.01, cos(radians(min(89.0, abs(latitude) + size))))
        if best * 2 < reach:
            break
    if best > reach:  # a nearer one could lie outside the cells that were searched
        return None
    metres, row = min(found)
    doubt = 2 * best >= reach or any(other[4] != row[4] and far < 2 * metres for far, other in found)
    return Place(row[2], row[3], countries.get(row[3], row[3]), row[4], metres / 1000, not doubt)
