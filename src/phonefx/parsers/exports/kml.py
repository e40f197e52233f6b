"""KML and KMZ files: placemarks and tracks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import BinaryIO

from phonefx.formats.xmlrows import Element, rows
from phonefx.parsers.reading import of_a_user
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import member, stated
from phonefx.parsers.values import number as number_of
from phonefx.records import Location, Record, Skip


def read(file: BinaryIO) -> Iterator[Element]:
    """Give the placemarks; of a KMZ, those of its first KML file."""
    head = file.read(4)
    file.seek(0)
    return rows(member(file, ".kml") if head == b"PK\3\4" else file, {"Placemark"})


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Positions, keyed by placemark and place in it."""
    for number, placemark in enumerate(opened.content, 1):
        key, found = f"Placemark[{number}]", False
        for record in _positions(key, placemark):
            found = True
            yield record
        if not found:
            yield Skip(key, "a placemark without a position that can be read")


def _positions(key: str, placemark: Element) -> Iterator[Record]:
    name, span = placemark.said("name"), placemark.first("TimeSpan")
    begin = placemark.said("TimeStamp", "when") or (span.said("begin") if span else None)
    end = stated(span.said("end")) if span else None
    for geometry in _geometries(placemark):
        if geometry.name == "Track":
            yield from _track(key, geometry, name)
            continue
        places = (geometry.said("coordinates") or "").split()
        for number, place in enumerate(places, 1):
            values = [number_of(each) for each in place.split(",")]
            if len(values) < 2 or values[0] is None or values[1] is None:
                continue
            point = f"{key}/{geometry.name}" + (f"[{number}]" if len(places) > 1 else "")
            yield Location(
                key=point, time=stated(begin), end=end, longitude=values[0], latitude=values[1],
                altitude_m=values[2] if len(values) > 2 else None, evidence_of="saved_place",
                method="placemark" if geometry.name == "Point" else "line", place=name,
            )  # fmt: skip


def _geometries(placemark: Element) -> Iterator[Element]:
    pending = list(reversed(placemark.inside))
    while pending:
        element = pending.pop()
        if element.name in {"Point", "LineString", "LinearRing", "Track"}:
            yield element
        elif element.name in {"MultiGeometry", "MultiTrack", "Polygon", "outerBoundaryIs", "innerBoundaryIs"}:
            pending += reversed(element.inside)


def _track(key: str, track: Element, name: str | None) -> Iterator[Record]:
    for number, (when, coord) in enumerate(zip_longest(track.all("when"), track.all("coord")), 1):
        values = [number_of(each) for each in coord.text.split()] if coord else []
        if len(values) < 2 or values[0] is None or values[1] is None:
            continue
        yield Location(
            key=f"{key}/Track[{number}]", time=stated(when.text.strip()) if when else None, longitude=values[0],
            latitude=values[1], altitude_m=values[2] if len(values) > 2 else None, evidence_of="remote_object",
            method="recorded track", place=name,
        )  # fmt: skip


parser(
    "exports.kml",
    title="KML and KMZ placemarks and tracks",
    files=["*.{kml,kmz,KML,KMZ}", "*/exports/kml/*"],
    read=read,
    records=of_a_user(records),
    about="Positions of a KML file. Times are UTC by their offset. A placemark was saved or drawn by "
    "someone; a track states where some receiver was, not that it was this phone.",
)
