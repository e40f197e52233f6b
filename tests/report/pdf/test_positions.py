"""The map of a large phone in the report: one position in so many over the whole time, silences kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, MINUTE, SECOND, START
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.records import Location
from phonefx.report.maps.drawn import draw_map
from phonefx.report.options import Options
from phonefx.report.pdf import located, positions
from phonefx.report.pdf.book import Book, choose
from phonefx.report.pdf.positions import SHOWN, positions_of
from phonefx.report.pdf.sections import places
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


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, 60, 600, 1_800, 3_600, 3_601, 4_000]),
                          st.sampled_from(["", "", "leap", "jump", "coarse"])), min_size=2, max_size=40))  # fmt: skip
def test_a_silence_is_found_by_halving_as_by_reading_every_position(steps):
    empty = MadeCase()
    empty.db.execute("CREATE TABLE track (seq INTEGER PRIMARY KEY, item INTEGER, mark TEXT)")
    us, rows = START, []
    for seq, (seconds, mark) in enumerate(steps, 1):
        us += seconds * SECOND
        rows.append((seq, us, "" if seq in (1, len(steps)) else mark))
    empty.db.executemany("INSERT INTO location_own(item, time_us) VALUES (?, ?)", [row[:2] for row in rows])
    empty.db.executemany("INSERT INTO track VALUES (?1, ?1, ?3)", rows)
    times = [us for _, us, mark in rows if mark in ("", "leap")]
    read = any(later - earlier > HOUR for earlier, later in pairwise(times))
    for every in (1, 9, 23, len(steps)):
        probes = positions._Probes(empty.db, range(1, len(steps) + 1), every)
        assert probes.is_silent(1, rows[0][1], len(steps), rows[-1][1]) is read


@pytest.mark.parametrize(("seconds", "parts"), [(1, 1), (20, 2), (60, 4), (600, 4)])
def test_no_more_positions_are_read_between_two_than_an_hour_needs(seconds, parts):
    dense = MadeCase()
    dense.db.execute("CREATE TABLE track (seq INTEGER PRIMARY KEY, item INTEGER, mark TEXT)")
    rows = [(seq, START + seq * seconds * SECOND) for seq in range(1, 5_001)]
    dense.db.executemany("INSERT INTO location_own(item, time_us) VALUES (?, ?)", rows)
    dense.db.executemany("INSERT INTO track VALUES (?1, ?1, '')", [(seq,) for seq, _ in rows])
    probes = positions._Probes(dense.db, range(1, 5_001), 250)
    assert 250 // probes._step == parts
    assert len(probes._known) <= (2 if parts == 1 else 20 * parts + 3)


PLACES = st.tuples(
    st.sampled_from(["device_fix", "device_fix", "device_inferred", "searched", "shared_by_other", None]),
    st.sampled_from(["live", "live", "recovered", "superseded"]), st.none() | st.integers(0, 50),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PLACES, max_size=25), st.booleans())
def test_positions_are_counted_once_as_they_are_counted_one_by_one(rows, tracked):
    case = MadeCase()
    for evidence_of, state, minutes in rows:
        us = None if minutes is None else START + minutes * MINUTE
        case.add("E1", Location(time=at(us), latitude=52.0, longitude=4.9, evidence_of=evidence_of), state=state)
    if tracked:
        movement.build(case.db)
    report = book(case)
    by_class = "SELECT l.evidence_of, i.state, count(*) FROM location l JOIN item i ON i.id = l.item GROUP BY 1, 2"
    assert {(each, state): count for each, state, count in case.db.execute(by_class)} == dict(located.located(report))
    ends = "SELECT min(l.time_us), max(l.time_us) FROM item JOIN location l ON item = id WHERE state = 'live' AND {}"
    own = "evidence_of IN ('device_fix', 'device_inferred')"
    assert located.period(report) == case.db.execute(ends.format(own)).fetchone()
    live = "SELECT count(*) FROM item JOIN location ON item = id WHERE state {} AND {}"
    shown = located.of_device(report, device=True, states=frozenset({"live"}))
    assert shown == report.one(live.format("= 'live'", own))
    rest = "coalesce(evidence_of, '') NOT IN ('device_fix', 'device_inferred')"
    assert located.of_device(report, device=False) == report.one(live.format("<> 'superseded'", rest))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["E1", "E2"]), st.integers(0, 20), st.sampled_from(["live", "superseded"])),
                min_size=1, max_size=25), st.integers(1, 6))  # fmt: skip
def test_the_first_positions_of_the_track_are_the_first_of_the_case(rows, count):
    case = MadeCase()
    for exhibit, minutes, state in rows:
        us = START + minutes * MINUTE if minutes else None
        case.add(exhibit, Location(time=at(us), latitude=52.0, longitude=4.9, evidence_of="device_fix"), state=state)
    movement.build(case.db)
    asked = places._WANTED.format(source="location", where="1", only="", count=count)
    first = case.db.execute(asked).fetchall()
    found = places._first(book(case), count)
    timed = [row for row in first if row[1] is not None]
    assert bool(found) is (len(timed) == count)
    if found:
        marks = dict(case.db.execute("SELECT item, mark FROM track").fetchall())
        assert case.db.execute(found).fetchall() == [(item, us, marks[item]) for item, us in first]
