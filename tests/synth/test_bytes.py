"""The byte formats that made phones are written in, against independent readers and published rules."""

from __future__ import annotations

import io
import random
import sqlite3
import struct
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from phonefx.formats import notebody, postbox, telegramtl, typedstream
from phonefx.synth.database import Database, Shape
from phonefx.synth.encode import postbox as box
from phonefx.synth.encode import telegramtl as tl
from phonefx.synth.encode.exif import Shot, stored_degrees, with_exif
from phonefx.synth.encode.typedstream import attributed_body, integer
from phonefx.synth.handset import picture
from phonefx.synth.journeys import PACE_MPS, Positioning, Trace, distance_m, journey, moved, stay
from phonefx.synth.stores.ios_notes import body as note_body
from phonefx.synth.wal import checksum


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=400))
def test_any_text_is_read_back_from_its_archive(text):
    assert typedstream.text(attributed_body(text)) == text


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=4000))
def test_any_note_is_read_back_from_its_archive(text):
    assert notebody.text(note_body(text)) == text


@pytest.mark.parametrize(("value", "stored"), [
    (5, "05"), (127, "7f"), (128, "818000"), (-110, "92"), (-111, "8191ff"), (32767, "81ff7f"), (40000, "82409c0000"),
])  # fmt: skip
def test_integers_of_the_archive_follow_their_rule(value, stored):
    assert integer(value).hex() == stored


TEXT = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=400)
ACCOUNT = st.integers(1, (1 << 40) - 1)


@settings(max_examples=60)
@given(TEXT, ACCOUNT, ACCOUNT, st.integers(1, 1 << 30))
def test_telegram_messages_of_android_are_read_back(text, sender, group, number):
    data = tl.message(number, 1_772_438_460, (sender, -group), text, outgoing=False, place=(53.5, -0.0625))
    assert telegramtl.text(data, 1_772_438_460) == text
    assert telegramtl.sender(data, number) == sender
    assert telegramtl.point(data) == (53.5, -0.0625, None)


@pytest.mark.parametrize(("outcome", "seconds", "wanted"), [
    ("answered", 42, ("hung up", 42)), ("missed", 0, ("missed", None)), ("rejected", 0, ("busy", None)),
])  # fmt: skip
def test_telegram_calls_are_read_back_on_both_platforms(outcome, seconds, wanted):
    data = tl.call(7, 1_772_438_460, (5, 5), outcome, seconds, outgoing=False)
    found = telegramtl.call(data, 1_772_438_460)
    assert (found.reason, found.duration_s) == wanted
    (media,) = postbox.message(box.message(7, 5, "", box.call(outcome, seconds), incoming=True)).media
    assert (media["_rawValue"], media.get("d")) == (14, wanted[1])


@settings(max_examples=60)
@given(TEXT, ACCOUNT)
def test_telegram_messages_of_ios_are_read_back(text, account):
    value = box.message(7, box.peer(account), text, box.place(53.5, -0.0625), incoming=True)
    found = postbox.message(value)
    assert (found.text, found.author, found.incoming, found.problem) == (text, box.peer(account), True, None)
    assert [(each["la"], each["lo"]) for each in found.media] == [(53.5, -0.0625)]
    key = postbox.key(box.key(box.peer(account), 1_772_438_460, 7))
    assert (key.peer >> 35 << 32 | key.peer & 0xFFFFFFFF, key.timestamp, key.number) == (account, 1_772_438_460, 7)


@pytest.mark.parametrize(("text", "stored"), [
    ("", 0), ("test", 0xBA6BD213), ("Hello, world!", 0xC0363E43),
    ("The quick brown fox jumps over the lazy dog", 0x2E4FF723),
])  # fmt: skip
def test_class_names_are_hashed_as_published_for_murmurhash3(text, stored):
    assert box.class_hash(text, 0) & 0xFFFFFFFF == stored


def ratios(values):
    return [float(value) for value in values]


