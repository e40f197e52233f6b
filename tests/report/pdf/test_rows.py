"""A long table over several pages: each row once, and the last never alone on a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sheet import Running, Sheet

A5 = (420.0, 595.0)


def pages(out: Path, rows: list[tuple[str, str]]) -> list[list[str]]:
    """Draw a table and give the first cells of each page, as a reader of the file finds them."""
    sheet = Sheet(out, Running(("", ""), ""), A5, "rows")
    assert Table(sheet, [Column("Number", 1), Column("Words", 3)]).draw(iter(rows)) == len(rows)
    sheet.finish()
    read = (page.extract_text().split() for page in PdfReader(out).pages)
    return [[word for word in words if word.startswith("row")] for words in read]


@pytest.mark.parametrize("words", ["short", "a much longer cell " * 12], ids=["one line", "several lines"])
def test_the_last_row_is_not_left_alone(tmp_path, words):
    ends = set()
    for count in range(3, 60):
        found = pages(tmp_path / f"{count}.pdf", [(f"row{number}", words) for number in range(count)])
        assert [name for page in found for name in page] == [f"row{number}" for number in range(count)]
        assert len(found[-1]) >= 2
        ends.add(len(found[-1]))
    assert 2 in ends


def test_a_short_table_is_drawn_whole(tmp_path):
    for count in (0, 1, 2):
        assert pages(tmp_path / f"{count}.pdf", [(f"row{number}", "x") for number in range(count)]) == [
            [f"row{number}" for number in range(count)]
        ]
