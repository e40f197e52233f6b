"""A whole training phone: from its extraction through the parsers to the map, nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.report.maps.kml_checks import KML, documents, folders, track_points

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.cli.synth import command as synth
from phonefx.report.maps.write import MapOptions, write_map
from phonefx.timeline import build


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phone")
    arguments = ["first-iphone", str(folder / "made"), "--container", "zip"]
    CliRunner().invoke(synth, arguments, catch_exceptions=False, standalone_mode=False)
    (phone,) = (folder / "made").glob("*.zip")
    case = process([ExhibitSpec("E1", phone)], folder / "case", Options(), Progress())
    build.build(case)
    case.close()
    return folder / "case"


def test_every_position_of_the_phone_is_on_its_map(case, tmp_path):
    path = tmp_path / "movement.kmz"
    with Case.finished(case) as opened:
        counts = write_map(opened, path)
        stored = opened.db.execute("SELECT item, evidence_of, latitude, longitude FROM location").fetchall()
        used = opened.db.execute("SELECT count(*) FROM track WHERE mark IN ('', 'leap')").fetchone()[0]
    assert len(stored) > 50
    root = documents(path)["doc.kml"]
    assert len(track_points(root)) == used
    said = {
        int(data.findtext(f"{KML}value") or 0)
        for data in root.iter(f"{KML}Data")
        if data.get("name") == "item" and data.getparent().getparent().find(f"{KML}Point") is not None
    }
    assert {item for item, *_ in stored} <= said
    for name in {evidence_of for _, evidence_of, *_ in stored}:
        assert counts[name] == sum(1 for row in stored if row[1] == name)


def test_the_days_add_up(case, tmp_path):
    path = tmp_path / "movement.kmz"
    with Case.finished(case) as opened:
        counts = write_map(opened, path)
    found = folders(documents(path)["doc.kml"])
    days = [name for name in found if name[:4].isdigit() and ": " in name]
    assert sum(int(name.split(": ")[1].split()[0]) for name in days) == counts["device_fix"] + counts["device_inferred"]


@pytest.mark.parametrize("form", ["html", "gpx", "geojson"])
def test_the_other_formats_count_the_same(case, tmp_path, form):
    with Case.finished(case) as opened:
        kmz = write_map(opened, tmp_path / "movement.kmz")
        other = write_map(opened, tmp_path / f"map.{form}", MapOptions(form))
    assert other["device_fix"] == kmz["device_fix"] > 0
