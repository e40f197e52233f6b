"""The functions by which queries decode cells: real forms, boundaries, and what is neither."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.formats.htmltext import plain
from phonefx.parsers.android.dialer_more import looked_up_name, screened_text, screened_time
from phonefx.parsers.android.galleries import miui_degrees
from phonefx.parsers.android.google_maps import planned
from phonefx.parsers.apps.airguard import iso_clock
from phonefx.parsers.apps.discord_android import discord
from phonefx.parsers.apps.skype_android import in_json, xml_degrees
from phonefx.parsers.apps.snapchat_android import snap_old_text, snap_text
from phonefx.parsers.apps.tango_android import tango_received, tango_sender


@pytest.mark.parametrize(("stored", "degrees"), [
    ("51/1,30/1,0/1", 51.5), ("0/1,7/1,30/1", 0.125), ("51", 51.0), (12.25, 12.25), (None, None), ("51/0", 51.0),
    ("", None), ("a/b", None), ("1/2/3", None), ("1,2,3,4", None),
])  # fmt: skip
def test_degrees_of_a_gallery(stored, degrees):
    assert miui_degrees(stored) == degrees


@pytest.mark.parametrize(("link", "ends"), [
    ("/dir/51.5,-0.125/Quay+1/data=!1d-0.25!2d52.5", [("start", 51.5, -0.125, None), ("end", 52.5, -0.25, "Quay 1")]),
    ("/dir//52.25,0.5", [("end", 52.25, 0.5, None)]),
    ("/dir/My+place/Quay+1/data=none", []),
    ("/dir/51.5,-0.125/x", [("start", 51.5, -0.125, None)]),
    ("/maps/place/x", []),
])  # fmt: skip
def test_ends_of_a_planned_route(link, ends):
    found = planned(b"\x12\x34" + link.encode() + b"\x00rest")
    told = [(each["what"], each["latitude"], each["longitude"], each["place"]) for each in json.loads(found or "[]")]
    assert told == ends


@given(st.binary(max_size=300))
def test_any_bytes_are_no_route_or_one_in_degrees(data: bytes):
    for each in json.loads(planned(b"/dir/" + data) or "[]"):
        assert abs(each["latitude"]) < 100
        assert abs(each["longitude"]) < 1000


@pytest.mark.parametrize(("marked", "shown"), [
    ("One &lt; two &amp;lt; <b>three</b>", "One < two &lt; three"), ("a < b", "a < b"), ("", ""), (None, None),
    ('<ss type="hi">(wave)</ss>', "(wave)"), ("It&#39;s &#x41;\n&quot;so&quot;", 'It\'s A\n"so"'),
    ("?a=1&copy=2 &#55357; &#0; &#9999999;", "?a=1&copy=2 &#55357; &#0; &#9999999;"),
])  # fmt: skip
def test_text_without_marks(marked, shown):
    assert plain(marked) == shown


@pytest.mark.parametrize(("text", "latitude"), [
    ('<location latitude="51500000" longitude="-125000">', 51.5),
    ('<location longitude="1" latitude="-1500000"/>', -1.5),
    ("<location>", None), ("latitude=1", None), (None, None),
])  # fmt: skip
def test_degrees_in_a_message(text, latitude):
    assert xml_degrees(text, "latitude") == latitude


@pytest.mark.parametrize(("text", "value"), [
    ('{"a": 5, "b": 6}', 5), ('{"b": "x"}', "x"), ('{"a": true}', 1), ('{"a": [1]}', None),
    ("none", None), (None, None),
])  # fmt: skip
def test_the_first_member_with_a_plain_value(text, value):
    assert in_json(text, "a", "b") == value


def test_a_snap_is_read_where_its_text_stands():
    blob = b"\x22\x09\x22\x07\x12\x05\x0a\x03abc"
    assert snap_text(blob) == "abc"
    assert snap_text(b"") is None
    assert snap_text(b"\xff\xff") is None
    assert snap_old_text(b"abc") == "abc"
    assert snap_old_text(b"\x00\x01") is None
    assert snap_old_text("abc") == "abc"


def test_a_screened_call_has_its_lines_and_first_time():
    line = b"\x08\x80\x01\x1a\x02Hi"
    blob = (b"\x0a" + bytes([len(line)]) + line) * 2
    assert (screened_time(blob), screened_text(blob)) == (128, "Hi\nHi")
    assert (screened_time(b""), screened_text(None)) == (None, None)
    assert looked_up_name(b"\x0a\x05\x0a\x03\x0a\x01A") == "A"


def test_a_tango_payload_without_a_sender_was_sent():
    received = "qgEDCgFB"  # field 21, holding field 1 = A
    assert (tango_received(received), tango_sender(received)) == (1, "A")
    assert (tango_received("CgFB"), tango_sender("CgFB")) == (0, None)
    assert (tango_received(None), tango_sender(None)) == (None, None)


@pytest.mark.parametrize(("text", "us"), [
    ("1970-01-01T00:00:01", 1_000_000), ("1970-01-01 00:00:01.5", 1_000_000), ("soon", None), (None, None),
])  # fmt: skip
def test_a_wall_clock_with_or_without_a_t(text, us):
    assert iso_clock(text) == us


def test_a_discord_message_is_json_behind_a_byte():
    blob = (
        b"\x01"
        + json.dumps({"id": "5", "type": 3, "author": {"id": "7"}, "timestamp": "1970-01-01T00:00:01Z"}).encode()
    )
    assert [discord(blob, path) for path in ("id", "type", "author.id", "time", "author.name", "attachments")] == [
        "5", "call", "7", 1_000_000, None, None,
    ]  # fmt: skip
    assert discord(b"\x01\x02", "id") is None
    assert discord(None, "id") is None
    assert discord(struct.pack("<d", 1.5), "id") is None
