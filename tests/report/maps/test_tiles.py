"""An examiner's own base map is drawn in its place, cited, and never changed."""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3

import pytest

from phonefx.errors import Damaged, NotAnExtraction, NotFound
from phonefx.report.maps.drawn import draw_map
from phonefx.report.maps.scene import Picture
from phonefx.report.maps.tiles import open_tiles


def picture_of(colour):
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def mbtiles(tmp_path):
    """The whole earth at levels 0 to 3; the tile's colour says its column and row from the north."""

    def make(facts=(("name", "Test map"), ("attribution", "made for tests"), ("format", "png")), levels=4, skip=()):
        path = tmp_path / "base.mbtiles"
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
            database.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
            database.executemany("INSERT INTO metadata VALUES (?, ?)", facts)
            for level in range(levels):
                for column in range(2**level):
                    for row in range(2**level):
                        if (level, column, row) not in skip:
                            tile = (level, column, 2**level - 1 - row, picture_of((column * 30, row * 30, 200)))
                            database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", tile)
        database.close()
        return path

    return make


def pictures(drawn):
    return [shape for shape in drawn.scene.shapes if isinstance(shape, Picture)]


def test_tiles_take_the_place_of_the_base_map_and_are_cited(mbtiles, walk):
    path = mbtiles()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    drawn = draw_map(walk(50, 10, 50, 0.1), width_pt=400, height_pt=300, tiles=open_tiles(path))
    assert pictures(drawn)
    printed = drawn.svg()
    assert "Test map, made for tests" in printed
    assert before[:20] in printed.replace("\n", "")
    assert "Natural Earth" not in printed.rsplit("Base map:", 1)[1]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_tiles_too_coarse_for_the_map_are_said(mbtiles, walk):
    coarse = draw_map(walk(50, 10, 50, 0.001), width_pt=400, height_pt=300, tiles=open_tiles(mbtiles()))
    assert any("coarser than this map" in note for note in coarse.notes)
    fine = draw_map(walk(40, 10, 50, 1.0), width_pt=400, height_pt=300, tiles=open_tiles(mbtiles()))
    assert not any("coarser than this map" in note for note in fine.notes)


def test_a_tile_lies_where_its_degrees_are(mbtiles):
    from PIL import Image

    from phonefx.report.maps.marks import Position

    drawn = draw_map(
        [Position(30.0, 20.0, 1), Position(60.0, 60.0, 2)], width_pt=400, height_pt=300, tiles=open_tiles(mbtiles())
    )
    for tile in pictures(drawn):
        red, green, _ = Image.open(io.BytesIO(tile.data)).getpixel((4, 4))
        assert red % 30 == 0
        assert green % 30 == 0
    lefts = sorted({round(tile.x, 2) for tile in pictures(drawn)})
    gaps = {round(b - a, 1) for a, b in itertools.pairwise(lefts)}
    assert len(gaps) == 1  # columns follow one another without a gap
    assert pictures(drawn)[0].width == pytest.approx(gaps.pop() + 0.15, abs=0.1)


def test_across_the_180th_meridian_columns_go_on(mbtiles, walk):
    drawn = draw_map(walk(-17, 179.9, 50, 0.3), width_pt=400, height_pt=300, tiles=open_tiles(mbtiles()))
    assert drawn.shown == 50
    assert not any("no tile" in note for note in drawn.notes)


def test_missing_tiles_are_said(mbtiles, walk):
    skip = {(level, column, row) for level in (1, 2, 3) for column in range(8) for row in range(8)}
    path = mbtiles(levels=4, skip=skip - {(3, 7, 7)})
    drawn = draw_map(walk(50, 10, 50, 0.5), width_pt=400, height_pt=300, tiles=open_tiles(path))
    assert any("has no tile for" in note for note in drawn.notes)


def test_other_files_are_refused(mbtiles, tmp_path):
    with pytest.raises(NotFound):
        open_tiles(tmp_path / "none.mbtiles")
    (tmp_path / "text.mbtiles").write_text("no database at all, only words " * 50)
    with pytest.raises(Damaged):
        open_tiles(tmp_path / "text.mbtiles")
    with pytest.raises(NotAnExtraction):
        open_tiles(mbtiles(facts=[("format", "pbf")]))
    with pytest.raises(NotAnExtraction):
        open_tiles(mbtiles(levels=0))


def test_a_tile_that_is_no_picture_is_a_missing_tile(mbtiles, walk):
    path = mbtiles(levels=1)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE tiles SET tile_data = ?", (b"<svg onload=alert(1)>",))
    database.close()
    drawn = draw_map(walk(50, 10, 5, 0.5), width_pt=400, height_pt=300, tiles=open_tiles(path))
    assert not pictures(drawn)
    assert any("has no tile for 1 parts" in note for note in drawn.notes)


@pytest.fixture
def pmtiles(tmp_path):
    """The same earth as PMTiles, written by the format's own library."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    def make(kind=TileType.PNG):
        path = tmp_path / "base.pmtiles"
        with path.open("wb") as stream:
            writer = Writer(stream)
            for level in range(4):
                tiles = [(zxy_to_tileid(level, x, y), x, y) for x in range(2**level) for y in range(2**level)]
                for number, x, y in sorted(tiles):
                    writer.write_tile(number, picture_of((x * 30, y * 30, 200)))
            header = {
                "tile_type": kind, "tile_compression": Compression.NONE, "min_lon_e7": -1_800_000_000,
                "min_lat_e7": -850_000_000, "max_lon_e7": 1_800_000_000, "max_lat_e7": 850_000_000,
                "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
            }  # fmt: skip
            writer.finalize(header, {"name": "Test map", "attribution": "made for tests"})
        return path

    return make


def test_pmtiles_draw_the_same_map_as_mbtiles(mbtiles, pmtiles, walk):
    track = walk(40, 10, 50, 1.0)
    one, other = (
        draw_map(track, width_pt=400, height_pt=300, tiles=open_tiles(path)) for path in (mbtiles(), pmtiles())
    )
    assert pictures(one) == pictures(other)
    assert len(pictures(one)) > 1
    assert "Test map, made for tests" in other.svg()


def test_other_pmtiles_are_refused(pmtiles, tmp_path):
    from pmtiles.tile import TileType

    with pytest.raises(NotAnExtraction):
        open_tiles(pmtiles(TileType.MVT))
    whole = pmtiles().read_bytes()
    for name, content in (
        ("cut", whole[:100]),
        ("old", b"PMTiles\x02" + whole[8:]),
        ("mixed", whole[:127] + b"x" * 900),
    ):
        path = tmp_path / f"{name}.pmtiles"
        path.write_bytes(content)
        with pytest.raises((Damaged, NotAnExtraction)):
            open_tiles(path)
