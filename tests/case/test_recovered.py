"""Deleted rows and older versions pass through the queries of the parsers and become items of their own state."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import SMS, android, make

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.remains import Remain
from phonefx.case.schema import create_shard
from phonefx.case.trace import trace
from phonefx.case.versions import SAME, Versions, joined
from phonefx.evidence import open_exhibit
from phonefx.records import Message
from phonefx.timeline.leads.deletions import deletion_signs

TEXTS = [f"message number {number} about the meeting at the old mill" for number in range(1, 41)]


def take_in(folder: Path, out: Path) -> sqlite3.Connection:
    case = process([ExhibitSpec("E1", folder)], out, Options(), Progress())
    return case.db


def change(folder: Path, *statements: str, wal: bool = False) -> Path:
    """Change the messages of a phone as an app would that neither wipes nor vacuums."""
    path = folder / SMS
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    if wal:
        database.execute("PRAGMA journal_mode = WAL").fetchall()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for statement in statements:
        database.execute(statement)
    if wal:
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{path}{suffix}.kept")
    database.close()
    if wal:
        for suffix in ("", "-wal"):
            Path(f"{path}{suffix}.kept").replace(f"{path}{suffix}")
    return folder


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    return android(tmp_path / "phone", TEXTS)


def test_a_deleted_message_is_an_item_with_its_place(phone, tmp_path):
    change(phone, "DELETE FROM sms WHERE _id IN (12, 20, 33)")
    data = (phone / SMS).read_bytes()
    case = take_in(phone, tmp_path / "case")
    rows = case.execute(
        "SELECT m.body, i.time_us, i.parser, r.offset, r.length, r.file, r.confidence, r.reason FROM item i"
        " JOIN message m ON m.item = i.id JOIN recovery r ON r.item = i.id WHERE i.state = 'recovered' ORDER BY m.body"
    ).fetchall()
    assert [row[0] for row in rows] == sorted(TEXTS[number - 1] for number in (12, 20, 33))
    for body, time_us, parser, offset, length, file, confidence, reason in rows:
        number = int(body.split()[2])
        assert time_us == (1_700_000_000_000 + number * 60_000) * 1000
        assert parser == "android.sms"
        assert file == "main"
        assert body.encode() in data[offset : offset + length]
        assert 0.3 < confidence <= 1
        assert reason


def test_an_edited_message_keeps_its_earlier_text(phone, tmp_path):
    change(phone, "UPDATE sms SET body = 'nothing was planned' WHERE _id = 7", wal=True)
    case = take_in(phone, tmp_path / "case")
    listed = case.execute(
        "SELECT i.state, i.key, m.body, r.place FROM item i JOIN message m ON m.item = i.id"
        " LEFT JOIN recovery r ON r.item = i.id WHERE i.key = 7 ORDER BY i.state"
    ).fetchall()
    assert listed == [
        ("live", 7, "nothing was planned", None),
        ("superseded", 7, TEXTS[6], "main, before the log"),
    ]


def test_rows_of_a_hot_journal_are_looked_for_before_sqlite_rolls_it_back(phone, tmp_path):
    path = phone / SMS
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("PRAGMA cache_size = 2")
    database.execute("BEGIN")
    database.execute("DELETE FROM sms WHERE _id < 30")
    database.execute("CREATE TABLE filler(x)")
    database.executemany("INSERT INTO filler VALUES (?)", [("f" * 3000,) for _ in range(30)])
    kept = {suffix: Path(f"{path}{suffix}").read_bytes() for suffix in ("", "-journal")}
    database.execute("ROLLBACK")
    database.close()
    for suffix, data in kept.items():
        Path(f"{path}{suffix}").write_bytes(data)
    case = take_in(phone, tmp_path / "case")
    assert case.execute("SELECT count(*) FROM item WHERE kind = 'message' AND state = 'live'").fetchone() == (40,)
    false = "SELECT count(*) FROM item WHERE kind = 'message' AND state = 'recovered'"
    assert case.execute(false).fetchone() == (0,)


def test_nothing_deleted_nothing_recovered(phone, tmp_path):
    case = take_in(phone, tmp_path / "case")
    assert case.execute("SELECT count(*) FROM item WHERE state IN ('recovered', 'superseded')").fetchone() == (0,)


def test_every_recovered_row_is_accounted_for(phone, tmp_path):
    change(phone, "DELETE FROM sms WHERE _id % 3 = 0")
    case = take_in(phone, tmp_path / "case")
    counted = case.execute(
        "SELECT s.state, s.rows_read, s.records, s.skipped, (SELECT count(*) FROM item e WHERE e.source = s.id),"
        " (SELECT count(*) FROM skip k WHERE k.source = s.id) FROM source s WHERE s.state = 'recovered'"
    ).fetchall()
    assert sum(row[1] for row in counted) >= 13
    for _, read, records, skipped, items, reasons in counted:
        assert read == records + skipped
        assert (records, skipped) == (items, reasons)


def test_the_same_evidence_gives_the_same_answer(phone, tmp_path):
    change(phone, "DELETE FROM sms WHERE _id % 4 = 0")
    sql = "SELECT i.id, i.key, i.state, m.body, r.* FROM item i JOIN message m ON m.item = i.id LEFT JOIN recovery r ON r.item = i.id ORDER BY i.id"  # noqa: E501
    one, two = (take_in(phone, tmp_path / name).execute(sql).fetchall() for name in ("one", "two"))
    assert one == two
    assert len(one) > 40 - 10


def test_the_evidence_is_left_as_it_was(phone, tmp_path):
    change(phone, "DELETE FROM sms WHERE _id = 5")
    before = {path: path.read_bytes() for path in phone.rglob("*") if path.is_file()}
    process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(), Progress())
    assert {path: path.read_bytes() for path in phone.rglob("*") if path.is_file()} == before


def test_rows_behind_a_destroyed_page_are_still_read(tmp_path):
    folder = android(tmp_path / "phone", [f"{text} {'and so on ' * 30}" for text in TEXTS])
    path = folder / SMS
    data = bytearray(path.read_bytes())
    leaves = [page for page in range(1, len(data) // 4096) if data[page * 4096] == 13]
    assert len(leaves) > 3
    data[leaves[2] * 4096 : leaves[2] * 4096 + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    case = take_in(folder, tmp_path / "case")
    (read,) = case.execute("SELECT count(*) FROM item WHERE kind = 'message' AND state = 'live'").fetchone()
    assert 20 < read < 40
    problems = [text for (text,) in case.execute("SELECT message FROM problem WHERE code = 'damaged'")]
    assert any(f"{read} rows were read from the pages that are left" in text for text in problems)


@pytest.mark.parametrize("page_size", [1024, 4096])
def test_rows_of_a_database_whose_header_is_wiped_come_back_as_recovered(phone, tmp_path, page_size):
    change(phone, f"PRAGMA page_size = {page_size}", "VACUUM", "DELETE FROM sms WHERE _id = 12")
    whole = take_in(phone, tmp_path / "whole")
    wanted = whole.execute(
        "SELECT m.body, i.time_us, m.counterpart FROM message m JOIN item i ON i.id = m.item"
    ).fetchall()
    path = phone / SMS
    data = path.read_bytes()
    path.write_bytes(bytes(100) + data[100:])
    case = take_in(phone, tmp_path / "case")
    rows = case.execute(
        "SELECT m.body, i.time_us, m.counterpart, i.state, r.offset, r.length, r.confidence, r.reason FROM item i"
        " JOIN message m ON m.item = i.id JOIN recovery r ON r.item = i.id"
    ).fetchall()
    assert sorted(row[:3] for row in rows) == sorted(wanted)
    assert len(rows) == len(TEXTS)
    assert {row[3] for row in rows} == {"recovered"}
    for body, *_, offset, length, _confidence, _reason in rows:
        assert body.encode() in data[offset : offset + length]
    (message,) = case.execute("SELECT DISTINCT message FROM problem WHERE code = 'header destroyed'").fetchone()
    assert "reported as recovered" in message
    assert case.execute("SELECT count(*) FROM problem WHERE code = 'not a database'").fetchone() == (0,)
    assert path.read_bytes() == bytes(100) + data[100:]


def test_bytes_that_only_look_like_a_wiped_database_stay_no_database(phone, tmp_path):
    (phone / SMS).write_bytes(bytes(4096) + bytes(range(256)) * 64)
    case = take_in(phone, tmp_path / "case")
    codes = {code for (code,) in case.execute("SELECT code FROM problem")}
    assert "not a database" in codes
    assert "header destroyed" not in codes


def test_signs_of_deletion_reach_the_case_and_its_leads(phone, tmp_path):
    change(phone, "DELETE FROM sms WHERE _id BETWEEN 12 AND 15")
    case = take_in(phone, tmp_path / "case")
    signs = case.execute(
        "SELECT f.path, s.code, s.table_name, s.finding, s.limits FROM sign s JOIN file f ON f.id = s.file"
        " WHERE s.code = 'row id gaps'"
    ).fetchall()
    ((path, _code, table, finding, limits),) = signs
    assert (path, table) == (f"/{SMS}", "sms")
    assert finding == "36 rows with ids from 1 to 40; 4 ids between them without a row: 12 to 15."
    assert limits == "Ids are also lost when an insert fails, when a row is replaced, and when the app chooses them."
    (lead,) = deletion_signs(case)
    assert (lead.topic, lead.reason, lead.limits) == (
        "deletion signs", f"/{SMS}: table sms: {finding.removesuffix('.')}", limits
    )  # fmt: skip


def test_the_signs_of_one_database_are_one_lead_with_the_strongest_first(phone, tmp_path):
    change(phone, "CREATE TABLE draft(_id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT)",
           "INSERT INTO draft(note) VALUES ('a'), ('b'), ('c')", "DELETE FROM draft WHERE _id = 3",
           "DELETE FROM sms WHERE _id = 12")  # fmt: skip
    (lead,) = deletion_signs(take_in(phone, tmp_path / "case"))
    first, second = lead.reason.split(". ")
    assert first == f"/{SMS}: table draft: The counter of given ids stands at 3; the highest id with a row is 2"
    assert second == "table sms: 39 rows with ids from 1 to 40; 1 id between them without a row: 12"


def test_a_database_without_gaps_shows_no_gap(phone, tmp_path):
    case = take_in(phone, tmp_path / "case")
    codes = {code for (code,) in case.execute("SELECT code FROM sign")}
    assert not codes & {"row id gaps", "highest id gone", "free pages", "file too short"}


def test_a_message_that_is_left_in_a_search_index_alone_is_an_item(phone, tmp_path):
    """The row of the message and that of the index are wiped; only the terms still say what was written."""
    path = phone / SMS
    database = sqlite3.connect(path, isolation_level=None)
    names = "_id, index_text, source_id, table_to_use"
    declared = "_id INTEGER PRIMARY KEY, index_text TEXT, source_id INTEGER, table_to_use INTEGER"
    database.execute("CREATE TABLE part (_id INTEGER PRIMARY KEY)")
    database.execute(f"CREATE VIRTUAL TABLE words USING fts3({declared})")
    database.execute(f"INSERT INTO words(docid, {names}) SELECT _id, _id, body, _id, 1 FROM sms")
    database.execute("PRAGMA secure_delete = ON")
    database.execute("DELETE FROM words WHERE rowid = 12")
    database.execute("DELETE FROM sms WHERE _id = 12")
    database.close()
    assert TEXTS[11].encode() not in path.read_bytes()
    case = process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(), Progress())
    listed = case.db.execute(
        "SELECT i.id, i.state, i.parser, m.body, m.status, r.partial, r.reason FROM item i"
        " JOIN message m ON m.item = i.id LEFT JOIN recovery r ON r.item = i.id WHERE i.state = 'recovered'"
    ).fetchall()
    ((number, _state, parser, body, status, partial, reason),) = listed
    assert (parser, body) == ("android.sms.index", TEXTS[11])
    assert status == "text left in the search index, its message is gone"
    assert "put together from the words of a full-text index" in partial
    assert "full-text index words" in reason
    with open_exhibit(phone) as exhibit:
        assert b"meeting" in trace(case, number, exhibit).content


UNREAD = "ALTER TABLE sms ADD COLUMN opened INTEGER"
"""A column that no query reads, as the counters of Core Data are."""


def test_versions_that_say_the_same_are_one_item_with_all_their_places(phone, tmp_path):
    written = [f"UPDATE sms SET opened = {number} WHERE _id = 7" for number in range(4)]
    change(phone, UNREAD, *written, "UPDATE sms SET body = 'nothing was planned' WHERE _id = 7", wal=True)
    case = take_in(phone, tmp_path / "case")
    (row,) = case.execute(
        "SELECT m.body, r.file, r.offset, r.length, r.places, i.source FROM item i"
        " JOIN message m ON m.item = i.id JOIN recovery r ON r.item = i.id WHERE i.key = 7"
    ).fetchall()
    body, file, offset, length, places, source = row
    assert body == TEXTS[6]
    others = json.loads(places)
    files = {name: (phone / f"{SMS}{end}").read_bytes() for name, end in (("main", ""), ("wal", "-wal"))}
    spots = {(file, offset), *((each["file"], each["offset"]) for each in others)}
    assert len(spots) == 1 + len(others)
    whole = [at for name, at in spots if body.encode() in files[name][at : at + length + 8]]
    assert len(whole) >= 5, "as it was before the log, and each time that it was written into it"
    (read, records, skipped) = case.execute(
        "SELECT rows_read, records, skipped FROM source WHERE id = ?", (source,)
    ).fetchone()
    assert read == records + skipped
    reasons = case.execute("SELECT DISTINCT key, reason FROM skip WHERE source = ?", (source,)).fetchall()
    assert reasons == [(7, SAME)]


def test_versions_that_differ_in_what_is_read_stay_apart(phone, tmp_path):
    changes = ("body = 'second'", "read = 0", "opened = 1", "body = 'third'", "body = 'second', read = 1", "body = '-'")
    change(phone, UNREAD, *(f"UPDATE sms SET {each} WHERE _id = 7" for each in changes), wal=True)
    case = take_in(phone, tmp_path / "case")
    listed = case.execute(
        "SELECT m.body, json_extract(m.extra, '$.read') FROM item i JOIN message m ON m.item = i.id"
        " WHERE i.key = 7 AND i.state = 'superseded' ORDER BY m.body, m.extra"
    ).fetchall()
    assert listed == [(TEXTS[6], 1), ("second", 0), ("second", 1), ("third", 0)]


RUNS = "data/data/com.runtastic.android/databases/db"
LINE, SHORTER = "_p~iF~ps|U_ulLnnqC_mqNvxq`@", "_p~iF~ps|U_ulLnnqC"
"""The example of Google's encoded polylines, three points, and its first two."""


