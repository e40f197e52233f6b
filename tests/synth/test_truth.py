"""What the key says truly was, and how a case's stays and meetings are compared with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import UsageError
from phonefx.synth.grading.places import grade_meetings, grade_stays
from phonefx.synth.grading.score import Tally
from phonefx.synth.key import read_facts, read_head
from phonefx.synth.library import find_scenario, shipped
from phonefx.synth.make import make
from phonefx.synth.scenario import read_scenario
from phonefx.synth.truth import LEAST_US, LONGEST_GAP_US, show
from phonefx.synth.world import World

MINUTE = 60_000_000
STORY = """\
phonefx_scenario: 1
name: meet
title: Two who meet
level: beginner
about: They meet in a park while one clock is slow.
seed: 3
zone: Europe/London
period: {from: 2026-03-02 00:00, to: 2026-03-05 00:00}
people:
  ann: {name: Ann Ash, number: "+44 7700 900001"}
  ben: {name: Ben Birch, number: "+44 7700 900002"}
places:
  park: {name: Park, at: [51.5, -0.1]}
  pier: {name: Pier, at: [51.6, -0.3]}
phones:
  - {id: a, owner: ann, platform: android, model: pixel-7, os: "14",
     imei: "001000000000017", serial: A1, acquired: 2026-03-05 00:00}
  - {id: b, owner: ben, platform: ios, model: iphone-13, os: "16.6",
     imei: "001000000000025", serial: B1, acquired: 2026-03-05 00:00}
events:
  - {at: 2026-03-02 09:00, id: s1, stay: {who: ann, at: park, until: 2026-03-02 12:00}}
  - {at: 2026-03-02 10:00, id: s2, stay: {who: ben, at: park, until: 2026-03-02 11:00}}
  - {at: 2026-03-03 08:00, clock: {on: a, off_by_s: -7200}}
  - {at: 2026-03-03 09:00, id: s3, stay: {who: ann, at: pier, until: 2026-03-03 10:00}}
  - {at: 2026-03-03 09:00, id: s4, stay: {who: ben, at: pier, until: 2026-03-03 10:00}}
  - {at: 2026-03-03 11:00, clock: {on: a, off_by_s: 0}}
  - {at: 2026-03-04 09:00, id: s5, stay: {who: ann, at: park, until: 2026-03-04 10:00}}
  - {at: 2026-03-04 09:00, id: s6, stay: {who: ben, at: pier, until: 2026-03-04 10:00}}
  - {at: 2026-03-04 12:00, id: m1, message: {from: ann, to: ben, text: "See you at the park."}}
  - {at: 2026-03-04 13:00, id: d1, delete: {on: a, event: m1}}
