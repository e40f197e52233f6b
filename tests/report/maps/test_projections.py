"""Projections keep what they promise, and windows hold what they were made for."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from phonefx.report.maps.projections import Azimuthal, Mercator, PlateCarree, turn
from phonefx.report.maps.window import fit, reach
from phonefx.timeline.geodesy import distance_m

BOX = (10.0, 20.0, 410.0, 320.0)
latitudes = st.floats(-85, 85)
longitudes = st.floats(-180, 180)


@settings(max_examples=80, deadline=None)
@given(latitudes, longitudes, latitudes, longitudes, st.sampled_from([Azimuthal, PlateCarree, Mercator]))
def test_back_and_forth(lat0, lon0, lat, lon, kind):
    projection = kind(lat0, lon0)
    assume(distance_m(lat0, lon0, lat, lon) < 19_000_000)
    found = projection.inverse(*projection.forward(lon, lat))
    assume(found is not None)
    assert found[1] == pytest.approx(lat, abs=1e-6)
    assert turn(found[0], lon) == pytest.approx(0, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.floats(-80, 80), longitudes, st.floats(-8, 8), st.floats(-8, 8))
def test_azimuthal_keeps_distances_from_its_centre(lat0, lon0, north, east):
    x, y = Azimuthal(lat0, lon0).forward(lon0 + east, lat0 + north)
    assert math.hypot(x, y) == pytest.approx(distance_m(lat0, lon0, lat0 + north, lon0 + east), rel=0.008, abs=1)


@given(latitudes, longitudes, st.lists(st.tuples(longitudes, latitudes)), st.sampled_from([Azimuthal, PlateCarree]))
def test_many_at_once_are_projected_as_each_alone(lat0, lon0, places, kind):
    projection = kind(lat0, lon0)
    assert projection.project(places) == [projection.forward(*place) for place in places]


def test_a_reach_gives_each_box_the_window_that_it_would_have_alone(walk):
    spots = [(each.latitude, each.longitude, 10.0) for each in walk(48.2, 16.4, 50, 0.01)]
    seen = reach(spots)
    for box in (BOX, (0.0, 0.0, 90.0, 300.0)):
        assert seen.window(box) == fit(spots, box)
    assert seen.window(BOX, 1e6).width_m >= 1e6


def test_the_edges_of_the_earth_have_a_place():
    assert Azimuthal(0, 0).forward(180, 0)[1] > 1.99e7
    assert Azimuthal(90, 0).forward(0, 90) == (0.0, pytest.approx(0, abs=1e-6))
    assert Azimuthal(10, 10).inverse(3e7, 0) is None
    assert PlateCarree(0, 0).inverse(0, 2e7) is None
    assert Mercator(0, 0).forward(0, 90)[1] == pytest.approx(20_037_508.3, rel=1e-6)


@pytest.mark.parametrize(
    ("place", "step"),
    [((51.5, -0.12), 1e-5), ((48.2, 16.4), 0.01), ((50, 10), 0.2), ((-17, 179.95), 0.02), ((89.6, 10), 0.05)],
)
@pytest.mark.parametrize("mercator", [False, True])
def test_a_window_holds_every_spot(walk, place, step, mercator):
    assume_tiles_reach = abs(place[0]) < 85 or not mercator
    if not assume_tiles_reach:
        pytest.skip("web Mercator tiles end at 85 degrees")
    spots = [(each.latitude, each.longitude, 10.0) for each in walk(*place, 150, step)]
    window = fit(spots, BOX, mercator=mercator)
    for lat, lon, _ in spots:
        x, y = window.place(lon, lat)
        assert BOX[0] <= x <= BOX[2]
        assert BOX[1] <= y <= BOX[3]
        back = window.ground(x, y)
        assert distance_m(lat, lon, back[1], back[0]) < 1
        area = window.area()
        assert area.south <= lat <= area.north
        assert area.west <= turn(lon, area.centre) <= area.east


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(latitudes, longitudes, st.floats(0, 1e6)), min_size=1, max_size=6))
def test_any_spots_fit_into_some_window(spots):
    window = fit(spots, BOX)
    for lat, lon, _ in spots:
        x, y = window.place(lon, lat)
        assert BOX[0] - 0.5 <= x <= BOX[2] + 0.5
        assert BOX[1] - 0.5 <= y <= BOX[3] + 0.5


def test_the_smallest_window_is_a_street_and_the_empty_one_the_earth():
    assert 300 <= fit([(52.5, 13.4, 0.0)], BOX).width_m <= 450
    assert fit([], BOX).width_m > 2e7


def test_a_huge_radius_does_not_shrink_the_other_positions_to_a_dot():
    spots = [(52.5, 13.4, 5.0), (52.51, 13.42, 5.0), (52.505, 13.41, 400_000.0)]
    assert fit(spots, BOX).width_m < 6_000
    assert fit(spots[2:], BOX).width_m > 800_000


def test_a_length_on_the_page_is_the_length_on_the_ground():
    window = fit([(47.0, 8.0, 0.0), (47.1, 8.2, 0.0)], BOX)
    (ax, ay), (bx, by) = window.place(8.0, 47.0), window.place(8.2, 47.1)
    on_page = math.hypot(ax - bx, ay - by)
    assert on_page == pytest.approx(window.points(distance_m(47.0, 8.0, 47.1, 8.2)), rel=0.005)


def test_a_base_map_line_beside_the_180th_meridian_is_not_torn():
    window = fit([(-17.0, 179.5, 0.0), (-17.0, -179.5, 0.0)], BOX, mercator=True)
    line = window.line([(179.99, -17.0), (180.02, -17.0)])
    assert abs(line[1][0] - line[0][0]) < 20
