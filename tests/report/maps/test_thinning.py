"""Which positions a large map draws: what is left out is held to the stated rule by a second, plain reading of it."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from phonefx.report.maps.thinning import RULE, telling
from phonefx.timeline.geodesy import distance_m

SECOND = 1_000_000
MINUTE = 60 * SECOND


def row(number, seconds, north_m=0.0, east_m=0.0, accuracy=10.0):
    degree = 111_195.08
    return (
        number, seconds * SECOND, 4.9 + east_m / degree / math.cos(math.radians(52)), 52 + north_m / degree, accuracy,
        number,
    )  # fmt: skip


def numbers(rows):
    return [each[0] for each in telling(rows)]


def between(before, after, us):
    """Where who goes evenly from one to the other is at a moment: longitude and latitude."""
    share = (us - before[1]) / (after[1] - before[1])
    return tuple(before[axis] + share * (after[axis] - before[axis]) for axis in (2, 3))


STEPS = st.tuples(
    st.integers(0, 400), st.integers(-90, 90), st.integers(-90, 90), st.sampled_from([None, 5.0, 5, 50.0, 900, "far"])
)


@given(st.lists(STEPS, max_size=60))
@example([(0, 0, 0, 5.0)] * 4)
@example([(20, 12, 5, 5.0)] * 60)
def test_what_is_left_out_lies_within_twice_its_accuracy_of_the_line(steps):
    rows, at, north, east = [], 0, 0, 0
    for number, (seconds, up, right, accuracy) in enumerate(steps):
        at, north, east = at + seconds, north + up, east + right
        rows.append(row(number, at, north, east, accuracy))
    drawn = telling(rows)
    places = [each[0] for each in drawn]
    assert places == sorted(set(places))
    assert drawn[:1] == rows[:1]
    assert drawn[-1:] == rows[-1:]
    for before, after in pairwise(drawn):
        left_out = rows[before[0] + 1 : after[0]]
        assert not left_out or after[1] - before[1] <= 10 * MINUTE
        for each in left_out:
            longitude, latitude = between(before, after, each[1])
            stated = each[4] if isinstance(each[4], int | float) else 0
            assert distance_m(latitude, longitude, each[3], each[2]) <= min(max(2 * stated, 30), 200)


def test_a_phone_at_rest_is_drawn_every_ten_minutes_and_at_its_last_position():
    assert numbers([row(number, 20 * number) for number in range(80)]) == [0, 30, 60, 79]


def test_a_straight_way_is_drawn_by_its_ends_and_a_corner_is_kept():
    way = [row(number, number, north_m=12.0 * number) for number in range(60)]
    way += [row(60 + number, 60 + number, 12.0 * 59, 12.0 * number) for number in range(60)]
    first, *corner, last = numbers(way)
    assert (first, last) == (0, 119)
    assert len(corner) == 1
    assert abs(corner[0] - 60) <= 3


def test_a_stop_on_a_straight_way_is_drawn():
    """The line has its time as well: who rests on the way is not drawn as one who goes evenly."""
    rows = [row(number, number, north_m=20.0 * min(number, 30)) for number in range(300)]
    assert any(28 <= number <= 34 for number in numbers(rows))


def test_an_accurate_position_beside_the_line_is_drawn_and_a_vague_one_is_not():
    for accuracy, drawn in ((10.0, [0, 1, 2]), (None, [0, 1, 2]), (150.0, [0, 2])):
        assert numbers([row(0, 0), row(1, 60, 0, 80, accuracy), row(2, 120)]) == drawn


def test_a_phone_that_rests_does_not_scribble():
    """Noise of as much as is stated at rest is no movement: of six positions in a minute one is left."""
    chance = random.Random(5)
    rows = [row(n, 10 * n, chance.gauss(0, 15), chance.gauss(0, 15), 15 * 1.51) for n in range(2000)]
    assert len(numbers(rows)) < 2000 / 5.5


def test_circles_of_kilometres_do_not_hide_a_way():
    rows = [row(0, 0, accuracy=3_000.0), row(1, 60, 0, 290, 3_000.0), row(2, 120, accuracy=3_000.0)]
    assert numbers(rows) == [0, 1, 2]


def test_both_ends_of_a_silence_are_drawn():
    rows = [row(number, 60 * number + (7200 if number > 5 else 0)) for number in range(10)]
    assert numbers(rows) == [0, 5, 6, 9]


def test_two_places_at_one_moment_are_both_drawn():
    assert numbers([row(0, 0), row(1, 0, 500), row(2, 60), row(3, 60, 500), row(4, 120)]) == [0, 1, 2, 3, 4]


def test_one_side_of_the_180th_meridian_and_the_other_are_both_drawn():
    rows = [(n, n * SECOND, 179.9999 if n % 2 else -179.9999, 10.0, 50.0, n) for n in range(4)]
    assert numbers(rows) == [0, 1, 2, 3]


def test_nothing_gives_nothing_and_the_rule_names_its_numbers():
    assert telling([]) == []
    for said in ("ten minutes", "twice", "30 m", "200 m"):
        assert said in RULE
