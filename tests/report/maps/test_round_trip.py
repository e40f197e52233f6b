"""Positions read back from a KMZ by a reader that is not phonefx's own (fastkml), its linked parts included."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta

import fastkml
import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, START, daily, sampled
from fastkml import gx
from fastkml.utils import find_all

from phonefx.records import EVIDENCE_OF, Location
from phonefx.report.maps.kml import document
from phonefx.report.maps.kml.document import write_kmz
from phonefx.report.maps.reading import MapCase
from phonefx.timeline import movement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOWN = {"home": (52.3700, 4.8900), "work": (52.3100, 4.9400), "gym": (52.3900, 4.9500)}
FAR = ((-17.123456789, 179.99999991), (-17.1, -179.99999991), (89.9999999, 0.00000004), (-0.00000006, -0.00000004))
TRACKED = """
    SELECT l.time_us, l.longitude, l.latitude FROM track t JOIN location l ON l.item = t.item
    WHERE t.mark IN ('', 'leap')
"""


@pytest.fixture(scope="module")
def made():
    made = MadeCase()
    made.add("E1", *sampled(daily(1, TOWN, 3), 2, gaps=2))
    others = [each for each in EVIDENCE_OF if not each.startswith("device_")]
    made.add("E1", *[
        Location(time=at(START + n * HOUR + 1), latitude=lat, longitude=lon, accuracy_m=9.5, evidence_of=evidence_of)
        for n, evidence_of in enumerate(others) for lat, lon in FAR
    ])  # fmt: skip
    made.add("E2", *[
        Location(time=at(START + n * HOUR + 123_456), latitude=lat, longitude=lon, evidence_of="device_fix")
        for n, (lat, lon) in enumerate(FAR)
    ])  # fmt: skip
    movement.build(made.db)
    return made


def features(archive, name="doc.kml"):
    """Every placemark of a document and of those that it links to, in order, each file once."""
    root = fastkml.KML.from_string(archive.read(name))
    yield from find_all(root, of_type=fastkml.Placemark)
    for link in find_all(root, of_type=fastkml.NetworkLink):
        yield from features(archive, link.link.href)


def us_of(time):
    return (time - EPOCH) // timedelta(microseconds=1)


def read_back(path):
    """The positions of all tracks, and those of all single points by item."""
    track, points = [], {}
    with zipfile.ZipFile(path) as archive:
        for mark in features(archive):
            geometry = mark.kml_geometry
            if isinstance(geometry, gx.Track | gx.MultiTrack) and mark.name != "Overview":
                for piece in geometry.tracks if isinstance(geometry, gx.MultiTrack) else [geometry]:
                    track += [(us_of(each.when.dt), each.coord.x, each.coord.y) for each in piece.track_items]
            elif isinstance(geometry, fastkml.geometry.Point) and mark.name.startswith("#"):
                points[int(mark.name[1:].split()[0].rstrip(":"))] = (
                    us_of(mark.times.timestamp.dt), mark.geometry.x, mark.geometry.y
                )  # fmt: skip
    return track, points


def same(found, stored):
    return abs(found[0] - stored[0]) < 1_000 and found[1:] == pytest.approx(stored[1:], abs=1e-7)


@pytest.mark.parametrize("one_document", [100_000, 10], ids=["one document", "linked parts"])
def test_every_position_is_read_back_as_the_case_has_it(made, tmp_path, one_document, monkeypatch):
    monkeypatch.setattr(document, "SHOWN", 500)
    path = tmp_path / "movement.kmz"
    asked = {"one_document": one_document, "all_positions": True}
    write_kmz(MapCase(made.db), path, zone="Europe/Amsterdam", **asked)
    with zipfile.ZipFile(path) as archive:
        assert (len([name for name in archive.namelist() if name.endswith(".kml")]) > 4) is (one_document == 10)
    track, points = read_back(path)
    stored = made.db.execute(TRACKED).fetchall()
    assert len(track) == len(stored) > 1_500
    for found, true in zip(sorted(track), sorted(stored), strict=True):
        assert same(found, true)
    rows = made.db.execute("SELECT item, time_us, longitude, latitude, evidence_of FROM location").fetchall()
    by_item = {item: tuple(place) for item, *place, _ in rows}
    assert set(points) >= {item for item, *_, kind in rows if not kind.startswith("device_")}
    assert (set(points) == set(by_item)) is (one_document != 10), "signs are thinned, the tracks are not"
    for item, found in points.items():
        assert same(found, by_item[item]), item
