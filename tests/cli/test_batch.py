"""A batch takes the segments of an image as one extraction, and nothing that only looks like one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "case"))

from phones import android
from tests.evidence import disks

from phonefx.evidence.images.segments import sets


def batch(folder: Path, *options: str) -> str:
    command = [sys.executable, "-m", "phonefx", "batch", folder, "-o", folder.with_name("out"), "--no-report", *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stdout


def told(folder: Path) -> dict[str, dict[str, Any]]:
    lines = map(json.loads, batch(folder, "--json").splitlines())
    return {Path(each["extraction"]).name: each for each in lines}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def split(image: Path, folder: Path, numbers: tuple[str, ...]) -> None:
    data = image.read_bytes()
    step = len(data) // len(numbers) + 1
    for at, number in enumerate(numbers):
        (folder / f"image.{number}").write_bytes(data[at * step : (at + 1) * step])


@pytest.mark.parametrize("numbers", [("001", "002", "003"), ("000", "001", "002")])
def test_the_segments_of_an_image_are_one_and_a_lone_segment_is_called_one(tmp_path, folder, numbers):
    split(disks.ext4(android(tmp_path / "phone", ["one"]) / "data", tmp_path / "whole.img"), folder, numbers)
    for name in ("image.zip", "lone.002", "lone.E03"):
        (folder / name).write_bytes(b"no extraction at all")
    found = told(folder)
    assert list(found) == [f"image.{numbers[0]}", "image.zip", "lone.002", "lone.E03"]
    first = found[f"image.{numbers[0]}"]
    assert (first["status"], first["items"], first["further_segments"]) == ("done", 2, 2)
    assert "split image" not in found["image.zip"]["message"]
    for name, missing in (("lone.002", "lone.001"), ("lone.E03", "lone.E01")):
        assert found[name]["status"] == "failed"
        assert f"a further segment of the split image {missing}, which is not here" in found[name]["message"]


def test_a_damaged_set_fails_once_and_says_how_many_segments_it_has(folder):
    for number in range(1, 31):
        (folder / f"phone.E{number:02d}").write_bytes(b"EVF\x09\x0d\x0a\xff\x00 and no more")
    lines = batch(folder).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("failed    phone.E01  with 29 further segments  ")


def test_segments_behind_a_missing_one_are_told_with_their_image(tmp_path, folder):
    numbers = tuple(f"{number:03d}" for number in range(1, 5))
    split(disks.ext4(android(tmp_path / "phone", ["one"]) / "data", tmp_path / "whole.img"), folder, numbers)
    (folder / "image.002").unlink()
    found = told(folder)
    assert list(found) == ["image.001"]
    assert found["image.001"]["status"] != "done"
    assert found["image.001"]["further_segments"] == 2


def test_archives_that_are_numbered_and_whole_are_taken_one_by_one(tmp_path, folder):
    packed = Path(shutil.make_archive(str(tmp_path / "phone"), "zip", android(tmp_path / "phone", ["one"])))
    for number in ("001", "002"):
        shutil.copy(packed, folder / f"phone.{number}")
    found = [(each["status"], each["items"], each["further_segments"]) for each in told(folder).values()]
    assert found == [("done", 2, 0)] * 2


@pytest.mark.parametrize(("names", "found"), [
    (("a.E01", "a.E02", "a.E04", "a.zip"), {"a.E01": ["a.E02", "a.E04"]}),
    (("a.e01", "a.e02", "a.tar", "a.zip"), {"a.e01": ["a.e02"]}),
    (("a.s01", "a.s02"), {"a.s01": ["a.s02"]}),
    (("a.000", "a.001", "a.002"), {"a.000": ["a.001", "a.002"]}),
    (("a.002", "a.003", "b.001"), {}),
    (("a.1", "a.2"), {}),
])  # fmt: skip
def test_the_segments_in_a_folder_are_sorted_to_their_first(names, found):
    assert sets(names) == found
