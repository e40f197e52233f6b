"""KML of a case: valid, complete, each class apart, and whatever the phone holds, it opens."""

from __future__ import annotations

import html
import itertools
import re
import zipfile

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, MINUTE, SECOND, START, daily, sampled
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.maps.kml_checks import GX, KML, documents, folders, track_points

from phonefx.records import EVIDENCE_OF, Call, Location, Message, Visit
from phonefx.report.maps.kml import phone
from phonefx.report.maps.kml.document import THINNED, Layer, write_kmz
from phonefx.report.maps.kml.elements import when
from phonefx.report.maps.placing import Placing
from phonefx.report.maps.reading import Happening, MapCase
from phonefx.report.maps.redacted import map_case
from phonefx.report.redaction import Redaction
from phonefx.timeline import movement
from phonefx.timeline.movement.line import NOT_DRAWN, RULE

TOWN = {"home": (52.3700, 4.8900), "work": (52.3100, 4.9400), "gym": (52.3900, 4.9500)}
ZONE = "Europe/Amsterdam"


def location(us, latitude, longitude, accuracy_m=10.0, evidence_of="device_fix", **more):
    return Location(
        time=at(us), latitude=latitude, longitude=longitude, accuracy_m=accuracy_m, evidence_of=evidence_of, **more
    )


def written(made, path, **more):
    movement.build(made.db)
    return write_kmz(MapCase(made.db), path, **{"zone": ZONE} | more)


def placemarks(folder):
    return list(folder.iter(f"{KML}Placemark"))


def balloon(mark):
    return html.unescape(mark.findtext(f"{KML}description") or "")


def value(mark, name):
    return next((d.findtext(f"{KML}value") for d in mark.iter(f"{KML}Data") if d.get("name") == name), None)


@pytest.fixture(scope="module")
def days():
    """Four days of one phone, calls and messages, every other class of position, and what is no position."""
    made = MadeCase()
    made.add("E1", *sampled(daily(1, TOWN, 4), 2, gaps=3))
    for number, evidence_of in enumerate(each for each in EVIDENCE_OF if each not in ("device_fix", "device_inferred")):
        made.add("E1", location(START + number * HOUR, 52.0 + number / 100, 4.0, 25.0, evidence_of, place=evidence_of))
    made.add(
        "E1",
        Visit(time=at(START + HOUR), departed=at(START + 3 * HOUR), latitude=52.2, longitude=4.2, place="Café",
              evidence_of="device_inferred"),
        location(START + 5 * MINUTE, 0.0, 0.0),
        location(START + 6 * MINUTE, 95.0, 4.0, evidence_of="searched"),
        location(None, 52.3, 4.9),
        Message(time=at(START + HOUR + 5 * SECOND), direction="incoming", counterpart="+447700900123", body="on way"),
        Call(time=at(START + 2 * HOUR), direction="outgoing", counterpart="+447700900456", duration_s=12.0),
        Call(time=at(START - 9 * DAY), direction="outgoing", counterpart="+447700900456", duration_s=1.0),
    )  # fmt: skip
    made.add("E2", *[location(START + n * MINUTE, 48.0 + n / 1000, 11.0) for n in range(30)])
    movement.build(made.db)
    return made


@pytest.fixture(scope="module")
def kmz(days, tmp_path_factory):
    path = tmp_path_factory.mktemp("kml") / "movement.kmz"
    return write_kmz(MapCase(days.db), path, zone=ZONE), documents(path), path


def test_every_position_is_in_it_and_counted(days, kmz):
    result, documents_, _ = kmz
    root = documents_["doc.kml"]
    stored = dict(days.db.execute("SELECT item, evidence_of FROM location"))
    said = {value(mark, "item") for mark in root.iter(f"{KML}Placemark")} - {None}
    assert {int(item) for item in said} >= set(stored)
    counted = sum((result.classes["E1"] + result.classes["E2"])[name] for name in EVIDENCE_OF)
    assert counted + sum(result.faults["E1"].values()) == len(stored)
    assert result.faults["E1"] == {"exactly 0, 0": 1, "latitude outside -90 to 90": 1}


