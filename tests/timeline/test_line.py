"""Which positions a large map draws: what is left out is held to the stated rule by a second, plain reading of it."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import START
from hypothesis import example, given
from hypothesis import strategies as st

from phonefx.records import Location
from phonefx.report.maps.reading import NOT_USED, MapCase
from phonefx.timeline import movement
from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.movement.line import RULE, Choosing, telling

SECOND = 1_000_000
MINUTE = 60 * SECOND


def row(number, seconds, north_m=0.0, east_m=0.0, accuracy=10.0):
    degree = 111_195.08
    east = 4.9 + east_m / degree / math.cos(math.radians(52))
    return number, number, seconds * SECOND, 52 + north_m / degree, east, accuracy


def numbers(rows):
    return [each[0] for each in telling(rows)]


def between(before, after, us):
    """Where who goes evenly from one to the other is at a moment: latitude and longitude."""
    share = (us - before[2]) / (after[2] - before[2])
    return tuple(before[axis] + share * (after[axis] - before[axis]) for axis in (3, 4))


def hold_to_rule(rows, drawn):
    """Hold what is drawn of some used positions to the rule as it is told."""
    at = {each[0]: place for place, each in enumerate(rows)}
    places = [at[each[0]] for each in drawn]
    assert places == sorted(set(places))
    assert drawn[:1] == rows[:1]
    assert drawn[-1:] == rows[-1:]
    for before, after in pairwise(drawn):
        left_out = rows[at[before[0]] + 1 : at[after[0]]]
        assert not left_out or after[2] - before[2] <= 10 * MINUTE
        for each in left_out:
            stated = each[5] if isinstance(each[5], int | float) else 0
            passed_m = distance_m(*between(before, after, each[2]), each[3], each[4])
            assert passed_m <= min(max(2 * stated, 30), 200)


def walked(steps):
    rows, at, north, east = [], 0, 0, 0
    for number, (seconds, up, right, accuracy) in enumerate(steps):
        at, north, east = at + seconds, north + up, east + right
        rows.append(row(number, at, north, east, accuracy))
    return rows


STEPS = st.tuples(
    st.integers(0, 400), st.integers(-90, 90), st.integers(-90, 90), st.sampled_from([None, 5.0, 5, 50.0, 900, "far"])
)


@given(st.lists(STEPS, max_size=60))
@example([(0, 0, 0, 5.0)] * 4)
@example([(20, 12, 5, 5.0)] * 60)
def test_what_is_left_out_lies_within_twice_its_accuracy_of_the_line(steps):
    rows = walked(steps)
    hold_to_rule(rows, telling(rows))


ACCURATE = st.tuples(
    st.integers(1, 400), st.integers(-90, 90), st.integers(-90, 90), st.sampled_from([5.0, 50.0, 100.0])
)


@given(st.lists(ACCURATE, max_size=60), st.lists(st.integers(0, 20), max_size=12), st.sets(st.integers(0, 60)))
@example([(20, 12, 5, 5.0)] * 60, [0, 7, 0, 40], set())
@example([(20, 12, 5, 5.0)] * 60, [30], {0, 1, 59})
@example([(20, 12, 5, 5.0)] * 60, [], set(range(60)))
def test_a_line_chosen_while_positions_pass_keeps_the_rule_whatever_proves_unused(steps, cuts, unused):
    rows, batches, low = walked(steps), [], 0
    for size in cuts:
        batches.append(rows[low : low + size])
        low += size
    choosing = Choosing(100.0)
    assert [list(each) for each in choosing.watch([*batches, rows[low:]])] == [*batches, rows[low:]]
    used = [each for each in rows if each[0] not in unused]
    drawn = choosing.drawn(unused, lambda low, high: [each for each in used if low <= each[0] <= high])
    unstated = [each if each[5] != 100.0 else (*each[:5], None) for each in used]
    hold_to_rule(unstated, [each for each in unstated if each[0] in drawn])
    assert drawn == sorted(drawn)
    if not unused:
        assert drawn == [each[0] for each in telling(unstated)]


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
    rows = [(n, n, n * SECOND, 10.0, 179.9999 if n % 2 else -179.9999, 50.0) for n in range(4)]
    assert numbers(rows) == [0, 1, 2, 3]


def test_nothing_gives_nothing_and_the_rule_names_its_numbers():
    assert telling([]) == []
    for said in ("ten minutes", "twice", "30 m", "200 m"):
        assert said in RULE


def made_track():
    """A phone that walks, rests, and is now and then told to be elsewhere; every third position states no accuracy."""
    chance, made, rows, north, east = random.Random(7), MadeCase(), [], 0.0, 0.0
    for number in range(1500):
        if number % 500 < 150:
            north, east = north + chance.uniform(-5, 40), east + chance.uniform(-20, 40)
        far = {50: 3_000.0, 90: 700.0}.get(number % 97, 3_000.0 * (number in {0, 1499}))
        rows.append(row(number, 20 * number + 9000 * (number > 900), north + far + chance.gauss(0, 12), east))
    made.add("E1", *[
        Location(
            time=at(START + us), latitude=latitude, longitude=longitude, evidence_of="device_fix",
            accuracy_m=10.0 if number % 3 else None,
        )
        for number, _, us, latitude, longitude, _ in rows
    ])  # fmt: skip
    movement.build(made.db)
    return made


def test_the_line_that_movement_stores_goes_through_used_positions_and_keeps_the_rule():
    made = made_track()
    case = MapCase(made.db)
    line = [seq for (seq,) in made.db.execute("SELECT seq FROM line ORDER BY seq")]
    marks = dict(made.db.execute("SELECT mark, count(*) FROM track GROUP BY mark"))
    assert marks["outlier"] > 5
    assert marks["jump"] > 1
    used = case.used(case.span("E1"))
    hold_to_rule(used, [each for each in used if each[0] in line])
    assert len(line) < len(used) / 3


def test_any_stretch_of_the_track_has_a_line_of_its_own_that_keeps_the_rule():
    case, chance = MapCase(made_track().db), random.Random(8)
    for _ in range(60):
        low, size = chance.randrange(1, 1500), chance.choice((1, 2, 7, 40, 500))
        stretch = range(low, min(low + size, 1501))
        used, (drawn, count) = case.used(stretch), case.line(stretch)
        assert count == len(used)
        hold_to_rule(used, drawn)


def test_a_case_whose_movement_stored_no_line_has_one_chosen_from_all():
    made = made_track()
    made.db.execute("DROP TABLE line")
    case = MapCase(made.db)
    assert case.line(range(1, 1501)) == (telling(case.used(range(1, 1501))), len(case.used(range(1, 1501))))


def test_the_positions_that_a_long_track_does_not_use_are_found_without_walking_it():
    made, steps = made_track(), []
    case = MapCase(made.db)
    marks = made.db.execute("SELECT seq, mark FROM track ORDER BY seq")
    unused = [seq for seq, mark in marks if mark not in {"", "leap"}]
    assert 10 < len(unused) < 60
    made.db.set_progress_handler(lambda: steps.append(1), 1)
    assert [fix.seq for fix in case.fixes(range(1, 1501), NOT_USED)] == unused
    made.db.set_progress_handler(None, 0)
    assert len(steps) < 40 * len(unused) + 100
    assert case.line(range(1, 1501))[1] == 1500 - len(unused)
