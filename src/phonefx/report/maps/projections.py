"""Map projections: degrees to metres on the page's plane and back.

`Azimuthal` keeps distances from its centre true and serves from a street corner to a continent. `PlateCarree` serves
wider maps, `Mercator` a raster base map that is stored that way. All take the longitude relative to their centre, so
that the 180th meridian is a line like any other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from phonefx.report.maps.earth import metres_per_degree
from phonefx.timeline.geodesy import EARTH_M

MERCATOR_LIMIT = 85.051_128_78


def turn(longitude: float, centre: float) -> float:
    """Give the shorter way in degrees from a central longitude, -180 to 180."""
    return (longitude - centre + 180) % 360 - 180


@lru_cache(maxsize=64)
def _centre(latitude: float) -> tuple[float, float, float]:
    """The sine and cosine of a central latitude, and the radius in metres of the sphere that fits there."""
    within = min(89.0, max(-89.0, latitude))
    north, east = metres_per_degree(within)
    radius = math.degrees(math.sqrt(north * east / math.cos(math.radians(within))))
    return math.sin(math.radians(latitude)), math.cos(math.radians(latitude)), radius


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Azimuthal equidistant, on the sphere that fits the ellipsoid at the centre."""

    latitude: float
    longitude: float

    def forward(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Project one point."""
        return self.project(((longitude, latitude),))[0]

    def project(self, places: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Project points, each (longitude, latitude); the antipode has no place of its own and goes to the rim."""
        sin0, cos0, radius = _centre(self.latitude)
        sin, cos, radians, hypot, atan2, centre = (
            math.sin, math.cos, math.radians, math.hypot, math.atan2, self.longitude
        )  # fmt: skip
        found = []
        for longitude, latitude in places:
            delta, phi = radians((longitude - centre + 180) % 360 - 180), radians(latitude)
            sine, cosine, along = sin(phi), cos(phi), cos(delta)
            up = cos0 * sine - sin0 * cosine * along
            right = cosine * sin(delta)
            side = hypot(up, right)
            away = atan2(side, sin0 * sine + cos0 * cosine * along) * radius
            found.append((right / side * away, up / side * away) if side > 1e-15 else (0.0, away))
        return found

    def inverse(self, x: float, y: float) -> tuple[float, float] | None:
        """Give the point drawn there; None beyond the antipode."""
        away = math.hypot(x, y) / _centre(self.latitude)[2]
        if away > math.pi:
            return None
        if away < 1e-15:
            return self.longitude, self.latitude
        phi0 = math.radians(self.latitude)
        up, right = y / math.hypot(x, y), x / math.hypot(x, y)
        sine = math.cos(away) * math.sin(phi0) + math.sin(away) * math.cos(phi0) * up
        delta = math.atan2(
            right * math.sin(away), math.cos(phi0) * math.cos(away) - math.sin(phi0) * math.sin(away) * up
        )
        return self.longitude + math.degrees(delta), math.degrees(math.asin(max(-1.0, min(1.0, sine))))

    def scale(self) -> float:
        """Give 1: distances from the centre are true."""
        return 1.0


@dataclass(frozen=True, slots=True)
class PlateCarree:
    """Degrees as squares: for maps of more than a continent."""

    latitude: float
    longitude: float

    def forward(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Project one point."""
        return self.project(((longitude, latitude),))[0]

    def project(self, places: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Project points, each (longitude, latitude)."""
        unit, lon0, lat0 = math.radians(EARTH_M), self.longitude, self.latitude
        return [(((lon - lon0 + 180) % 360 - 180) * unit, (lat - lat0) * unit) for lon, lat in places]

    def inverse(self, x: float, y: float) -> tuple[float, float] | None:
        """Give the point drawn there; None beyond the poles or half a turn."""
        unit = math.radians(EARTH_M)
        lon, lat = x / unit, y / unit + self.latitude
        return (self.longitude + lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None

    def scale(self) -> float:
        """Give the stretch of an east-west metre at the central latitude."""
        return 1 / max(0.05, math.cos(math.radians(self.latitude)))


@dataclass(frozen=True, slots=True)
class Mercator:
    """Spherical (web) Mercator, for base maps stored as its tiles."""

    latitude: float
    longitude: float

    @staticmethod
    def _up(latitude: float) -> float:
        phi = math.radians(max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, latitude)))
        return math.log(math.tan(math.pi / 4 + phi / 2)) * 6_378_137.0

    def forward(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Project one point; beyond 85 degrees it goes to the edge."""
        right = math.radians(turn(longitude, self.longitude)) * 6_378_137.0
        return right, self._up(latitude) - self._up(self.latitude)

    def project(self, places: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Project points, each (longitude, latitude)."""
        return [self.forward(longitude, latitude) for longitude, latitude in places]

    def inverse(self, x: float, y: float) -> tuple[float, float] | None:
        """Give the point drawn there."""
        up = (y + self._up(self.latitude)) / 6_378_137.0
        lon = math.degrees(x / 6_378_137.0)
        return (
            (self.longitude + lon, math.degrees(2 * math.atan(math.exp(up)) - math.pi / 2)) if abs(lon) <= 180 else None
        )

    def scale(self) -> float:
        """Give the stretch at the centre."""
        return 1 / max(0.05, math.cos(math.radians(self.latitude)))


Projection = Azimuthal | PlateCarree | Mercator
"""Forward: (longitude, latitude) to metres right and up of the centre; inverse: back, or None off the map."""
