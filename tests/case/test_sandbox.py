"""What SQLite's own check of the pages is asked for, and what its answer is taken for."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from phonefx.case.sandbox import Calls, attach_shard, is_sound, open_copy

ROWS = 20_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    database = sqlite3.connect(tmp_path / "db", isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("CREATE TABLE sms (_id INTEGER PRIMARY KEY, address TEXT, body TEXT)")
    database.execute("CREATE INDEX by_address ON sms (address)")
    database.execute("BEGIN")
    listed = ((n, f"+1555{n % 97:07d}", f"text number {n}") for n in range(ROWS))
    database.executemany("INSERT INTO sms VALUES (?, ?, ?)", listed)
    database.execute("COMMIT")
    database.close()
    return tmp_path / "db"


def checked(path: Path) -> bool:
    sqlite3.connect(path.with_name("shard")).close()
    database = open_copy(path, Calls({}))
    attach_shard(database, path.with_name("shard"))
    told = is_sound(database)
    assert database.execute("SELECT count(*) FROM sms WHERE body LIKE 'text%'").fetchone() == (ROWS,)  # not stopped
    database.close()
    return told


def test_a_sound_database_is_told_so_without_a_look_at_its_rows(path):
    assert checked(path)


def test_a_freed_row_that_is_hidden_from_the_list_of_free_blocks_makes_a_database_unsound(path):
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("DELETE FROM sms WHERE _id = 9000")
        (page_size,) = database.execute("PRAGMA page_size").fetchone()
        database.execute("INSERT INTO sms VALUES (?, '', 'text')", (ROWS,))
    assert checked(path)
    data = bytearray(path.read_bytes())
    freed = [at for at in range(page_size, len(data), page_size) if data[at] == 13 and data[at + 1 : at + 3] != b"\0\0"]
    assert len(freed) == 1
    data[freed[0] + 1 : freed[0] + 3] = b"\0\0"
    path.write_bytes(data)
    assert not checked(path)


def test_a_small_database_is_looked_at_without_asking_sqlite(tmp_path):
    sqlite3.connect(tmp_path / "db").execute("CREATE TABLE sms (a)").connection.close()
    database = open_copy(tmp_path / "db", Calls({}))
    assert not is_sound(database)
    database.close()