def runs(folder: Path, *statements: str) -> list[tuple[object, ...]]:
    """Take in a phone with one track after changes that its log holds; give state and latitude of every point."""
    path = make(folder / "phone" / RUNS, [
        "CREATE TABLE session (sampleId TEXT, startTime INTEGER, encodedTrace TEXT)",
        ("INSERT INTO session VALUES ('s-1', 1700000000000, ?)", LINE),
    ])  # fmt: skip
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL").fetchall()
    for statement in statements:
        database.execute(statement)
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", f"{path}{suffix}.kept")
    database.close()
    for suffix in ("", "-wal"):
        Path(f"{path}{suffix}.kept").replace(f"{path}{suffix}")
    found = take_in(folder / "phone", folder / "case")
    return [tuple(row) for row in found.execute(
        "SELECT i.state, l.latitude FROM location l JOIN item i ON i.id = l.item ORDER BY i.state, i.id"
    )]  # fmt: skip


def test_every_member_of_a_list_in_a_deleted_row_is_an_item(tmp_path):
    assert runs(tmp_path, "DELETE FROM session") == [
        ("recovered", 38.5), ("recovered", 40.7), ("recovered", 43.252)
    ]  # fmt: skip


def test_of_the_list_of_an_older_version_only_what_the_live_row_lacks_is_an_item(tmp_path):
    assert runs(tmp_path, f"UPDATE session SET encodedTrace = '{SHORTER}'") == [
        ("live", 38.5), ("live", 40.7), ("superseded", 43.252)
    ]  # fmt: skip


