"""Rows that SQLite deleted come back as they were; live rows never do."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import RECOVERED, SUPERSEDED, Database, Mark, recover

COLUMNS = ("_id", "address", "body", "date", "read")


def found(path: Path, state: str | None = None) -> set[tuple[object, ...]]:
    """The values of complete recovered rows without the row id."""
    return {
        row.values[1:]
        for row in recover(Database.beside(path))
        if not any(mark in (Mark.PREFIX,) for mark in row.marks) and state in (None, row.state)
    }


def bare(listed) -> set[tuple[object, ...]]:
    return {row[1:] for row in listed}


def test_scattered_rows_come_back_with_their_places(make):
    gone = {7, 31, 32, 33, 58, 90}
    path = make(MESSAGE, (INSERT, rows(100)), f"DELETE FROM message WHERE _id IN ({', '.join(map(str, gone))})")
    listed = list(recover(Database.beside(path)))
    assert {row.values[1:] for row in listed} == bare(row for row in rows(100) if row[0] in gone)
    data = path.read_bytes()
    for row in listed:
        assert row.columns == COLUMNS
        assert row.table == "message"
        assert row.state == RECOVERED
        assert row.rowid in (None, *gone)
        assert str(row.values[2]).encode() in data[row.place.offset : row.place.offset + row.place.length]
        assert (row.place.page - 1) * 4096 <= row.place.offset < row.place.page * 4096


def test_nothing_was_deleted_nothing_is_found(make):
    path = make(MESSAGE, (INSERT, rows(500)))
    assert list(recover(Database.beside(path))) == []


@pytest.mark.parametrize("page_size", [512, 1024, 8192, 65536])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_page_sizes_and_encodings(make, page_size, encoding):
    gone = [row for row in rows(120) if row[0] % 9 == 4]
    path = make(
        f"PRAGMA page_size = {page_size}",
        f"PRAGMA encoding = '{encoding}'",
        MESSAGE,
        (INSERT, rows(120)),
        "DELETE FROM message WHERE _id % 9 = 4",
    )
    live = bare(rows(120)) - bare(gone)
    back = found(path)
    assert not back & live
    if page_size > 512:
        assert bare(gone) <= back


def test_all_rows_deleted_at_once(make):
    path = make(MESSAGE, (INSERT, rows(300)), "DELETE FROM message")
    listed = list(recover(Database.beside(path)))
    assert {row.values for row in listed} == set(rows(300))


def test_a_dropped_table_comes_back_under_its_name(make):
    other = "CREATE TABLE place (id INTEGER PRIMARY KEY, latitude REAL, longitude REAL)"
    path = make(other, MESSAGE, (INSERT, rows(150)), "DROP TABLE message")
    listed = list(recover(Database.beside(path)))
    assert {row.values for row in listed} == set(rows(150))
    assert {row.table for row in listed} == {"message"}


def test_rows_older_than_a_column(make):
    path = make(
        MESSAGE,
        (INSERT, rows(80)),
        "ALTER TABLE message ADD COLUMN flag INTEGER DEFAULT 5",
        ("INSERT INTO message VALUES (?, ?, ?, ?, ?, 8)", rows(20, first=81)),
        "DELETE FROM message WHERE _id IN (10, 90)",
    )
    listed = {row.values[2]: row for row in recover(Database.beside(path))}
    old, new = rows(80)[9], rows(20, first=81)[9]
    assert listed.keys() == {old[2], new[2]}
    assert listed[old[2]].values[-1] == 5
    assert listed[old[2]].marks[-1] is Mark.DEFAULT
    assert listed[new[2]].values[-1] == 8


def test_without_rowid(make):
    path = make(
        "CREATE TABLE kv (v INTEGER, chat TEXT, id TEXT, body TEXT, PRIMARY KEY (chat, id)) WITHOUT ROWID",
        (
            "INSERT INTO kv VALUES (?, ?, ?, ?)",
            [(row[3], row[1], f"M{row[0]:05d}", row[2]) for row in rows(150)],
        ),
        "DELETE FROM kv WHERE id IN ('M00020', 'M00021', 'M00100')",
    )
    listed = list(recover(Database.beside(path)))
    gone = {(row[3], row[1], f"M{row[0]:05d}", row[2]) for row in rows(150) if row[0] in (20, 21, 100)}
    assert {row.values for row in listed} == gone
    assert {row.columns for row in listed} == {("v", "chat", "id", "body")}
    assert {row.rowid for row in listed} == {None}


@pytest.fixture
def logged(make, tmp_path):
    """A database whose log holds a deletion and an edit that were never checkpointed."""
    path = make("PRAGMA journal_mode = WAL", MESSAGE, (INSERT, rows(100)), "PRAGMA wal_checkpoint(TRUNCATE)")
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("DELETE FROM message WHERE _id = 40")
    database.execute("UPDATE message SET body = 'changed later on' WHERE _id = 50")
    database.execute("UPDATE message SET body = 'changed once more' WHERE _id = 50")
    copy = tmp_path / "copy.db"
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
    database.close()
    return copy


def test_the_log_tells_deleted_rows_from_older_versions(logged):
    listed = list(recover(Database.beside(logged)))
    old = rows(100)
    assert {row.values for row in listed if row.state == RECOVERED} == {old[39]}
    versions = [row for row in listed if row.state == SUPERSEDED]
    assert {row.values[2] for row in versions} == {old[49][2], "changed later on"}
    assert {row.rowid for row in versions} == {row.version_of for row in versions} == {50}
    later = next(row for row in versions if row.values[2] == "changed later on")
    assert (later.place.role, later.place.commit) == ("wal", 2)


def test_the_files_are_not_touched(logged):
    before = {path: path.read_bytes() for path in logged.parent.iterdir()}
    list(recover(Database.beside(logged)))
    assert {path: path.read_bytes() for path in logged.parent.iterdir()} == before


def test_a_wiped_header_costs_nothing(make):
    path = make(MESSAGE, (INSERT, rows(100)), "DELETE FROM message WHERE _id IN (20, 60)")
    whole = found(path)
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)
    assert found(path) == whole == bare(row for row in rows(100) if row[0] in (20, 60))


def test_overflow_chains_are_followed(make):
    long = [(n, "+12025550100", f"{n} " + "word and another " * 250, 1_600_000_000_000, 1) for n in range(100, 180)]
    path = make(MESSAGE, (INSERT, rows(60)), (INSERT, long), "DELETE FROM message WHERE _id IN (123, 157)")
    listed = list(recover(Database.beside(path)))
    assert len(listed) == 2
    for row in listed:
        text, mark = row.values[2], row.marks[2]
        whole = next(one[2] for one in long if one[2][:4] == text[:4])
        assert whole.startswith(text)
        assert (mark is Mark.PREFIX) == (text != whole) == row.partial
    assert {row.marks[2] for row in listed} == {Mark.CHAINED, Mark.PREFIX}


def test_the_same_row_from_several_places_is_one(make):
    path = make("PRAGMA journal_mode = PERSIST", MESSAGE, (INSERT, rows(100)), "DELETE FROM message WHERE _id = 40")
    listed = list(recover(Database.beside(path)))
    assert [row.values for row in listed] == [rows(100)[39]]
    assert {listed[0].place.role} | {place.role for place in listed[0].others} == {"main", "journal"}


def test_a_dropped_table_of_two_texts_is_not_taken_for_the_schema(make):
    stored = [(f"setting_{number:03d}", f"the value of number {number * 7919}") for number in range(300)]
    path = make(
        "CREATE TABLE setting (k TEXT, v TEXT)",
        ("INSERT INTO setting VALUES (?, ?)", stored),
        "DROP TABLE setting",
        "CREATE TABLE something_else_with_a_name_that_is_rather_long (a_long_column_name INTEGER PRIMARY KEY, b TEXT)",
    )
    back = {row.values for row in recover(Database.beside(path))}
    assert back <= set(stored)
    assert len(back) > 150


def test_runs_of_zeros_are_no_row_of_a_wide_table(make):
    wide = ", ".join(f"c{number} TEXT" for number in range(120))
    path = make(
        f"CREATE TABLE wide (id INTEGER PRIMARY KEY, {wide})",
        "INSERT INTO wide (id, c0, c119) VALUES (1, 'one', 'last'), (2, 'two', 'last')",
        "CREATE TABLE raw (data BLOB)",
        ("INSERT INTO raw VALUES (?)", [(bytes(400) + b"{ text 1" + bytes(300),) for _ in range(40)]),
        "DELETE FROM raw WHERE rowid % 3 = 0",
    )
    assert {row.table for row in recover(Database.beside(path))} <= {"raw"}


@pytest.mark.parametrize("length", [40, 31, 22, 13])
def test_a_text_that_runs_into_a_later_cell_is_marked_as_cut_short(make, length):
    gone = "The washing machine is leaking again. Please call the landlord soon."
    insert = "INSERT OR REPLACE INTO threads VALUES (?, ?, ?, ?, ?, 0, 1, 0, 0, 0)"
    start, step = 1_776_185_300_171, 79_190_000
    kept = [(n, start + n * step, n + 2, str(n), f"Running {n} minutes late, I bring it all") for n in range(5, 15)]
    path = make(
        "CREATE TABLE threads (_id INTEGER PRIMARY KEY, date INTEGER, message_count INTEGER, recipient_ids TEXT,"
        " snippet TEXT, snippet_cs INTEGER, read INTEGER, archived INTEGER, type INTEGER, error INTEGER)",
        (insert, [*kept[:3], (4, start, 6, "4", gone), *kept[3:]]),
        "DELETE FROM threads WHERE _id = 4",
        (insert, [(20, start + 30 * step, 3, "9", "x" * length)]),
        (insert, [(20, start + 31 * step, 4, "9", "y" * (length - 1))]),
    )
    (row,) = recover(Database.beside(path))
    text = row.values[4]
    payload = 11 + 6 + 1 + 1 + length  # header, time, count, one letter
    assert text[-1] == chr(payload), "the length of a later cell stands behind the text"
    assert gone.startswith(text[:-1])
    assert not gone.startswith(text)
    assert row.values[1] == start
    assert row.marks[4] is Mark.PREFIX
    assert row.partial
    assert row.confidence <= 0.4
    assert "may be of what did so" in row.reason


def test_an_entry_of_one_of_two_indexes_says_only_what_it_says_in_both(make):
    """The times of old rows lie outside those of live rows: that does not make a beginning an amount."""
    schema = (
        "CREATE TABLE use (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, began TIMESTAMP, ended TIMESTAMP)",
        "CREATE INDEX by_times ON use (name, began, ended)",
        "CREATE INDEX by_amount ON use (name, amount, began)",
    )
    fill = "INSERT INTO use VALUES (?, ?, ?, ?, ?)"
    old = [(n, "/app/inFocus", n % 7, 554_575_000 + 409 * n, 554_575_100 + 409 * n) for n in range(1, 90)]
    new = [(n, "/app/inFocus", None, 571_510_000 + n, 571_510_005 + n) for n in range(200, 240)]
    before = make(*schema, (fill, old), name="before.db")
    with sqlite3.connect(before) as made:
        (root,) = made.execute("SELECT rootpage FROM sqlite_master WHERE name = 'by_times'").fetchone()
    entries = before.read_bytes()[(root - 1) * 4096 : root * 4096]
    assert entries[0] == 10, "a leaf of an index"
    junk = ("CREATE TABLE junk (x BLOB)", "INSERT INTO junk VALUES (zeroblob(40000))", "DROP TABLE junk")
    path = make(*schema, (fill, new), *junk)
    data = bytearray(path.read_bytes())
    trunk = int.from_bytes(data[32:36], "big")
    free = int.from_bytes(data[(trunk - 1) * 4096 + 8 :][:4], "big")
    data[(free - 1) * 4096 : free * 4096] = entries
    path.write_bytes(data)
    listed = [row for row in recover(Database.beside(path)) if row.table == "use" and row.rowid in range(1, 90)]
    assert len(listed) == 89
    for row in listed:
        told = {name: value for name, value, mark in zip(row.columns, row.values, row.marks, strict=True)
                if mark is Mark.STORED}  # fmt: skip
        assert told == {"name": "/app/inFocus"}
