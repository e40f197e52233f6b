"""An exhibit that leaves a case takes everything of it along and changes nothing of the others."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))

from phones import android

from phonefx.case import audit
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.removal import remove
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.cli import main, outputs
from phonefx.errors import CaseError
from phonefx.timeline import search

SECRET = "the words zyzzyvaquorum of the phone that goes"


@pytest.fixture
def phones(tmp_path) -> dict[str, Path]:
    return {
        "E1": android(tmp_path / "one", ["first", "second"]),
        "E2": android(tmp_path / "two", [SECRET, "fourth", "fifth"]),
        "E3": android(tmp_path / "three", ["sixth"]),
    }


def take(phones: dict[str, Path], folder: Path, *labels: str) -> Case:
    specs = [ExhibitSpec(label, phones[label]) for label in labels]
    return process(specs, folder, Options(), Progress())


def items(case: Case) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in case.rows(
        "SELECT i.id, i.kind, i.exhibit, i.path, i.sha256, i.key, i.time_us, m.body FROM item i"
        " LEFT JOIN message m ON m.item = i.id ORDER BY i.id")]  # fmt: skip


def test_the_others_keep_their_items_and_nothing_is_left_of_it(phones, tmp_path):
    with take(phones, tmp_path / "case", "E1", "E2", "E3") as case:
        outputs.write(case, Progress())
        with case.transaction() as database:
            search.make_index(database)
        before = items(case)
        assert SECRET.encode() in (tmp_path / "case" / "case.db").read_bytes()
        assert case.db.execute("SELECT count(*) FROM text_index WHERE text_index MATCH 'zyzzyva'").fetchone() == (1,)
        case.db.execute("PRAGMA secure_delete = OFF")  # some builds switch it on
        assert remove(case, "E2", "a reason") == 4
        assert SECRET.encode() not in (tmp_path / "case" / "case.db").read_bytes()
        assert case.db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'text_%'").fetchall() == []
        assert items(case) == [row for row in before if row[2] != "E2"]
        assert list(case.rows("SELECT * FROM coverage WHERE exhibit = 'E2'")) == []
        for table, column in (("file", "exhibit"), ("container", "exhibit"), ("shard", "exhibit")):
            assert list(case.rows(f"SELECT * FROM {table} WHERE {column} = 2")) == []
        case.db.execute("PRAGMA foreign_keys = ON")
        assert case.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        outputs.write(case, Progress())
    files = [path for path in (tmp_path / "case").rglob("*") if path.is_file()]
    assert [path.name for path in files if SECRET.encode() in path.read_bytes()] == []
    assert [check for check in verify(tmp_path / "case", {"E1": phones["E1"]}) if check.fault] == []


def test_a_number_is_never_given_twice(phones, tmp_path):
    with take(phones, tmp_path / "case", "E1", "E2") as case:
        gone = {row[0] for row in items(case) if row[2] == "E2"}
        remove(case, "E2", "a reason")
    with take(phones, tmp_path / "case", "E3") as case:
        numbers = {row[0]: row[2] for row in items(case)}
        assert not gone & numbers.keys()
        assert min(number for number, label in numbers.items() if label == "E3") == max(gone) + 1
        assert [row["id"] for row in case.rows("SELECT id FROM exhibit ORDER BY id")] == [1, 3]
        remove(case, "E1", "a reason")
        remove(case, "E3", "a reason")
        assert items(case) == []
        outputs.write(case, Progress())


def test_the_same_exhibit_can_come_back(phones, tmp_path):
    with take(phones, tmp_path / "case", "E1", "E2") as case:
        before = [row[3:] for row in items(case) if row[2] == "E2"]
        remove(case, "E2", "a reason")
    with take(phones, tmp_path / "case", "E2") as case:
        assert [row[3:] for row in items(case) if row[2] == "E2"] == before


def test_marks_of_its_items_go_with_it(phones, tmp_path):
    run = CliRunner()
    with take(phones, tmp_path / "case", "E1", "E2") as case:
        outputs.write(case, Progress())
        mine = next(row[0] for row in items(case) if row[2] == "E1")
        other = next(row[0] for row in items(case) if row[2] == "E2")
    folder = str(tmp_path / "case")
    for number in (mine, other):
        done = run.invoke(main.command, ["note", folder, str(number), "seen by the examiner"])
        assert done.exit_code == 0, done.output
    done = run.invoke(main.command, ["remove", folder, "E2", "--reason", "court order", "--yes"])
    assert done.exit_code == 0, done.output
    assert "4 items removed" in done.output
    with sqlite3.connect(tmp_path / "case" / "case.db") as database:
        assert database.execute("SELECT item FROM remark").fetchall() == [(mine,)]
    last = [entry for entry in audit.entries(tmp_path / "case") if entry["action"] == "exhibit removed"][-1]
    assert last["details"]["reason"] == "court order"
    assert last["details"]["items"] == 4
    assert SECRET not in json.dumps(last)


def test_an_exhibit_that_is_not_there_is_said_to_be_none(phones, tmp_path):
    with take(phones, tmp_path / "case", "E1") as case:
        before = items(case)
        with pytest.raises(CaseError, match="no exhibit is called E9"):
            remove(case, "E9", "a reason")
        assert items(case) == before
    done = CliRunner().invoke(main.command, ["remove", str(tmp_path / "case"), "E9", "--reason", "none"], input="y\n")
    assert isinstance(done.exception, CaseError)
    assert "?" not in done.output  # before anything is asked


@pytest.mark.parametrize("then", ["remove", "process"])
def test_a_removal_that_was_killed_is_finished_by_the_next_run(phones, tmp_path, monkeypatch, then):
    folder = tmp_path / "case"
    with take(phones, folder, "E1", "E2") as case:
        outputs.write(case, Progress())
        with monkeypatch.context() as patched:
            patched.setattr("shutil.rmtree", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                remove(case, "E2", "a reason")
    assert (folder / "report" / "report.pdf").exists()
    if then == "remove":
        with Case.finished(folder, write=True) as case:
            assert remove(case, "E2", "another reason") == 4
    else:
        take(phones, folder, "E1").close()
    assert not (folder / "report").exists()
    assert SECRET.encode() not in (folder / "case.db").read_bytes()
    told = [entry["details"] for entry in audit.entries(folder) if entry["action"] == "exhibit removed"]
    assert [(each["exhibit"], each["items"], each["reason"]) for each in told] == [("E2", 4, "a reason")]
    with Case.finished(folder, write=True) as case, pytest.raises(CaseError, match="no exhibit is called E2"):
        remove(case, "E2", "a reason")
