"""A case is removed whole, and nothing else is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.purge import overwrite, purge
from phonefx.errors import CaseError


def test_a_case_is_removed_and_its_exhibit_is_not(tmp_path):
    phone = android(tmp_path / "phone", ["secret"])
    before = {path: path.read_bytes() for path in phone.rglob("*") if path.is_file()}
    process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(), Progress()).close()
    (tmp_path / "case" / "report").mkdir()
    (tmp_path / "case" / "report" / "report.pdf").write_bytes(b"%PDF")
    assert purge(tmp_path / "case") == 3
    assert not (tmp_path / "case").exists()
    assert {path: path.read_bytes() for path in phone.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["letter.txt", "case.txt"])
def test_a_folder_that_holds_no_case_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("keep me")
    with pytest.raises(CaseError, match="nothing was removed"):
        purge(tmp_path)
    assert (tmp_path / name).read_text() == "keep me"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this platform has no symbolic links")
def test_links_are_not_followed(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("keep me")
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.db").write_bytes(b"x")
    (case / "link").symlink_to(outside)
    purge(case)
    assert outside.read_text() == "keep me"


@pytest.mark.skipif(not hasattr(os, "link"), reason="this platform has no hard links")
def test_what_is_unlinked_was_overwritten(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.db").write_bytes(b"secret" * 1000)
    os.link(case / "case.db", tmp_path / "same")
    purge(case)
    assert (tmp_path / "same").read_bytes() == bytes(6000)


def test_overwriting_leaves_no_byte(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"secret" * 400_000)
    overwrite(path)
    assert path.read_bytes() == bytes(2_400_000)
