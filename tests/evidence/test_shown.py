"""The tables of `docs/evidence.md` that name tests are true: each test is there, each kind of container has its row."""

from __future__ import annotations

import re
from pathlib import Path

from tests.fuzz.containers import CORPUS

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs" / "evidence.md").read_text()
SHOWN = PAGE.partition("## What shows it")[2].partition("\n## ")[0]
ROWS = [line for line in SHOWN.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
NEEDED = (
    "folder zip64 aes deflate64 zstd .xz split gpt mbr sparse e01 ex01 ext4 fat exfat hfs+ apfs f2fs "
    "qcow2 vmdk vhdx aff4 itunes mbdb android ufdr aflogical androidqf vcard csv gpx kml records.json semantic "
    "settings.json edits timeline password depth provenance memory deleted"
)
SEEDED = (
    "zip tar packed ab ext4 fat exfat hfs f2fs disk split e01 ex01 qcow2 vmdk vhd apfs logical "
    "manifest_db manifest_mbdb keybag"
)


def test_every_test_that_the_page_names_is_there():
    count = 0
    for row in ROWS:
        files = re.findall(r"`([\w/]+\.py)`", row)
        text = "".join((TESTS / name).read_text() for name in files)
        if "same" in row.split("|")[2]:
            text += (TESTS / "evidence" / "test_same_items.py").read_text()
        assert not files or "`test_" in row, f"it names a file and no test: {row[:60]}"
        for name in re.findall(r"`(test_\w+)`", row):
            assert f"def {name}(" in text, f"{name} in {row[:60]}"
            count += 1
    assert count > 60


def test_every_kind_of_container_has_its_row_and_its_seeds():
    kinds = " ".join(row.split("|")[1].lower() for row in ROWS)
    for kind in NEEDED.split():
        assert kind in kinds, kind
    seeds = {path.name for path in CORPUS.iterdir() if any(path.iterdir())}
    assert set(SEEDED.split()) <= seeds
