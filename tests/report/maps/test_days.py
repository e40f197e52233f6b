"""The days of a track: where each ends, found without reading the track; and classes that a case has none of."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import START
from hypothesis import example, given, settings
from hypothesis import strategies as st

from phonefx.records import Location, Visit
from phonefx.report.maps.kml import days
from phonefx.report.maps.reading import MapCase
from phonefx.timeline.zone import Zone

SECOND = 1_000_000
HOUR = 3600 * SECOND


class Times:
    """What `days.parts` asks a case: the numbers of a phone's track, and the time of one; counts how often."""

    def __init__(self, times):
        self.times, self.asked = times, 0

    def span(self, exhibit):
        return range(1, len(self.times) + 1)

    def time_of(self, seq):
        self.asked += 1
        return self.times[seq - 1]


def cut(times, zone):
    return [(each.day, each.rows) for each in days.parts(Times(times), "E1", Zone(zone), largest=10**9)]


@settings(max_examples=200)
@given(st.integers(0, 5), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=20),
       st.sampled_from(["UTC", "Europe/Amsterdam", "Asia/Kathmandu"]))  # fmt: skip
@example(0, [(60, 24), (1, 1), (70, 24), (0, 30), (1, 40)], "Europe/Amsterdam")
@example(3, [], "UTC")
def test_a_track_is_cut_where_the_local_day_changes(untimed, stretches, zone):
    times, us = [None] * untimed, START
    for count, hours in stretches:
        us += hours * HOUR
        times += [us + number * 60 * SECOND for number in range(count)]
        us += count * 60 * SECOND
    local = ["" if each is None else f"{datetime.fromtimestamp(each / 1e6, ZoneInfo(zone)):%Y-%m-%d}" for each in times]
    groups = [list(group) for _, group in groupby(enumerate(local, 1), lambda each: each[1])]
    assert cut(times, zone) == [(rows[0][1], range(rows[0][0], rows[-1][0] + 1)) for rows in groups]


def test_days_that_are_alike_are_found_with_few_questions():
    case = Times([START + 20 * number * SECOND for number in range(100 * 4320)])
    assert len(list(days.parts(case, "E1", Zone("UTC"), largest=10**9))) == 100
    assert case.asked < 100 * 10


def test_classes_that_a_case_has_none_of_are_not_looked_for_in_its_positions():
    made = MadeCase()
    made.add("E1", *[Location(time=at(START + n), latitude=52.0, longitude=4.9, evidence_of="device_fix")
                     for n in range(20_000)])  # fmt: skip
    made.add("E1", Visit(time=at(START), latitude=52.0, longitude=4.9, evidence_of="visit"))
    made.db.execute("UPDATE location_own SET common = (SELECT min(id) FROM location_common)")
    made.db.execute("DELETE FROM location_common WHERE id > (SELECT min(id) FROM location_common)")
    case, steps = MapCase(made.db), []
    made.db.set_progress_handler(lambda: steps.append(1000), 1000)
    assert [(spot.kind, spot.latitude) for spot in case.spots("E1")] == [("visit", 52.0)]
    assert sum(steps) < 20_000
    made.db.set_progress_handler(None, 0)
    assert case.counts("E1") == {"device_fix": 20_000, "visit": 1}
