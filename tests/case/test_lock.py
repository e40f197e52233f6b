"""A locked case holds nothing that can be read, and comes back byte for byte."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android

from phonefx.case import manifest
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.lock import KEY, is_locked, lock, unlock
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.errors import CaseError, WrongPassword

pytest.importorskip("pyrage")


@pytest.fixture
def case(tmp_path) -> Path:
    phone = android(tmp_path / "phone", ["a very secret text"])
    process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(), Progress()).close()
    (tmp_path / "case" / "report").mkdir()
    (tmp_path / "case" / "report" / "report.pdf").write_bytes(b"%PDF a very secret text")
    manifest.write(tmp_path / "case")
    return tmp_path / "case"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(not hasattr(os, "link"), reason="this platform has no hard links")
def test_the_readable_files_are_overwritten(case, tmp_path):
    os.link(case / "case.db", tmp_path / "same")
    lock(case, "correct horse")
    assert set((tmp_path / "same").read_bytes()) == {0}


def test_nothing_can_be_read_and_everything_comes_back(case):
    before = files(case)
    assert lock(case, "correct horse") == 4
    locked = files(case)
    assert sorted(locked) == sorted(["key.age", *(f"{name}.age" for name in before)])
    assert not any(b"a very secret text" in content for content in locked.values())
    assert unlock(case, "correct horse") == 4
    after = files(case)
    assert {name: content for name, content in after.items() if name != "audit.jsonl"} == {
        name: content for name, content in before.items() if name != "audit.jsonl"
    }


def test_a_locked_case_says_so(case):
    lock(case, "correct horse")
    with pytest.raises(CaseError, match="locked; `phonefx unlock`"):
        Case.finished(case)


def test_another_passphrase_opens_nothing(case):
    lock(case, "correct horse")
    locked = files(case)
    with pytest.raises(WrongPassword):
        unlock(case, "wrong horse")
    assert files(case) == locked


def test_a_lock_that_was_interrupted_goes_on(case):
    lock(case, "correct horse")
    (case / "half.bin").write_bytes(b"a very secret text")
    (case / "half.bin.age.part").write_bytes(b"unfinished")
    assert is_locked(case)
    lock(case, "correct horse")
    assert not any(b"a very secret text" in content for content in files(case).values())
    assert not (case / "half.bin.age.part").exists()


def test_the_outputs_verify_after_unlocking(case):
    lock(case, "pass")
    unlock(case, "pass")
    assert [check for check in verify(case, {}) if check.fault and check.name == "case.db"] == []


def test_what_is_no_case_is_not_locked(tmp_path):
    with pytest.raises(CaseError, match="nothing was locked"):
        lock(tmp_path, "x")
    with pytest.raises(CaseError, match="not locked"):
        unlock(tmp_path, "x")


def test_a_passphrase_hardened_on_a_faster_machine_is_not_called_wrong(case):
    lock(case, "correct horse")
    key = case / KEY
    harder = re.sub(rb"(-> scrypt \S+ )\d+", rb"\g<1>40", key.read_bytes())
    assert harder != key.read_bytes()
    key.write_bytes(harder)
    with pytest.raises(CaseError, match="was not tried") as told:
        unlock(case, "correct horse")
    assert not isinstance(told.value, WrongPassword)
