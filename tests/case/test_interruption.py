"""A run that is killed, runs out of room or meets a failing medium loses nothing that it can keep."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case import alone, audit, ingest, manifest, shard, staging
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.cli import main
from phonefx.errors import CaseError, CaseFull, CaseIncomplete
from phonefx.timeline import due

HERE = Path(__file__).parent


def run(folder: Path, phone: Path) -> Case:
    case = process([ExhibitSpec("E1", phone)], folder, Options(), Progress())
    manifest.write(folder)
    return case


has_lock = pytest.mark.skipif(sys.platform == "win32", reason="this platform has no lock of a folder")


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder as another process would."""
    mark = alone.take(folder)
    assert mark is not None
    yield
    os.close(mark)


def is_held(folder: Path) -> bool:
    try:
        with held(folder):
            return False
    except BlockingIOError:
        return True


has_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
WHOLE = ["process", "exhibit taken in", "case complete", "sealed"]


def as_if_undisturbed(folder: Path, phone: Path, calm: Path) -> None:
    """Compare a case that was killed and resumed with that of one run."""
    with Case.finished(folder) as killed, Case.finished(calm) as whole:
        assert list(killed.db.iterdump()) == list(whole.db.iterdump())
    assert [check for check in verify(folder, {"E1": phone}) if check.fault] == []
    assert sorted(path.name for path in folder.iterdir()) == ["audit.jsonl", "case.db", "manifest.json"]
    told = [entry["action"] for entry in audit.entries(folder)]
    assert set(told) == set(WHOLE)
    assert told.count("exhibit taken in") == 1


