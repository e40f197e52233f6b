"""Ranges of time by blocks of items, against plain SQL over the whole views."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from benchmarks.made_case import MadeCase, at
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case.phones import android

from phonefx.case import blocks, schema
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.removal import remove
from phonefx.case.store import Case
from phonefx.records import Call, Location, Message
from phonefx.timeline.show import Filter, _items

US = st.none() | st.integers(0, 60)
ROW = st.tuples(st.sampled_from((Message, Location, Call)), US, US, st.sampled_from(("E1", "E2")))
ROWS = st.lists(ROW, max_size=40)


def filled(rows, size):
    """A case with rows in whatever order of time, in blocks of so few numbers that there are many."""
    made = MadeCase()
    for kind, us, further, exhibit in rows:
        more = {Message: "read", Location: "end"}.get(kind)
        made.add(exhibit, kind(time=at(us), **({more: at(further)} if more else {})))
    blocks.SIZE, before = size, blocks.SIZE
    try:
        blocks.build(made.db)
    finally:
        blocks.SIZE = before
    return made


def listed(made, where="1"):
    return made.db.execute(f"SELECT * FROM timeline WHERE {where} ORDER BY time_us, item, what").fetchall()


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(1, 9), US, US)
def test_a_range_of_time_has_what_the_whole_timeline_has_in_it(rows, size, start, end):
    made = filled(rows, size)
    low, high = start or 0, 61 if end is None else end
    known = schema.moments_filled(made.db)
    narrow = schema.timeline_view(known, (low, high)) or "SELECT * FROM timeline WHERE 0"
    found = made.db.execute(f"SELECT * FROM ({narrow}) ORDER BY time_us, item, what").fetchall()
    assert found == listed(made, f"time_us >= {low} AND time_us < {high}")
    for kind, table in schema.OWN.items():
        asked = f"SELECT k.item FROM {schema.between(kind, low, high, table=table)} ORDER BY 1"
        plain = f"SELECT id FROM item WHERE kind = '{kind}' AND time_us >= {low} AND time_us < {high} ORDER BY 1"
        assert made.db.execute(asked).fetchall() == made.db.execute(plain).fetchall()


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(1, 9), st.integers(1, 12), US, US)
def test_windows_follow_on_each_other_and_hold_every_moment(rows, size, least, start, end):
    made = filled(rows, size)
    wanted = [us for _, us, *_ in listed(made) if (start or 0) <= us < (61 if end is None else end)]
    for latest in (False, True):
        windows = list(blocks.windows(made.db, least, start=start, end=end, latest=latest))
        for one, other in pairwise(windows):
            assert one[0] == other[1] if latest else one[1] == other[0]
        held = [sum(low <= us < high for us in wanted) for low, high in windows]
        assert sum(held) == len(wanted)
        if len(windows) > 1 and start is None and end is None:
            assert held[0] >= least


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(1, 9), st.integers(1, 12))
def test_moments_are_counted_by_kind_and_windows_may_be_of_some_kinds(rows, size, least):
    made = filled(rows, size)
    by_kind = Counter(row[3] for row in listed(made))
    assert {kind: count for kind, count in blocks.counts(made.db).items() if count} == by_kind
    dated = dict(made.db.execute("SELECT kind, count(time_us) FROM item GROUP BY kind").fetchall())
    assert blocks.counts(made.db, "time") == dated
    windows = list(blocks.windows(made.db, least, kinds=("call",), latest=True))
    calls = [us for (us,) in made.db.execute("SELECT time_us FROM call WHERE time_us IS NOT NULL")]
    assert sum(low <= us < high for us in calls for low, high in windows) == len(calls)


def test_the_rows_shown_are_those_of_the_timeline_whatever_is_asked():
    rows = [(Message, 40 - number, number * 7 % 41, "E1") for number in range(30)] + [(Call, None, None, "E2")] * 5
    made = filled(rows, 4)
    case = Case.__new__(Case)
    case.db = made.db
    for wanted in (Filter(), Filter(limit=3), Filter(limit=500), Filter(start=5, end=20), Filter(kinds=("message",)),
                   Filter(exhibits=("E2",)), Filter(start=39), Filter(end=0), Filter(limit=0)):  # fmt: skip
        where, values = wanted.where()
        asked = f"SELECT item, time_us FROM timeline WHERE {where} ORDER BY time_us, item, what"
        plain = made.db.execute(asked, values).fetchall()
        found = [row[:2] for row in _items(case, wanted)]
        assert found[: wanted.limit] == plain[: wanted.limit]


def test_a_case_without_items_shows_nothing_whatever_is_asked():
    case = Case.__new__(Case)
    case.db = MadeCase().db
    case.db.executescript("CREATE TABLE identity(id, person); CREATE TABLE party(item, identity, role)")
    assert [*_items(case, Filter(persons=(1,)))] == [*_items(case, Filter())] == []


def test_of_many_items_few_are_read_for_a_short_time():
    made = MadeCase()
    made.db.execute("BEGIN")
    made.add("E1", *(Call(time=at(us)) for us in range(5_000)))
    blocks.build(made.db)
    steps = made.db.execute(f"EXPLAIN QUERY PLAN SELECT k.item FROM {schema.between('call', 7, 9)}").fetchall()
    assert [step for *_, step in steps if "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in step]
    ranges = made.db.execute("SELECT first, last FROM block WHERE latest_us >= 7 AND earliest_us < 9").fetchall()
    assert ranges == [(1, 1024)]
    names = made.db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%time_us%'").fetchall()
    assert names == []


def test_items_that_came_after_the_blocks_were_written_are_read_too():
    made = MadeCase()
    made.add("E1", Call(time=at(5)), Call(time=at(3)))
    assert blocks.counts(made.db)["call"] == 2
    made.add("E1", Call(time=at(4)))
    assert blocks.counts(made.db)["call"] == 3
    assert made.db.execute("SELECT count(*) FROM main.block").fetchone() == (0,)


def test_blocks_are_those_of_the_items_when_an_exhibit_comes_later_and_when_one_is_removed(tmp_path):
    texts = {"E1": ["first", "second"], "E2": ["third"], "E3": ["fourth", "fifth"]}
    specs = [ExhibitSpec(label, android(tmp_path / label, said)) for label, said in texts.items()]
    process(specs[:2], tmp_path / "case", Options(), Progress()).close()
    process(specs, tmp_path / "case", Options(), Progress()).close()
    process(specs, tmp_path / "other", Options(), Progress()).close()
    stored = "SELECT * FROM block ORDER BY kind, moment, first"
    with Case(tmp_path / "case", write=True) as case, Case(tmp_path / "other") as other:
        assert case.db.execute(stored).fetchall() == other.db.execute(stored).fetchall()
        _fit(case)
        remove(case, "E3", "a reason")
        _fit(case)
        assert case.db.execute("SELECT count(*) FROM message").fetchone() == (3,)


def _fit(case):
    """Hold each block to the items in it: none is in two, and every one is in one."""
    told = case.db.execute("SELECT kind, first, last, dated, earliest_us, latest_us FROM block WHERE moment = 'time'")
    among = "SELECT count(time_us), min(time_us), max(time_us) FROM item WHERE kind = ? AND id BETWEEN ? AND ?"
    rows = told.fetchall()
    for kind, first, last, *figures in rows:
        assert case.db.execute(among, (kind, first, last)).fetchone() == tuple(figures)
    dated = sum(figures[3] for figures in rows)
    assert case.db.execute("SELECT count(time_us) FROM item").fetchone() == (dated,)
    within = (
        "SELECT count(*) FROM item i JOIN block b"
        " ON b.moment = 'time' AND b.kind = i.kind AND i.id BETWEEN b.first AND b.last"
    )
    assert case.db.execute(within).fetchone() == case.db.execute("SELECT count(*) FROM item").fetchone()
