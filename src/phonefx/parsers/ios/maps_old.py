"""Apple Maps before iOS 14, the region it last showed, and cities of the weather app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats import protobuf
from phonefx.formats.plists import Date
from phonefx.formats.protobuf import Message
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Record, Search, Skip
from phonefx.times import Moment, moment

MOST_TEXTS = 12


def _at(value: Any) -> Moment | None:  # noqa: ANN401 - whatever a property list holds
    return moment(float(value), "cocoa_s") if isinstance(value, Date) else None


def history(opened: Opened) -> Iterator[Record | Skip]:
    """Searches and routes of the archive that Maps kept from iOS 8 to 13."""
    root = opened.content.get("MSPHistory") if isinstance(opened.content, dict) else None
    listed = root.get("records") if isinstance(root, dict) else None
    for key, entry in (listed if isinstance(listed, dict) else {}).items():
        stored = entry.get("contents") if isinstance(entry, dict) else None
        if not isinstance(stored, bytes):
            yield Skip(key, "no content")
            continue
        texts = protobuf.texts(stored, shortest=3, most=MOST_TEXTS)
        yield Event(
            key=key, time=_at(entry.get("modificationDate")), category="search or route in Maps", app="com.apple.Maps",
            subject=texts[0] if texts else None, detail="; ".join(texts[1:]) or None,
        )  # fmt: skip


parser(
    "ios.maps.history",
    title="History of Apple Maps before iOS 14",
    files=["*/Library/Maps/GeoHistory.mapsdata"],
    read=plist,
    records=history,
    about="Searches, places and routes of Maps, iOS 8 to 13, with the texts that each entry holds; none shows "
    "that the phone was there. Times are UTC, of the last change of the entry.",
)


def oldest(opened: Opened) -> Iterator[Record | Skip]:
    """Searches and routes of the plain lists of iOS 3 to 7."""
    listed = opened.content.get("HistoryItems") if isinstance(opened.content, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(entry, dict):
            yield Skip(number, "no entry")
            continue
        words = entry.get("Query") or entry.get("DisplayedQuery")
        if isinstance(words, str):
            yield Search(key=number, query=words, app="com.apple.Maps")
        for prefix, role in (("", "searched"), ("Start", "searched"), ("End", "destination")):
            latitude, longitude = entry.get(f"{prefix}Latitude"), entry.get(f"{prefix}Longitude")
            if isinstance(latitude, (int, float)) and isinstance(longitude, (int, float)):
                yield Location(
                    key=f"{number}/{prefix or 'place'}", latitude=float(latitude), longitude=float(longitude),
                    evidence_of=role, method="Maps history" + (f", {prefix.lower()} of a route" if prefix else ""),
                    place=words if isinstance(words, str) else None,
                )  # fmt: skip


parser(
    "ios.maps.oldest",
    title="History of Maps, iOS 3 to 7",
    files=["*/Library/Maps/History.plist"],
    read=plist,
    records=oldest,
    about="Searches and routes of Maps, iOS 3 to 7. There is no time in it.",
)


def shown(opened: Opened) -> Iterator[Record]:
    """The region that Maps last showed."""
    content = opened.content if isinstance(opened.content, dict) else {}
    for key in ("__internal__LastActivityCamera", "LastViewedDisplayRegion", "SearchRegion"):
        region = content.get(key)
        if isinstance(region, dict):
            pair = _pair(region)
            if pair:
                yield Location(
                    key=key, time=_at(content.get("__internal__LastActivityDate")) if "Camera" in key else None,
                    latitude=pair[0], longitude=pair[1], evidence_of="searched", method="centre of the map last shown",
                    extra=json.dumps({name: each for name, each in region.items() if isinstance(each, (int, float))}),
                )  # fmt: skip


def _pair(region: dict[str, Any]) -> tuple[float, float] | None:
    named = {name.lower(): value for name, value in region.items() if isinstance(value, (int, float))}
    for latitude, longitude in (("latitude", "longitude"), ("centerlatitude", "centerlongitude"), ("lat", "lon")):
        if latitude in named and longitude in named:
            return float(named[latitude]), float(named[longitude])
    edges = [named.get(f"{edge}{side}") for edge in ("south", "north", "west", "east") for side in ("lat", "lng")]
    south, _, north, _, _, west, _, east = edges
    if south is not None and north is not None and west is not None and east is not None:
        return float(south + north) / 2, float(west + east) / 2
    return None


parser(
    "ios.maps.region",
    title="Region that Maps last showed, iOS",
    files=["*/Library/Preferences/com.apple.Maps.plist"],
    read=plist,
    records=shown,
    about="The centre of the map that was last looked at: not where the phone was. The time is UTC where one is "
    "stored.",
)


def activity(opened: Opened) -> Iterator[Record | Skip]:
    """The middle of the map in the state that Maps last saved."""
    stored = opened.content.get("MapsActivity") if isinstance(opened.content, dict) else None
    if not isinstance(stored, bytes):
        yield Skip("MapsActivity", "no state of Maps in it")
        return
    camera = Message(stored).message(1, 5)
    latitude, longitude = camera.double(1), camera.double(2)
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        yield Skip("MapsActivity", "no position in it")
        return
    yield Location(
        key="MapsActivity", latitude=latitude, longitude=longitude, evidence_of="searched",
        method="centre of the map last shown",
    )  # fmt: skip


parser(
    "ios.maps.activity",
    title="State that Maps last saved, iOS",
    files=["*/Library/Preferences/group.com.apple.Maps.plist"],
    read=plist,
    records=activity,
    about="The middle of the map that was last shown, iOS 13 and later: not where the phone was. There is no time "
    "in it.",
)


def cities(opened: Opened) -> Iterator[Record | Skip]:
    """The cities of the weather app."""
    content = opened.content if isinstance(opened.content, dict) else {}
    listed = content.get("Cities")
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        latitude, longitude = (entry.get(name) if isinstance(entry, dict) else None for name in ("Lat", "Lon"))
        if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
            yield Skip(number, "no position stored")
            continue
        name = entry.get("Name")
        yield Location(
            key=f"Cities/{number}", time=_at(entry.get("LastUpdated")), latitude=float(latitude),
            longitude=float(longitude), evidence_of="coarse_context", method="city of the weather app",
            place=name if isinstance(name, str) else None,
            extra=json.dumps({"IsLocalWeatherCity": entry.get("IsLocalWeatherCity")}),
        )  # fmt: skip


parser(
    "ios.weather.cities",
    title="Cities of the weather app, iOS",
    files=["*/Library/Preferences/group.com.apple.weather.plist"],
    read=plist,
    records=cities,
    about="Cities that the weather app shows; one of them may be where the phone coarsely was. Times are UTC, of "
    "the last forecast.",
)
