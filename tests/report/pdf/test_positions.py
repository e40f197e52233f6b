"""The map of a large phone in the report: one position in so many over the whole time, silences kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, MINUTE, START

from phonefx.records import Location
from phonefx.report.maps.drawn import draw_map
from phonefx.report.options import Options
from phonefx.report.pdf.book import Book, choose
from phonefx.report.pdf.positions import SHOWN, positions_of
from phonefx.report.selection import Selection
from phonefx.timeline import movement

SILENCE = 9_000


def fix(number: int, evidence_of: str = "device_fix") -> Location:
    us = START + number * MINUTE + (5 * HOUR if number >= SILENCE else 0)
    return Location(time=at(us), latitude=52 + number / 1e5, longitude=4.9, accuracy_m=10.0, evidence_of=evidence_of)


@pytest.fixture(scope="module")
def made() -> MadeCase:
    case = MadeCase()
    case.add("E1", *map(fix, range(12_000)), *[fix(number, "searched") for number in range(600)])
    case.add("E1", *map(fix, range(3)), state="superseded")
    movement.build(case.db)
    return case


def book(made: MadeCase, selection: Selection | None = None) -> Book:
    options = Options(selection=selection or Selection())
    choose(made.db, options)
    return Book(made.db, options, None, None, None, str, {})


def test_many_positions_are_thinned_over_the_whole_time(made):
    positions, every = positions_of(book(made), "E1")
    assert every == -(-(12_000 + 600) // SHOWN) == 7
    device = [each for each in positions if each.evidence_of == "device_fix"]
    assert [each.item for each in positions if each.evidence_of == "searched"] == list(range(12_001, 12_601, 7))
    rows = made.db.execute("SELECT item FROM track ORDER BY seq").fetchall()
    own = [item for (item,) in rows[::every] if item <= 12_000]
    assert [each.item for each in device] == own
    assert device[-1].time_us - device[0].time_us > 200 * HOUR


def test_only_a_silence_of_the_whole_track_breaks_the_line(made):
    positions, _ = positions_of(book(made), "E1")
    joined = [each for each in positions if each.tracked]
    breaks = [(one, two) for one, two in pairwise(joined) if one.stretch != two.stretch]
    ((before, after),) = breaks
    assert before.item <= SILENCE < after.item
    assert draw_map(positions, width_pt=400, height_pt=400).shown == len(positions)


def test_thinned_to_hours_apart_the_line_is_whole_where_the_track_is(made, monkeypatch):
    monkeypatch.setattr("phonefx.report.pdf.positions.SHOWN", 100)
    positions, every = positions_of(book(made), "E1")
    joined = [each for each in positions if each.tracked]
    assert all(two.time_us - one.time_us > HOUR for one, two in pairwise(joined))
    assert every == 127
    assert len({each.stretch for each in joined}) == 2, "one silence, not one an hour"


def test_few_positions_are_all_there(made):
    positions, every = positions_of(book(made, Selection(items=(1, 5, 12_001))), "E1")
    assert every == 1
    assert [each.item for each in positions] == [1, 12_001, 5]
    assert all(each.stretch is None for each in positions)
