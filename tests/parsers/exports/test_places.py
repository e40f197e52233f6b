"""Positions of exports: made-up files, and the public ones with their truth."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.parsers.exports.places import position
from phonefx.parsers.values import stated
from phonefx.records import DEVICE_POSITIONS, EVIDENCE_OF, Location, Visit
from phonefx.times import iso

from .reading import records, skips, yielded

GPX = b"""<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="51.5" lon="-0.12">
<name>Bridge</name><time>2024-01-02T03:04:05Z</time></wpt><rte><rtept lat="51.6" lon="-0.13"/></rte><trk><trkseg>
<trkpt lat="51.7" lon="-0.14"><ele>12.5</ele><time>2024-01-02T04:04:05+01:00</time>
<extensions><speed>3.5</speed></extensions>
</trkpt><trkpt lat="51.8" lon="-0.15"/><trkpt lat="x" lon="1"/></trkseg></trk></gpx>"""


def test_points_of_a_gpx_file_and_what_they_are_evidence_of():
    found = {each.key: each for each in records("exports.gpx", GPX)}
    assert {key: each.evidence_of for key, each in found.items()} == {
        "wpt[1]": "saved_place",
        "rtept[1]": "destination",
        "trkpt[1]": "remote_object",
        "trkpt[2]": "saved_place",
    }
    point = found["trkpt[1]"]
    assert (point.latitude, point.longitude, point.altitude_m, point.speed_mps) == (51.7, -0.14, 12.5, 3.5)
    assert iso(point.time.us) == iso(found["wpt[1]"].time.us) == "2024-01-02T03:04:05Z"
    assert found["wpt[1]"].place == "Bridge"
    assert skips("exports.gpx", GPX) == [("trkpt[3]", "no coordinates")]


def test_the_public_gpx_files_meet_their_truth(corpus: Path):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    for name, about in truth.items():
        if not name.startswith("location/gpx/"):
            continue
        facts, found = about["facts"], records("exports.gpx", corpus / name)
        counts = [sum(each.key.startswith(kind) for each in found) for kind in ("trkpt", "wpt", "rtept")]
        assert counts == [facts["trackpoints"], facts["waypoints"], facts["route_points"]], name
        timed = [each for each in found if each.key.startswith("trkpt") and each.time]
        assert len(timed) == facts["trackpoints_with_time"]
        if timed:
            raw = sorted(each.time.raw for each in timed)
            assert (raw[0], raw[-1]) == (facts["first_time"], facts["last_time"]), name
            first = next(each for each in found if each.key == "trkpt[1]")
            assert [first.latitude, first.longitude] == [float(each) for each in facts["first_point"]]


KML = b"""<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Placemark>
<name>Home</name><TimeSpan><begin>2024-01-02T03:04:05Z</begin><end>2024-01-02T04:00:00Z</end></TimeSpan>
<MultiGeometry><Point>
<coordinates>-0.12,51.5,7</coordinates></Point>
<LineString><coordinates>1,2 3,4,5</coordinates></LineString></MultiGeometry>
</Placemark><Placemark><gx:Track><when>2024-01-02T03:04:05Z</when><gx:coord>-0.12 51.5 7</gx:coord>
<gx:coord>1 2</gx:coord>
</gx:Track></Placemark><Placemark><name>nothing</name></Placemark></Document></kml>"""


@pytest.mark.parametrize("packed", [False, True])
def test_placemarks_and_tracks_of_kml_and_kmz(packed):
    data = KML
    if packed:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("doc.kml", KML)
        data = out.getvalue()
    found = records("exports.kml", data)
    assert [(each.key, each.longitude, each.latitude, each.altitude_m) for each in found] == [
        ("Placemark[1]/Point", -0.12, 51.5, 7.0),
        ("Placemark[1]/LineString[1]", 1.0, 2.0, None),
        ("Placemark[1]/LineString[2]", 3.0, 4.0, 5.0),
        ("Placemark[2]/Track[1]", -0.12, 51.5, 7.0),
        ("Placemark[2]/Track[2]", 1.0, 2.0, None),
    ]
    assert (iso(found[0].time.us), iso(found[0].end.us)) == ("2024-01-02T03:04:05Z", "2024-01-02T04:00:00Z")
    assert [each.evidence_of for each in found] == ["saved_place"] * 3 + ["remote_object"] * 2
    assert skips("exports.kml", data) == [("Placemark[3]", "a placemark without a position that can be read")]


def test_a_kmz_without_kml_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    for data in (out.getvalue(), out.getvalue()[:40]):
        with pytest.raises(ValueError, match="kml"):
            list(yielded("exports.kml", data))


def test_the_public_kml_files_meet_their_truth(corpus: Path):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    for name, about in truth.items():
        if name.startswith("location/kml/"):
            facts, found = about["facts"], records("exports.kml", corpus / name)
            assert len(found) == facts["points"] + facts["gx_coords"], name
            assert sum(each.time is not None for each in found) == facts["timestamps"] + facts["gx_coords"], name


RECORDS = {
    "locations": [
        {
            "latitudeE7": 515000000,
            "longitudeE7": -1200000,
            "accuracy": 20,
            "source": "GPS",
            "deviceTag": 7,
            "timestamp": "2024-01-02T03:04:05Z",
            "velocity": 3,
            "heading": 90,
            "altitude": 12,
        },
        {"latitudeE7": 515000000, "longitudeE7": 4293767296, "timestampMs": "1704164645000"},
        {"latitudeE7": 9990000000, "longitudeE7": 1},
        {"accuracy": 1},
    ]
}


def test_positions_of_an_account():
    data = json.dumps(RECORDS).encode()
    first, second = records("exports.takeout.records", data)
    assert (first.latitude, first.longitude, first.accuracy_m, first.method) == (51.5, -0.12, 20.0, "GPS")
    assert (first.speed_mps, first.course_deg, first.altitude_m, first.whose) == (
        3.0,
        90.0,
        12.0,
        "device 7 of the account",
    )
    assert (iso(second.time.us), second.longitude) == ("2024-01-02T03:04:05Z", -0.12)
    assert [key for key, _ in skips("exports.takeout.records", data)] == ["locations[2]", "locations[3]"]
    with pytest.raises(ValueError, match="locations"):
        list(yielded("exports.takeout.records", b'{"deviceSettings": []}'))


def test_visits_and_journeys_of_an_account():
    where = {"latitudeE7": 515000000, "longitudeE7": -1200000}
    visit = {
        "location": {**where, "name": "Cafe", "address": "12 High St", "semanticType": "TYPE_HOME"},
        "visitConfidence": 80,
        "duration": {"startTimestamp": "2024-01-02T03:04:05Z", "endTimestampMs": "1704168000000"},
    }
    guess = {"otherCandidateLocations": [where], "duration": {"startTimestamp": "2024-01-02T03:04:05Z"}}
    journey = {
        "startLocation": where,
        "endLocation": {},
        "activityType": "IN_BUS",
        "duration": visit["duration"],
        "waypointPath": {"waypoints": [{"latE7": 1, "lngE7": 2}]},
        "simplifiedRawPath": {"points": [{"latE7": 3, "lngE7": 4, "timestamp": "2024-01-02T03:10:00Z"}]},
    }
    objects = [{"placeVisit": visit}, {"placeVisit": guess}, {"activitySegment": journey}, {"activitySegment": {}}]
    data = json.dumps({"timelineObjects": objects}).encode()
    first, second = records("exports.takeout.semantic", data, Visit)
    assert (first.place, first.confidence, iso(first.time.us), iso(first.departed.us)) == (
        "Cafe, 12 High St",
        80.0,
        "2024-01-02T03:04:05Z",
        "2024-01-02T04:00:00Z",
    )
    assert json.loads(second.extra) == {"method": "first of other candidates"}
    points = {
        each.key.partition("activitySegment.")[2]: each for each in records("exports.takeout.semantic", data, Location)
    }
    assert set(points) == {"startLocation", "simplifiedRawPath.points[0]", "waypointPath.waypoints[0]"}
    assert points["waypointPath.waypoints[0]"].time is None
    assert [key for key, _ in skips("exports.takeout.semantic", data)] == ["timelineObjects[3]"]


def test_the_public_location_histories_meet_their_truth(corpus: Path):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    met = set()
    for name, about in truth.items():
        facts = about.get("facts", {})
        form = facts.get("format", "") if name.startswith("location/") else ""
        if form == "Takeout Records.json":
            found = records("exports.takeout.records", corpus / name)
            assert len(found) == facts["locations"]
            ends = [
                [round(each.latitude * 1e7), round(each.longitude * 1e7), each.time.raw]
                for each in (found[0], found[-1])
            ]
            assert ends == [facts["first"], facts["last"]]
        elif form == "Takeout Semantic Location History":
            found = records("exports.takeout.semantic", corpus / name)
            assert sum(type(each) is Visit for each in found) == facts["placeVisit"]
            assert {each.key.partition(".")[0] for each in found} == {
                f"timelineObjects[{n}]" for n in range(facts["objects"])
            }
        elif form.startswith("on-device Timeline"):
            found = records("exports.timeline", corpus / name)
            assert sum(type(each) is Visit for each in found) == facts["visit"], name
            assert sum("timelinePath" in each.key for each in found) == facts["path_points"], name
            assert sum(each.key.endswith(".position") for each in found) == facts.get("raw_positions", 0), name
            assert sum(each.key.endswith("activity.start") for each in found) == facts["activity"], name
            total = len(
                {each.key.partition("]")[0] for each in found}
                | {key.partition("]")[0] for key, _ in skips("exports.timeline", corpus / name)}
            )
            assert total >= facts["segments"] + facts.get("rawSignals", 0), name
        met.add(form)
    assert len(met - {""}) == 4


def test_a_path_without_own_times_counts_from_the_start_of_its_segment():
    data = json.dumps(
        [
            {
                "startTime": "2024-01-02T03:00:00+01:00",
                "timelinePath": [{"point": "geo:51.5,-0.12", "durationMinutesOffsetFromStartTime": "64"}],
            }
        ]
    ).encode()
    (point,) = records("exports.timeline", data)
    assert (iso(point.time.us), point.time.raw) == ("2024-01-02T03:04:00Z", "2024-01-02T03:00:00+01:00 + 64 min")


def test_signals_in_a_list_of_edits_are_of_some_device_of_the_account(corpus: Path):
    (each,) = records("exports.timeline", corpus / "location/google_edge_cases/timeline_edits.json", Location)
    assert (each.evidence_of, each.whose) == ("synced", "device -1613859921 of the account")
    assert (each.latitude, each.longitude, each.accuracy_m) == (35.5831402, -119.3393903, 12.0)


def test_only_the_raw_signals_of_a_phone_are_its_fixes(corpus: Path):
    for name, parser in (("gpx", "gpx"), ("kml", "kml"), ("google_timeline_android", "timeline")):
        for path in sorted((corpus / "location" / name).iterdir()):
            for each in records(f"exports.{parser}", path, Location):
                assert each.evidence_of in EVIDENCE_OF
                assert each.evidence_of != "device_fix" or "rawSignals" in str(each.key)
                if parser != "timeline":
                    assert each.evidence_of not in DEVICE_POSITIONS


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("50.0506312\u00b0, 14.3439906\u00b0", (50.0506312, 14.3439906)),
        ("50.05\u00c2\u00b0, -14.34\u00c2\u00b0", (50.05, -14.34)),
        ("geo:29.725358,-95.482259", (29.725358, -95.482259)),
        ({"latE7": 10000000, "lngE7": 20000000}, (1.0, 2.0)),
        ({"latLng": "1.5\u00b0, 2.5\u00b0"}, (1.5, 2.5)),
        ("91, 0", None),
        ("nowhere", None),
        (None, None),
        ({}, None),
        ({"latE7": "1", "lngE7": 2}, None),
    ],
)
def test_coordinates_in_all_their_forms(written, expected):
    assert position(written) == expected


@pytest.mark.parametrize(
    ("written", "us", "basis"),
    [
        ("2024-01-02T03:04:05.5Z", 1_704_164_645_500_000, "utc"),
        ("2024-01-02 04:04:05 +0100", 1_704_164_645_000_000, "utc"),
        ("2024-01-02T03:04:05", 1_704_164_645_000_000, "unknown"),
        ("1704164645", 1_704_164_645_000_000, "utc"),
        (1_704_164_645_000, 1_704_164_645_000_000, "utc"),
        ("0001-01-01T00:00:00Z", None, "utc"),
        ("yesterday", None, "unknown"),
        ("9" * 40, None, "unknown"),
    ],
)
def test_times_in_all_their_forms(written, us, basis):
    found = stated(written)
    assert (found.us, found.basis, found.raw) == (
        us,
        basis,
        written if isinstance(written, str) and us is None else found.raw,
    )
    assert stated(None) is stated("") is stated(True) is None


@given(st.text(max_size=40) | st.integers() | st.floats())
def test_any_time_is_read_or_kept(value):
    found = stated(value)
    assert found is None or found.us is None or found.us > 0


CARD = b"BEGIN:VCARD\nVERSION:3.0\nFN:Current Location\n%sitem1.URL;type=pref:http://maps.apple.com/?ll=53.5\\,-0.06\n"
CARD += b"item1.X-ABLabel:map url\nEND:VCARD\n"


def test_a_location_card_is_a_shared_place_and_nobody():
    (place,) = records("exports.vcard", CARD % b"")
    assert (place.latitude, place.longitude, place.evidence_of) == (53.5, -0.06, "shared")
    assert place.evidence_of not in DEVICE_POSITIONS
    assert place.place == "Current Location"


def test_a_card_of_a_firm_with_its_place_is_both():
    found = records("exports.vcard", CARD % b"TEL:+442079460999\n")
    assert [type(each).__name__ for each in found] == ["Location", "Contact", "ContactPoint", "ContactPoint"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/private/var/mobile/Library/SMS/Attachments/a/b/CL.loc.vcf", "a position sent in Messages, read as such"),
        ("/System/Library/Frameworks/Contacts.framework/Seed.vcf", "came with the system or an app"),
        ("/private/var/containers/Bundle/Application/A/Some.app/sample.vcf", "came with the system or an app"),
    ],
)
def test_cards_that_are_read_elsewhere_or_are_nobodys(path: str, reason: str):
    assert [each.reason for each in yielded("exports.vcard", CARD % b"", path)] == [reason]


def test_a_track_that_came_with_an_app_is_nobodys():
    path = "/private/var/containers/Bundle/Application/A/VoiceMemos.app/PlugIns/crosscountry.gpx"
    assert [each.reason for each in yielded("exports.gpx", GPX, path)] == ["came with the system or an app"]
