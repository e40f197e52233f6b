"""What parsers leave of a database that they read is counted: tables, and rows deleted from them."""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.removal import remove
from phonefx.case.unreadtables import left
from phonefx.case.workers import Limits

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


def bomb(path: Path, table: str) -> None:
    """Let a table be a tree of seven levels, in which every page names the next one 500 times."""
    database = sqlite3.connect(path, isolation_level=None)
    (size,), (pages,) = (database.execute(f"PRAGMA {each}").fetchone() for each in ("page_size", "page_count"))
    database.execute("PRAGMA writable_schema = ON")
    database.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (pages + 1, table))
    database.close()
    many = 500
    made = b""
    for child in range(pages + 2, pages + 9):
        cell = child.to_bytes(4, "big") + b"\x01"
        start = size - len(cell)
        head = b"\x05\0\0" + many.to_bytes(2, "big") + start.to_bytes(2, "big") + b"\0" + child.to_bytes(4, "big")
        made += (head + start.to_bytes(2, "big") * many).ljust(start, b"\0") + cell
    made += (b"\x0d\0\0\0\1" + start.to_bytes(2, "big") + b"\0" + start.to_bytes(2, "big")).ljust(start, b"\0")
    made += b"\x03\x01\x03\0\0"  # a row of two columns that are NULL
    data = bytearray(path.read_bytes() + made)
    data[28:32] = (len(data) // size).to_bytes(4, "big")
    path.write_bytes(data)


def test_a_count_without_end_is_stopped_and_costs_no_parser_its_records(phone, tmp_path):
    change(phone / SMS, "CREATE TABLE endless(_id INTEGER PRIMARY KEY, word TEXT)")
    bomb(phone / SMS, "endless")
    case = process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(limits=Limits(5)), Progress())
    assert case.db.execute("SELECT count(*) FROM message").fetchone() == (30,)
    assert [tuple(row) for row in case.db.execute("SELECT parser, path, code, message FROM problem")] == [
        (None, f"/{SMS}", "tables not counted", "stopped after 5 seconds")
    ]


def test_views_of_views_are_not_worked_out(tmp_path):
    path = tmp_path / "views"
    views = [f"CREATE VIEW v{each} AS SELECT x.a FROM v{each - 1} x, v{each - 1} y" for each in range(1, 14)]
    change(path, "CREATE TABLE lamp(a)", "INSERT INTO lamp VALUES (1)", "CREATE VIEW v0 AS SELECT a FROM lamp", *views)
    started = time.process_time()
    assert list(left(path, set(), {})) == [("lamp", 1, 0)]
    assert time.process_time() - started < 0.5


def test_a_hostile_schema_is_named_as_it_is(phone, tmp_path):
    names = [
        '"; DROP TABLE item; --', "line\nbreak", "<script>", "\x1b[2J", "n" * 10_000, "=1+1", "Лампа", "found_data",
    ]  # fmt: skip
    quoted = [name.replace('"', '""') for name in names]
    change(
        phone / SMS,
        *(f'CREATE TABLE "{name}"(a)' for name in quoted),
        *(f'INSERT INTO "{name}" VALUES (1), (2)' for name in quoted),
        "BEGIN",
        *(f"CREATE TABLE many{each}(a)" for each in range(300)),
        "COMMIT",
        "CREATE TABLE unknown(a)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE unknown USING no_such_module(a)', rootpage = 0"
        " WHERE name = 'unknown'",
    )
    expected = sorted([(f"/{SMS}", name, 2, 0) for name in names] + [(f"/{SMS}", "unknown", None, 0)])
    assert taken_in(phone, tmp_path / "case") == expected
