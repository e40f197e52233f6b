"""Meetings on made movement whose truth is known: who met, where, and who only lives next door."""

from __future__ import annotations

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, MINUTE, START, Diary, TrueStay, daily, merged, moved, sampled

from phonefx.records import Location
from phonefx.timeline import leads, meetings, movement, tables
from phonefx.timeline.leads.meeting import meeting_leads
from phonefx.timeline.meetings import FORMULA, Meeting, MeetingPair
from phonefx.timeline.meetings.pairing import Walker
from phonefx.timeline.movement import Fix

ANN = {"home": (52.37, 4.89), "work": (52.31, 4.94), "gym": (52.39, 4.95), "bar": (52.36, 4.80)}
BEN = {"home": (52.40, 4.85), "work": (52.34, 4.99), "pool": (52.42, 4.92), "shop": (52.33, 4.86)}
PARK = (52.355, 4.87)


def meet(diary, place, position, start, end):
    """The diary with a stay put in, and travel of half an hour before and after it."""
    kept = []
    for stay in diary.stays:
        if stay.departed_us > start - HOUR // 2 and stay.arrived_us < end + HOUR // 2:
            before = TrueStay(stay.place, stay.latitude, stay.longitude, stay.arrived_us, start - HOUR // 2)
            after = TrueStay(stay.place, stay.latitude, stay.longitude, end + HOUR // 2, stay.departed_us)
            kept += [part for part in (before, after) if part.departed_us - part.arrived_us > HOUR // 3]
        else:
            kept.append(stay)
    kept.append(TrueStay(place, *position, start, end))
    return Diary(sorted(kept, key=lambda stay: stay.arrived_us))


def pair(one, other, **how):
    made = MadeCase()
    made.add("E1", *sampled(one, 11, **how))
    made.add("E2", *sampled(other, 12, **how))
    movement.build(made.db)
    meetings.build(made.db)
    (row,) = tables.read(made.db, MeetingPair)
    return made, row


def test_strangers_in_one_town_do_not_meet():
    _, row = pair(daily(1, ANN, 10), daily(2, BEN, 10))
    assert row.comparable > 5000
    assert (row.meetings, row.score) == (0, 0)


def test_one_meeting_in_a_park_is_found_with_its_time_and_place():
    start, end = START + 3 * DAY + 12 * HOUR, START + 3 * DAY + 13 * HOUR
    one, other = (meet(daily(seed, town, 7), "park", PARK, start, end) for seed, town in ((1, ANN), (2, BEN)))
    made, row = pair(one, other)
    (found,) = tables.read(made.db, Meeting)
    assert abs(found.from_us - start) < 6 * MINUTE
    assert abs(found.to_us - end) < 6 * MINUTE
    assert (found.kind, found.regular_for, found.place) == ("place", "", 1)
    assert abs(found.latitude - PARK[0]) < 0.001
    assert (row.places, row.free_places, row.journeys, row.score) == (1, 1, 0, 1)
    labels = [
        made.db.execute("SELECT exhibit FROM item WHERE id = ?", (item,)).fetchone()[0]
        for item in (found.first_item, found.last_item, found.other_first_item, found.other_last_item)
    ]
    assert labels == ["E1", "E1", "E2", "E2"]


def test_neighbours_meet_often_and_score_nothing():
    next_door = BEN | {"home": moved(ANN["home"], 15, 10)}
    _, row = pair(daily(1, ANN, 14), daily(2, next_door, 14))
    assert row.meetings >= 12
    assert (row.places, row.free_places, row.journeys, row.score) == (1, 0, 0, 0)


def test_colleagues_score_nothing_either():
    _, row = pair(daily(1, ANN, 14), daily(2, BEN | {"work": moved(ANN["work"], 20, 0)}, 14))
    assert row.meetings >= 8
    assert row.score == 0


def test_people_who_travel_together_score_in_places_and_journeys():
    _, row = pair(daily(1, ANN, 14), daily(1, ANN, 14))
    assert row.near / row.comparable > 0.95
    assert row.places == 4
    assert row.journeys >= 25
    assert row.score >= 50
    assert row.contradicting == 0


def test_opposite_directions_on_one_road_are_no_journey():
    there = Diary(
        merged(
            [
                TrueStay("a", 52.30, 4.9, START, START + HOUR),
                TrueStay("b", 52.40, 4.9, START + 2 * HOUR, START + 4 * HOUR),
            ]
        )
    )
    back = Diary(
        merged(
            [
                TrueStay("b", 52.40, 4.9, START, START + HOUR),
                TrueStay("a", 52.30, 4.9, START + 2 * HOUR, START + 4 * HOUR),
            ]
        )
    )
    _, row = pair(there, back, every_s=60)
    assert row.journeys == 0


def test_positions_apart_in_time_are_not_compared():
    early, late = daily(1, ANN, 3), daily(1, ANN, 3, START + 30 * DAY)
    _, row = pair(early, late)
    assert (row.comparable, row.meetings) == (0, 0)


def test_accurate_positions_far_apart_contradict():
    made, row = pair(daily(1, ANN, 3), daily(2, BEN, 3), coarse_share=0.0, jump_share=0.0)
    assert row.contradicting > 0.95 * row.comparable
    assert list(meeting_leads(made.db)) == []


def test_the_lead_says_the_formula_the_figures_and_the_doubts():
    made, row = pair(daily(1, ANN, 7), daily(1, ANN, 7))
    (lead,) = meeting_leads(made.db)
    assert FORMULA in lead.reason
    assert f"in {row.places} distinct places ({row.free_places} not regular for both)" in lead.reason
    assert "Neighbours" in lead.limits
    assert lead.topic in leads.TOPICS
    assert lead.measure == row.score


def fix(minutes, latitude, item, accuracy=10.0):
    return Fix(item, item, "E2", START + minutes * MINUTE, latitude, 5.0, accuracy, "device_fix", None, "live", "")


def test_a_position_between_two_fixes_lies_on_the_line_with_more_doubt():
    walker = Walker([fix(0, 52.0, 1), fix(4, 52.04, 2)], 300_000_000)
    start, between, end = (walker.at(START + minutes * MINUTE) for minutes in (0, 1, 4))
    assert (start.latitude, start.radius_m, start.item) == (52.0, 10.0, 1)
    assert between.latitude == pytest.approx(52.01)
    assert between.radius_m == pytest.approx(10 + 4448 * 0.25 * 0.75, rel=0.01)
    assert (end.latitude, end.item) == (52.04, 2)


def test_beyond_the_window_there_is_no_position():
    walker = Walker([fix(0, 52.0, 1), fix(60, 52.0, 2)], 300_000_000)
    assert walker.at(START + 5 * MINUTE).item == 1
    assert walker.at(START + 6 * MINUTE) is None
    assert walker.at(START + 56 * MINUTE).item == 2
    assert walker.at(START + 66 * MINUTE) is None
    assert Walker([], 1).at(START) is None


def test_three_phones_are_three_pairs_and_one_phone_is_none():
    made = MadeCase()
    for label in ("E1", "E2", "E3"):
        for number in range(15):
            here = Location(time=at(START + number * MINUTE), latitude=52.0, longitude=5.0, evidence_of="device_fix")
            made.add(label, here)
    movement.build(made.db)
    assert meetings.build(made.db) == {"meetings": 3}
    names = [(row.exhibit, row.other) for row in tables.read(made.db, MeetingPair)]
    assert names == [("E1", "E2"), ("E1", "E3"), ("E2", "E3")]
    assert meetings.build(MadeCase().db) == {"meetings": 0}
