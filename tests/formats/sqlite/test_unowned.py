"""Rows of database pages that lie about without their database."""

from __future__ import annotations

import random
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import Database, unowned
from phonefx.formats.sqlite.bytefile import Memory

LISTED = rows(300)


@pytest.fixture(scope="module")
def data() -> bytes:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA page_size = 4096")
    database.execute(MESSAGE)
    database.execute("CREATE INDEX by_address ON message (address)")
    database.executemany(INSERT, LISTED)
    return database.serialize()


def leaves(data: bytes) -> list[bytes]:
    pages = [data[at : at + 4096] for at in range(4096, len(data), 4096)]
    return [page for page in pages if page[0] == 13]


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def test_names_come_from_a_statement_among_the_pages(data):
    found = list(unowned.carve(Memory(noise(4096) + data[:4096] + bytes(1024) + b"".join(leaves(data)))))
    assert {row.table for row in found} == {"message"}
    assert {row.values for row in found} == set(LISTED)
    assert {row.columns for row in found} == {("_id", "address", "body", "date", "read")}
    assert {(row.state, row.table_sure) for row in found} == {("carved", False)}


def test_without_a_statement_rows_have_columns_without_names(data):
    found = list(unowned.carve(Memory(noise(1024) + leaves(data)[0])))
    assert found
    assert {row.table for row in found} == {None}
    assert {row.columns for row in found} == {("c0", "c1", "c2", "c3", "c4")}
    assert {row.values for row in found} <= set(LISTED)


def test_names_come_from_a_known_database(data):
    known = Database.over({"main": Memory(data)})
    found = list(unowned.carve(Memory(noise(512) + leaves(data)[1]), known=known))
    assert {row.table for row in found} == {"message"}


def test_only_the_given_stretches_are_looked_at_and_offsets_are_those_of_the_whole(data):
    first, second = leaves(data)[:2]
    disk = noise(2048) + first + noise(3072, 2) + second + noise(512, 3)
    start = 2048 + 4096 + 3072
    found = list(unowned.carve(Memory(disk), [(start, 4096), (len(disk) - 512, 9999)]))
    assert found
    for row in found:
        place = row.place
        assert start <= place.offset < start + 4096
        assert str(row.values[2]).encode() in disk[place.offset : place.offset + place.length]


def test_the_bytes_of_all_stretches_are_told_as_they_are_read(data):
    told: list[int] = []
    list(unowned.carve(Memory(data), [(0, 8192), (8192, 4096)], tell=told.append))
    assert told == [8192, 12288]


def test_utf16_is_known_from_a_header(data):
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA encoding = 'UTF-16le'")
    database.execute(MESSAGE)
    database.executemany(INSERT, LISTED)
    found = list(unowned.carve(Memory(bytes(512) + database.serialize())))
    assert {row.values for row in found} == set(LISTED)


def test_rows_that_go_on_elsewhere_say_so():
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)")
    long = "a long text " * 2000
    database.executemany("INSERT INTO note VALUES (?, ?)", [(1, "short"), (2, long)])
    whole, cut = unowned.carve(Memory(database.serialize()))
    assert (whole.values, whole.partial) == ((1, "short"), False)
    assert cut.partial
    assert long.startswith(cut.values[1])
    assert cut.confidence < whole.confidence
    assert "its end lies on other pages" in cut.reason


def test_a_database_of_nothing_but_its_schema_gives_no_row():
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute(MESSAGE)
    assert list(unowned.carve(Memory(database.serialize()))) == []


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=6000), st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), max_size=4))
def test_any_bytes_and_stretches(data, raw, spans):
    for row in unowned.carve(Memory(raw + data[4096:8192]), spans):
        assert len(row.values) == len(row.columns) == len(row.marks)
        assert 0 < row.confidence < 1


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_spoilt_pages(data, drawn):
    spoilt = bytearray(data[:16384])
    for _ in range(drawn.draw(st.integers(1, 60))):
        spoilt[drawn.draw(st.integers(0, len(spoilt) - 1))] = drawn.draw(st.integers(0, 255))
    for row in unowned.carve(Memory(bytes(spoilt))):
        assert row.place.offset + row.place.length <= len(spoilt)
