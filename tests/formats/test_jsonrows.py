from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, HostileEvidence, PhonefxError
from phonefx.formats import jsonrows
from phonefx.formats.jsonrows import rows

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def read(text: str | bytes):
    return list(rows(BytesIO(text.encode() if isinstance(text, str) else text)))


def expected(value):
    if isinstance(value, list):
        return [(f"[{n}]", each) for n, each in enumerate(value)]
    found = []
    for name, each in value.items():
        found += [(f"{name}[{n}]", inner) for n, inner in enumerate(each)] if isinstance(each, list) else [(name, each)]
    return found


@settings(max_examples=80, deadline=None)
@given(st.lists(values, max_size=5) | st.dictionaries(st.text(max_size=5), values, max_size=5), st.integers(1, 50))
def test_the_pieces_are_those_of_the_whole_whatever_the_chunks(value, size):
    before, jsonrows.CHUNK = jsonrows.CHUNK, size
    try:
        for text in (json.dumps(value), json.dumps(value, indent=2, ensure_ascii=False)):
            assert read(text) == expected(value)
    finally:
        jsonrows.CHUNK = before


def test_a_mark_at_the_start_and_bytes_that_are_no_text_do_not_matter():
    assert read(b'\xef\xbb\xbf{"a": [1, "\xff"]}') == [("a[0]", 1), ("a[1]", "\ufffd")]


def test_pieces_in_front_of_damage_are_given():
    walk = rows(BytesIO(b'{"a": [1, {"b": 2}, {"c"'))
    assert [next(walk), next(walk)] == [("a[0]", 1), ("a[1]", {"b": 2})]
    with pytest.raises(Damaged):
        next(walk)


@pytest.mark.parametrize(
    "text", ["", "  ", "12", "[1 2]", '{"a" 1}', '{"a": 1 "b": 2}', "[1,", '{"a": [1, 2}', "<xml/>"]
)
def test_what_is_no_json_is_told(text):
    with pytest.raises(Damaged):
        read(text)


def test_absurd_depth_and_size_are_refused(monkeypatch):
    with pytest.raises(HostileEvidence):
        read('{"a": ' + "[" * 200_000)
    monkeypatch.setattr(jsonrows, "_LIMIT", 1000)
    with pytest.raises(HostileEvidence):
        read('["' + "x" * 600_000 + '"]')


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(data):
    try:
        read(b'{"a": [' + data)
    except PhonefxError as error:
        assert str(error)
