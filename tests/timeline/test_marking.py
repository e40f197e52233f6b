"""Every device position is kept and marked; only believable ones make the track."""

from __future__ import annotations

from itertools import pairwise

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import MINUTE, SECOND, START
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.records import Location
from phonefx.timeline import movement
from phonefx.timeline.geodesy import is_position
from phonefx.timeline.movement import MARKS, USED, Settings
from phonefx.timeline.movement.marking import Used
from phonefx.timeline.movement.records import Point

LIMITS = Settings()


def fix(seq, us, latitude=52.0, longitude=5.0, accuracy_m=10.0):
    return Point(seq, seq, us, latitude, longitude, accuracy_m)


def marks(*fixes, limits=LIMITS):
    noted = {}
    found = {each[0]: "" for each in Used([fixes], noted.__setitem__, limits)} | noted
    return [found[each.seq] for each in fixes]


def stored_marks(*rows, basis="utc"):
    """The marks of (us, latitude, longitude, accuracy) as a case gives them, in the order stored."""
    made = MadeCase()
    for us, latitude, longitude, accuracy in rows:
        where = Location(
            time=at(us), latitude=latitude, longitude=longitude, accuracy_m=accuracy, evidence_of="device_fix"
        )
        made.add("E1", where, basis=basis)
    movement.build(made.db)
    return [row[0] for row in made.db.execute("SELECT mark FROM track ORDER BY item")]


def line(count, start=1, latitude=52.0):
    return [fix(start + number, START + (start + number) * MINUTE, latitude) for number in range(count)]


def test_a_quiet_track_is_used_whole():
    assert marks(*line(6)) == [""] * 6


def test_one_far_fix_between_agreeing_ones_is_a_jump():
    before, far, after = line(4), fix(5, START + 5 * MINUTE, 53.0), line(4, start=6)
    assert marks(*before, far, *after) == [""] * 4 + ["jump"] + [""] * 4


def test_two_far_fixes_that_disagree_with_each_other_are_jumps():
    far = [fix(5, START + 5 * MINUTE, 53.0), fix(6, START + 6 * MINUTE, 51.0)]
    assert marks(*line(4), *far, *line(4, start=7)) == [""] * 4 + ["jump"] * 2 + [""] * 4


def test_three_agreeing_fixes_far_away_are_believed_and_the_first_says_leap():
    assert marks(*line(4), *line(4, start=5, latitude=53.0)) == [""] * 4 + ["leap"] + [""] * 3


def test_a_wrong_first_fix_does_not_condemn_the_track():
    assert marks(fix(1, START, 10.0), *line(5, start=2)) == ["jump"] + [""] * 5


def test_speed_is_measured_after_both_circles_are_taken_off():
    a = fix(1, START, 52.0, 5.0, 150.0)
    b = fix(2, START + SECOND, 52.0035, 5.0, 150.0)  # 389 m in a second, 300 m of it uncertain: 89 m/s
    c = fix(2, START + SECOND, 52.0036, 5.0, 150.0)  # 400 m: 100 m/s
    assert marks(a, b) == ["", ""]
    assert marks(a, c) == ["", "jump"]


def test_a_flight_that_the_phone_recorded_is_a_leap_and_used_until_it_lands():
    flight = [fix(n, START + n * MINUTE, 40.0 + max(0, n - 4) * 0.12) for n in range(1, 10)]  # 222 m/s
    landed = [fix(n, START + n * MINUTE, 40.0 + 5 * 0.12) for n in range(10, 14)]
    assert marks(*flight, *landed) == [""] * 4 + ["leap"] + [""] * 8
    assert marks(*flight, limits=Settings(max_speed_mps=250.0)) == [""] * 9


def test_after_a_flight_the_limit_is_that_of_the_ground_again():
    landed = [fix(n, START + n * MINUTE, 53.0) for n in range(5, 10)]
    far = fix(10, START + 10 * MINUTE, 53.12)  # 222 m/s
    after = [fix(n, START + n * MINUTE, 53.0) for n in range(11, 14)]
    assert marks(*line(4), *landed, far, *after) == [""] * 4 + ["leap"] + [""] * 4 + ["jump"] + [""] * 3


def test_faster_than_any_airliner_is_a_jump_each_time():
    rocket = [fix(n, START + n * MINUTE, 40.0 + n * 0.3) for n in range(1, 6)]  # 556 m/s
    assert marks(*rocket) == [""] + ["jump"] * 4