@settings(max_examples=30)
@given(st.floats(-89, 89), st.floats(-179, 179), st.integers(-11, 13))
def test_a_photo_says_camera_time_and_place_to_another_reader(latitude, longitude, hours):
    at = datetime(2026, 3, 7, 14, 8, 5, tzinfo=timezone(timedelta(hours=hours)))
    shot = Shot(at, "Google", "Pixel 7", "HDR+", (latitude, longitude), 21.0, 6.5)
    image = Image.open(io.BytesIO(with_exif(picture("harbour"), shot)))
    image.load()
    exif = image.getexif()
    assert (exif[0x010F], exif[0x0110]) == ("Google", "Pixel 7")
    camera, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert camera[0x9003] == "2026:03:07 14:08:05"
    assert camera[0x9011] == f"{'+' if hours >= 0 else '-'}{abs(hours):02d}:00"
    degrees, minutes, seconds = ratios(place[2])
    sign = 1 if place[1] == "N" else -1
    assert sign * (degrees + minutes / 60 + seconds / 3600) == pytest.approx(latitude, abs=2e-8)
    assert stored_degrees(latitude) == pytest.approx(latitude, abs=2e-8)
    east = ratios(place[4])
    stored = (east[0] + east[1] / 60 + east[2] / 3600) * (1 if place[3] == "E" else -1)
    assert stored == pytest.approx(longitude, abs=2e-8)
    whole = at - timedelta(hours=hours)
    assert ratios(place[7]) == [whole.hour, whole.minute, whole.second]


def frames(log):
    page = struct.unpack_from(">I", log, 8)[0]
    for at in range(32, len(log) - 24 - page + 1, 24 + page):
        yield log[at : at + 24], log[at + 24 : at + 24 + page]


def test_a_log_with_new_salts_is_still_a_valid_log(tmp_path):
    """SQLite must read every row of it, and each checksum must follow from the one before."""
    path = tmp_path / "x.db"
    database = Database(path, Shape("ios_safari", wal=True, checkpoint_pages=8))
    for number in range(61):
        database.insert("history_items", url=f"https://{number}.example.org/", visit_count=number)
        database.commit()
    database.finish("seed")
    log = path.with_name("x.db-wal").read_bytes()
    assert log[:4] in (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
    order = ">" if log[3] == 0x83 else "<"
    sums = checksum(log[:24], (0, 0), order)
    assert struct.pack(">II", *sums) == log[24:32]
    salts = []
    for head, body in frames(log):
        if head[8:16] != log[16:24]:
            salts.append(head[8:16])
            continue
        sums = checksum(body, checksum(head[:8], sums, order), order)
        assert struct.pack(">II", *sums) == head[16:24]
    assert salts, "the log holds no frame of an earlier generation"
    opened = sqlite3.connect(path)
    assert opened.execute("SELECT count(*) FROM history_items").fetchone() == (61,)
    assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    opened.close()


def test_two_runs_leave_the_same_database_and_log(tmp_path):
    for name in ("a", "b"):
        database = Database(tmp_path / name / "x.db", Shape("ios_safari", wal=True, checkpoint_pages=8))
        for number in range(40):
            database.insert("history_items", url=f"https://{number}.example.org/", visit_count=number)
            database.run("DELETE FROM history_items WHERE id = ?", number // 2)
            database.commit()
        database.finish("seed")
    for suffix in ("", "-wal"):
        assert (tmp_path / "a" / f"x.db{suffix}").read_bytes() == (tmp_path / "b" / f"x.db{suffix}").read_bytes()


def trace(seed=1):
    return Trace(phone="p", event="e", positioning=Positioning(), chance=random.Random(seed))


@pytest.mark.parametrize("mode", PACE_MPS)
def test_a_journey_keeps_its_pace_and_most_fixes_lie_within_their_radius(mode):
    points = [(53.0, 0.0), (53.05, 0.02), (53.1, 0.0)]
    fixes = list(journey(trace(), points, 0, mode))
    length = sum(distance_m(a, b) for a, b in pairwise(points))
    assert (fixes[-1].at - fixes[0].at) / 1e6 == pytest.approx(length / PACE_MPS[mode], rel=0.15)
    inside = 0
    for fix in fixes:
        nearest = min(
            distance_m((fix.latitude, fix.longitude), (a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k))
            for a, b in pairwise(points) for k in (step / 400 for step in range(401))
        )  # fmt: skip
        inside += nearest <= fix.accuracy_m
    assert inside / len(fixes) > 0.6


def test_a_stay_has_few_fixes_near_its_place():
    fixes = list(stay(trace(), (53.0, 0.0), 0, 8 * 3_600_000_000))
    assert 80 <= len(fixes) <= 120
    gps = [fix for fix in fixes if fix.method != "cell"]
    assert max(distance_m((53.0, 0.0), (fix.latitude, fix.longitude)) for fix in gps) < 200


@settings(max_examples=40)
@given(st.floats(-80, 80), st.floats(-179.9, 179.9), st.floats(-900, 900), st.floats(-900, 900))
def test_a_moved_point_lies_as_far_as_it_was_moved(latitude, longitude, north, east):
    point = moved((latitude, longitude), north, east)
    assert distance_m((latitude, longitude), point) == pytest.approx((north**2 + east**2) ** 0.5, rel=0.02, abs=0.5)
