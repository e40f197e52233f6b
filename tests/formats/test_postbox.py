"""Telegram's postbox: made values, damaged ones, hostile ones, any bytes."""

from __future__ import annotations

import struct
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

import postbox_made as made

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import postbox

NAMES = st.text("abcdefg", min_size=1, max_size=4)
SIMPLE = st.one_of(
    st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text(max_size=8),
    st.binary(max_size=8), st.none(),
)  # fmt: skip
VALUES = st.recursive(SIMPLE, lambda inner: st.dictionaries(NAMES, inner, max_size=2), max_leaves=6)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=3)


def typed(fields):
    """What is read for an object that stands within another: its fields and the hash of its type."""
    return {"@type": 7, **{name: typed(each) if isinstance(each, dict) else each for name, each in fields.items()}}


@given(OBJECTS)
def test_what_is_written_is_read(fields):
    assert postbox.decode(made.root(fields)) == typed(fields)


def test_lists_of_texts_objects_and_numbers():
    stored = made.root({"s": ["a", "é"], "o": [{"x": 1}, {}]})
    assert postbox.decode(stored) == {"@type": 7, "s": ["a", "é"], "o": [{"@type": 7, "x": 1}, {"@type": 7}]}
    numbers = b"\x01n\x06" + struct.pack("<iii", 2, -1, 5) + b"\x01m\x07" + struct.pack("<iq", 1, 2**40)
    assert postbox.decode(numbers) == {"n": [-1, 5], "m": [2**40]}
    pairs = b"\x01d\x09" + struct.pack("<i", 1) + made.inner({"k": 1}) + made.inner({"v": 2})
    assert postbox.decode(pairs) == {"d": [({"@type": 7, "k": 1}, {"@type": 7, "v": 2})]}
    assert postbox.decode(b"\x01b\x0d" + struct.pack("<ii", 1, 2) + b"xy") == {"b": [b"xy"]}


@given(st.text(max_size=20), st.integers(0, 2**32 - 1), st.none() | st.integers(-(2**63), 2**63 - 1))
def test_messages_are_read(text, flags, author):
    media, referenced = [{"la": 53.5, "lo": -0.06}], [(1, 2**40), (2, -5)]
    stored = made.message(text, flags=flags, author=author, media=media, referenced=referenced, forward=(7, 1678307200))
    found = postbox.message(stored)
    assert (found.text, found.flags, found.author, found.incoming) == (text, flags, author, bool(flags & 4))
    assert (found.forwarded_from, found.forwarded_time) == (7, 1678307200)
    assert (found.media, found.referenced, found.problem) == ([{"@type": 7, "la": 53.5, "lo": -0.06}], referenced, None)


def test_keys_are_big_endian():
    assert postbox.key(made.key(-5, 1678307200, 3)) == postbox.Key(-5, 0, 1678307200, 3)
    for size in (0, 19, 21):
        with pytest.raises(Damaged):
            postbox.key(b"\0" * size)


def test_damage_behind_the_text_leaves_the_text():
    whole = made.message("kept", media=[{"x": "y" * 30}])
    for cut in range(whole.index(b"kept") + 4, len(whole)):
        assert postbox.message(whole[:cut]).text == "kept"
        assert postbox.message(whole[:cut]).problem
    for cut in range(whole.index(b"kept") + 4):
        with pytest.raises(Damaged):
            postbox.message(whole[:cut])


def test_another_kind_of_message_is_said():
    with pytest.raises(Damaged, match="without text"):
        postbox.message(b"\x01" + bytes(40))


def test_depth_and_numbers_are_bounded():
    deep = {}
    for _ in range(postbox.MAX_DEPTH + 2):
        deep = {"a": deep}
    with pytest.raises(HostileEvidence):
        postbox.decode(made.root(deep))
    for number in (2**31 - 1, -1):
        with pytest.raises(Damaged, match="announced"):
            postbox.decode(b"\x01a\x0c" + struct.pack("<i", number))
    with pytest.raises(Damaged, match="not known"):
        postbox.decode(b"\x01a\xfe")


@given(st.binary(max_size=200))
def test_any_bytes_end_well(data):
    for read in (postbox.decode, postbox.message, postbox.key):
        with suppress(EvidenceError):
            read(data)
