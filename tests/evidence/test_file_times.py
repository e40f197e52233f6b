"""Whose clock stamped a file: the phone's in an archive, whoever's made the copy in a folder."""

from __future__ import annotations

import io
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

from phonefx.case.plan import Planner
from phonefx.case.runner import run_job
from phonefx.evidence import open_exhibit
from phonefx.parsers.registry import parsers_by_id

STAMP = 1_700_000_000
RESET = "data/misc/bootstat/factory_reset"


def facts(extraction: Path, scratch: Path) -> list[tuple[object, ...]]:
    import sqlite3

    scratch.mkdir()
    with open_exhibit(extraction) as exhibit:
        planner = Planner("E1", [parsers_by_id()["android.device.bootstat"]])
        for entry in exhibit.entries():
            if entry.form == "file":
                planner.offer(entry)
        (job,) = planner.jobs()
        shard = run_job(job, exhibit, scratch, scratch / "s")
    return sqlite3.connect(shard).execute("SELECT name, time_us FROM device_fact").fetchall()


def archive(path: Path) -> Path:
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo(RESET)
        member.mtime = STAMP
        tar.addfile(member, io.BytesIO(b""))
    return path


def test_an_archive_keeps_the_time_at_which_the_phone_was_erased(tmp_path: Path):
    assert facts(archive(tmp_path / "phone.tar"), tmp_path / "scratch") == [("factory reset", STAMP * 1_000_000)]


def test_a_folder_states_no_time_that_may_be_the_copys(tmp_path: Path):
    target = tmp_path / "phone" / RESET
    target.parent.mkdir(parents=True)
    target.write_bytes(b"")
    assert facts(tmp_path / "phone", tmp_path / "scratch") == [("factory reset", None)]


def test_an_archive_inside_a_folder_keeps_its_times(tmp_path: Path):
    (tmp_path / "case").mkdir()
    archive(tmp_path / "case" / "phone.tar")
    assert facts(tmp_path / "case", tmp_path / "scratch") == [("factory reset", STAMP * 1_000_000)]
