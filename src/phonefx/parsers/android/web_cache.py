"""Requests that apps keep in their web caches (OkHttp): the places named in their addresses."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

from phonefx.formats import okhttpcache
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Record, Search, Skip
from phonefx.times import moment

_PACKAGE: Final = re.compile(r"/(?:data|user(?:_de)?/\d+)/([A-Za-z]\w*(?:\.\w+)+)/")
_TYPED: Final = re.compile(r"/mobile\.autocomplete\?(?:[^#]*&)?text=([^&#]+)")
_HASH: Final = "?" * 32


def _app(path: str) -> str | None:
    match = _PACKAGE.search(path)
    return match[1] if match else None


def places(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the position that the address of a request states."""
    request: okhttpcache.Request | None = opened.content
    found = okhttpcache.position(request.url) if request else None
    if request is None or found is None:
        yield Skip("request", "an address that states no position" if request else "a file of another cache")
        return
    latitude, longitude, part = found
    yield Location(
        key="request",
        time=moment(request.sent_ms, "unix_ms"),
        latitude=latitude,
        longitude=longitude,
        evidence_of="coarse_context",
        method=f"request of an app kept in its web cache, `{part}` of the address",
        whose=_app(opened.path),
        path=opened.path,
        extra=request.url[:4000],
    )


parser(
    "android.web_cache",
    title="Places in requests of apps (web cache), Android",
    variants=["OkHttp 3.4 and later"],
    files=[f"*/cache/{_HASH}.0", f"*/cache/*/{_HASH}.0"],
    read=okhttpcache.read,
    records=places,
    about="Apps that ask a service for the weather, shops or stops nearby name a place in the address of the request, "
    "which their web cache keeps for a while. It may be where the phone was, or a town that was chosen or searched "
    "for: it is shown as the area that an app fetched data for. Times are UTC milliseconds: when the request was sent. "
    "Requests without a position are not shown, nor the answers.",
)


def typed(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the letters for which suggestions of a destination were asked for."""
    request: okhttpcache.Request | None = opened.content
    match = _TYPED.search(request.url) if request else None
    if request is None or match is None:
        yield Skip("request", "no search for a destination")
        return
    words = unquote_plus(match[1])
    yield Search(key="request", time=moment(request.sent_ms, "unix_ms"), query=words, app="Booking.com")


parser(
    "apps.booking.searches",
    title="Destinations typed in Booking.com, Android",
    variants=["web cache"],
    files=[f"*/com.booking/cache/okhttp/{_HASH}.0"],
    read=okhttpcache.read,
    records=typed,
    about="Letters that were typed into the search for a destination; each state of the field may stand for itself. "
    "Times are UTC milliseconds.",
)
