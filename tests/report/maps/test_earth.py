"""Circles of true size, and what is no position."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.report.maps.earth import circle, fault, metres_per_degree, radius
from phonefx.timeline.geodesy import distance_m


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        (None, 5.0, "no latitude stored"),
        (5.0, None, "no longitude stored"),
        ("52.5", 5.0, "latitude is no number"),
        (b"\x00", 5.0, "latitude is no number"),
        (True, 5.0, "latitude is no number"),
        (math.nan, 5.0, "latitude is no number"),
        (5.0, math.inf, "longitude is no number"),
        (90.0001, 5.0, "latitude outside -90 to 90"),
        (5.0, -180.5, "longitude outside -180 to 180"),
        (0, 0, "exactly 0, 0"),
        (0.0, -0.0, "exactly 0, 0"),
        (0.0, 0.0001, None),
        (90.0, 180.0, None),
        (-90, -180, None),
    ],
)
def test_what_cannot_be_placed_is_named(latitude, longitude, reason):
    assert fault(latitude, longitude) == reason


@pytest.mark.parametrize("value", [None, "25", "<", -1, -1.0, 0, math.nan, math.inf, 1e12, True, b"5"])
def test_what_is_no_radius_draws_no_circle(value):
    assert radius(value) is None
    assert radius(25) == 25.0


def test_a_degree_has_the_published_length():
    # WGS 84: 110.574 km and 111.320 km at the equator, 111.132 km and 78.847 km at 45 degrees.
    assert metres_per_degree(0.0) == pytest.approx((110_574.3, 111_319.5), abs=0.5)
    assert metres_per_degree(45.0) == pytest.approx((111_131.7, 78_846.8), abs=0.5)
    assert metres_per_degree(90.0)[1] == pytest.approx(0, abs=1e-6)


where = st.tuples(st.floats(-89.9, 89.9), st.floats(-180, 180))
radii = st.floats(1, 3_000_000)


@settings(max_examples=60, deadline=None)
@given(where, radii)
def test_corners_lie_at_the_radius_and_on_the_map(place, radius):
    latitude, longitude = place
    rings = circle(latitude, longitude, radius)
    assert 1 <= len(rings) <= 2
    for ring in rings:
        assert ring[0] == ring[-1]
        assert len(ring) > 3
        for lon, lat in ring:
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
            on_edge = abs(abs(lon) - 180) < 1e-9 or abs(abs(lat) - 90) < 1e-9
            if not on_edge:
                assert distance_m(latitude, longitude, lat, lon) == pytest.approx(radius, rel=0.01)


def test_a_small_circle_is_round_on_the_ellipsoid():
    north, east = metres_per_degree(60.0)
    (ring,) = circle(60.0, 25.0, 250.0)
    for lon, lat in ring:
        assert math.hypot((lon - 25.0) * east, (lat - 60.0) * north) == pytest.approx(250.0, rel=1e-6)


@pytest.mark.parametrize("longitude", [179.999, -179.999, 180.0, -180.0])
def test_across_the_180th_meridian_it_is_two_rings_that_meet_there(longitude):
    rings = circle(-17.0, longitude, 5_000.0)
    assert len(rings) == 2
    assert {max(rings, key=lambda ring: ring[1][0])[0][0] > 0} == {True}
    widths = sum(max(lon for lon, _ in ring) - min(lon for lon, _ in ring) for ring in rings)
    assert widths == pytest.approx(2 * 5_000 / metres_per_degree(-17.0)[1], rel=1e-6)
    assert all(any(abs(lon) == 180 for lon, _ in ring) for ring in rings)


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_circle_around_a_pole_is_a_cap(pole):
    (ring,) = circle(pole * 0.9999, 40.0, 100_000.0)
    assert (-180.0, pole) in ring
    assert (180.0, pole) in ring
    away = [abs(pole - lat) for _, lat in ring if lat != pole]
    assert max(away) == pytest.approx(100_000 / 111_195, rel=0.02)


def test_rings_run_counter_clockwise():
    for latitude, longitude, size in ((10, 10, 500), (-17, 179.99, 9_000), (50, 3, 900_000), (89.99, 0, 9_000)):
        for ring in circle(latitude, longitude, size):
            area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
            assert area > 0


def test_half_the_earth_is_all_of_it():
    (ring,) = circle(10.0, 20.0, 11_000_000.0)
    assert ring[0] == (-180.0, -90.0)
