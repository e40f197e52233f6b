"""Encoded polylines: the published example, both ways, and text that is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phonefx.formats.polyline import decode


def encode(points: list[tuple[int, int]]) -> str:
    """Write points, in hundred-thousandths of a degree, as the published description says."""
    out, before = "", (0, 0)
    for point in points:
        for now, last in zip(point, before, strict=True):
            value = (now - last) << 1
            value = ~value if now < last else value
            while value >= 32:
                out += chr((value & 31 | 32) + 63)
                value >>= 5
            out += chr(value + 63)
        before = point
    return out


def test_the_published_example():
    assert decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]


@given(st.lists(st.tuples(st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000)), max_size=20))
def test_what_is_written_is_read(points):
    assert decode(encode(points)) == [(north / 1e5, east / 1e5) for north, east in points]


@given(st.text(max_size=200))
def test_any_text_gives_points_of_the_globe_or_none(text):
    assert all(abs(latitude) <= 90 and abs(longitude) <= 180 for latitude, longitude in decode(text))


def test_a_line_that_breaks_off_keeps_what_stood_before():
    assert decode("_p~iF~ps|U_ulL") == [(38.5, -120.2)]
    assert decode("_p~iF~ps|U\x00") == [(38.5, -120.2)]
    assert decode("") == []
