"""What a query makes of a value that is lost of a row is not stated, and the record says which fields those are."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import One, make

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.proof import UNPROVEN, UNSURE
from phonefx.case.recovered import LOST_WAY, NOT_WHOLE, OF_PARTS, Recovery
from phonefx.case.remains import Remain
from phonefx.case.sandbox import Calls, attach_shard, open_copy
from phonefx.case.schema import create_shard
from phonefx.case.shard import ShardWriter
from phonefx.parsers.query import Fitted, Query, fit
from phonefx.records import Message

LINE_DB = "data/data/jp.naver.line.android/databases/naver_line"
LINE = """
PRAGMA secure_delete = OFF;
CREATE TABLE chat_history (id INTEGER PRIMARY KEY, server_id TEXT, type INTEGER, chat_id TEXT, created_time TEXT,
    delivered_time TEXT, status INTEGER, attachement_type INTEGER, attachement_local_uri TEXT, parameter TEXT,
    location_name TEXT, location_address TEXT, location_latitude INTEGER, location_longitude INTEGER, content TEXT,
    from_mid TEXT);
CREATE TABLE contacts (m_id TEXT PRIMARY KEY, name TEXT, server_name TEXT);
INSERT INTO contacts VALUES ('u_ann', 'Ann', 'Ann');
"""
LETTER = "INSERT INTO chat_history VALUES (?, ?, 1, 'u_ann', ?, '', 3, 0, NULL, NULL, NULL, NULL, NULL, NULL, ?, ?)"
SAID = """
SELECT i.state, m.body, m.direction, m.counterpart, m.counterpart_name, r.partial, r.reason
FROM message m JOIN item i ON i.id = m.item LEFT JOIN recovery r ON r.item = i.id WHERE i.state <> 'live'
"""


def line(folder: Path, *statements: str) -> list[tuple[object, ...]]:
    """Give what a case says of the seventh of twelve letters from Ann after changes to the store."""
    path = folder / "phone" / LINE_DB
    path.parent.mkdir(parents=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(LINE)
    for number in range(1, 13):
        text = f"letter {number} about the lighthouse and the boat that lies behind it"
        database.execute(LETTER, (number, f"s{number:03}", str(1_700_000_000_000 + number * 60_000), text, "u_ann"))
    for statement in statements:
        database.execute(statement)
    database.close()
    case = process([ExhibitSpec("E1", folder / "phone")], folder / "case", Options(), Progress())
    return [tuple(row) for row in case.db.execute(SAID)]


def test_a_message_whose_sender_is_overwritten_has_no_direction(tmp_path):
    """A new row lies in the end of the freed cell, where the sender stood. LINE stores none of its owner's letters."""
    rows = line(tmp_path, "DELETE FROM chat_history WHERE id = 7",
                "INSERT INTO chat_history (id, chat_id) VALUES (13, 'u_ann')")
    ((state, body, *claims, partial, reason),) = rows
    assert (state, body) == ("recovered", "letter 7 about the lighthouse and the boat ")
    assert "from_mid: lost" in partial
    assert claims == [None, None, None]
    assert reason.endswith(UNPROVEN.format(fields="direction, counterpart, counterpart_name"))


def test_a_message_that_never_had_a_sender_is_one_of_the_owner(tmp_path):
    changes = ("UPDATE chat_history SET from_mid = NULL WHERE id = 7", "DELETE FROM chat_history WHERE id = 7")
    ((state, _, *claims, partial, reason),) = line(tmp_path, *changes)
    assert state == "recovered"
    assert partial is None
    assert claims == ["outgoing", "u_ann", "Ann"]
    assert "not stated" not in reason


ROW = {"id": 3, "sender": "Ann", "kind": 2, "body": "Dear Bob", "chat": 5, "list": '["a", "b"]'}
MADE = """
CREATE TABLE letter(id INTEGER PRIMARY KEY, sender, kind, body, chat, list);
CREATE TABLE chat(id INTEGER PRIMARY KEY, name); INSERT INTO chat VALUES (5, 'Boat');
"""


