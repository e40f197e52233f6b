"""What queries of fitness apps call: tracks stored as lines, times written as UTC text, answers of a service."""

from __future__ import annotations

import json
from typing import Any

from phonefx.formats import polyline
from phonefx.times import wall_clock_us

_PARTS = ("summaryDTO", "activityTypeDTO", "activityType")


def line(text: str | None) -> str:
    """Give the points of an encoded polyline as a JSON list of [latitude, longitude]."""
    return json.dumps(polyline.decode(text) if isinstance(text, str) else [])


def utc_text(text: str | None) -> int | None:
    """Read a UTC time written as `2024-03-09T07:30:00.0` or with a space; microseconds, None where it is none."""
    return wall_clock_us(text.replace("T", " ")) if isinstance(text, str) else None


def answer(text: str | None, name: str) -> str | float | None:
    """Give a member of the answer of a service about an exercise, in whichever part of it the member stands.

    None where the text is no such answer, or the member is not there or is no plain value.
    """
    if not isinstance(text, str) or not text.lstrip().startswith("{"):
        return None
    stored: Any = json.loads(text)
    for part in (stored, *(stored.get(each) for each in _PARTS)):
        value = part.get(name) if isinstance(part, dict) else None
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return value
    return None
