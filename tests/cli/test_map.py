"""`phonefx map` as a user runs it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from benchmarks.made_case import MadeCase as Phones
from benchmarks.made_case import at, finished
from click.testing import CliRunner
from tests.report.maps.kml_checks import KML, documents, folders, track_points
from tests.report.pdf.reported import START_US, MadeCase

from phonefx.case import audit, manifest, schema
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.cli import outcome, outputs
from phonefx.cli.map import NAMES, command
from phonefx.errors import UsageError
from phonefx.records import Location
from phonefx.timeline import meetings, movement


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


@pytest.mark.parametrize(("name", "begins"), [
    ("a.kmz", b"PK"), ("a.HTML", b"<!doctype html"), ("a.htm", b"<!doctype html"), ("a.gpx", b"<?xml"),
    ("a.json", b"{"), ("a.geojson", b"{"), ("a", b"PK"),
])  # fmt: skip
def test_the_ending_of_the_file_says_what_is_written(case, tmp_path, name, begins):
    run(case, "-o", tmp_path / name)
    assert (tmp_path / name).read_bytes()[:14].lower().startswith(begins.lower())


def test_a_file_named_as_another_kind_of_map_is_refused(case, tmp_path):
    with pytest.raises(UsageError, match="named as html"):
        run(case, "--format", "kmz", "-o", tmp_path / "map.html")
    assert not (tmp_path / "map.html").exists()


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


ODD = "../B 2"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A case of two phones that were together; the label of the second is no name for a file."""
    folder = tmp_path / "two"
    folder.mkdir()
    made = Phones(str(folder / "case.db"))
    facts = {"format": str(schema.FORMAT), "complete": "yes", "timezone": "UTC", "case_number": "OP-1"}
    made.db.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    for label, count in (("E1", 20), (ODD, 12), ("E3", 5)):
        made.add(label, *[
            Location(time=at(START_US + number * 60_000_000), latitude=52 + number / 1e6 + (label == "E3"),
                     longitude=4.9, accuracy_m=12.0, evidence_of="device_fix") for number in range(count)
        ])  # fmt: skip
    movement.build(made.db)
    meetings.build(made.db)
    made.db.close()
    return folder


def test_each_phone_named_has_a_kmz_of_its_own(two):
    run(two)
    said = run(two, "--exhibit", "E1", "--exhibit", ODD)
    assert "device_fix: 20" in said
    assert "device_fix: 12" in said
    whole = documents(two / "report/movement.kmz")["doc.kml"]
    one = documents(two / "report/movement-E1.kmz")["doc.kml"]
    other = documents(two / "report/movement-exhibit-2.kmz")["doc.kml"]
    phones = [[name for name in folders(root) if name.startswith("Exhibit ")] for root in (whole, one, other)]
    assert phones == [["Exhibit E1", f"Exhibit {ODD}", "Exhibit E3"], ["Exhibit E1"], [f"Exhibit {ODD}"]]
    assert one.findtext(f"{KML}Document/{KML}name") == "Movement, case OP-1, exhibit E1"
    points = [{item for item, *_ in track_points(root)} for root in (one, other)]
    assert list(map(len, points)) == [20, 12]
    assert not points[0] & points[1]
    sealed = manifest.read(two)["files"]
    assert {"report/movement.kmz", "report/movement-E1.kmz", "report/movement-exhibit-2.kmz"} <= set(sealed)
    logged = [entry["details"].get("exhibit") for entry in audit.entries(two) if entry["action"] == "map written"]
    assert logged == [None, "E1", ODD]


def test_the_meetings_of_a_phone_are_on_its_map_and_no_others(two):
    leads = "Leads: positions of two phones agree"
    for label, found in (("E1", True), (ODD, True), ("E3", False)):
        run(two, "--exhibit", label, "-o", two.parent / "one.kmz")
        assert (leads in folders(documents(two.parent / "one.kmz")["doc.kml"])) is found


