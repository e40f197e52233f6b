"""Where on the earth a position lies, what is no position, and circles of true size.

Degrees are WGS 84. Lengths near a point use the two radii of curvature of the WGS 84 ellipsoid there, so that an
accuracy circle of a few kilometres is right to better than a thousandth; longer distances use the mean sphere.
Coordinates are rounded to seven decimals (about a centimetre) where they are written.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from phonefx.timeline.geodesy import EARTH_M, wrapped

_MAJOR_M: Final = 6_378_137.0
_ECCENTRICITY_2: Final = 0.006_694_379_990_14

Ring = list[tuple[float, float]]
"""Corners as (longitude, latitude), the first repeated at the end."""


def fault(latitude: object, longitude: object) -> str | None:
    """Say why a pair of stored values cannot be placed on a map; None where it can."""
    if type(latitude) is float and type(longitude) is float and latitude and abs(latitude) <= 90 >= abs(longitude) / 2:
        return None
    for name, value, limit in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if value is None:
            return f"no {name} stored"
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return f"{name} is no number"
        if abs(value) > limit:
            return f"{name} outside -{limit} to {limit}"
    if latitude == 0 and longitude == 0:
        return "exactly 0, 0"
    return None


NULL_ISLAND: Final = "exactly 0, 0"
"""The fault of a position that can be placed, but mostly stands for "no position"."""


def radius(value: object) -> float | None:
    """Give a stored accuracy as a radius in metres; None where it is no length (absent, text, negative, not finite)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value) if 0 < value < 1e8 else None


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Give the length of one degree of latitude and of one degree of longitude at a latitude, in metres."""
    phi = math.radians(latitude)
    root = math.sqrt(1 - _ECCENTRICITY_2 * math.sin(phi) ** 2)
    meridian = _MAJOR_M * (1 - _ECCENTRICITY_2) / root**3
    normal = _MAJOR_M / root
    return math.radians(meridian), math.radians(normal * max(0.0, math.cos(phi)))


def circle(latitude: float, longitude: float, radius_m: float, corners: int = 36) -> list[Ring]:
    """Give the outline of a circle on the ground as one ring, or two where it crosses the 180th meridian.

    A circle that holds a pole becomes the cap from its edge to that pole. Rings run counter-clockwise, as KML and
    GeoJSON want outer rings.
    """
    angle = radius_m / EARTH_M
    if angle >= math.pi / 2:
        return [[(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0), (-180.0, -90.0)]]
    if abs(latitude) + math.degrees(angle) >= 89.99:
        return [_cap(latitude, longitude, angle, corners)]
    if radius_m >= 20_000 or abs(latitude) > 85:
        return _split(_far(latitude, longitude, angle, corners))
    north, east = metres_per_degree(latitude)
    high, wide = radius_m / north, radius_m / east
    ring = [(longitude + wide * cos, latitude + high * sin) for cos, sin in _unit(corners)]
    ring.append(ring[0])
    return [ring] if abs(longitude) + wide <= 180 else _split(ring)


_UNITS: Final[dict[int, list[tuple[float, float]]]] = {}


def _unit(corners: int) -> list[tuple[float, float]]:
    if corners not in _UNITS:
        turns = [2 * math.pi * corner / corners for corner in range(corners)]
        _UNITS[corners] = [(math.cos(turn), math.sin(turn)) for turn in turns]
    return _UNITS[corners]


def destination(latitude: float, longitude: float, bearing: float, angle: float) -> tuple[float, float]:
    """Go `angle` radians along a great circle; gives (longitude, latitude), the longitude not wrapped."""
    phi = math.radians(latitude)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(there)
    )
    return longitude + math.degrees(turn), math.degrees(there)


def _far(latitude: float, longitude: float, angle: float, corners: int) -> Ring:
    ring = [destination(latitude, longitude, -2 * math.pi * corner / corners, angle) for corner in range(corners)]
    return [*ring, ring[0]]


def _cap(latitude: float, longitude: float, angle: float, corners: int) -> Ring:
    pole = math.copysign(90.0, latitude)
    edge = sorted((wrapped(lon), lat) for lon, lat in _far(latitude, longitude, angle, corners)[:-1])
    brim = (edge[0][1] + edge[-1][1]) / 2
    ring = [(-180.0, pole), (-180.0, brim), *edge, (180.0, brim), (180.0, pole), (-180.0, pole)]
    return ring if pole > 0 else ring[::-1]


def _split(ring: Ring) -> list[Ring]:
    """Cut a ring at the 180th meridian."""
    west, east = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
    if west >= -180 and east <= 180:
        return [ring]
    edge, shift = (180.0, -360.0) if east > 180 else (-180.0, 360.0)
    inside = _cut(ring, edge, keep_below=edge > 0)
    outside = [(lon + shift, lat) for lon, lat in _cut(ring, edge, keep_below=edge < 0)]
    return [part for part in (inside, outside) if len(part) > 3]


def _cut(ring: Ring, edge: float, *, keep_below: bool) -> Ring:
    kept: Ring = []
    sign = 1 if keep_below else -1
    for (x1, y1), (x2, y2) in pairwise(ring):
        a, b = (edge - x1) * sign, (edge - x2) * sign
        if a >= 0:
            kept.append((x1, y1))
        if (a > 0 > b) or (a < 0 < b):
            kept.append((edge, y1 + (y2 - y1) * a / (a - b)))
    return [*kept, kept[0]] if kept else []
