"""The elements of a KML document as text, in the order that the schema asks for. Streaming needs no tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from phonefx.report.maps.earth import Ring
from phonefx.report.maps.xml_text import escape, escaped, shortened

HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" '
    'xmlns:gx="http://www.google.com/kml/ext/2.2">\n'
)
TAIL: Final = "</kml>\n"
FOLDER_END: Final = "</Folder>\n"
LONGEST_NAME: Final = 200
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


_SIXTY: Final = [f"{number:02d}" for number in range(60)]


@cache
def _minutes() -> list[str]:
    """The time of day at each of its minutes."""
    return [f"{minute // 60:02d}:{minute % 60:02d}:" for minute in range(1440)]


@lru_cache(maxsize=64)
def _day(days: int) -> str:
    return (_EPOCH + timedelta(days=days)).strftime("%Y-%m-%dT")


def whens(times: Iterable[int]) -> list[str]:
    """Write microseconds as XML times in UTC: `2024-03-01T08:00:00.25Z`."""
    minutes, begins, ends, day = _minutes(), 0, 0, ""
    found = []
    for us in times:
        if not begins <= us < ends:
            days = us // 86_400_000_000
            begins, ends, day = days * 86_400_000_000, (days + 1) * 86_400_000_000, _day(days)
        second, fraction = divmod(us - begins, 1_000_000)
        if fraction % 10:
            found.append(f"{day}{minutes[second // 60]}{_SIXTY[second % 60]}.{fraction:06d}Z")
        elif fraction:
            found.append(f"{day}{minutes[second // 60]}{_SIXTY[second % 60]}.{fraction:06d}".rstrip("0") + "Z")
        else:
            found.append(f"{day}{minutes[second // 60]}{_SIXTY[second % 60]}Z")
    return found


def seconds(times: Iterable[int]) -> list[str]:
    """Write microseconds as times to the second, without a zone: `2024-03-01T08:00:00`."""
    return [text[:19] for text in whens([us - us % 1_000_000 for us in times])]


def when(us: int) -> str:
    """Write one time as `whens` does."""
    return whens((us,))[0]


def name(text: str) -> str:
    """Write a name; a very long one is cut and says so (the balloon and the case have it whole)."""
    return f"<name>{escape(shortened(text, LONGEST_NAME))}</name>"


def folder(title: str, *, visible: bool = True, opened: bool = False, description: str = "") -> str:
    """Open a folder; close it with `FOLDER_END`."""
    shown = "" if visible else "<visibility>0</visibility>"
    unfolded = "<open>1</open>" if opened else ""
    described = f"<description>{escape(description)}</description>" if description else ""
    return f"<Folder>{name(title)}{shown}{unfolded}{described}\n"


def at(us: int | None) -> str:
    """Write the time of a feature; nothing where none is stored."""
    return "" if us is None else f"<TimeStamp><when>{when(us)}</when></TimeStamp>"


def between(begin_us: int | None, end_us: int | None) -> str:
    """Write the span of time of a feature; an end before its beginning is no span and leaves the beginning."""
    if begin_us is None or end_us is None or end_us < begin_us:
        return at(begin_us if begin_us is not None else end_us)
    return f"<TimeSpan><begin>{when(begin_us)}</begin><end>{when(end_us)}</end></TimeSpan>"


def data(pairs: Iterable[tuple[str, object]]) -> str:
    """Write values for programs; what is not stored is left away."""
    stored = [(key, str(value)) for key, value in pairs if value is not None]
    shown = escaped([value for _, value in stored])
    body = "".join(
        [f'<Data name="{pair[0]}"><value>{value}</value></Data>' for pair, value in zip(stored, shown, strict=True)]
    )
    return f"<ExtendedData>{body}</ExtendedData>" if body else ""


def placemark(
    title: str, geometry: str, *, style: str, time: str = "", description: str = "", extended: str = "",
    visible: bool = True,
) -> str:  # fmt: skip
    """Write one feature; `geometry` may be empty for what cannot be placed."""
    shown = "" if visible else "<visibility>0</visibility>"
    described = f"<description>{_markup(description)}</description>" if description else ""
    return (
        f'<Placemark>{name(title)}{shown}<Snippet maxLines="0"></Snippet>{described}{time}'
        f"<styleUrl>#{style}</styleUrl>{extended}{geometry}</Placemark>\n"
    )


def _markup(description: str) -> str:
    """Write HTML whose values are escaped already: as it stands in a section of its own, which spares a second pass."""
    if description.startswith("<") and "]]>" not in description:
        return f"<![CDATA[{description}]]>"
    return escape(description)


def point(longitude: float, latitude: float) -> str:
    """Write a point on the ground."""
    return f"<Point><coordinates>{longitude:.7f},{latitude:.7f}</coordinates></Point>"


def polygon(rings: Sequence[Ring]) -> str:
    """Write one polygon for each ring; two where a circle crosses the 180th meridian."""
    written = [
        f"<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>{_places(ring)}</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon>"
        for ring in rings
    ]
    return written[0] if len(written) == 1 else f"<MultiGeometry>{''.join(written)}</MultiGeometry>"


def line(points: Iterable[tuple[float, float]]) -> str:
    """Write a line over the ground through (longitude, latitude)."""
    return f"<LineString><tessellate>1</tessellate><coordinates>{_places(list(points))}</coordinates></LineString>"


def _places(places: Sequence[tuple[float, float]]) -> str:
    return ("%.7f,%.7f " * len(places))[:-1] % tuple(chain.from_iterable(places))  # one call of C for all of them
