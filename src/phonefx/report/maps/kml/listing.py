"""Calls and messages of a large case: those that stand together share one balloon, which lists each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from phonefx.report.maps.kml.balloon import Balloons, metres, source_rows
from phonefx.report.maps.kml.elements import between, data, placemark, points, whens
from phonefx.report.maps.placing import Placed
from phonefx.report.maps.xml_text import escape, shortened
from phonefx.timeline.show import Zone
from phonefx.times import iso

CELLS_A_DEGREE: Final = 1_000
LISTED_RULE: Final = (
    "In a case of this size those of one source within a thousandth of a degree (about 110 m) share a balloon, which"
    " lists each; there is a sign at each of their positions. What messages say is in the report and the case."
)
_HEAD: Final = (
    "<tr><td>Item</td><td>Key</td><td>Time, UTC</td>{zone}<td>Direction</td><td>Counterpart</td>"
    "<td>Seconds connected</td><td>Position</td><td>Seconds after it</td><td>Its accuracy</td></tr>"
)


def lists(placed: Iterable[Placed], balloons: Balloons) -> Iterator[str]:
    """Give one feature for the calls and messages of each source in each small cell, in order of their first."""
    cells: dict[tuple[int, int, int], list[Placed]] = defaultdict(list)
    for each in placed:
        where = int(each.latitude * CELLS_A_DEGREE // 1), int(each.longitude * CELLS_A_DEGREE // 1)
        cells[each.happening.source, *where].append(each)
    for (source, *_), group in cells.items():
        yield _feature(source, group, balloons)


def _feature(source: int, group: list[Placed], balloons: Balloons) -> str:
    first, last = group[0].happening, group[-1].happening
    zone = balloons.zone.name
    head = _HEAD.format(zone="" if zone == "UTC" else f"<td>Time, {escape(zone)}</td>")
    description = (
        f"<table><tr><td>Why here</td><td>the phone's position nearest in time to each; it may have been elsewhere at"
        f" the moment itself</td></tr>{source_rows(balloons.case.origin_of(source, 'in the list'))}</table>"
        f"<table>{head}{''.join(_rows(group, balloons))}</table>"
    )
    count = f"{len(group)} {first.kind}s" if len(group) > 1 else f"#{first.item} {first.kind}"
    items = " ".join([str(each.happening.item) for each in group])
    return placemark(
        count, points(dict.fromkeys((each.longitude, each.latitude) for each in group)), style=first.kind,
        time=between(first.us, last.us), description=description,
        extended=data((("items", items), ("kind", first.kind))), visible=False,
    )  # fmt: skip


def _rows(group: list[Placed], balloons: Balloons) -> Iterator[str]:
    times = [each.happening.us for each in group]
    for each, utc, local in zip(group, whens(times), _local(times, balloons.zone), strict=True):
        it, position, _, _, accuracy_m, away_us = each
        item, _, _, direction, counterpart, name, _, duration_s, _, key = it
        yield (
            f"<tr><td>#{item}<td>{key if type(key) is int else _cell(str(key))}<td>{utc}{local}"
            f"<td>{_cell(direction)}<td>{_who(counterpart, name)}<td>{'' if duration_s is None else _cell(duration_s)}"
            f"<td>#{position}<td>{away_us / 1e6:.6g}<td>{_radius(accuracy_m)}"
        )


def _local(times: list[int], zone: Zone) -> Iterator[str]:
    """Write a cell with each time as the clocks of a zone showed it, with its offset; none where the zone is UTC."""
    if zone.name == "UTC":
        return iter([""] * len(times))
    offsets = [zone.offset_minutes(us) for us in times]
    shifted = whens([us + offset * 60_000_000 for us, offset in zip(times, offsets, strict=True)])
    suffixes = {offset: iso(0, offset)[19:] for offset in set(offsets)}
    return (f"<td>{text[:-1]}{suffixes[offset]}" for text, offset in zip(shifted, offsets, strict=True))


@lru_cache(maxsize=4096)
def _who(counterpart: object, name: object) -> str:
    return escape(shortened(" ".join([str(part) for part in (counterpart, name) if part]) or "not stored", 200))


@lru_cache(maxsize=4096)
def _radius(accuracy_m: object) -> str:
    return escape(shortened(metres(accuracy_m), 200))


@lru_cache(maxsize=4096)
def _cell(value: object) -> str:
    return "not stored" if value is None else escape(shortened(str(value), 200))
