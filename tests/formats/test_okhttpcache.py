"""Entries of OkHttp's cache: cuts, headers, and the places that addresses state."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import Damaged
from phonefx.formats import okhttpcache

ENTRY = (
    "https://example.com/a?lat=51.5&lon=-0.125\nGET\n1\nAccept: x\nHTTP/1.1 200 OK\n2\n"
    "OkHttp-Sent-Millis: 1700000000123\nokhttp-received-millis: 1700000000456\n\n"
)


def test_an_entry_tells_when_it_was_sent_and_answered():
    found = okhttpcache.read(io.BytesIO(ENTRY.encode()))
    assert found is not None
    assert (found.method, found.status) == ("GET", "HTTP/1.1 200 OK")
    assert (found.sent_ms, found.received_ms) == (1700000000123, 1700000000456)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.org/w?lat=51.5&lon=-0.125", (51.5, -0.125, "lat")),
        ("https://a.org/w?user_Lat=51.5&userLng=-0.125", (51.5, -0.125, "user_Lat")),
        ("https://a.org/w?latitude=51&longitude=0", (51, 0, "latitude")),
        ("https://a.org/w?geocode=51.5%2C-0.125&format=json", (51.5, -0.125, "geocode")),
        ("https://a.org/w?q=51.5,-0.125", (51.5, -0.125, "q")),
        ("https://a.org/forecast/key/51.5,-0.125?x=1", (51.5, -0.125, "path")),
        ("https://a.org/w?q=Lisbon", None),
        ("https://a.org/w?q=51,12", None),
        ("https://a.org/w?lat=51.5", None),
        ("https://a.org/w?minLat=51.5&minLon=-0.125", None),
        ("https://a.org/w?lat=91&lon=0", None),
        ("https://a.org/w?lat=0&lon=0.0", None),
        ("https://a.org/w?lat=abc&lon=1", None),
        ("https://[", None),
    ],
)
def test_addresses_state_a_place_or_none(address: str, expected: tuple[float, float, str] | None):
    assert okhttpcache.position(address) == expected


@given(st.text(max_size=200))
def test_any_address_is_read(address: str):
    found = okhttpcache.position("https://a.org/" + address)
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a picture", b"no address\nGET\n0\n\n"])
def test_files_of_other_caches_are_no_entries(data: bytes):
    assert okhttpcache.read(io.BytesIO(data)) is None


@pytest.mark.parametrize("text", ["https://", "https://a.org\nGET\nmany\n\n\n", "https://a.org\nGET\n9\n\n\n",
                                  "https://a.org\nGET\n0\nHTTP/1.1 200 OK\nmany\n"])  # fmt: skip
def test_an_entry_without_its_status_is_damaged(text: str):
    with pytest.raises(Damaged):
        okhttpcache.read(io.BytesIO(text.encode()))


@given(st.integers(0, len(ENTRY)))
def test_an_entry_that_is_cut_is_read_or_refused(size: int):
    try:
        found = okhttpcache.read(io.BytesIO(ENTRY[:size].encode()))
    except Damaged:
        return
    assert found is None or found.url.startswith("https://example.com/")