def kill(*arguments: object) -> None:
    command = [sys.executable, str(HERE / "killer.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@has_fork
@pytest.mark.parametrize("who", ["caller", "worker"])
def test_killed_before_any_step_it_ends_as_if_undisturbed(tmp_path, who):
    """A step is what changes a folder or opens a file to write to it; each is tried, and the run after it is whole."""
    phone = android(tmp_path / "phone", ["one", "two"])
    run(tmp_path / "calm", phone).close()
    (tmp_path / "cases").mkdir()
    kill("steps", phone, tmp_path / "cases", who)
    cases = list((tmp_path / "cases").iterdir())
    assert len(cases) > 20
    for case in cases:
        as_if_undisturbed(case, phone, tmp_path / "calm")


MANY = [pytest.param(whom, 100, jobs, marks=pytest.mark.explore) for whom in ("all", "caller") for jobs in (1, 2)]


@has_fork
@pytest.mark.parametrize(("whom", "times", "jobs"), [("all", 50, 2), *MANY])
def test_killed_at_random_moments_it_ends_as_if_undisturbed(tmp_path, whom, times, jobs):
    """Where the caller alone is killed, its workers are left to end by themselves, and the next run begins at once."""
    phone = android(tmp_path / "phone", [f"text {number}" for number in range(3000)])
    run(tmp_path / "calm", phone).close()
    kill("moments", phone, tmp_path / "case", whom, times, jobs)
    as_if_undisturbed(tmp_path / "case", phone, tmp_path / "calm")


def test_a_shard_that_two_build_is_never_taken_for_whole_before_it_is(tmp_path):
    """A worker that outlived its run finishes while the next run builds the same shard."""
    target = tmp_path / "a.shard"
    old, new = shard.building(target), shard.building(target)
    old.__enter__()
    with contextlib.closing(shard.connect(new.__enter__())) as half:
        half.execute("INSERT INTO outcome VALUES ('p', NULL, 'items', '')")
        with pytest.raises(FileNotFoundError):
            old.__exit__(None, None, None)
        assert not target.exists()
    new.__exit__(None, None, None)
    with contextlib.closing(shard.connect(target)) as whole:
        assert whole.execute("SELECT parser FROM outcome").fetchall() == [("p",)]


def test_a_shard_that_was_removed_is_not_made_anew(tmp_path):
    part = tmp_path / "a.0.part"
    with pytest.raises(sqlite3.OperationalError):
        shard.connect(part)
    assert not part.exists()


def test_shards_that_were_not_finished_go_before_the_copies_that_they_are_made_of(tmp_path, monkeypatch):
    for name in ("copy1", "copy2"):
        (tmp_path / name).mkdir()
    for name in ("a.0.part", "z.1.part", "whole.shard"):
        (tmp_path / name).touch()
    left, remove = [], shutil.rmtree
    monkeypatch.setattr("shutil.rmtree", lambda path: (left.extend(tmp_path.glob("*.part")), remove(path)))
    ingest._sweep(tmp_path)
    assert left == []
    assert [path.name for path in tmp_path.iterdir()] == ["whole.shard"]


@has_lock
def test_one_run_at_a_time_takes_exhibits_into_a_case(tmp_path, monkeypatch):
    phone = android(tmp_path / "phone", ["one"])
    monkeypatch.setattr(alone, "_PATIENCE", 0.2)
    (tmp_path / "case").mkdir()
    with held(tmp_path / "case"), pytest.raises(CaseError, match="another run is at work in this case"):
        run(tmp_path / "case", phone)
    assert list((tmp_path / "case").iterdir()) == []
    run(tmp_path / "case", phone).close()


WRITING = ["report CASE", "map CASE", "export CASE", "note CASE 1 seen", "tag add CASE marked 1", "purge CASE --yes",
           "select add CASE mine 1", "lock CASE", "remove CASE E1 --reason none --yes", "unlock CASE"]  # fmt: skip


@has_lock
@pytest.mark.parametrize("words", WRITING)
def test_nothing_is_written_into_a_case_while_another_run_is_at_work(tmp_path, monkeypatch, words):
    monkeypatch.setattr(alone, "_PATIENCE", 0.1)
    monkeypatch.setenv("PHONEFX_PASSWORD", "a fictional phrase")
    folder = tmp_path / "case"
    with run(folder, android(tmp_path / "phone", ["one"])) as case:
        due.put_off(case)
    manifest.write(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*")}
    with held(folder):
        given = [str(folder) if word == "CASE" else word for word in words.split()]
        done = CliRunner().invoke(main.command, given)
    assert str(done.exception) == str(CaseError(folder, "another run is at work in this case"))
    assert {path: path.read_bytes() for path in folder.rglob("*")} == before


@has_lock
def test_what_a_run_calls_may_write_too_and_all_may_when_it_is_done(tmp_path):
    with alone.alone(tmp_path), alone.alone(tmp_path / "." / ""):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)
    with pytest.raises(CaseError), alone.alone(tmp_path):
        Case.finished(tmp_path, write=True)
    with Case.create(tmp_path / "case") as case:
        assert is_held(tmp_path / "case")
        case.close()
        assert not is_held(tmp_path / "case")
    with pytest.raises(CaseIncomplete):
        Case.finished(tmp_path / "case", write=True)
    assert not is_held(tmp_path / "case")


def test_what_a_killed_run_wrote_by_half_is_removed_and_not_sealed(tmp_path):
    folder = tmp_path / "case"
    run(folder, android(tmp_path / "phone", ["one"])).close()
    halves = [folder / name for name in ("report/report.pdf.new", "exports/csv/call.csv.part", "report/map.html.part")]
    for path in halves:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.7 half")
    (folder / "report" / "news").write_bytes(b"whole")
    manifest.write(folder)
    assert not any(path.exists() for path in halves)
    assert set(manifest.read(folder)["files"]) == {"case.db", "report/news"}


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
            with contextlib.closing(sqlite3.connect(run_job(job, exhibit, tmp_path, tmp_path / job.name))) as made:
                problems += made.execute("SELECT path, code, message FROM problem").fetchall()
                calls += made.execute("SELECT count(*) FROM call").fetchone()[0]
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
