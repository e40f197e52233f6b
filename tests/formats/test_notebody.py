"""The bodies of notes: made ones, bombs, locked ones, any bytes."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import notebody


def field(number: int, content: bytes) -> bytes:
    length, size = len(content), bytearray()
    while length > 0x7F:
        size.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([number << 3 | 2]) + bytes([*size, length]) + content


def stored(text: str) -> bytes:
    return field(2, field(3, field(2, text.encode())))


@given(st.text(max_size=300), st.sampled_from([gzip.compress, zlib.compress]))
def test_the_text_comes_back(text, compress):
    assert notebody.text(compress(stored(text))) == text


def test_a_file_within_the_text_keeps_its_place():
    assert notebody.text(gzip.compress(stored("a\ufffcb"))) == "a\ufffcb"


def test_bytes_that_are_no_text_stand_as_escapes():
    assert notebody.text(zlib.compress(field(2, field(3, field(2, b"a\xff"))))) == "a\\xff"


def test_nothing_stored_is_nothing():
    assert notebody.text(None) is None
    assert notebody.text(b"") is None


def test_a_body_that_inflates_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(notebody, "MAX_BYTES", 1000)
    with pytest.raises(HostileEvidence):
        notebody.text(gzip.compress(stored("a" * 5000)))


@pytest.mark.parametrize("content", [b"", b"\x12\x00", field(2, field(3, b"")), field(9, b"x")])
def test_a_body_without_a_text_is_damaged(content):
    with pytest.raises(Damaged):
        notebody.text(gzip.compress(content))


@given(st.binary(min_size=1, max_size=100))
def test_any_bytes_end_well(data):
    for blob in (data, gzip.compress(data)):
        try:
            notebody.text(blob)
        except EvidenceError:
            continue
