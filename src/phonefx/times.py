"""Moments: UTC microseconds that remember the stored value, its encoding and what clock it came from.

A phone stores times in many encodings. Each is an `Epoch` here: an origin and a unit. The same table gives
the Python function and the SQL macro of that name, so that a row converted inside SQLite and one converted in
Python agree. Zero and minus one stand for "not set" in all of them; a value outside the years 1970 to 2200 is
kept as its raw value with no moment, never bent into one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

BASES: Final = ("utc", "device", "unknown")
EARLIEST_US: Final = 0
LATEST_US: Final = 7_258_118_400_000_000  # 2200-01-01
UNSET: Final = (0, -1)
_HALVES: Final = 2**52  # below it a float tells halves, so that adding one and cutting off rounds

_UNIX_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)
_COCOA_S: Final = 978_307_200
_WEBKIT_S: Final = -11_644_473_600
_GPS_S: Final = 315_964_800
_MAC_S: Final = -2_082_844_800


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant: `us` microseconds since 1970 in UTC, or None where the raw value is no plausible time.

    Attributes:
        us: microseconds since 1970-01-01T00:00:00Z; for basis `device`, the wall-clock time read as if it were UTC.
        raw: the value as the evidence stores it.
        basis: `utc` (the store keeps UTC), `device` (local wall clock, offset not stored) or `unknown`.
    """

    us: int | None
    raw: int | float | str | None = None
    basis: str = "utc"


@dataclass(frozen=True, slots=True)
class Epoch:
    """A way of storing times: seconds of its origin after 1970, and units a second (0: told by magnitude)."""

    name: str
    origin_s: int
    per_second: int
    about: str


EPOCHS: Final[dict[str, Epoch]] = {
    epoch.name: epoch
    for epoch in (
        Epoch("unix_s", 0, 1, "seconds since 1970"),
        Epoch("unix_ms", 0, 1_000, "milliseconds since 1970"),
        Epoch("unix_us", 0, 1_000_000, "microseconds since 1970"),
        Epoch("unix_ns", 0, 1_000_000_000, "nanoseconds since 1970"),
        Epoch("unix_any", 0, 0, "since 1970; s, ms, µs or ns told by the size of each value"),
        Epoch("cocoa_s", _COCOA_S, 1, "seconds since 2001"),
        Epoch("cocoa_ns", _COCOA_S, 1_000_000_000, "nanoseconds since 2001"),
        Epoch("cocoa", _COCOA_S, 0, "since 2001; s, ms, µs or ns told by the size of each value"),
        Epoch("webkit_us", _WEBKIT_S, 1_000_000, "microseconds since 1601"),
        Epoch("gps_s", _GPS_S, 1, "seconds since 1980-01-06, leap seconds not applied"),
        Epoch("mac_s", _MAC_S, 1, "seconds since 1904"),
    )
}

# Where the unit is told by size: the largest absolute value that is still read in that unit.
_MAGNITUDES: Final = ((100_000_000_000, 1), (100_000_000_000_000, 1_000), (100_000_000_000_000_000, 1_000_000))


def _unit(value: float) -> int:
    return next((unit for limit, unit in _MAGNITUDES if abs(value) < limit), 1_000_000_000)


def microseconds(value: float, epoch: Epoch) -> int | None:
    """Convert a stored number to UTC microseconds; None where it is unset or no plausible time."""
    if value in UNSET or value != value or abs(value) > 1e20:  # NaN is unlike itself
        return None
    unit = epoch.per_second or _unit(value)
    us = value * 1_000_000 // unit if isinstance(value, int) else round(value * (1_000_000 / unit))
    us += epoch.origin_s * 1_000_000
    return us if EARLIEST_US < us < LATEST_US else None


def moment(value: float | str | None, encoding: str, basis: str = "utc") -> Moment | None:
    """Read a stored value in a named encoding of `EPOCHS`; None only where nothing was stored."""
    if value is None:
        return None
    number: float
    if isinstance(value, str):
        try:
            number = int(value) if value.strip().lstrip("-").isdigit() else float(value)
        except ValueError:
            return Moment(None, value, basis)
    else:
        number = value
    return Moment(microseconds(number, EPOCHS[encoding]), value, basis)


