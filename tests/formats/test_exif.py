"""Exif: against Pillow's writer, the truth of real pictures, and pictures built to harm."""

from __future__ import annotations

import io
import json
import struct
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import exif, heic, jpeg, tiff
from phonefx.formats.exif import ClockTime


def rationals(degrees: Fraction) -> tuple[IFDRational, ...]:
    whole, rest = divmod(abs(degrees), 1)
    minutes, rest = divmod(rest * 60, 1)
    return tuple(IFDRational(*Fraction(part).as_integer_ratio()) for part in (whole, minutes, rest * 60))


def picture(gps: dict | None = None, base: dict | None = None, inner: dict | None = None) -> bytes:
    """A tiny JPEG with Exif data, written by Pillow."""
    data = Image.Exif()
    data.update(base or {})
    if inner:
        data.get_ifd(0x8769).update(inner)
    if gps:
        data.get_ifd(0x8825).update(gps)
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "jpeg", exif=data.tobytes())
    return out.getvalue()


def read(data: bytes):
    return exif.read(io.BytesIO(data))


# Pillow writes numerators and denominators of at most 32 bits: hundredths of a second of arc fit.
coordinates = st.integers(-90 * 360_000, 90 * 360_000).map(lambda number: Fraction(number, 360_000))


@settings(max_examples=60)
@given(coordinates, coordinates, st.integers(-500, 9000))
def test_positions_that_pillow_wrote_come_back(latitude, longitude, altitude):
    found = read(
        picture(
            {
                1: "N" if latitude >= 0 else "S",
                2: rationals(latitude),
                3: "E" if longitude >= 0 else "W",
                4: rationals(longitude),
                5: b"\x01" if altitude < 0 else b"\x00",
                6: IFDRational(abs(altitude), 1),
                31: IFDRational(65, 10),
            }
        )
    ).position
    assert found.latitude == pytest.approx(float(latitude), abs=1e-9)
    assert found.longitude == pytest.approx(float(longitude), abs=1e-9)
    assert (found.altitude, found.accuracy) == (altitude, 6.5)
    assert (found.problem is None) == ((latitude, longitude) != (0, 0))


@settings(max_examples=40)
@given(st.datetimes(datetime(1980, 1, 1), datetime(2099, 1, 1)), st.integers(-840, 840))  # noqa: DTZ001
def test_times_with_an_offset_become_moments(moment, minutes):
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    inner = {0x9003: f"{moment:%Y:%m:%d %H:%M:%S}", 0x9011: offset, 0x9291: f"{moment.microsecond:06}"}
    taken = read(picture(inner=inner)).taken
    seconds = moment.replace(tzinfo=UTC, microsecond=0).timestamp()
    assert taken.local_us == int(seconds) * 1_000_000 + moment.microsecond
    assert taken.offset_minutes == minutes
    assert taken.utc_us == taken.local_us - minutes * 60_000_000


@pytest.mark.parametrize(
    ("time", "local", "utc"),
    [
        (ClockTime("2015:04:10 20:12:23"), 1428696743000000, None),
        (ClockTime("2015:04:10 20:12:23", "+02:00", "5"), 1428696743500000, 1428689543500000),
        (ClockTime("2015:04:10 20:12:23", "Z", "x"), 1428696743000000, None),
        (ClockTime("0000:00:00 00:00:00", "+02:00"), None, None),
        (ClockTime("    :  :     :  :  "), None, None),
        (ClockTime("2015:02:30 10:00:00"), None, None),
        (ClockTime("2015:13:01 10:00:00"), None, None),
        (ClockTime("2015-04-10T20:12:23", "-0230"), 1428696743000000, 1428705743000000),
    ],
)
def test_clock_readings(time, local, utc):
    assert (time.local_us, time.utc_us) == (local, utc)


def test_texts_are_kept_as_written_and_missing_ones_are_none():
    base = {0x010F: "Maker", 0x0110: "Model 5", 0x0131: "1.2.3", 0x010E: "", 0x0132: "2020:01:02 03:04:05"}
    found = read(picture(base=base, inner={0xA434: "back camera", 0xA431: "SN 1"}))
    assert (found.make, found.model, found.software, found.lens, found.body_serial) == (
        "Maker",
        "Model 5",
        "1.2.3",
        "back camera",
        "SN 1",
    )
    assert (found.description, found.artist, found.position, found.taken) == ("", None, None, None)
    assert found.changed == ClockTime("2020:01:02 03:04:05")


GOOD = {1: "N", 2: (IFDRational(48, 1), IFDRational(8, 1), IFDRational(0, 1)), 3: "E", 4: (IFDRational(11, 1),)}


