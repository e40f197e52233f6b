"""Extractions become a case: counts, provenance, problems, resuming, the same answer every time."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from pathlib import Path
from shutil import make_archive

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android, make

from phonefx.case import audit, coverage, manifest
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.plan import Planner
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.verify import check_again, verify
from phonefx.errors import CaseExists, CaseIncomplete, NoSuchItem, NotFound, UsageError
from phonefx.evidence import open_exhibit

TEXTS = ["hello", "", "Привет 👋", "=1+1"]


def run(folder: Path, *paths: Path, jobs: int = 1) -> Case:
    specs = [ExhibitSpec(f"E{number}", path) for number, path in enumerate(paths, 1)]
    case = process(specs, folder, Options(jobs=jobs), Progress())
    manifest.write(folder)
    return case


def dump(case: Case) -> list[str]:
    return list(case.db.iterdump())


def tree_hash(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    return android(tmp_path / "phone", TEXTS)


def test_every_row_is_an_item_with_its_source(phone, tmp_path):
    with run(tmp_path / "case", phone) as case:
        bodies = [row["body"] for row in case.rows("SELECT body FROM message ORDER BY item")]
        assert bodies == TEXTS
        item = next(case.rows("SELECT item FROM message WHERE body = '=1+1'"))["item"]
        source = case.source(item)
        assert (source.path, source.table, source.key) == ("/" + SMS, "sms", 4)
        assert source.sha256 == hashlib.sha256((phone / SMS).read_bytes()).hexdigest()
        assert (source.exhibit, source.parser, source.state) == ("E1", "android.sms", "live")


def test_the_evidence_is_left_as_it_was(phone, tmp_path):
    before = tree_hash(phone)
    run(tmp_path / "case", phone).close()
    assert tree_hash(phone) == before


def test_rows_in_the_write_ahead_log_count(tmp_path):
    phone = android(tmp_path / "phone", ["one"])
    live = tmp_path / "live.db"
    database = sqlite3.connect(live)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id, address, date, type, body)")
    database.execute("INSERT INTO sms VALUES (1, 1, 'a', 1700000000000, 1, 'in the log')")
    database.commit()
    for suffix in ("", "-wal"):
        (phone / (SMS + suffix)).write_bytes(live.with_name(live.name + suffix).read_bytes())
    database.close()
    with run(tmp_path / "case", phone) as case:
        assert [row["body"] for row in case.rows("SELECT body FROM message")] == ["in the log"]
        assert {row["path"] for row in case.rows("SELECT path FROM file")} >= {"/" + SMS, f"/{SMS}-wal"}


def test_conservation_is_recorded(phone, tmp_path):
    with run(tmp_path / "case", phone) as case:
        counted = list(case.rows("SELECT rows_read, records, skipped FROM source ORDER BY id"))
    assert counted == [
        {"rows_read": 1, "records": 1, "skipped": 0},
        {"rows_read": len(TEXTS), "records": len(TEXTS), "skipped": 0},
    ]


def test_a_schema_that_does_not_fit_is_a_problem(phone, tmp_path):
    make(phone / CALLS, ["ALTER TABLE calls DROP COLUMN number"])
    with run(tmp_path / "case", phone) as case:
        (problem,) = case.rows("SELECT parser, code, message FROM problem")
        outcome = dict(case.db.execute("SELECT parser, outcome FROM coverage"))
    assert (problem["parser"], problem["code"]) == ("android.calls", "unknown schema")
    assert "no such column: c.number" in problem["message"]
    assert outcome["android.calls"] == "unknown schema"
    assert outcome["android.sms"] == "items"


def test_a_file_that_is_no_database_is_a_problem(phone, tmp_path):
    (phone / SMS).write_bytes(b"not a database at all" * 100)
    with run(tmp_path / "case", phone) as case:
        problems = {(row["parser"], row["code"]) for row in case.rows("SELECT parser, code FROM problem")}
    assert ("android.sms", "not a database") in problems


def test_a_file_that_breaks_off_is_told_once_and_what_came_before_is_kept(tmp_path):
    cut = b'<smses count="2"><sms address="+15550100" date="1700000000000" type="1" body="first"/><sms addr'
    (tmp_path / "messages.xml").write_bytes(cut)
    with run(tmp_path / "case", tmp_path / "messages.xml") as case:
        ((code, message),) = case.db.execute("SELECT code, message FROM problem").fetchall()
        assert (code, message.lower().count("damaged"), message.count("XML")) == ("not understood", 1, 1)
        assert "line 1, column" in message
        assert case.db.execute("SELECT body FROM message").fetchall() == [("first",)]


def test_databases_that_nobody_reads_are_listed(phone, tmp_path):
    make(phone / "data/data/com.example.chat/databases/chats.db", ["CREATE TABLE t(a)"])
    with run(tmp_path / "case", phone) as case:
        unread = [row["path"] for row in case.rows("SELECT path FROM unread")]
    assert unread == ["/data/data/com.example.chat/databases/chats.db"]


def test_one_process_or_several_give_the_same_case(phone, tmp_path):
    with run(tmp_path / "one", phone) as one, run(tmp_path / "two", phone, jobs=2) as two:
        assert dump(one) == dump(two)


def test_a_further_exhibit_changes_no_item_of_the_first(phone, tmp_path):
    other = android(tmp_path / "other", ["from the other phone"])
    with run(tmp_path / "case", phone) as case:
        before = list(case.rows("SELECT * FROM item ORDER BY id"))
    with run(tmp_path / "case", phone, other) as case, run(tmp_path / "together", phone, other) as together:
        after = list(case.rows("SELECT * FROM item ORDER BY id"))
        assert after[: len(before)] == before
        assert len(after) == len(before) + 2
        assert dump(case) == dump(together)


def test_a_label_stands_for_one_extraction(phone, tmp_path):
    other = android(tmp_path / "other", ["x"])
    run(tmp_path / "case", phone).close()
    with pytest.raises(UsageError, match="another label"):
        run(tmp_path / "case", other)
    with Case.finished(tmp_path / "case") as case:
        assert case.db.execute("SELECT count(*) FROM exhibit").fetchone() == (1,), "still complete, and as it was"


@pytest.mark.parametrize("label", ["../../beside", "..", "{root}", "2026/17", "CON", "a:b", "n" * 300])
def test_a_label_is_never_a_path(phone, tmp_path, label):
    beside = tmp_path / "beside" / "letter.txt"
    beside.parent.mkdir()
    beside.write_text("keep me")
    label = label.format(root=beside.parent)
    with process([ExhibitSpec(label, phone)], tmp_path / "case", Options(), Progress()) as case:
        assert next(case.rows("SELECT label FROM exhibit"))["label"] == label
    assert beside.read_text() == "keep me"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside", "case", "phone"]


def test_a_wrong_path_leaves_no_case(tmp_path):
    with pytest.raises(NotFound):
        run(tmp_path / "case", tmp_path / "nothing")
    assert not (tmp_path / "case").exists()


def test_a_folder_of_something_else_is_left_alone(phone, tmp_path):
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "letter.txt").write_text("keep me")
    with pytest.raises(CaseExists):
        run(tmp_path / "case", phone)
    assert [path.name for path in (tmp_path / "case").iterdir()] == ["letter.txt"]


class Stop(Progress):
    """Interrupts a run when its first files have been parsed."""

    def parsed(self, path: str, items: int) -> None:
        raise KeyboardInterrupt


def test_a_stopped_run_goes_on_and_gives_the_same_case(phone, tmp_path):
    folder = tmp_path / "case"
    with pytest.raises(KeyboardInterrupt):
        process([ExhibitSpec("E1", phone)], folder, Options(), Stop())
    with pytest.raises(CaseIncomplete):
        Case.finished(folder)
    with run(folder, phone) as resumed, run(tmp_path / "undisturbed", phone) as undisturbed:
        assert dump(resumed) == dump(undisturbed)
    assert not (folder / "work").exists()


def test_an_unknown_item_is_said_to_be_unknown(phone, tmp_path):
    with run(tmp_path / "case", phone) as case, pytest.raises(NoSuchItem, match="no item 999"):
        case.source(999)


@pytest.mark.skipif(os.name != "posix", reason="this platform has other permissions")
@pytest.mark.parametrize("made_before", [False, True])
def test_a_case_is_for_its_owner_alone(phone, tmp_path, made_before):
    if made_before:
        (tmp_path / "case").mkdir(mode=0o755)
    run(tmp_path / "case", phone).close()
    assert (tmp_path / "case").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="this platform has other permissions")
def test_plain_copies_made_while_an_exhibit_is_opened_are_for_their_owner_alone(phone, tmp_path, monkeypatch):
    def opened(path, **given):
        modes.append(given["scratch"].stat().st_mode & 0o777)
        return open_exhibit(path, **given)

    modes: list[int] = []
    monkeypatch.setattr("phonefx.case.ingest.open_exhibit", opened)
    run(tmp_path / "case", phone).close()
    assert modes == [0o700]
    assert not (tmp_path / "case" / "work").exists()


def test_any_changed_byte_of_the_manifest_is_named(phone, tmp_path):
    folder = tmp_path / "case"
    run(folder, phone).close()
    path = folder / "manifest.json"
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [check for check in verify(folder, {}) if check.fault], f"byte {at}: {whole[at - 9 : at + 9]!r}"


@pytest.mark.parametrize("files", [{"case.db": 5}, ["case.db"], None])
def test_a_manifest_of_another_shape_is_named(phone, tmp_path, files):
    run(tmp_path / "case", phone).close()
    path = tmp_path / "case" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"files": files}, indent=1, sort_keys=True) + "\n")
    faults = [(check.name, check.fault) for check in verify(tmp_path / "case", {}) if check.fault]
    assert ("manifest.json", "missing or unreadable") in faults


def test_a_file_added_under_the_name_of_a_working_file_is_named(phone, tmp_path):
    folder = tmp_path / "case"
    run(folder, phone).close()
    names = {str(Path("exports", "work", "x")), str(Path("report", "manifest.json")), str(Path("x", "audit.jsonl"))}
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    assert {check.name for check in verify(folder, {}) if check.fault} == {Path(name).as_posix() for name in names}


def test_a_fresh_case_verifies(phone, tmp_path):
    run(tmp_path / "case", phone).close()
    checks = list(verify(tmp_path / "case", {"E1": phone}))
    assert [check for check in checks if check.fault] == []
    assert {check.what for check in checks} == {"audit log", "output", "exhibit"}


@pytest.mark.parametrize("what", ["exhibit", "case.db", "audit.jsonl", "manifest.json"])
def test_one_changed_byte_is_named(phone, tmp_path, what):
    folder = tmp_path / "case"
    run(folder, phone).close()
    target = phone / SMS if what == "exhibit" else folder / what
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)
    faults = [check for check in verify(folder, {"E1": phone}) if check.fault]
    assert faults
    assert {"exhibit": "exhibit", "case.db": "output", "audit.jsonl": "audit log", "manifest.json": "output"}[what] in {
        check.what for check in faults
    }


def test_a_change_that_the_manifest_was_made_to_agree_with_is_named(phone, tmp_path):
    folder = tmp_path / "case"
    run(folder, phone).close()
    before = hashlib.sha256((folder / "case.db").read_bytes()).hexdigest()
    with sqlite3.connect(folder / "case.db") as database:
        database.execute("UPDATE message_own SET body = 'something else' WHERE item = (SELECT min(item) FROM message)")
    database.close()
    now = hashlib.sha256((folder / "case.db").read_bytes()).hexdigest()
    stated = (folder / manifest.NAME).read_text(encoding="utf-8")
    assert before in stated
    (folder / manifest.NAME).write_text(stated.replace(before, now), encoding="utf-8", newline="\n")
    faults = {check.name: check.fault for check in verify(folder, {"E1": phone}) if check.fault}
    assert faults == {manifest.NAME: "differs from what the audit log sealed"}


def test_files_added_to_or_taken_from_an_exhibit_are_named(phone, tmp_path):
    run(tmp_path / "case", phone).close()
    (phone / "planted.txt").write_text("x")
    (phone / CALLS).unlink()
    faults = {check.name: check.fault for check in verify(tmp_path / "case", {"E1": phone}) if check.fault}
    assert faults == {"E1: planted.txt": "added", f"E1: {CALLS}": "missing"}


def test_the_file_given_is_the_one_that_is_checked(phone, tmp_path):
    """Also where the one that was read lies beside it: phones of one case often lie in one folder."""
    (tmp_path / "phones").mkdir()
    first, other, copy = (tmp_path / "phones" / name for name in ("first.zip", "other.zip", "a copy.zip"))
    for path, texts in ((first, ["hello"]), (other, ["hello", "and more"])):
        make_archive(str(path.with_suffix("")), "zip", android(tmp_path / path.stem, texts))
    run(tmp_path / "case", first).close()
    copy.write_bytes(first.read_bytes())

    def faults(path):
        return [(check.name, check.fault) for check in verify(tmp_path / "case", {"E1": path}) if check.fault]

    assert faults(first) == faults(copy) == []
    assert faults(other) == [("E1: first.zip", "changed")]
    first.unlink()
    assert faults(copy) == []


def test_an_exhibit_that_changed_during_the_run_is_told(phone, tmp_path):
    folder = tmp_path / "case"
    run(folder, phone).close()
    (phone / "planted.txt").write_text("x")
    content = bytearray((phone / SMS).read_bytes())
    content[100] ^= 1
    (phone / SMS).write_bytes(content)
    with Case(folder, write=True) as case:
        assert check_again(case, {"E1": phone}) == {"E1": 2}
        assert check_again(case, {"E1": phone}) == {"E1": 2}
        found = case.db.execute("SELECT path, message FROM problem WHERE code = 'exhibit changed' ORDER BY path")
        assert found.fetchall() == [(SMS, "changed since it was read"), ("planted.txt", "added since it was read")]
    content[100] ^= 1
    (phone / SMS).write_bytes(content)
    (phone / "planted.txt").unlink()
    with Case(folder, write=True) as case:
        assert check_again(case, {"E1": phone}) == {"E1": 0}
        assert case.db.execute("SELECT count(*) FROM problem WHERE code = 'exhibit changed'").fetchone() == (0,)
    told = [each["details"] for each in audit.entries(folder) if each["action"] == "exhibit hashed again"]
    assert told == [{"exhibit": "E1", "differ": 2}] * 2 + [{"exhibit": "E1", "differ": 0}]


def test_the_log_is_chained(tmp_path):
    for number in range(3):
        audit.append(tmp_path, "tried", {"number": number})
    assert audit.faults(tmp_path) == []
    lines = (tmp_path / audit.NAME).read_text().splitlines()
    (tmp_path / audit.NAME).write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert audit.faults(tmp_path) != []


def test_the_manifest_covers_every_file(phone, tmp_path):
    run(tmp_path / "case", phone).close()
    stated = json.loads((tmp_path / "case" / manifest.NAME).read_text())["files"]
    assert set(stated) == {"case.db"}
    assert stated["case.db"]["sha256"] == hashlib.sha256((tmp_path / "case" / "case.db").read_bytes()).hexdigest()


def test_a_missing_lookup_is_a_problem_and_not_an_absent_table(tmp_path):
    phone = tmp_path / "phone"
    make(phone / "private/var/mobile/Library/AddressBook/AddressBook.sqlitedb", [
        "CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY, First, Last, Middle, Organization, Note, CreationDate,"
        " ModificationDate)",
        "CREATE TABLE ABMultiValue(UID INTEGER PRIMARY KEY, record_id, property, label, value)",
        "INSERT INTO ABMultiValue VALUES (1, 1, 3, 1, '+15550100')",
    ])  # fmt: skip
    with run(tmp_path / "case", phone) as case:
        problems = [row["message"] for row in case.rows("SELECT message FROM problem WHERE parser = 'ios.contacts'")]
    assert any("ABMultiValueLabel" in message for message in problems)


@pytest.mark.parametrize("name", ["with space", "дело", "a#b?c%20d", "it's", "very" * 40])
def test_any_folder_name_will_do(tmp_path, name):
    phone = android(tmp_path / f"phone {name}", ["one"])
    with run(tmp_path / name, phone) as case:
        assert case.db.execute("SELECT count(*) FROM message").fetchone() == (1,)
    assert [check for check in verify(tmp_path / name, {"E1": phone}) if check.fault] == []


def test_the_log_is_read_once_for_all_exhibits(phone, tmp_path, monkeypatch):
    read = []
    entries = audit.entries
    monkeypatch.setattr(audit, "entries", lambda case: [read.append(case), *entries(case)][1:])
    run(tmp_path / "case", phone, android(tmp_path / "other", ["one"]), android(tmp_path / "third", ["two"])).close()
    assert len(read) == 1
    told = [each["details"]["exhibit"] for each in entries(tmp_path / "case") if each["action"] == "exhibit taken in"]
    assert told == ["E1", "E2", "E3"]


def test_a_file_that_vanishes_while_the_folder_is_listed_is_a_problem(phone, tmp_path, monkeypatch):
    """Also where no parser would have read it; of one that a parser would have read its job tells."""
    (phone / "data/notes.txt").write_text("gone")
    offer = Planner.offer

    def vanishing(planner, entry):
        if entry.path in {"/data/notes.txt", "/" + CALLS}:
            (phone / entry.path[1:]).unlink()
        return offer(planner, entry)

    monkeypatch.setattr(Planner, "offer", vanishing)
    with run(tmp_path / "case", phone) as case:
        told = dict(case.db.execute("SELECT path, message FROM problem").fetchall())
        unhashed = {path for (path,) in case.db.execute("SELECT path FROM container WHERE sha256 = 'unreadable'")}
    assert unhashed == {"data/notes.txt", CALLS}
    assert [path for path, message in told.items() if message == coverage.NO_HASH] == ["data/notes.txt"]
    assert "/" + CALLS in told
