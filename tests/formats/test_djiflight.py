"""Flight records of drones: the check value of the CRC, times, cuts, and bytes that are none."""

from __future__ import annotations

import io
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import Damaged
from phonefx.formats import djiflight

BEGAN = 1_500_000_000_000


def record(kind: int, body: bytes) -> bytes:
    return bytes([kind, len(body)]) + body + b"\xff"


def osd(latitude: float, longitude: float, height: int = 0) -> bytes:
    return record(1, struct.pack("<ddhhh", math.radians(longitude), math.radians(latitude), height, 0, 0) + bytes(20))


def custom(milliseconds: int) -> bytes:
    return record(5, struct.pack("<BBffq", 0, 0, 0.0, 0.0, milliseconds))


def whole(body: bytes) -> bytes:
    details = bytes(91) + struct.pack("<qddfi", BEGAN, 0.0, 0.0, math.nan, 0) + bytes(313)
    return struct.pack("<QHB", 12 + len(body), 436, 5) + b"\x00" + body + details


def read(body: bytes) -> djiflight.Flight:
    return djiflight.read(io.BytesIO(whole(body)))


def test_the_check_value_of_the_crc_is_the_published_one():
    assert djiflight.crc64(0, b"123456789") == 0xE9C6D914C4B8D9CA


def test_a_position_has_the_time_that_was_stated_last():
    flight = read(osd(51.5, -0.125) + custom(BEGAN + 100) + osd(51.6, -0.125) + custom(0) + osd(51.7, -0.125))
    assert [fix.unix_ms for fix in flight.fixes] == [BEGAN, BEGAN + 100, BEGAN + 100]
    assert (flight.latitude, flight.metres) == (None, None)


def test_no_position_is_made_of_zeros_or_of_what_is_outside_the_globe():
    flight = read(osd(0, 0) + osd(91, 0) + osd(0, 181) + osd(-90, 180))
    assert [(round(fix.latitude), round(fix.longitude)) for fix in flight.fixes] == [(-90, 180)]
    assert flight.others == 3


@pytest.mark.parametrize("noise", [b"\x01\x05", b"\x01\x00\xff", b"\x09\x40abc\xff", b"\x00\x00\x00"])
def test_what_is_no_record_is_counted_and_the_next_ones_are_read(noise: bytes):
    flight = read(osd(51.5, -0.125) + noise + b"\xff" + osd(51.6, -0.125) + osd(51.7, -0.125))
    assert round(flight.fixes[-1].latitude, 6) == 51.7
    assert flight.skipped >= len(noise)


@given(st.integers(0, 240))
def test_a_file_that_is_cut_gives_what_came_before_or_is_refused(size: int):
    body = b"".join(osd(51.5 + at / 10, -0.125) for at in range(5))
    data = struct.pack("<QHB", 12 + min(size, len(body)), 436, 5) + b"\x00" + body[:size]
    assert len(djiflight.read(io.BytesIO(data)).fixes) == min(size, len(body)) // len(osd(1, 1))


@given(st.binary(max_size=300), st.sampled_from([1, 5, 6, 7, 11, 12, 13, 14]))
def test_any_bytes_are_read_or_said_to_be_damaged(data: bytes, version: int):
    try:
        flight = djiflight.read(io.BytesIO(struct.pack("<QHB", 100, 0, version) + data))
    except Damaged:
        return
    assert all(abs(fix.latitude) <= 90 and abs(fix.longitude) <= 180 for fix in flight.fixes)


@pytest.mark.parametrize("data", [b"", b"flight record, as text", bytes(100)])
def test_what_is_no_flight_record_is_refused(data: bytes):
    with pytest.raises(Damaged):
        djiflight.read(io.BytesIO(data))
