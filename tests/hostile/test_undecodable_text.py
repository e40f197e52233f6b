"""Bytes that are no text where one should be: every row of the table is read, and nothing is called damaged."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.case.sandbox import Calls, open_copy, taking_bytes
from phonefx.parsers.registry import parsers_by_id

MMS = """
CREATE TABLE pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER,
    read INTEGER, m_id TEXT, sub TEXT, sub_cs INTEGER, ct_t TEXT, ct_l TEXT, exp INTEGER, m_type INTEGER,
    m_size INTEGER, tr_id TEXT);
CREATE TABLE addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER,
    charset INTEGER);
CREATE TABLE part(_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT, chset INTEGER,
    cd TEXT, fn TEXT, cid TEXT, cl TEXT, ctt_s INTEGER, ctt_t TEXT, _data TEXT, text TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO pdu(_id, thread_id, date, msg_box, sub, sub_cs, m_type)
    SELECT i, 1, 1700000000 + i, 1, iif(i = 20, CAST(x'68fffe69' AS TEXT), 'subject ' || i), 106, 132 FROM n;
INSERT INTO addr(msg_id, address, type, charset) SELECT _id, '+447700900123', 137, 106 FROM pdu;
"""


def test_one_cell_costs_no_row_of_its_table():
    path = "/data/data/com.android.providers.telephony/databases/mmssms.db"
    result = casework.run(parsers_by_id()["android.mms"], path, casework.database(MMS))
    subjects = {row["key"]: row.get("subject") for row in result.of("message")}
    assert len(result.of("message")) == len(subjects) == 40
    assert [subjects[key] for key in sorted(subjects)][18:21] == ["subject 19", subjects[20], "subject 21"]
    assert "h" in subjects[20]
    assert subjects[20].endswith("i")
    assert result.problems == []


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("SELECT f(a, 'f(x)')", [(1, 1)]),
        ("SELECT f(g(a), 1)", [(1, 0)]),
        ("SELECT g(coalesce(NULL, a))", ["A\\xff"]),
        ("SELECT g(b), g(7), g(NULL), g(2.5)", [b"A\xff", 7, None, 2.5]),
    ],
)
def test_functions_get_texts_as_text_and_other_values_as_they_are(tmp_path, statement, wanted):
    sqlite3.connect(tmp_path / "x.db").execute("CREATE TABLE t(a)").connection.close()
    calls = Calls({"f": lambda one, other: repr((int(isinstance(one, str)), int(isinstance(other, str)))),
                   "g": lambda value: value})  # fmt: skip
    database = open_copy(tmp_path / "x.db", calls)
    source = "SELECT CAST(x'41ff' AS TEXT) AS a, x'41ff' AS b"
    with pytest.raises(sqlite3.OperationalError, match="user-defined function raised exception"):
        database.execute(f"SELECT g(a) FROM ({source})").fetchall()
    row = database.execute(f"{taking_bytes(statement, ('f', 'g'))} FROM ({source})").fetchone()
    database.close()
    assert calls.failures == {}
    assert list(row) == [repr(each) if isinstance(each, tuple) else each for each in wanted]
