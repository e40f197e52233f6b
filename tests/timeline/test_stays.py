"""Stays are found where the phone stayed, with honest edges."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from benchmarks.made_movement import HOUR, MINUTE, SECOND, START, moved

from phonefx.timeline.movement import Settings
from phonefx.timeline.movement.marking import Used
from phonefx.timeline.movement.records import Point
from phonefx.timeline.movement.stays import find_stays

HERE, THERE = (52.0, 5.0), (52.02, 5.0)


def fix(seq, us, position=HERE, accuracy_m=10.0):
    return Point(seq, seq, us, *position, accuracy_m)


def track(*steps):
    """Fixes from (minutes, position) pairs."""
    return [fix(seq, START + int(minutes * MINUTE), position) for seq, (minutes, position) in enumerate(steps, 1)]


def found(fixes, **limits):
    return list(find_stays(fixes, Settings(**limits)))


def test_a_stay_has_the_times_of_its_first_and_last_fix_and_of_those_beside_it():
    way = [(number, moved(HERE, -3000 + 700 * number, 0)) for number in range(4)]
    stay = [(10 + number, HERE) for number in range(0, 25, 2)]
    on = [(40 + number, moved(HERE, 700 * (number + 1), 0)) for number in range(4)]
    fixes = track(*way, *stay, *on)
    (only,) = found(fixes)
    assert only.first.us == START + 10 * MINUTE
    assert only.last.us == START + 34 * MINUTE
    assert only.before.us == START + 3 * MINUTE
    assert only.after.us == START + 40 * MINUTE
    assert only.fixes == 13
    assert only.longest_gap_us == 2 * MINUTE


def test_nine_minutes_are_no_stay_and_ten_are():
    assert found(track(*[(number, HERE) for number in range(10)])) == []
    assert len(found(track(*[(number, HERE) for number in range(11)]))) == 1


def test_two_fixes_are_no_evidence_of_a_stay():
    assert found(track((0, HERE), (30, HERE))) == []
    assert len(found(track((0, HERE), (15, HERE), (30, HERE)))) == 1


def test_two_outliers_are_tolerated_and_counted():
    fixes = track(*[(n, HERE) for n in range(6)], (6, THERE), (7, THERE), *[(n, HERE) for n in range(8, 15)])
    (only,) = found(fixes)
    assert only.outliers == (7, 8)
    assert only.fixes == 13
    assert (only.latitude, only.longitude) == pytest.approx(HERE, abs=1e-9)


def test_three_in_a_row_outside_end_it():
    fixes = track(*[(n, HERE) for n in range(12)], *[(n, THERE) for n in range(12, 30)])
    first, second = found(fixes)
    assert first.last.us == START + 11 * MINUTE
    assert first.after.us == second.first.us == START + 12 * MINUTE
    assert second.before.us == first.last.us


def test_a_silence_of_more_than_an_hour_divides_a_stay():
    fixes = track(*[(n, HERE) for n in range(20)], *[(n, HERE) for n in range(100, 120)])
    first, second = found(fixes)
    assert first.last.us == START + 19 * MINUTE
    assert second.first.us == START + 100 * MINUTE
    assert len(found(fixes, max_gap_s=2 * 3600)) == 1


def test_a_phone_that_records_seldom_has_stays_that_say_how_seldom():
    (only,) = found(track(*[(n * 100, HERE) for n in range(3)]))
    assert (only.fixes, only.longest_gap_us) == (3, 100 * MINUTE)
    assert found(track(*[(n * 190, HERE) for n in range(3)])) == []
    assert found(track((0, HERE), (100, THERE), (200, HERE), (300, THERE), (400, HERE))) == []


def test_an_accurate_fix_weighs_more_but_no_phone_is_believed_below_twenty_metres():
    rough = [fix(n, START + n * MINUTE, moved(HERE, 100, 0), 100.0) for n in range(1, 13)]
    fine = [fix(13, START + 13 * MINUTE, HERE, 1.0)]
    (only,) = found([*rough, *fine])
    north = (only.latitude - HERE[0]) * 111_195
    assert north == pytest.approx(12 * (1 / 100**2) * 100 / (12 / 100**2 + 1 / 20**2), rel=0.01)


def test_the_radius_holds_ninety_five_percent_of_the_fixes():
    near = [(n, HERE) for n in range(95)]
    far = [(95 + n, moved(HERE, 90, 0)) for n in range(5)]
    (only,) = found(track(*near, *far))
    assert only.radius_m == 5.0


def test_a_stay_on_the_180th_meridian_has_its_centre_there():
    sides = [(0.5, 179.9999), (0.5, -179.9999)]
    (only,) = found(track(*[(n, sides[n % 2]) for n in range(20)]))
    assert only.fixes == 20
    assert abs(only.longitude) == pytest.approx(180, abs=1e-4)


def test_steady_travel_is_no_stay():
    assert found(track(*[(n, moved(HERE, 900 * n, 0)) for n in range(120)])) == []


def test_a_long_drift_does_not_lose_the_last_stay():
    fixes = track((0, HERE), (1, THERE), *[(2 + n, moved(THERE, 5000, 0)) for n in range(15)])
    (only,) = found(fixes)
    assert only.first.us == START + 2 * MINUTE
    assert only.last.us == START + 16 * MINUTE


def test_nothing_in_nothing_out():
    assert found([]) == []
    assert found([fix(1, START)]) == []
    assert found(track((0, HERE), (1, THERE))) == []


def test_every_stay_is_in_order_and_apart():
    steps = [(n * 5, HERE if (n // 10) % 2 else THERE) for n in range(200)]
    stays = found(track(*steps))
    assert len(stays) == 20
    assert all(a.last.us < b.first.us for a, b in pairwise(stays))
    assert all(stay.last.us - stay.first.us == 45 * MINUTE < HOUR for stay in stays)


def passing(metres_apart, first):
    """Half an hour at a place, reached on foot by way of a second one, at which the phone then stays for an hour.

    Fixes of the way are frequent and accurate, those of a phone at rest are neither.
    """
    quay = moved(HERE, -metres_apart, 0)
    way = [(n / 2, moved(HERE, 40 * n - 800, 0), 8.0) for n in range(first, 20)]
    here = [(19 + 5 * n, HERE, 35.0) for n in range(5)]
    steps = [*way, *here, *[(44 + 5 * n, quay, 30.0) for n in range(12)]]
    return [fix(seq, START + int(minutes * MINUTE), *spot) for seq, (minutes, *spot) in enumerate(steps, 1)]


@pytest.mark.parametrize("start", range(10))
@pytest.mark.parametrize("metres", [280, 310, 340, 600])
def test_the_way_past_another_place_is_not_taken_for_the_beginning_of_a_stay(metres, start):
    first, second = found(passing(metres, start))
    assert (first.latitude - HERE[0]) * 111_195 == pytest.approx(0, abs=80)
    assert first.before.us == first.first.us - MINUTE // 2
    assert START + 7 * MINUTE < first.first.us <= START + 10 * MINUTE
    assert (first.last.us, second.first.us) == (START + 39 * MINUTE, START + 44 * MINUTE)
    assert (second.latitude - HERE[0]) * 111_195 == pytest.approx(-metres, abs=5)


def test_a_walk_that_never_rests_is_no_stay():
    assert found(track(*[(n / 2, moved(HERE, 40 * n, 0)) for n in range(200)])) == []


def test_one_fix_afar_costs_a_young_stay_nothing():
    fixes = track(*[(n, HERE) for n in range(4)], (4, moved(HERE, 210, 0)), *[(n, HERE) for n in range(5, 16)])
    (only,) = found(fixes)
    assert (only.first.us, only.outliers) == (START, (5,))


def test_what_was_shed_counts_for_no_silence_and_no_outlier():
    way = [(0, moved(HERE, -390, 0)), (0.5, moved(HERE, 3000, 0)), (50, moved(HERE, -195, 0))]
    (only,) = found(track(*way, *[(51 + n, HERE) for n in range(12)]), max_gap_s=2 * 3600)
    assert only.first.seq == 3
    assert only.before.seq == 2
    assert only.outliers == ()
    assert only.longest_gap_us == MINUTE


@pytest.mark.parametrize("middle", [HERE, (-70.0, 179.9999)])
@pytest.mark.parametrize("seed", range(12))
def test_rows_that_a_stay_takes_at_once_give_what_they_give_one_by_one(seed, middle):
    """Rests, walks, jumps, silences and several positions of one moment, a second to hours apart."""
    chance = random.Random(seed)
    us, north, east, fixes = START, 0.0, 0.0, []
    for seq in range(1, 1500):
        us += int(chance.choice([0.02, 1, 1, 3, 20, 20, 60]) * SECOND * chance.choice([1, 1, 1, 1, 1, 1, 200]))
        step = chance.choice([5, 5, 30, 30, 400]) if seq // 150 % 2 else 20
        north, east = north * 0.97 + chance.gauss(0, step), east * 0.97 + chance.gauss(0, step)
        far = chance.uniform(2_000, 90_000) if chance.random() < 0.02 else 0.0
        place = moved(middle, north + far, east)
        fixes.append(fix(seq, us, place, chance.uniform(3, 60)))
        if chance.random() < 0.02:
            fixes.append(fix(seq + 5000, us, place, 99.0))
    told = []
    for gather in (iter, list):
        marks, hours = {}, []
        rows = Used([fixes], marks.__setitem__, Settings(), lambda us, hours=hours: hours.append(us) or us + HOUR)
        stays = list(find_stays(rows if gather is iter else gather(rows), Settings()))
        told.append((marks, hours, stays))
    (marks, hours, at_once), (other_marks, other_hours, one_by_one) = told
    assert (marks, hours) == (other_marks, other_hours)
    assert len(at_once) == len(one_by_one) > 2
    assert sum(stay.fixes for stay in at_once) > 600
    for one, other in zip(at_once, one_by_one, strict=True):
        assert (one.first, one.last, one.before, one.after) == (other.first, other.last, other.before, other.after)
        assert (one.fixes, one.longest_gap_us, one.outliers) == (other.fixes, other.longest_gap_us, other.outliers)
        assert (one.latitude, one.longitude) == pytest.approx((other.latitude, other.longitude), abs=1e-9)
        assert abs(one.radius_m - other.radius_m) <= 5
