"""The list of stores in the documentation says the truth: each path is read by the parser that stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from phonefx.evidence.matching import Matcher
from phonefx.parsers.registry import all_parsers

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "artifacts-android.md"
LISTED = DOCUMENT.read_text(encoding="utf-8").partition("## Stores, one by one")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LISTED.splitlines()
        if line.startswith("| ") and not line.startswith(("| store", "| ---"))]  # fmt: skip
MATCHER = Matcher({parser.id: parser.files for parser in all_parsers()})


def test_there_are_stores_of_every_part():
    parts = re.findall(r"^### (.+)$", LISTED, re.MULTILINE)
    assert parts == ["Messages", "Calls", "Contacts", "Positions", "Device", "Use of the phone"]
    assert len(ROWS) > 120


@pytest.mark.parametrize(("path", "by"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_store_is_read_by_what_stands_beside_it(path: str, by: str):
    if by.startswith("not read: "):
        assert path == ""
    else:
        assert by.strip("`") in set(MATCHER.match(path.strip("`")))
