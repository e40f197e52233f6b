"""Layers of reports are read, coloured by status, and laid over what the phones recorded."""

from __future__ import annotations

import json

import pytest
from benchmarks.made_case import put
from benchmarks.made_movement import HOUR, MINUTE, START, moved

from phonefx.case.store import Case
from phonefx.errors import UsageError
from phonefx.records import Location
from phonefx.timeline import build, incidents, tables
from phonefx.timeline.incidents import Incident, IncidentNear, read_layer
from phonefx.timeline.marks import changing
from phonefx.times import Moment

CSV = """time,latitude,longitude,name,status,detail
2026-03-01T01:00,52.3700,4.8900,Burglary 1,solved,door
2026-03-01T12:00:00Z,52.3800,4.9000,Burglary 2,open,
,52.3800,4.9000,Burglary 3,open,
"""
HERE = (52.37, 4.89)


@pytest.fixture
def layer(tmp_path):
    path = tmp_path / "burglaries.csv"
    path.write_text(CSV, encoding="utf-8-sig")
    return path


def test_a_csv_layer_is_read_in_the_zone_given(layer):
    first, second, third = read_layer(layer, "Europe/Amsterdam")
    assert (first.layer, first.row, first.name, first.status, first.detail) == (
        "burglaries",
        1,
        "Burglary 1",
        "solved",
        "door",
    )
    assert (first.from_us, first.to_us) == (START, START)
    assert second.from_us == START + 12 * HOUR
    assert third.from_us is None
    assert second.colour == third.colour != first.colour


def test_geojson_says_the_same(tmp_path, layer):
    def feature(row):
        where = {"type": "Point", "coordinates": [row.longitude, row.latitude]}
        times = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-01T02:00:00Z"}
        return {"type": "Feature", "geometry": where, "properties": {"Name": row.name, "status": row.status, **times}}

    features = [feature(row) for row in read_layer(layer, "UTC")]
    path = tmp_path / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    rows = read_layer(path, "UTC", "night")
    assert [(row.layer, row.name, row.status) for row in rows] == [
        ("night", "Burglary 1", "solved"),
        ("night", "Burglary 2", "open"),
        ("night", "Burglary 3", "open"),
    ]
    assert (rows[0].from_us, rows[0].to_us) == (START, START + 2 * HOUR)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "time,latitude\n2026-03-01,52\n", "row 1 has no latitude and longitude"),
        ("a.csv", "time,lat,lon\n2026-03-01,95,4\n", "is no position"),
        ("a.csv", "time,lat,lon\nyesterday,52,4\n", "is no time"),
        ("a.json", "[]", "no feature collection"),
        ("a.json", "{", "no layer that can be read"),
        ("a.json", '{"features": [{"geometry": {"type": "Polygon"}}]}', "no point"),
        ("a.json", "[" * 100_000, "no layer that can be read"),
    ],
)
def test_a_wrong_layer_is_refused_in_one_line(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_layer(path, "UTC")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "case"
    with Case.create(place) as case:
        case.db.execute("PRAGMA synchronous = OFF")
        item = 0
        for exhibit, north in ((1, 30), (2, 5000)):
            case.db.execute("INSERT INTO exhibit(id, label) VALUES (?, ?)", (exhibit, f"E{exhibit}"))
            case.db.execute("INSERT INTO file(id, exhibit) VALUES (?, ?)", (exhibit, exhibit))
            row = (exhibit, exhibit, "location", "live", "utc")
            case.db.execute("INSERT INTO source(id, file, kind, state, basis) VALUES (?, ?, ?, ?, ?)", row)
            for minute in range(15):
                item += 1
                us = START + minute * MINUTE
                latitude, longitude = moved(HERE, north + minute, 0)
                fix = Location(
                    time=Moment(us, us),
                    latitude=latitude,
                    longitude=longitude,
                    accuracy_m=9.0,
                    evidence_of="device_fix",
                )
                put(case.db, fix, item=item, source=exhibit)
        build.build(case)
        case.set_meta("complete", "yes")
    return place


def test_each_phones_nearest_position_is_told_far_or_near(folder, layer):
    with changing(folder, "incidents") as change:
        assert incidents.lay(change, read_layer(layer, "Europe/Amsterdam"), 600) == 3
    with Case(folder) as case:
        rows = list(tables.read(case.db, IncidentNear))
    assert [(row.incident, row.exhibit, row.positions) for row in rows] == [(1, "E1", 11), (1, "E2", 11)]
    assert [round(row.nearest_m) for row in rows] == [30, 5000]
    assert (rows[0].item, rows[0].radius_m) == (1, 9.0)


def test_a_layer_of_the_same_name_replaces_the_one_before(folder, layer):
    for _ in range(2):
        with changing(folder, "incidents") as change:
            incidents.lay(change, read_layer(layer, "UTC"), 60)
    with changing(folder, "incidents") as change:
        incidents.lay(change, read_layer(layer, "UTC", "other"), 60)
    with Case(folder) as case:
        names = [row.layer for row in tables.read(case.db, Incident)]
    assert names == ["burglaries"] * 3 + ["other"] * 3
