"""What a full disk or a killed command leaves: one clear line, a status of its own, and a case that opens again."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys

import pytest
from benchmarks.made_case import at, finished

from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.records import Message

START = 1_700_000_000_000_000


@pytest.fixture
def folder(tmp_path):
    """A finished case of 3,000 messages."""
    return finished(tmp_path / "case", lambda made: made.add("E1", *(
        Message(time=at(START + number * 60_000_000), counterpart="+447700900123", body=f"no {number}")
        for number in range(3_000)
    )))  # fmt: skip


def limited(command, size):
    """Run a command that may write no file larger than `size`."""
    return subprocess.run(
        [sys.executable, "-m", "phonefx", *map(str, command)], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip


@pytest.mark.parametrize("command", ["report", "map"])
def test_an_output_that_finds_no_room_ends_in_one_line(folder, command):
    done = limited([command, folder], 2_000)
    assert done.returncode == 23
    assert done.stderr == "phonefx: no room left on the disk; make room and run the same command again\n"
    assert not [check for check in verify(folder, {}) if check.fault]


def test_an_index_that_finds_no_room_leaves_the_case_as_it_was(folder):
    done = limited(["search", folder, "no 17"], (folder / "case.db").stat().st_size + 4_096)
    assert done.returncode in {1, 23}, "SQLite calls a file that may not grow an I/O error, a full disk full"
    assert len(done.stderr.splitlines()) == 1
    assert not (folder / "case.db-journal").exists()
    with Case.finished(folder) as case:
        assert case.db.execute("SELECT count(*) FROM message").fetchone() == (3_000,)
    assert not [check for check in verify(folder, {}) if check.fault]


CUT_SHORT = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size = 2")
database.execute("BEGIN IMMEDIATE")
database.execute("UPDATE message_own SET body = upper(body) || body")
database.execute("DELETE FROM source")
os._exit(9)
"""


def test_a_write_that_was_cut_short_is_taken_back_by_whoever_reads_next(folder):
    subprocess.run([sys.executable, "-c", CUT_SHORT, str(folder / "case.db")], check=False)
    assert (folder / "case.db-journal").stat().st_size > 0, "the test needs a hot journal"
    with Case.finished(folder) as case:
        assert case.db.execute("SELECT count(*), min(body) FROM message").fetchone() == (3_000, "no 0")
        assert case.db.execute("SELECT count(state) FROM item").fetchone() == (3_000,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            case.db.execute("DELETE FROM message_own")
    assert not [check for check in verify(folder, {}) if check.fault]
