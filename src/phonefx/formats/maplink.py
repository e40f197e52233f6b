"""Reads positions that people send each other: links to maps, and the location cards (`CL.loc.vcf`) of Messages.

Such a position is what the sender shared. It is never by itself the position of the phone that holds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

MAX_LENGTH = 65_536
_PAIR = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*,\s*([+-]?\d{1,3}(?:\.\d{1,20})?)", re.ASCII)
_HOSTS = re.compile(r"(?:^|\.)(?:maps\.apple\.com|maps\.google\.[a-z.]{2,6}|google\.[a-z.]{2,6})$")
_KEYS = ("ll", "coordinate", "sll", "q", "query", "daddr", "destination", "center")


@dataclass(frozen=True, slots=True)
class SharedLocation:
    """A position in a link: WGS 84 degrees, the part of the link that states it, and what it is called.

    `stated_in` matters: `ll` is a pin, `sll` and `center` only where a map was looked at.
    """

    latitude: float
    longitude: float
    stated_in: str
    name: str | None
    url: str


def position(url: str) -> SharedLocation | None:
    """Read the position that a link to Apple Maps or Google Maps, or a `geo:` link, states; None if it states none."""
    if len(url) > MAX_LENGTH:
        return None
    if url[:4].lower() == "geo:":
        return _located(url[4:], "geo", None, url)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        query = parse_qs(parts.query, max_num_fields=100)
    except ValueError:
        return None
    if not _HOSTS.search(host.lower()):
        return None
    name = next((one for key in ("q", "name", "address") for one in query.get(key, []) if not _PAIR.match(one)), None)
    found = (_located(value, key, name, url) for key in _KEYS for value in query.get(key, []))
    return next((one for one in found if one is not None), None)


def _located(text: str, key: str, name: str | None, url: str) -> SharedLocation | None:
    match = _PAIR.match(text)
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    inside = abs(latitude) <= 90 and abs(longitude) <= 180
    return SharedLocation(latitude, longitude, key, name, url) if inside else None


def location_card(text: str) -> SharedLocation | None:
    """Read a location card of Messages (a vCard whose URL leads to a map); None if it states no position."""
    if len(text) > MAX_LENGTH:
        return None
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    fields = [
        (head.partition(";")[0].rpartition(".")[2].upper(), _unescaped(value)) for head, _, value in map(_split, lines)
    ]
    name = next((value for key, value in fields if key == "FN" and value), None)
    for key, value in fields:
        if key in ("URL", "GEO"):
            found = (
                position(value)
                if key == "URL"
                else _located(value.replace(";", ",").removeprefix("geo:"), "GEO", None, value)
            )
            if found is not None:
                return SharedLocation(found.latitude, found.longitude, found.stated_in, name or found.name, found.url)
    return None


def _split(line: str) -> tuple[str, str, str]:
    return line.partition(":")


def _unescaped(value: str) -> str:
    return re.sub(r"\\([,;\\:])", r"\1", value).strip()
