"""What the balloon of a feature says, and the same as values for programs.

Every value is escaped for HTML here and for XML where it is written: what an app stored is shown, never run.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from phonefx.report.maps.kml.elements import data
from phonefx.report.maps.kml.photos import Thumbnails
from phonefx.report.maps.marks import meaning
from phonefx.report.maps.placing import Placed
from phonefx.report.maps.reading import Happening, MapCase, Origin, Spot, word
from phonefx.report.maps.xml_text import escape, escaped, shortened
from phonefx.timeline.movement import MARKS, Fix, Stay, Trip
from phonefx.timeline.zone import Zone
from phonefx.times import iso

LONGEST: Final = 500
Rows = Iterable[tuple[str, str]]


class Balloons:
    """Writes balloons for the items of a case, times in UTC and in one zone."""

    def __init__(self, case: MapCase, zone: Zone, photos: Thumbnails | None = None) -> None:
        """Take the case to look sources up in, the zone that local times are shown in, and thumbnails."""
        self.case = case
        self.photos = photos or Thumbnails()
        self.zone = zone

    def fix(self, fix: Fix) -> tuple[str, str]:
        """Describe a position of the device."""
        more = [
            ("Way of fixing", self.case.method(fix.item) or "not stored"),
            ("In the track", MARKS.get(fix.mark, fix.mark)),
        ]
        return self._position(fix.item, fix.us, fix, fix.evidence_of, more)

    def spot(self, spot: Spot) -> tuple[str, str]:
        """Describe a position that is not of the device's track."""
        more = [("Until", self.times(spot.end_us))] if spot.end_us is not None else []
        stored = (("Whose", spot.whose), ("Place as stored", spot.place), ("File", spot.path), ("Method", spot.method))
        more += [(label, value) for label, value in stored if value is not None]
        description, extended = self._position(spot.item, spot.us, spot, spot.evidence_of, more)
        picture = self.photos.href(spot.item)
        return (f'<img src="{picture}"/>{description}' if picture else description), extended

    def placed(self, placed: Placed[Happening]) -> tuple[str, str]:
        """Describe a call or message at the phone's position of that moment."""
        it, (_, item, its_us, _, _, accuracy_m) = placed
        away = (it.us - its_us) / 1e6
        origin = self.case.origin_of(it.source, it.key)
        seconds = abs(away)
        side = "after" if away > 0 else "before"
        when = f"{duration(seconds)} {side} position #{item}" if seconds else f"at the time of position #{item}"
        kind = it.kind if it.direction is None else f"{it.kind}, {word(it.direction)}"
        who = " ".join(filter(None, (word(it.counterpart), word(it.name)))) or "not stored"
        said = _rows([("Text", it.text)]) if it.text else ""
        if it.duration_s is not None:
            said += f"<tr><td>Seconds connected</td><td>{escape(f'{it.duration_s:g}')}</td></tr>"
        description = (
            f"<table><tr><td>Item</td><td>#{it.item}</td></tr><tr><td>Kind</td><td>{escape(kind)}</td></tr>"
            f"{_rows([*self._when(it.us, origin.basis), ('Counterpart', who)])}{said}<tr><td>Why here</td><td>the "
            f"phone's position nearest in time: {when}; it may have been elsewhere at the moment itself</td></tr>"
            f"<tr><td>Accuracy of that position</td><td>{escape(metres(accuracy_m))}</td></tr>"
            f"{source_rows(origin)}</table>"
        )
        values = (("item", it.item), ("kind", it.kind), ("at_position_of_item", item),
                  ("seconds_from_position", away), ("accuracy_m", accuracy_m))  # fmt: skip
        return description, data(values)

    def stay(self, stay: Stay) -> tuple[str, str]:
        """Describe a stay that was computed from the device's positions."""
        rows = [
            ("Stay", f"{stay.id} of exhibit {stay.exhibit}, computed"),
            ("First position inside", self.times(stay.arrived_us)),
            ("Last position inside", self.times(stay.departed_us)),
            ("Last position outside before", self.times(stay.before_us)),
            ("First position outside after", self.times(stay.after_us)),
            ("Rests on", f"{stay.fixes} positions, items #{stay.first_item} to #{stay.last_item} in order of time"),
            ("Longest time without a position", duration(stay.longest_gap_s)),
            ("Radius", f"{metres(stay.radius_m)} holds 95% of these positions"),
            ("Nearest populated place", stay.near or "none found"),
            ("Evidence of", "the device's positions of this time lie in the circle; who held it is not stored"),
            *_computed(stay.exhibit),
        ]
        values = (("stay", stay.id), ("radius_m", stay.radius_m), ("positions", stay.fixes),
                  ("first_item", stay.first_item), ("last_item", stay.last_item))  # fmt: skip
        return table(rows), data(values)

    def trip(self, trip: Trip, drawn: int) -> tuple[str, str]:
        """Describe a trip between two stays."""
        ends = " to ".join(f"stay {n}" if n else "no stay" for n in (trip.from_stay, trip.to_stay))
        rows = [
            ("Trip", f"{trip.id} of exhibit {trip.exhibit}, computed: {ends}"),
            ("From", self.times(trip.departed_us)),
            ("To", self.times(trip.arrived_us)),
            ("Along the positions", f"{trip.distance_m / 1000:.1f} km: the way was at least that long"),
            ("Straight", f"{trip.straight_m / 1000:.1f} km"),
            ("Rests on", f"{trip.fixes} positions under way, items #{trip.first_item} to #{trip.last_item}"),
            ("Longest time without a position", duration(trip.longest_gap_s)),
            ("Line", f"joins {drawn} of the positions; the way between them is not known"),
            ("Evidence of", "the device went from the first to the last of these positions; the way is not stored"),
            *_computed(trip.exhibit),
        ]
        return table(rows), data((("trip", trip.id), ("distance_m", round(trip.distance_m, 1))))

    def _position(
        self, item: int, us: int | None, place: Fix | Spot, evidence_of: str | None, more: list[tuple[str, str]]
    ) -> tuple[str, str]:
        origin = self.case.origin(item)
        rows = [
            ("Item", f"#{item}, exhibit {origin.exhibit}"),
            ("Evidence of", meaning(evidence_of)),
            *self._when(us, origin.basis),
            ("Accuracy", metres(place.accuracy_m)),
            ("Latitude, longitude", f"{place.latitude}, {place.longitude} (WGS 84)"),
            *more,
        ]
        values = (("item", item), ("exhibit", origin.exhibit), ("evidence_of", evidence_of), ("state", origin.state),
                  ("accuracy_m", place.accuracy_m), ("parser", origin.parser), ("path", origin.path))  # fmt: skip
        return table(rows, source_rows(origin)), data(values)

    def _when(self, us: int | None, basis: str | None) -> list[tuple[str, str]]:
        if us is None:
            return [("Time", "not stored")]
        if basis == "utc":
            local = [] if self.zone.name == "UTC" else [(f"Time, {self.zone.name}", self.zone.show(us))]
            return [("Time, UTC", iso(us)), *local]
        return [
            ("Time", f"{self.zone.show(us, 'device')} by the device's own clock; its offset from UTC is not stored")
        ]

    def span(self, begin_us: int | None, end_us: int | None) -> list[tuple[str, str]]:
        """Say in the zone shown when something was that states its time in UTC elsewhere in its balloon."""
        times = dict.fromkeys(self.zone.show(us) for us in (begin_us, end_us) if us is not None)
        return [(f"Time, {self.zone.name}", " to ".join(times))] if times else []

    def times(self, us: int | None) -> str:
        """Write a moment in UTC and in the zone shown."""
        if us is None:
            return "none"
        return iso(us) if self.zone.name == "UTC" else f"{iso(us)} = {self.zone.show(us)}"


