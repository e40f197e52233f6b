"""The last resort for archives that do not decode: exact bytes or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.formats import typedstream

HEAD = (
    b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92"
    b"\x84\x84\x84\x08NSString\x00\x96"
)


def broken(text: bytes, length: bytes | None = None, end: bytes = b"\x86\x86") -> bytes:
    """An archive that refers to an object which was never written, so that no decoder can read it."""
    if length is None:
        length = bytes((len(text),)) if len(text) < 128 else b"\x81" + len(text).to_bytes(2, "little")
    return HEAD + b"+" + length + text + end


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_every_text_is_found_whole(text):
    blob = broken(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode())
    assert typedstream.text(blob) is None
    assert typedstream.text_by_pattern(blob) == text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def test_long_lengths_of_both_widths():
    text = b"x" * 70_000
    assert typedstream.text_by_pattern(broken(text, b"\x82" + len(text).to_bytes(4, "little"))) == text.decode()
    assert typedstream.text_by_pattern(broken(b"y" * 300)) == "y" * 300


@pytest.mark.parametrize(
    "blob",
    [
        broken(b"short", b"\x04"),  # the mark of the end does not stand behind the length
        broken(b"\xff\xfe", b"\x02"),  # no UTF-8
        broken(b"cut", b"\x7f"),
        broken(b"", b"\x85"),
        HEAD,
        HEAD + b"+",
        b"NSString\x00" + b" " * 60 + b"+\x01a\x86",  # too far from the name of the class
        b"",
    ],
)
def test_what_is_not_exact_gives_nothing(blob):
    assert typedstream.text_by_pattern(blob) is None


@settings(max_examples=80)
@given(st.binary(max_size=200))
def test_any_bytes_are_survived(blob):
    found = typedstream.text_by_pattern(HEAD + blob)
    assert found is None or found.encode() in blob
