"""Lines and rings are cut to the frame and thinned to what can be seen."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.report.maps.clipping import clipped_line, clipped_ring, grown, meets, thinned

BOX = (0.0, 0.0, 100.0, 50.0)
numbers = st.floats(-300, 300).map(lambda value: round(value, 3))
points = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12)


def area(ring):
    closed = [*ring, ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(closed)) / 2


@settings(max_examples=80, deadline=None)
@given(points)
def test_nothing_is_left_outside(line):
    for part in (*clipped_line(line, BOX), clipped_ring(line, BOX)):
        for x, y in part:
            assert -1e-6 <= x <= 100 + 1e-6
            assert -1e-6 <= y <= 50 + 1e-6


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 99), st.floats(1, 49)), min_size=3, max_size=12))
def test_what_lies_inside_stays_as_it_is(line):
    assert clipped_ring(line, BOX) == line
    pieces = clipped_line(line, BOX)
    assert pieces == [line]


def test_a_line_that_leaves_and_comes_back_is_two():
    parts = clipped_line([(10, 10), (10, 90), (20, 90), (20, 10)], BOX)
    assert parts == [[(10, 10), (10, 50)], [(20, 50), (20, 10)]]


def test_a_line_through_the_frame_keeps_its_direction():
    ((start, end),) = clipped_line([(-50, 25), (150, 25)], BOX)
    assert start == (0, 25)
    assert end == (100, 25)
    assert clipped_line([(-50, 60), (150, 60)], BOX) == []


def test_a_ring_around_the_frame_fills_it():
    ring = [(-10, -10), (200, -10), (200, 200), (-10, 200)]
    assert abs(area(clipped_ring(ring, BOX))) == pytest.approx(5_000)
    assert clipped_ring([(200, 200), (210, 200), (210, 210)], BOX) == []


def test_thinning_keeps_the_ends_and_nothing_closer_than_asked():
    line = [(number / 10, 0.0) for number in range(100)]
    kept = thinned(line, 1.0)
    assert kept[0] == line[0]
    assert kept[-1] == line[-1]
    assert all(b[0] - a[0] > 0.99 for a, b in itertools.pairwise(kept))
    assert thinned(line[:2], 5.0) == line[:2]


def test_boxes():
    assert grown(BOX, 5) == (-5, -5, 105, 55)
    assert meets([(-5, 10), (5, 10)], BOX)
    assert not meets([(-5, 10), (-1, 90)], BOX)
