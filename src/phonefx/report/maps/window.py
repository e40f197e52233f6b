"""The window of a map: which part of the earth, on which part of the page, at what scale."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add, sub
from typing import Final

from phonefx.report.maps.basemap import Area
from phonefx.report.maps.projections import Azimuthal, Mercator, PlateCarree, Projection, turn
from phonefx.report.maps.scene import Box, Points

SMALLEST_M: Final = 300.0
WIDEST_AZIMUTHAL: Final = math.radians(60)
_MARGIN: Final = 1.16

Spot = tuple[float, float, float]
"""Latitude, longitude, radius in metres."""


@dataclass(frozen=True, slots=True)
class Window:
    """A projection, the page box it is drawn in, the plane point at the box's middle, and plane metres a point."""

    projection: Projection
    box: Box
    middle: tuple[float, float]
    step: float

    @property
    def width_m(self) -> float:
        """Ground metres across the window, at its centre."""
        return (self.box[2] - self.box[0]) * self.step / self.projection.scale()

    @property
    def half_turn(self) -> float:
        """Page points of half a turn around the earth; a longer line ran over the edge of the map."""
        if isinstance(self.projection, Azimuthal):
            return math.inf
        return 180 * abs(self.projection.forward(self.projection.longitude + 1, 0.0)[0]) / self.step

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Give the page point of a place."""
        return self.places(((longitude, latitude),))[0]

    def places(self, places: Iterable[tuple[float, float]]) -> Points:
        """Give the page points of places, each (longitude, latitude)."""
        return self._pages(self.projection.project(places))

    def _pages(self, plane: Iterable[tuple[float, float]]) -> Points:
        left, bottom, right, top = self.box
        (middle_x, middle_y), step = self.middle, self.step
        across, up = (left + right) / 2, (bottom + top) / 2
        return [(across + (x - middle_x) / step, up + (y - middle_y) / step) for x, y in plane]

    def line(self, line: Sequence[tuple[float, float]]) -> Points:
        """Give the page points of a line of the base map, whose longitudes never jump."""
        if isinstance(self.projection, Azimuthal):
            return self.places(line)
        lons = [lon for lon, _ in line]
        middle = (min(lons) + max(lons)) / 2
        (start, _), (unit, _), *plane = self.projection.project(
            [(middle, 0.0), (self.projection.longitude + 1, 0.0), *line]
        )
        return self._pages([(start + (lon - middle) * unit, y) for lon, (_, y) in zip(lons, plane, strict=True)])

    def ground(self, x: float, y: float) -> tuple[float, float] | None:
        """Give the longitude and latitude drawn at a page point; None off the earth."""
        left, bottom, right, top = self.box
        right_of, above = x - (left + right) / 2, y - (bottom + top) / 2
        return self.projection.inverse(self.middle[0] + right_of * self.step, self.middle[1] + above * self.step)

    def points(self, metres: float) -> float:
        """Give a ground length at the centre in page points."""
        return metres * self.projection.scale() / self.step

    def area(self) -> Area:
        """Give the degrees that the window may show."""
        left, bottom, right, top = self.box
        steps = [index / 12 for index in range(13)]
        seen = [self.ground(left + (right - left) * u, bottom + (top - bottom) * v) for u in steps for v in steps]
        found = [point for point in seen if point is not None]
        centre = self.projection.longitude
        away = [turn(lon, centre) for lon, _ in found]
        lats = [lat for _, lat in found]
        slack = (max(lats) - min(lats)) / 12
        west, south, east, north = min(away), min(lats) - slack, max(away), max(lats) + slack
        for pole in (-90.0, 90.0):
            x, y = self.place(centre, pole)
            if (left <= x <= right and bottom <= y <= top) or abs(pole - (south if pole < 0 else north)) < 1:
                west, east, south, north = -180.0, 180.0, min(south, pole), max(north, pole)
        return Area(centre, west - slack, south, east + slack, north)


def fit(spots: Sequence[Spot], box: Box, *, mercator: bool = False, least_m: float = SMALLEST_M) -> Window:
    """Choose the window that shows all spots with a margin; without any, the whole earth."""
    return reach(spots, mercator=mercator).window(box, least_m)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a window has to show, whatever its box on the page: a projection, and the plane box of all spots in it."""

    projection: Projection
    plane: Box

    def window(self, box: Box, least_m: float = SMALLEST_M) -> Window:
        """Give the window of a box on the page, at least so many metres wide and high."""
        low_x, low_y, high_x, high_y = self.plane
        wide, high = box[2] - box[0], box[3] - box[1]
        least = least_m * self.projection.scale()
        step = max((high_x - low_x) * _MARGIN / wide, (high_y - low_y) * _MARGIN / high, least / wide, least / high)
        return Window(self.projection, box, ((low_x + high_x) / 2, (low_y + high_y) / 2), step)


def reach(spots: Sequence[Spot], *, mercator: bool = False) -> Reach:
    """Choose the projection of spots, as `fit` does."""
    if not spots:
        spots, whole = [(90.0, -179.9, 0.0), (-90.0, 179.9, 0.0)], PlateCarree(0.0, 0.0)
        return Reach(whole, _extent(whole, spots))
    projection = _projection(spots, mercator=mercator)
    return Reach(projection, _extent(projection, spots))


def _projection(spots: Sequence[Spot], *, mercator: bool) -> Projection:
    latitude, longitude = _centre(spots)
    rough = Azimuthal(latitude, longitude)
    low_x, low_y, high_x, high_y = _extent(rough, spots)
    middle = rough.inverse((low_x + high_x) / 2, (low_y + high_y) / 2) or (longitude, latitude)
    if math.hypot(high_x - low_x, high_y - low_y) / 2 > WIDEST_AZIMUTHAL * 6_371_000:
        return PlateCarree(0.0, round(_widest_gap(spots) / 30) * 30.0)
    return Mercator(middle[1], middle[0]) if mercator else Azimuthal(middle[1], middle[0])


def _extent(projection: Projection, spots: Sequence[Spot]) -> Box:
    """Give the plane box of the spots; of their radii only what does not dwarf the spread of the points themselves."""
    plane, scale = projection.project([(lon, lat) for lat, lon, _ in spots]), projection.scale()
    xs, ys = [x for x, _ in plane], [y for _, y in plane]
    room = max(60.0, max(xs) - min(xs), max(ys) - min(ys)) * 0.3
    if len(spots) == 1:
        room = math.inf
    away = [min(radius * scale, room) for _, _, radius in spots]
    return min(map(sub, xs, away)), min(map(sub, ys, away)), max(map(add, xs, away)), max(map(add, ys, away))


def _centre(spots: Sequence[Spot]) -> tuple[float, float]:
    x = y = z = 0.0
    for lat, lon, _ in spots:
        phi, turned = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(phi) * math.cos(turned), y + math.cos(phi) * math.sin(turned), z + math.sin(phi)
    if math.hypot(x, y, z) < 1e-9 * len(spots):
        return spots[0][0], spots[0][1]
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _widest_gap(spots: Sequence[Spot]) -> float:
    """Give the longitude opposite the middle of the widest gap between longitudes."""
    lons = sorted({lon for _, lon, _ in spots})
    gaps = [(b - a, a) for a, b in zip(lons, [*lons[1:], lons[0] + 360], strict=True)]
    size, start = max(gaps)
    return start + size / 2 - 180
