"""Places are named offline, with their distance and the doubt about their zone."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from phonefx.timeline import geodesy, places


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "country", "zone"),
    [
        (46.5197, 6.6323, "Lausanne", "CH", "Europe/Zurich"),
        (47.6062, -122.3321, "Seattle", "US", "America/Los_Angeles"),
        (-33.8688, 151.2093, "Sydney", "AU", "Australia/Sydney"),
        (-16.7890, -179.9960, "Savusavu", "FJ", "Pacific/Fiji"),
    ],
)
def test_known_towns(latitude, longitude, name, country, zone):
    place = places.nearest(latitude, longitude)
    assert (place.name, place.country, place.zone) == (name, country, zone)


def test_the_nearest_place_is_found_across_the_180th_meridian():
    east, west = places.nearest(-16.79, 179.999), places.nearest(-16.79, -179.999)
    assert east.name == west.name
    assert abs(east.distance_km - west.distance_km) < 1


def test_a_position_between_zones_has_no_sure_zone_and_one_inland_has():
    assert places.nearest(47.4979, 19.0402).zone_is_sure
    between = places.nearest(31.7540, -106.9)  # in the desert west of El Paso, beside New Mexico and Chihuahua
    assert not between.zone_is_sure


def test_the_open_ocean_has_no_near_place():
    assert places.nearest(-48.9, -123.4) is None


def test_it_prints_with_its_distance():
    assert str(places.nearest(46.5197, 6.6323)).endswith(" km from Lausanne, Switzerland")


def test_towns_come_the_largest_first():
    towns = list(places.largest(range(-90, 90), frozenset(range(-180, 180))))
    assert len(towns) == 69_472
    every = [town for row in range(-90, 90) for column in places._row(row) for town in places._towns(row, column)]
    assert towns == sorted(every, key=lambda town: (-town.inhabitants, town))
    zurich = next(town for town in towns if town.name == "Zürich")
    assert zurich in places.largest(range(47, 48), frozenset({8}))
    assert (zurich.country, zurich.zone, zurich.inhabitants > 300_000) == ("CH", "Europe/Zurich", True)


degrees = st.tuples(st.floats(-60, 70), st.floats(-180, 180))


@settings(max_examples=25, deadline=None)
@given(degrees)
@example((-12.5, -0.375))  # in the Atlantic: Luanda is less than twice as far as Saint Helena, and 12 degrees away
def test_no_place_in_the_list_is_nearer(position):
    found = places.nearest(*position)
    cells = [(row, column) for row in range(-90, 90) for column in places._row(row)]
    best = min(geodesy.distance_m(*position, row[0], row[1]) for cell in cells for row in places._towns(*cell))
    if found is None:
        assert best > 190_000  # degrees of longitude are short up there
    else:
        assert found.distance_km * 1000 == pytest.approx(best)
        towns = [town for cell in cells for town in places._towns(*cell)]
        near = {town.zone for town in towns if geodesy.distance_m(*position, *town[:2]) < 2 * best}
        assert not (found.zone_is_sure and len(near | {found.zone}) > 1)
        assert found.zone_is_sure or len(near) > 1 or best > 90_000  # so far that the search does not reach twice it


def test_distances_agree_with_each_other():
    assert geodesy.distance_m(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert geodesy.near_distance_m(52, 5, 52.1, 5.1) == pytest.approx(geodesy.distance_m(52, 5, 52.1, 5.1), rel=1e-3)
    assert geodesy.near_distance_m(0, 179.9, 0, -179.9) == pytest.approx(
        geodesy.distance_m(0, 179.9, 0, -179.9), rel=1e-3
    )
    assert geodesy.bearing_deg(0, 0, 1, 0) == pytest.approx(0)
    assert geodesy.bearing_deg(0, 0, 0, 1) == pytest.approx(90)


def test_the_packed_places_are_opened_once(monkeypatch):
    opened = []
    monkeypatch.setattr(places, "ZipFile", lambda *given: opened.append(given) or ZipFile(*given))
    for cached in (places._archive, places._row, places._towns):
        cached.cache_clear()
    assert len({places._towns(row, 6) for row in range(44, 54)}) > 1
    assert len(opened) == 1
