"""The base map that comes with phonefx shows land where there is land."""

from __future__ import annotations

import itertools
from importlib import resources

import pytest

from phonefx.report.maps import basemap
from phonefx.report.maps.basemap import Area


def around(latitude, longitude, reach=1.0):
    return Area(longitude, -reach, latitude - reach, reach, latitude + reach)


def inside(layer, level, latitude, longitude):
    """Even-odd over the rings of the cells around a point; cells overlap a little, so one of them must say yes."""
    for rings in basemap.cells(layer, level, around(latitude, longitude)):
        crossings = 0
        for ring in rings:
            for (x1, y1), (x2, y2) in itertools.pairwise(ring):
                if (y1 > latitude) != (y2 > latitude):
                    crossings += longitude < x1 + (x2 - x1) * (latitude - y1) / (y2 - y1)
        if crossings % 2:
            return True
    return False


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "land"),
    [
        ("Paris", 48.85, 2.35, True),
        ("Nairobi", -1.29, 36.82, True),
        ("Denver", 39.74, -104.99, True),
        ("Alice Springs", -23.7, 133.88, True),
        ("Taveuni, beside the 180th meridian", -16.85, -179.97, True),
        ("South Pole", -89.5, 20.0, True),
        ("North Pole", 89.5, 20.0, False),
        ("Atlantic", 30.0, -40.0, False),
        ("North Sea", 56.0, 3.5, False),
        ("Gulf of Guinea, 0/0", 0.5, 0.5, False),
        ("Pacific, beside the 180th meridian", 10.0, 179.5, False),
    ],
)
def test_land_is_land_and_sea_is_sea(level, name, latitude, longitude, land):
    if level == 0 and name.startswith("Taveuni"):
        pytest.skip("the overview leaves small islands away")
    assert inside("land", level, latitude, longitude) is land


@pytest.mark.parametrize("level", [0, 1])
def test_lakes_are_there(level):
    assert inside("lake", level, -1.0, 33.0)  # Lake Victoria
    assert inside("lake", level, 47.7, -87.5)  # Lake Superior
    assert not inside("lake", level, 48.85, 2.35)


def test_the_border_of_france_and_spain_runs_through_the_pyrenees():
    found = [p for lines in basemap.cells("border", 1, around(42.7, 0.5)) for line in lines for p in line]
    assert any(abs(x - 0.65) < 0.2 and abs(y - 42.7) < 0.15 for x, y in found)


def test_every_layer_reads_and_stays_on_earth():
    world = Area(0.0, -180.0, -90.0, 180.0, 90.0)
    for layer in ("land", "coast", "lake", "river", "border"):
        points = [p for lines in basemap.cells(layer, 0, world) for line in lines for p in line]
        assert len(points) > 1_000
        assert all(abs(x) <= 180.05 and abs(y) <= 90.05 for x, y in points)


def test_a_window_across_the_180th_meridian_reads_both_sides():
    area = Area(180.0, -5.0, -20.0, 5.0, -10.0)
    longitudes = [x for lines in basemap.cells("coast", 1, area) for line in lines for x, _ in line]
    assert min(longitudes) < -175
    assert max(longitudes) > 175


def test_only_the_cells_asked_for_are_read():
    few = sum(1 for _ in basemap.cells("land", 1, around(48.85, 2.35)))
    assert 1 <= few <= 4


def test_towns_come_the_largest_first_and_from_the_window():
    towns = list(basemap.towns(around(47.4, 8.5), 50_000))
    assert towns[0].name == "Zürich"
    assert all(46.4 <= town.latitude <= 48.4 and town.inhabitants >= 50_000 for town in towns)
    assert len(list(basemap.towns(around(47.4, 8.5)))) > len(towns)


def test_it_is_small_and_says_where_it_is_from():
    folder = resources.files("phonefx.report.maps").joinpath("data")
    assert 2_000_000 < len(folder.joinpath("basemap.bin").read_bytes()) < 5_000_000
    assert "public domain" in folder.joinpath("README.md").read_text()
    assert "Natural Earth" in basemap.ATTRIBUTION
    assert "CC BY 4.0" in basemap.ATTRIBUTION
