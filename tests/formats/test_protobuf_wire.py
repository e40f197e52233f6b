"""protobuf without a schema: the published vectors, messages from a writer of its own, and messages built to harm."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats.protobuf import Field, Message, find, leaves, parse, walk, wire


def number(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes((*out, value))


def field(at: int, value: object) -> bytes:
    match value:
        case int():
            return number(at << 3) + number(value)
        case float():
            return number(at << 3 | 1) + struct.pack("<d", value)
        case str():
            return field(at, value.encode())
        case bytes():
            return number(at << 3 | 2) + number(len(value)) + value
    return field(at, message(value))


def message(fields) -> bytes:
    return b"".join(field(at, value) for at, value in fields)


numbers = st.integers(1, (1 << 29) - 1)
values = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text(max_size=20), st.binary(max_size=30)
)
trees = st.recursive(
    st.lists(st.tuples(numbers, values), max_size=5),
    lambda inner: st.lists(st.tuples(numbers, inner | values), max_size=4),
)


@settings(max_examples=80)
@given(trees)
def test_what_was_written_is_what_is_read(tree):
    data = message(tree)
    found = parse(data)
    assert [one.number for one in found] == [at for at, _ in tree]
    for one, (_, value) in zip(found, tree, strict=True):
        match value:
            case int():
                assert (one.signed, one.unsigned) == (value, value & (1 << 64) - 1)
            case float():
                assert one.real == value
            case str():
                assert one.text == value
            case bytes():
                assert one.raw == value
            case list():
                assert one.fields == parse(message(value), one.start)


@settings(max_examples=60)
@given(trees)
def test_every_field_knows_its_place(tree):
    data = message(tree)

    def check(found: tuple[Field, ...]) -> None:
        for one in found:
            assert wire.varint(data, one.offset)[0] == one.number << 3 | one.wire
            if one.wire != wire.VARINT:
                assert data[one.start : one.start + len(one.raw)] == one.raw
            check(one.fields or ())

    check(parse(data))


@pytest.mark.parametrize(
    ("data", "reading"),
    [
        ("089601", lambda one: one.unsigned == 150),
        ("120774657374696e67", lambda one: one.text == "testing"),
        ("1a03089601", lambda one: one.fields[0].unsigned == 150),
        ("3206038e029ea705", lambda one: one.packed() == [3, 270, 86942]),
        ("08feffffffffffffffff01", lambda one: (one.signed, one.unsigned) == (-2, 2**64 - 2)),
        ("0803", lambda one: one.zigzag == -2),
        ("08feffffff0f", lambda one: one.zigzag == 2147483647),
        ("0d0000803f", lambda one: (one.real, one.unsigned) == (1.0, 0x3F800000)),
        ("0dfeffffff", lambda one: one.signed == -2),
        ("09000000000000f0bf", lambda one: one.real == -1.0),
        ("0a080100000002000000", lambda one: one.packed(wire.FIXED32) == [1, 2]),
        ("0a03010203", lambda one: one.packed(wire.FIXED64) is None),
        ("0a0180", lambda one: one.packed() is None and one.text is None and one.fields is None),
        ("0801", lambda one: (one.text, one.fields, one.real, one.packed()) == (None,) * 4),
        ("0a00", lambda one: (one.text, one.fields, one.packed()) == ("", (), [])),
    ],
)
def test_published_vectors_and_readings(data, reading):
    (one,) = parse(bytes.fromhex(data))
    assert reading(one)


def test_groups_are_read_like_messages():
    data = bytes.fromhex("0b08 0513 1001 141a 02 68690c2001")
    group, after = parse(data)
    assert (group.wire, [one.number for one in group.fields]) == (wire.GROUP, [1, 2, 3])
    assert [one.text for one in find(data, "1.3")] == ["hi"]
    assert [one.unsigned for one in find(data, "1.2.2")] == [1]
    assert (after.number, after.signed) == (4, 1)
    assert Message(data).message(1, 2).integer(2) == 1


def test_fields_are_found_by_their_path():
    data = message([(3, [(1, [(4, "a")]), (1, [(4, "b")]), (1, 7)]), (3, [(1, [(4, "c")])]), (5, 2.5), (6, -9)])
    assert [one.text for one in find(data, "3.1.4")] == ["a", "b", "c"]
    assert [one.real for one in find(data, "5")] == [2.5]
    assert [one.signed for one in find(data, "6")] == [-9]
    assert (find(data, "3.1.9"), find(data, "8"), find(data, "6.1")) == ([], [], [])
    with pytest.raises(ValueError, match="1"):
        find(data, ".".join("1" * 100))


def test_all_leaves_come_with_their_path():
    data = message([(1, "name"), (2, [(1, 5), (2, [(7, b"\xff\xfe")])]), (3, "")])
    assert [(path, one.raw or one.unsigned) for path, one in leaves(data)] == [
        ("1", b"name"), ("2.1", 5), ("2.2.7", b"\xff\xfe"), ("3", 0),
    ]  # fmt: skip
    assert len(list(leaves(message([(1, 1)] * 50), most=7))) == 7


def test_fields_before_the_damage_come_first():
    walked = walk(message([(1, 5), (2, "text")])[:-1], 100)
    first = next(walked)
    assert (first.number, first.signed, first.offset) == (1, 5, 100)
    with pytest.raises(Damaged, match="1 bytes beyond"):
        next(walked)


@pytest.mark.parametrize(
    "data", ["08", "0880", "08" + "80" * 10 + "01", "00", "0a05", "0d01", "0c", "0b", "0b14", "0f", "0b0f"]
)
def test_what_is_no_message_is_refused(data):
    with pytest.raises(Damaged):
        parse(bytes.fromhex(data))


def test_groups_in_groups_and_fields_without_end_are_refused(monkeypatch):
    with pytest.raises(HostileEvidence):
        parse(b"\x0b" * 100_000)
    monkeypatch.setattr(wire, "MAX_FIELDS", 100)
    with pytest.raises(HostileEvidence):
        parse(b"\x08\x01" * 101)


def test_deep_messages_end_at_the_limit():
    data = b"\x08\x01"
    for _ in range(300):
        data = field(1, data)
    ((path, last),) = leaves(data)
    assert path.count(".") == wire.MAX_DEPTH - 1
    assert last.fields


@settings(max_examples=150)
@given(st.binary(max_size=120) | trees.map(message), st.data())
def test_any_bytes_are_read_or_refused(blob, data):
    changed = bytearray(blob)
    for _ in range(data.draw(st.integers(0, 4)) if changed else 0):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        for _, one in leaves(bytes(changed)):
            assert one.signed is not None
            assert len(one.raw) <= len(changed)
    except EvidenceError:
        pass


def test_a_message_whose_bytes_pass_for_printable_text_is_a_message():
    number = "+447700900111"
    inner = b"\x0a" + bytes([len(number)]) + number.encode()
    data = b"\x12" + bytes([len(inner)]) + inner
    assert (len(number), inner[:2]) == (13, b"\n\r")
    assert [(path, leaf.text) for path, leaf in leaves(data)] == [("2.1", number)]
    spoken = b"\x12\x06\nHello"
    assert [(path, leaf.text) for path, leaf in leaves(spoken)] == [("2", "\nHello")]
