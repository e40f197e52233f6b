"""Signing a finished report with an examiner's key, checking signatures, and an encrypted copy; needs `phonefx[sign]`.

A signature (PAdES baseline B, PKCS#12 key) shows to those who trust the certificate that nothing was changed since. A
self-made certificate proves no more than that. Everything is done offline; no time-stamp authority is asked.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from phonefx.errors import MissingExtra, UsageError

_FIELD: Final = "Examiner"
_AT_DAMAGE: Final = (ValueError, TypeError, AttributeError, LookupError)
"""What pyHanko raises, beside its own errors, where a byte of the structure was changed; found by changing bytes."""
_ROOM: Final = 32_768
"""Bytes kept free for the signature with its certificates."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a check of one signature found.

    Attributes:
        signer: name in the certificate.
        intact: the signed bytes are as they were signed, and the signature is the certificate's.
        whole: nothing was added to the file afterwards.
        trusted: the certificate comes from one of the roots given.
    """

    signer: str
    intact: bool
    whole: bool
    trusted: bool


def sign(pdf: Path, key: Path, passphrase: str, reason: str = "", place: str = "", password: str | None = None) -> None:
    """Sign a report in place; later changes are not permitted.

    Args:
        pdf: the finished report.
        key: PKCS#12 file with the examiner's key and certificate.
        passphrase: of the key.
        reason: why it was signed, printed in the signature's properties.
        place: where.
        password: of the report, where it is encrypted.

    Raises:
        MissingExtra: pyHanko is not installed.
        UsageError: the key cannot be read with that passphrase.
    """
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
    except ImportError as error:
        raise MissingExtra("signing a report", "sign") from error
    signer = signers.SimpleSigner.load_pkcs12(str(key), passphrase=passphrase.encode()) if key.is_file() else None
    if signer is None:
        raise UsageError(f"{key}: no PKCS#12 key that this passphrase opens")
    about = signers.PdfSignatureMetadata(
        field_name=_FIELD, reason=reason or None, location=place or None, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256",
    )  # fmt: skip
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf.read_bytes()))
    if password is not None:
        writer.encrypt(password)
    signed = signers.sign_pdf(writer, about, signer=signer, bytes_reserved=_ROOM)
    _replace(pdf, signed.getvalue())


def check(pdf: Path, roots: tuple[Path, ...] = (), password: str | None = None) -> list[Signature]:
    """Check every signature of a file; the file is damaged or changed where one is not intact and whole.

    Args:
        pdf: the file.
        roots: certificates (PEM or DER) to trust; without them no signature is `trusted`.
        password: of the file, where it is encrypted.

    Raises:
        MissingExtra: pyHanko is not installed.
    """
    try:
        from pyhanko.keys import load_cert_from_pemder
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.general import SigningError
        from pyhanko.sign.validation.errors import SignatureValidationError
    except ImportError as error:
        raise MissingExtra("checking a signature", "sign") from error
    damaged = (PdfError, SigningError, SignatureValidationError, *_AT_DAMAGE)
    trusted = [load_cert_from_pemder(str(root)) for root in roots]
    try:
        reader = PdfFileReader(io.BytesIO(pdf.read_bytes()))
        if password is not None:
            reader.decrypt(password)
        return [_checked(each, trusted) for each in reader.embedded_signatures]
    except damaged:  # what was changed is the structure of the file, or of the signature itself
        return [Signature("not readable", intact=False, whole=False, trusted=False)]


def _checked(signature: Any, roots: list[Any]) -> Signature:  # noqa: ANN401 - pyHanko's own
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    name = signature.signer_cert.subject.human_friendly
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    whole = status.modification_level in {None, ModificationLevel.NONE}
    return Signature(name, status.intact and status.valid, whole, status.trusted)


def encrypt(pdf: Path, password: str) -> None:
    """Encrypt a report in place with AES-256; it is then no archive file any more, keep the plain one too.

    Raises:
        MissingExtra: pyHanko is not installed.
        UsageError: the password is empty.
    """
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.pdf_utils.writer import copy_into_new_writer
    except ImportError as error:
        raise MissingExtra("encrypting a report", "sign") from error
    if not password:
        raise UsageError("an encrypted report needs a password")
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf.read_bytes())))
    writer.encrypt(owner_pass=password, user_pass=password)
    out = io.BytesIO()
    writer.write(out)
    _replace(pdf, out.getvalue())


def _replace(pdf: Path, content: bytes) -> None:
    fresh = pdf.with_name(f"{pdf.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(pdf)
