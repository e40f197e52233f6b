"""One phone's folder: track by day, stays, trips, visits, and every other class of positions in a folder of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from phonefx.records import DEVICE_POSITIONS, EVIDENCE_OF
from phonefx.report.maps.earth import NULL_ISLAND, circle, fault
from phonefx.report.maps.kml import days
from phonefx.report.maps.kml.balloon import Balloons, duration
from phonefx.report.maps.kml.counting import COUNTED, Counting
from phonefx.report.maps.kml.counting import RULE as COUNTED_RULE
from phonefx.report.maps.kml.elements import FOLDER_END, at, between, folder, line, placemark, point, polygon
from phonefx.report.maps.kml.listing import lists
from phonefx.report.maps.kml.styles import LEGEND, link, style_of
from phonefx.report.maps.placing import WITHIN_US, Placing
from phonefx.report.maps.reading import NOT_USED, Happening, MapCase, Spot, Used
from phonefx.timeline import movement
from phonefx.timeline.movement import Fix
from phonefx.timeline.movement.line import NOT_DRAWN, RULE, telling

LISTED: Final = 1_000
TRIP_POINTS: Final = 300

Attach = Callable[[str, Iterable[str]], None]
"""Writes a file into the KMZ: its name and its features."""


@dataclass(slots=True)
class Plan:
    """How much is shown at once. `attach` is None where all goes into one document, with every position drawn."""

    every: int = 1
    attach: Attach | None = None
    prefix: str = "phone1"
    all_positions: bool = False


@dataclass(slots=True)
class Phone:
    """Writes the folder of one phone and counts what is in it by class."""

    case: MapCase
    exhibit: str
    balloons: Balloons
    plan: Plan
    written: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    listed: list[tuple[Fix | Spot, str]] = field(default_factory=list)
    overview: list[Used] = field(default_factory=list)
    files: int = 0

    def parts(self) -> Iterator[str]:
        """Give the folder piece by piece."""
        yield folder(f"Exhibit {self.case.label(self.exhibit)}", opened=True)
        yield from self._track()
        yield from self._stays()
        yield from self._trips()
        yield from self._counted()
        yield from self._spots()
        yield from self._unplaced()
        yield FOLDER_END

    def _track(self) -> Iterator[str]:
        writer = days.one_by_one if self.plan.attach is None else lists
        happenings = self.case.happenings(self.exhibit, texts=writer is days.one_by_one)
        placing = Placing(iter(()) if self._are_counted() else happenings, WITHIN_US)
        self.written.update({name: self.case.counts(self.exhibit).get(name, 0) for name in DEVICE_POSITIONS})
        day = days.DayFolder(self.case, self.balloons, self.plan.every, writer)
        pieces = self._inline(placing, day) if self.plan.attach is None else iter(list(self._linked(placing, day)))
        first = next(pieces, None)
        if first is not None:
            yield folder("Track: positions of the device", opened=True, description=self._track_note())
            if len(self.overview) > 1:
                yield days.track("Overview", self.overview, description=self._overview_note())
            yield first
            yield from pieces
            yield FOLDER_END
        self.written = +self.written
        self.written["calls and messages too far in time from any position"] += placing.unplaced

    def _are_counted(self) -> bool:
        """Whether there are too many calls and messages for anyone to read them on a map."""
        return self._is_thinned() and self.case.count_happenings(self.exhibit) > COUNTED

    def _counted(self) -> Iterator[str]:
        if self._are_counted():
            counting = Counting(self.case, self.exhibit, self.balloons)
            title, features = "Calls and messages, counted", counting.features()
            yield from self._folder(title, features, visible=False, description=COUNTED_RULE)
            self.written["placed"] += counting.placed
            self.written["calls and messages counted by place, not listed"] += counting.placed
            self.written["calls and messages too far in time from any position"] += counting.unplaced

    def _parts(self, placing: Placing[Happening]) -> Iterator[days.Part]:
        """Give the parts of days with what is in them; one is held back, as the last takes what happened after it."""
        held: days.Part | None = None
        are_counted = self._are_counted()
        for part in days.parts(self.case, self.exhibit, self.balloons.zone):
            if are_counted:
                part.drawn, part.used = self.case.line(part.rows)
            else:
                used = self.case.used(part.rows)
                part.drawn, part.used = telling(used) if self._is_thinned() else used, len(used)
                part.placed = placing.among(used)
            if self._is_thinned():
                self.written[NOT_DRAWN] += part.used - len(part.drawn)
            part.unused = list(self._placeable(part.rows))
            if part.used or part.unused:
                if held is not None:
                    yield held
                held = part
        rest = placing.end()
        if held is not None:
            held.placed += rest
            yield held

    def _is_thinned(self) -> bool:
        return self.plan.attach is not None and not self.plan.all_positions

    def _placeable(self, rows: range) -> Iterator[Fix]:
        for fix in self.case.fixes(rows, NOT_USED):
            reason = fault(fix.latitude, fix.longitude)
            if reason is None:
                yield fix
            else:
                self.written[fix.evidence_of] -= 1
                self._fault(fix, reason)

    def _inline(self, placing: Placing[Happening], writer: days.DayFolder) -> Iterator[str]:
        for part in self._parts(placing):
            self.written["placed"] += len(part.placed)
            yield from writer.write(part)

    def _linked(self, placing: Placing[Happening], writer: days.DayFolder) -> Iterator[str]:
        assert self.plan.attach is not None
        for part in self._parts(placing):
            self.overview += part.some(self.plan.every)
            self.written["placed"] += len(part.placed)
            href = f"{self.plan.prefix}-{part.day or 'untimed'}-{part.number}.kml"
            self.plan.attach(href, writer.write(part))
            title = f"{part.title()}: {part.used + len(part.unused)} positions"
            yield link(title, href, part.box(), visible=False)

    def _track_note(self) -> str:
        if self.plan.attach is None:
            return "All positions of the device, by day. " + days.TRACK_CAVEAT
        said = ["Tick a day to load its track.", days.TRACK_CAVEAT]
        away = self.written[NOT_DRAWN]
        if away:
            used = sum(self.written[name] for name in DEVICE_POSITIONS)
            said.append(f"{used - away} of {used} positions are drawn. {RULE} {days.ELSEWHERE}")
        if self.plan.every > 1:
            said.append(f"About one position in {self.plan.every} has a sign of its own.")
        return " ".join(said)

    def _overview_note(self) -> str:
        return f"About one position in {self.plan.every}, to find the way around; the days below have more."

    def _stays(self) -> Iterator[str]:
        found = self.case.stays(self.exhibit)
        yield from self._folder("Stays, computed from the track", map(self._stay, found), visible=True)

    def _stay(self, stay: movement.Stay) -> str:
        description, extended = self.balloons.stay(stay)
        title = f"Stay {stay.id}: {duration((stay.departed_us - stay.arrived_us) / 1e6)}"
        self.written["stays"] += 1
        return placemark(
            title, polygon(circle(stay.latitude, stay.longitude, max(5.0, stay.radius_m))), style="stay",
            time=between(stay.arrived_us, stay.departed_us), description=description, extended=extended,
        )  # fmt: skip

    def _trips(self) -> Iterator[str]:
        found = self.case.trips(self.exhibit)
        yield from self._folder("Trips between stays, computed", map(self._trip, found), visible=False)

    def _trip(self, trip: movement.Trip) -> str:
        whole = list(self.case.way(trip.first_seq, trip.last_seq))
        step = -(-len(whole) // TRIP_POINTS)
        used = [*whole[:-1:step], whole[-1]]
        description, extended = self.balloons.trip(trip, len(used))
        self.written["trips"] += 1
        return placemark(
            f"Trip {trip.id}: {trip.distance_m / 1000:.1f} km", line(used),
            style="trip", time=between(trip.departed_us, trip.arrived_us), description=description, extended=extended,
            visible=False,
        )  # fmt: skip

    def _spots(self) -> Iterator[str]:
        groups = groupby(self.case.spots(self.exhibit), key=lambda spot: (spot.kind, spot.evidence_of))
        for (kind, evidence_of), spots in groups:
            said = EVIDENCE_OF.get(evidence_of or "", "not stated what it is evidence of")
            style = "visit" if kind == "visit" else style_of(evidence_of)
            title = LEGEND[style].title if kind == "location" else f"Visits recorded by the phone or a service: {said}"
            features = (self._spot(spot, style) for spot in self._sound(spots))
            yield from self._folder(f"{title} ({said})" if kind == "location" else title, features, visible=False)

    def _sound(self, spots: Iterable[Spot]) -> Iterator[Spot]:
        for spot in spots:
            reason = fault(spot.latitude, spot.longitude)
            if reason is None:
                self.written["visit" if spot.kind == "visit" else str(spot.evidence_of)] += 1
                yield spot
            else:
                self._fault(spot, reason)

    def _spot(self, spot: Spot, style: str) -> str:
        description, extended = self.balloons.spot(spot)
        time = between(spot.us, spot.end_us) if spot.end_us is not None else at(spot.us)
        return placemark(
            f"#{spot.item}{f' {spot.place}' if spot.place else ''}", point(spot.longitude, spot.latitude), style=style,
            time=time, description=description, extended=extended, visible=False,
        )  # fmt: skip

    def _folder(self, title: str, features: Iterator[str], *, visible: bool, description: str = "") -> Iterator[str]:
        """Write features into a folder; where the document is split, many of them go to files of their own."""
        first = list(islice(features, days.LARGEST_PART))
        if not first:
            return
        yield folder(title, visible=visible, description=description)
        if self.plan.attach is None or len(first) < days.LARGEST_PART:
            yield from first
            yield from features
        else:
            while first:
                self.files += 1
                href = f"{self.plan.prefix}-more-{self.files}.kml"
                self.plan.attach(href, first)
                yield link(f"{len(first)} of them", href, None, visible=False)
                first = list(islice(features, days.LARGEST_PART))
        yield FOLDER_END

    def _fault(self, place: Fix | Spot, reason: str) -> None:
        self.faults[reason] += 1
        if len(self.listed) < LISTED:
            self.listed.append((place, reason))

    def _unplaced(self) -> Iterator[str]:
        whole = sum(self.faults.values())
        if not whole:
            return
        counts = "; ".join(f"{reason}: {count}" for reason, count in sorted(self.faults.items()))
        more = f" The first {LISTED} are listed; the case has all." if whole > LISTED else ""
        yield folder(
            f"Not placed: {whole}", visible=False, description=f"Stored values that are no place. {counts}.{more}"
        )
        for place, reason in self.listed:
            described = self.balloons.fix(place) if isinstance(place, Fix) else self.balloons.spot(place)
            geometry = point(0, 0) if reason == NULL_ISLAND else ""
            yield placemark(
                f"#{place.item}: {reason}",
                geometry,
                style="unplaced",
                time=at(place.us),
                description=described[0],
                extended=described[1],
                visible=False,
            )
        yield FOLDER_END


__all__ = ["Attach", "Phone", "Plan"]