def test_rows_that_another_query_is_about_are_neither_read_nor_skipped(phone, tmp_path):
    """One query is about settings of certain names only; a deleted row of another name is no row of its."""
    path = phone / "data/data/com.android.providers.settings/databases/settings.db"
    make(path, [
        "CREATE TABLE system (_id INTEGER PRIMARY KEY, name TEXT, value TEXT)",
        *[("INSERT INTO system (name, value) VALUES ('some_name', ?)", f"value {n}") for n in range(40)],
    ])  # fmt: skip
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("DELETE FROM system")
    database.close()
    found = take_in(phone, tmp_path / "case")
    counted = found.execute(
        "SELECT kind, rows_read, skipped FROM source WHERE table_name = 'system' AND state = 'recovered' ORDER BY 1"
    )
    assert [tuple(row) for row in counted] == [("device_fact", 40, 40), ("event", 0, 0)]


def test_rows_whose_row_id_is_lost_are_never_taken_for_one_another():
    recovery = {"confidence": 0.5, "partial": None, "places": None, "file": "main", "place": "gap", "page": 2,
                "offset": 5, "frame": None}  # fmt: skip
    database = sqlite3.connect(":memory:")
    database.execute("ATTACH ':memory:' AS shard")
    create_shard(database, "shard")
    kept = []
    versions = Versions(database)
    for rowid in (None, None, 3, 3, 4):
        cursor = database.execute("INSERT INTO shard.message (source, key, body) VALUES (1, ?, 'again')", (rowid,))
        kept.append(versions.keep(Message, cursor.lastrowid, Remain("recovered", rowid, (), (), recovery)))
    assert kept == [True, True, True, False, True]


def test_of_two_versions_the_whole_one_leads_and_then_the_surer():
    def version(confidence: float, partial: str | None, offset: int) -> dict[str, object]:
        return {"confidence": confidence, "partial": partial, "places": None, "file": "wal", "place": "wal",
                "page": 3, "offset": offset, "frame": 2}  # fmt: skip

    sure, torn = version(0.9, "read: lost", 10), version(0.4, None, 20)
    for one, other in ((sure, torn), (torn, sure)):
        found = joined(one, other)
        assert found["offset"] == 20
        assert [each["offset"] for each in json.loads(found["places"])] == [10]
    assert joined(version(0.4, None, 1), version(0.9, None, 2))["offset"] == 2
    assert joined(version(0.4, None, 1), version(0.4, None, 2))["offset"] == 1
