"""Incidents that an examiner gives are read strictly: a mistake is named, never drawn."""

from __future__ import annotations

import json

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import MINUTE, START
from tests.report.maps.kml_checks import KML, documents, folders

from phonefx.errors import UsageError
from phonefx.records import Location
from phonefx.report.maps.kml.document import write_kmz
from phonefx.report.maps.layers import incidents, meetings, read_layers
from phonefx.report.maps.reading import MapCase
from phonefx.report.redaction import Redaction
from phonefx.timeline import movement, tables
from phonefx.timeline.incidents import Incident, IncidentNear, near
from phonefx.timeline.meetings import build as build_meetings


def feature(coordinates=(4.9, 52.3), shape="Point", **properties):
    geometry = {"type": shape, "coordinates": list(coordinates)}
    return {"type": "Feature", "geometry": geometry, "properties": {"title": "Report 7"} | properties}


@pytest.fixture
def read(tmp_path):
    def run(*features, text=None):
        path = tmp_path / "layers.geojson"
        path.write_text(text if text is not None else json.dumps({"type": "FeatureCollection", "features": features}))
        return read_layers(path)

    return run


def test_all_that_is_stated_is_kept(read):
    (layer,) = read(
        feature(status="confirmed", begin="2026-03-01T10:00:00+01:00", end="2026-03-01T09:30:00Z", officer="A. Example")
    )
    assert (layer.latitude, layer.longitude, layer.title, layer.kind) == (52.3, 4.9, "Report 7", "incident")
    assert layer.status == "confirmed"
    assert (layer.begin_us, layer.end_us) == (1_772_355_600_000_000, 1_772_357_400_000_000)
    assert layer.facts == (("officer", "A. Example"),)


def test_a_name_will_do_and_altitude_is_left_aside(read):
    (layer,) = read(feature((4.9, 52.3, 12.0), title=None, name="Square", kind="place"))
    assert layer.title == "Square"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (feature((4.9, 95.0)), "feature 1: latitude outside"),
        (feature((0, 0)), "exactly 0, 0"),
        (feature(("4.9", 52.0)), "longitude is no number"),
        (feature((4.9,)), "no point with a title"),
        (feature(shape="LineString"), "no point"),
        (feature(begin="2026-03-01T10:00:00"), "needs its offset"),
        (feature(begin="yesterday"), "no point with a title"),
        ({"geometry": None, "properties": {"title": "x"}}, "no point with a title"),
        ("text", "no point with a title"),
    ],
)
def test_a_mistake_is_named(read, wrong, said):
    with pytest.raises(UsageError, match=said):
        read(wrong)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"features": 5}', "[" * 100_000])
def test_other_files_are_refused(read, text):
    with pytest.raises(UsageError):
        read(text=text)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"none\.geojson"):
        read_layers(tmp_path / "none.geojson")


def test_meetings_of_the_case_are_leads_and_off_at_first():
    made = MadeCase()
    for exhibit in ("E1", "E2"):
        made.add(exhibit, *[
            Location(time=at(START + n * MINUTE), latitude=52.0, longitude=4.9, evidence_of="device_fix")
            for n in range(30)
        ])  # fmt: skip
    movement.build(made.db)
    build_meetings(made.db)
    (layer,) = meetings(made.db)
    assert (layer.kind, layer.visible, layer.status) == ("meeting", False, "E1 and E2")
    facts = dict(layer.facts)
    assert "need not have met" in facts["Lead"]
    assert facts["Items of E1"] == "#1 to #30"
    assert layer.begin_us == START
    assert meetings(MadeCase().db) == []


@pytest.fixture
def laid():
    """A phone that stands still for half an hour, and three reports of one layer: two in that time, one without."""
    made = MadeCase()
    made.add("E1", *[
        Location(time=at(START + n * MINUTE), latitude=52.0, longitude=4.9, accuracy_m=8.0, evidence_of="device_fix")
        for n in range(30)
    ])  # fmt: skip
    movement.build(made.db)
    tables.create(made.db, Incident, IncidentNear)
    rows = [
        (1, "reports", "ab" * 32, 2, "Report <7>", "confirmed", START, START + MINUTE, 52.001, 4.9, "#0072b2", "a bus"),
        (2, "reports", "ab" * 32, 3, "Report 8", "open", START, None, 52.0, 4.9, "#e69f00", ""),
        (3, "reports", "ab" * 32, 4, "", "open", None, None, 52.0, 4.9, "red", ""),
    ]
    tables.insert(made.db, Incident, rows)
    tables.insert(made.db, IncidentNear, tables.stored(near(made.db, 60)))
    return made


def test_the_incidents_of_a_case_say_how_near_a_phone_was(laid):
    first, second, third = incidents(laid.db)
    assert (first.title, first.status, first.group, first.colour) == ("Report <7>", "confirmed", "reports", "#0072b2")
    assert (first.begin_us, first.end_us) == (START, START + MINUTE)
    facts = dict(first.facts)
    assert facts["Phone E1"] == "111 m away at the nearest of 3 used positions around this time (#1, stated radius 8 m)"
    assert facts["Details"] == "a bus"
    assert "no evidence from a phone" in facts["Report"]
    assert dict(second.facts)["Time, UTC"] == "2026-03-01T00:00:00Z"
    assert third.title == "Report 4"
    assert dict(third.facts)["Phones"] == "no used position around this time"
    assert incidents(MadeCase().db) == []


def test_they_have_a_folder_by_layer_and_status_and_the_colour_of_their_status(laid, tmp_path):
    write_kmz(MapCase(laid.db), tmp_path / "map.kmz", layers=incidents(laid.db))
    root = documents(tmp_path / "map.kmz")["doc.kml"]
    found = folders(root)
    assert {"Incidents: reports", "confirmed: 1", "open: 2"} <= set(found)
    (mark,) = found["confirmed: 1"].iter(f"{KML}Placemark")
    assert mark.findtext(f"{KML}name") == "Report <7>"
    assert mark.find(f"{KML}Style/{KML}IconStyle/{KML}color").text == "ffb27200"  # alpha, blue, green, red
    assert mark.find(f"{KML}TimeSpan/{KML}begin").text == "2026-03-01T00:00:00Z"
    colours = [style.text for style in found["open: 2"].iter(f"{KML}color")]
    assert colours == ["ff009fe6"]  # "red" is no colour that KML knows: that report has the colour of its class


def test_a_withheld_position_is_not_named_beside_an_incident(laid):
    first, *_ = incidents(laid.db, Redaction("X", withheld=((1, "sealed"),)))
    assert "Phone E1" not in dict(first.facts)
