"""Changes, payloads and shared places of iMessages: the real samples, built ones, and ones built to harm."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError
from phonefx.formats import balloon, maplink, message_summary
from phonefx.formats.message_summary import Summary


def typed(text: str) -> bytes:
    """An attributed string without runs, as Messages stores a version."""
    raw = text.encode()
    assert len(raw) < 128
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92"
        b"\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + bytes((len(raw),)) + raw + b"\x86\x86"
    )


def summary(**keys) -> Summary:
    return message_summary.loads(plistlib.dumps(keys, fmt=plistlib.FMT_BINARY))


# --- edited and unsent ----------------------------------------------------------------------------------------------


def test_a_real_edited_message(corpus: Path):
    found = message_summary.loads((corpus / "imessage" / "payload_plists" / "Edited.plist").read_bytes())
    assert [(one.part, one.number, one.time, one.text, one.problem) for one in found.versions] == [
        (0, 0, 690513474.2725511, "First message  ", None),
        (0, 1, 690513480.4685576, "Edit 1", None),
        (0, 2, 690513485.9718602, "Edit 2", None),
        (0, 3, 690513494.0120859, "Edited message", None),
    ]
    assert (found.edited, found.unsent, found.ranges) == ((0,), (), {0: (0, 15)})
    assert found.other == {"amc": 0, "ust": True}
    assert all(one.archive.startswith(b"\x04\x0bstreamtyped") for one in found.versions)


def test_parts_come_in_the_order_of_their_numbers():
    found = summary(
        ec={"10": [{"t": typed("x"), "d": 3.0}], "2": [{"t": typed("a"), "d": 1}, {"t": typed("b"), "d": 2.5}]}
    )
    assert [(one.part, one.number, one.time, one.text) for one in found.versions] == [
        (2, 0, 1.0, "a"),
        (2, 1, 2.5, "b"),
        (10, 0, 3.0, "x"),
    ]
    assert found.other == {}


def test_an_unsent_part_has_a_number_and_no_text():
    found = summary(
        rp=[0, 2], otr={"0": {"lo": 0, "le": 4}, "1": {"lo": 4, "le": 2}, "2": {"lo": 6, "le": 1}}, euh=["+12025550143"]
    )
    assert (found.unsent, found.versions) == ((0, 2), ())
    assert found.ranges == {0: (0, 4), 1: (4, 2), 2: (6, 1)}
    assert found.not_updated == ("+12025550143",)


def test_versions_that_do_not_read_are_kept_with_their_reason():
    whole = typed("some words")
    found = summary(
        ec={"0": [{"t": whole[:-30], "d": 1.0}, {"d": 2.0, "bcg": "GUID"}, "odd", {"t": whole[:-1], "d": 4.0}]}
    )
    first, second, third, fourth = found.versions
    assert (first.text, first.archive) == (None, whole[:-30])
    assert "damaged" in first.problem
    assert (second.text, second.balloon, second.problem) == (None, "GUID", "it holds no text")
    assert (third.time, third.text) == (None, None)
    assert (fourth.text, fourth.problem is None) == ("some words", False)


def test_keys_that_do_not_fit_are_kept_whole():
    odd = {
        "ec": {"first": [{"t": typed("x")}]},
        "ep": ["0"],
        "rp": 5,
        "otr": {"0": {"lo": 1}},
        "euh": [1],
        "ams": 2,
        "new": "x",
    }
    found = summary(**odd)
    assert found.other == odd
    assert (found.versions, found.edited, found.unsent, found.ranges, found.not_updated, found.app_text) == (
        (),
        (),
        (),
        {},
        (),
        None,
    )
    assert summary(ams="You sent a sticker").app_text == "You sent a sticker"


def test_two_spellings_of_one_part_lose_nothing():
    found = summary(ec={"0": [{"t": typed("a")}], "00": [{"t": typed("b")}]})
    assert [one.text for one in found.versions] == ["a", "b"]


@pytest.mark.parametrize("data", [b"", b"text", plistlib.dumps(["a"])])
def test_what_is_no_summary_is_refused(data):
    with pytest.raises(Damaged):
        message_summary.loads(data)


# --- payloads -------------------------------------------------------------------------------------------------------


def test_a_real_rich_link(corpus: Path):
    found = balloon.loads((corpus / "imessage" / "payload_plists" / "URL.plist").read_bytes())
    assert (found.url, found.original_url) == ("https://chrissardegna.com/", "https://chrissardegna.com")
    assert (found.title, found.summary, found.kind, found.place, found.placeholder) == (
        "Christopher Sardegna",
        None,
        None,
        None,
        False,
    )
    assert found.fields["version"] == 1


def test_a_real_shared_place(corpus: Path):
    found = balloon.loads((corpus / "imessage" / "payload_plists" / "SharedPlacemark.plist").read_bytes())
    assert (found.kind, found.place.name, found.place.address) == (
        "LPMapMetadata",
        "Cherry Cove",
        "Cherry Cove, Avalon",
    )
    assert (found.place.components["city"], found.place.components["ISOCountryCode"]) == ("Avalon", "US")
    assert (found.place.position.latitude, found.place.position.longitude) == (33.450858, -118.508212)
    assert (found.place.position.stated_in, found.place.position.name) == ("ll", "Cherry Cove")


def test_a_real_check_in(corpus: Path):
    found = balloon.loads((corpus / "imessage" / "payload_plists" / "CheckinLocation.plist").read_bytes())
    assert (found.app, found.text) == ("Check\xa0In", "Check\xa0In: Fake Location")
    assert found.query == {"messageType": "1", "interfaceVersion": "1", "sendDate": "1697316869.688709"}
    assert found.captions == {"caption": "Check\xa0In: Fake Location"}
    assert found.fields["layoutClass"] == "MSMessageTemplateLayout"


def archive(root: dict, *objects) -> bytes:
    return plistlib.dumps(
        {
            "$archiver": "NSKeyedArchiver",
            "$version": 100000,
            "$top": {"root": plistlib.UID(1)},
            "$objects": ["$null", root, *objects],
        },
        fmt=plistlib.FMT_BINARY,
    )


def test_other_archives_come_as_they_are():
    data = archive(
        {"NS.keys": [plistlib.UID(2)], "NS.objects": [plistlib.UID(3)], "$class": plistlib.UID(4)},
        "k",
        5,
        {"$classname": "NSDictionary"},
    )
    assert balloon.loads(data) == {"k": 5}
    with pytest.raises(Damaged):
        balloon.loads(plistlib.dumps({"k": 5}))


def test_a_link_of_another_kind_has_no_place():
    data = archive(
        {"richLinkMetadata": plistlib.UID(2), "$class": plistlib.UID(4)},
        {"title": "Song", "specialization": plistlib.UID(3), "URL": 5, "$class": plistlib.UID(5)},
        {"artist": "Somebody", "$class": plistlib.UID(6)},
        {"$classname": "RichLink"},
        {"$classname": "LPLinkMetadata"},
        {"$classname": "LPiTunesMediaSongMetadata"},
    )
    found = balloon.loads(data)
    assert (found.title, found.kind, found.place, found.url) == ("Song", "LPiTunesMediaSongMetadata", None, None)


# --- shared positions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://maps.apple.com/?ll=50.359765,-4.140366&q=Pier", (50.359765, -4.140366, "ll", "Pier")),
        ("https://maps.apple.com/?q=50.5,-4.5", (50.5, -4.5, "q", None)),
        ("http://maps.apple.com/maps?q=Pier&sll=50.5,-4.5", (50.5, -4.5, "sll", "Pier")),
        ("https://maps.apple.com/place?coordinate=50.5%2C%20-4.5&name=A+b", (50.5, -4.5, "coordinate", "A b")),
        (
            "https://www.google.com/maps/search/?api=1&query=47.5951518,-122.3316393",
            (47.5951518, -122.3316393, "query", None),
        ),
        ("https://maps.google.co.uk/?q=51.5,-0.1", (51.5, -0.1, "q", None)),
        ("geo:48.2,16.37;u=35", (48.2, 16.37, "geo", None)),
        ("https://maps.apple.com/?q=Pier", None),
        ("https://maps.apple.com/?ll=91,0", None),
        ("https://maps.apple.com.example.org/?ll=1,2", None),
        ("https://example.org/?ll=1,2", None),
        ("https://[broken/?ll=1,2", None),
        ("no link", None),
        ("https://maps.apple.com/?ll=1,2&" + "x" * 70_000, None),
        ("https://maps.apple.com/?" + "a=1&" * 500 + "ll=1,2", None),
    ],
)
def test_links_to_maps(url, expected):
    found = maplink.position(url)
    assert (found and (found.latitude, found.longitude, found.stated_in, found.name)) == expected


CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Current Location;;;\r\nFN:Current Location\r\n"
    "item1.URL;type=pref:http://maps.apple.com/?ll=50.359765\\,-4.1403\r\n 66&q=50.3\r\nEND:VCARD\r\n"
)


def test_a_location_card_with_a_folded_link():
    found = maplink.location_card(CARD)
    assert (found.latitude, found.longitude, found.stated_in, found.name) == (
        50.359765,
        -4.140366,
        "ll",
        "Current Location",
    )


def test_cards_without_a_position():
    assert maplink.location_card(CARD.replace("maps.apple.com", "example.org")) is None
    assert maplink.location_card("") is None
    assert maplink.location_card("x" * 70_000) is None
    found = maplink.location_card("BEGIN:VCARD\nGEO:geo:48.2,16.37\nEND:VCARD")
    assert (found.latitude, found.stated_in, found.name) == (48.2, "GEO", None)
    assert maplink.location_card("GEO:48.2;16.37").longitude == 16.37


# --- hostility ------------------------------------------------------------------------------------------------------

SAMPLES = [
    plistlib.dumps(
        {"ec": {"0": [{"t": typed("abc"), "d": 1.0}]}, "otr": {"0": {"lo": 0, "le": 3}}}, fmt=plistlib.FMT_BINARY
    ),
    archive(
        {"richLinkMetadata": plistlib.UID(2), "$class": plistlib.UID(3)},
        {"URL": "geo:1,2", "$class": plistlib.UID(3)},
        {"$classname": "RichLink"},
    ),
]


@settings(max_examples=120)
@given(st.sampled_from(SAMPLES), st.data())
def test_changed_and_cut_plists_are_read_or_refused(whole, data):
    blob = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 5))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    for decoder in (message_summary.loads, balloon.loads):
        try:
            decoder(bytes(blob))
            decoder(bytes(blob[: data.draw(st.integers(0, len(blob)))]))
        except EvidenceError:
            continue


@settings(max_examples=100)
@given(st.text(max_size=120) | st.from_regex(r"https://maps\.apple\.com/\?ll=[-+.,0-9e%&a-z]{0,30}", fullmatch=True))
def test_any_text_is_a_position_on_the_globe_or_none(text):
    for found in (maplink.position(text), maplink.location_card(f"URL:{text}")):
        assert found is None or (abs(found.latitude) <= 90 and abs(found.longitude) <= 180)
