"""An entry of a schema that SQLite cannot read costs no other table, and is said."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.case.queries import SCHEMA_LACKS
from phonefx.parsers.registry import parsers_by_id

PATH = "/data/data/com.android.providers.telephony/databases/mmssms.db"
SMS = """
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER,
    read INTEGER, type INTEGER, body TEXT);
INSERT INTO sms VALUES (1, 1, '+12025550143', 1700000000000, 0, 1, 1, 'one'), (2, 1, '+12025550143', 1700000001000, 0,
    1, 2, 'two');
CREATE TABLE other(a);
CREATE INDEX found ON sms(abs(type));
"""
BROKEN = {
    "a statement that is none": "UPDATE sqlite_master SET sql = 'CREATE TABLE other(((' WHERE name = 'other'",
    "a root that is another's": "UPDATE sqlite_master SET rootpage = 1 WHERE name = 'other'",
    "a root that is not there": "UPDATE sqlite_master SET rootpage = 9999 WHERE name = 'other'",
    "an index that calls": "UPDATE sqlite_master SET sql = 'CREATE INDEX found ON sms(load_extension(body))'"
    " WHERE name = 'found'",
    "an index of what is not there": "UPDATE sqlite_master SET sql = 'CREATE INDEX found ON sms(nothing)'"
    " WHERE name = 'found'",
}


@pytest.mark.parametrize("statement", BROKEN.values(), ids=BROKEN)
def test_the_other_tables_are_read(tmp_path, statement):
    path = tmp_path / "made.db"
    path.write_bytes(casework.database(SMS))
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA writable_schema = ON")
    made.execute(statement)
    made.close()
    with pytest.raises(sqlite3.DatabaseError, match="malformed"), sqlite3.connect(path) as plain:
        plain.execute("SELECT * FROM sms").fetchall()
    result = casework.run(parsers_by_id()["android.sms"], PATH, path.read_bytes())
    assert [row["body"] for row in result.of("message")] == ["one", "two"]
    assert ("damaged", SCHEMA_LACKS) in result.problems
