"""`phonefx report` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.made_case import write
from click.testing import CliRunner
from pypdf import PdfReader
from tests.report.pdf.reported import MadeCase, many_scripts

from phonefx.case import audit, manifest
from phonefx.cli.main import command as phonefx
from phonefx.cli.report import command
from phonefx.errors import UsageError


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    made = MadeCase(folder / "case.db")
    made.message("meet at nine")
    made.message("not so early", 5)
    made.db.commit()
    made.db.close()
    return folder


def run(*arguments: object) -> str:
    done = CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False, standalone_mode=False)
    return done.output


def test_the_report_lies_in_the_case_and_is_sealed_with_it(case):
    said = run(case)
    out = case / "report" / "report.pdf"
    pages = len(PdfReader(out).pages)
    assert said.startswith(f"{out}: {pages} pages")
    assert manifest.read(case)["files"]["report/report.pdf"]["sha256"] in said
    written = [entry for entry in audit.entries(case) if entry["action"] == "report written"]
    assert written[0]["details"]["profile"] == "FULL"
    assert audit.faults(case) == []


def test_options_reach_the_report(case, tmp_path):
    facts, profile, out = tmp_path / "facts.json", tmp_path / "profile.json", tmp_path / "out.pdf"
    facts.write_text(json.dumps({"report_number": "R-17", "issued": "2026-03-02T09:00:00+00:00"}))
    profile.write_text(json.dumps({"profile": "DISCLOSURE", "words": ["nine"]}))
    run(case, "-o", out, "--facts", facts, "--redaction", profile, "--draft", "--word", "meet", "--bates", "EX-")
    reader = PdfReader(out)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Report R-17" in text
    assert "DRAFT" in text
    assert "DISCLOSURE" in text
    assert "meet at [removed]" in text
    assert "EX-0000001" in text
    assert reader.metadata.creation_date.isoformat() == "2026-03-02T09:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "content"),
    [("--facts", "[]"), ("--facts", "{"), ("--facts", '{"colour": 1}'), ("--redaction", "{}"), ("--redaction", "[1]"),
     ("--facts", '{"issued": "2026-03-02T09:00:00"}')],
)  # fmt: skip
def test_a_file_of_the_wrong_form_is_refused(case, tmp_path, name, content):
    stated = tmp_path / "stated.json"
    stated.write_text(content)
    with pytest.raises(UsageError):
        run(case, name, stated)


@pytest.mark.parametrize("moment", ["yesterday", "2026-03-02T09:00:00"])
def test_a_time_needs_its_offset(case, moment):
    with pytest.raises(UsageError):
        run(case, "--from", moment)


def test_the_made_case_of_the_report_tests_is_whole():
    made = many_scripts()
    assert made.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_encrypted_report_says_so_and_keeps_the_digest_of_the_plain_one(case, tmp_path, monkeypatch):
    monkeypatch.setenv("PHONEFX_REPORT_PASSWORD", "open sesame")
    run(case, "-o", tmp_path / "locked.pdf", "--encrypt")
    run(case, "-o", tmp_path / "plain.pdf")
    locked, plain = [entry["details"] for entry in audit.entries(case) if entry["action"] == "report written"]
    assert locked["before_sealing"] == plain["sha256"]
    assert locked["sha256"] != plain["sha256"]
    assert PdfReader(tmp_path / "locked.pdf").is_encrypted


def test_a_signed_report_is_checked_with_the_case(case, tmp_path, monkeypatch):
    from tests.report.pdf.test_signing import PASSPHRASE, make_key

    from phonefx.cli.verify import command as verify

    monkeypatch.setenv("PHONEFX_KEY_PASSPHRASE", PASSPHRASE)
    key, _ = make_key(tmp_path)
    run(case, "--sign", key)
    done = CliRunner().invoke(verify, [str(case)], standalone_mode=False)
    assert "signature: report.pdf, signed by Common Name: D. Example" in done.output
    assert done.exception is None


def test_an_examiners_base_map_is_used_and_cited(case, tmp_path):
    import io
    import sqlite3

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (8, 8), (90, 160, 90)).save(picture, "PNG")
    tiles = tmp_path / "region.mbtiles"
    with sqlite3.connect(tiles) as database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        database.execute("INSERT INTO metadata VALUES ('name', 'Laboratory street map')")
        database.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        database.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (picture.getvalue(),))
    database.close()
    with sqlite3.connect(case / "case.db") as database:
        place = {"item": 900, "source": 1, "key": 1, "time_us": 1710000000000000}
        write(database, "location", **place, latitude=52.5, longitude=13.4, evidence_of="device_fix")
    database.close()
    out = tmp_path / "mapped.pdf"
    run(case, "-o", out, "--base-map", tiles)
    text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Laboratory street map" in text
    assert "Natural Earth" not in text


@pytest.mark.parametrize("asked", [("report",), ("map",), ("export",), ("timeline",)])
def test_no_command_goes_on_with_a_profile_that_withholds_no_item_of_the_case(case, tmp_path, asked):
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps({"profile": "V", "withhold": [{"items": [999_999], "reason": "privileged"}]}))
    with pytest.raises(UsageError, match="item 999999"):
        CliRunner().invoke(phonefx, [*asked, str(case), "--redaction", str(profile)], catch_exceptions=False,
                           standalone_mode=False)  # fmt: skip
