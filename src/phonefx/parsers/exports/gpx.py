"""GPX files: tracks, routes and waypoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from phonefx.formats.xmlrows import Element, rows
from phonefx.parsers.reading import of_a_user
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number, stated
from phonefx.records import Location, Record, Skip

MEANING = {"trkpt": ("remote_object", "recorded track"), "rtept": ("destination", "planned route"),
           "wpt": ("saved_place", "waypoint")}  # fmt: skip


def read(file: BinaryIO) -> Iterator[Element]:
    """Give the points, one at a time."""
    return rows(file, MEANING)


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Points, keyed by their place among the points of their kind."""
    counts: dict[str, int] = {}
    for point in opened.content:
        counts[point.name] = count = counts.get(point.name, 0) + 1
        key = f"{point.name}[{count}]"
        latitude, longitude = number(point.attributes.get("lat")), number(point.attributes.get("lon"))
        if latitude is None or longitude is None:
            yield Skip(key, "no coordinates")
            continue
        time = stated(point.said("time"))
        evidence, method = MEANING[point.name]
        if point.name == "trkpt" and time is None:
            evidence, method = "saved_place", "track without times"
        yield Location(
            key=key, time=time, latitude=latitude, longitude=longitude, evidence_of=evidence, method=method,
            altitude_m=number(point.said("ele")), speed_mps=number(_said(point, "speed")),
            course_deg=number(_said(point, "course")), place=point.said("name"),
        )  # fmt: skip


def _said(point: Element, name: str) -> str | None:
    """A value of GPX 1.0, or the same one level down in extensions."""
    extensions = point.first("extensions")
    groups = [point, *([extensions, *extensions.inside] if extensions else [])]
    return next((found for group in groups if (found := group.said(name))), None)


parser(
    "exports.gpx",
    title="GPX tracks and waypoints",
    files=["*.{gpx,GPX}", "*/exports/gpx/*"],
    read=read,
    records=of_a_user(records),
    about="Points of a GPX file. Times are UTC by the format's rule; one written without an offset has an unknown "
    "basis. A track states where some receiver was, not that it was this phone, so it makes no movement track of "
    "the phone; a route was planned, a waypoint was saved.",
)