def test_the_track_is_the_used_positions_to_the_last_digit(days, kmz):
    _, documents_, _ = kmz
    used = days.db.execute(
        "SELECT t.item, l.longitude, l.latitude, l.time_us FROM track t JOIN location l ON l.item = t.item"
        " WHERE t.mark IN ('', 'leap') ORDER BY t.seq"
    ).fetchall()
    found = track_points(documents_["doc.kml"])
    assert len(found) == len(used) > 2_000
    for (item, lon, lat, time), (true_item, true_lon, true_lat, us) in zip(found, used, strict=True):
        assert item == true_item
        assert lon == pytest.approx(true_lon, abs=1e-7)
        assert lat == pytest.approx(true_lat, abs=1e-7)
        assert time == when(us)


def test_tracks_rise_in_time_and_break_where_nothing_is_known(kmz):
    for track in kmz[1]["doc.kml"].iter(f"{GX}Track"):
        times = [each.text.rstrip("Z").ljust(26, "0") for each in track.iter(f"{KML}when")]
        assert times == sorted(times)
        hours = [int(time[11:13]) + 24 * int(time[8:10]) for time in times]
        assert all(later - before <= 2 for before, later in itertools.pairwise(hours))


def test_each_other_class_has_a_folder_that_is_off(kmz):
    found = folders(kmz[1]["doc.kml"])
    for evidence_of, said in EVIDENCE_OF.items():
        if evidence_of.startswith("device_"):
            continue
        (name,) = [name for name in found if name.endswith(f"({said})")]
        assert found[name].findtext(f"{KML}visibility") == "0"
        (mark,) = placemarks(found[name])
        assert mark.findtext(f"{KML}visibility") == "0"
        assert said in balloon(mark)
        assert mark.findtext(f"{KML}styleUrl") == f"#{evidence_of}"


def test_the_track_is_on_and_what_it_does_not_use_is_off_with_the_reason(kmz):
    root = kmz[1]["doc.kml"]
    found = folders(root)
    assert found["Track: positions of the device"].findtext(f"{KML}visibility") is None
    unused = [folder for name, folder in folders(root).items() if name.startswith("Not used for the track")]
    assert unused
    reasons = {reason for folder in unused for mark in placemarks(folder) for reason in [balloon(mark)]}
    assert any("not used" in reason for reason in reasons)
    assert all(folder.findtext(f"{KML}visibility") == "0" for folder in unused)


