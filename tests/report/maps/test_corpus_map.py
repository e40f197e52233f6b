"""The map of real data: each folder says as many positions as the case has, and holds as many."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from tests.report.maps.kml_checks import KML, documents, folders, track_points

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.report.maps.write import write_map
from phonefx.timeline import build


@pytest.fixture(scope="module")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory):
    """WhatsApp of a real iPhone, real photos, and location exports as three exhibits of a case; its map."""
    folder = tmp_path_factory.mktemp("real")
    (chats,) = corpus.glob("ios15_ffs/private/var/mobile/Containers/Shared/AppGroup/*/ChatStorage.sqlite")
    group = folder / "W" / chats.parent.relative_to(corpus / "ios15_ffs")
    group.mkdir(parents=True)
    for part in chats.parent.glob("ChatStorage.sqlite*"):
        shutil.copy(part, group)
    shutil.copytree(corpus / "photos_exif", folder / "P" / "DCIM" / "100APPLE")
    for name in ("google_timeline_android", "google_takeout", "gpx", "kml"):
        shutil.copytree(corpus / "location" / name, folder / "L" / name)
    specs = [ExhibitSpec(label, folder / label) for label in ("W", "P", "L")]
    case = process(specs, folder / "case", Options(), Progress())
    build.build(case)
    case.close()
    with Case.finished(folder / "case") as opened:
        write_map(opened, folder / "movement.kmz")
    return folder / "case" / "case.db", documents(folder / "movement.kmz")


def marks(folder) -> int:
    return len(list(folder.iter(f"{KML}Placemark")))


STORED = """SELECT x.label, l.evidence_of, count(*) FROM location l
    JOIN source s ON s.id = l.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit GROUP BY 1, 2"""
FOLDERS = {
    "destination": "Asked for as destination",
    "remote_object": "Position of a tag, car or object",
    "saved_place": "Saved place",
    "media_capture": "Place stated in a photo or video",
    "shared_by_other": "Received from someone else",
    "shared_by_owner": "Sent by the phone's account",
}


def stored(database: Path) -> dict[tuple[str, str], int]:
    with sqlite3.connect(database) as opened:
        found = {(label, kind): count for label, kind, count in opened.execute(STORED)}
    opened.close()
    return found


def test_every_folder_has_the_positions_of_its_class(real):
    database, texts = real
    counts = stored(database)
    assert {label for label, _ in counts} == {"W", "P", "L"}
    exhibits = {name.split()[1]: each for name, each in folders(texts["doc.kml"]).items() if name.startswith("Exhibit")}
    assert set(exhibits) == {"W", "P", "L"}
    for label, exhibit in exhibits.items():
        classes = {name.split(" (")[0]: each for name, each in folders(exhibit).items()}
        for kind, title in FOLDERS.items():
            assert (marks(classes[title]) if title in classes else 0) == counts.pop((label, kind), 0), (label, kind)
    assert set(counts) == {("L", "device_fix"), ("L", "device_inferred")}  # those are in the track


def test_the_track_and_what_it_does_not_use_add_up(real):
    database, texts = real
    device = sum(count for (_, kind), count in stored(database).items() if kind.startswith("device_"))
    track = next(each for name, each in folders(texts["doc.kml"]).items() if name.startswith("Track: "))
    signs: Counter[str] = Counter()
    for each in track.iter(f"{KML}Folder"):
        said = re.fullmatch(r"(Positions|Not used for the track): (\d+)", each.findtext(f"{KML}name") or "")
        if said:
            assert marks(each) == int(said[2])
            signs[said[1]] += int(said[2])
    assert sum(signs.values()) == device
    assert len(track_points(texts["doc.kml"])) == signs["Positions"]
    days = [re.search(r": (\d+) positions?$", name) for name in folders(track)]
    assert sum(int(said[1]) for said in days if said) == device


def test_the_points_of_the_exports_are_all_there(real, corpus):
    """Second method: the case has as many positions of GPX files as their text has points."""
    database, _ = real
    points = sum(
        len(re.findall(rb"<(?:trkpt|wpt|rtept)\b", path.read_bytes())) for path in corpus.glob("location/gpx/*.gpx")
    )
    with sqlite3.connect(database) as opened:
        (count,) = opened.execute(
            "SELECT count(*) FROM location l JOIN source s ON s.id = l.source"
            " JOIN file f ON f.id = s.file WHERE f.path LIKE '%.gpx'"
        ).fetchone()
    opened.close()
    assert count == points > 300
