"""Every run of a commit tries the same inputs, whatever ran before; the search for new ones has its own profile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROPERTY = """
import importlib, pathlib
from hypothesis import given, settings, strategies as st
importlib.import_module("{loaded}")
@settings(max_examples=50)
@given(st.integers(), st.text())
def test_it(number, text):
    with pathlib.Path("{told}").open("a", encoding="utf-8") as told:
        told.write(f"{{number}} {{text!r}}\\n")
"""


@pytest.fixture
def tried(tmp_path):
    def run(loaded: str, *arguments: str) -> list[str]:
        test, told = tmp_path / "test_property.py", tmp_path / "told"
        test.write_text(PROPERTY.format(loaded=loaded, told=told.as_posix()))
        command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest"]
        command += ["-p", "no:cacheprovider", *arguments, str(test)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        lines = told.read_text(encoding="utf-8").splitlines()
        told.unlink()
        return lines

    return run


def test_the_inputs_are_the_same_in_every_run_whatever_modules_are_loaded(tried):
    bare, loaded = tried("json"), tried("phonefx.cli.main")
    assert bare == loaded
    assert len(bare) == 50


def test_the_search_has_other_inputs_and_more_of_them(tried):
    found = [tried("json", "--hypothesis-profile", "explore") for _ in range(2)]
    assert found[0] != found[1]
    assert all(len(each) > 500 for each in found)
