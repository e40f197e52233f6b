"""The track of one phone cut into days, and each day as KML: track, positions, accuracy, calls and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from phonefx.report.maps.earth import circle, radius
from phonefx.report.maps.kml.balloon import Balloons
from phonefx.report.maps.kml.elements import FOLDER_END, at, folder, name, placemark, point, polygon, when
from phonefx.report.maps.kml.styles import style_of
from phonefx.report.maps.reading import NOTHING, Placed, Placing
from phonefx.report.maps.xml_text import escape
from phonefx.timeline.movement import USED, Fix
from phonefx.timeline.show import Zone

GAP_US: Final = 3_600_000_000
LARGEST_PART: Final = 5_000
LARGEST_CIRCLE_M: Final = 50_000.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Part:
    """A day of one phone, or a part of a busy one. `day` is local to the zone; empty where no time is stored."""

    day: str
    number: int = 1
    used: list[Fix] = field(default_factory=list)
    unused: list[Fix] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)

    def box(self) -> tuple[float, float, float, float]:
        """Give west, south, east, north of the positions with some room; all longitudes across the 180th meridian."""
        fixes = self.used or self.unused
        lons, lats = [fix.longitude for fix in fixes], [fix.latitude for fix in fixes]
        west, east = min(lons) - 0.02, max(lons) + 0.02
        if east - west > 180 or west < -180 or east > 180:
            west, east = -180.0, 180.0
        return west, max(-90.0, min(lats) - 0.02), east, min(90.0, max(lats) + 0.02)


class Days:
    """Cuts a stream of positions into parts, in memory never more than one part."""

    def __init__(self, zone: Zone, placing: Placing, largest: int = LARGEST_PART) -> None:
        """Take the zone whose days are meant, and the calls and messages to place on the way."""
        self.zone, self.placing, self.largest = zone, placing, largest
        self.day, self.ends_us = "", -1

    def parts(self, fixes: Iterator[Fix]) -> Iterator[Part]:
        """Give the parts in order; every position is in exactly one of them."""
        part: Part | None = None
        room = 0
        for fix in fixes:
            us = fix.us
            turned = room == 0 or us is None or not self._begins_us <= us < self.ends_us
            if turned and us is not None:
                self._turn(us)
            used = fix.mark in USED
            placed = self.placing.feed(fix) if used else NOTHING
            if part is not None and placed:
                part.placed += [each for each in placed if each.fix is not fix]
                placed = [each for each in placed if each.fix is fix]
            if part is None or (turned and (room == 0 or part.day != (self.day if us is not None else ""))):
                if part is not None:
                    yield part
                part, room = self._next(part, us), self.largest
            room -= 1
            (part.used if used else part.unused).append(fix)
            if placed:
                part.placed += placed
        if part is not None:
            part.placed += self.placing.end()
            yield part

    def _next(self, part: Part | None, us: int | None) -> Part:
        day = self.day if us is not None else ""
        return Part(day, part.number + 1 if part is not None and part.day == day else 1)

    _begins_us: int = 0

    def _turn(self, us: int) -> None:
        """Find the local day of an instant and the instants at which it begins and ends."""
        local = (_EPOCH + timedelta(microseconds=us)).astimezone(self.zone.zone)
        start = local.replace(hour=0, minute=0, second=0, microsecond=0)
        end = (start + timedelta(days=1)).replace(hour=0)
        self.day = f"{local.year:04d}-{local.month:02d}-{local.day:02d}"
        second = timedelta(microseconds=1)
        self._begins_us = (start.astimezone(UTC) - _EPOCH) // second
        self.ends_us = (end.astimezone(UTC) - _EPOCH) // second


def runs(fixes: list[Fix]) -> Iterator[list[Fix]]:
    """Cut positions where more than an hour lies between two: nothing is known of the way."""
    run = fixes[:1]
    for before, fix in pairwise(fixes):
        if (fix.us or 0) - (before.us or 0) > GAP_US:
            yield run
            run = []
        run.append(fix)
    if run:
        yield run


def track(title: str, fixes: list[Fix], *, description: str = "", visible: bool = True) -> str:
    """Write positions as one track with times, items and accuracies; `fixes` are in order of time."""
    pieces = [_piece(run) for run in runs(fixes)]
    geometry = pieces[0]
    if len(pieces) > 1:
        geometry = f"<gx:MultiTrack><gx:interpolate>0</gx:interpolate>{''.join(pieces)}</gx:MultiTrack>"
    return placemark(title, geometry, style="track", description=description, visible=visible)


def _piece(run: list[Fix]) -> str:
    whens = "</when><when>".join([when(fix.us or 0) for fix in run])
    places = [degrees for fix in run for degrees in (fix.longitude, fix.latitude)]
    coords = ("<gx:coord>%.7f %.7f 0</gx:coord>" * len(run)) % tuple(places)  # one call of C for all of them
    items = "</gx:value><gx:value>".join([str(fix.item) for fix in run])
    stated = [fix.accuracy_m for fix in run]
    radii = "</gx:value><gx:value>".join([repr(each) if type(each) is float else _plain(each) for each in stated])
    return (
        f'<gx:Track><when>{whens}</when>{coords}<ExtendedData><SchemaData schemaUrl="#fix">'
        f'<gx:SimpleArrayData name="item"><gx:value>{items}</gx:value></gx:SimpleArrayData>'
        f'<gx:SimpleArrayData name="accuracy_m"><gx:value>{radii}</gx:value></gx:SimpleArrayData>'
        "</SchemaData></ExtendedData></gx:Track>"
    )


def _plain(value: object) -> str:
    return "" if value is None else escape(str(value))


SCHEMA: Final = (
    '<Schema name="fix" id="fix"><gx:SimpleArrayField name="item" type="int"><displayName>Item</displayName>'
    '</gx:SimpleArrayField><gx:SimpleArrayField name="accuracy_m" type="string">'
    "<displayName>Accuracy, m</displayName></gx:SimpleArrayField></Schema>\n"
)


def day_folder(part: Part, balloons: Balloons, every: int, *, visible: bool) -> Iterator[str]:
    """Write one part of a day; of its positions every so many as a feature of its own, all of them in the track."""
    title = part.day or "No time stored"
    title = title if part.number == 1 else f"{title}, part {part.number}"
    count = len(part.used) + len(part.unused)
    yield folder(f"{title}: {count} position{'s' if count != 1 else ''}", visible=visible)
    if part.used:
        yield track("Track", part.used, description=TRACK_CAVEAT, visible=visible)
        shown = [fix for number, fix in enumerate(part.used) if number % every == 0 or number == len(part.used) - 1]
        yield from _positions(shown, len(part.used), balloons, visible=visible)
        yield from _accuracy(shown)
    if part.placed:
        yield folder(f"Calls and messages: {len(part.placed)}", visible=False, description=PLACED_CAVEAT)
        for placed in part.placed:
            yield placed_feature(placed, balloons)
        yield FOLDER_END
    if part.unused:
        yield folder(f"Not used for the track: {len(part.unused)}", visible=False, description=UNUSED_CAVEAT)
        for fix in part.unused:
            yield fix_feature(fix, balloons, style="unused", visible=False)
        yield FOLDER_END
    yield FOLDER_END


TRACK_CAVEAT: Final = "The line joins positions in the order of time. It is not the way taken."
PLACED_CAVEAT: Final = (
    "Each stands at the phone's position nearest in time, at most 15 minutes away. Its balloon says how far in time."
)
UNUSED_CAVEAT: Final = "Positions of the device that the track does not use; each balloon says why."


def _positions(shown: list[Fix], whole: int, balloons: Balloons, *, visible: bool) -> Iterator[str]:
    thinned = f"{len(shown)} of {whole} shown, all are in the track" if len(shown) < whole else str(whole)
    yield folder(f"Positions: {thinned}", visible=visible)
    for fix in shown:
        yield fix_feature(fix, balloons, style=style_of(fix.evidence_of), visible=visible)
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


def placed_feature(placed: Placed, balloons: Balloons) -> str:
    """Write a call or message at the position nearest to it in time."""
    it = placed.happening
    description, extended = balloons.placed(placed)
    title = f"#{it.item} {it.kind}{f' {it.direction}' if it.direction else ''}: {it.counterpart or 'not stored'}"
    geometry = point(placed.fix.longitude, placed.fix.latitude)
    return placemark(
        title, geometry, style=it.kind, time=at(it.us), description=description, extended=extended, visible=False
    )


__all__ = ["SCHEMA", "Days", "Part", "day_folder", "fix_feature", "name", "placed_feature", "runs", "track"]
