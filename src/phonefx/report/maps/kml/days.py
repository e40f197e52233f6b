"""The track of one phone cut into days, and each day as KML: track, positions, accuracy, calls and messages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from typing import Final

from phonefx.formats.visible import counted
from phonefx.report.maps.earth import circle, radius
from phonefx.report.maps.kml.balloon import Balloons
from phonefx.report.maps.kml.elements import FOLDER_END, at, folder, placemark, point, polygon, whens
from phonefx.report.maps.kml.listing import LISTED_RULE, lists
from phonefx.report.maps.kml.styles import style_of
from phonefx.report.maps.placing import Placed
from phonefx.report.maps.reading import Happening, MapCase, Used, word
from phonefx.report.maps.xml_text import escape
from phonefx.timeline.movement import USED, Fix
from phonefx.timeline.movement.line import RULE
from phonefx.timeline.zone import Zone

GAP_US: Final = 3_600_000_000
LARGEST_PART: Final = 5_000
LARGEST_CIRCLE_M: Final = 50_000.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Part:
    """A day of one phone, or a part of a busy one. `day` is local to the zone; empty where no time is stored.

    `used` positions are counted, those of them that are `drawn` are there.
    """

    day: str
    number: int
    rows: range
    used: int = 0
    drawn: list[Used] = field(default_factory=list)
    unused: list[Fix] = field(default_factory=list)
    placed: list[Placed[Happening]] = field(default_factory=list)

    def title(self) -> str:
        """Name the part."""
        title = self.day or "No time stored"
        return title if self.number == 1 else f"{title}, part {self.number}"

    def some(self, every: int) -> list[Used]:
        """Give evenly chosen positions of those drawn, at most one for so many used ones."""
        return self.drawn[:: -(-len(self.drawn) // -(-self.used // every))] if self.drawn else []

    def box(self) -> tuple[float, float, float, float]:
        """Give west, south, east, north of what is drawn with some room; all longitudes across the 180th meridian."""
        lons = [row[4] for row in self.drawn] or [fix.longitude for fix in self.unused]
        lats = [row[3] for row in self.drawn] or [fix.latitude for fix in self.unused]
        west, east = min(lons) - 0.02, max(lons) + 0.02
        if east - west > 180 or west < -180 or east > 180:
            west, east = -180.0, 180.0
        return west, max(-90.0, min(lats) - 0.02), east, min(90.0, max(lats) + 0.02)


def parts(case: MapCase, exhibit: str, zone: Zone, largest: int = LARGEST_PART) -> Iterator[Part]:
    """Cut the track of one phone into days of a zone, and these into parts that are not too large; all still empty."""
    span = case.span(exhibit)
    first, length = span.start, 0
    while first < span.stop:
        us = case.time_of(first)
        day, ends_us = ("", None) if us is None else _day(us, zone)
        stop = _end(case, range(first, span.stop), ends_us, length)
        for number, low in enumerate(range(first, stop, largest), 1):
            yield Part(day, number, range(low, min(stop, low + largest)))
        first, length = stop, stop - first


def _end(case: MapCase, rows: range, ends_us: int | None, length: int) -> int:
    """Find where the day of a first row ends, in growing strides from where one as long as the day before would."""
    low, high, stride = rows.start, min(rows.start + length, rows.stop - 1), 16
    if _is_over(case, high, ends_us):
        while high - stride > low and _is_over(case, high - stride, ends_us):
            high, stride = high - stride, 2 * stride
        low = max(low, high - stride)
    else:
        low = high + 1
        while low + stride < rows.stop and not _is_over(case, low + stride, ends_us):
            low, stride = low + stride, 2 * stride
        high = min(low + stride, rows.stop)
    return low + bisect_left(range(low, high), True, key=lambda seq: _is_over(case, seq, ends_us))


def _is_over(case: MapCase, seq: int, ends_us: int | None) -> bool:
    us = case.time_of(seq)
    return us is not None and (ends_us is None or us >= ends_us)


def _day(us: int, zone: Zone) -> tuple[str, int]:
    """Find the local day of an instant and the instant at which it ends."""
    local = (_EPOCH + timedelta(microseconds=us)).astimezone(zone.zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    end = (start + timedelta(days=1)).replace(hour=0)
    ends_us = (end.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)
    return f"{local.year:04d}-{local.month:02d}-{local.day:02d}", ends_us


def track(title: str, rows: Sequence[Used], *, description: str = "", visible: bool = True) -> str:
    """Write used positions, in order of time, as one track with times, items and accuracies.

    It is cut where more than an hour lies between two: nothing is known of the way.
    """
    _, items, times, lats, lons, stated = zip(*rows, strict=True)
    cuts = [number for number, (one, next_one) in enumerate(pairwise(times), 1) if next_one - one > GAP_US]
    radii = [repr(each) if type(each) is float else _plain(each) for each in stated]
    pieces = [
        _piece(items[low:high], times[low:high], lons[low:high], lats[low:high], radii[low:high])
        for low, high in pairwise((0, *cuts, len(rows)))
    ]
    geometry = pieces[0]
    if len(pieces) > 1:
        geometry = f"<gx:MultiTrack><gx:interpolate>0</gx:interpolate>{''.join(pieces)}</gx:MultiTrack>"
    return placemark(title, geometry, style="track", description=description, visible=visible)


def _track(part: Part) -> str:
    drawn, used = len(part.drawn), part.used
    if drawn == used:
        return track("Track", part.drawn, description=TRACK_CAVEAT)
    said = f"{TRACK_CAVEAT} {drawn} of {used} positions are drawn. {RULE} {ELSEWHERE}"
    return track(f"Track: {drawn} of {used} positions", part.drawn, description=said)


def _piece(
    items: Sequence[int], times: Sequence[int], lons: Sequence[float], lats: Sequence[float], radii: Sequence[str]
) -> str:
    places = tuple(chain.from_iterable(zip(lons, lats, strict=True)))
    coords = ("<gx:coord>%.7f %.7f 0</gx:coord>" * len(items)) % places  # one call of C for all of them
    return (
        f"<gx:Track><when>{'</when><when>'.join(whens(times))}</when>{coords}"
        '<ExtendedData><SchemaData schemaUrl="#fix"><gx:SimpleArrayData name="item"><gx:value>'
        f"{'</gx:value><gx:value>'.join(map(str, items))}</gx:value></gx:SimpleArrayData>"
        f'<gx:SimpleArrayData name="accuracy_m"><gx:value>{"</gx:value><gx:value>".join(radii)}</gx:value>'
        "</gx:SimpleArrayData></SchemaData></ExtendedData></gx:Track>"
    )


def _plain(value: object) -> str:
    return "" if value is None else escape(str(value))


SCHEMA: Final = (
    '<Schema name="fix" id="fix"><gx:SimpleArrayField name="item" type="int"><displayName>Item</displayName>'
    '</gx:SimpleArrayField><gx:SimpleArrayField name="accuracy_m" type="string">'
    "<displayName>Accuracy, m</displayName></gx:SimpleArrayField></Schema>\n"
)
ELSEWHERE: Final = "All are in case.db, and in the map that `phonefx map CASE --all-positions` writes."
TRACK_CAVEAT: Final = "The line joins positions in the order of time. It is not the way taken."
PLACED_CAVEAT: Final = (
    "Each stands at the phone's position nearest in time, at most 15 minutes away. Its balloon says how far in time."
)
UNUSED_CAVEAT: Final = "Positions of the device that the track does not use; each balloon says why."


PlacedWriter = Callable[[Sequence[Placed[Happening]], Balloons], Iterator[str]]
"""Writes the calls and messages of a part of a day."""


class DayFolder:
    """Writes parts of days of one phone.

    Args:
        case: to read the positions from that have a sign of their own.
        balloons: of these.
        every: for so many used positions one that is drawn has a sign of its own.
        placed: what calls and messages are written by.
    """

    def __init__(self, case: MapCase, balloons: Balloons, every: int, placed: PlacedWriter) -> None:
        self.case, self.balloons, self.every, self.placed = case, balloons, every, placed

    def write(self, part: Part) -> Iterator[str]:
        """Write one part."""
        count = part.used + len(part.unused)
        yield folder(f"{part.title()}: {counted(count, 'position')}")
        if part.used:
            yield _track(part)
            shown = list(self.case.fixes(part.rows, self._chosen(part)))
            yield from self._positions(shown, len(part.drawn))
            yield from _accuracy(shown)
        yield from self._placed(part.placed)
        if part.unused:
            yield folder(f"Not used for the track: {len(part.unused)}", visible=False, description=UNUSED_CAVEAT)
            self.case.look_up([fix.item for fix in part.unused])
            for fix in part.unused:
                yield fix_feature(fix, self.balloons, style="unused", visible=False)
            yield FOLDER_END
        yield FOLDER_END

    def _chosen(self, part: Part) -> str:
        """Give the condition for the positions that have a sign of their own: every so many drawn, and the last."""
        if self.every == 1 and len(part.drawn) == part.used:
            return f"t.mark IN {USED!r}"
        numbers = {row[0] for row in (*part.some(self.every), part.drawn[-1])}
        return f"t.seq IN ({', '.join(map(str, sorted(numbers)))})"

    def _positions(self, shown: list[Fix], whole: int) -> Iterator[str]:
        thinned = f"{len(shown)} of the {whole} in the track" if len(shown) < whole else str(whole)
        yield folder(f"Positions: {thinned}")
        self.case.look_up([fix.item for fix in shown])
        for fix in shown:
            yield fix_feature(fix, self.balloons, style=style_of(fix.evidence_of), visible=True)
        yield FOLDER_END

    def _placed(self, placed: list[Placed[Happening]]) -> Iterator[str]:
        if not placed:
            return
        caveat = " ".join(filter(None, (PLACED_CAVEAT, PLACED_RULES[self.placed])))
        yield folder(f"Calls and messages: {len(placed)}", visible=False, description=caveat)
        yield from self.placed(placed, self.balloons)
        yield FOLDER_END


def _accuracy(shown: list[Fix]) -> Iterator[str]:
    circles = [(fix, size) for fix in shown if (size := radius(fix.accuracy_m) or 0.0) and size <= LARGEST_CIRCLE_M]
    if circles:
        yield folder(f"Stated accuracy: {len(circles)}", visible=False)
        for fix, size in circles:
            rings = circle(fix.latitude, fix.longitude, size)
            title = f"#{fix.item}: {size:g} m"
            yield placemark(title, polygon(rings), style="accuracy", time=at(fix.us), visible=False)
        yield FOLDER_END


def fix_feature(fix: Fix, balloons: Balloons, *, style: str, visible: bool) -> str:
    """Write a position of the device as a feature with its balloon."""
    description, extended = balloons.fix(fix)
    return placemark(
        f"#{fix.item}", point(fix.longitude, fix.latitude), style=style, time=at(fix.us), description=description,
        extended=extended, visible=visible,
    )  # fmt: skip


def one_by_one(placed: Sequence[Placed[Happening]], balloons: Balloons) -> Iterator[str]:
    """Write each call and message at the position nearest to it in time."""
    for each in placed:
        it, (_, _, _, latitude, longitude, _) = each
        description, extended = balloons.placed(each)
        kind = f"{it.kind} {word(it.direction)}".rstrip()
        title = f"#{it.item} {kind}: {word(it.counterpart) or 'not stored'}"
        geometry = point(longitude, latitude)
        yield placemark(
            title, geometry, style=it.kind, time=at(it.us), description=description, extended=extended, visible=False
        )


PLACED_RULES: Final[dict[PlacedWriter, str]] = {one_by_one: "", lists: LISTED_RULE}
"""What a folder says of how its calls and messages are written."""