def _computed(exhibit: str) -> Rows:
    """Say of what is computed from positions that no record holds it; each position has its own source and accuracy."""
    return (
        ("State", "computed; no record of the phone says it"),
        ("Source", f"the positions of exhibit {exhibit} named above; each has its file, row key and accuracy"),
    )


def metres(value: object) -> str:
    """Write a radius; a value that is no length is shown as it is stored."""
    if value is None:
        return "not stored"
    if not isinstance(value, (int, float)):
        return f"no number: {value}"
    return f"{value:g} m"


def duration(seconds: float) -> str:
    """Write a length of time in its two largest units."""
    if seconds < 60:
        return f"{seconds:g} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours == 0:
        return f"{minutes} min {rest} s"
    days, hours = divmod(hours, 24)
    return f"{hours} h {minutes} min" if days == 0 else f"{days} d {hours} h"


def table(rows: Rows, more: str = "") -> str:
    """Write rows as an HTML table; `more` are rows that are written already."""
    return f"<table>{_rows(rows)}{more}</table>"


def _rows(rows: Rows) -> str:
    pairs = [(label, value if len(value) <= LONGEST else shortened(value, LONGEST)) for label, value in rows]
    shown = escaped([value for _, value in pairs])
    return "".join([f"<tr><td>{pair[0]}</td><td>{value}</td></tr>" for pair, value in zip(pairs, shown, strict=True)])


def source_rows(origin: Origin) -> str:
    """Say where an item comes from, as rows of a table."""
    before, after = _around_key(origin._replace(key=None))
    key = str(origin.key)
    if len(before) + len(key) <= LONGEST:
        return f"{before}{escape(key)}{after}"
    rows = [("State", origin.state), ("Source", f"{_place(origin)}{key}"), *_read_by(origin)]
    return _rows(rows)


@lru_cache(maxsize=1024)
def _around_key(origin: Origin) -> tuple[str, str]:
    """What is the same for all rows of a source, before the key and behind it."""
    state = _rows([("State", origin.state)])
    return f"{state}<tr><td>Source</td><td>{escape(_place(origin))}", f"</td></tr>{_rows(_read_by(origin))}"


def _place(origin: Origin) -> str:
    return f"{origin.path}, {origin.table or 'file'}, key "


def _read_by(origin: Origin) -> list[tuple[str, str]]:
    return [("Read by", origin.parser), ("SHA-256 of the file", origin.sha256 or "not recorded")]
