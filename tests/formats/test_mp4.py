"""Videos: every place of a position, both shapes of metadata, and files built to harm."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import mp4
from phonefx.formats.isobmff import BoxFile


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def header(created: int = 3_600_000_000, scale: int = 600, duration: int = 1200, version: int = 0) -> bytes:
    layout = ">B3xIIII" if version == 0 else ">B3xQQIQ"
    return box(b"mvhd", struct.pack(layout, version, created, created + 5, scale, duration), b"\0" * 80)


def quicktime(kind: bytes, text: str) -> bytes:
    raw = text.encode()
    return box(kind, struct.pack(">HH", len(raw), 0x15C7), raw)


def mdta(entries: dict[str, bytes | str], *, full: bool) -> bytes:
    """Metadata with keys, as iPhones (without version bytes) and Android (with them) write it."""
    keys = b"".join(box(b"mdta", name.encode()) for name in entries)
    items = b""
    for number, value in enumerate(entries.values(), 1):
        kind, raw = (1, value.encode()) if isinstance(value, str) else (value[0], value[1:])
        items += box(struct.pack(">I", number), box(b"data", struct.pack(">II", kind, 0), raw))
    handler = box(b"hdlr", b"\0" * 8, b"mdta", b"\0" * 13)
    keys = box(b"keys", struct.pack(">II", 0, len(entries)), keys)
    return box(b"meta", b"\0\0\0\0" if full else b"", handler, keys, box(b"ilst", items))


def loci(longitude: float, latitude: float, altitude: float, name: bytes = b"home\0") -> bytes:
    numbers = (round(part * 65536) for part in (longitude, latitude, altitude))
    return box(b"loci", b"\0\0\0\0", b"\x15\xc7", name, b"\0", struct.pack(">iii", *numbers), b"earth\0", b"\0")


def film(*content: bytes, brand: bytes = b"mp42") -> bytes:
    return box(b"ftyp", brand, b"\0\0\0\0") + box(b"mdat", b"x" * 50) + box(b"moov", *content)


def read(data: bytes):
    return mp4.read(io.BytesIO(data))


@pytest.mark.parametrize("version", [0, 1])
def test_the_header_of_the_movie(version):
    found = read(film(header(3_700_000_000, 600, 1200, version)))
    assert (found.brand, found.created, found.modified, found.seconds) == ("mp42", 3_700_000_000, 3_700_000_005, 2.0)


def test_a_header_without_a_time_or_a_duration_keeps_its_zero():
    found = read(film(header(0, 0, 0)))
    assert (found.created, found.seconds) == (0, None)
    assert read(film(header(0, 600, 0xFFFFFFFF))).seconds is None


def test_an_android_video():
    content = box(b"udta", quicktime(b"\xa9xyz", "+37.3349-122.0090/"))
    found = read(film(header(), content, mdta({"com.android.version": "14"}, full=True)))
    (position,) = found.positions
    assert (position.latitude, position.longitude, position.altitude) == (37.3349, -122.009, None)
    assert (position.place, position.raw, position.problem) == ("©xyz", "+37.3349-122.0090/", None)
    assert found.software == "14"


def test_an_iphone_video():
    entries = {
        "com.apple.quicktime.location.accuracy.horizontal": "4.773",
        "com.apple.quicktime.location.ISO6709": "+48.1371+011.5754+519.123/",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 13",
        "com.apple.quicktime.software": "16.5",
        "com.apple.quicktime.creationdate": "2023-06-01T20:15:30+0200",
    }
    found = read(film(header(), mdta(entries, full=False), brand=b"qt  "))
    (position,) = found.positions
    assert (position.latitude, position.longitude, position.altitude, position.accuracy) == (
        48.1371,
        11.5754,
        519.123,
        4.773,
    )
    assert (found.make, found.model, found.software) == ("Apple", "iPhone 13", "16.5")
    assert found.taken == "2023-06-01T20:15:30+0200"
    assert found.texts == entries


def test_metadata_within_the_user_data_and_without_keys():
    items = box(b"ilst", box(b"\xa9day", box(b"data", struct.pack(">II", 1, 0), b"2021")))
    meta = box(b"meta", b"\0\0\0\0", box(b"hdlr", b"\0" * 25), items)
    assert read(film(header(), box(b"udta", meta))).taken == "2021"


@settings(max_examples=40)
@given(
    st.integers(-180, 180),
    st.integers(-90, 90),
    st.integers(-400, 8000),
    st.sampled_from([b"\0", b"home\0", b"\xfe\xff\0h\0\0"]),
)
def test_3gpp_positions_have_the_longitude_first(longitude, latitude, altitude, name):
    (position,) = read(film(header(), box(b"udta", loci(longitude, latitude, altitude, name)))).positions
    assert (position.latitude, position.longitude, position.altitude) == (latitude, longitude, altitude)
    assert (position.place, position.problem is None) == ("loci", (longitude, latitude) != (0, 0))


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "altitude"),
    [
        ("+27.5916+086.5640+8850/", 27.5916, 86.564, 8850.0),
        ("-3347.5-15113.0/", -(33 + 47.5 / 60), -(151 + 13 / 60), None),
        ("+401213.1-0750015.1/", 40 + 12 / 60 + 13.1 / 3600, -(75 + 15.1 / 3600), None),
        ("+48.0+011.0CRSWGS_84/", 48.0, 11.0, None),
        ("+90.0+180.0/", 90.0, 180.0, None),
    ],
)
def test_positions_as_iso_6709_writes_them(text, latitude, longitude, altitude):
    (position,) = read(film(header(), box(b"udta", quicktime(b"\xa9xyz", text)))).positions
    assert position.latitude == pytest.approx(latitude)
    assert position.longitude == pytest.approx(longitude)
    assert (position.altitude, position.problem) == (altitude, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("+91.0+000.0/", "globe"),
        ("+00.0000+000.0000/", "zero"),
        ("somewhere", "ISO 6709"),
        ("+" + "9" * 999 + "+1/", "globe"),
    ],
)
def test_positions_that_are_none_are_kept_as_written(text, problem):
    (position,) = read(film(header(), box(b"udta", quicktime(b"\xa9xyz", text)))).positions
    assert problem in position.problem
    assert position.raw == text
    assert position.latitude in (None, 0.0)


def test_every_position_is_kept_with_its_place():
    content = box(b"udta", quicktime(b"\xa9xyz", "+01.0+002.0/"), loci(2, 1, 0), quicktime(b"\xa9xyz", "+03.0+004.0/"))
    found = read(film(header(), content, mdta({"com.apple.quicktime.location.ISO6709": "+05.0+006.0/"}, full=False)))
    assert {(position.place, position.latitude) for position in found.positions} >= {
        ("loci", 1.0),
        ("©xyz", 1.0),
        ("com.apple.quicktime.location.ISO6709", 5.0),
    }
    assert found.texts["©xyz (2)"] == "+03.0+004.0/"


def test_numbers_and_utf16_among_the_texts():
    values = {
        "int": b"\x15\xff\xfe",
        "real": b"\x17" + struct.pack(">f", 1.5),
        "wide": b"\x02" + "é".encode("utf-16-be"),
        "picture": b"\x0dJPEG",
        "long": b"\x15" + b"\x01" * 3000,
    }
    assert read(film(header(), mdta(values, full=True))).texts == {"int": "-2", "real": "1.5", "wide": "é"}


def test_boxes_with_large_and_open_sizes():
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 30) + b"y" * 30
    moov = header() + box(b"udta", quicktime(b"\xa9xyz", "+01.0+002.0/"))
    found = read(box(b"ftyp", b"qt  \0\0\0\0") + large + struct.pack(">I4s", 0, b"moov") + moov)
    assert found.positions[0].latitude == 1.0
    assert not found.cut


def test_a_file_cut_short_gives_what_stands_before_the_cut():
    whole = film(header(), box(b"free", b"z" * 500))
    found = read(whole[:-300])
    assert (found.cut, found.created) == (True, 3_600_000_000)
    assert read(box(b"ftyp", b"mp42\0\0\0\0") + box(b"mdat", b"x")) is None


@pytest.mark.parametrize("data", [b"", b"RIFF\0\0\0\0AVI ", b"\0\0\0\x04ftyp", b"\0\0\0\x01moov" + b"\0" * 8])
def test_what_is_no_video_is_refused(data):
    with pytest.raises(Damaged):
        read(data)


@pytest.mark.parametrize("content", [box(b"mvhd", b"\0" * 8), box(b"udta", box(b"loci", b"\0" * 9))])
def test_boxes_that_are_too_short_are_damaged(content):
    with pytest.raises(Damaged):
        read(film(content))


def test_endless_boxes_and_texts_are_refused():
    with pytest.raises(HostileEvidence):
        read(film(header(), box(b"free") * 30_000, b""))
    with pytest.raises(HostileEvidence):
        read(film(header(), box(b"udta", *(quicktime(b"\xa9nam", str(number)) for number in range(3000)))))
    with pytest.raises(HostileEvidence):
        read(film(header(), box(b"udta", box(b"\xa9xyz", b"\0" * (mp4.MAX_TEXT + 1)))))


FILM = film(
    header(),
    box(b"udta", quicktime(b"\xa9xyz", "+01.0+002.0/"), loci(2, 1, 0)),
    mdta({"com.apple.quicktime.location.ISO6709": "+05.0+006.0/", "n": b"\x15\xff"}, full=False),
)


@settings(max_examples=150)
@given(st.data())
def test_changed_and_cut_videos_are_read_or_refused(data):
    blob = bytearray(FILM)
    for _ in range(data.draw(st.integers(0, 5))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(blob[: data.draw(st.integers(0, len(blob)))]))
        read(bytes(blob))
    except EvidenceError:
        pass


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_the_box_walk_always_goes_forward(data):
    boxes = BoxFile.of(io.BytesIO(data))
    place = 0
    try:
        for found in boxes.boxes():
            assert place < found.start <= found.end <= len(data)
            place = found.end
    except Damaged:
        pass
