"""Logs of drones: times, cuts, bytes that are none, and layouts that are named but not read."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import Damaged
from phonefx.formats import djidat

HEAD = (bytes(16) + b"BUILD").ljust(242, b"\x00") + b"DJI_LOG_V3\x00\x00\x00\x00"
SECOND = 1_529_391_545_000  # 2018-06-19 06:59:05


def record(kind: int, clock: int, content: bytes) -> bytes:
    head = struct.pack("<BBBBHI", 0x55, len(content) + 12, 0, 0, kind, clock)
    body = head + bytes(byte ^ (clock & 0xFF) for byte in content)
    return body + djidat.crc(body).to_bytes(2, "little")


def position(second: int, latitude: int = 515_000_000, longitude: int = -1_250_000, date: int = 20180619) -> bytes:
    return record(2096, 0x55, struct.pack("<IIii", date, 65900 + second, longitude, latitude))


def read(body: bytes) -> djidat.Log:
    return djidat.read(io.BytesIO(HEAD + body))


def test_the_check_value_of_the_crc_is_that_of_its_polynomial_and_seed():
    value = 13970
    for byte in b"123456789":
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0x8408 if value & 1 else 0)
    assert djidat.crc(b"123456789") == value


def test_a_time_is_the_date_and_the_clock_of_the_satellites():
    log = read(position(5) + position(6) + position(99) + position(5, date=0) + position(5, date=20180231))
    assert [fix.unix_ms for fix in log.fixes] == [SECOND, SECOND + 1000, None]
    assert log.others == 2


def test_no_position_is_made_of_zeros_or_of_what_is_outside_the_globe():
    log = read(position(5, 0, 0) + position(5, 900_000_001) + position(5, 0, 1_800_000_001) + position(5, -900_000_000))
    assert [fix.latitude for fix in log.fixes] == [-90]
    assert log.others == 3


@pytest.mark.parametrize("noise", [b"\x00", b"\x55", b"\x55\x20\x00", b"\x55\x0c\x00" + bytes(20), b"\x55" * 40])
def test_what_is_no_record_is_counted_and_the_next_ones_are_read(noise: bytes):
    log = read(position(5) + noise + position(6))
    assert [fix.unix_ms for fix in log.fixes] == [SECOND, SECOND + 1000]
    assert log.skipped == len(noise)


def test_a_position_with_a_wrong_check_is_not_taken():
    broken = bytearray(position(5))
    broken[12] ^= 1
    assert read(bytes(broken) + position(6)).fixes[0].unix_ms == SECOND + 1000


@given(st.integers(0, 28 * 5))
def test_a_file_that_is_cut_gives_what_came_before(size: int):
    assert len(read(b"".join(position(at) for at in range(5))[:size]).fixes) == size // 28


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_head_are_read(data: bytes):
    log = read(data)
    assert all(abs(fix.latitude) <= 90 and abs(fix.longitude) <= 180 for fix in log.fixes)


def test_other_layouts_are_named():
    assert djidat.read(io.BytesIO(bytes(16) + b"BUILD" + bytes(300))).form == "older"
    assert djidat.read(io.BytesIO(b"LOGH" + bytes(300))).form == "encrypted"


@pytest.mark.parametrize("data", [b"", b"a log, as text that is longer than the head", bytes(300)])
def test_what_is_no_log_is_refused(data: bytes):
    with pytest.raises(Damaged):
        djidat.read(io.BytesIO(data))
