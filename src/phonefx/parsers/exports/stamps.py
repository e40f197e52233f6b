"""Times as exports write them: ISO 8601 text with or without an offset, or a number."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from phonefx.times import EARLIEST_US, LATEST_US, Moment, moment

_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)
_SPACED_OFFSET = re.compile(r"(\d) ([+-]\d{2}:?\d{2})$")


def stated(value: object) -> Moment | None:
    """Read a time; None where none is stated. Text without an offset has the basis `unknown`."""
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, (int, float)):
        return moment(value, "unix_any")
    text = str(value).strip()
    if text.lstrip("-").isdigit():
        return moment(int(text), "unix_any") if len(text) < 25 else Moment(None, text, "unknown")
    try:
        found = datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1\2", text))
    except ValueError:
        return Moment(None, text, "unknown")
    basis = "unknown" if found.tzinfo is None else "utc"
    us = round((found.replace(tzinfo=found.tzinfo or UTC) - _ORIGIN).total_seconds() * 1_000_000)
    return Moment(us if EARLIEST_US < us < LATEST_US else None, text, basis)
