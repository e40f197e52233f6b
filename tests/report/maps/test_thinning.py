"""Which positions a large map draws: what is left out is held to the stated rule by a second, plain reading of it."""

from __future__ import annotations

import math

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


def agrees(first, other):
    radii = [each[4] if isinstance(each[4], int | float) else 0.0 for each in (first, other)]
    apart = distance_m(first[3], first[2], other[3], other[2])
    return (
        other[1] - first[1] <= 10 * MINUTE and radii[1] >= radii[0] and apart <= min(max(sum(radii), 20.0), 200.0)
    )  # fmt: skip


STEPS = st.tuples(
    st.integers(1, 400), st.integers(-40, 40), st.integers(-40, 40), st.sampled_from([None, 5.0, 5, 10.0, 65.0, "far"])
)


@given(st.lists(STEPS, max_size=60))
@example([(601, 0, 0, 5.0)] * 4)
def test_what_is_left_out_agrees_with_a_first_that_is_drawn(steps):
    rows, at, north, east = [], 0, 0, 0
    for number, (seconds, up, right, accuracy) in enumerate(steps):
        at, north, east = at + seconds, north + up, east + right
        rows.append(row(number, at, north, east, accuracy))
    drawn = {each[0] for each in telling(rows)}
    place = 0
    while place < len(rows):
        end = place + 1
        while end < len(rows) and agrees(rows[place], rows[end]):
            end += 1
        late = rows[end - 1][1] - rows[place][1] > 2 * MINUTE
        kept = {place, end - 1} if late else {place}
        assert drawn & set(range(place, end)) == kept
        place = end


def test_a_phone_at_rest_is_drawn_twice_in_ten_minutes():
    rows = [row(number, 20 * number) for number in range(90)]
    assert numbers(rows) == [0, 30, 31, 61, 62, 89]


def test_a_better_position_is_always_drawn_and_a_worse_one_is_not():
    rows = [row(0, 0, accuracy=65.0), row(1, 20, accuracy=5.0), row(2, 40, accuracy=65.0), row(3, 60, accuracy=5.0)]
    assert numbers(rows) == [0, 1]


def test_who_leaves_is_drawn_at_the_last_position_before():
    rows = [row(0, 0), row(1, 200), row(2, 400), row(3, 420, north_m=21)]
    assert numbers(rows) == [0, 2, 3]
    assert numbers([row(0, 0), row(1, 60), row(2, 80, north_m=21)]) == [0, 2], "a minute is soon enough"


def test_without_accuracy_twenty_metres_are_a_move():
    rows = [row(0, 0, accuracy=None), row(1, 9, 19, accuracy=None), row(2, 12, 20.5, accuracy=None)]
    assert numbers(rows) == [0, 2]


def test_far_circles_do_not_hide_a_way():
    rows = [row(number, 60 * number, north_m=150.0 * number, accuracy=3_000.0) for number in range(9)]
    assert numbers(rows) == [0, 2, 4, 6, 8]


def test_one_side_of_the_180th_meridian_and_the_other_are_both_drawn():
    rows = [(0, 0, 179.9999999, 10.0, 50.0, 0), (1, SECOND, -179.9999999, 10.0, 50.0, 1)]
    assert numbers(rows) == [0, 1]


def test_nothing_gives_nothing_and_the_rule_names_its_numbers():
    assert telling([]) == []
    for said in ("two minutes", "ten minutes", "20 m", "200 m", "0 m"):
        assert said in RULE
