"""Every device position is kept and marked; only believable ones make the track."""

from __future__ import annotations

from collections import Counter

from benchmarks.made_movement import MINUTE, SECOND, START
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.timeline.movement import MARKS, USED, Fix, Settings
from phonefx.timeline.movement.marking import marked

LIMITS = Settings()


def fix(seq, us, latitude=52.0, longitude=5.0, accuracy_m=10.0):
    return Fix(seq, seq, "E1", us, latitude, longitude, accuracy_m, "device_fix", "gps", "live", "")


def marks(*fixes, basis="utc", limits=LIMITS):
    found = {each.seq: mark for each, mark in marked(((each, basis) for each in fixes), limits)}
    return [found[each.seq] for each in fixes]


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


def test_what_is_no_position_is_invalid():
    wrong = [
        fix(1, START, 0.0, 0.0),
        fix(2, START, 91.0, 5.0),
        fix(3, START, 52.0, 181.0),
        fix(4, START, 52.0, 5.0, -1.0),
    ]
    assert marks(*wrong) == ["invalid"] * 4
    assert marks(fix(1, START, float("nan"), 5.0)) == ["invalid"]
    assert marks(fix(1, START, None, 5.0)) == ["invalid"]
    assert marks(fix(1, START, "52", 5.0)) == ["invalid"]


def test_zero_latitude_alone_is_a_position():
    assert marks(fix(1, START, 0.0, 5.0)) == [""]


def test_no_time_local_time_and_coarse_are_told_apart():
    assert marks(fix(1, None)) == ["untimed"]
    assert marks(fix(1, START), basis="device") == ["local_time"]
    assert marks(fix(1, START), basis="unknown") == ["local_time"]
    assert marks(fix(1, START, accuracy_m=200.1)) == ["coarse"]
    assert marks(fix(1, START, accuracy_m=200.0)) == [""]


def test_of_simultaneous_fixes_the_most_accurate_is_used():
    rough, fine, elsewhere = fix(1, START, accuracy_m=50.0), fix(2, START, accuracy_m=5.0), fix(3, START, 53.0)
    assert marks(rough, fine, elsewhere) == ["simultaneous", "", "conflict"]


def test_an_unstated_radius_is_not_taken_as_precise():
    assert marks(fix(1, START, accuracy_m=None), fix(2, START, accuracy_m=80.0)) == ["simultaneous", ""]


moments = st.one_of(st.none(), st.integers(START, START + 50 * MINUTE))
degrees = st.sampled_from([52.0, 52.001, 53.0, -10.0, 0.0, 95.0])
positions = st.lists(st.tuples(moments, degrees, degrees, st.sampled_from([None, -1.0, 5.0, 90.0, 900.0])), max_size=40)


@settings(max_examples=80)
@given(positions)
def test_every_fix_comes_out_once_and_used_ones_in_order_of_time(rows):
    rows.sort(key=lambda row: (row[0] is not None, row[0] or 0))
    given_fixes = [fix(seq, us, a, b, radius) for seq, (us, a, b, radius) in enumerate(rows, 1)]
    out = list(marked(((each, "utc") for each in given_fixes), LIMITS))
    assert Counter(each.seq for each, _ in out) == Counter(each.seq for each in given_fixes)
    assert {mark for _, mark in out} <= set(MARKS)
    used = [each.us for each, mark in out if mark in USED]
    assert used == sorted(set(used))