@pytest.mark.parametrize("form", ["html", "gpx", "geojson"])
def test_other_formats_of_one_phone_hold_its_positions_alone(two, form):
    assert "device_fix: 12" in run(two, "--format", form, "--exhibit", ODD, "-o", two.parent / "one")
    text = (two.parent / "one").read_text()
    assert "52.000011" in text
    assert "52.000012" not in text
    assert "53.0000" not in text


def test_an_exhibit_that_is_not_there_and_one_file_for_two_are_refused(two):
    with pytest.raises(UsageError, match="no exhibit E9"):
        run(two, "--exhibit", "E9")
    with pytest.raises(UsageError, match="one --exhibit"):
        run(two, "--exhibit", "E1", "--exhibit", "E3", "-o", two.parent / "one.kmz")


@pytest.fixture
def resting(tmp_path: Path) -> Path:
    """A case of a phone that lay in one place for three hours, a position a second."""
    rows = [
        Location(time=at(START_US + n * 1_000_000), latitude=52.1, longitude=4.9, accuracy_m=9.0,
                 evidence_of="device_fix") for n in range(10_800)
    ]  # fmt: skip
    return finished(tmp_path / "resting", lambda made: made.add("E1", *rows))


def test_what_a_large_map_does_not_draw_is_said_logged_and_drawn_where_asked(resting, tmp_path):
    said = run(resting, "--timezone", "UTC")
    drawn = [row for name, root in documents(resting / "report" / "movement.kmz").items() if "-20" in name
             for row in track_points(root)]  # fmt: skip
    assert f"positions not drawn, as the line passes within twice their accuracy: {10_800 - len(drawn)}\n" in said
    assert len(drawn) < 60
    written = [entry for entry in audit.entries(resting) if entry["action"] == "map written"]
    assert written[0]["details"]["not_drawn"] == 10_800 - len(drawn)
    whole = tmp_path / "whole.kmz"
    assert "not drawn" not in run(resting, "--timezone", "UTC", "--all-positions", "-o", whole)
    every = [row for name, root in documents(whole).items() if "-20" in name for row in track_points(root)]
    assert len(every) == 10_800
    assert set(drawn) < set(every)
    with pytest.raises(UsageError, match="--all-positions go with --format kmz alone"):
        run(resting, "--format", "gpx", "--all-positions")


def test_a_run_says_what_its_map_does_not_draw(resting, capsys):
    with Case(resting, write=True) as case:
        case.db.execute("UPDATE source SET records = 10800, outside = 0")
        case.db.execute("UPDATE exhibit SET kind = 'folder', reader = 'folder', files = 1")
        written = outputs.write(case, Progress())
        outcome.show(outcome.summarise(case) | {"positions_not_drawn": written.not_drawn}, resting, written.paths)
    said = capsys.readouterr().out
    assert written.not_drawn > 10_700
    assert f"{written.not_drawn} positions of the device are not drawn on the map" in said
    logged = [entry for entry in audit.entries(resting) if entry["action"] == "map written"]
    assert logged[-1]["details"]["not_drawn"] == written.not_drawn


def lost(*_):
    """Stands for a process that something outside ends."""
    os._exit(9)


@pytest.mark.parametrize("ended", [False, True], ids=["to its end", "killed"])
def test_map_and_report_beside_each_other_are_those_made_in_turn(resting, monkeypatch, ended):
    made = []
    for jobs in (1, 2):
        if ended and jobs == 2:
            monkeypatch.setattr(outputs, "_map", lost)
        with Case(resting, write=True) as case:
            written = outputs.write(case, Progress(), jobs=jobs)
        made.append(([path.read_bytes() for path in written.paths[:2]], written.not_drawn))
        sealed = manifest.read(resting)["files"]["case.db"]["sha256"]
        assert sealed == hashlib.sha256((resting / "case.db").read_bytes()).hexdigest()
    assert made[0] == made[1]
    assert made[0][0][0].startswith(b"%PDF")
    assert made[0][0][1].startswith(b"PK")
    assert sorted(path.name for path in (resting / "report").iterdir()) == ["movement.kmz", "report.pdf"]
