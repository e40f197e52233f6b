"""A GeoTIFF lies under the map where its tags say, is cited, and is refused where it cannot be placed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from phonefx.errors import Damaged, NotAnExtraction
from phonefx.report.maps import geotiff
from phonefx.report.maps.drawn import draw_map
from phonefx.report.maps.grids import Utm, forward
from phonefx.report.maps.scene import Picture, Scene
from phonefx.report.maps.tiles import open_tiles
from phonefx.report.maps.window import fit

DOUBLE, SHORT = 12, 3
RED, GREEN = (220, 0, 0), (60, 160, 60)
# Published coordinates of one tower, in degrees and in metres of zone 17 (whole metres).
TOWER = (-(79 + 23 / 60 + 13.7 / 3600), 43 + 38 / 60 + 33.24 / 3600)
TOWER_UTM = (630_084, 4_833_438)
# The meridian from the equator to 45 degrees on WGS 84, as published: 4,984,944.378 m.
ARC_45 = 4_984_944.378
BOX = (0.5, 100.0, 400.5, 400.0)


def keys(epsg, *, point=False, **more):
    projected = epsg != 4326
    found = {1024: 1 if projected else 2, 1025: 2 if point else 1, 3072 if projected else 2048: epsg}
    found |= {int(key[1:]): value for key, value in more.items()}
    flat = [number for key, value in sorted(found.items()) for number in (key, 0, 1, value)]
    return (1, 1, 0, len(found), *flat)


@pytest.fixture
def raster(tmp_path):
    """A green picture of 200 by 200 with a red square of 10 by 10 whose middle lies at x, y of the grid."""

    def make(epsg, x, y, step, *, mode="RGB", red_at=(120, 60), point=False, matrix=False, tags=(), big=False, **more):
        image = Image.new("RGB", (200, 200), GREEN)
        column, row = red_at
        image.paste(RED, (column - 5, row - 5, column + 5, row + 5))
        image = image.convert(mode)
        west, north = x - column * step, y + row * step
        ifd = TiffImagePlugin.ImageFileDirectory_v2()
        ifd[270] = "Test plan"
        if matrix:
            ifd[34264] = (step, 0.0, 0.0, west, 0.0, -step, 0.0, north, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
        else:
            ifd[33550] = (float(step), float(step), 0.0)
            # The tie point is the pixel in column 20, row 10, not always the corner of all.
            ifd[33922] = (20.0, 10.0, 0.0, west + 20 * step, north - 10 * step, 0.0)
        ifd[34735] = keys(epsg, point=point, **more)
        for tag, value in tags:
            ifd[tag] = value
        for tag in ifd:
            if tag != 270:
                ifd.tagtype[tag] = SHORT if tag == 34735 else DOUBLE
        path = tmp_path / f"plan-{epsg}.tif"
        image.save(path, "TIFF", tiffinfo=ifd, compression=None if big else "tiff_lzw", big_tiff=big)
        return path

    return make


@cache
def small() -> bytes:
    """A GeoTIFF of 20 by 20 pixels."""
    ifd = TiffImagePlugin.ImageFileDirectory_v2()
    ifd[33550], ifd[33922], ifd[34735] = (0.001, 0.001, 0.0), (0.0, 0.0, 0.0, 4.89, 52.38, 0.0), keys(4326)
    ifd.tagtype[33550] = ifd.tagtype[33922] = DOUBLE
    ifd.tagtype[34735] = SHORT
    out = io.BytesIO()
    Image.new("RGB", (20, 20), GREEN).save(out, "TIFF", tiffinfo=ifd)
    return out.getvalue()


def painted(path, longitude, latitude, reach_m=400.0):
    """Paint under a map around a place; gives the middle of the red in page points, where it belongs, and the notes."""
    window = fit([(latitude, longitude, reach_m)], BOX, mercator=True)
    scene = Scene(401, 401)
    notes = open_tiles(path).paint(scene, window)
    (picture,) = [shape for shape in scene.shapes if isinstance(shape, Picture)]
    image = Image.open(io.BytesIO(picture.data)).convert("RGB")
    pixels = image.load()
    red = [
        (x + 0.5, y + 0.5)
        for x in range(image.width) for y in range(image.height)
        if pixels[x, y][0] - pixels[x, y][1] > 80
    ]  # fmt: skip
    assert red
    across, down = (sum(spot[axis] for spot in red) / len(red) for axis in (0, 1))
    found = (
        picture.x + across / image.width * picture.width,
        picture.y + picture.height - down / image.height * picture.height,
    )
    return found, window.place(longitude, latitude), notes, image


def near(found, wanted, points=0.8):
    return math.dist(found, wanted) < points


def test_a_plan_in_utm_metres_lies_at_the_published_degrees(raster):
    found, wanted, notes, image = painted(raster(32617, *TOWER_UTM, 10.0), *TOWER)
    assert near(found, wanted)
    assert notes == ["The base map given is coarser than this map."]  # 10 m on 800 m across, and all of it covered
    assert {colour for _, colour in image.getcolors()} == {RED, GREEN}  # it covers the whole map


def test_the_southern_zones_count_from_ten_million(raster):
    path = raster(32734, 500_000, 10_000_000 - 0.9996 * ARC_45, 10.0)
    found, wanted, _, _ = painted(path, 21.0, -45.0)
    assert near(found, wanted)


def test_degrees_and_web_mercator(raster):
    found, wanted, _, _ = painted(raster(4326, 4.9, 52.37, 0.0001), 4.9, 52.37)
    assert near(found, wanted)
    # By hand: x is the longitude's share of half the earth's round, y = R artanh(sin(latitude)).
    x, y = 4.9 / 180 * 20_037_508.342789244, 6_378_137 * math.atanh(math.sin(math.radians(52.37)))
    found, wanted, _, _ = painted(raster(3857, x, y, 15.0), 4.9, 52.37)
    assert near(found, wanted)


def test_a_big_tiff_lies_where_a_plain_one_does(raster):
    """BigTIFF has 64-bit offsets and another head; the tags are the same."""
    path = raster(32617, *TOWER_UTM, 10.0, big=True)
    assert path.read_bytes()[:4] in (b"II+\0", b"MM\0+")
    found, wanted, _, _ = painted(path, *TOWER)
    assert near(found, wanted)
    plain = raster(32617, *TOWER_UTM, 10.0)
    assert path == plain
    assert plain.read_bytes()[:4] in (b"II*\0", b"MM\0*")
    assert painted(plain, *TOWER)[0] == found


def test_utm_formulas_at_points_known_by_other_means():
    east, north = Utm(17)(*TOWER)
    assert abs(east - TOWER_UTM[0]) < 1
    assert abs(north - TOWER_UTM[1]) < 1
    assert Utm(32)(9.0, 0.0) == (500_000, 0)
    assert Utm(32)(9.0, 45.0)[1] == pytest.approx(0.9996 * ARC_45, abs=0.002)
    # Off the meridian on the equator the grid is stretched as it says: 0.9996 (1 + x^2 / 2R^2) at x metres.
    step = 1e-5
    (a, _), (b, _) = Utm(32)(12.0, 0.0), Utm(32)(12.0 + step, 0.0)
    stretch = (b - a) / (math.radians(step) * 6_378_137)
    assert stretch == pytest.approx(0.9996 / math.cos(math.radians(3)), rel=1e-4)
    assert Utm(32)(60.0, 0.0) is None
    assert Utm(32)(9.0, 90.0) is None
    assert forward(32661) is None
    assert forward(32600) is None


def test_a_point_raster_states_the_middle_of_its_pixel(raster):
    step = 0.001  # so that half a pixel shows
    one, _, _, _ = painted(raster(4326, 4.9, 52.37, step), 4.9, 52.37, 4000)
    other, wanted, _, _ = painted(raster(4326, 4.9, 52.37, step, point=True), 4.9, 52.37, 4000)
    window = fit([(52.37, 4.9, 4000)], BOX, mercator=True)
    moved = window.place(4.9 - step / 2, 52.37 + step / 2)
    assert math.dist(moved, wanted) > 2
    assert near(one, wanted)
    assert near(other, moved)


@pytest.mark.parametrize("mode", ["P", "RGBA"])
def test_matrix_palette_and_alpha(raster, mode):
    found, wanted, _, _ = painted(raster(4326, 4.9, 52.37, 0.0001, mode=mode, matrix=True), 4.9, 52.37)
    assert near(found, wanted)


def test_greys_and_a_raster_much_finer_than_the_map(raster):
    path = raster(4326, 4.9, 52.37, 0.00001, mode="L")
    scene = Scene(401, 401)
    notes = open_tiles(path).paint(scene, fit([(52.37, 4.9, 3000)], BOX, mercator=True))
    (picture,) = [shape for shape in scene.shapes if isinstance(shape, Picture)]
    image = Image.open(io.BytesIO(picture.data))
    grey = Image.new("RGB", (1, 1), GREEN).convert("L").getpixel((0, 0))
    counts = {colour: count for count, colour in image.getcolors(1 << 16)}
    assert counts[(grey, grey, grey)] > 100
    assert counts[geotiff.BARE] > counts[(grey, grey, grey)]
    assert notes == ["The base map given covers only a part of this area."]


def test_what_it_does_not_cover_and_how_coarse_it_is_are_said(raster, walk):
    path = raster(4326, 4.9, 52.37, 0.0001)
    elsewhere = draw_map(walk(10, 10, 30, 0.001), width_pt=400, height_pt=300, tiles=open_tiles(path))
    assert "The base map given does not cover this area." in elsewhere.notes
    assert not [shape for shape in elsewhere.scene.shapes if isinstance(shape, Picture)]
    coarse = draw_map(walk(52, 5, 30, 0.001), width_pt=400, height_pt=300, tiles=open_tiles(raster(4326, 5, 52, 0.05)))
    assert "The base map given is coarser than this map." in coarse.notes
    assert not any("covers only" in note for note in coarse.notes)


def test_a_plan_across_the_180th_meridian(raster):
    found, wanted, _, _ = painted(raster(4326, -179.999, -17.0, 0.0001), -179.999, -17.0)
    assert near(found, wanted)
    found, wanted, notes, _ = painted(raster(4326, 180.001, -17.0, 0.0001), -179.999, -17.0)
    assert near(found, wanted)
    assert not any("covers" in note for note in notes)


def test_it_is_cited_and_not_changed(raster, walk):
    path = raster(4326, 4.9, 52.37, 0.001)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    drawn = draw_map(walk(52.37, 4.9, 30, 0.0005), width_pt=400, height_pt=300, tiles=open_tiles(path))
    assert open_tiles(path).citation == f"Test plan, EPSG:4326 (file plan-4326.tif, SHA-256 {before})"
    assert "Test plan, EPSG:4326" in drawn.svg()
    assert "Natural Earth" not in drawn.svg().rsplit("Base map:", 1)[1]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_what_cannot_be_placed_is_refused_in_one_line(raster, tmp_path):
    turned = (1.0, 0.1, 0.0, 5.0, 0.1, -1.0, 0.0, 52.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    ties = (0.0, 0.0, 0.0, 5.0, 52.0, 0.0, 9.0, 9.0, 0.0, 6.0, 51.0, 0.0)
    refused = {"EPSG:2154": raster(2154, 5, 52, 10.0), "none that it names": raster(32767, 5, 52, 10.0)}
    for said, path in refused.items():
        with pytest.raises(NotAnExtraction, match=said) as told:
            open_tiles(path)
        assert "\n" not in str(told.value)
    far = (0.0, 0.0, 0.0, 1e300, 5.0, 0.0)
    for more in ({"tags": [(34264, turned)]}, {"tags": [(33922, ties)]}, {"tags": [(33550, (0.0, 0.0, 0.0))]},
                 {"tags": [(33550, (math.nan, 1.0, 0.0))]}, {"tags": [(33550, (1.0, -1.0, 0.0))]},
                 {"tags": [(33550, (1e-300, 1e-300, 0.0))]}, {"tags": [(33922, far)]}):  # fmt: skip
        with pytest.raises(NotAnExtraction, match="north up"):
            open_tiles(raster(4326, 5, 52, 0.001, **more))
    with pytest.raises(NotAnExtraction, match="EPSG:4326"):
        open_tiles(raster(32617, *TOWER_UTM, 10.0, k3076=9002))  # feet
    plain = tmp_path / "plain.tif"
    Image.new("RGB", (9, 9)).save(plain)
    with pytest.raises(NotAnExtraction, match="must be in EPSG:4326"):
        open_tiles(plain)
    Image.new("I;16", (9, 9)).save(plain)
    with pytest.raises(NotAnExtraction, match="8-bit"):
        open_tiles(plain)


@settings(max_examples=40, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_file_with_changed_bytes_is_drawn_or_refused(changes):
    """The directory of tags stands at the end of the file: changes are counted from there."""
    content = bytearray(small())
    for place, value in changes:
        content[-1 - place % len(content)] = value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.tif"
        path.write_bytes(content)
        with contextlib.suppress(Damaged, NotAnExtraction):
            scene = Scene(401, 401)
            open_tiles(path).paint(scene, fit([(52.37, 4.9, 400.0)], (0, 0, 60, 60), mercator=True))
            assert len(scene.shapes) in (1, 2)


def test_a_raster_smaller_than_one_dot_of_the_drawing(raster):
    scene = Scene(401, 401)
    path = raster(4326, 4.9, 52.37, 2e-9)
    notes = open_tiles(path).paint(scene, fit([(52.37, 4.9, 1e6)], BOX, mercator=True))
    assert notes == ["The base map given covers only a part of this area."]


def test_too_many_pixels_and_a_broken_file(raster, monkeypatch, tmp_path, walk):
    path = raster(4326, 4.9, 52.37, 0.0001)
    whole = path.read_bytes()
    for size in (4, 8, 60, len(whole) // 2):
        (tmp_path / "cut.tif").write_bytes(whole[:size])
        with pytest.raises((Damaged, NotAnExtraction)):
            draw_map(walk(52.37, 4.9, 5, 0.0005), width_pt=400, height_pt=300, tiles=open_tiles(tmp_path / "cut.tif"))
    monkeypatch.setattr(geotiff, "MOST_PIXELS", 39_999)
    with pytest.raises(NotAnExtraction, match="39,999 pixels"):
        open_tiles(path)
