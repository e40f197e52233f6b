"""Life360: drives as the part of the app that watches them writes them down, before they are sent."""

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats.textfiles import read_json
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number
from phonefx.records import Location, Record, Skip
from phonefx.times import moment


def _place(stored: Any) -> tuple[float, float] | None:  # noqa: ANN401 - whatever the JSON holds
    latitude, longitude = (number(stored.get(name)) if isinstance(stored, dict) else None for name in ("lat", "lon"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return (latitude, longitude) if latitude or longitude else None


def trips(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the place of each event of a drive, and its points, which carry no time."""
    events = opened.content.get("events") if isinstance(opened.content, dict) else None
    if not isinstance(events, list):
        yield Skip("file", "no events of a drive")
        return
    for at, event in enumerate(events):
        if not isinstance(event, dict):
            yield Skip(f"events[{at}]", "no event")
            continue
        place, stamp = _place(event.get("location")), event.get("timestamp")
        known = isinstance(stamp, int | float | str) and not isinstance(stamp, bool)
        if place is None:
            yield Skip(f"events[{at}]", "an event without a place")
        else:
            names = ("speed", "topSpeed", "averageSpeed", "distance", "tripId")
            yield Location(
                key=f"events[{at}]",
                time=moment(stamp, "unix_s") if known else None,
                latitude=place[0],
                longitude=place[1],
                evidence_of="circle",
                method=f"event of a drive: {event.get('eventType')}",
                extra=json.dumps({name: event[name] for name in names if name in event}),
            )
        points = event.get("waypoints")
        for number_, point in enumerate(points if isinstance(points, list) else []):
            there = _place(point)
            key = f"events[{at}]/waypoints[{number_}]"
            if there is None:
                yield Skip(key, "a point without a place")
            else:
                stated = json.dumps({"accuracy": point.get("accuracy")})
                yield Location(key=key, latitude=there[0], longitude=there[1], evidence_of="circle",
                               method="point of a drive", extra=stated)  # fmt: skip


parser(
    "apps.life360.trips",
    title="Drives noted by Life360, Android",
    variants=["trips"],
    files=["*/com.life360.android.safetymapd/files/DriverBehavior/trips/*.json"],
    read=read_json,
    records=trips,
    about="Where events of a drive took place (start, hard braking, end ...), and points on the way. Times of events "
    "are UTC seconds (so published parsers take them); points carry none. Whose drive it was is not stored. Speeds, "
    "distances and accuracies are kept without a unit, as stored.",
)
