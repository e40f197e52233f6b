"""Calls and messages of a large case: those that stand together share one balloon, which lists each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from phonefx.report.maps.kml.balloon import Balloons, metres, source_rows
from phonefx.report.maps.kml.elements import data, placemark, point, seconds
from phonefx.report.maps.placing import Placed
from phonefx.report.maps.reading import word
from phonefx.report.maps.xml_text import escape, shortened
from phonefx.timeline.show import Zone
from phonefx.times import iso

CELLS_A_DEGREE: Final = 1_000
NOT_STORED: Final = "not stored"
LISTED_RULE: Final = (
    "In a case of this size those of one source within a thousandth of a degree (about 110 m) share a sign, at the"
    " position of the first, and a balloon that lists each with its own position, times to the second. What messages"
    " say is in the report and the case."
)
_HEAD: Final = (
    "<tr><td>Item</td><td>Key</td><td>Time, UTC</td>{zone}<td>Direction</td><td>Counterpart</td>"
    "<td>Seconds connected</td><td>Position</td><td>Latitude, longitude</td><td>Seconds after it</td>"
    "<td>Its accuracy</td></tr>"
)


def lists(placed: Sequence[Placed], balloons: Balloons) -> Iterator[str]:
    """Give one feature for the calls and messages of each source in each small cell, in order of their first."""
    cells: dict[tuple[int, float, float], list[int]] = defaultdict(list)
    for number, (it, _, longitude, latitude, _, _) in enumerate(placed):
        cells[it[8], latitude * CELLS_A_DEGREE // 1, longitude * CELLS_A_DEGREE // 1].append(number)
    times = seconds([each[0][1] for each in placed])
    rows = list(_rows(placed, times, balloons.zone))
    heads = {source: _head(source, balloons) for source, _, _ in cells}
    for (source, _, _), group in cells.items():
        first = placed[group[0]]
        kind, count = first.happening.kind, len(group)
        listed = "".join([rows[number] for number in group])
        items = " ".join([str(placed[number][0][0]) for number in group])
        yield placemark(
            f"{count} {kind}s" if count > 1 else f"#{items} {kind}", point(first.longitude, first.latitude), style=kind,
            time=f"<TimeSpan><begin>{times[group[0]]}Z</begin><end>{times[group[-1]]}Z</end></TimeSpan>",
            description=f"{heads[source]}{listed}</table>", extended=data((("items", items), ("kind", kind))),
            visible=False,
        )  # fmt: skip


def _head(source: int, balloons: Balloons) -> str:
    zone = balloons.zone.name
    head = _HEAD.format(zone="" if zone == "UTC" else f"<td>Time, {escape(zone)}</td>")
    return (
        f"<table><tr><td>Why here</td><td>the phone's position nearest in time to each; it may have been elsewhere at"
        f" the moment itself</td></tr>{source_rows(balloons.case.origin_of(source, 'in the list'))}</table>"
        f"<table>{head}"
    )


def _rows(placed: Sequence[Placed], times: list[str], zone: Zone) -> Iterator[str]:
    for each, utc, local in zip(placed, times, _local(placed, zone), strict=True):
        it, position, longitude, latitude, accuracy_m, away_us = each
        item, _, _, direction, counterpart, name, _, duration_s, _, key = it
        yield (
            f"<tr><td>#{item}<td>{key if type(key) is int else _cell(str(key))}<td>{utc}Z{local}"
            f"{_who(direction, counterpart, name)}<td>{'' if duration_s is None else _cell(duration_s)}"
            f"<td>#{position}<td>{latitude:.5f}, {longitude:.5f}<td>{away_us / 1e6:.1f}<td>{_radius(accuracy_m)}"
        )


def _local(placed: Sequence[Placed], zone: Zone) -> Iterator[str]:
    """Write a cell with each time as the clocks of a zone showed it, with its offset; none where the zone is UTC."""
    if zone.name == "UTC":
        return iter([""] * len(placed))
    offsets = [zone.offset_minutes(each[0][1]) for each in placed]
    shifted = seconds([each[0][1] + offset * 60_000_000 for each, offset in zip(placed, offsets, strict=True)])
    suffixes = {offset: iso(0, offset)[19:] for offset in set(offsets)}
    return (f"<td>{text}{suffixes[offset]}" for text, offset in zip(shifted, offsets, strict=True))


@lru_cache(maxsize=4096)
def _who(direction: bytes | str | None, counterpart: bytes | str | None, name: bytes | str | None) -> str:
    said = " ".join(filter(None, (word(counterpart), word(name)))) or NOT_STORED
    way = NOT_STORED if direction is None else _cell(word(direction))
    return f"<td>{way}<td>{escape(shortened(said, 200))}"


@lru_cache(maxsize=4096)
def _radius(accuracy_m: object) -> str:
    return escape(shortened(metres(accuracy_m), 200))


@lru_cache(maxsize=4096)
def _cell(value: object) -> str:
    return NOT_STORED if value is None else escape(shortened(str(value), 200))
