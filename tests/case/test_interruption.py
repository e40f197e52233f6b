"""A run that is killed, runs out of room or meets a failing medium loses nothing that it can keep."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case import audit, manifest, staging
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.errors import CaseFull, CaseIncomplete

HERE = Path(__file__).parent


def run(folder: Path, phone: Path) -> Case:
    case = process([ExhibitSpec("E1", phone)], folder, Options(), Progress())
    manifest.write(folder)
    return case


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_killed_at_fifty_random_moments_it_ends_as_if_undisturbed(tmp_path):
    phone = android(tmp_path / "phone", [f"text {number}" for number in range(3000)])
    command = [sys.executable, str(HERE / "killer.py"), str(phone), str(tmp_path / "case"), "50", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "50\n"
    with Case.finished(tmp_path / "case") as killed, run(tmp_path / "calm", phone) as calm:
        assert list(killed.db.iterdump()) == list(calm.db.iterdump())
    assert [check for check in verify(tmp_path / "case", {"E1": phone}) if check.fault] == []
    assert sorted(path.name for path in (tmp_path / "case").iterdir()) == ["audit.jsonl", "case.db", "manifest.json"]


def test_an_entry_that_was_cut_short_is_removed_and_told(tmp_path):
    audit.append(tmp_path, "first", {})
    with (tmp_path / audit.NAME).open("ab") as log:
        log.write(b'{"action":"cut sh')
    audit.append(tmp_path, "second", {})
    assert audit.faults(tmp_path) == []
    last = list(audit.entries(tmp_path))[-1]
    assert last["details"] == {"bytes_of_an_unfinished_entry_removed": 17}


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="a small disk is made by mounting one, as root"
)
def test_a_full_disk_is_told_and_the_case_can_be_resumed(tmp_path):
    phone = android(tmp_path / "phone", ["x" * 2000 for _ in range(2000)])
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        with pytest.raises(CaseFull, match="no room left"):
            run(disk / "case", phone)
        with pytest.raises(CaseIncomplete):
            Case.finished(disk / "case")
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        with run(disk / "case", phone) as resumed, run(tmp_path / "calm", phone) as calm:
            assert list(resumed.db.iterdump()) == list(calm.db.iterdump())
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


class Failing(io.RawIOBase):
    """A stream of a medium that fails half-way."""

    def __init__(self) -> None:
        self.given = False

    def read(self, size: int = -1) -> bytes:
        del size
        if self.given:
            raise OSError(5, "Input/output error")
        self.given = True
        return b"SQLite format 3\0" + bytes(84)


def test_a_read_error_is_a_problem_of_that_file_alone(tmp_path):
    from phonefx.case.plan import Planner
    from phonefx.case.runner import run_job
    from phonefx.evidence import open_exhibit
    from phonefx.parsers.registry import all_parsers

    phone = android(tmp_path / "phone", ["one"])
    with open_exhibit(phone) as exhibit:
        planner = Planner("E1", all_parsers())
        for entry in exhibit.entries():
            planner.offer(entry)
        whole = exhibit.open
        exhibit.open = lambda entry: Failing() if entry.path.endswith("mmssms.db") else whole(entry)
        problems, calls = [], 0
        for job in planner.jobs():
            import sqlite3

            shard = sqlite3.connect(run_job(job, exhibit, tmp_path, tmp_path / f"{job.name}.shard"))
            problems += shard.execute("SELECT path, code, message FROM problem").fetchall()
            calls += shard.execute("SELECT count(*) FROM call").fetchone()[0]
            shard.close()
    assert problems == [("/" + SMS, "unreadable", "[Errno 5] Input/output error")]
    assert calls == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path):
    phone = android(tmp_path / "phone", ["one"])
    (phone / CALLS).chmod(0)
    with run(tmp_path / "case", phone) as case:
        assert [row["code"] for row in case.rows("SELECT code FROM problem")] == ["unreadable"]


def test_a_digest_reads_to_the_end():
    assert staging.copy(io.BytesIO(b"abc"), None).size == 3
