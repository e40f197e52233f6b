"""Further stores of Google Maps: links of planned routes, the last route, spoken directions."""

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.formats.textfiles import read_bytes
from phonefx.parsers.query import Query
from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Record, Skip
from phonefx.times import moment

_APP: Final = "com.google.android.apps.maps"
_ROUTE: Final = re.compile(rb"/dir/([^/\s\x00-\x1f]{0,300})/([^/\s\x00-\x1f]{0,500})((?:/[^\s\x00-\x1f\"]{0,4000})?)")
_PAIR: Final = re.compile(r"(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)")
_PIN: Final = re.compile(r"!1d(-?\d{1,3}\.\d{1,15})!2d(-?\d{1,2}\.\d{1,15})")


def planned(blob: bytes | None) -> str | None:
    """Give the ends of the routes whose links are in a cached answer, as a JSON list; None where there are none."""
    found: list[dict[str, object]] = []
    for match in _ROUTE.finditer((blob or b"")[:4_000_000]):
        start, end, rest = (unquote_plus(part.decode("utf-8", "replace")) for part in match.groups())
        if pair := _PAIR.fullmatch(start):
            found.append({"what": "start", "latitude": float(pair[1]), "longitude": float(pair[2]), "place": None})
        pins = _PIN.findall(rest)
        if pair := _PAIR.fullmatch(end):
            found.append({"what": "end", "latitude": float(pair[1]), "longitude": float(pair[2]), "place": None})
        elif pins:
            longitude, latitude = (float(each) for each in pins[-1])
            found.append({"what": "end", "latitude": latitude, "longitude": longitude, "place": end or None})
    return json.dumps(found, ensure_ascii=False) if found else None


CACHED = Query(
    Location,
    """
    SELECT g.rowid AS key, json_extract(j.value, '$.latitude') AS latitude,
           json_extract(j.value, '$.longitude') AS longitude, 'destination' AS evidence_of,
           CASE json_extract(j.value, '$.what') WHEN 'start' THEN 'start of a route in the planner'
           ELSE 'end of a route in the planner' END AS method, json_extract(j.value, '$.place') AS place,
           extra(g._key_pri, g._key_sec) AS extra
    FROM gmm_storage_table g JOIN json_each(coalesce(planned(g._data), '[]')) j
    """,
    unfolds=True,
)

parser(
    "apps.google_maps.cache",
    title="Routes planned, cache of Google Maps",
    variants=["gmm_storage.db"],
    files=["*/com.google.android.apps.maps/databases/gmm_storage.db"],
    queries=[CACHED],
    functions={"planned": planned},
    about="Start and end of routes whose links are in the app's cache. There is no time in it. A route was asked for; "
    "that it was travelled is not shown, and the start is what the planner was given: the own position or any other.",
)


def _points(data: bytes, depth: int = 0) -> Iterator[tuple[float, float, str | None]]:
    """Every place in a message of unknown layout: a message with latitude and longitude as doubles 3 and 4."""
    message = Protobuf(data)
    if message.damage or depth > 12:
        return
    for number in message:
        for value in message.values(number):
            if not isinstance(value, bytes) or len(value) < 8:
                continue
            inner = Protobuf(value)
            latitude, longitude = inner.double(3), inner.double(4)
            if inner.damage or latitude is None or longitude is None or len(inner.data(3) or b"") != 8:
                yield from _points(value, depth + 1)
            elif 0 < abs(latitude) <= 90 and abs(longitude) <= 180:
                yield latitude, longitude, message.text(1) or message.text(4)


def last_route(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the places of the last route that was shown."""
    route = Protobuf(opened.content[8:])
    time = moment(route.integer(4), "unix_ms")
    count = 0
    for number, (latitude, longitude, name) in enumerate(_points(opened.content[8:])):
        count += 1
        yield Location(key=number, time=time, latitude=latitude, longitude=longitude, evidence_of="destination",
                       method="point of the last route", place=name)  # fmt: skip
    if not count:
        yield Skip(None, "no place that is understood")


parser(
    "apps.google_maps.last_route",
    title="Last route, Google Maps",
    variants=["nothing that is understood", "a route"],
    files=["*/com.google.android.apps.maps/files/saved_directions.data.cs"],
    read=read_bytes,
    records=last_route,
    about="Places of the route that was shown last, in the order of the file, start and end among them. The time is in "
    "UTC milliseconds where it is stored. The layout is not public. A route that was shown need not have been "
    "travelled.",
)

_SPOKEN: Final = re.compile(r"_(\d{13})(?:\D|$)")


def spoken(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the moment that the name of a sound file states."""
    if unwritten(opened.content):
        yield Skip(None, "a file of nothing but zeros")
        return
    name = opened.path.rpartition("/")[2]
    match = _SPOKEN.search(name)
    if match is None:
        yield Skip(name, "no time in the name")
        return
    yield Event(key=name, time=moment(int(match[1]), "unix_ms"), category="spoken direction of a navigation", app=_APP,
                subject=name)  # fmt: skip


parser(
    "apps.google_maps.spoken",
    title="Spoken directions, Google Maps",
    variants=["with a time in the name", "without one"],
    files=["*/com.google.android.apps.maps/app_tts-{cache,temp}/*"],
    read=start,
    records=spoken,
    about="Sound files of spoken directions: guidance ran at the UTC time, in milliseconds, that the file's name "
    "states. What is said in them (streets, turns) has to be listened to.",
)
