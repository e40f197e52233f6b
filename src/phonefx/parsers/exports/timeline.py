"""Google Maps Timeline as a phone exports it: Timeline.json of Android, location-history.json of iOS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, BinaryIO

from phonefx.formats.jsonrows import rows
from phonefx.parsers.exports.places import position, within
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number, stated
from phonefx.records import Location, Record, Skip, Visit
from phonefx.times import Moment

_SEGMENTS = ("semanticSegments[", "rawSignals[", "[", "timelineEdits[", "userLocationProfile")


def read(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Give the segments and signals, one at a time."""
    return rows(file)


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Visits and positions, keyed by their place in the file."""
    met = False
    for key, value in opened.content:
        met = met or key.startswith(_SEGMENTS)
        found = list(_positions(key, value)) if key.startswith(_SEGMENTS) else []
        yield from found
        if not found:
            yield Skip(key, _reason(value))
    if not met:
        msg = "it holds no segments of a timeline"
        raise ValueError(msg)


def _reason(value: object) -> str:
    if isinstance(value, Mapping):
        known = {"timelineMemory", "activityRecord", "wifiScan"} & value.keys()
        return f"{known.pop()} states no position" if known else "no position is stated"
    return "no segment"


def _positions(key: str, value: object) -> Iterator[Record]:
    if not isinstance(value, Mapping):
        return
    begin, end = stated(value.get("startTime")), stated(value.get("endTime"))
    yield from _visit(f"{key}.visit", value.get("visit"), begin, end)
    yield from _activity(f"{key}.activity", value.get("activity"), begin, end)
    path = value.get("timelinePath")
    for at, point in enumerate(path if isinstance(path, list) else ()):
        if place := position(within(point, "point")):
            yield _inferred(f"{key}.timelinePath[{at}]", place, _path_time(point, begin), "timeline path")
    yield from _signal(f"{key}.position", value.get("position"))
    edited, device = within(value, "rawSignal", "signal", "position"), value.get("deviceId")
    yield from _signal(f"{key}.position", edited, "synced", f"device {device} of the account" if device else None)
    frequent = value.get("frequentPlaces")
    for at, each in enumerate(frequent if isinstance(frequent, list) else ()):
        if place := position(within(each, "placeLocation")):
            label = within(each, "label")
            yield Location(
                key=f"{key}.frequentPlaces[{at}]", latitude=place[0], longitude=place[1], evidence_of="saved_place",
                method="frequent place", place=str(label) if label else None,
            )  # fmt: skip


def _visit(key: str, value: object, begin: Moment | None, end: Moment | None) -> Iterator[Record]:
    place = position(within(value, "topCandidate", "placeLocation"))
    if place is None:
        return
    top = within(value, "topCandidate")
    kept = {name: within(top, name) for name in ("placeId", "placeID", "semanticType") if within(top, name)}
    yield Visit(
        key=key, time=begin, departed=end, latitude=place[0], longitude=place[1], evidence_of="device_inferred",
        confidence=number(within(value, "probability")), extra=json.dumps(kept, sort_keys=True) if kept else None,
    )  # fmt: skip


def _activity(key: str, value: object, begin: Moment | None, end: Moment | None) -> Iterator[Record]:
    kind = within(value, "topCandidate", "type")
    for name, time in (("start", begin), ("end", end)):
        if place := position(within(value, name)):
            yield _inferred(f"{key}.{name}", place, time, kind)
    if place := position(within(value, "parking", "location")):
        yield _inferred(f"{key}.parking", place, stated(within(value, "parking", "startTime")), "parking")


def _signal(
    key: str, value: object, evidence: str = "device_fix", whose: str | None = None
) -> Iterator[Record]:
    place = position(within(value, "LatLng")) or position(within(value, "point"))
    if place is None:
        return
    millimetres = number(within(value, "accuracyMm"))
    metres = millimetres / 1000 if millimetres is not None else number(within(value, "accuracyMeters"))
    yield Location(
        key=key, time=stated(within(value, "timestamp")), latitude=place[0], longitude=place[1], accuracy_m=metres,
        altitude_m=number(within(value, "altitudeMeters")), speed_mps=number(within(value, "speedMetersPerSecond")),
        evidence_of=evidence, method=within(value, "source") or "raw signal", whose=whose,
    )  # fmt: skip


def _inferred(key: str, place: tuple[float, float], time: Moment | None, method: object) -> Location:
    return Location(
        key=key, time=time, latitude=place[0], longitude=place[1], evidence_of="device_inferred",
        method=str(method) if method else None,
    )  # fmt: skip


def _path_time(point: object, begin: Moment | None) -> Moment | None:
    if (own := within(point, "time")) is not None:
        return stated(own)
    minutes = number(within(point, "durationMinutesOffsetFromStartTime"))
    if minutes is None or begin is None or begin.us is None or abs(minutes) > 1e6:
        return begin
    us = begin.us + round(timedelta(minutes=minutes).total_seconds() * 1_000_000)
    return Moment(us, f"{begin.raw} + {minutes:g} min")


parser(
    "exports.timeline",
    title="Google Maps Timeline, exported from a phone",
    files=["*/{Timeline,timeline,location-history,Timeline Edits}.json", "*/timeline-*.json", "*/exports/timeline/*"],
    read=read,
    records=records,
    about="Visits, journeys and positions of an exported Timeline, Android and iOS. Times are UTC by the offset they "
    "are written with. Which phone made the export is not stated. Raw signals are positions that a device recorded, "
    "all else is inferred by Google; signals in a list of edits name their device, which need not be this phone.",
)
