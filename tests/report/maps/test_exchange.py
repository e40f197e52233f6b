"""GPX and GeoJSON: read back by others' readers, they hold what the case holds."""

from __future__ import annotations

import itertools
import json
import math
from datetime import UTC, datetime, timedelta

import gpxpy
import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, MINUTE, START, daily, sampled
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from phonefx.records import EVIDENCE_OF, Location, Visit
from phonefx.report.maps.geojson import write_geojson
from phonefx.report.maps.gpx import NAMESPACE, write_gpx
from phonefx.report.maps.partial import whole
from phonefx.report.maps.reading import MapCase
from phonefx.timeline import movement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GPX = "{http://www.topografix.com/GPX/1/1}"
TOWN = {"home": (52.3700, 4.8900), "work": (52.3100, 4.9400), "gym": (52.3900, 4.9500)}


@pytest.fixture(scope="module")
def days():
    made = MadeCase()
    made.add("E1", *sampled(daily(1, TOWN, 2), 2, gaps=2))
    for number, evidence_of in enumerate(each for each in EVIDENCE_OF if each not in ("device_fix", "device_inferred")):
        us, spot = START + number * HOUR + 1_000, {"latitude": 52 + number / 7, "longitude": -179.99999995}
        made.add("E1", Location(time=at(us), evidence_of=evidence_of, place="<b>&\x0b", **spot))
    made.add(
        "E1",
        Visit(time=at(START), departed=at(START + HOUR), latitude=52.2, longitude=4.2, evidence_of="device_inferred"),
        Location(time=at(START + MINUTE), latitude=0.0, longitude=0.0, evidence_of="device_fix"),
        Location(time=at(START + MINUTE), latitude=-95.5, longitude=4.0, evidence_of="device_fix"),
        Location(time=None, latitude="x", longitude=4.0, accuracy_m="<&", evidence_of="searched"),
    )  # fmt: skip
    made.add("E2", Location(time=at(START), latitude=48.0, longitude=11.0, evidence_of="device_fix"))
    movement.build(made.db)
    return made


def us_of(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)


def test_gpx_read_back_is_the_case(days, tmp_path):
    counts = write_gpx(MapCase(days.db), tmp_path / "case.gpx")
    read = gpxpy.parse((tmp_path / "case.gpx").read_text())
    assert read.version == "1.1"
    points = [point for track in read.tracks for segment in track.segments for point in segment.points]
    used = days.db.execute(
        "SELECT l.item, l.latitude, l.longitude, l.time_us FROM track t JOIN location l ON l.item = t.item"
        " WHERE t.mark IN ('', 'leap') ORDER BY t.seq"
    ).fetchall()
    assert len(points) == len(used) > 1_000
    for point, (item, latitude, longitude, us) in zip(points, used, strict=True):
        assert point.latitude == pytest.approx(latitude, abs=1e-7)
        assert point.longitude == pytest.approx(longitude, abs=1e-7)
        assert abs(us_of(point.time) - us) < 1_000
        assert int(next(each.text for each in point.extensions if each.tag == f"{{{NAMESPACE}}}item")) == item
    assert [track.name for track in read.tracks] == ["Exhibit E1", "Exhibit E2"]
    assert {waypoint.type for waypoint in read.waypoints} >= {each for each in EVIDENCE_OF if each != "device_fix"}
    (stored,) = days.db.execute("SELECT (SELECT count(*) FROM location) + (SELECT count(*) FROM visit)").fetchone()
    assert len(points) + len(read.waypoints) + 3 == stored == sum(counts.values())


def test_gpx_keeps_the_order_of_its_schema_and_counts_what_is_no_place(days, tmp_path):
    write_gpx(MapCase(days.db), tmp_path / "case.gpx")
    root = etree.parse(tmp_path / "case.gpx").getroot()
    order = [child.tag.removeprefix(GPX) for child in root]
    assert order == sorted(order, key=["metadata", "wpt", "rte", "trk", "extensions"].index)
    inside = ["ele", "time", "name", "cmt", "desc", "src", "link", "sym", "type", "extensions"]
    for point in (*root.iter(f"{GPX}wpt"), *root.iter(f"{GPX}trkpt")):
        tags = [child.tag.removeprefix(GPX) for child in point]
        assert tags == sorted(tags, key=inside.index)
    missing = {each.get("reason"): each.get("count") for each in root.iter(f"{{{NAMESPACE}}}not_placed")}
    assert missing == {"exactly 0, 0": "1", "latitude outside -90 to 90": "1", "latitude is no number": "1"}