def torn(tmp_path: Path, query: Query, *gone: str) -> tuple[list[dict[str, object]], list[str]]:
    """Give what a query says of the letter without some of its values, and the reasons of its skips."""
    for name, text in (("db", MADE), ("shard", "")):
        with closing(sqlite3.connect(tmp_path / name, isolation_level=None)) as made:
            made.executescript(text)
            if name == "shard":
                create_shard(made)
    recovery = {"place": "p", "file": "main", "page": 1, "offset": 0, "length": 1, "frame": None, "commit_no": None,
                "confidence": 0.9, "reason": "made", "partial": None, "places": None}  # fmt: skip
    values = tuple(None if name in gone else value for name, value in ROW.items())
    row = Remain("recovered", None if "id" in gone else 3, tuple(ROW), values, recovery, gone)
    with (
        closing(ShardWriter(tmp_path / "shard", "E1")) as writer,
        closing(open_copy(tmp_path / "db", Calls({}))) as copy,
    ):
        fitted = fit(copy, query)
        assert isinstance(fitted, Fitted)
        attach_shard(copy, tmp_path / "shard")
        Recovery(writer, "made", 1, copy, One(row), {}).run([fitted])
        listed = ", ".join(fitted.select)
        joined = "shard.message m JOIN shard.recovery r ON r.item = m.rowid"
        found = copy.execute(f"SELECT {listed}, r.reason FROM {joined}")
        names = [*fitted.select, "reason"]
        records = [dict(zip(names, values, strict=True)) for values in found]
        return records, [reason for (reason,) in copy.execute("SELECT reason FROM shard.skip")]


def test_what_does_not_have_to_look_at_the_lost_value_is_stated(tmp_path):
    text = """
    SELECT l.id AS key, coalesce(l.body, l.sender) AS body, coalesce(l.sender, l.body) AS subject,
           CASE WHEN l.kind = 2 THEN 'letter' WHEN l.sender IS NULL THEN 'draft' END AS content,
           CASE WHEN l.kind = 1 THEN 'letter' WHEN l.sender IS NULL THEN 'draft' ELSE 'card' END AS status,
           json_object('kind', l.kind, 'sender', l.sender, 'own', l.sender IS NULL) AS extra
    FROM letter l
    """
    ((record,), skips) = torn(tmp_path, Query(Message, text), "sender")
    reason = UNPROVEN.format(fields="subject, status, extra")
    assert record == {"key": 3, "body": "Dear Bob", "subject": None, "content": "letter", "status": None,
                      "extra": '{"kind":2}', "reason": f"made; {reason}"}  # fmt: skip
    assert skips == []


def test_what_is_found_by_a_lost_value_is_not_stated_either(tmp_path):
    """Nothing is found by NULL, in joins and inner SELECTs: what is made of that is not proven."""
    text = """
    SELECT l.id AS key, iif(c.id IS NULL, 'single', 'group') AS content, c.name AS thread_name,
           iif(EXISTS (SELECT 1 FROM chat x WHERE x.id = l.chat), 'sent', 'draft') AS status
    FROM letter l LEFT JOIN chat c ON c.id = l.chat
    """
    (tmp_path / "whole").mkdir()
    ((whole,), _) = torn(tmp_path / "whole", Query(Message, text))
    assert (whole["content"], whole["thread_name"], whole["status"]) == ("group", "Boat", "sent")
    ((record,), _) = torn(tmp_path, Query(Message, text), "chat")
    assert (record["content"], record["thread_name"], record["status"]) == (None, None, None)
    assert record["reason"] == "made; " + UNPROVEN.format(fields="content, status")


def test_what_is_found_by_a_lost_row_id_is_not_stated(tmp_path):
    status = "iif((SELECT c.name FROM chat c WHERE c.id = l.rowid) IS NULL, 'no', 'yes')"
    ((record,), _) = torn(tmp_path, Query(Message, f"SELECT l.id AS key, {status} AS status FROM letter l"), "id")
    assert record["status"] is None