def test_a_balloon_says_all_that_a_reader_needs(kmz):
    found = folders(kmz[1]["doc.kml"])
    day = next(folder for name, folder in found.items() if name.startswith("2026-03-01: "))
    positions = next(f for name, f in folders(day).items() if name.startswith("Positions: "))
    text = balloon(placemarks(positions)[1])
    for part in ("Item", "exhibit E1", "Evidence of", "the device recorded this position", "Time, UTC", "Z<",
                 f"Time, {ZONE}", "+01:00", "Accuracy", " m<", "State", "live", "Source", "/data/made.up.db", "key ",
                 "SHA-256", "In the track"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("title", ["Stays, computed from the track", "Trips between stays, computed"])
def test_what_is_computed_says_so_and_on_what_it_rests(kmz, title):
    for mark in placemarks(folders(kmz[1]["doc.kml"])[title]):
        text = balloon(mark)
        for part in ("computed", "items #", "Z = 2026-", "+01:00", "Evidence of", "State", "Source", "exhibit E"):
            assert part in text


def test_every_balloon_of_a_record_has_its_number_times_accuracy_state_and_source(kmz):
    marks = [mark for mark in placemarks(kmz[1]["doc.kml"]) if value(mark, "item") is not None]
    assert len({mark.findtext(f"{KML}styleUrl") for mark in marks}) >= len(EVIDENCE_OF)
    for mark in marks:
        text = balloon(mark)
        dated = mark.find(f"{KML}TimeStamp") is not None or mark.find(f"{KML}TimeSpan") is not None
        times = ("Time, UTC", f"Time, {ZONE}") if dated else ("<td>Time</td><td>not stored",)
        evidence = ("Why here",) if value(mark, "kind") else ("Evidence of",)
        said = (f"#{value(mark, 'item')}", *times, *evidence, "Accuracy", "<td>State</td><td>live", "Source", "SHA-256")
        assert not [part for part in said if part not in text]


def test_calls_and_messages_stand_where_the_phone_was(days, kmz):
    found = folders(kmz[1]["doc.kml"])
    (name,) = [name for name in found if name.startswith("Calls and messages")]
    message, call = placemarks(found[name])
    assert "on way" in balloon(message)
    assert "position #" in balloon(message)
    item = int(value(message, "at_position_of_item"))
    us, lat, lon = days.db.execute(
        "SELECT time_us, latitude, longitude FROM location WHERE item = ?", (item,)
    ).fetchone()
    assert float(value(message, "seconds_from_position")) == pytest.approx((START + HOUR + 5 * SECOND - us) / 1e6)
    nearest = days.db.execute(
        "SELECT min(abs(time_us - ?)) FROM location JOIN track USING (item) WHERE mark IN ('', 'leap') AND source IN"
        " (SELECT s.id FROM source s JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit"
        "  WHERE x.label = 'E1')", (START + HOUR + 5 * SECOND,)).fetchone()[0]  # fmt: skip
    assert abs(START + HOUR + 5 * SECOND - us) == nearest
    assert message.findtext(f".//{KML}coordinates") == f"{lon:.7f},{lat:.7f}"
    assert "12" in balloon(call)
    assert kmz[0].classes["E1"]["calls and messages too far in time from any position"] == 1


def test_stays_and_trips_are_those_of_the_case(days, kmz):
    found = folders(kmz[1]["doc.kml"])
    stays, trips = list(movement.stays(days.db)), list(movement.trips(days.db))
    marks = [m for f in kmz[1]["doc.kml"].iter(f"{KML}Folder") if "Stays" in (f.findtext(f"{KML}name") or "")
             for m in placemarks(f)]  # fmt: skip
    assert [int(value(mark, "stay")) for mark in marks] == [stay.id for stay in stays]
    assert marks[0].findtext(f".//{KML}begin") == when(stays[0].arrived_us)
    assert "First position outside after" in balloon(marks[0])
    assert found["Trips between stays, computed"].findtext(f"{KML}visibility") == "0"
    assert sum((kmz[0].classes["E1"] + kmz[0].classes["E2"])[name] for name in ("stays", "trips")) == len(stays + trips)


def test_what_is_no_place_is_listed_not_dropped(kmz):
    found = folders(kmz[1]["doc.kml"])
    folder = found["Not placed: 2"]
    assert "latitude outside -90 to 90: 1" in (folder.findtext(f"{KML}description") or "")
    impossible = next(mark for mark in placemarks(folder) if "outside" in (mark.findtext(f"{KML}name") or ""))
    assert impossible.find(f"{KML}Point") is None
    assert "95.0" in balloon(impossible)


def test_the_document_carries_its_caveat_and_legend(kmz):
    _, documents_, path = kmz
    document = documents_["doc.kml"].find(f"{KML}Document")
    assert "not the way taken" in document.findtext(f"{KML}description")
    assert ZONE in document.findtext(f"{KML}description")
    assert document.find(f"{KML}ScreenOverlay").findtext(f".//{KML}href") == "legend.png"
    with zipfile.ZipFile(path) as archive:
        assert archive.read("legend.png").startswith(b"\x89PNG")


def test_a_large_case_is_an_overview_with_days_behind_links(days, tmp_path, kmz):
    path = tmp_path / "large.kmz"
    result = write_kmz(MapCase(days.db), path, zone=ZONE, one_document=100)
    found = documents(path)
    assert {"doc.kml", "phone1.kml", "phone2.kml", "phone1-2026-03-01-1.kml"} <= set(found)
    every_day = [row for name, root in found.items() if name.count("-") for row in track_points(root)]
    whole = track_points(kmz[1]["doc.kml"])
    assert len(every_day) < len(whole)
    assert set(every_day) < set(whole)
    not_drawn = sum(classes.pop(NOT_DRAWN) for classes in result.classes.values() if NOT_DRAWN in classes)
    assert not_drawn == len(whole) - len(every_day)
    assert THINNED in found["doc.kml"].findtext(f".//{KML}description")
    note = folders(found["phone1.kml"])["Track: positions of the device"].findtext(f"{KML}description")
    assert RULE in note
    assert re.search(r"\d+ of \d+ positions are drawn", note)
    regions = list(found["phone1.kml"].iter(f"{KML}Region"))
    assert len(regions) >= 4
    assert result.classes == kmz[0].classes
    listed = [folder for name, folder in folders(found["phone1-2026-03-01-1.kml"]).items() if name.startswith("Calls")]
    assert "share a sign" in (listed[0].findtext(f"{KML}description") or "")
    links = list(found["phone1.kml"].iter(f"{KML}NetworkLink"))
    assert all(link.findtext(f"{KML}visibility") == "0" for link in links)
    assert "Overview" in [mark.findtext(f"{KML}name") for mark in found["phone1.kml"].iter(f"{KML}Placemark")]


def test_all_positions_are_drawn_in_a_large_case_where_that_is_asked(days, tmp_path, kmz):
    path = tmp_path / "all.kmz"
    result = write_kmz(MapCase(days.db), path, zone=ZONE, one_document=100, all_positions=True)
    found = documents(path)
    every_day = [row for name, root in found.items() if name.count("-") for row in track_points(root)]
    assert sorted(every_day) == sorted(track_points(kmz[1]["doc.kml"]))
    assert result.classes == kmz[0].classes
    assert not any(RULE in (each.text or "") for root in found.values() for each in root.iter(f"{KML}description"))


def test_a_large_case_lists_calls_and_messages_that_stand_together(tmp_path):
    made = MadeCase()
    made.add("E1", *[location(START + n * MINUTE, 52 + n / 1e5, 4.9, n / 2) for n in range(300)])
    sent = [Message(time=at(START + n * MINUTE + 7 * SECOND), direction="incoming", counterpart=f"+1555555{n:04d}<&>",
                    body="secret") for n in range(300)]  # fmt: skip
    made.add(
        "E1", *sent, Call(time=at(START + MINUTE), direction="outgoing", counterpart="+15550000000", duration_s=9.5)
    )
    path = tmp_path / "many.kmz"
    result = written(made, path, one_document=10)
    root = documents(path)["phone1-2026-03-01-1.kml"]
    (folder,) = [each for name, each in folders(root).items() if name.startswith("Calls and messages: 301")]
    marks = placemarks(folder)
    assert result.classes["E1"]["placed"] == 301
    assert len(marks) == 4, "three cells of a thousandth of a degree, and the call apart"
    places = [mark.findtext(f".//{KML}coordinates") for mark in marks]
    assert places == ["4.9000000,52.0000000", "4.9000000,52.0000100", "4.9000000,52.0010000", "4.9000000,52.0020000"]
    assert sorted(int(item) for mark in marks for item in value(mark, "items").split()) == list(range(301, 602))
    lines = [line for mark in marks for line in balloon(mark).removesuffix("</table>").split("<tr>")]
    rows = sorted(line.split("<td>")[1:] for line in lines if line.startswith("<td>#"))
    assert len(rows) == 301
    for item, key, utc, local, direction, who, connected, position, place, after, accuracy in rows[:300]:
        number = int(item[1:]) - 301
        assert (key, direction, connected) == (item[1:], "incoming", "")
        assert who == f"+1555555{number:04d}<&>"
        assert utc == when(START + number * MINUTE + 7 * SECOND)
        assert local == f"{when(START + HOUR + number * MINUTE + 7 * SECOND)[:-1]}+01:00"
        assert (position, after, accuracy) == (f"#{number + 1}", "7.0", f"{number / 2:g} m")
        assert place == f"{52 + number / 1e5:.5f}, 4.90000"
    text = balloon(marks[0])
    for said in ("/data/made.up.db", "SHA-256", "live", "Why here", "made.up"):
        assert said in text
    assert "secret" not in text
    assert rows[300][4:7] == ["outgoing", "+15550000000", "9.5"]
    assert folder.findtext(f".//{KML}begin") == when(START + 7 * SECOND)


@pytest.fixture
def talkative(monkeypatch):
    """A phone with more calls and messages than are listed, half of the messages at each of two places."""
    monkeypatch.setattr(phone, "COUNTED", 300)
    made = MadeCase()
    fixes = [location(START + n * MINUTE, 52 + n // 150 / 100, 4.9, None if n == 4 else 9 + n / 10) for n in range(300)]
    sent = [Message(time=at(START + n * MINUTE + 7 * SECOND), counterpart="+15555550100") for n in range(300)]
    made.add("E1", *fixes, *sent)
    made.add("E1", Call(time=at(START + MINUTE), duration_s=9.5))
    made.db.execute("UPDATE source SET records = (SELECT count(*) FROM item WHERE item.source = source.id)")
    return made


def test_very_many_calls_and_messages_are_counted_by_place_with_their_numbers(talkative, tmp_path):
    result = written(talkative, tmp_path / "counted.kmz", one_document=10)
    found = documents(tmp_path / "counted.kmz")
    assert not any(name.startswith("Calls") for name in folders(found["phone1-2026-03-01-1.kml"]))
    folder = folders(found["phone1.kml"])["Calls and messages, counted"]
    assert "`phonefx timeline CASE` shows each" in folder.findtext(f"{KML}description")
    marks = placemarks(folder)
    assert [(mark.findtext(f"{KML}name"), mark.findtext(f".//{KML}coordinates")) for mark in marks] == [
        ("149 messages during stay 1", "4.9000000,52.0000000"), ("#601 call during stay 1", "4.9000000,52.0000000"),
        ("#450 message", "4.9000000,52.0000000"), ("149 messages during stay 2", "4.9000000,52.0100000"),
        ("#600 message", "4.9000000,52.0100000"),
    ]  # fmt: skip
    items = [[int(item) for item in value(mark, "items").split()] for mark in marks]
    assert items == [list(range(301, 450)), [601], [450], list(range(451, 600)), [600]]
    assert [marks[0].findtext(f".//{KML}{end}") for end in ("begin", "end")] == [
        when(START + 7 * SECOND), when(START + 148 * MINUTE + 7 * SECOND),
    ]  # fmt: skip
    for said in ("<td>149<", value(marks[0], "items"), "between the first and the last position of stay 1", "1 min 0 s",
                 "+01:00", "SHA-256", "/data/made.up.db", "live", "Why here", "made.up"):  # fmt: skip
        assert said in balloon(marks[0])
    assert "at most 7.0 s away, accuracy 23.9 to 23.9 m" in balloon(marks[2])
    assert result.classes["E1"]["calls and messages counted by place, not listed"] == 301


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 11)), max_size=40), st.integers(0, 20), st.integers(0, 20))
def test_a_count_is_that_of_each_source_whose_calls_and_messages_are_of_the_time(rows, low, high):
    """More sources than SQLite counts at once, many of one moment, positions and another phone between."""
    made = MadeCase()
    for second, number in rows:
        happened = Message(time=at(START + second * SECOND), counterpart="+15555550100")
        made.add("E2" if number == 11 else "E1", happened, parser=f"p{number}")
        made.add("E1", location(START + second * SECOND, 52.0, 4.9))
    case = MapCase(made.db)
    ends = START + low * SECOND, START + high * SECOND
    counted = [(case.origin_of(its.source, 0).parser, *its[1:]) for its in case.counted("E1", *ends)]
    expected = {}
    for item, (second, number) in sorted(enumerate(rows), key=lambda row: (row[1][0], row[0])):
        if low <= second <= high and number != 11:
            expected.setdefault(f"p{number}", []).append((2 * item + 1, START + second * SECOND))
    assert counted == [
        (parser, len(own), own[0][1], own[-1][1], " ".join(str(item) for item, _ in own))
        for parser, own in expected.items()
    ]


