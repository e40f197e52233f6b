"""What the report says of a selection, of its own command and of each exhibit is what was asked and what is there."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.report.pdf.reported import START_US, MadeCase

from phonefx.errors import UsageError
from phonefx.report.options import Options, read_facts
from phonefx.report.pdf import write_report
from phonefx.report.redaction import Place, Redaction
from phonefx.report.selection import Selection

MINE = "+447700900101"


def case() -> MadeCase:
    made = MadeCase()
    made.message("mine", who=MINE)
    made.message("of another", 1, who="+447700900102")
    made.message("that was deleted", 2, state="recovered", who=MINE)
    made.item("call", START_US, counterpart=MINE, duration_s=3)
    made.item("location", START_US, latitude=52.5163, longitude=13.3777, accuracy_m=5, evidence_of="device_fix")
    made.item("device_fact", START_US, name="imei", value="001000000000017")
    return made


def said(made: MadeCase, out: Path, **options) -> str:
    write_report(made.db, out, Options(**options))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).replace("\u200e", "").split())


def test_a_selection_without_calls_does_not_say_that_there_are_none(tmp_path):
    text = said(case(), tmp_path / "r.pdf", selection=Selection(items=(1,)))
    assert "No selected record belongs to these sections, which are left away: Calls, Contacts, Locations" in text
    assert "No record was found" not in text
    assert "What follows counts the selected records alone." in text


def test_stays_of_all_positions_are_not_told_of_a_selection(tmp_path):
    made = case()
    assert "stays computed from them" in said(made, tmp_path / "whole.pdf")
    selected = said(made, tmp_path / "r.pdf", selection=Selection(kinds=("location",)))
    assert "Positions of the device: 1, from" in selected
    assert "stays computed from them" not in selected


@pytest.mark.parametrize(
    ("options", "mark"),
    [({}, "NOT REDACTED"), ({"selection": Selection(items=(1,))}, "SELECTION · NOT REDACTED"),
     ({"redaction": Redaction("DISCLOSURE", words=("nine",))}, "DISCLOSURE")],
)  # fmt: skip
def test_the_foot_never_calls_a_part_the_whole(tmp_path, options, mark):
    text = said(case(), tmp_path / "r.pdf", **options)
    assert mark in text
    assert "FULL" not in text


def test_the_command_has_every_condition_that_was_asked(tmp_path):
    selection = Selection(items=(3,), kinds=("message",), people=(MINE,), words=("two words",),
                          since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 4, 1, tzinfo=UTC))  # fmt: skip
    text = said(case(), tmp_path / "r.pdf", selection=selection)
    start = text.index("phonefx report CASE")
    asked = shlex.split(text[start : text.index("Preset", start)])
    pairs = set(zip(asked[3::2], asked[4::2], strict=True))
    assert pairs >= {("--item", "3"), ("--kind", "message"), ("--person", MINE), ("--word", "two words"),
                     ("--from", "2026-03-01T00:00:00+00:00"), ("--to", "2026-04-01T00:00:00+00:00")}  # fmt: skip


def test_what_an_exhibit_does_not_state_is_said_of_that_exhibit(tmp_path):
    made = case()
    made.insert("exhibit", label="E2", name="other.zip", kind="zip")
    text = said(made, tmp_path / "r.pdf")
    assert "Not recorded in what was read of E1: manufacturer, model, serial number, meid" in text
    assert "Not recorded in what was read of E2: manufacturer, model, serial number, imei, meid" in text


def test_positions_that_a_circle_removes_are_not_called_as_stored_alone(tmp_path):
    redaction = Redaction("V", places=(Place(52.5163, 13.3777, 500),))
    text = said(case(), tmp_path / "r.pdf", redaction=redaction)
    assert "as stored; removed within circles around protected places: 1" in text


def test_counts_of_messages_with_a_number_say_that_recovered_ones_are_not_among_them(tmp_path):
    text = said(case(), tmp_path / "r.pdf")
    start = text.index("with the most messages and calls, of those present:")
    assert f"E1 {MINE} 1 1" in text[start : start + 250]


def test_a_parser_is_measured_by_what_its_public_images_count(tmp_path):
    made = case()
    made.db.execute("UPDATE source SET parser = 'android.sms', records = 2 WHERE kind = 'message'")
    present = made.db.execute("SELECT sum(records) FROM source WHERE kind = 'message' AND state = 'live'").fetchone()[0]
    assert f"android.sms 0.1.0 {present} android_samsung_dfrws2021: 32" in said(made, tmp_path / "r.pdf")


def test_a_digest_for_an_exhibit_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="E9"):
        said(case(), tmp_path / "r.pdf", facts={"supplied_hashes": {"E1": "0" * 64, "E9": "0" * 64}})


@pytest.mark.parametrize(
    "stated", [{"supplied_hashes": {"E1": "aa"}}, {"supplied_hashes": ["aa"]}, {"questions": "Who?"}]
)
def test_statements_of_the_wrong_form_are_refused(tmp_path, stated):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(stated))
    with pytest.raises(UsageError):
        read_facts(path)
