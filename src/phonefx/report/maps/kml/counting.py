"""Calls and messages of a phone that has very many: counted during each stay, and by place on the ways between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from phonefx.report.maps.kml.balloon import Balloons, duration, metres, source_rows, table
from phonefx.report.maps.kml.elements import data, placemark, point, whens
from phonefx.report.maps.placing import WITHIN_US, Placing
from phonefx.report.maps.reading import Counted, MapCase, Moment, Used, count
from phonefx.timeline.movement import Stay

COUNTED: Final = 20_000
CELLS_A_DEGREE: Final = 500
STRETCH: Final = 5_000
RULE: Final = (
    f"This phone has more than {COUNTED} calls and messages. They are counted, those of each source apart: of a stay at"
    " its centre, of the time between stays at the phone's position nearest in time, at most 15 minutes away, where"
    " those within two thousandths of a degree (about 220 m) on one way share the position of the first. Each balloon"
    " has the item numbers. `phonefx timeline CASE` shows each; `phonefx map CASE --all-positions` lists each at its"
    " own position."
)


@dataclass(slots=True)
class Counting:
    """Counts the calls and messages of one phone by place, and those too far in time from any position."""

    case: MapCase
    exhibit: str
    balloons: Balloons
    placed: int = 0
    unplaced: int = 0
    sources: dict[int, str] = field(default_factory=dict)

    def features(self) -> Iterator[str]:
        """Give a feature for each source in each place, stay by stay in order of time."""
        span = self.case.span(self.exhibit)
        stays = [stay for stay in self.case.stays(self.exhibit) if stay.longest_gap_s * 500_000 <= WITHIN_US]
        yield from self._way(None, stays[0] if stays else None, span)
        for stay, following in pairwise([*stays, None]):
            if stay is not None:
                yield from self._stay(stay)
                yield from self._way(stay, following, span)

    def _stay(self, stay: Stay) -> Iterator[str]:
        why = (
            f"they are of the time between the first and the last position of stay {stay.id}, computed, whose centre"
            f" this is; 95% of its positions lie within {metres(stay.radius_m)}, and at most"
            f" {duration(stay.longest_gap_s)} lie between two of them"
        )
        for own in self.case.counted(self.exhibit, stay.arrived_us, stay.departed_us):
            yield self._feature(own, (stay.longitude, stay.latitude), f" during stay {stay.id}", why)

    def _way(self, before: Stay | None, after: Stay | None, span: range) -> Iterator[str]:
        from_us = before.departed_us + 1 if before else None
        to_us = after.arrived_us - 1 if after else None
        placing = Placing(self.case.moments(self.exhibit, from_us, to_us), WITHIN_US)
        rows = range(before.last_seq if before else span.start, after.first_seq + 1 if after else span.stop)
        cells: dict[tuple[int, float, float], list[tuple[Moment, Used]]] = defaultdict(list)
        stretches = (range(low, min(low + STRETCH, rows.stop)) for low in range(rows.start, rows.stop, STRETCH))
        for stretch in stretches if placing.next is not None else ():
            self._sort(placing.among(self.case.used(stretch)), cells)
        self._sort(placing.end(), cells)
        self.unplaced += placing.unplaced
        for own in cells.values():
            _, _, _, latitude, longitude, _ = own[0][1]
            yield self._feature(count([moment for moment, _ in own]), (longitude, latitude), "", _why(own))

    @staticmethod
    def _sort(
        placed: Sequence[tuple[Moment, Used]], cells: dict[tuple[int, float, float], list[tuple[Moment, Used]]]
    ) -> None:
        for each in placed:
            (_, _, source), (_, _, _, latitude, longitude, _) = each
            cells[source, latitude * CELLS_A_DEGREE // 1, longitude * CELLS_A_DEGREE // 1].append(each)

    def _feature(self, own: Counted, place: tuple[float, float], during: str, why: str) -> str:
        source, number, first_us, last_us, items = own
        self.placed += number
        kind = self.case.kind_of(source)
        begin, end = whens((first_us, last_us))
        origin = self.sources.get(source) or source_rows(self.case.origin_of(source, "in the case"))
        self.sources[source] = origin
        rows = (
            ("Count", str(number)), ("First", self.balloons.times(first_us)), ("Last", self.balloons.times(last_us)),
            ("Why here", f"{why}; it may have been elsewhere at the moments themselves"),
        )  # fmt: skip
        return placemark(
            f"{number} {kind}s{during}" if number > 1 else f"#{items} {kind}{during}", point(*place), style=kind,
            time=f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>",
            description=table(rows, f"<tr><td>Items in order of time</td><td>{items}</td></tr>{origin}"),
            extended=data((("items", items), ("kind", kind))), visible=False,
        )  # fmt: skip


def _why(own: list[tuple[Moment, Used]]) -> str:
    """Say how far in time the positions are that calls and messages on the way stand at, and how accurate."""
    farthest = max(abs(moment[1] - position[2]) for moment, position in own) / 1e6
    radii = [position[5] for _, position in own]
    stated = [each for each in radii if isinstance(each, (int, float))]
    said = f"accuracy {min(stated):g} to {max(stated):g} m" if stated else ""
    if len(stated) < len(radii):
        said += f"{', ' if said else 'accuracy '}not stored for {len(radii) - len(stated)}"
    return f"the phone's positions nearest in time to them, at most {farthest:.1f} s away, {said}"
