"""A status that is not 0 has its reason on standard error, whatever is to be quiet."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "case"))

from phones import android
from tests.evidence import backup_maker


def phonefx(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "phonefx", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | environment
    )


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """An archive that was cut short."""
    whole = Path(shutil.make_archive(str(tmp_path / "phone"), "zip", android(tmp_path / "phone", ["one", "two"])))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-40])
    return cut


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_info_on_a_damaged_archive_does_not_end_as_if_it_were_whole(damaged, options):
    assert phonefx("info", damaged, *options).returncode == 3
    assert phonefx("info", damaged.with_name("phone.zip"), *options).returncode == 0


def test_a_quiet_run_that_lost_something_says_what_in_one_line(damaged, tmp_path):
    done = phonefx("process", damaged, "-o", tmp_path / "case", "--no-report", "--quiet")
    assert (done.returncode, done.stdout) == (3, "")
    with closing(sqlite3.connect(tmp_path / "case" / "case.db")) as database:
        problems = database.execute("SELECT code, message FROM problem ORDER BY id").fetchall()
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"phonefx: {len(problems)} problem")
    assert all(word in done.stderr for word in problems[0])


def test_a_wrong_password_of_an_inner_backup_is_said(tmp_path):
    phone = android(tmp_path / "phone", ["one"])
    (phone / "backup.ab").write_bytes(backup_maker.android(5, compressed=True, password="grüne Tür"))
    done = phonefx("process", phone, "-o", tmp_path / "case", "--no-report", "--quiet", PHONEFX_PASSWORD="another")
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "backup.ab" in done.stderr
    assert "password" in done.stderr


def test_a_quiet_run_that_lost_nothing_says_nothing(tmp_path):
    done = phonefx("process", android(tmp_path / "phone", ["one"]), "-o", tmp_path / "case", "--no-report", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("words", "status"), [
    ("process IN/phone -o OUT", 20), ("batch IN -o OUT", 2), ("synth first-phone OUT", 2),
])  # fmt: skip
def test_a_file_in_the_place_of_a_folder_is_called_a_file(words, status, tmp_path):
    android(tmp_path / "in" / "phone", ["one"])
    taken = tmp_path / "out"
    taken.write_bytes(b"notes of somebody")
    done = phonefx(*words.replace("IN", str(tmp_path / "in")).replace("OUT", str(taken)).split())
    assert done.returncode == status
    assert "this is a file" in done.stderr
    assert "not empty" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert taken.read_bytes() == b"notes of somebody"
