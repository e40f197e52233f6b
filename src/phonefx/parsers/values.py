"""Values as exports write them: times and numbers in text, encoded text, a file inside an archive."""

from __future__ import annotations

import quopri
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

from phonefx.times import EARLIEST_US, LATEST_US, Moment, moment

_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)
_SPACED_OFFSET = re.compile(r"(\d) ([+-]\d{2}:?\d{2})$")
_UNPACKED_LIMIT = 256 << 20


def stated(value: object) -> Moment | None:
    """Read a time; None where none is stated. Text without an offset has the basis `unknown`."""
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, (int, float)):
        return moment(value, "unix_any")
    text = str(value).strip()
    if text.isascii() and text.lstrip("-").isdigit():
        return moment(int(text), "unix_any") if len(text) < 25 else Moment(None, text, "unknown")
    try:
        found = datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1\2", text))
    except ValueError:
        return Moment(None, text, "unknown")
    basis = "unknown" if found.tzinfo is None else "utc"
    us = round((found.replace(tzinfo=found.tzinfo or UTC) - _ORIGIN).total_seconds() * 1_000_000)
    return Moment(us if EARLIEST_US < us < LATEST_US else None, text, basis)


def number(value: object) -> float | None:
    """Read a number, also one written as text; None where there is none, or one beyond any real measure."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1e15 else None


def quoted_printable(value: str, charset: str) -> str:
    """Decode quoted-printable text; bytes that are no text of that character set stay visible."""
    raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        return raw.decode(charset, "surrogateescape" if charset.upper() in {"UTF-8", "UTF8"} else "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def member(file: BinaryIO, suffix: str) -> BinaryIO:
    """Open the first member of a small zip archive with that suffix.

    Raises:
        ValueError: there is none, it cannot be read, or it is larger than any real one.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            name = next(each for each in archive.namelist() if each.lower().endswith(suffix))
            with archive.open(name) as inside:
                data = inside.read(_UNPACKED_LIMIT + 1)
    except (zipfile.BadZipFile, StopIteration, NotImplementedError, RuntimeError, EOFError) as error:
        msg = f"no {suffix} file can be read in it ({error or 'none is there'})"
        raise ValueError(msg) from None
    if len(data) > _UNPACKED_LIMIT:
        msg = f"the {suffix} file in it is larger than any real one"
        raise ValueError(msg)
    return BytesIO(data)
