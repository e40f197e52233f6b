"""Property lists: against the standard library's writer, real files, and files built to harm."""

from __future__ import annotations

import os
import plistlib
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import plists
from phonefx.formats.plists import Date, Uid

EPOCH = datetime(2001, 1, 1)  # noqa: DTZ001 - what the standard library writes and reads

words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
scalars = st.one_of(
    words,
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False),
    st.binary(max_size=40),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001
)
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(words, inner, max_size=5), max_leaves=25
)


def as_read(value):
    """What the standard library writes, as this reader gives it."""
    if isinstance(value, datetime):
        return Date((value - EPOCH).total_seconds())
    if isinstance(value, plistlib.UID):
        return Uid(value.data)
    if isinstance(value, dict):
        return {key: as_read(inner) for key, inner in value.items()}
    return [as_read(inner) for inner in value] if isinstance(value, list) else value


def same(left, right) -> bool:
    """Equal, and of the same types all the way down (True is not 1)."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


@settings(max_examples=80)
@given(trees, st.sampled_from([plistlib.FMT_BINARY, plistlib.FMT_XML]))
def test_what_was_written_is_what_is_read(tree, form):
    assert same(plists.loads(plistlib.dumps(tree, fmt=form)), as_read(tree))


def binary(objects: list[bytes], top: int = 0, ref_size: int = 1) -> bytes:
    """A binary property list from the bytes of its objects."""
    out, offsets = bytearray(b"bplist00"), []
    for item in objects:
        offsets.append(len(out))
        out += item
    table = len(out)
    for offset in offsets:
        out += struct.pack(">I", offset)
    return bytes(out) + struct.pack(">6xBBQQQ", 4, ref_size, len(offsets), top, table)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (b"\x00", None),
        (b"\x08", False),
        (b"\x09", True),
        (b"\x0f", b""),
        (b"\x10\xff", 255),
        (b"\x11\xff\xff", 65535),
        (b"\x13" + b"\xff" * 8, -1),
        (b"\x14" + b"\x00" * 8 + b"\xff" * 8, 2**64 - 1),
        (b"\x22\x3f\xc0\x00\x00", 1.5),
        (b"\x33" + struct.pack(">d", 0.0), Date(0)),
        (b"\x80\x07", Uid(7)),
        (b"\x52a\xff", "a\\xff"),
        (b"\x62\x00a\xd8\x00", "a\ufffd"),
        (b"\x5f\x10\x10" + b"x" * 16, "x" * 16),
        (b"\xc0", []),
    ],
)
def test_each_kind_of_object(item, value):
    assert same(plists.loads(binary([item])), value)


def test_a_date_far_outside_the_calendar_does_not_cost_the_file():
    distant_past = -63114076800.0
    data = binary([b"\xd2\x01\x03\x02\x04", b"\x51a", b"\x33" + struct.pack(">d", distant_past), b"\x51b", b"\x10\x05"])
    found = plists.loads(data)
    assert found == {"a": distant_past, "b": 5}
    assert isinstance(found["a"], Date)
    assert found["a"].utc() is None
    with pytest.raises(plistlib.InvalidFileException):
        plistlib.loads(data)


def test_dates_say_their_moment_in_utc():
    assert Date(0).utc() == datetime(2001, 1, 1, tzinfo=UTC)
    assert Date(703259627.5).utc() == datetime(2023, 4, 15, 13, 53, 47, 500000, tzinfo=UTC)
    assert repr(Date(1.5)) == "Date(1.5)"


XML = '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0">{}</plist>'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<integer> 0x1F </integer>", 31),
        ("<integer>-12</integer>", -12),
        ("<real>1e3</real>", 1000.0),
        ("<true/>", True),
        ("<date>0000-12-30T00:00:00Z</date>", Date(-63114076800.0)),
        ("<date>2001-01-01T00:00:10Z</date>", Date(10)),
        ("<date>12001-01-01T00:00:00Z</date>", Date(25 * 146097 * 86400)),
        ("<data> YW\nJj </data>", b"abc"),
        ("<string>a&amp;b</string>", "a&b"),
        ("<dict><key>CF$UID</key><integer>3</integer></dict>", Uid(3)),
        ("<array><dict><key>CF$UID</key><integer>3</integer></dict></array>", [Uid(3)]),
        ("<string/>", ""),
        ("<dict><key/><string>x</string></dict>", {"": "x"}),
    ],
)
def test_each_kind_of_xml_element(text, value):
    assert same(plists.loads(XML.format(text).encode()), value)


def test_control_characters_are_read_as_replacement_characters():
    assert plists.loads(XML.format("<string>a\x01b</string>").encode()) == "a\ufffdb"


def test_a_byte_order_mark_and_utf16_are_read():
    assert plists.loads(b"\xef\xbb\xbf" + XML.format("<true/>").encode()) is True
    sixteen = '<?xml version="1.0" encoding="UTF-16"?><plist><string>é</string></plist>'.encode("utf-16")
    assert plists.loads(sixteen) == "é"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<true/><true/>",
        "<integer>x</integer>",
        "<integer>" + "9" * 5000 + "</integer>",
        "<date>today</date>",
        "<date>2023-13-01T00:00:00Z</date>",
        "<data>!!</data>",
        "<dict><true/></dict>",
        "<dict><key>a</key></dict>",
        "<key>a</key>",
        "<dict><key>a</key><key>b</key></dict>",
        "<other/>",
        "<array>",
        "<real>one</real>",
        "<array><key>a</key></array>",
    ],
)
def test_broken_xml_is_refused(text):
    with pytest.raises(Damaged):
        plists.loads(XML.format(text).encode())


@pytest.mark.parametrize("data", [b"", b"bplist00", b"bplist15" + b"x" * 60, b"{ a = b; }", b"PK\x03\x04", b"<?xml?>"])
def test_what_is_no_property_list_is_refused(data):
    with pytest.raises(Damaged):
        plists.loads(data)


# --- hostility ------------------------------------------------------------------------------------------------------


def test_entities_are_refused_and_never_expanded():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b "&a;">]><plist><string>&b;</string></plist>'
    )
    with pytest.raises(HostileEvidence):
        plists.loads(bomb.encode())


def test_depth_is_limited_in_both_forms():
    deep = XML.format("<array>" * 90 + "</array>" * 90).encode()
    assert plists.loads(deep) is not None
    with pytest.raises(HostileEvidence):
        plists.loads(XML.format("<array>" * 5000 + "</array>" * 5000).encode())
    with pytest.raises(HostileEvidence):
        plists.loads(binary([b"\xa1" + bytes((number + 1,)) for number in range(150)] + [b"\x09"]))


def test_an_array_that_holds_itself_is_refused():
    with pytest.raises(Damaged, match="holds itself"):
        plists.loads(binary([b"\xa1\x01", b"\xa1\x00"]))


def test_shared_arrays_do_not_multiply():
    levels = [b"\xaa" + bytes((number + 1,)) * 10 for number in range(12)]
    with pytest.raises(HostileEvidence):
        plists.loads(binary([*levels, b"\x09"]))
    assert len(plists.loads(binary([*levels[:3], b"\x09"]))) == 10


def test_objects_that_overlap_do_not_multiply():
    body = b"bplist00" + b"\x4f\x11\xc0\x00" + b"x" * 60_000
    offsets = struct.pack(">I", 8) * 20_000
    refs = b"".join(struct.pack(">H", number) for number in range(1, 19_990))
    top = len(body)
    body += b"\xaf\x11" + struct.pack(">H", 19_989) + refs
    table = len(body)
    trailer = struct.pack(">6xBBQQQ", 4, 2, 20_001, 20_000, table)
    with pytest.raises(EvidenceError):
        plists.loads(body + offsets + struct.pack(">I", top) + trailer)


def test_counts_beyond_the_file_are_refused():
    for item in (
        b"\x5f\x13" + b"\x7f" * 8,
        b"\xaf\x13" + b"\x7f" * 8,
        b"\xdf\x12\x7f\xff\xff\xff",
        b"\x4f\x09",
        b"\x1f",
    ):
        with pytest.raises(Damaged):
            plists.loads(binary([item]))


@settings(max_examples=100)
@given(trees, st.data())
def test_changed_files_are_read_or_refused(tree, data):
    blob = bytearray(plistlib.dumps(tree, fmt=data.draw(st.sampled_from([plistlib.FMT_BINARY, plistlib.FMT_XML]))))
    for _ in range(data.draw(st.integers(1, 4))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    try:
        plists.loads(bytes(blob[: data.draw(st.integers(0, len(blob)))]))
        plists.loads(bytes(blob))
    except EvidenceError:
        pass


# --- real files -----------------------------------------------------------------------------------------------------


def real_plists(corpus: Path) -> list[Path]:
    found = []
    for folder, _, names in os.walk(corpus):
        for name in names:
            path = Path(folder) / name
            if name.endswith(".plist") or (path.stat().st_size < 1 << 20 and path.read_bytes()[:6] == b"bplist"):
                found.append(path)
    return found


def rounded(value):
    """Dates to the microsecond, which is what the standard library keeps of them."""
    if isinstance(value, Date):
        return Date(round(value, 6))
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value


def test_real_files_read_as_the_standard_library_reads_them(corpus: Path):
    found = real_plists(corpus)
    assert len(found) >= 26
    for path in found:
        data = path.read_bytes()
        assert same(rounded(plists.loads(data)), rounded(as_read(plistlib.loads(data)))), path.name


def test_dates_of_a_real_file_keep_every_digit(corpus: Path):
    known = plists.loads((corpus / "ios_apps_plaso" / "com.apple.wifi.known-networks.plist").read_bytes())
    assert repr(known["wifi.network.ssid.Matt_Foley"]["JoinedByUserAt"]) == "Date(703259627.472469)"
