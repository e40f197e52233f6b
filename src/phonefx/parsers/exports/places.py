"""Coordinates as Google's exports write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_DEGREES = re.compile(r"^(?:geo:)?\s*(-?\d+(?:\.\d+)?)\D{0,3}\s*,\s*(-?\d+(?:\.\d+)?)")


def position(value: object) -> tuple[float, float] | None:
    """Read (latitude, longitude) of `"50.05°, 14.34°"`, `"geo:50.05,14.34"` or an object of E7 integers."""
    if isinstance(value, str):
        match = _DEGREES.match(value)
        return _valid(float(match[1]), float(match[2])) if match else None
    if not isinstance(value, Mapping):
        return None
    for names in (("latitudeE7", "longitudeE7"), ("latE7", "lngE7"), ("centerLatE7", "centerLngE7")):
        latitude, longitude = value.get(names[0]), value.get(names[1])
        if isinstance(latitude, int) and isinstance(longitude, int):
            return _valid(_wrapped(latitude) / 1e7, _wrapped(longitude) / 1e7)
    return position(value["latLng"]) if isinstance(value.get("latLng"), str) else None


def _wrapped(value: int) -> int:
    """Old exports wrote negative values as unsigned 32-bit numbers."""
    return value - (1 << 32) if value > 1_800_000_000 else value


def _valid(latitude: float, longitude: float) -> tuple[float, float] | None:
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def within(value: object, *names: str) -> Any:  # noqa: ANN401
    """Step down a path of names; None where it breaks off."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
