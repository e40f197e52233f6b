"""The grids that GeoTIFF base maps are stored in: from degrees (WGS 84) to their coordinates.

None of them wraps around: a longitude of 190 lies east of one of 170.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from phonefx.report.maps.projections import Mercator

KNOWN: Final = "EPSG:4326, EPSG:3857 or UTM on WGS 84 (EPSG:32601 to 32660, 32701 to 32760)"
WIDEST_UTM: Final = 30.0
"""Degrees from its meridian beyond which a UTM zone is not used."""
_EARTH_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_SCALE: Final = 0.9996
_N: Final = _FLATTENING / (2 - _FLATTENING)
_RECTIFYING_M: Final = _EARTH_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SERIES: Final = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)

Forward = Callable[[float, float], tuple[float, float] | None]
"""Longitude and latitude in degrees to x (east) and y (north); None where the grid is not used."""


def forward(epsg: int) -> Forward | None:
    """Give the formula of a coordinate reference system; None for one that phonefx does not know."""
    if epsg == 4326:
        return lambda longitude, latitude: (longitude, latitude)
    if epsg == 3857:
        return _web_mercator
    zone = epsg % 100
    if epsg // 100 in (326, 327) and 1 <= zone <= 60:
        return Utm(zone, south=epsg // 100 == 327)
    return None


def _web_mercator(longitude: float, latitude: float) -> tuple[float, float]:
    return math.radians(longitude) * _EARTH_M, Mercator(0.0, 0.0).forward(0.0, latitude)[1]


@dataclass(frozen=True, slots=True)
class Utm:
    """A zone of the Universal Transverse Mercator grid: Krüger's series to the third order, true to a millimetre."""

    zone: int
    south: bool = False

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        """Give easting and northing in metres."""
        delta = longitude - (self.zone * 6 - 183)
        if abs(delta) > WIDEST_UTM:
            return None
        sine, turned = math.sin(math.radians(latitude)), math.radians(delta)
        if abs(sine) > 1 - 1e-12:
            return None
        eccentricity = 2 * math.sqrt(_N) / (1 + _N)
        t = math.sinh(math.atanh(sine) - eccentricity * math.atanh(eccentricity * sine))
        xi, eta = math.atan2(t, math.cos(turned)), math.atanh(math.sin(turned) / math.hypot(1, t))
        east, north = eta, xi
        for order, factor in enumerate(_SERIES, 1):
            east += factor * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
            north += factor * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        reach = _SCALE * _RECTIFYING_M
        return 500_000 + reach * east, reach * north + (10_000_000 if self.south else 0)
