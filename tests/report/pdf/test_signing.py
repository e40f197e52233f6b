"""Signatures and encryption of a report."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfReader
from tests.report.pdf.reported import MadeCase

from phonefx.errors import UsageError
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.signing import check, encrypt, sign

PASSPHRASE = "nine meadows"


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> tuple[Path, Path]:
    return make_key(tmp_path_factory.mktemp("key"))


def make_key(folder: Path) -> tuple[Path, Path]:
    """Make a key and its own certificate."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "D. Example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, False, False, False), critical=True)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    packed = pkcs12.serialize_key_and_certificates(
        b"examiner", private, certificate, None, serialization.BestAvailableEncryption(PASSPHRASE.encode())
    )
    (folder / "key.p12").write_bytes(packed)
    (folder / "root.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "key.p12", folder / "root.pem"


@pytest.fixture
def report(tmp_path) -> Path:
    made = MadeCase()
    made.message("signed and sealed")
    write_report(made.db, tmp_path / "report.pdf", Options())
    return tmp_path / "report.pdf"


def test_a_signed_report_is_intact_whole_and_trusted_with_its_root(report, key):
    pages = len(PdfReader(report).pages)
    sign(report, key[0], PASSPHRASE, reason="issued", place="laboratory")
    (found,) = check(report, (key[1],))
    assert (found.intact, found.whole, found.trusted) == (True, True, True)
    assert "D. Example" in found.signer
    assert len(PdfReader(report).pages) == pages
    assert report.stat().st_mode & 0o077 == 0


def test_without_the_root_the_signature_is_not_trusted(report, key):
    sign(report, key[0], PASSPHRASE)
    (found,) = check(report)
    assert (found.intact, found.trusted) == (True, False)


def test_a_changed_byte_is_detected(report, key):
    sign(report, key[0], PASSPHRASE)
    content = report.read_bytes()
    before, behind = (int(each) for each in re.search(rb"/ByteRange \[0 (\d+) (\d+) ", content).groups())
    chance = random.Random(4)
    signed = [chance.randrange(before) for _ in range(150)]
    signed += [chance.randrange(behind, len(content)) for _ in range(50)]
    for place in signed:
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        report.write_bytes(changed)
        assert not any(found.intact and found.whole for found in check(report, (key[1],))), place


def test_a_changed_signature_is_detected(report, key):
    sign(report, key[0], PASSPHRASE)
    content = report.read_bytes()
    start = content.index(b"/Contents <") + len(b"/Contents <")
    length = len(content[start : content.index(b"00" * 40, start)])
    for share in (0.2, 0.5, 0.99):
        changed = bytearray(content)
        place = start + int(length * share)
        changed[place] = ord("1") if changed[place] != ord("1") else ord("2")
        report.write_bytes(changed)
        assert not any(found.intact and found.trusted for found in check(report, (key[1],))), share


def test_something_added_later_is_detected(report, key):
    sign(report, key[0], PASSPHRASE)
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    with report.open("rb") as file:
        writer = IncrementalPdfFileWriter(file)
        writer.root["/Lang"] = writer.root["/PageMode"]
        writer.update_root()
        with report.with_suffix(".2").open("wb") as out:
            writer.write(out)
    assert not any(found.intact and found.whole for found in check(report.with_suffix(".2"), (key[1],)))


def test_an_unsigned_report_has_no_signature(report):
    assert check(report) == []


def test_a_wrong_passphrase_or_a_missing_key_is_said(report, key, tmp_path):
    for path, passphrase in ((key[0], "wrong"), (tmp_path / "none.p12", PASSPHRASE)):
        with pytest.raises(UsageError, match="PKCS#12"):
            sign(report, path, passphrase)


def test_an_encrypted_report_opens_with_its_password_alone(report):
    text = PdfReader(report).pages[0].extract_text()
    encrypt(report, "open sesame")
    assert b"signed and sealed" not in report.read_bytes()
    locked = PdfReader(report)
    assert locked.is_encrypted
    assert not locked.decrypt("wrong")
    assert locked.decrypt("open sesame")
    assert locked.pages[0].extract_text() == text
    assert locked.trailer["/Encrypt"]["/R"] == 6


def test_an_encrypted_report_can_be_signed(report, key):
    encrypt(report, "open sesame")
    sign(report, key[0], PASSPHRASE, password="open sesame")
    (found,) = check(report, (key[1],), password="open sesame")
    assert found.intact
    assert found.trusted


def test_an_empty_password_is_refused(report):
    with pytest.raises(UsageError):
        encrypt(report, "")
