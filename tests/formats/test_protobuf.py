"""Protocol buffers without a schema: against messages written here field by field."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged
from phonefx.formats.protobuf import Message, fields


def varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number: int, value: int | bytes | str | float) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def test_fields_read_in_the_form_that_is_asked_for():
    place = field(3, 47.5) + field(4, -122.25)
    message = Message(field(1, 150) + field(2, "Ünter") + field(5, place) + field(2, "second") + field(9, -1))
    assert message.integer(1) == 150
    assert message.texts(2) == ["Ünter", "second"]
    assert message.text(2) == "second"
    assert (message.message(5).double(3), message.message(5).double(4)) == (47.5, -122.25)
    assert message.integer(9) == -1
    assert message.message(7, 1, 2).integer(3) is None
    assert sorted(message) == [1, 2, 5, 9]


def test_thirty_two_bit_numbers_keep_their_sign():
    assert Message(field(1, 2**32 - 5)).integer(1, 32) == -5
    assert Message(field(1, 2**32 - 5)).integer(1) == 2**32 - 5
    assert Message(struct.pack("<Bf", 1 << 3 | 5, 0.5)).double(1) == 0.5


def test_what_stands_before_damage_is_kept():
    message = Message(field(1, 7) + b"\x12\xff\x01ab")
    assert message.integer(1) == 7
    assert "beyond the end" in message.damage


@pytest.mark.parametrize("data", [b"\x00", b"\x0f", b"\x0b", b"\xff" * 12, b"\x09\x00"])
def test_what_is_no_message_is_said(data: bytes):
    with pytest.raises(Damaged):
        list(fields(data))


@given(st.lists(st.tuples(st.integers(1, 2**28), st.one_of(st.integers(0, 2**64 - 1), st.binary(max_size=40)))))
@settings(max_examples=60, deadline=None)
def test_what_was_written_reads_back(listed: list[tuple[int, int | bytes]]):
    assert list(fields(b"".join(field(number, value) for number, value in listed))) == listed


@given(st.binary(max_size=100))
@settings(max_examples=60, deadline=None)
def test_any_bytes_read(data: bytes):
    message = Message(data)
    for number in message:
        message.integer(number)
        message.text(number)
        message.double(number)
        list(message.messages(number))
