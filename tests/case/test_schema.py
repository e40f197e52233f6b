"""The tables and views of a case agree with each other, whatever kinds and times it holds."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import fields

import pytest
from benchmarks.made_case import MadeCase, at
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.case import blocks, schema
from phonefx.records import KINDS, Event, Location, WebVisit, columns, kind_name

TIMES = st.none() | st.integers(1, 2**50)


def moments(kind):
    return [each.name for each in fields(kind) if each.metadata.get("form") == "moment"]


@st.composite
def records(draw):
    kind = draw(st.sampled_from(KINDS))
    times = {name: draw(TIMES) for name in moments(kind)}
    return kind(**{name: at(us) for name, us in times.items() if us is not None}), [
        us for us in times.values() if us is not None
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(records(), max_size=12))
def test_the_timeline_has_one_row_for_each_moment_that_is_stored(made_of):
    made = MadeCase()
    for record, _ in made_of:
        made.add("E1", record)
    expected = Counter(us for _, times in made_of for us in times)
    assert Counter(us for (us,) in made.db.execute("SELECT time_us FROM timeline")) == expected
    by_kind = Counter(kind_name(type(record)) for record, times in made_of for _ in times)
    assert {kind: count for kind, count in blocks.counts(made.db).items() if count} == by_kind
    listed = made.db.execute("SELECT kind, count(*) FROM timeline GROUP BY kind").fetchall()
    assert dict(listed) == by_kind


def test_the_timeline_of_moments_that_can_be_filled_has_every_row():
    made = MadeCase()
    made.add("E1", Event(time=at(1), end=at(2), category="lit"), Location(time=at(4), latitude=1.0, longitude=2.0))
    whole = made.db.execute("SELECT * FROM timeline ORDER BY item, time_us").fetchall()
    assert len(whole) == 3
    assert schema.moments_filled(made.db)["event"] == {"time", "end"}
    for decoding, further in (('{"time": "unix_s"}', set()), ('{"end": "unix_s", "time": "unix_s"}', {"end"})):
        made.db.execute("UPDATE source SET decoding = ? WHERE kind = 'location'", (decoding,))
        filled = schema.moments_filled(made.db)
        assert filled == {"event": {"time", "end"}, "location": {"time"} | further}
        narrow = schema.timeline_view(filled)
        assert made.db.execute(f"SELECT * FROM ({narrow}) ORDER BY item, time_us").fetchall() == whole
        assert narrow.count("SELECT") == 3 + len(further)


def test_a_page_is_told_as_visited_only_where_the_store_says_nothing_else():
    made = MadeCase()
    for us, action in enumerate(("bookmarked", "loaded by an app", None), 1):
        made.add("E1", WebVisit(time=at(us), action=action, url="https://example.org/"))
    told = made.db.execute("SELECT what FROM timeline ORDER BY time_us").fetchall()
    assert told == [("bookmarked",), ("loaded by an app",), ("visited",)]


def test_an_event_is_told_with_its_category_and_a_position_with_what_it_is_evidence_of():
    made = MadeCase()
    made.add("E1", Event(time=at(1), end=at(2), category="display lit (1) or dark (0)", subject="0"))
    made.add("E1", Event(time=at(3), subject="no category stored"))
    made.add("E1", Location(time=at(4), latitude=1.0, longitude=2.0, evidence_of="saved_place"))
    made.add("E1", Location(time=at(5), latitude=1.0, longitude=2.0))
    told = [what for (what,) in made.db.execute("SELECT what FROM timeline ORDER BY time_us")]
    assert told == [
        "display lit (1) or dark (0)", "display lit (1) or dark (0), to", "from", "saved place", "recorded",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_every_kind_is_in_the_view_of_items_with_its_source(kind):
    made = MadeCase()
    made.add("E1", kind())
    row = made.db.execute("SELECT kind, state, exhibit, time_us FROM item").fetchall()
    assert row == [(kind_name(kind), "live", "E1", None)]
    stored = {name for _, name, *_ in made.db.execute(f"PRAGMA table_info({kind_name(kind)})")}
    assert {column.name for column in columns(kind)} < stored


@settings(max_examples=20, deadline=None)
@given(st.lists(records(), max_size=12))
def test_every_kind_says_where_its_rows_are_from_as_the_view_of_items_does(made_of):
    made = MadeCase()
    for number, (record, _) in enumerate(made_of):
        made.add(f"E{number % 2}", record, state="recovered" if number % 3 else "live")
    columns_ = "source, key, time_us, kind, state, exhibit, path"
    told = made.db.execute(f"SELECT id, {columns_} FROM item ORDER BY id").fetchall()
    place = "SELECT item, source, key, time_us, o.kind, o.state, o.exhibit, o.path FROM {} JOIN origin o USING (source)"
    assert sorted(row for kind in KINDS for row in made.db.execute(place.format(kind_name(kind)))) == told
    assert [row[0] for row in told] == list(range(1, len(made_of) + 1))
    assert made.db.execute(schema.COUNTED).fetchone() == (len(made_of),)
    assert made.db.execute(schema.HIGHEST).fetchone() == (len(made_of),)
    made.db.execute("CREATE TEMP TABLE some AS SELECT id AS item, -id AS less FROM item WHERE id % 2")
    found = made.db.execute(f"{schema.places('some', 'less')} ORDER BY 1").fetchall()
    assert found == [(*row[:4], -row[0]) for row in told if row[0] % 2]


def plan(made, sql):
    return [row[3] for row in made.db.execute(f"EXPLAIN QUERY PLAN {sql}")]


def test_the_number_of_an_item_is_looked_up():
    made = MadeCase()
    made.add("E1", Location(time=at(1), latitude=1.0, longitude=2.0), *(WebVisit(time=at(us)) for us in (3, 2)))
    looked_up = plan(made, "SELECT * FROM item WHERE id = 2")
    assert not [step for step in looked_up if step.startswith(("SCAN", "CO-ROUTINE", "MATERIALIZE"))]


def test_a_quantity_is_a_float_however_a_store_keeps_it_and_what_is_no_number_stays():
    made = MadeCase()
    for accuracy in (65.0, 65, "65", -1, 0.25, "unknown", None):
        made.add("E1", Location(latitude=1, longitude=2.5, accuracy_m=accuracy))
    stored = made.db.execute("SELECT accuracy_m, typeof(accuracy_m) FROM location ORDER BY item").fetchall()
    numbers = [(65.0, "real"), (65.0, "real"), (65.0, "real"), (-1.0, "real"), (0.25, "real")]
    assert stored == [*numbers, ("unknown", "text"), (None, "null")]
    assert made.db.execute("SELECT DISTINCT typeof(latitude) FROM location").fetchall() == [("integer",)]


def test_a_round_quantity_takes_a_few_bytes(tmp_path):
    """65.0 in a float takes eight, which is what SQLite keeps where it does not know that it is one."""
    sizes = {}
    for form in ("", next(each.type for each in columns(Location) if each.name == "accuracy_m")):
        with closing(sqlite3.connect(tmp_path / f"{form}.db")) as database:
            database.execute(f"CREATE TABLE t(accuracy_m {form})")
            database.executemany("INSERT INTO t VALUES (?)", [(65.0,)] * 10_000)
            database.commit()
        sizes[form] = (tmp_path / f"{form}.db").stat().st_size
    assert sizes["REAL"] < sizes[""] - 60_000