@pytest.mark.parametrize(
    ("change", "latitude", "longitude", "problem"),
    [
        ({}, 48 + 8 / 60, 11.0, None),
        ({2: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))}, None, 11.0, "unknown"),
        ({1: ""}, None, 11.0, "hemisphere"),
        ({3: "X"}, 48 + 8 / 60, None, "hemisphere"),
        ({2: (IFDRational(91, 1),)}, None, 11.0, "outside the globe"),
        ({4: (IFDRational(181, 1),)}, 48 + 8 / 60, None, "outside the globe"),
        ({2: (IFDRational(0, 1),), 4: (IFDRational(0, 1),)}, 0.0, 0.0, "zero"),
        ({2: (IFDRational(1, 1),) * 4}, None, 11.0, "wrong kind"),
        ({1: "s"}, -(48 + 8 / 60), 11.0, None),
    ],
)
def test_sentinels_are_kept_and_named(change, latitude, longitude, problem):
    found = read(picture(GOOD | change)).position
    assert (found.latitude, found.longitude) == (latitude, longitude)
    assert found.problem is None if problem is None else problem in found.problem


def test_the_way_of_positioning_and_the_gps_clock_are_read():
    gps = GOOD | {
        7: (IFDRational(23, 1), IFDRational(59, 1), IFDRational(5950, 100)),
        9: "A",
        18: "WGS-84",
        29: "2020:02:29",
        27: b"ASCII\0\0\0CELLID",
    }
    found = read(picture(gps)).position
    assert (found.method, found.status, found.datum) == ("CELLID", "A", "WGS-84")
    assert found.utc_us == int(datetime(2020, 2, 29, 23, 59, 59, 500000, tzinfo=UTC).timestamp() * 1_000_000)
    assert found.raw == "48/1 8/1 0/1 N, 11/1 E"
    late = read(picture(gps | {7: (IFDRational(25, 1), IFDRational(0, 1), IFDRational(0, 1))})).position
    assert late.utc_us is None


def test_pictures_without_exif_give_none():
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "jpeg")
    assert read(out.getvalue()) is None


# --- HEIC -----------------------------------------------------------------------------------------------------------


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def heif(block: bytes, *, method: int = 0, version: int = 1, infe: int = 2, pieces: int = 1) -> bytes:
    """A HEIF file without a picture, whose second item is an Exif block."""
    item = struct.pack(">I", 6) + b"Exif\0\0" + block
    number = ">I" if infe == 3 else ">H"
    entries = [
        box(b"infe", bytes((infe, 0, 0, 0)), struct.pack(number, at), b"\0\0", kind, b"\0")
        for at, kind in ((1, b"hvc1"), (2, b"Exif"))
    ]
    table = box(b"iinf", b"\0\0\0\0", struct.pack(">H", 2), *entries)

    def whole(start: int) -> bytes:
        size = -(-len(item) // pieces)
        cuts = [(at, min(size, len(item) - at)) for at in range(0, len(item), size)]
        wide = ">I" if version == 2 else ">H"
        places = bytes((version, 0, 0, 0, 0x44, 0x40)) + struct.pack(wide, 2)
        for at, extents in ((1, [(0, 0)]), (2, cuts)):
            places += struct.pack(wide, at) + (struct.pack(">H", method) if version else b"")
            places += struct.pack(">HIH", 0, start, len(extents))
            places += b"".join(struct.pack(">II", offset, length) for offset, length in extents)
        return box(b"meta", b"\0\0\0\0", table, box(b"iloc", places), box(b"idat", item) if method else b"")

    head = box(b"ftyp", b"heic\0\0\0\0mif1")
    meta = whole(0)
    return head + (meta if method else whole(len(head) + len(meta) + 8) + box(b"mdat", item))


BLOCK = jpeg.exif_block(io.BytesIO(picture(GOOD, {0x010F: "Maker"})))


@pytest.mark.parametrize("shape", [{}, {"method": 1}, {"version": 0}, {"version": 2, "infe": 3}, {"pieces": 3}])
def test_every_shape_of_item_table(shape):
    found = read(heif(BLOCK, **shape))
    assert (found.make, found.position.longitude) == ("Maker", 11.0)


def test_heic_without_exif_gives_none():
    assert read(heif(BLOCK).replace(b"Exif\0", b"mime\0", 1)) is None
    assert read(box(b"ftyp", b"heic\0\0\0\0")) is None


def test_a_heic_whose_item_lies_outside_is_damaged():
    with pytest.raises(Damaged):
        read(heif(BLOCK)[:-40])
    with pytest.raises(HostileEvidence):
        read(heif(b"\0" * (heic.MAX_EXIF + 1)))


# --- hostility ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe1\x00\x01", b"MM\0*"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Damaged):
        read(data)


@settings(max_examples=120)
@given(st.sampled_from([picture(GOOD, {0x010F: "Maker"}), heif(BLOCK), BLOCK]), st.data())
def test_changed_and_cut_pictures_are_read_or_refused(whole, data):
    blob = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 5))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(blob[: data.draw(st.integers(0, len(blob)))]))
        read(bytes(blob))
    except EvidenceError:
        pass


