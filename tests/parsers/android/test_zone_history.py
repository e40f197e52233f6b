"""The time zones that Android notes with its events become the history of the zone of the phone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks.made_case import MadeCase, at

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.parsers.registry import parsers_by_id
from phonefx.records import Event
from phonefx.timeline import clocks, movement, tables
from phonefx.timeline.clocks import ZoneSpan


@pytest.mark.parametrize(("parser", "zone", "ms"), [
    ("android.battery", "Europe/Lisbon", 1700000000000), ("android.samsung.wellbeing", "Europe/Lisbon", 1700003600000),
    ("android.energy", "Europe/London", 1700000000000),
])  # fmt: skip
def test_an_event_with_a_zone_begins_a_span_of_that_zone(parser: str, zone: str, ms: int):
    made = next(each for each in casework.made_cases() if each.parser == parser)
    rows = casework.run(parsers_by_id()[parser], made.about["path"], made.content()).of("event")
    case = MadeCase()
    for row in rows:
        case.add("E1", Event(time=at(row["time_us"]), category=row["category"], subject=row.get("subject"),
                             detail=row.get("detail")))  # fmt: skip
    movement.build(case.db)
    clocks.build(case.db)
    assert [(span.zone, span.from_us) for span in tables.read(case.db, ZoneSpan)] == [(zone, ms * 1000)]
