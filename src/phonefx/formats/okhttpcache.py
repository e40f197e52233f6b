"""Reads what an app's web cache says of a request: files `*.0` of OkHttp, which most Android apps use.

Such a file is text: the address, the method, a number of headers and these, the status, a number of headers and these;
OkHttp adds when it sent the request and when the answer came. The answer itself stands in the file `*.1` beside it.

Source: the published source of OkHttp.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import parse_qsl, urlsplit

from phonefx.errors import Damaged

_LIMIT: Final = 1 << 20
_MOST: Final = 1000
_PAIR: Final = re.compile(r"([+-]?\d{1,3}\.\d{1,20}) ?, ?([+-]?\d{1,3}\.\d{1,20})", re.ASCII)
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_LATITUDES: Final = re.compile(r"(user|my|gps|geo|device|current|loc|location|)(lat|latitude)")
_PAIRED: Final = {
    "coord", "coordinate", "coordinates", "coords", "geocode", "geoposition", "latlng", "latlon", "latlong", "ll",
    "loc", "location", "point", "position", "q", "query",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its address and method, when it was sent and answered (milliseconds since 1970), its status line."""

    url: str
    method: str
    sent_ms: int | None
    received_ms: int | None
    status: str


def read(file: BinaryIO) -> Request | None:
    """Read a file; None where it does not begin with an address, as the pictures do that other caches keep.

    Raises:
        Damaged: it is an entry of such a cache, but was cut before its status.
    """
    begin = file.read(8)
    if not begin.startswith((b"http://", b"https://")):
        return None
    lines = (begin + file.read(_LIMIT)).decode("utf-8", "replace").split("\n")
    if len(lines) < 5:
        raise Damaged("entry of a web cache", "it ends before its status")
    status = 3 + _count(lines[2])
    if status + 1 >= len(lines):
        raise Damaged("entry of a web cache", "it ends before its status")
    headers = lines[status + 2 : status + 2 + _count(lines[status + 1])]
    named = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in headers)}
    sent, received = (_time(named.get(f"okhttp-{name}-millis")) for name in ("sent", "received"))
    return Request(lines[0].rstrip("\r"), lines[1].strip(), sent, received, lines[status].strip())


def _count(line: str) -> int:
    if not line.strip().isdecimal() or len(line) > 6 or int(line) > _MOST:
        raise Damaged("entry of a web cache", "a number of headers is none")
    return int(line)


def _time(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= 18 else None


def position(url: str) -> tuple[float, float, str] | None:
    """Give latitude, longitude and the part of an address that states them, in words that apps use for one place."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, max_num_fields=200)
    except ValueError:
        return None
    values = {re.sub(r"[^a-z]", "", name.lower()): (name, value.strip()) for name, value in reversed(query)}
    for key, (name, value) in values.items():
        match = _LATITUDES.fullmatch(key)
        others = (values.get(match[1] + word) for word in ("lon", "lng", "long", "longitude")) if match else ()
        other = next((each[1] for each in others if each), "")
        if _DEGREES.fullmatch(value) and _DEGREES.fullmatch(other):
            return _inside(value, other, name)
    for key, (name, value) in values.items():
        pair = _PAIR.fullmatch(value) if key in _PAIRED else None
        if pair:
            return _inside(pair[1], pair[2], name)
    for segment in parts.path.split("/"):
        pair = _PAIR.fullmatch(segment)
        if pair:
            return _inside(pair[1], pair[2], "path")
    return None


def _inside(latitude: str, longitude: str, name: str) -> tuple[float, float, str] | None:
    """A position on the globe; (0, 0) stands for none."""
    found = float(latitude), float(longitude)
    return (*found, name) if abs(found[0]) <= 90 and abs(found[1]) <= 180 and any(found) else None
