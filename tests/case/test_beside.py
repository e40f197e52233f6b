"""What a record that is not live takes from other rows than its own is told, doubted, and completed where it may be."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from phonefx.case import beside
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.remains import Remain
from phonefx.case.sandbox import Calls, attach_shard, open_copy
from phonefx.case.schema import create_shard
from phonefx.case.shadows import put, shadow
from phonefx.parsers.query import Fitted, Query, fit
from phonefx.records import Message

SMS_DB = "private/var/mobile/Library/SMS/sms.db"
SCHEMA = """
CREATE TABLE message(ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, service TEXT, date INTEGER,
    is_from_me INTEGER);
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, chat_identifier TEXT, display_name TEXT);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER);
INSERT INTO handle VALUES (1, '+15550101'), (2, '+15550102');
INSERT INTO chat VALUES (7, 'c7', '+15550101', 'Boat'), (8, 'c8', '+15550102', '');
INSERT INTO message VALUES (1, 'a', 'the first of two letters', 1, 'SMS', 700000000, 0),
    (2, 'b', 'the second of two letters', 2, 'SMS', 700000060, 0),
    (3, 'c', 'a letter that stays', 1, 'SMS', 700000120, 0);
INSERT INTO chat_message_join VALUES (7, 1), (8, 2), (7, 3);
"""
SAID = """
SELECT i.key, i.state, m.counterpart, m.thread, m.thread_name, m.body, r.reason
FROM message m JOIN item i ON i.id = m.item LEFT JOIN recovery r ON r.item = i.id WHERE i.state <> 'live' ORDER BY 1
"""


def recovered(tmp_path: Path, *statements: str) -> list[tuple[object, ...]]:
    """Make a phone on which an app carried out statements, with their log; give its messages that are not live."""
    path = tmp_path / "phone" / SMS_DB
    path.parent.mkdir(parents=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.executescript(SCHEMA)
    database.execute("PRAGMA journal_mode = WAL").fetchall()
    for statement in statements:
        database.execute(statement)
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", f"{path}{suffix}.kept")
    database.close()
    for suffix in ("", "-wal"):
        Path(f"{path}{suffix}.kept").replace(f"{path}{suffix}")
    case = process([ExhibitSpec("E1", tmp_path / "phone")], tmp_path / "case", Options(), Progress())
    return [tuple(row) for row in case.db.execute(SAID)]


def test_what_comes_from_other_rows_is_told_and_what_does_not_is_not(tmp_path):
    (row,) = recovered(tmp_path, "DELETE FROM message WHERE ROWID = 1")
    assert row[:6] == (1, "recovered", "+15550101", "+15550101", "Boat", "the first of two letters")
    assert row[6].endswith("; looked up in other rows as they are now: counterpart, thread, thread_name, extra")


def test_a_number_that_was_used_again_is_doubted(tmp_path):
    (row,) = recovered(
        tmp_path,
        "DELETE FROM message WHERE ROWID = 2",
        "DELETE FROM handle WHERE ROWID = 2",
        "INSERT INTO handle VALUES (2, '+15550199')",
    )
    assert row[2] == "+15550199"
    assert "looked up in other rows as they are now: counterpart, thread, extra" in row[6]
    assert row[6].endswith("; rows of handle that are not live say otherwise: counterpart")


def test_what_live_rows_do_not_say_any_more_is_taken_from_deleted_ones(tmp_path):
    row, *_ = recovered(
        tmp_path,
        "DELETE FROM message WHERE ROWID = 1",
        "DELETE FROM chat_message_join WHERE message_id = 1",
        "UPDATE message SET handle_id = 2 WHERE ROWID = 3",
        "DELETE FROM handle WHERE ROWID = 1",
    )
    assert row[:4] == (1, "recovered", "+15550101", "+15550101")
    assert "taken from rows of handle that are not live: counterpart" in row[6]
    assert "taken from rows of chat_message_join that are not live: thread, thread_name" in row[6]


def test_rows_that_disagree_are_not_taken(tmp_path):
    (row,) = recovered(
        tmp_path,
        "DELETE FROM message WHERE ROWID = 2",
        "UPDATE handle SET id = '+15550199' WHERE ROWID = 2",
        "DELETE FROM handle WHERE ROWID = 2",
    )
    assert row[2] is None
    assert row[6].endswith("; rows of handle that are not live say otherwise: counterpart")


class Dead:
    """One person who is not live any more."""

    mended = False

    def of(self, _: str) -> Iterator[Remain]:
        return iter(())

    def beside(self, table: str) -> Iterator[Remain]:
        assert table == "person"
        yield Remain("recovered", 1, ("id", "name"), (1, "Ann"), {"partial": None, "confidence": 0.9})


def test_where_asking_would_take_too_long_that_is_told(tmp_path, monkeypatch):
    """A question reads three live rows, those of the SELECT that is joined: six are enough for two questions."""
    monkeypatch.setattr(beside, "_ROWS", 6)
    made = sqlite3.connect(tmp_path / "db", isolation_level=None)
    made.executescript(
        "CREATE TABLE letter(id INTEGER PRIMARY KEY, who INTEGER); CREATE TABLE person(id INTEGER PRIMARY KEY, name);"
        "INSERT INTO person VALUES (7, 'Bob'), (8, 'Cid'), (9, 'Dan'); INSERT INTO letter VALUES (1, 7);"
    )
    made.close()
    made = sqlite3.connect(tmp_path / "shard", isolation_level=None)
    create_shard(made)
    made.close()
    database = open_copy(tmp_path / "db", Calls({}))
    attach_shard(database, tmp_path / "shard")
    joined = "LEFT JOIN (SELECT id, max(name) AS name FROM person GROUP BY id) p ON p.id = l.who"
    fitted = fit(database, Query(Message, f"SELECT l.id AS key, p.name AS counterpart FROM letter l {joined}"))
    assert isinstance(fitted, Fitted)
    asked = beside.Beside(beside.Former(database, Dead()), fitted)
    said = []
    with shadow(database, "letter", ["id", "who"]):
        put(database, "letter", ["id", "who"], 3, (3, 1))
        for item in (1, 2, 3):
            database.execute("INSERT INTO shard.message(source, key) VALUES (1, ?)", (item,))
            said.append(asked.reasons(item))
    taken = [beside.TAKEN.format(tables="person", fields="counterpart")]
    assert said == [taken, taken, [beside.NOT_ASKED.format(tables="person")]]
    stored = database.execute("SELECT counterpart FROM shard.message ORDER BY key").fetchall()
    assert stored == [("Ann",), ("Ann",), (None,)]
    database.close()


def test_a_chain_of_deleted_rows_is_followed(tmp_path):
    (row,) = recovered(
        tmp_path,
        "DELETE FROM message WHERE ROWID = 2",
        "DELETE FROM chat_message_join WHERE message_id = 2",
        "DELETE FROM chat WHERE ROWID = 8",
    )
    assert row[2:4] == ("+15550102", "+15550102")
    assert "taken from rows of chat_message_join and chat that are not live: thread" in row[6]


@pytest.mark.parametrize("alias", ["l", "s", "q"])
def test_a_query_may_give_its_table_any_short_name(tmp_path, alias):
    made = sqlite3.connect(tmp_path / "db", isolation_level=None)
    made.executescript("CREATE TABLE letter(id INTEGER PRIMARY KEY, body); CREATE TABLE person(id INTEGER, name);")
    made.execute("INSERT INTO person VALUES (3, 'Bob')")
    made.close()
    made = sqlite3.connect(tmp_path / "shard", isolation_level=None)
    create_shard(made)
    made.close()
    database = open_copy(tmp_path / "db", Calls({}))
    attach_shard(database, tmp_path / "shard")
    named = f"(SELECT p.name FROM person p WHERE p.id = {alias}.id)"
    text = f"SELECT {alias}.id AS key, {alias}.body AS body, {named} AS counterpart FROM letter {alias}"
    fitted = fit(database, Query(Message, text))
    assert isinstance(fitted, Fitted)
    with shadow(database, "letter", ["id", "body"]):
        put(database, "letter", ["id", "body"], 3, (3, "Dear Ann"))
        database.execute("INSERT INTO shard.message(source, key, body, counterpart) VALUES (1, 3, 'Dear Ann', 'Bob')")
        said = beside.Beside(beside.Former(database, Dead()), fitted).reasons(1)
    assert said[0] == beside.LOOKED_UP.format(fields="counterpart")
    database.close()
