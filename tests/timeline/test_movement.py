"""Movement from a case: conservation, truth on made data, places, nights, journeys."""

from __future__ import annotations

import json
from datetime import date

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, MINUTE, START, daily, moved, sampled

from phonefx.records import EVIDENCE_OF, Location
from phonefx.timeline import movement

TOWN = {
    "home": (52.3700, 4.8900),
    "work": (52.3100, 4.9400),
    "gym": (52.3900, 4.9500),
    "friend": (52.3600, 4.8000),
}


def location(us, position, accuracy_m=10.0, evidence_of="device_fix"):
    return Location(
        time=at(us), latitude=position[0], longitude=position[1], accuracy_m=accuracy_m, evidence_of=evidence_of
    )


@pytest.fixture(scope="module")
def month():
    """A month of one person, built once; its tests read alone, or build the same again."""
    made = MadeCase()
    diary = daily(1, TOWN, 30)
    made.add("E1", *sampled(diary, 2, gaps=6))
    movement.build(made.db)
    return made, diary


def test_every_device_position_is_in_the_track_once(month):
    made, _ = month
    items = made.db.execute("SELECT count(*), count(DISTINCT item), min(seq), max(seq) FROM track").fetchone()
    stored = made.db.execute("SELECT count(*) FROM location").fetchone()[0]
    assert items == (stored, stored, 1, stored)
    (figures,) = movement.movements(made.db)
    assert sum(json.loads(figures.marks).values()) == figures.positions == stored


def test_the_displaced_positions_and_no_others_are_jumps(month):
    made, _ = month
    jumped = {
        row[0] for row in made.db.execute("SELECT item FROM location WHERE extra IS NOT NULL AND accuracy_m < 200")
    }
    marked = {row[0] for row in made.db.execute("SELECT item FROM track WHERE mark = 'jump'")}
    assert len(jumped) > 20
    assert marked == jumped


def test_the_stays_are_those_of_the_diary(month):
    made, diary = month
    stays = list(movement.stays(made.db))
    for true in diary.stays:
        middle = (true.arrived_us + true.departed_us) // 2
        (near,) = [stay for stay in stays if stay.arrived_us <= middle <= stay.departed_us] or [None]
        if near is None:
            continue  # silent at that moment; the count below bounds how often
        assert abs(near.latitude - true.latitude) < 0.0003
        assert near.arrived_us >= true.arrived_us - 5 * MINUTE
        assert near.departed_us <= true.departed_us + 5 * MINUTE
    assert len(diary.stays) <= len(stays) <= len(diary.stays) + 6


def test_trips_join_the_stays(month):
    made, _ = month
    stays = {stay.id: stay for stay in movement.stays(made.db)}
    trips = list(movement.trips(made.db))
    assert len(trips) >= len(stays) - 7
    for trip in trips:
        start, end = stays[trip.from_stay], stays[trip.to_stay]
        assert (trip.departed_us, trip.arrived_us) == (start.departed_us, end.arrived_us)
        assert trip.distance_m >= trip.straight_m - 1


def test_regular_places_are_counted_and_labelled_by_counts_only(month):
    made, _ = month
    places = list(movement.places(made.db))
    assert len(places) == len(TOWN)
    assert {place.country for place in places} == {"NL"}
    labels = [use.label for use in movement.place_uses(made.db, "E1") if use.label]
    assert len(labels) == 2
    assert not any(word in label for label in labels for word in ("home", "work ", "lives"))
    assert any(label.startswith("most frequent night-time place (") for label in labels)


def test_only_device_positions_make_a_track():
    made = MadeCase()
    made.add(
        "E1", *[location(START + n * MINUTE, TOWN["home"], evidence_of=word) for n, word in enumerate(EVIDENCE_OF)]
    )
    movement.build(made.db)
    used = {fix.evidence_of for fix in movement.fixes(made.db)}
    assert used == {"device_fix", "device_inferred"}


