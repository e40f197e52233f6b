"""What an independent validator of ISO 19005-3 (PDF/A-3b) says of whole reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.conftest import PHONES
from tests.report.pdf.reported import many_scripts
from tests.report.pdf.test_signing import PASSPHRASE, make_key

from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.pictures import opened
from phonefx.report.pdf.signing import sign

page = pytest.importorskip("page", reason="page-validation, the validator of PDF/A, has no build for this machine")


def faults(path: Path) -> set[tuple[str, str]]:
    """What the validator holds against a file."""
    report = page.validate_pdf(path, profile="3b")
    assert report.rules.total > 140
    return {(fault.rule_id, fault.message) for fault in report.failures}


@pytest.mark.parametrize("preset", ["standard", "full"])
def test_the_report_of_the_demo_is_pdf_a_3b(demo, tmp_path, preset):
    write_report(demo, tmp_path / "r.pdf", Options(preset=preset))
    assert faults(tmp_path / "r.pdf") == set()


@pytest.mark.parametrize("shown", [False, True], ids=["blurred", "sharp"])
def test_pictures_keep_it_so(demo, tmp_path, shown):
    with opened([f"{label}={path}" for label, path in PHONES.items()], shown=shown) as pictures:
        write_report(demo, tmp_path / "r.pdf", Options(preset="full"), pictures)
    assert faults(tmp_path / "r.pdf") == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_script_keeps_it_so(tmp_path, language):
    options = Options(preset="full", language=language, draft=True, bates="EX-", facts={"training_data": True})
    write_report(many_scripts().db, tmp_path / "r.pdf", options)
    assert faults(tmp_path / "r.pdf") == set()


def test_a_signature_keeps_it_so(tmp_path):
    key, _ = make_key(tmp_path)
    write_report(many_scripts().db, tmp_path / "r.pdf", Options())
    sign(tmp_path / "r.pdf", key, PASSPHRASE)
    assert faults(tmp_path / "r.pdf") == set()


def test_the_validator_sees_what_is_wrong(tmp_path):
    write_report(many_scripts().db, tmp_path / "r.pdf", Options())
    whole = (tmp_path / "r.pdf").read_bytes()
    (tmp_path / "r.pdf").write_bytes(whole.replace(b"/GTS_PDFA1", b"/GTS_PDFX1").replace(b"\nendstream", b" endstream"))
    assert {rule for rule, _ in faults(tmp_path / "r.pdf")} >= {"PDFA3B-STREAM-EOL-001", "PDFA3B-STREAM-LENGTH-001"}
