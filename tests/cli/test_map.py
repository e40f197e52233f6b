"""`phonefx map` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.report.maps.kml_checks import KML, documents, folders
from tests.report.pdf.reported import START_US, MadeCase

from phonefx.case import audit, manifest
from phonefx.cli.map import NAMES, command
from phonefx.errors import UsageError
from phonefx.timeline import movement


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    made = MadeCase(folder / "case.db")
    for number in range(20):
        made.item("location", START_US + number * 60_000_000, latitude=52 + number / 1e4, longitude=4.9,
                  accuracy_m=12.0, evidence_of="device_fix")  # fmt: skip
    made.item("location", START_US, latitude=53.0, longitude=4.0, evidence_of="searched")
    movement.build(made.db)
    made.db.commit()
    made.db.close()
    return folder


def run(*arguments: object) -> str:
    done = CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False, standalone_mode=False)
    return done.output


@pytest.mark.parametrize("form", list(NAMES))
def test_each_format_lies_in_the_case_and_is_sealed_with_it(case, form):
    said = run(case, "--format", form)
    assert "device_fix: 20" in said
    assert "searched: 1" in said
    assert manifest.read(case)["files"][NAMES[form]]["sha256"] in said
    written = [entry for entry in audit.entries(case) if entry["action"] == "map written"]
    assert written[0]["details"]["format"] == form
    assert audit.faults(case) == []
    again = (case / NAMES[form]).read_bytes()
    run(case, "--format", form)
    assert (case / NAMES[form]).read_bytes() == again


def test_the_zone_is_the_cases_unless_stated(case, tmp_path):
    run(case)
    text = documents(case / NAMES["kmz"])["doc.kml"].find(f"{KML}Document").findtext(f"{KML}description")
    assert "Europe/Berlin" in text
    run(case, "-o", tmp_path / "other.kmz", "--timezone", "Asia/Tokyo")
    assert "Asia/Tokyo" in documents(tmp_path / "other.kmz")["doc.kml"].find(f"{KML}Document").findtext(
        f"{KML}description"
    )
    assert not (case / "other.kmz").exists()


def test_incidents_are_shown_by_status(case, tmp_path):
    layers = tmp_path / "incidents.geojson"
    point = {"type": "Point", "coordinates": [4.9, 52.3]}
    feature = {"type": "Feature", "geometry": point, "properties": {"title": "Report 7", "status": "confirmed"}}
    layers.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    run(case, "--layers", layers)
    assert {"Incidents", "confirmed: 1"} <= set(folders(documents(case / NAMES["kmz"])["doc.kml"]))
    with pytest.raises(UsageError, match="--layers"):
        run(case, "--layers", layers, "--format", "gpx")


def test_a_zone_that_is_none_is_named(case):
    with pytest.raises(UsageError, match="no IANA time zone"):
        run(case, "--timezone", "Mars/Olympus")


def test_photos_need_a_label_and_their_exhibit(case, tmp_path):
    with pytest.raises(UsageError, match="LABEL=PATH"):
        run(case, "--photos", "phone.zip")
    (tmp_path / "phone").mkdir()
    (tmp_path / "phone" / "a.txt").write_text("x")
    with pytest.raises(UsageError, match="--photos"):
        run(case, "--format", "html", "--photos", f"E1={tmp_path / 'phone'}")
    assert "device_fix: 20" in run(case, "--photos", f"E1={tmp_path / 'phone'}")
