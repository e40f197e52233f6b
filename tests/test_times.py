"""Stored times become moments, the same in Python and in SQL."""

from __future__ import annotations

import math
import sqlite3
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.times import EPOCHS, Moment, from_datetime, iso, microseconds, moment, sql, wall_clock_us

# One instant, 2021-06-01T12:30:00Z, in every encoding; worked out with date(1) from each origin.
INSTANT_US = 1_622_550_600_000_000
STORED = {
    "unix_s": 1_622_550_600,
    "unix_ms": 1_622_550_600_000,
    "unix_us": 1_622_550_600_000_000,
    "unix_ns": 1_622_550_600_000_000_000,
    "unix_any": 1_622_550_600_000,
    "cocoa_s": 644_243_400,
    "cocoa_ns": 644_243_400_000_000_000,
    "cocoa": 644_243_400,
    "webkit_us": 13_267_024_200_000_000,
    "gps_s": 1_306_585_800,
    "mac_s": 3_705_395_400,
}


@pytest.mark.parametrize("encoding", EPOCHS)
def test_each_encoding_reads_the_same_instant(encoding):
    assert moment(STORED[encoding], encoding) == Moment(INSTANT_US, STORED[encoding], "utc")


@pytest.mark.parametrize("encoding", EPOCHS)
def test_sql_reads_the_same_instant(encoding):
    row = sqlite3.connect(":memory:").execute(f"SELECT {sql(encoding, 'v')} FROM (SELECT ? AS v)", (STORED[encoding],))
    assert row.fetchone() == (INSTANT_US,)


@given(st.sampled_from(sorted(EPOCHS)), st.integers(-(2**63), 2**63 - 1))
def test_sql_and_python_agree_on_integers(encoding, value):
    database = sqlite3.connect(":memory:")
    (found,) = database.execute(f"SELECT {sql(encoding, 'v')} FROM (SELECT ? AS v)", (value,)).fetchone()
    database.close()
    expected = microseconds(value, EPOCHS[encoding])
    assert found == expected or abs(found - expected) <= 1


@pytest.mark.parametrize("raw", [0, -1, float("nan"), 10**19, -(10**15)])
def test_unset_and_absurd_values_keep_their_raw_value(raw):
    assert moment(raw, "unix_ms").us is None


def test_nothing_stored_is_no_moment():
    assert moment(None, "unix_s") is None


@pytest.mark.parametrize("declared", ["", "TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB"])
@pytest.mark.parametrize("encoding", ["unix_s", "cocoa"])
def test_only_numbers_are_times_whatever_a_column_is_declared_as(declared, encoding):
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE t (v {declared})")
    values = [1_622_550_600, 644_243_400.5, "1622550600", "", "-", "x", b"", b"1622550600", None, 0, -1]
    database.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
    for kind, stored, us in database.execute(f"SELECT typeof(v), v, {sql(encoding, 'v')} FROM t"):
        assert us == (microseconds(stored, EPOCHS[encoding]) if kind in {"integer", "real"} else None)


@pytest.mark.parametrize("declared", ["", "TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB"])
@pytest.mark.parametrize("encoding", EPOCHS)
def test_numbers_beside_the_largest_usual_one_are_scaled_as_fractions_are(declared, encoding):
    epoch = EPOCHS[encoding]
    units = (epoch.per_second,) if epoch.per_second else (1, 1_000, 1_000_000, 1_000_000_000)
    borders = [border for unit in units for border in (1_000, 2**52 * unit // 10**6, 2**53 * unit // 10**6)]
    values = [kind(border + step) for border in borders for step in (-2, -1, 0, 1, 2) for kind in (int, float)]
    values += [float(border) + step for border in borders for step in (-0.75, -0.5, 0.0000005, 0.25, 0.5, 0.75)]
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE t (v {declared})")
    database.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
    found = database.execute(f"SELECT v, {sql(encoding, 'v')} FROM t WHERE typeof(v) IN ('integer', 'real')").fetchall()
    assert found or declared == "TEXT"
    for value, us in found:
        assert us == _as_fraction(value, encoding)


def _as_fraction(value: float, encoding: str) -> int | None:
    """Read a number without any float of its own: integers and nanoseconds cut off, other fractions rounded."""
    epoch = EPOCHS[encoding]
    told = next((n for power, n in ((11, 1), (14, 10**3), (17, 10**6)) if abs(value) < 10**power), 10**9)
    unit = epoch.per_second or told
    if isinstance(value, int) or unit > 10**6:
        us = math.floor(value) * 10**6 // unit
    else:
        scaled = Fraction(value * (10**6 // unit))  # the product itself is that of floats, as in SQLite
        us = math.floor(abs(scaled) + Fraction(1, 2)) * (-1 if scaled < 0 else 1)
    us += epoch.origin_s * 10**6
    return us if value not in {0, -1} and 0 < us < 7_258_118_400_000_000 else None


@pytest.mark.parametrize("unit", [10**11, 10**14, 10**17])
@pytest.mark.parametrize("encoding", ["unix_any", "cocoa"])
def test_between_two_units_every_number_is_read_in_one_of_them(unit, encoding):
    database = sqlite3.connect(":memory:")
    for value in (unit - 1, unit - 0.5, float(unit), unit, unit + 1, -unit, 1 - unit, -unit + 0.5):
        (found,) = database.execute(f"SELECT {sql(encoding, 'v')} FROM (SELECT ? AS v)", (value,)).fetchone()
        assert found == microseconds(value, EPOCHS[encoding])


def test_text_that_is_no_number_is_kept():
    assert moment("yesterday", "unix_s") == Moment(None, "yesterday", "utc")


def test_text_digits_are_read():
    assert moment(" 1622550600 ", "unix_s").us == INSTANT_US


@pytest.mark.parametrize(
    ("us", "offset", "shown"),
    [
        (INSTANT_US, 0, "2021-06-01T12:30:00Z"),
        (INSTANT_US, 120, "2021-06-01T14:30:00+02:00"),
        (INSTANT_US, -210, "2021-06-01T09:00:00-03:30"),
        (INSTANT_US + 250_000, 0, "2021-06-01T12:30:00.25Z"),
        (None, 0, ""),
    ],
)
def test_times_are_shown_with_their_offset(us, offset, shown):
    assert iso(us, offset) == shown


def test_aware_datetimes_become_moments():
    assert from_datetime(datetime(2021, 6, 1, 12, 30, tzinfo=UTC)).us == INSTANT_US


def test_naive_datetimes_are_refused():
    with pytest.raises(ValueError, match="naive"):
        from_datetime(datetime(2021, 6, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("2023-11-14 22:13:20", 1_700_000_000_000_000),
        ("2023-11-14T22:13:20.500", 1_700_000_000_000_000),
        ("11-14 22:13:20", None),
        ("2023-13-14 22:13:20", None),
        ("1969-12-31 00:00:00", None),
        (None, None),
    ],
)
def test_a_wall_clock_reads_as_if_it_were_utc(text, us):
    assert wall_clock_us(text) == us
