"""One profile, every output: nothing withheld is in any part of a KMZ, GPX, GeoJSON, HTML, CSV or JSONL file."""

from __future__ import annotations

import csv
import html
import io
import json
import math
import re
import sqlite3
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, MINUTE, START
from click.testing import CliRunner
from PIL import Image

from phonefx.case.schema import FORMAT
from phonefx.cli.main import command as phonefx
from phonefx.errors import UsageError
from phonefx.evidence import open_exhibit
from phonefx.records import Call, Contact, Location, Message, Visit
from phonefx.report.maps.kml.photos import make_thumbnails
from phonefx.report.maps.redacted import RedactedCase, map_case
from phonefx.report.maps.write import MapOptions, write_map
from phonefx.report.redaction import Person, Place, Redaction
from phonefx.timeline import movement, tables
from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.incidents import Incident
from phonefx.timeline.meetings import Meeting

NUMBER = "+44 7700 900155"
HOME, WORK, FAR = (52.371234, 4.895678), (52.311111, 4.944444), (51.501234, -0.141234)
ANNA = Person("V1", ("Zoë Quill", "Quill", "Zoë"), (NUMBER,))
SECRETS = ("Quill", "Zoë", "900155", "Example Street", "a lawyer said")
FORMS = ("kmz", "gpx", "geojson", "html")


@pytest.fixture
def made(tmp_path):
    """A phone that rests at two places and moves between them; names and numbers wherever a map shows text."""
    case = MadeCase(str(tmp_path / "case.db"))
    hours = [(HOME, 0), (WORK, 3), (HOME, 6), (WORK, 9)]
    for (latitude, longitude), hour in hours:
        for minute in range(0, 120, 5):
            us = START + hour * HOUR + minute * MINUTE
            shift = (minute % 10) * 1e-6
            case.add("E1", Location(time=at(us), latitude=latitude + shift, longitude=longitude, accuracy_m=12.0,
                                    evidence_of="device_fix", method="Zoë's GPS"))  # fmt: skip
    case.add("E1", Message(time=at(START + MINUTE), body="Zoë Quill lives at 12 Example Street", counterpart=NUMBER,
                           counterpart_name="Zoë Quill", direction="incoming"))  # fmt: skip
    case.add("E1", Call(time=at(START + 4 * HOUR), counterpart="07700900155", direction="outgoing"))
    case.add("E1", Location(time=at(START), latitude=FAR[0], longitude=FAR[1], place="12 Example Street",
                            whose="Zoë Quill", evidence_of="shared_by_other", path="/sdcard/Quill.jpg"))  # fmt: skip
    case.add("E1", Visit(time=at(START), latitude=HOME[0], longitude=HOME[1], place="Zoë", evidence_of="device_fix"))
    case.add("E1", Contact(name="Zoë Quill", note="12 Example Street"))
    case.add("E1", Message(time=at(START + 5 * HOUR), body="a lawyer said nothing", counterpart="+15550100"))
    case.db.execute("UPDATE file SET path = '/data/Zoë Quill/x.db', stored = 'Quill/x.db'")
    movement.build(case.db)
    tables.create(case.db, Incident, Meeting)
    tables.insert(case.db, Incident, [(1, "Quill reports", "ab", 1, "At Zoë Quill's", "open", START, START, *HOME,
                                       "#e69f00", "12 Example Street")])  # fmt: skip
    tables.insert(case.db, Meeting, [(1, "E1", "E2", START, START + HOUR, 9, 0, 8.0, 0.0, "place", *WORK, 1, "",
                                      1, 9, 101, 109)])  # fmt: skip
    return case


class Finished:
    """What the writers take of a case."""

    def __init__(self, made):
        self.db = made.db

    def meta(self, name):
        return {"case_number": "Quill 1", "timezone": "Europe/Amsterdam"}.get(name)


def withheld(made, text="a lawyer said nothing"):
    return made.db.execute("SELECT item FROM message WHERE body = ?", (text,)).fetchone()[0]


def profile(made, **more):
    return Redaction("DISCLOSURE", (ANNA,), ("12 Example Street",), ((withheld(made), "privileged"),), **more)


