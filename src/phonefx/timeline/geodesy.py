"""Distances and centres on the earth, on a sphere of 6,371,008.8 m: within 0.6% of the ellipsoid anywhere."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from typing import Final

EARTH_M: Final = 6_371_008.8
METRES_A_DEGREE: Final = EARTH_M * pi / 180
HALF_RADIAN: Final = pi / 360


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Give the great-circle distance between two positions in metres (haversine)."""
    a, b = radians(latitude), radians(other_latitude)
    half_east = radians(other_longitude - longitude) / 2
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(half_east) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(chord)))


def near_distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Give the distance on a flat earth, also across the 180th meridian: under 0.1% off within 50 km, and cheap."""
    east = other_longitude - longitude
    if east > 180 or east < -180:
        east = (east + 180) % 360 - 180
    east *= cos((latitude + other_latitude) * HALF_RADIAN)
    north = other_latitude - latitude
    return METRES_A_DEGREE * sqrt(east * east + north * north)


def bearing_deg(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Give the direction from the first position to the second, degrees clockwise from north."""
    a, b, east = radians(latitude), radians(other_latitude), radians(other_longitude - longitude)
    return degrees(atan2(sin(east) * cos(b), cos(a) * sin(b) - sin(a) * cos(b) * cos(east))) % 360


def wrapped(longitude: float) -> float:
    """Bring a longitude into -180 to 180."""
    return (longitude + 180) % 360 - 180


def is_position(latitude: object, longitude: object) -> bool:
    """Tell whether two stored values can be a position: numbers in range, not the 0/0 that stands for "none"."""
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180 and not (latitude == 0 and longitude == 0)
