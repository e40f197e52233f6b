"""The same evidence gives the same answer: whoever asks, where, in what order the disk gives its files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

OF_THE_RUN = ("audit.jsonl", "manifest.json")
"""What says when something was done."""
IMAGES = Path(__file__).resolve().parents[1] / "images"
# Loaded by every Python process of a run: folders give their entries in an order of chance.
SHUFFLE = """
import os, random
scan, listed, chance = os.scandir, os.listdir, random.Random(os.environ["PHONEFX_TEST_ORDER"])

class Scan:
    def __init__(self, entries):
        self.left = entries
        chance.shuffle(self.left)
    def __iter__(self):
        return self
    def __next__(self):
        if not self.left:
            raise StopIteration
        return self.left.pop()
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.close()
    def close(self):
        self.left = []

def scandir(path="."):
    with scan(path) as entries:
        return Scan(list(entries))

def listdir(path="."):
    found = listed(path)
    chance.shuffle(found)
    return found

os.scandir, os.listdir = scandir, listdir
"""


@pytest.fixture(scope="module")
def phone(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("same") / "phone"
    with zipfile.ZipFile(IMAGES / "first-phone.zip") as packed:
        packed.extractall(folder)
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def outputs(phone: Path, place: Path, jobs: int, order: str, **environment: str) -> dict[str, str]:
    """Process the phone in a process of its own and give the digest of each output that holds no time of the run."""
    place.mkdir()
    (place / "sitecustomize.py").write_text(SHUFFLE)
    for arguments in (
        ("process", str(phone), "-o", "case", "--jobs", str(jobs), "--quiet"),
        ("export", "case"),
        ("export", "case", "--format", "csv"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "phonefx", *arguments], cwd=place, capture_output=True, text=True, check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")]),
                              "PHONEFX_TEST_ORDER": order, **environment},
        )  # fmt: skip
        assert done.returncode in (0, 3), done.stderr
    case = place / "case"
    written = [path for path in case.rglob("*") if path.is_file() and path.name not in OF_THE_RUN]
    found = {path.relative_to(case).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in written}
    assert {"report/report.pdf", "report/movement.kmz", "case.db"} < found.keys()
    shutil.rmtree(place)
    return found


@pytest.fixture(scope="module")
def calm(phone, tmp_path_factory) -> dict[str, str]:
    return outputs(phone, tmp_path_factory.mktemp("calm") / "run", 1, "0", TZ="UTC", PYTHONHASHSEED="0", LC_ALL="C")


@pytest.mark.parametrize(
    ("jobs", "zone", "seed", "language"),
    [(1, "Asia/Kathmandu", "1", "C.UTF-8"), (8, "America/St_Johns", "77", "C")],
)
def test_the_machine_has_no_say(phone, calm, tmp_path, jobs, zone, seed, language):
    again = outputs(phone, tmp_path / "run", jobs, seed, TZ=zone, PYTHONHASHSEED=seed, LC_ALL=language)
    assert again == calm
