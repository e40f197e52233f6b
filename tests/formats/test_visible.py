"""A text of the evidence in a CSV file begins no formula, whichever separator the spreadsheet takes."""

from __future__ import annotations

import csv
import io

import pytest

from phonefx.formats.visible import cell

ATTACKS = (
    '=HYPERLINK("http://attack.example","x")', "@SUM(1)", "+1+1", "-2+3+cmd|' /C calc'!A0", "\t=1", "\r=1",
    "a;=1+1", "a; =cmd|' /C calc'!A0;", "a;@SUM(1)", "a;-2+3+cmd|' /C calc'!A0", "a;+SUM(1)", "a\n=1+1", "a;\t=1",
    "a\r\n@SUM(1)",
)  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula(text, separator):
    out = io.StringIO()
    csv.writer(out).writerow(map(cell, ("1", "+12025550143", text)))
    for row in csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=separator):
        for found in row:
            begun = found.lstrip(" \t\"")
            assert not begun.startswith(("=", "@")), found
            assert not (begun.startswith(("+", "-")) and any(sign in begun for sign in "|!(")), found


@pytest.mark.parametrize("text", ["see you ;-)", "yes;\n- bread\n- milk", "+12025550143", "-3.5", "a;b", "1;+1"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert cell(text) == text