def test_a_gpx_track_breaks_where_nothing_is_known(days, tmp_path):
    write_gpx(MapCase(days.db), tmp_path / "case.gpx")
    read = gpxpy.parse((tmp_path / "case.gpx").read_text())
    for track in read.tracks:
        for segment in track.segments:
            times = [point.time for point in segment.points]
            assert times == sorted(times)
            assert all(b - a <= timedelta(hours=1) for a, b in itertools.pairwise(times))
        ends = [(segment.points[0].time, segment.points[-1].time) for segment in track.segments]
        assert all(b[0] - a[1] > timedelta(hours=1) for a, b in itertools.pairwise(ends))


def test_geojson_read_back_is_the_case(days, tmp_path):
    write_geojson(days.db, tmp_path / "case.geojson")
    read = json.loads((tmp_path / "case.geojson").read_text(), parse_constant=pytest.fail)
    features = {feature["id"]: feature for feature in read["features"]}
    rows = days.db.execute(
        "SELECT item, latitude, longitude, time_us FROM location"
        " UNION ALL SELECT item, latitude, longitude, time_us FROM visit"
    ).fetchall()
    assert set(features) == {item for item, *_ in rows}
    for item, latitude, longitude, us in rows:
        feature = features[item]
        if feature["geometry"] is None:
            assert feature["properties"]["stored_latitude"] == latitude
            continue
        assert feature["geometry"]["coordinates"] == pytest.approx([longitude, latitude], abs=1e-7)
        assert us_of(datetime.fromisoformat(feature["properties"]["time"])) == us


def test_geojson_says_where_each_position_is_from(days, tmp_path):
    write_geojson(days.db, tmp_path / "case.geojson")
    first = json.loads((tmp_path / "case.geojson").read_text())["features"][0]["properties"]
    for name in (
        "item",
        "exhibit",
        "evidence_of",
        "meaning",
        "state",
        "basis",
        "parser",
        "path",
        "sha256",
        "table",
        "key",
    ):
        assert name in first
    properties = [f["properties"] for f in json.loads((tmp_path / "case.geojson").read_text())["features"]]
    assert {p.get("not_placed") for p in properties} == {
        None, "exactly 0, 0", "latitude outside -90 to 90", "latitude is no number"
    }  # fmt: skip
    assert any(p.get("track") == "used" for p in properties)
    assert any("not used" in p.get("track", "") for p in properties)


def test_geojson_order_does_not_depend_on_the_order_of_rows(days, tmp_path):
    write_geojson(days.db, tmp_path / "case.geojson")
    properties = [f["properties"] for f in json.loads((tmp_path / "case.geojson").read_text())["features"]]
    keys = [(p["exhibit"], p.get("time", "").rstrip("Z"), p["item"]) for p in properties]
    assert keys == sorted(keys)


anything = st.one_of(st.none(), st.floats(), st.integers(-(2**60), 2**60), st.text(max_size=4), st.binary(max_size=4))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.floats(-90, 90), anything), st.one_of(st.floats(-180, 180), anything), anything))
)
def test_whatever_is_stored_both_can_be_read_and_lack_nothing(tmp_path_factory, rows):
    made = MadeCase()
    made.exhibit("E1")
    for latitude, longitude, accuracy in rows:
        made.add("E1", Location(latitude=latitude, longitude=longitude, accuracy_m=accuracy, evidence_of="searched"))
    folder = tmp_path_factory.mktemp("any")
    write_geojson(made.db, folder / "a.geojson")
    read = json.loads((folder / "a.geojson").read_text(), parse_constant=pytest.fail)
    assert len(read["features"]) == len(rows)
    for feature in read["features"]:
        if feature["geometry"]:
            assert all(math.isfinite(value) for value in feature["geometry"]["coordinates"])
    counts = write_gpx(MapCase(made.db), folder / "a.gpx")
    etree.parse(folder / "a.gpx")
    assert sum(counts.values()) == len(rows)


def test_a_file_is_whole_or_not_there(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(KeyError), whole(target) as partial:
        partial.write_text("half")
        raise KeyError
    assert target.read_text() == "old"
    with whole(target) as partial:
        partial.write_text("new")
    assert target.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