def test_what_is_counted_under_way_is_counted_where_it_was(talkative, tmp_path):
    """A phone that never rests: each stands at the nearest position, or is counted as too far from any."""
    made = MadeCase()
    made.add("E1", *[location(START + n * MINUTE, 52 + n / 100, 4.9, None) for n in range(60)])
    moments = [START - 16 * MINUTE, *[START + n * 6 * MINUTE + 20 * SECOND for n in range(10)], START + 90 * MINUTE]
    made.add("E1", *[Message(time=at(us), counterpart="+15555550100") for us in moments])
    made.db.execute("UPDATE source SET records = 400")
    result = written(made, tmp_path / "way.kmz", one_document=10)
    marks = placemarks(folders(documents(tmp_path / "way.kmz")["phone1.kml"])["Calls and messages, counted"])
    assert [float(mark.findtext(f".//{KML}coordinates").split(",")[1]) for mark in marks] == pytest.approx(
        [52 + n * 6 / 100 for n in range(10)]
    )
    assert all("at most 20.0 s away, accuracy not stored for 1" in balloon(mark) for mark in marks)
    assert result.classes["E1"]["calls and messages too far in time from any position"] == 2
    assert result.classes["E1"]["placed"] == 10


def test_a_stay_with_a_long_silence_counts_none_that_is_far_from_its_positions(talkative, tmp_path):
    made = MadeCase()
    made.add("E1", *[location(START + (n + n // 30 * 50) * MINUTE, 52, 4.9) for n in range(60)])
    made.add("E1", *[Message(time=at(START + n * MINUTE), counterpart="+15555550100") for n in range(100)])
    made.db.execute("UPDATE source SET records = 400")
    result = written(made, tmp_path / "gap.kmz", one_document=10)
    assert result.classes["E1"]["stays"] == 1
    assert result.classes["E1"]["placed"] == 30 + 15 + 15 + 20
    assert result.classes["E1"]["calls and messages too far in time from any position"] == 20


def test_very_many_are_listed_where_all_is_asked_for(talkative, tmp_path):
    result = written(talkative, tmp_path / "listed.kmz", one_document=10, all_positions=True)
    root = documents(tmp_path / "listed.kmz")["phone1-2026-03-01-1.kml"]
    (folder,) = [each for name, each in folders(root).items() if name.startswith("Calls and messages: 301")]
    assert sum(balloon(mark).count("<tr><td>#") for mark in placemarks(folder)) == 301
    assert "calls and messages counted by place, not listed" not in result.classes["E1"]


def test_what_is_withheld_is_not_counted(talkative, tmp_path):
    redaction = Redaction("X", withheld=((302, "sealed"),))
    movement.build(talkative.db)
    write_kmz(map_case(talkative.db, redaction), tmp_path / "w.kmz", zone=ZONE, one_document=10)
    root = documents(tmp_path / "w.kmz")["phone1.kml"]
    items = [item for mark in root.iter(f"{KML}Placemark") for item in (value(mark, "items") or "").split()]
    assert sorted(map(int, items)) == [301, *range(303, 602)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 400), unique=True, max_size=20), st.lists(st.integers(0, 400), max_size=20),
       st.integers(1, 60), st.integers(1, 7))  # fmt: skip
def test_each_is_placed_at_the_nearest_position_however_the_track_is_cut(positions, moments, within, stretch):
    rows = [(number, number, us, us / 5, us / 7, None) for number, us in enumerate(sorted(positions), 1)]
    happenings = [Happening(n, us, 1, "call", None, None, None, None, None, n) for n, us in enumerate(sorted(moments))]
    placing = Placing(iter(happenings), within)
    placed = [each for low in range(0, len(rows), stretch) for each in placing.among(rows[low : low + stretch])]
    placed += placing.end()
    near = {each.item: min(((abs(row[2] - each.us), row) for row in rows), default=None) for each in happenings}
    found = {happening.item: (happening, position) for happening, position in placed}
    assert len(found) == len(placed)
    assert set(found) == {item for item, best in near.items() if best and best[0] <= within}
    assert placing.unplaced == len(happenings) - len(placed)
    for item, (happening, position) in found.items():
        away, row = near[item]
        assert position == row
        assert abs(happening.us - position[2]) == away


def test_a_busy_day_is_cut_and_thinned_by_the_stated_rule(tmp_path, monkeypatch):
    from phonefx.report.maps.kml import document

    monkeypatch.setattr(document, "SHOWN", 1_000)
    made = MadeCase()
    made.add("E1", *[location(START + n * SECOND, 52 + n / 1e6, 4.9) for n in range(12_000)])
    path = tmp_path / "busy.kmz"
    written(made, path, one_document=10, zone="UTC", all_positions=True)
    found = documents(path)
    parts = [name for name in found if name.startswith("phone1-2026")]
    assert parts == [f"phone1-2026-03-01-{n}.kml" for n in (1, 2, 3)]
    assert [len(track_points(found[name])) for name in parts] == [5_000, 5_000, 2_000]
    first = folders(found[parts[0]])
    assert "Positions: 418 of the 5000 in the track" in first
    marks = placemarks(first["Positions: 418 of the 5000 in the track"])
    assert [int(value(mark, "item")) for mark in marks[:3]] == [1, 13, 25]
    assert int(value(marks[-1], "item")) == 5_000
    index = folders(found["phone1.kml"])["Track: positions of the device"]
    assert "one position in 12 " in index.findtext(f"{KML}description")


def test_classes_of_many_positions_go_to_files_of_their_own(tmp_path):
    made = MadeCase()
    made.add("E1", *[location(START + n, 52.0, 4.9 + n / 1e6, evidence_of="network_anchor") for n in range(10_100)])
    path = tmp_path / "many.kmz"
    result = written(made, path, one_document=10)
    found = documents(path)
    assert [sum(1 for _ in found[f"phone1-more-{n}.kml"].iter(f"{KML}Point")) for n in (1, 2, 3)] == [5000, 5000, 100]
    assert result.classes["E1"]["network_anchor"] == 10_100


def test_meetings_and_incidents_have_folders_by_status(days, tmp_path):
    layers = [
        Layer(52.3, 4.9, "Meeting 1", "meeting", "", START, START + HOUR, (("Phones", "E1 and E2"),)),
        Layer(52.4, 4.9, "Report 7", "incident", "confirmed", START),
        Layer(52.4, 4.9, "Report 8", "incident", "alleged", None, None, (("Note", "<b>&</b>"),)),
    ]
    path = tmp_path / "layers.kmz"
    write_kmz(MapCase(days.db), path, layers=layers)
    found = folders(documents(path)["doc.kml"])
    assert {"Leads: positions of two phones agree", "Incidents", "confirmed: 1", "alleged: 1"} <= set(found)
    (meeting,) = placemarks(found["Leads: positions of two phones agree"])
    assert "E1 and E2" in balloon(meeting)
    assert "<td>Time, UTC</td>" in balloon(meeting), "the zone of the map, here UTC"


def test_across_the_180th_meridian_and_at_the_poles(tmp_path):
    made = MadeCase()
    path = tmp_path / "far.kmz"
    spots = [
        (-17.0, 179.9999),
        (-17.001, -179.9999),
        (-17.002, 179.9998),
        (89.9999, 10.0),
        (-90.0, 180.0),
        (0.0, 179.9),
    ]
    made.add("E1", *[location(START + n * HOUR, *spot, 900.0) for n, spot in enumerate(spots)])
    for one_document in (100, 1):
        written(made, path, one_document=one_document)
        documents(path)
    box = next(documents(path)["phone1.kml"].iter(f"{KML}LatLonAltBox"))
    assert (box.findtext(f"{KML}west"), box.findtext(f"{KML}east")) == ("-180.00000", "180.00000")


HOSTILE = [
    "\x0b\x00\x1f", "]]><script>alert(1)</script>", "\ud800\udfff", "\ufffe\uffff", "\u202etxt.exe", "x" * 10_000,
    "$[name] &amp; &#0; %n", "𓀀👩‍👩‍👧‍👦" * 50, "<img src=//198.51.100.7/x>",
]  # fmt: skip


def test_an_accuracy_that_is_no_text_at_all_leaves_its_position_where_it_is():
    made = MadeCase()
    made.add("E1", *(location(START + number * MINUTE, 52.0 + number / 1000, 4.9) for number in range(3)))
    movement.build(made.db)
    made.db.execute("UPDATE location_own SET accuracy_m = CAST(x'41ff' AS TEXT) WHERE latitude = 52.001")
    made.db.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    case = MapCase(made.db)
    assert [row[3::2] for row in case.used(case.span("E1"))] == [(52.0, 10.0), (52.001, "A\\xff"), (52.002, 10.0)]


def test_hostile_text_changes_nothing_but_itself(tmp_path):
    made = MadeCase()
    for number, text in enumerate(HOSTILE):
        stored = text.encode("utf-8", "backslashreplace").decode()
        made.add(
            "E1", location(START + number * MINUTE, 52.0, 4.9, evidence_of="searched", place=stored, whose=stored),
            location(START + number * MINUTE, 52.0, 4.9, method=stored), parser=f"p{number}",
        )  # fmt: skip
        made.add("E1", Message(time=at(START + number * MINUTE), counterpart=stored, body=stored))
    path = tmp_path / "hostile.kmz"
    written(made, path)
    root = documents(path)["doc.kml"]
    assert all(len(name.text or "") < 260 for name in root.iter(f"{KML}name"))
    for mark in root.iter(f"{KML}Placemark"):
        shown = mark.findtext(f"{KML}description") or ""
        assert "<script" not in shown
        assert "<img" not in shown
        assert {part.split(">")[0] for part in shown.split("<")[1:]} <= {"table", "tr", "td", "/table", "/tr", "/td"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(
    st.one_of(st.floats(-90, 90), st.floats(-90, 90), st.floats(), st.text(max_size=3), st.none(), st.binary()),
    st.one_of(st.floats(-180, 180), st.floats(-180, 180), st.floats(), st.integers(-(2**62), 2**62)),
    st.one_of(st.none(), st.floats(), st.sampled_from(["<&>", "\x0b", "25"])),
    st.one_of(st.none(), st.integers(1, 7_258_118_399_999_999)),
    st.sampled_from([*EVIDENCE_OF, "unheard of"]),
), max_size=8))  # fmt: skip
def test_whatever_is_stored_the_map_is_valid_and_accounts_for_all(tmp_path_factory, rows):
    made = MadeCase()
    for latitude, longitude, accuracy, us, evidence_of in rows:
        made.add("E1", Location(
            time=at(us), latitude=latitude, longitude=longitude, accuracy_m=accuracy, evidence_of=evidence_of
        ))  # fmt: skip
    path = tmp_path_factory.mktemp("any") / "any.kmz"
    result = write_kmz(MapCase(made.db), path) if rows else None
    if result is not None:
        documents(path)
        counted = sum(result.classes["E1"][name] for name in (*EVIDENCE_OF, "unheard of"))
        assert counted + sum(result.faults["E1"].values()) == len(rows)


def test_a_case_without_a_computed_track_still_gives_a_map(tmp_path):
    made = MadeCase()
    made.add("E1", *[location(START + n * MINUTE, 52 + n / 1000, 4.9) for n in range(5)], location(None, 52.0, 4.9))
    result = write_kmz(MapCase(made.db), tmp_path / "plain.kmz")
    found = documents(tmp_path / "plain.kmz")
    assert result.classes["E1"]["device_fix"] == 6
    assert len(track_points(found["doc.kml"])) == 5


def test_an_empty_case_is_an_empty_valid_map(tmp_path):
    write_kmz(MapCase(MadeCase().db), tmp_path / "empty.kmz")
    assert not list(documents(tmp_path / "empty.kmz")["doc.kml"].iter(f"{KML}Placemark"))


def test_a_run_that_fails_leaves_no_half_file(tmp_path, days):
    days.db.create_function("nothing", 0, lambda: None)

    class Broken(MapCase):
        def used(self, rows):
            super().used(rows)
            raise KeyError(rows)

    with pytest.raises(KeyError):
        write_kmz(Broken(days.db), tmp_path / "broken.kmz")
    assert list(tmp_path.iterdir()) == []
