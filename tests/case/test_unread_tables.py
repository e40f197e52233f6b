"""What parsers leave of a database that they read is counted: tables, and rows deleted from them."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.removal import remove
from phonefx.case.unreadtables import left

LEFT = "SELECT f.path, u.table_name, u.rows, u.deleted FROM unread_table u JOIN file f ON f.id = u.file ORDER BY 1, 2"


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    return android(tmp_path / "phone", [f"message number {number} at the old mill" for number in range(30)])


def change(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA secure_delete = OFF", *statements):
        database.execute(statement).fetchall()
    database.close()


def taken_in(phone: Path, out: Path) -> list[tuple[object, ...]]:
    case = process([ExhibitSpec("E1", phone)], out, Options(), Progress())
    return [tuple(row) for row in case.db.execute(LEFT)]


def test_tables_that_no_query_reads_are_named_with_their_rows(phone, tmp_path):
    change(
        phone / SMS,
        "CREATE TABLE own_list(_id INTEGER PRIMARY KEY, word TEXT)",
        "INSERT INTO own_list(word) VALUES ('lamp'), ('chair'), ('a longer word that can be told from chance')",
        "DELETE FROM own_list WHERE _id = 3",
        "CREATE TABLE nothing_in_it(_id INTEGER PRIMARY KEY)",
        "CREATE TABLE android_metadata(locale TEXT)",
        "INSERT INTO android_metadata VALUES ('en_GB')",
        "CREATE VIRTUAL TABLE found USING fts4(body)",
        "INSERT INTO found VALUES ('lamp')",
    )
    assert taken_in(phone, tmp_path / "case") == [(f"/{SMS}", "found", None, 0), (f"/{SMS}", "own_list", 2, 1)]


def test_the_tables_that_queries_read_are_not_named(phone, tmp_path):
    change(phone / CALLS, "DELETE FROM calls")
    assert taken_in(phone, tmp_path / "case") == []


def test_deleted_rows_of_a_table_that_is_only_looked_up_are_counted(tmp_path):
    path = tmp_path / "looked-up"
    change(path, "CREATE TABLE person(_id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO person VALUES (1, 'Ann')")
    assert list(left(path, {"person"}, {"person": 2})) == [("person", None, 2)]
    assert list(left(path, {"person"}, {"dropped": 4, None: 3})) == [(None, None, 3), ("dropped", None, 4)]


def test_a_table_whose_pages_are_destroyed_is_named_without_a_number(tmp_path):
    path = tmp_path / "broken"
    change(path, "CREATE TABLE person(_id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO person VALUES (1, 'Ann')")
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)
    assert list(left(path, set(), {})) == [("person", None, 0)]
    path.write_bytes(b"no database at all" * 400)
    assert list(left(path, set(), {"person": 1})) == [("person", None, 1)]


def test_they_go_with_their_exhibit(phone, tmp_path):
    change(phone / SMS, "CREATE TABLE own_list(word TEXT)", "INSERT INTO own_list VALUES ('lamp')")
    case = process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(), Progress())
    assert case.db.execute("SELECT count(*) FROM unread_table").fetchone() == (1,)
    remove(case, "E1", "for the test")
    assert case.db.execute("SELECT count(*) FROM unread_table").fetchone() == (0,)
