"""No socket is opened, no program is started, nothing is written outside the case folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android

# Loaded by every Python process of a run, workers included: it writes down what the interpreter reports.
WATCH = """
import json, os, sys
LOG = os.environ["PHONEFX_TEST_LOG"]

def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        note(event, repr(arguments[1:])[:200])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        note(event, repr(arguments[:2])[:200])
    elif event == "open" and isinstance(arguments[0], str):
        mode, flags = arguments[1] or "", arguments[2] or 0
        if any(each in mode for each in "wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            note("write", os.path.abspath(arguments[0]))
    elif event in ("os.rename", "os.mkdir", "os.remove", "shutil.rmtree") and os.path.isabs(str(arguments[0])):
        note("write", os.path.abspath(str(arguments[0])))

def note(event, what):
    if what != LOG and not what.startswith(("/dev/", "/proc/")):
        descriptor = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, (json.dumps([event, what]) + "\\n").encode())
        os.close(descriptor)

sys.addaudithook(watch)
"""


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """Run phonefx and give what it did."""
    home = tmp_path / "watch"
    home.mkdir()
    (home / "sitecustomize.py").write_text(WATCH)
    log = home / "log"

    def run(*arguments: object) -> list[list[str]]:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(home), os.environ.get("PYTHONPATH", "")]),
            "PHONEFX_TEST_LOG": str(log),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [sys.executable, "-m", "phonefx", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    return run


def test_the_watch_sees_what_it_should(tmp_path, watched):
    code = "import socket, pathlib; socket.socket(); pathlib.Path('/tmp/phonefx-watch').write_text('x')"
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "watch"), "PHONEFX_TEST_LOG": str(tmp_path / "log")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    seen = [json.loads(line)[0] for line in (tmp_path / "log").read_text().splitlines()]
    Path("/tmp/phonefx-watch").unlink()
    assert {"socket.__new__", "write"} <= set(seen)


@pytest.mark.parametrize("jobs", [1, 2])
def test_processing_stays_in_its_folder_and_opens_no_socket(tmp_path, watched, jobs):
    phone = android(tmp_path / "phone", ["one", "two"])
    seen = watched("process", phone, "-o", tmp_path / "case", "--jobs", jobs, "--quiet")
    assert [each for each in seen if each[0] != "write"] == []
    outside = [what for _, what in seen if not Path(what).is_relative_to(tmp_path / "case")]
    assert outside == []


def test_looking_writes_nothing_that_stays(tmp_path, watched):
    phone = android(tmp_path / "phone", ["one"])
    before = sorted(tmp_path.rglob("*"))
    seen = watched("info", phone)
    assert [each for each in seen if each[0] != "write"] == []
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before] == [tmp_path / "watch" / "log"]
    assert [what for _, what in seen if Path(what).is_relative_to(phone)] == []
