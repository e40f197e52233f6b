"""Compare the stays and meetings of a case with those that the key says truly were.

A case draws them from positions whose times and radii are what they are; the key says which of the true ones the
recorded positions are enough to show, and only these are asked for. A stay is found when the case has one whose
centre lies at the place and which shares at least half of the shorter of the two times; a night of which the phone
recorded two halves is found by either. A stay or meeting of the case that lies in no true one is false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.journeys import distance_m

if TYPE_CHECKING:
    import sqlite3

    from phonefx.synth.grading.score import Tally

AT_M: Final = 150.0
"""How far from the true place a centre may lie: what a case itself takes for one place."""

SHARE: Final = 0.5
Span = tuple[int, int]
_STAYS: Final = "SELECT arrived_us, departed_us, latitude, longitude FROM stay WHERE exhibit = ? ORDER BY id"
_MEETINGS: Final = (
    "SELECT from_us, to_us, latitude, longitude FROM meeting WHERE (exhibit = ? AND other = ?) OR "
    "(other = ? AND exhibit = ?) ORDER BY id"
)


def grade_stays(tally: Tally, case: sqlite3.Connection, label: str, true: list[dict[str, Any]]) -> None:
    """Count the stays of one exhibit; `true` are those of its phone that the container's positions cover."""
    _compare(tally, [(_span(each, "arrived_us", "departed_us"), each) for each in true], _rows(case, _STAYS, label))


def grade_meetings(tally: Tally, case: sqlite3.Connection, pair: tuple[str, str], true: list[dict[str, Any]]) -> None:
    """Count the meetings of two exhibits; `true` are those of their phones."""
    found = _rows(case, _MEETINGS, *pair, *pair)
    _compare(tally, [(_span(each, "first_us", "last_us"), each) for each in true], found)


def _rows(case: sqlite3.Connection, sql: str, *values: str) -> list[tuple[int, int, float, float]]:
    return [tuple(row) for row in case.execute(sql, values)]


def _span(each: dict[str, Any], first: str, last: str) -> Span:
    return each[first], each[last]


def _compare(tally: Tally, true: list[tuple[Span, dict[str, Any]]],
             found: list[tuple[int, int, float, float]]) -> None:  # fmt: skip
    right: set[int] = set()
    for span, each in true:
        fitting = {
            number for number, (first, last, *centre) in enumerate(found)
            if _shares(span, (first, last)) and distance_m((centre[0], centre[1]), _spot(each)) <= AT_M
        }  # fmt: skip
        right |= fitting
        if each["shown"]:
            tally.expected += 1
            if fitting:
                tally.found += 1
            else:
                tally.show("missing", f"{span}|{_spot(each)}")
    for number, row in enumerate(found):
        if number not in right:
            tally.false += 1
            tally.show("false", str(row))


def _spot(each: dict[str, Any]) -> tuple[float, float]:
    return each["latitude"], each["longitude"]


def _shares(one: Span, other: Span) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SHARE * max(1, min(one[1] - one[0], other[1] - other[0]))
