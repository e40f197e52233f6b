"""What a function in SQL takes is what a cursor gives."""

from __future__ import annotations

import signal
import sqlite3
import sys
from _thread import interrupt_main

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.timeline.taking import Taking

integers = st.integers(-(1 << 63), (1 << 63) - 1)
values = st.one_of(st.none(), integers, st.floats(allow_nan=False), st.text(max_size=5), st.binary(max_size=5))


@given(st.lists(st.tuples(values, values, values)))
def test_rows_come_as_a_cursor_gives_them(rows):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE kept(a, b, c)")
    db.executemany("INSERT INTO kept VALUES (?, ?, ?)", rows)
    taking = Taking(db)
    asked = f"SELECT 1 FROM kept WHERE {taking.name}(a, b, c) ORDER BY rowid"
    assert list(taking.ask(asked, ())) == []
    taken = taking.taken()
    assert taken == rows == db.execute("SELECT * FROM kept ORDER BY rowid").fetchall()
    assert [list(map(type, row)) for row in taken] == [list(map(type, row)) for row in rows]
    assert taking.taken() == []


def test_two_take_apart_even_while_one_is_read():
    db = sqlite3.connect(":memory:")
    one = Taking(db)
    reading = db.execute(f"SELECT {one.name}(value), value FROM json_each('[1, 2, 3]')")
    next(reading)
    other = Taking(db)
    db.execute(f"SELECT {other.name}(7)").fetchall()
    reading.fetchall()
    assert (one.taken(), other.taken()) == ([(1,), (2,), (3,)], [(7,)])


def test_a_key_that_interrupts_is_no_failure_of_the_function(request):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    db = sqlite3.connect(":memory:")
    taking = Taking(db)
    db.create_function("press", 0, interrupt_main)
    rows = taking.ask(f"SELECT press(), {taking.name}(value) FROM json_each('[1, 2, 3]')", ())
    with pytest.raises(KeyboardInterrupt):
        list(rows)


def test_an_error_of_the_function_is_no_key_that_interrupts():
    db = sqlite3.connect(":memory:")
    taking = Taking(db)
    rows = taking.ask(f"SELECT {taking.name}(value) FROM (SELECT CAST(x'41ff' AS TEXT) AS value)", ())
    before = sys.unraisablehook
    with pytest.raises(UnicodeDecodeError):
        list(rows)
    assert sys.unraisablehook is before


def test_an_error_of_another_function_is_told_as_sqlite_does():
    db = sqlite3.connect(":memory:")
    taking = Taking(db)
    db.create_function("fails", 0, lambda: 1 / 0)
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda unraisable: told.append(unraisable.exc_type))
        with pytest.raises(sqlite3.OperationalError, match="user-defined function"):
            list(taking.ask(f"SELECT fails(), {taking.name}(1)", ()))
    assert told == [ZeroDivisionError]


def test_what_else_fails_is_told_as_it_is():
    db = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        list(Taking(db).ask("SELECT 1 FROM missing", ()))
