from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.formats.sqlite import varint

NUMBERS = st.integers(0, (1 << 64) - 1)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("00", 0),
        ("7f", 127),
        ("8100", 128),
        ("81 32", 178),
        ("ff 7f", 16383),
        ("81 80 00", 16384),
        ("ff ff ff ff ff ff ff ff ff", (1 << 64) - 1),
    ],
)
def test_known_forms(raw, value):
    data = bytes.fromhex(raw)
    assert varint.read(data, 0) == (value, len(data))
    assert varint.write(value) == data


@given(NUMBERS, st.binary(max_size=4))
@settings(max_examples=150)
def test_what_is_written_is_read(value, rest):
    raw = varint.write(value)
    assert varint.length(value) == len(raw)
    assert varint.read(b"\xff\xff" + raw + rest, 2) == (value, 2 + len(raw))
    assert varint.read_back(b"\xff\xff" + raw + rest, 2 + len(raw), len(raw)) == value


def test_a_longer_form_than_needed_is_no_number():
    assert varint.read_back(b"\x80\x05", 2, 2) is None
    assert varint.read_back(b"\x05", 1, 2) is None


def test_signed():
    assert varint.signed((1 << 64) - 1) == -1
    assert varint.signed(5) == 5


def test_a_number_cut_short_is_an_error():
    with pytest.raises(IndexError):
        varint.read(b"\x81\x81", 0)
