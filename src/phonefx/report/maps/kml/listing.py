"""Calls and messages of a large case: those that stand together share a balloon, which lists each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from phonefx.report.maps.kml.balloon import Balloons, metres, source_rows
from phonefx.report.maps.kml.elements import data, placemark, point, seconds
from phonefx.report.maps.placing import Placed
from phonefx.report.maps.reading import Happening, word
from phonefx.report.maps.xml_text import escape, shortened
from phonefx.timeline.zone import Zone
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


def lists(placed: Sequence[Placed[Happening]], balloons: Balloons) -> Iterator[str]:
    """Give one feature for the calls and messages of each source in each small cell, in order of their first."""
    times = seconds([each[0][1] for each in placed])
    rows = list(_rows(placed, times, balloons.zone))
    heads: dict[int, str] = {}
    for source, group in _cells(placed):
        head = heads.get(source) or heads.setdefault(source, _head(source, balloons))
        listed = "".join([rows[number] for number in group])
        own = [placed[number] for number in group]
        yield _feature(own, own[0][0].kind, _items(own), (times[group[0]], times[group[-1]]), f"{head}{listed}</table>")


def _cells(placed: Sequence[Placed[Happening]]) -> Iterator[tuple[int, list[int]]]:
    """Give the calls and messages of each source in each small cell, by their place in the sequence."""
    cells: dict[tuple[int, float, float], list[int]] = defaultdict(list)
    for number, ((_, _, source, *_), (_, _, _, latitude, longitude, _)) in enumerate(placed):
        cells[source, latitude * CELLS_A_DEGREE // 1, longitude * CELLS_A_DEGREE // 1].append(number)
    return ((source, group) for (source, _, _), group in cells.items())


def _feature(own: list[Placed[Happening]], kind: str, items: str, ends: tuple[str, str], description: str) -> str:
    (_, _, _, latitude, longitude, _), count = own[0][1], len(own)
    return placemark(
        f"{count} {kind}s" if count > 1 else f"#{items} {kind}", point(longitude, latitude), style=kind,
        time=f"<TimeSpan><begin>{ends[0]}Z</begin><end>{ends[1]}Z</end></TimeSpan>", description=description,
        extended=data((("items", items), ("kind", kind))), visible=False,
    )  # fmt: skip


def _items(own: list[Placed[Happening]]) -> str:
    return " ".join([str(each[0][0]) for each in own])


def _head(source: int, balloons: Balloons) -> str:
    zone = balloons.zone.name
    head = _HEAD.format(zone="" if zone == "UTC" else f"<td>Time, {escape(zone)}</td>")
    return (
        f"<table><tr><td>Why here</td><td>the phone's position nearest in time to each; it may have been elsewhere at"
        f" the moment itself</td></tr>{source_rows(balloons.case.origin_of(source, 'in the list'))}</table>"
        f"<table>{head}"
    )


def _rows(placed: Sequence[Placed[Happening]], times: list[str], zone: Zone) -> Iterator[str]:
    for each, utc, local in zip(placed, times, _local(placed, zone), strict=True):
        it, (_, position, us, latitude, longitude, accuracy_m) = each
        item, its_us, _, _, direction, counterpart, name, _, duration_s, key = it
        yield (
            f"<tr><td>#{item}<td>{key if type(key) is int else _cell(str(key))}<td>{utc}Z{local}"
            f"{_who(direction, counterpart, name)}<td>{'' if duration_s is None else _cell(duration_s)}"
            f"<td>#{position}<td>{latitude:.5f}, {longitude:.5f}<td>{(its_us - us) / 1e6:.1f}<td>{_radius(accuracy_m)}"
        )


def _local(placed: Sequence[Placed[Happening]], zone: Zone) -> Iterator[str]:
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