def contents(path: Path) -> str:
    """Every text of a file: of each entry of an archive, escapes undone."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            raw = [each.encode() for each in archive.namelist()] + [archive.read(each) for each in archive.namelist()]
    else:
        raw = [path.name.encode(), path.read_bytes()]
    text = "\n".join(part.decode("utf-8", "replace") for part in raw)
    text = html.unescape(html.unescape(text))
    return text + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def map_of(made, tmp_path, form, redaction):
    out = tmp_path / f"map.{form}"
    counts = write_map(Finished(made), out, MapOptions(form, redaction=redaction))
    return contents(out), counts


@pytest.mark.parametrize("form", FORMS)
def test_without_a_profile_the_texts_are_there(made, tmp_path, form):
    text, _ = map_of(made, tmp_path, form, Redaction())
    assert re.search(r"52\.37123", text)
    assert form in {"html", "gpx"} or "Quill" in text  # so that the tests below can fail


@pytest.mark.parametrize("form", FORMS)
def test_no_map_holds_a_protected_text(made, tmp_path, form):
    text, _ = map_of(made, tmp_path, form, profile(made))
    assert [secret for secret in SECRETS if secret.casefold() in text.casefold()] == []
    assert "DISCLOSURE" in text


@pytest.mark.parametrize("form", FORMS)
def test_rounded_positions_are_all_that_a_map_holds(made, tmp_path, form):
    text, _ = map_of(made, tmp_path, form, profile(made, place_decimals=1))
    for latitude, longitude in (HOME, WORK, FAR):
        assert f"{latitude:.4f}" not in text
        assert f"{longitude:.4f}" not in text
    assert "52.4" in text


@pytest.mark.parametrize("form", FORMS)
def test_a_protected_place_is_on_no_map(made, tmp_path, form):
    redaction = profile(made, places=(Place(*HOME, 500.0),))
    text, counts = map_of(made, tmp_path, form, redaction)
    assert "52.3712" not in text
    assert "52.3111" in text
    near = made.db.execute("SELECT item, latitude, longitude FROM location UNION ALL"
                           " SELECT item, latitude, longitude FROM visit").fetchall()  # fmt: skip
    gone = {item for item, *place in near if distance_m(*place, *HOME) <= 500}
    assert counts["position removed"] == len(gone) == 49


@pytest.mark.parametrize("form", FORMS)
def test_a_withheld_position_takes_its_stay_with_it(made, tmp_path, form):
    first = made.db.execute("SELECT min(item) FROM location").fetchone()[0]
    redaction = Redaction("COURT", withheld=((first, "sealed"),))
    text, counts = map_of(made, tmp_path, form, redaction)
    assert counts["item withheld"] == 1
    stays = list(movement.stays(made.db))
    assert [stay.id for stay in RedactedCase(made.db, redaction).stays()] == [stay.id for stay in stays[1:]]
    assert not re.search(rf"#{first}\b", text)


def test_stays_at_a_protected_place_and_trips_to_it_are_gone(made):
    shown = RedactedCase(made.db, Redaction("X", places=(Place(*HOME, 500.0),)))
    assert [round(stay.latitude, 2) for stay in shown.stays("E1")] == [52.31, 52.31]
    assert [trip for trip in shown.trips("E1") if {trip.from_stay, trip.to_stay} & {1, 3}] == []
    assert len(list(movement.trips(made.db))) == 3


def test_a_rounded_position_says_how_much_less_is_known(made):
    assert Redaction("X", place_decimals=1).spread_m == pytest.approx(distance_m(0, 0, 0.05, 0.05), rel=0.01)
    assert Redaction("X").spread_m == Redaction("X", place_decimals=-1).spread_m == 0
    shown = RedactedCase(made.db, Redaction("X", place_decimals=2))
    fix = next(iter(shown.device("E1")))
    assert (fix.latitude, fix.longitude) == (52.37, 4.9)
    assert fix.accuracy_m == pytest.approx(12 + shown.spread_m, abs=0.1)
    (spot,) = (spot for spot in shown.spots("E1") if spot.kind == "location")
    assert spot.place is None
    assert spot.accuracy_m == pytest.approx(shown.spread_m, abs=0.1)


def test_counts_are_those_of_what_is_shown(made):
    shown = RedactedCase(made.db, profile(made, places=(Place(*HOME, 500.0),)))
    assert shown.counts("E1") == {"device_fix": 48, "shared_by_other": 1}
    assert map_case(made.db, Redaction()).counts("E1") == {"device_fix": 96, "shared_by_other": 1, "visit": 1}


def test_meetings_and_incidents_pass_the_profile_too(made, tmp_path):
    text, counts = map_of(made, tmp_path, "kmz", profile(made, places=(Place(*WORK, 100.0),)))
    assert "Meeting 1" not in text
    assert "[V1]" in text
    assert counts["incidents"] == 1
    assert counts["meetings"] == 0
    first = made.db.execute("SELECT min(item) FROM location").fetchone()[0]
    text, counts = map_of(made, tmp_path, "kmz", Redaction("X", withheld=((first, "sealed"),)))
    assert "Meeting 1" not in text  # it rests on positions of that time


def test_a_map_of_no_positions_is_refused(made):
    with pytest.raises(UsageError, match="nothing to map"):
        MapOptions(redaction=Redaction("X", place_decimals=-1))


def stored_photo(tmp_path):
    folder = tmp_path / "phone"
    folder.mkdir()
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    noise.save(folder / "a.jpg")
    return folder


def test_thumbnails_are_blurred_unless_asked_and_none_is_made_of_a_withheld_one(tmp_path):
    import hashlib

    folder = stored_photo(tmp_path)
    case = MadeCase()
    (item,) = case.add("E1", Location(time=at(START), latitude=1.0, longitude=2.0, evidence_of="media_capture"))
    digest = hashlib.sha256((folder / "a.jpg").read_bytes()).hexdigest()
    case.db.execute("UPDATE file SET stored = 'a.jpg', sha256 = ?", (digest,))

    def rough(content):
        with Image.open(io.BytesIO(content)) as picture:
            grey = picture.convert("L")
            rows = [[grey.getpixel((x, y)) for x in range(grey.width)] for y in range(0, grey.height, 7)]
        steps = [abs(a - b) for row in rows for a, b in pairwise(row)]
        return sum(steps) / len(steps)

    with open_exhibit(folder) as exhibit:
        blurred = make_thumbnails(case.db, {"E1": exhibit}).pictures[item]
        sharp = make_thumbnails(case.db, {"E1": exhibit}, shown=True).pictures[item]
        none = make_thumbnails(case.db, {"E1": exhibit}, {item})
    assert rough(sharp) > 10 * rough(blurred)
    assert none.pictures == {}
    assert none.without == {"withheld": 1}


@pytest.fixture
def case_folder(made, tmp_path, monkeypatch):
    """The made case where the commands find it; its seal is not the point here."""
    folder = tmp_path / "case"
    folder.mkdir()
    made.db.execute("INSERT OR REPLACE INTO meta VALUES ('complete', 'yes'), ('format', ?)", (str(FORMAT),))
    made.db.commit()
    (tmp_path / "case.db").rename(folder / "case.db")
    return folder


def profile_file(made, folder, **more):
    path = folder / "profile.json"
    stated = {"profile": "DISCLOSURE", "people": [{"pseudonym": "V1", "names": ["Zoë Quill", "Quill", "Zoë"],
                                                   "numbers": [NUMBER]}], "words": ["12 Example Street"],
              "withhold": [{"items": [withheld(made)], "reason": "privileged"}]} | more  # fmt: skip
    path.write_text(json.dumps(stated))
    return path


def run(*arguments):
    result = CliRunner().invoke(phonefx, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_exports_hold_nothing_withheld(made, case_folder, tmp_path, form):
    path = profile_file(made, tmp_path, place_decimals=1)
    output = run("export", case_folder, "--format", form, "--redaction", path)
    out = case_folder / "exports" / ("items-DISCLOSURE.jsonl" if form == "jsonl" else "csv-DISCLOSURE")
    files = [out] if form == "jsonl" else sorted(out.iterdir())
    text = "\n".join(map(contents, files)) + output
    assert [secret for secret in (*SECRETS, "52.37", "4.8956", "51.501") if secret.casefold() in text.casefold()] == []
    assert "privileged" in text
    assert "[V1]" in text


def test_an_export_holds_every_item_and_every_stored_field(made, case_folder):
    run("export", case_folder)
    lines = [json.loads(each) for each in (case_folder / "exports/items.jsonl").read_text().splitlines()]
    stored = made.db.execute("SELECT id, kind, key, sha256 FROM item ORDER BY id").fetchall()
    assert [(each["id"], each["kind"], each["key"], each["sha256"]) for each in lines] == stored
    bodies = {each["id"]: each["fields"].get("body") for each in lines if each["kind"] == "message"}
    assert bodies == dict(made.db.execute("SELECT item, body FROM message"))


@pytest.mark.parametrize("text", ["Quill, Zoë", "QUILL ZOË", "Zoe\u0308  Quill", "zoë_quill.jpg", "Quill,Zoë"])
def test_a_name_goes_in_either_order(text):
    one = Redaction("DISCLOSURE", (Person("V1", ("Zoë Quill",), ()),))
    assert one.clean(f"a {text} b") == f"a [V1]{'.jpg' if text.endswith('.jpg') else ''} b"


def test_csv_has_a_file_a_kind_and_no_formula(made, case_folder):
    with sqlite3.connect(case_folder / "case.db") as database:
        told = "SELECT item FROM message WHERE counterpart = '+15550100'"
        database.execute(f"UPDATE message_own SET body = '=HYPERLINK(1)' WHERE item IN ({told})")
    run("export", case_folder, "--format", "csv")
    folder = case_folder / "exports" / "csv"
    counts = dict(made.db.execute("SELECT kind, count(*) FROM item GROUP BY kind"))
    assert {path.stem for path in folder.iterdir()} == set(counts)
    for path in folder.iterdir():
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert len(rows) == counts[path.stem]
        assert all(not str(value).startswith(("=", "+", "@")) for row in rows for value in row.values())
        assert path.stat().st_mode & 0o077 == 0
    assert "'=HYPERLINK(1)" in (folder / "message.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("form", ["--csv", "--jsonl", ""])
def test_the_printed_timeline_passes_the_profile(made, case_folder, tmp_path, form):
    plain = run("timeline", case_folder, *filter(None, [form]))
    assert "Quill" in plain
    path = profile_file(made, tmp_path, place_decimals=0)
    text = run("timeline", case_folder, "--redaction", path, *filter(None, [form]))
    assert [secret for secret in (*SECRETS, "52.3", "51.5") if secret.casefold() in text.casefold()] == []
    assert len(text.splitlines()) == len(plain.splitlines())


@pytest.mark.parametrize("form", FORMS)
def test_the_map_command_never_overwrites_the_whole_map(made, case_folder, tmp_path, form):
    run("map", case_folder, "--format", form)
    before = {path.name: path.read_bytes() for path in case_folder.rglob("*") if path.is_file()}
    output = run("map", case_folder, "--format", form, "--redaction", profile_file(made, tmp_path))
    (fresh,) = (path for path in case_folder.rglob("*-DISCLOSURE.*"))
    assert fresh.name in output
    assert [secret for secret in SECRETS if secret.casefold() in contents(fresh).casefold()] == []
    whole = [name for name in before if name.startswith(("movement", "map", "positions"))]
    assert whole
    for name in whole:
        assert next(case_folder.rglob(name)).read_bytes() == before[name]


def test_coordinates_stay_numbers(made, tmp_path):
    """A number to protect that happens to look like a coordinate is no reason to break the file."""
    person = Person("V2", (), ("52371234",))
    out = tmp_path / "map.geojson"
    write_map(Finished(made), out, MapOptions("geojson", redaction=Redaction("X", (person,))))
    read = json.loads(out.read_text())
    assert read["redaction"].startswith("Redacted by the profile X")
    assert all(math.isfinite(each) for one in read["features"] for each in one["geometry"]["coordinates"])
