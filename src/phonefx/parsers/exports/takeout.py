"""Google Takeout: location history of an account (Records.json, Semantic Location History, Settings.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from phonefx.formats.jsonrows import rows
from phonefx.parsers.exports.places import position, within
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number, stated
from phonefx.records import Account, DeviceFact, Location, Record, Skip, Visit
from phonefx.times import Moment

_KEPT = ("source", "deviceTag", "platformType", "formFactor", "deviceDesignation", "batteryCharging", "deviceTimestamp",
         "serverTimestamp", "verticalAccuracy", "activity")  # fmt: skip

_HEAD = ("gaiaId", "createdTime", "modifiedTime", "hasReportedLocations", "hasSetRetention", "retentionWindowDays")


def read(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Give the entries of the file, one at a time."""
    return rows(file)


def _known(opened: Opened, name: str) -> Iterator[tuple[str, Any]]:
    """The entries under a name; refuses a file that has none, for it is another kind of export."""
    met = False
    for key, value in opened.content:
        if key.startswith(name):
            met = True
            yield key, value
    if not met:
        msg = f"it holds no {name}"
        raise ValueError(msg)


def raw_records(opened: Opened) -> Iterator[Record | Skip]:
    """Positions of Records.json, keyed by their place in it."""
    for key, value in _known(opened, "locations"):
        place = position(value)
        if place is None:
            yield Skip(key, "no coordinates that make sense")
            continue
        tag = within(value, "deviceTag")
        yield Location(
            key=key, time=stated(within(value, "timestamp") or within(value, "timestampMs")), latitude=place[0],
            longitude=place[1], accuracy_m=number(within(value, "accuracy")),
            altitude_m=number(within(value, "altitude")), speed_mps=number(within(value, "velocity")),
            course_deg=number(within(value, "heading")),
            evidence_of="device_inferred", method=str(within(value, "source") or "") or None,
            whose=None if tag is None else f"device {tag} of the account", extra=_extra(value, _KEPT),
        )  # fmt: skip


def semantic(opened: Opened) -> Iterator[Record | Skip]:
    """Visits and the ends of journeys of Semantic Location History, keyed by their place in the file."""
    for key, value in _known(opened, "timelineObjects"):
        found = False
        for record in (*_visit(f"{key}.placeVisit", within(value, "placeVisit")),
                       *_segment(f"{key}.activitySegment", within(value, "activitySegment"))):  # fmt: skip
            found = True
            yield record
        if not found:
            yield Skip(key, "neither a visit nor a journey with a position")


def _span(value: object) -> tuple[Moment | None, Moment | None]:
    times = within(value, "duration")
    begin = within(times, "startTimestamp") or within(times, "startTimestampMs")
    return stated(begin), stated(within(times, "endTimestamp") or within(times, "endTimestampMs"))


def _visit(key: str, value: object) -> Iterator[Record]:
    place = position(within(value, "location")) or position(value)
    guesses = within(value, "otherCandidateLocations")
    method = None
    if place is None and isinstance(guesses, list) and guesses:
        place, method = position(guesses[0]), "first of other candidates"
    if not isinstance(value, Mapping) or place is None:
        return
    begin, end = _span(value)
    location = within(value, "location")
    named = [str(part) for name in ("name", "address") if (part := within(location, name))]
    kept = {"semanticType": within(location, "semanticType"), "placeId": within(location, "placeId"), "method": method,
            "editConfirmationStatus": value.get("editConfirmationStatus"),
            "deviceTag": within(location, "sourceInfo", "deviceTag")}  # fmt: skip
    yield Visit(
        key=key, time=begin, departed=end, latitude=place[0], longitude=place[1], evidence_of="device_inferred",
        confidence=number(value.get("visitConfidence")), place=", ".join(named) or None,
        extra=_extra(kept, tuple(kept)),
    )  # fmt: skip


def _segment(key: str, value: object) -> Iterator[Record]:
    if not isinstance(value, Mapping):
        return
    begin, end = _span(value)
    activity = value.get("activityType") or within(value, "waypointPath", "travelMode")
    for name, time in (("startLocation", begin), ("endLocation", end)):
        if place := position(value.get(name)):
            yield _point(f"{key}.{name}", place, time, activity)
    for number_, point in enumerate(within(value, "simplifiedRawPath", "points") or ()):
        if place := position(point):
            time = stated(within(point, "timestamp") or within(point, "timestampMs"))
            yield _point(f"{key}.simplifiedRawPath.points[{number_}]", place, time, activity)
    for number_, point in enumerate(within(value, "waypointPath", "waypoints") or ()):
        if place := position(point):
            yield _point(f"{key}.waypointPath.waypoints[{number_}]", place, None, "reconstructed route")


def _point(key: str, place: tuple[float, float], time: Moment | None, method: object) -> Location:
    return Location(
        key=key, time=time, latitude=place[0], longitude=place[1], evidence_of="device_inferred",
        method=str(method) if method else None,
    )  # fmt: skip


def settings(opened: Opened) -> Iterator[Record | Skip]:
    """The account, and the devices that reported positions to it, keyed by their place in the file."""
    head: dict[str, object] = {}
    met = False
    for key, value in opened.content:
        if key in _HEAD:
            head[key] = value
        elif key.startswith("deviceSettings[") and isinstance(value, Mapping):
            met = True
            spec = within(value, "deviceSpec")
            named = [str(part) for name in ("manufacturer", "brand", "model") if (part := within(spec, name))]
            yield DeviceFact(
                key=key, name="device of the account's location history", extra=_extra(value, tuple(value)),
                value=" ".join(dict.fromkeys(named)) or f"device {within(value, 'deviceTag')}",
            )  # fmt: skip
        else:
            yield Skip(key, "a setting that is not read")
    if not met and "gaiaId" not in head:
        msg = "it holds no settings of a location history"
        raise ValueError(msg)
    yield Account(
        key="gaiaId", time=stated(head.get("createdTime")), service="Google location history",
        identifier=str(head["gaiaId"]) if "gaiaId" in head else None, extra=_extra(head, _HEAD[2:]),
    )  # fmt: skip


def _extra(value: object, names: tuple[str, ...]) -> str | None:
    kept = {name: found for name in names if (found := within(value, name)) is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


parser(
    "exports.takeout.records",
    title="Google Takeout location history, Records.json",
    files=["*/{Records,Location History}.json", "*/exports/takeout-records/*"],
    read=read,
    records=raw_records,
    about="Positions that Google kept for an account. Times are UTC. The account may have several devices: `deviceTag` "
    "tells them apart, Settings.json names them; that one of them is this phone is not proven here.",
)
parser(
    "exports.takeout.semantic",
    title="Google Takeout semantic location history",
    files=["*/Semantic Location History/*.json", "*/exports/takeout-semantic/*"],
    read=read,
    records=semantic,
    about="Visits and journeys that Google inferred for an account. Times are UTC or have their offset. Waypoints are "
    "a reconstructed route and have no time; a visit without a place of its own takes the first other candidate and "
    "says so.",
)
parser(
    "exports.takeout.settings",
    title="Google Takeout location history, Settings.json",
    files=["*/{Location History,Location History (Timeline),Standortverlauf}/Settings.json",
           "*/exports/takeout-settings/*"],
    read=read,
    records=settings,
    about="The account and the devices that reported positions to it; `deviceTag` is the number by which Records.json "
    "tells them apart. The time is when the settings were made, UTC. That one of the devices is this phone is not "
    "proven here.",
)
