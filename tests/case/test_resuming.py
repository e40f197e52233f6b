"""A run that goes on takes up what is of the very evidence that lies there now, and nothing of another phone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case import audit, ingest, runner
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.removal import remove
from phonefx.case.store import Case
from phonefx.cli.remove import command
from phonefx.errors import CaseIncomplete, UsageError


class Killed(BaseException):
    """In the place of a kill."""


class Killing(Progress):
    """Ends a run after so many merged shards, and keeps what the run says."""

    def __init__(self, after: int = 1_000) -> None:
        self.left = after
        self.steps: list[str] = []

    def parsed(self, path: str, items: int) -> None:
        """Count one."""
        del path, items
        self.left -= 1
        if self.left == 0:
            raise Killed

    def step(self, text: str) -> None:
        """Keep it."""
        self.steps.append(text)


def run(folder: Path, phone: Path, after: int = 1_000, label: str = "E1") -> list[str]:
    told = Killing(after)
    process([ExhibitSpec(label, phone)], folder, Options(), told).close()
    return told.steps


def cut_short(folder: Path, phone: Path, after: int) -> None:
    with pytest.raises(Killed):
        run(folder, phone, after)


def dump(folder: Path) -> list[str]:
    with Case.finished(folder) as case:
        return list(case.db.iterdump())


def same_times(folder: Path) -> None:
    for path in folder.rglob("*.db"):
        os.utime(path, (1_600_000_000, 1_600_000_000))


def other(phone: Path, texts: list[str]) -> Path:
    """Put another phone under the same path; sizes and times of its files are those of the first."""
    sizes = {path: path.stat().st_size for path in phone.rglob("*.db")}
    shutil.rmtree(phone)
    android(phone, texts)
    same_times(phone)
    assert sizes == {path: path.stat().st_size for path in phone.rglob("*.db")}
    return phone


@pytest.mark.parametrize("after", [1, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_another_phone_under_the_same_path_is_read_as_if_it_were_the_first(tmp_path, packed, after):
    folder = android(tmp_path / "phone", ["hello from Ann"])
    same_times(folder)
    first = Path(shutil.make_archive(str(folder), "zip", folder)) if packed else folder
    cut_short(tmp_path / "case", first, after)
    other(folder, ["hello from Ben"])
    second = Path(shutil.make_archive(str(folder), "zip", folder)) if packed else folder
    steps = run(tmp_path / "case", second)
    run(tmp_path / "fresh", second)
    assert dump(tmp_path / "case") == dump(tmp_path / "fresh")
    differs = [step for step in steps if "is not what the run before read" in step]
    logged = [entry["details"]["differs"] for entry in audit.entries(tmp_path / "case") if "anew" in entry["action"]]
    if after == 2:
        assert len(differs) == 1
        assert logged == [SMS]
        assert b"hello from Ann" not in (tmp_path / "case" / "case.db").read_bytes()


def test_rows_of_files_that_are_there_no_more_or_have_other_times_do_not_stay(tmp_path):
    phone = android(tmp_path / "phone", ["one", "two"])
    cut_short(tmp_path / "case", phone, 2)
    (phone / CALLS).unlink()
    os.utime(phone / SMS, (1_500_000_000, 1_500_000_000))
    run(tmp_path / "case", phone)
    run(tmp_path / "fresh", phone)
    assert dump(tmp_path / "case") == dump(tmp_path / "fresh")


def test_the_same_phone_is_not_parsed_again(tmp_path, monkeypatch):
    phone = android(tmp_path / "phone", ["one", "two"])
    cut_short(tmp_path / "case", phone, 2)
    shards = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "case" / "work" / "E1").glob("*.shard")}
    seen = {}

    def keep(folder: Path, **_: object) -> None:
        seen.update({path.name: path.stat().st_mtime_ns for path in Path(folder).glob("*.shard")})

    monkeypatch.setattr(ingest.shutil, "rmtree", keep)
    steps = run(tmp_path / "case", phone)
    assert shards
    assert shards.items() <= seen.items()
    assert not [step for step in steps if "is not what" in step]


def test_an_exhibit_that_is_whole_keeps_its_rows_when_another_begins_anew(tmp_path):
    whole = android(tmp_path / "whole", ["kept"])
    phone = android(tmp_path / "phone", ["hello from Ann"])
    same_times(phone)
    run(tmp_path / "case", whole, label="E0")
    run(tmp_path / "fresh", whole, label="E0")
    cut_short(tmp_path / "case", phone, 2)
    other(phone, ["hello from Ben"])
    run(tmp_path / "case", phone)
    run(tmp_path / "fresh", phone)
    assert sorted(dump(tmp_path / "case")) == sorted(dump(tmp_path / "fresh"))


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path, monkeypatch):
    phone = android(tmp_path / "phone", ["one"])
    whole = runner.staging.staged_database

    def failing(exhibit: object, files: object, scratch: object) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(runner.staging, "staged_database", failing)
    cut_short(tmp_path / "case", phone, 2)
    monkeypatch.setattr(runner.staging, "staged_database", whole)
    run(tmp_path / "case", phone)
    run(tmp_path / "fresh", phone)
    assert dump(tmp_path / "case") == dump(tmp_path / "fresh")


def test_signs_of_deletion_leave_the_case_with_their_exhibit(tmp_path):
    phone = android(tmp_path / "phone", ["one"])
    with sqlite3.connect(phone / SMS) as database:
        database.execute("CREATE TABLE other(id INTEGER PRIMARY KEY AUTOINCREMENT)")
        database.execute("INSERT INTO other VALUES (5)")
        database.execute("DELETE FROM other")
    database.close()
    run(tmp_path / "case", phone)
    with Case.finished(tmp_path / "case", write=True) as case:
        assert case.db.execute("SELECT count(*) FROM sign").fetchone()[0] > 0
        remove(case, "E1", "not of this case")
        assert case.db.execute("SELECT * FROM sign").fetchall() == []


def test_a_case_is_not_called_complete_while_another_exhibit_is_not(tmp_path):
    first, second = android(tmp_path / "first", ["soon"]), android(tmp_path / "second", ["late"])
    folder = tmp_path / "case"
    cut_short(folder, first, 1)
    with pytest.raises(UsageError, match="E1 was begun and is not complete"):
        run(folder, second, label="E2")
    with pytest.raises(CaseIncomplete):
        Case.finished(folder)
    process([ExhibitSpec("E1", first), ExhibitSpec("E2", second)], folder, Options(), Killing()).close()
    with Case.finished(folder) as case:
        assert case.db.execute("SELECT label, complete FROM exhibit ORDER BY 1").fetchall() == [("E1", 1), ("E2", 1)]


def test_an_exhibit_that_was_begun_can_be_taken_out(tmp_path):
    first, second = android(tmp_path / "first", ["soon"]), android(tmp_path / "second", ["late"])
    folder = tmp_path / "case"
    cut_short(folder, first, 2)
    assert any(b"soon" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    told = CliRunner().invoke(command, [str(folder), "E1", "--reason", "lost", "--yes"])
    assert (told.exit_code, "run phonefx process with the others" in told.output) == (0, True)
    assert [path for path in folder.rglob("*") if path.is_file() and b"soon" in path.read_bytes()] == []
    run(folder, second, label="E2")
    with Case.finished(folder) as case:
        assert [row["exhibit"] for row in case.rows("SELECT DISTINCT exhibit FROM item")] == ["E2"]
        left = case.db.execute("SELECT count(*) FROM file WHERE exhibit NOT IN (SELECT id FROM exhibit)")
        assert left.fetchone() == (0,)