def sql(encoding: str, value: str) -> str:
    """Give the SQL expression that does to column `value` what `microseconds` does to a number.

    The usual values stand first, in the cheapest form that is right for them; what follows is right for every value.
    """
    epoch = EPOCHS[encoding]
    units = (epoch.per_second,) if epoch.per_second else (1, *(unit for _, unit in _MAGNITUDES[1:]), 1_000_000_000)
    limits = (0, *(limit for limit, _ in _MAGNITUDES), 2**63)
    usual, us = "", ""
    for number, unit in enumerate(units):
        low, high = (limits[number], limits[number + 1]) if len(units) > 1 else (0, 2**63)
        branch = _usual(value, unit, epoch.origin_s, low, high)
        usual = branch + usual if unit > 1_000_000 else usual + branch  # phones write nanoseconds, and wrote seconds
        scaled = _in_range(value, unit, epoch.origin_s)
        us = f"WHEN {value} >= {low} OR {value} <= {-low} THEN {scaled} {us}" if us else f"ELSE {scaled} END"
    us = f"CASE {us}" if len(units) > 1 else _in_range(value, epoch.per_second, epoch.origin_s)
    return f"CASE {usual}WHEN {value} < '' AND {value} NOT IN (0, -1) THEN {us} END"


def _usual(value: str, per_second: int, origin_s: int, low: int, high: int) -> str:
    """One branch for the positive numbers from `low` on and below `high` that are safe: no text, no fraction lost.

    `+` keeps the type that a column declares out of the comparison, so that no text is ever between two numbers.
    """
    first, end = _bounds(per_second, origin_s)
    low, high = max(first, low, 1), min(end, high)
    origin = f" + {origin_s * 1_000_000}" if origin_s else ""
    if per_second > 1_000_000:
        us = f"CAST({value} AS INTEGER) / {per_second // 1_000_000}{origin}"
    else:
        factor = 1_000_000 // per_second
        high = min(high, _HALVES // factor)
        us = f"CAST({value}{f' * {factor}' if factor > 1 else ''} + 0.5 AS INTEGER){origin}"
    return f"WHEN +{value} BETWEEN {low} AND {high - 1} THEN {us} " if low < high else ""


def _in_range(value: str, per_second: int, origin_s: int) -> str:
    """Scale inside the plausible years alone: elsewhere SQLite's integers would overflow and end the statement."""
    first, end = _bounds(per_second, origin_s)
    us = _scaled(value, per_second) + (f" + {origin_s * 1_000_000}" if origin_s else "")
    return f"CASE WHEN {value} >= {first} AND {value} < {end} THEN {us} END"


def _bounds(per_second: int, origin_s: int) -> tuple[int, int]:
    """Give the first stored value of the plausible years, and the one after the last, as 64 bits hold them."""
    origin = origin_s * 1_000_000
    low, high = ((bound - origin) * per_second // 1_000_000 for bound in (EARLIEST_US + 1, LATEST_US))
    first = low if per_second > 1_000_000 else (EARLIEST_US - origin) * per_second // 1_000_000 + 1
    return max(first, 1 - 2**63), min(high, 2**63 - 1)


def _scaled(value: str, per_second: int) -> str:
    if per_second <= 1_000_000:
        factor = 1_000_000 // per_second
        whole = f"{value} * {factor}" if factor > 1 else value
        return f"CASE typeof({value}) WHEN 'integer' THEN {whole} ELSE CAST(round({whole}) AS INTEGER) END"
    unit = per_second // 1_000_000
    return f"(CAST({value} AS INTEGER) - ({value} < 0) * {unit - 1}) / {unit}"


def iso(us: int | None, offset_minutes: int = 0) -> str:
    """Show microseconds as ISO 8601 with an explicit offset (`Z` for UTC); empty for None."""
    if us is None:
        return ""
    days, rest = divmod(us + offset_minutes * 60_000_000, 86_400_000_000)
    seconds, part = divmod(rest, 1_000_000)
    minutes = seconds // 60
    stamp = f"{_date(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds % 60:02d}"
    fraction = f".{part:06d}".rstrip("0") if part else ""
    if offset_minutes == 0:
        return f"{stamp}{fraction}Z"
    sign, minutes = ("+", offset_minutes) if offset_minutes > 0 else ("-", -offset_minutes)
    return f"{stamp}{fraction}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=4096)
def _date(days: int) -> str:
    """The calendar day so many days after 1 January 1970, ISO 8601."""
    return (_UNIX_ORIGIN + timedelta(days=days)).date().isoformat()


def from_datetime(value: datetime, basis: str = "utc") -> Moment:
    """Make a moment of an aware datetime (a plist date, a parsed ISO 8601 text)."""
    if value.tzinfo is None:
        msg = "a naive datetime has no place here"
        raise ValueError(msg)
    us = (value - _UNIX_ORIGIN) // timedelta(microseconds=1)
    return Moment(us if EARLIEST_US < us < LATEST_US else None, value.isoformat(), basis)


def wall_clock_us(text: str | None) -> int | None:
    """Read `YYYY-MM-DD HH:MM:SS` of a clock whose zone is not stored as if it were UTC; None if it is no such text."""
    if text is None or len(text) < 19:
        return None
    try:
        moment = datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    us = (moment.replace(tzinfo=UTC) - _UNIX_ORIGIN) // timedelta(microseconds=1)
    return us if EARLIEST_US < us < LATEST_US else None