def test_endless_segments_and_boxes_are_refused():
    with pytest.raises(HostileEvidence):
        read(b"\xff\xd8" + b"\xff\xe2\x00\x02" * 10_000)
    with pytest.raises(HostileEvidence):
        read(b"\xff\xd8" + b"\xff" * 10_000)
    with pytest.raises(HostileEvidence):
        read(box(b"ftyp", b"heic\0\0\0\0") + box(b"free") * 30_000)


def test_values_that_are_too_long_or_lie_outside_are_left_out():
    entries = [(0x010F, 2, 1 << 20, 8), (0x0110, 2, 8, 0xFFFFFF00), (0x0131, 9999, 1, 0), (0x013B, 2, 4, 0x41424300)]
    block = b"MM\0*" + struct.pack(">IH", 8, len(entries)) + b"".join(struct.pack(">HHII", *entry) for entry in entries)
    assert tiff.read(block + b"\0" * (2 << 20), {0: {0x010F, 0x0110, 0x0131, 0x013B}}) == {(0, 0x013B): "ABC"}


def test_directories_that_point_at_themselves_end():
    block = (
        b"MM\0*"
        + struct.pack(">IH", 8, 2)
        + struct.pack(">HHII", 0x8769, 4, 1, 8)
        + struct.pack(">HHII", 0x8825, 4, 1, 8)
    )
    found = exif.parse(block)
    assert (found.position, found.taken) == (None, None)


# --- real pictures --------------------------------------------------------------------------------------------------


def truth(corpus: Path) -> dict[str, dict]:
    files = json.loads((corpus / "TRUTH.json").read_text())["files"]
    return {name: facts["exif"] for name, facts in files.items() if name.startswith("photos_exif/")}


def test_real_pictures_agree_with_the_truth(corpus: Path):
    expected = truth(corpus)
    assert len(expected) == 8
    for name, facts in expected.items():
        with (corpus / name).open("rb") as file:
            found = exif.read(file)
        assert found.position.latitude == pytest.approx(facts["GPSLatitude"], abs=1e-9), name
        assert found.position.longitude == pytest.approx(facts["GPSLongitude"], abs=1e-9), name
        altitude = facts.get("GPSAltitude")
        assert found.position.altitude == (None if altitude is None else pytest.approx(altitude, abs=1e-6)), name
        assert (found.make, found.model) == (facts["Make"], facts["Model"]), name
        assert found.software == (str(facts["Software"]) if "Software" in facts else None), name
        assert (found.taken.text if found.taken else None) == facts.get("DateTimeOriginal"), name
        assert (found.taken.offset if found.taken else None) == facts.get("OffsetTimeOriginal"), name
        if "GPSDateStamp" in facts:
            second = facts["GPSTimeStamp"].split(":")[2]
            moment = datetime.strptime(facts["GPSDateStamp"] + facts["GPSTimeStamp"][:5] + "+0000", "%Y:%m:%d%H:%M%z")
            assert found.position.utc_us == int(moment.timestamp()) * 1_000_000 + round(float(second) * 1_000_000), name


def test_the_real_heic_becomes_a_moment_with_its_accuracy(corpus: Path):
    with (corpus / "photos_exif" / "IMG_5195.HEIC").open("rb") as file:
        found = exif.read(file)
    assert found.taken.utc_us == int(datetime(2021, 4, 11, 20, 47, 53, 54000, tzinfo=UTC).timestamp() * 1_000_000)
    assert found.position.accuracy == pytest.approx(38.813, abs=1e-3)


def test_pillow_reads_the_same_block_of_every_real_jpeg(corpus: Path):
    for path in sorted((corpus / "photos_exif").glob("*.jpg")):
        with path.open("rb") as file:
            found = exif.read(file)
        with Image.open(path) as image:
            known = image.getexif()
        gps = known.get_ifd(0x8825)
        sign = -1 if gps[3] == "W" else 1
        degrees, minutes, seconds = (float(part) for part in gps[4])
        assert found.position.longitude == pytest.approx(sign * (degrees + minutes / 60 + seconds / 3600), abs=1e-9)
        assert found.make == known[0x010F]
