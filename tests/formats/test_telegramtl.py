"""The TL encoding of Telegram: texts of every length, layouts of several years, and bytes that are neither."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.formats import telegramtl

DATE = 1_700_000_000
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=600)


def string(text: str) -> bytes:
    raw = text.encode()
    head = bytes([len(raw)]) if len(raw) < 254 else b"\xfe" + len(raw).to_bytes(3, "little")
    return head + raw + bytes(-len(head + raw) % 4)


def words(*values: int) -> bytes:
    return b"".join(struct.pack("<I", value) for value in values)


def message(text: str, *, flags: int = 0x100, number: int = 9, before: bytes = b"", after: bytes = b"") -> bytes:
    peer = words(0x59511722) + struct.pack("<q", 77)
    sender = peer if flags & 0x100 else b""
    return words(0x94345242, flags, 0, number) + sender + peer + before + words(DATE) + string(text) + after


@given(TEXTS)
def test_a_string_of_any_length_is_read_whole(text: str):
    assert telegramtl.string_at(b"\x01\x02\x03\x04" + string(text), 4) == (text, 4 + len(string(text)))


@given(TEXTS)
def test_the_text_of_a_message_stands_behind_its_date(text: str):
    assert telegramtl.text(message(text, before=words(1, 2, 3), after=words(5, 6)), DATE) == text


@given(st.binary(max_size=200), st.integers(0, 2**32 - 1))
def test_other_bytes_give_nothing_wrong_and_never_fail(data: bytes, date: int):
    telegramtl.text(data, date)
    telegramtl.call(data, date)
    telegramtl.sender(data, date)
    telegramtl.user(data)
    telegramtl.user(data, date)
    place = telegramtl.point(data)
    assert place is None or (abs(place[0]) <= 90 and abs(place[1]) <= 180)


def test_a_string_that_is_cut_or_wrongly_padded_is_none():
    assert telegramtl.string_at(b"\x05abc", 0) is None
    assert telegramtl.string_at(b"\x01aXX", 0) is None
    assert telegramtl.string_at(b"\xff\x00\x00\x00", 0) is None
    assert telegramtl.string_at(b"\x02\xff\xfe\x00", 0) is None
    assert telegramtl.string_at(b"", 0) is None


@pytest.mark.parametrize(("peer", "size", "wanted"), [
    (0x59511722, "<q", 77), (0x36C6019A, "<q", -77), (0xA2A5371E, "<q", -77),
    (0x9DB1BC6D, "<i", 77), (0xBDDDE532, "<i", -77),
])  # fmt: skip
@pytest.mark.parametrize("second", [b"", words(0)])
def test_the_sender_is_read_in_layouts_with_one_and_two_words_of_flags(peer, size, wanted, second):
    data = words(1, 0x100) + second + words(9, peer) + struct.pack(size, 77)
    assert telegramtl.sender(data, 9) == wanted


def test_a_message_that_states_no_sender_has_none():
    assert telegramtl.sender(message("x", flags=0), 9) is None
    assert telegramtl.sender(message("x", number=8), 9) is None


@pytest.mark.parametrize(("flags", "rest", "wanted"), [
    (0, (), telegramtl.CallAction(None, None, False)),
    (1, (0x85E42301,), telegramtl.CallAction("missed", None, False)),
    (7, (0x57ADC690, 65), telegramtl.CallAction("hung up", 65, True)),
    (2, (30,), telegramtl.CallAction(None, 30, False)),
    (1, (0x12345678,), telegramtl.CallAction("unknown (0x12345678)", None, False)),
])  # fmt: skip
def test_a_call_is_read_as_far_as_its_flags_say(flags, rest, wanted):
    data = words(1, 0, 9, DATE, 0x80E11A7F, flags, 5, 0, *rest)
    assert telegramtl.call(data, DATE) == wanted
    assert telegramtl.action(data, DATE) == "call"
    assert telegramtl.text(data, DATE) is None


def test_a_place_is_longitude_before_latitude_and_must_be_one():
    place = words(0xB2A2F663, 1) + struct.pack("<ddq", -0.125, 51.5, 3) + words(40)
    assert telegramtl.point(message("", after=place)) == (51.5, -0.125, 40)
    assert telegramtl.point(message("", after=words(0xB2A2F663, 0) + struct.pack("<dd", 5.0, 900.0))) is None
    assert telegramtl.point(b"") is None


@pytest.mark.parametrize("layout", ["two words of flags", "one word of flags", "32 bits"])
def test_a_person_is_read_in_each_layout_with_and_without_a_known_id(layout):
    head = words(1, 0b11110) + (words(0) if layout == "two words of flags" else b"")
    number = words(1001) if layout == "32 bits" else struct.pack("<q", 1001)
    texts = string("Ada") + string("Example") + string("ada_example") + string("12125550101")
    wanted = telegramtl.User(1001, "Ada", "Example", "ada_example", "12125550101")
    assert telegramtl.user(head + number + texts, 1001) == wanted
    assert telegramtl.user(head + number + texts) == wanted


def test_a_person_whose_texts_are_cut_keeps_what_came_before():
    data = words(1, 0b11110, 0) + struct.pack("<q", 1001) + string("Ada") + b"\x20abc"
    assert telegramtl.user(data, 1001) == telegramtl.User(1001, "Ada")
    assert telegramtl.user(data, 5) is None
    assert telegramtl.user(data) is None