"""


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    folder = tmp_path_factory.mktemp("met")
    (folder / "meet.yaml").write_text(STORY, encoding="utf-8")
    make(read_scenario(folder / "meet.yaml"), folder / "made", containers=("zip",))
    return folder / "made" / "key.json"


def test_the_key_names_every_event_as_the_author_wrote_it(met):
    events = read_head(met)["events"]
    assert len(events) == 10
    assert events[0] == {
        "id": "s1", "at_us": 1_772_442_000_000_000,
        "stay": {"who": "ann", "at": "park", "until": "2026-03-02 12:00"},
    }  # fmt: skip


def test_a_true_stay_has_true_times_and_those_of_the_phones_clock(met):
    stays = {stay["event"]: stay for stay in read_head(met)["stays"]}
    right, slow = stays["s1"], stays["s3"]
    assert (right["from_us"], right["arrived_us"]) == (1_772_442_000_000_000, 1_772_442_000_000_000)
    assert slow["arrived_us"] == slow["from_us"] - 7_200_000_000
    assert slow["departed_us"] == slow["until_us"] - 7_200_000_000
    recorded = [fact["values"]["time_us"] for fact in read_facts(met)
                if fact["phone"] == "a" and fact["values"].get("evidence_of") == "device_fix"]  # fmt: skip
    assert slow["fixes"] == sum(slow["arrived_us"] <= at <= slow["departed_us"] for at in recorded) > 3


def test_two_phones_met_where_both_stayed_and_a_wrong_clock_hides_it(met):
    found = {tuple(each["events"]): each for each in read_head(met)["meetings"]}
    assert set(found) == {("s1", "s2"), ("s3", "s4")}
    assert found["s1", "s2"]["until_us"] - found["s1", "s2"]["from_us"] == 60 * MINUTE
    assert found["s1", "s2"]["shown"]
    assert not found["s3", "s4"]["shown"]


def test_the_key_lists_deletions_with_what_survives(met):
    (deletion,) = read_head(met)["deletions"]
    (fact,) = [each for each in read_facts(met) if each["state"] == "deleted"]
    assert (deletion["phone"], deletion["at_us"]) == ("a", 1_772_629_200_000_000)
    assert deletion["facts"] == [
        {"fact": fact["fact"], "state": "deleted", "survives": "yes", "left_in": ["database"]}]  # fmt: skip


def test_a_phone_in_two_places_is_refused_with_its_line(tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text(STORY.replace("id: s5, stay: {who: ann, at: park, until: 2026-03-04 10:00}",
                                  "id: s5, stay: {who: ben, at: park, until: 2026-03-04 10:00}"))  # fmt: skip
    with pytest.raises(UsageError, match=r"twice\.yaml:\d+: b would be in two places.*2026-03-04 10:00:00"):
        list(World(read_scenario(path)).told())


@pytest.mark.parametrize("name", [path.stem for path in shipped()])
def test_no_shipped_story_has_a_phone_in_two_places(name):
    assert list(World(read_scenario(find_scenario(Path(name)))).told())


@given(st.lists(st.integers(0, 8 * LONGEST_GAP_US), max_size=12).map(sorted))
def test_positions_show_a_stay_by_the_rule_that_the_key_states(times):
    """The rule said again in another way: some stretch without a long gap, of three and ten minutes."""
    stretches = [times[first:last] for first in range(len(times)) for last in range(first + 3, len(times) + 1)]
    wanted = any(
        each[-1] - each[0] >= LEAST_US
        and all(each[at + 1] - each[at] <= LONGEST_GAP_US for at in range(len(each) - 1)) for each in stretches
    )  # fmt: skip
    assert show(times, LONGEST_GAP_US) is wanted


def case_with(stays=(), meetings=()):
    case = sqlite3.connect(":memory:")
    case.execute("CREATE TABLE stay (id, exhibit, arrived_us, departed_us, latitude, longitude)")
    case.execute("CREATE TABLE meeting (id, exhibit, other, from_us, to_us, latitude, longitude)")
    case.executemany("INSERT INTO stay VALUES (?, 'E1', ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(stays)])
    case.executemany("INSERT INTO meeting VALUES (?, ?, ?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(meetings)])
    return case


def true(first, last, latitude=51.5, shown=True):
    return {"arrived_us": first, "departed_us": last, "first_us": first, "last_us": last, "latitude": latitude,
            "longitude": -0.1, "shown": shown}  # fmt: skip


@pytest.mark.parametrize(("stay", "found", "false"), [
    ((0, 100, 51.5, -0.1), 1, 0), ((50, 150, 51.5, -0.1), 1, 0), ((60, 160, 51.5, -0.1), 0, 1),
    ((0, 100, 51.5013, -0.1), 1, 0), ((0, 100, 51.5014, -0.1), 0, 1), ((20, 30, 51.5, -0.1), 1, 0),
    ((200, 300, 51.5, -0.1), 0, 1),
])  # fmt: skip
def test_a_stay_is_found_by_place_and_half_its_time(stay, found, false):
    tally = Tally()
    grade_stays(tally, case_with([stay]), "E1", [true(0, 100)])
    assert (tally.expected, tally.found, tally.false) == (1, found, false)


def test_a_stay_that_positions_do_not_show_is_not_asked_for_but_not_false_either():
    tally = Tally()
    grade_stays(tally, case_with([(0, 100, 51.5, -0.1)]), "E1", [true(0, 100, shown=False)])
    assert (tally.expected, tally.found, tally.false) == (0, 0, 0)
    assert tally.perfect


def test_two_halves_of_a_night_are_one_stay_found():
    tally = Tally()
    grade_stays(tally, case_with([(0, 40, 51.5, -0.1), (60, 100, 51.5, -0.1)]), "E1", [true(0, 100)])
    assert (tally.found, tally.false, tally.perfect) == (1, 0, True)


def test_meetings_count_whichever_phone_is_named_first():
    case = case_with(meetings=[("E2", "E1", 0, 100, 51.5, -0.1), ("E1", "E3", 0, 100, 51.5, -0.1)])
    tally = Tally()
    grade_meetings(tally, case, ("E1", "E2"), [true(10, 90), true(500, 900)])
    assert (tally.expected, tally.found, tally.false) == (2, 1, 0)
    other = Tally()
    grade_meetings(other, case, ("E1", "E3"), [])
    assert (other.expected, other.false) == (0, 1)
