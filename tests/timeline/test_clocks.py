"""Zones, wall clocks and stamps: placed with their uncertainty, never bent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, MINUTE, START
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.records import DeviceFact, Event, Location, Message
from phonefx.timeline import clocks, leads, movement, people, sameness, tables
from phonefx.timeline.clocks import ClockEvent, ClockOffset, PlacedTime, ZoneSpan
from phonefx.timeline.movement.calendar import local


def us(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def built(made):
    movement.build(made.db)
    clocks.build(made.db)
    return made


def test_a_wall_clock_time_is_placed_in_the_phones_zone():
    made = MadeCase()
    made.add("E1", DeviceFact(name="persist.sys.timezone", value="Europe/Amsterdam"))
    (summer,) = made.add("E1", Event(time=at(us(2026, 7, 1, 12))), basis="device")
    (winter,) = made.add("E1", Event(time=at(us(2026, 1, 1, 12))), basis="device")
    rows = {row.item: row for row in tables.read(built(made).db, PlacedTime)}
    assert (rows[summer].us, rows[winter].us) == (us(2026, 7, 1, 10), us(2026, 1, 1, 11))
    assert rows[summer].early_us == rows[summer].late_us == rows[summer].us
    assert rows[summer].reason == "wall clock read in Europe/Amsterdam"


def test_without_a_zone_the_bounds_are_those_of_all_zones():
    made = MadeCase()
    made.add("E1", Event(time=at(us(2026, 7, 1, 12))), basis="device")
    (row,) = tables.read(built(made).db, PlacedTime)
    assert row.us is None
    assert (row.early_us, row.late_us) == (us(2026, 6, 30, 22), us(2026, 7, 2, 0))


def test_an_unknown_basis_is_not_decided():
    made = MadeCase()
    made.add("E1", DeviceFact(name="time zone", value="Asia/Tokyo"))
    made.add("E1", Event(time=at(us(2026, 7, 1, 12))), basis="unknown")
    (row,) = tables.read(built(made).db, PlacedTime)
    assert row.us is None
    assert (row.early_us, row.late_us) == (us(2026, 7, 1, 3), us(2026, 7, 1, 12))


def test_the_hour_that_comes_twice_has_two_moments_and_the_one_that_never_came_has_one():
    twice = clocks.moments(us(2026, 10, 25, 2, 30), "Europe/Amsterdam")
    assert twice == [us(2026, 10, 25, 0, 30), us(2026, 10, 25, 1, 30)]
    assert clocks.moments(us(2026, 3, 29, 2, 30), "Europe/Amsterdam") == [us(2026, 3, 29, 1, 30)]


@settings(max_examples=60)
@given(
    st.integers(us(2001, 1, 1), us(2030, 1, 1)).map(lambda value: value // 1_000_000 * 1_000_000),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_every_moment_is_among_those_of_its_wall_clock(moment, zone):
    wall = local(moment, zone).replace(tzinfo=UTC)
    assert moment in clocks.moments(us(*wall.timetuple()[:6]), zone)


def test_zone_history_from_settings_events_and_stays():
    made = MadeCase()
    made.add("E1", DeviceFact(name="timezone", value="Europe/London"))
    made.add("E1", Event(time=at(START + HOUR), category="timezone change", detail="now Europe/London"))
    made.add("E1", Event(time=at(START + 5 * HOUR), category="timezone change", detail="now Asia/Tokyo"))
    made.add("E1", Event(time=at(START + 6 * HOUR), category="boot"))
    for number in range(20):
        made.add("E1", place(START + number * MINUTE, 51.5, -0.1))
        made.add("E1", place(START + 20 * HOUR + number * MINUTE, 35.68, 139.76))
    spans = [(row.zone, row.from_us, row.to_us, row.reason.split()[0]) for row in tables.read(built(made).db, ZoneSpan)]
    assert spans == [
        ("Europe/London", None, None, "set"),
        ("Europe/London", START + HOUR, START + 5 * HOUR, "recorded"),
        ("Asia/Tokyo", START + 5 * HOUR, None, "recorded"),
        ("Europe/London", START, START + 20 * HOUR, "offered:"),
        ("Asia/Tokyo", START + 20 * HOUR, START + 20 * HOUR + 19 * MINUTE, "offered:"),
    ]
    assert [row.what.split(":")[0] for row in tables.read(made.db, ClockEvent)] == ["timezone change"] * 2 + ["boot"]


def place(moment, latitude, longitude):
    return Location(time=at(moment), latitude=latitude, longitude=longitude, accuracy_m=9.0, evidence_of="device_fix")


@pytest.mark.parametrize(("delay_s", "word"), [(5, None), (-7200, "behind"), (4000, "ahead")])
def test_the_clock_is_compared_with_the_stamps_of_received_messages(delay_s, word):
    made = MadeCase()
    for number in range(5):
        sent = START + number * DAY // 10
        received = sent + (delay_s + number) * 1_000_000
        made.add("E1", Message(time=at(received), sent=at(sent), direction="incoming", counterpart="+12025550123"))
    people.build(made.db)
    sameness.build(made.db)
    built(made)
    (row,) = tables.read(made.db, ClockOffset)
    assert (row.messages, row.least_s, row.median_s) == (5, delay_s, delay_s + 2)
    leads.build(made.db)
    said = [lead.reason for lead in tables.read(made.db, leads.Lead) if lead.topic == "clock offset"]
    assert len(said) == (word is not None)
    assert all(f"clock was {word}" in each for each in said)
