"""No socket is opened, no program is started, nothing is written outside the case folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android
from tests.watched import Watch


@pytest.fixture
def watch(tmp_path) -> Watch:
    return Watch(tmp_path / "watch")


def test_the_watch_sees_what_it_should(tmp_path, watch):
    code = f"import socket, pathlib; socket.socket(); pathlib.Path({str(tmp_path / 'there')!r}).write_text('x')"
    seen = watch.python("-c", code).events
    assert {"socket.__new__", "write"} <= {event for event, _ in seen}
    assert ("write", str(tmp_path / "there")) in seen


@pytest.mark.parametrize("jobs", [1, 2])
def test_processing_stays_in_its_folder_and_opens_no_socket(tmp_path, watch, jobs):
    phone = android(tmp_path / "phone", ["one", "two"])
    run = watch.phonefx("process", phone, "-o", tmp_path / "case", "--jobs", jobs, "--quiet")
    seen = run.events
    assert run.status == 0, run.printed
    assert [each for each in seen if each[0] != "write"] == []
    outside = [what for _, what in seen if not Path(what).is_relative_to(tmp_path / "case")]
    assert outside == []


def test_looking_writes_nothing_that_stays(tmp_path, watch):
    phone = android(tmp_path / "phone", ["one"])
    before = sorted(tmp_path.rglob("*"))
    run = watch.phonefx("info", phone)
    seen = run.events
    assert run.status == 0, run.printed
    assert [each for each in seen if each[0] != "write"] == []
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before] == [tmp_path / "watch" / "log"]
    assert [what for _, what in seen if Path(what).is_relative_to(phone)] == []
