"""FIT files made byte by byte: both byte orders, compressed times, developer fields, cuts, and bytes that are none."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import Damaged
from phonefx.formats import fit

FIELDS = ((253, 4, 0x86, "I"), (0, 4, 0x85, "i"), (1, 4, 0x85, "i"), (2, 2, 0x84, "H"), (6, 2, 0x84, "H"))
TIME = 1_700_000_000 - fit.EPOCH_S


def whole(body: bytes, head: int = 14) -> bytes:
    start = bytes([head, 16]) + struct.pack("<HI", 100, len(body)) + b".FIT"
    return start + bytes(head - len(start)) + body + b"\x00\x00"


def definition(local: int = 0, number: int = 20, fields=FIELDS, order: str = "<", developer: bytes = b"") -> bytes:
    head = bytes([0x40 | local | (0x20 if developer else 0), 0, order == ">"]) + struct.pack(order + "H", number)
    listed = b"".join(bytes(each[:3]) for each in fields)
    return head + bytes([len(fields)]) + listed + developer


def record(*values: int, local: int = 0, fields=FIELDS, order: str = "<") -> bytes:
    return bytes([local]) + b"".join(
        struct.pack(order + each[3], value) for each, value in zip(fields, values, strict=True)
    )


def read(body: bytes, head: int = 14) -> fit.Track:
    return fit.read(io.BytesIO(whole(body, head)))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("head", [12, 14])
def test_a_record_is_read_in_both_byte_orders(order: str, head: int):
    track = read(definition(order=order) + record(TIME, 2**29, -(2**30), 3000, 2500, order=order), head)
    (fix,) = track.fixes
    assert (fix.unix_s, fix.latitude, fix.longitude, fix.altitude_m, fix.speed_mps) == (
        1_700_000_000,
        45,
        -90,
        100,
        2.5,
    )
    assert (fix.offset, track.others, track.damage) == (head + len(definition()), 0, "")


def test_values_that_are_marked_as_invalid_are_absent():
    body = definition() + record(0xFFFFFFFF, 1, 1, 0xFFFF, 0xFFFF) + record(TIME, 0x7FFFFFFF, 1, 0, 0)
    track = read(body)
    assert [(fix.unix_s, fix.altitude_m, fix.speed_mps) for fix in track.fixes] == [(None, None, None)]
    assert track.others == 1


def test_compressed_times_count_on_from_the_last_whole_one():
    short = FIELDS[1:3]
    body = definition() + record(TIME, 1, 1, 0, 0) + definition(1, fields=short)
    for seconds in (3, 40):
        body += bytes([0x80 | 1 << 5 | (TIME + seconds) & 31]) + struct.pack("<ii", 1, 1)
    assert [fix.unix_s - 1_700_000_000 for fix in read(body).fixes] == [0, 3, 3 + (40 - 3) % 32]


def test_developer_fields_are_stepped_over():
    developer = bytes([1, 0, 3, 0])
    body = (
        definition(developer=developer)
        + record(TIME, 1, 2, 0, 0)
        + b"\x01\x02\x03"
        + record(TIME + 1, 1, 2, 0, 0)
        + b"abc"
    )
    assert [fix.unix_s for fix in read(body).fixes] == [1_700_000_000, 1_700_000_001]


@given(st.integers(0, 200))
def test_a_file_that_is_cut_gives_what_came_before(size: int):
    body = definition() + b"".join(record(TIME + at, at, at, 0, 0) for at in range(5))
    track = fit.read(io.BytesIO(whole(body)[: 14 + min(size, len(body))]))
    done = max(0, min(size, len(body)) - len(definition())) // len(record(0, 0, 0, 0, 0))
    assert [fix.unix_s for fix in track.fixes] == [1_700_000_000 + at for at in range(done)]


@given(st.binary(max_size=300))
def test_any_body_is_read_or_said_to_be_damaged(body: bytes):
    track = read(body)
    assert all(isinstance(fix.latitude, float) for fix in track.fixes)


@pytest.mark.parametrize("data", [b"", b"\x0e" * 20, b"\x0e\x10" + bytes(6) + b".fit" + bytes(9)])
def test_what_is_no_fit_file_is_refused(data: bytes):
    with pytest.raises(Damaged, match="does not begin"):
        fit.read(io.BytesIO(data))


def test_a_message_without_a_definition_ends_the_reading():
    track = read(definition() + record(TIME, 1, 2, 0, 0) + b"\x05abc")
    assert len(track.fixes) == 1
    assert "no definition" in track.damage
