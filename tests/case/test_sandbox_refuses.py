"""What a database of the evidence may have SQLite do: its own tables are read, the shard is written, nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from phonefx.case.sandbox import Calls, attach_shard, open_copy

REFUSED = (
    "ATTACH 'other.db' AS other",
    "CREATE TABLE shard.planted (a)",
    "CREATE TEMP TABLE planted (a)",
    "CREATE TEMP TRIGGER planted AFTER INSERT ON shard.kept BEGIN DELETE FROM shard.kept; END",
    "DROP TABLE shard.kept",
    "PRAGMA writable_schema = ON",
    "PRAGMA trusted_schema = ON",
    "UPDATE sms SET body = 'changed'",
    "DELETE FROM sms",
    "SELECT * FROM seen",
    "INSERT INTO shard.kept SELECT body FROM seen",
    "VACUUM shard INTO 'other.db'",
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = sqlite3.connect(tmp_path / "db", isolation_level=None)
    made.execute("CREATE TABLE sms (_id INTEGER PRIMARY KEY, body TEXT)")
    made.execute("INSERT INTO sms VALUES (1, 'text')")
    made.execute("CREATE VIEW seen AS SELECT body FROM sms")
    made.close()
    shard = sqlite3.connect(tmp_path / "shard", isolation_level=None)
    shard.execute("CREATE TABLE kept (a)")
    shard.close()
    opened = open_copy(tmp_path / "db", Calls({}))
    attach_shard(opened, tmp_path / "shard")
    yield opened
    opened.close()


def test_rows_move_to_the_shard(database):
    database.execute("INSERT INTO shard.kept SELECT body FROM sms")
    assert database.execute("SELECT a FROM shard.kept").fetchall() == [("text",)]


@pytest.mark.parametrize("statement", REFUSED)
def test_nothing_else_is_done(database, statement, tmp_path):
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited|authorization denied"):
        database.execute(statement)
    assert database.execute("SELECT body FROM sms").fetchall() == [("text",)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["db", "shard"]


def test_the_schema_is_not_trusted(database, tmp_path):
    opened = open_copy(tmp_path / "db", Calls({}))
    assert opened.execute("PRAGMA trusted_schema").fetchone() == (0,)
    opened.close()


def test_no_extension_is_loaded(database):
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|no such function"):
        database.execute("SELECT load_extension('planted')").fetchall()
