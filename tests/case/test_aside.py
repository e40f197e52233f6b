"""Private copies outside of a case are gone when their program is, however it ended."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from phonefx.case.aside import COPIES, PREFIX, aside

HOLDER = """
import sys, time
from phonefx.case.aside import aside
with aside() as folder:
    (folder / "plain.db").write_text("secret")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def system(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@contextmanager
def holder() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def test_it_is_there_for_its_owner_and_then_gone(system):
    with aside() as folder:
        assert folder.is_dir()
        assert folder.parent.parent == system
        assert folder.parent.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    assert list(system.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_what_a_killed_program_left_is_removed_and_what_another_uses_is_not(system):
    with holder() as (killed, left), holder() as (_, used):
        killed.kill()
        killed.wait()
        assert (left / "plain.db").exists()
        with aside() as folder:
            assert not left.parent.exists()
            assert (used / "plain.db").read_text() == "secret"
            assert folder.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_the_place_of_such_a_folder_is_not_followed(system, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / COPIES).mkdir()
    (other / COPIES / "mine").write_text("x")
    (system / f"{PREFIX}x").symlink_to(other)
    with aside():
        pass
    assert (other / COPIES / "mine").exists()
