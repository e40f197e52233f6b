"""The latest rows of a bounded report, found window by window, against one sorted query."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.pdf.reported import MadeCase

from phonefx.case import blocks
from phonefx.report.pdf.sections import calls, timeline

ROWS = st.lists(st.tuples(st.sampled_from(("call", "message", "event")), st.none() | st.integers(1, 50)), max_size=30)


def book(rows, only=""):
    made = MadeCase()
    for number, (kind, us) in enumerate(rows):
        made.item(kind, us, state="superseded" if number % 5 == 4 else "live")
    before, blocks.SIZE = blocks.SIZE, 3
    try:
        blocks.build(made.db)
    finally:
        blocks.SIZE = before
    return SimpleNamespace(database=made.db, only=lambda column: only and f" AND {column} {only}")


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 12), st.sampled_from(("", "% 2 = 0")))
def test_the_latest_calls_are_those_of_the_whole_list_and_those_without_a_time_come_first(rows, count, only):
    made = book(rows, only)
    where = "kind = 'call' AND state <> 'superseded'" + made.only("id")
    ordered = f"SELECT id FROM item WHERE {where} ORDER BY time_us IS NOT NULL, time_us, id"
    every = made.database.execute(ordered).fetchall()
    assert [row[:1] for row in calls._latest(made, count)] == every[-count:]
    assert [row[:1] for row in calls._every(made)] == every


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 12), st.booleans(), st.sampled_from(("", "% 2 = 0")))
def test_the_latest_moments_are_those_of_the_whole_timeline(rows, count, latest, only):
    made = book(rows, only)
    apart = f"kind NOT IN {timeline._APART}" if latest else "1"
    order = "DESC" if latest else "ASC"
    asked = f"SELECT item, time_us, what FROM timeline WHERE {apart}{made.only('item')}"
    plain = made.database.execute(f"{asked} ORDER BY time_us {order}, item {order}, what {order}").fetchall()
    found = [row[:3] for row in timeline._read(made, count, latest)]
    assert found[:count] == plain[:count]
