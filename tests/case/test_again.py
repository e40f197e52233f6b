"""An extraction named for a case is held against the case: it is not written into, and not taken for another."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parent))

from phones import SMS, android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.lock import lock
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.cli.main import command
from phonefx.errors import CaseError, UsageError


class Steps(Progress):
    """Keeps what a run says that it does."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        """Keep it."""
        self.steps.append(text)


def run(case: Path, phone: Path) -> list[str]:
    told = Steps()
    process([ExhibitSpec("E1", phone)], case, Options(), told).close()
    return told.steps


def phonefx(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments], standalone_mode=False)


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    return android(tmp_path / "phone", ["hello"])


@pytest.mark.parametrize("place", ["{phone}/case", "{phone}/data/case", "{link}/case", "{phone}/../phone/case"])
def test_no_case_is_made_inside_the_evidence(phone, tmp_path, place):
    (tmp_path / "link").symlink_to(phone)
    before = sorted(phone.rglob("*"))
    with pytest.raises(UsageError, match="written into the evidence"):
        run(Path(place.format(phone=phone, link=tmp_path / "link")), phone)
    with pytest.raises(UsageError, match="written into the evidence"):
        run(phone / "case", tmp_path / "link")
    assert sorted(phone.rglob("*")) == before


def test_no_batch_makes_its_cases_among_the_extractions(phone, tmp_path):
    done = phonefx("batch", tmp_path, "-o", tmp_path / "cases")
    assert isinstance(done.exception, UsageError)
    assert not (tmp_path / "cases").exists()


def test_a_case_beside_an_archive_is_made(phone, tmp_path):
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", phone))
    run(tmp_path / "case", packed)
    assert (tmp_path / "case" / "case.db").is_file()


@pytest.mark.parametrize("packed", [True, False])
def test_a_second_phone_whose_file_is_called_like_the_first_is_not_taken_for_it(tmp_path, packed):
    paths = []
    for owner, texts in (("ann", ["hello"]), ("ben", [f"number {number}" for number in range(200)])):
        path = android(tmp_path / owner / "EXTRACTION_FFS", texts)
        paths.append(Path(shutil.make_archive(str(path), "zip", path)) if packed else path)
    run(tmp_path / "case", paths[0])
    with pytest.raises(UsageError, match="label of its own"):
        run(tmp_path / "case", paths[1])
    with Case.finished(tmp_path / "case") as case:
        assert [row["body"] for row in case.rows("SELECT body FROM message")] == ["hello"]


def test_a_folder_that_lacks_a_file_of_the_exhibit_is_another(phone, tmp_path):
    run(tmp_path / "case", phone)
    (phone / SMS).unlink()
    with pytest.raises(UsageError, match="is not there"):
        run(tmp_path / "case", phone)


def test_what_is_in_the_case_already_is_said_and_not_read_again(phone, tmp_path):
    said = "E1: phone is in the case already; it is not read again"
    assert said not in run(tmp_path / "case", phone)
    assert said in run(tmp_path / "case", phone)


def test_a_locked_case_is_called_locked_and_not_a_folder_of_something_else(phone, tmp_path):
    run(tmp_path / "case", phone)
    lock(tmp_path / "case", "correct horse")
    with pytest.raises(CaseError, match="locked"):
        run(tmp_path / "case", phone)


def test_a_case_of_an_older_format_says_who_made_it_and_what_to_do(phone, tmp_path):
    run(tmp_path / "case", phone)
    with sqlite3.connect(tmp_path / "case" / "case.db") as database:
        database.execute("UPDATE meta SET value = '3' WHERE name = 'format'")
        database.execute("UPDATE meta SET value = '0.0.9' WHERE name = 'version'")
    database.close()
    for command_line in (("timeline", tmp_path / "case"), ("process", phone, "-o", tmp_path / "case")):
        said = str(phonefx(*command_line).exception)
        assert "made by phonefx 0.0.9 in case format 3" in said
        assert "into a new case" in said


def test_the_folder_in_which_one_stands_has_its_name_in_the_case(phone, tmp_path, monkeypatch):
    monkeypatch.chdir(phone)
    assert phonefx("process", ".", "-o", tmp_path / "case", "--no-report", "--quiet").exception is None
    with Case.finished(tmp_path / "case") as case:
        assert case.db.execute("SELECT name FROM exhibit").fetchone() == ("phone",)