def test_the_180th_meridian_is_no_jump():
    track = [
        fix(1, START, 0.5, 179.999),
        fix(2, START + MINUTE, 0.5, -179.999),
        fix(3, START + 2 * MINUTE, 0.5, 179.999),
    ]
    assert marks(*track) == ["", "", ""]


NO_POSITION = [(0.0, 0.0), (91.0, 5.0), (52.0, 181.0), (None, 5.0), ("52", 5.0), (52.0, b"5")]


@pytest.mark.parametrize("position", NO_POSITION)
def test_what_is_no_position_is_invalid(position):
    assert stored_marks((START, *position, 10.0)) == ["invalid"]
    assert not is_position(*position)


def test_a_negative_radius_is_how_a_phone_says_invalid():
    assert stored_marks((START, 52.0, 5.0, -1.0)) == ["invalid"]


@pytest.mark.parametrize("edge", [(90, 180), (-90.0, -180.0), (0.0, 5.0), (52, 0)])
def test_the_edges_of_the_earth_are_positions(edge):
    assert stored_marks((START, *edge, 10.0)) == [""]
    assert is_position(*edge)


def test_no_time_local_time_and_coarse_are_told_apart():
    here = (52.0, 5.0)
    assert stored_marks((None, *here, 10.0)) == ["untimed"]
    assert stored_marks((START, *here, 10.0), basis="device") == ["local_time"]
    assert stored_marks((START, *here, 10.0), basis="unknown") == ["local_time"]
    assert stored_marks((START, *here, 200.1)) == ["coarse"]
    assert stored_marks((START, *here, 200.0)) == [""]


def test_what_is_wrong_first_is_told_first():
    assert stored_marks((None, 0.0, 0.0, 900.0)) == ["untimed"]
    assert stored_marks((START, 0.0, 0.0, 900.0), basis="device") == ["invalid"]
    assert stored_marks((START, 52.0, 5.0, 900.0), basis="device") == ["local_time"]


def test_a_radius_that_is_no_number_is_not_stated():
    assert stored_marks((START, 52.0, 5.0, "wide"), (START, 52.0, 5.0, 80.0)) == ["simultaneous", ""]


def test_of_simultaneous_fixes_the_most_accurate_is_used():
    rough, fine, elsewhere = fix(1, START, accuracy_m=50.0), fix(2, START, accuracy_m=5.0), fix(3, START, 53.0)
    assert marks(rough, fine, elsewhere) == ["simultaneous", "", "conflict"]


def test_an_unstated_radius_is_not_taken_as_precise():
    assert stored_marks((START, 52.0, 5.0, None), (START, 52.0, 5.0, 80.0)) == ["simultaneous", ""]


moments = st.integers(START, START + 50 * MINUTE)
degrees = st.sampled_from([52.0, 52.001, 53.0, -10.0, 0.0])
positions = st.lists(st.tuples(moments, degrees, degrees, st.sampled_from([5.0, 90.0, 150.0])), max_size=40)


@settings(max_examples=80)
@given(positions)
def test_every_fix_is_used_or_noted_once_and_used_ones_in_order_of_time(rows):
    rows.sort(key=lambda row: row[0])
    noted = []
    out = list(Used([[fix(seq, *row) for seq, row in enumerate(rows, 1)]], lambda *each: noted.append(each), LIMITS))
    refused = [seq for seq, mark in noted if mark not in USED]
    assert sorted([each[0] for each in out] + refused) == list(range(1, len(rows) + 1))
    assert len(dict(noted)) == len(noted)
    assert {mark for _, mark in noted} <= set(MARKS)
    times = [each[2] for each in out]
    assert times == sorted(set(times))


@settings(max_examples=80)
@given(positions, st.lists(st.integers(0, 40), max_size=6))
def test_it_does_not_matter_how_many_come_at_a_time(rows, cuts):
    rows.sort(key=lambda row: row[0])
    fixes = [fix(seq, *row) for seq, row in enumerate(rows, 1)]
    ends = [0, *sorted(min(cut, len(fixes)) for cut in cuts), len(fixes)]
    told = []
    for batches in ([[each] for each in fixes], [fixes[low:high] for low, high in pairwise(ends)]):
        noted = {}
        told.append((list(Used(batches, noted.__setitem__, LIMITS)), noted))
    assert told[0] == told[1]