@pytest.mark.parametrize(
    ("given", "records", "skips"),
    [
        ({"skip": {"l.kind IS NULL": "a draft"}}, 0, [UNSURE]),
        ({"skip": {"l.kind = 1": "a draft"}}, 1, []),
        ({"only": "l.kind = 2"}, 0, [UNSURE]),
        ({"only": "coalesce(l.kind, 0) <> 1"}, 1, []),
    ],
)
def test_a_row_is_not_passed_over_for_what_is_lost_of_it(tmp_path, given, records, skips):
    found, reasons = torn(tmp_path, Query(Message, "SELECT l.id AS key, l.body AS body FROM letter l", **given), "kind")
    assert (len(found), reasons) == (records, skips)
    assert [record["reason"] for record in found] == [f"made; {UNSURE}"] * records


def test_conditions_that_look_at_nothing_lost_stay_what_they_are(tmp_path):
    given = {"skip": {"l.kind = 2": "a draft"}}
    assert torn(tmp_path, Query(Message, "SELECT l.id AS key FROM letter l", **given), "body") == ([], ["a draft"])


@pytest.mark.parametrize(
    ("query", "gone"),
    [
        (Query(Message, "SELECT l.id AS key FROM letter l JOIN chat c ON c.id = l.chat"), "chat"),
        (Query(Message, "SELECT l.id AS key FROM letter l JOIN json_each(l.list) e", unfolds=True), "list"),
    ],
)
def test_where_what_is_lost_would_find_the_record_that_is_said(tmp_path, query, gone):
    assert torn(tmp_path, query, gone) == ([], [LOST_WAY])


CARDS = "data/data/com.android.providers.contacts/databases/contacts2.db"
NUMBERS = [
    "PRAGMA secure_delete = OFF",
    "CREATE TABLE raw_contacts(_id INTEGER PRIMARY KEY, account_id INTEGER, display_name TEXT, deleted INTEGER)",
    "CREATE TABLE accounts(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT)",
    "CREATE TABLE mimetypes(_id INTEGER PRIMARY KEY, mimetype TEXT)",
    "INSERT INTO mimetypes VALUES (5, 'vnd.android.cursor.item/phone_v2')",
    "CREATE TABLE data(_id INTEGER PRIMARY KEY, mimetype_id INTEGER, raw_contact_id INTEGER, is_primary INTEGER,"
    " is_super_primary INTEGER, data3 TEXT," + "".join(f" data{number} TEXT," for number in range(4, 16))
    + " data1 TEXT, data2 TEXT)",
    "INSERT INTO raw_contacts VALUES (1, NULL, 'Ann', 0)",
    *[
        f"INSERT INTO data(_id, mimetype_id, raw_contact_id, is_primary, is_super_primary, data3, data1, data2)"
        f" VALUES ({number}, 5, 1, 0, 0, 'on the boat', '+1555010000{number}, in the evening ask for Ann, in the"
        " morning for Bob of the lighthouse', '0')"
        for number in range(1, 9)
    ],
]  # fmt: skip


def test_of_a_deleted_number_of_a_card_what_is_not_stated_is_counted(tmp_path):
    """The end of the freed cell, where the type of the number stood (`data2`), belongs to a shorter row now."""
    gone = ["DELETE FROM data WHERE _id = 5", "INSERT INTO data(_id, mimetype_id, raw_contact_id) VALUES (9, 5, 1)"]
    make(tmp_path / "phone" / CARDS, [*NUMBERS, *gone])
    case = process([ExhibitSpec("E1", tmp_path / "phone")], tmp_path / "case", Options(), Progress())
    found = "SELECT p.value, p.label FROM contact_point p JOIN source s ON s.id = p.source WHERE s.state = 'recovered'"
    assert case.db.execute(found).fetchall() == [
        ("+15550100005, in the evening ask for Ann, in the morning fo", None)
    ]
    (note,) = case.db.execute("SELECT note FROM coverage WHERE parser = 'android.contacts'").fetchone()
    told = [OF_PARTS.format(count=1, kind="contact_point", reason=each)
            for each in (UNPROVEN.format(fields="extra"), NOT_WHOLE)]  # fmt: skip
    assert [each in note for each in told] == [True, True], note