def test_two_phones_have_two_tracks():
    made = MadeCase()
    for label in ("E2", "E1"):
        made.exhibit(label)
    made.add("E1", *[location(START + n * MINUTE, TOWN["home"]) for n in range(15)])
    made.add("E2", *[location(START + n * MINUTE, TOWN["work"]) for n in range(15)])
    movement.build(made.db)
    by_phone = {stay.exhibit: stay for stay in movement.stays(made.db)}
    assert by_phone["E1"].latitude == pytest.approx(TOWN["home"][0])
    assert by_phone["E2"].latitude == pytest.approx(TOWN["work"][0])
    assert {fix.exhibit for fix in movement.fixes(made.db, "E2")} == {"E2"}
    assert len(list(movement.fixes(made.db))) == 30


def test_a_night_spanned_by_a_silence_counts_when_both_sides_agree():
    made = MadeCase()
    evening = [location(START + 20 * HOUR + n * MINUTE, TOWN["home"]) for n in range(30)]
    morning = [location(START + 30 * HOUR + n * MINUTE, TOWN["home"]) for n in range(30)]
    later = [location(START + 44 * HOUR + n * MINUTE, TOWN["home"]) for n in range(30)]
    again = [location(START + 54 * HOUR + n * MINUTE, TOWN["home"]) for n in range(30)]
    made.add("E1", *evening, *morning, *later, *again)
    movement.build(made.db)
    stays = list(movement.stays(made.db))
    assert [stay.no_data_before for stay in stays] == [False, True, True, True]
    assert list(movement.trips(made.db)) == []
    (use,) = movement.place_uses(made.db)
    assert (use.nights, use.nights_known) == (2, 2)


def test_a_journey_is_one_local_day():
    made = MadeCase()
    here, there = TOWN["home"], TOWN["work"]
    way = [location(START + 12 * HOUR + n * 2 * MINUTE, moved(here, -670 * n, 0)) for n in range(1, 10)]
    stay = [location(START + n * 10 * MINUTE, here) for n in range(72)]
    end = [location(START + 13 * HOUR + n * 10 * MINUTE, there) for n in range(72)]
    made.add("E1", *stay, *way, *end)
    movement.build(made.db)
    seen = movement.journey(made.db, "E1", date(2026, 3, 1), "Europe/Amsterdam")
    assert (seen.from_us, seen.to_us) == (START - HOUR, START + 23 * HOUR)
    assert [type(part).__name__ for part in seen.parts] == ["Stay", "Trip", "Stay"]
    assert seen.hours_with_data == 23
    nothing = movement.journey(made.db, "E1", date(2026, 4, 1), "Europe/Amsterdam")
    assert (nothing.parts, nothing.hours_with_data) == ((), 0)


def test_a_case_without_positions_or_not_yet_built_reads_as_empty():
    made = MadeCase()
    assert list(movement.fixes(made.db)) == []
    assert list(movement.stays(made.db)) == []
    assert movement.journey(made.db, "E1", date(2026, 3, 1)).hours_with_data == 0
    assert movement.build(made.db) == {"positions": 0, "stays": 0, "trips": 0}
    assert movement.movements(made.db) == []


def test_building_twice_gives_the_same_rows(month):
    made, _ = month
    names = ("track", "stay", "trip", "regular_place", "place_use", "movement")

    def everything():
        return [made.db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names]

    first = everything()
    movement.build(made.db)
    assert everything() == first


def test_days_in_a_zone_with_a_change_of_summer_time_have_their_own_length():
    made = MadeCase()
    made.add("E1", *[location(START + n * 30 * MINUTE, TOWN["home"]) for n in range(48 * 40)])
    movement.build(made.db)
    change = movement.journey(made.db, "E1", date(2026, 3, 29), "Europe/Amsterdam")
    assert change.to_us - change.from_us == 23 * HOUR
    assert change.hours_with_data == 23
    assert (
        movement.journey(made.db, "E1", date(2026, 3, 30), "Europe/Amsterdam").to_us - change.from_us == 23 * HOUR + DAY
    )
