"""SEGB: files of both versions written record by record, and files built to harm."""

from __future__ import annotations

import io
import struct
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import segb

Entry = tuple[int, float, bytes]  # state, time, payload
entries = st.lists(st.tuples(st.sampled_from([1, 3]), st.floats(0, 1e9), st.binary(max_size=90)), max_size=12)


def version_1(records: list[Entry], slack: bytes = b"") -> bytes:
    body = bytearray(b"\0" * 56)
    for state, time, payload in records:
        body += struct.pack("<iiddIi", len(payload), state, time, time + 0.5, crc32(payload), 7) + payload
        body += b"\0" * (-len(body) % 8)
    body[:4] = struct.pack("<I", len(body))
    body[52:56] = b"SEGB"
    return bytes(body) + slack


def version_2(records: list[Entry], created: float = 700_000_000.5) -> bytes:
    body, trailer = bytearray(), []
    for state, time, payload in records:
        body += b"\0" * (-len(body) % 4)
        if state != 4:
            body += struct.pack("<Ii", crc32(payload), 9) + payload
        trailer.append(struct.pack("<iid", len(body), state, time))
    head = struct.pack("<4sid16x", b"SEGB", len(records), created)
    return head + bytes(body) + b"".join(trailer)


def read(data: bytes) -> list[segb.Record]:
    return list(segb.open_segb(io.BytesIO(data)).records())


@settings(max_examples=60)
@given(entries)
def test_version_1_comes_back(records):
    data = version_1(records)
    found = read(data)
    assert [(one.state, one.time, one.payload) for one in found] == records
    assert all(one.crc_ok and one.second_time == one.time + 0.5 and one.unknown == 7 for one in found)
    assert all(data[one.offset + 32 : one.offset + 32 + len(one.payload)] == one.payload for one in found)
    assert all(one.offset % 8 == 0 for one in found)


@settings(max_examples=60)
@given(entries)
def test_version_2_comes_back(records):
    data = version_2(records)
    opened = segb.open_segb(io.BytesIO(data))
    assert (opened.version, opened.count, opened.created) == (2, len(records), 700_000_000.5)
    found = list(opened.records())
    assert [(one.state, one.time, one.payload) for one in found] == records
    assert all(one.crc_ok and one.second_time is None and one.unknown == 9 for one in found)
    assert all(data[one.offset + 8 : one.offset + 8 + len(one.payload)] == one.payload for one in found)


def test_a_file_written_out_by_hand():
    """One record of three bytes: every number at the place that the published layout gives it."""
    data = bytes.fromhex(
        "60000000" + "00" * 48 + "53454742"  # the data end at 96
        "03000000" "01000000" "000000000000f03f" "0000000000000040" "c2412435" "00000000"  # 3 bytes, written, 1 s, 2 s
        "616263" "0000000000"  # "abc" and its padding
    )  # fmt: skip
    (record,) = read(data)
    assert (record.offset, record.state_name, record.time, record.second_time) == (56, "written", 1.0, 2.0)
    assert (record.payload, record.crc, record.crc_ok) == (b"abc", 0x352441C2, True)


@pytest.mark.parametrize("write", [version_1, version_2])
def test_deleted_records_are_kept_and_marked(write):
    found = read(write([(1, 5.0, b"kept"), (3, 6.0, b"deleted text"), (1, 7.0, b"more")]))
    assert [(one.index, one.state_name, one.payload) for one in found] == [
        (0, "written", b"kept"),
        (1, "deleted", b"deleted text"),
        (2, "written", b"more"),
    ]


@pytest.mark.parametrize(("write", "place"), [(version_1, 32), (version_2, 8)])
def test_a_payload_that_was_changed_is_told_by_its_checksum(write, place):
    data = bytearray(write([(1, 5.0, b"first"), (3, 6.0, b"second one")]))
    second = read(bytes(data))[1].offset + place
    data[second : second + 4] = b"\0" * 4
    assert [(one.crc_ok, one.payload) for one in read(bytes(data))] == [(True, b"first"), (False, b"\0\0\0\0nd one")]


def test_empty_places_of_version_2_have_no_payload_and_shift_nothing():
    found = read(version_2([(1, 5.0, b"abcde"), (4, 0.0, b""), (4, 0.0, b""), (1, 6.0, b"fgh")]))
    assert [(one.state_name, one.payload, one.crc_ok) for one in found] == [
        ("written", b"abcde", True),
        ("empty", b"", False),
        ("empty", b"", False),
        ("written", b"fgh", True),
    ]


def test_the_trailer_of_version_2_may_be_in_any_order():
    data = version_2([(1, 5.0, b"abcde"), (3, 6.0, b"fgh")])
    swapped = data[:-32] + data[-16:] + data[-32:-16]
    assert read(swapped) == read(data)


def test_unknown_states_are_shown_as_their_number():
    assert [one.state_name for one in read(version_1([(2, 0.0, b"x")]))] == ["2"]


def test_what_lies_behind_the_data_of_version_1_is_no_record():
    assert len(read(version_1([(1, 5.0, b"x")], slack=b"\xff" * 100))) == 1


def test_records_before_the_damage_are_given_first():
    data = version_1([(1, 5.0, b"first"), (1, 6.0, b"second")])
    walk = segb.open_segb(io.BytesIO(data[:-6])).records()
    assert next(walk).payload == b"first"
    with pytest.raises(Damaged):
        next(walk)


def test_a_length_that_cannot_be_is_damage():
    for length in (-5, 1 << 30):
        data = bytearray(version_1([(1, 5.0, b"first")]))
        data[56:60] = struct.pack("<i", length)
        with pytest.raises(Damaged, match="states a length"):
            read(bytes(data))


def test_ends_outside_the_data_are_damage():
    for end in (-4, 1 << 20):
        data = bytearray(version_2([(1, 5.0, b"first")]))
        data[-16:-12] = struct.pack("<i", end)
        with pytest.raises(Damaged, match="ends at"):
            read(bytes(data))


def test_records_beyond_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(segb, "MAX_PAYLOAD", 40)
    with pytest.raises(HostileEvidence):
        read(version_1([(1, 5.0, b"x" * 41)]))


@pytest.mark.parametrize(
    "data",
    [b"", b"SEGB", b"\0" * 56, struct.pack("<4sid16x", b"SEGB", -1, 0.0), struct.pack("<4sid16x", b"SEGB", 5, 0.0)],
)
def test_what_is_no_segb_file_is_refused(data):
    with pytest.raises(Damaged):
        segb.open_segb(io.BytesIO(data))


@settings(max_examples=150)
@given(entries, st.sampled_from([version_1, version_2]), st.data())
def test_changed_and_cut_files_are_read_or_refused(records, write, data):
    blob = bytearray(write(records))
    for _ in range(data.draw(st.integers(0, 5))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read(bytes(blob[: data.draw(st.integers(0, len(blob)))]))
        assert sum(len(one.payload) for one in found) <= len(blob)
        read(bytes(blob))
    except EvidenceError:
        pass
