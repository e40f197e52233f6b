"""The commands that show and mark a case, as a user runs them."""

from __future__ import annotations

import csv
import json

import click
import pytest
from benchmarks.made_case import at, finished
from benchmarks.made_movement import DAY, HOUR, START, daily, sampled
from click.testing import CliRunner

from phonefx.case import audit
from phonefx.case.verify import verify
from phonefx.cli.main import command as phonefx
from phonefx.errors import PhonefxError, UsageError
from phonefx.records import App, Call, Contact, ContactPoint, DeviceFact, Event, Location, Message

TOWN = {"home": (52.37, 4.89), "work": (52.31, 4.94), "gym": (52.39, 4.95)}
ANN, BEN, EVE = "+447700900001", "+447700900002", "+447700900003"


def fill(made):
    for exhibit, own, other, seed in (("E1", ANN, BEN, 1), ("E2", BEN, ANN, 1)):
        made.add(exhibit, DeviceFact(name="phone number", value=own), DeviceFact(name="timezone", value="Europe/Paris"))
        made.add(exhibit, *sampled(daily(seed, TOWN, 3), seed + len(exhibit), every_s=300))
        for day in range(5):
            out = ("outgoing", "incoming") if exhibit == "E1" else ("incoming", "outgoing")
            for number, direction in enumerate(out):
                us = START + day * DAY + number * HOUR
                made.add(
                    exhibit, Message(time=at(us), counterpart=other, body=f"parcel {day} {number}", direction=direction)
                )
    card = [ContactPoint(type="phone", value=EVE), ContactPoint(type="email", value="eve@example.org")]
    made.add("E1", Contact(name="Eve"), parts=card)
    made.add("E1", Call(time=at(START), counterpart=EVE, direction="incoming"), App(name="Chat", removed=at(START)))
    made.add(
        "E1", Message(time=at(START + 3 * HOUR), counterpart=EVE, body="only here \x1b[31m倉庫", direction="incoming")
    )
    made.add("E1", Event(time=at(START), category="boot"), Event(time=at(START), category="screen"), basis="device")


@pytest.fixture
def folder(tmp_path):
    return finished(tmp_path / "case", fill)


def run(*arguments):
    result = CliRunner().invoke(phonefx, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def as_json(*arguments):
    return json.loads(run(*arguments, "--json"))


def faults(folder):
    return [check for check in verify(folder, {}) if check.fault]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["people", "list"], "Eve"),
        (["people", "list", "--joins"], "on one contact card of E1"),
        (["people", "list", "--doubts"], "no doubts"),
        (["people", "list", "--identities"], "eve@example.org"),
        (["people", "list", "--owners"], "stored as the phone's own number"),
        (["links"], "NAME AS SAVED"),
        (["duplicates"], "message"),
        (["duplicates", "--items"], "sent by one phone and received by the other"),
        (["duplicates", "--one-sided"], "nothing one-sided"),
        (["movement"], "E2"),
        (["movement", "--stays"], "Amsterdam"),
        (["movement", "--trips", "--exhibit", "E1"], "E1"),
        (["movement", "--places"], "most frequent night-time place"),
        (["movement", "--day", "2026-03-02", "--exhibit", "E1"], "hours of the day have a position (UTC)"),
        (["meetings"], "score = places"),
        (["meetings", "--each"], "place"),
        (["clocks"], "Europe/Paris"),
        (["clocks", "--events"], "boot"),
        (["clocks", "--placed"], "wall clock read in Europe/Paris"),
        (["clocks", "--offsets"], "no message has both times"),
        (["leads"], "Chat is recorded as removed"),
        (["leads", "--topics"], "short-lived number"),
        (["incidents"], "no reports"),
        (["note"], "no notes"),
    ],
    ids=" ".join,
)
def test_what_is_shown_as_a_table_and_as_json(folder, arguments, word):
    group = 2 if arguments[0] == "people" else 1
    asked = [*arguments[:group], folder, *arguments[group:]]
    assert word in run(*asked)
    assert isinstance(as_json(*asked), list)


def test_leads_give_their_items_in_json(folder):
    (lead,) = as_json("leads", folder, "--topic", "app removed")
    assert len(lead["items"]) == 1
    assert lead["limits"]


def test_an_examiner_names_splits_and_joins(folder):
    run("people", "name", folder, EVE, "The caller", "--why", "item 5")
    assert "The caller" in run("people", "list", folder)
    run("people", "split", folder, "eve@example.org")
    assert as_json("people", "list", folder, "--joins") == []
    run("people", "join", folder, EVE, "eve@example.org", "--why", "told so")
    assert [row["reason"] for row in as_json("people", "list", folder, "--joins")] == [
        "joined by the examiner: told so"
    ]
    actions = [entry["action"] for entry in audit.entries(folder)]
    assert [action for action in actions if action.startswith("people")] == [
        "people: name",
        "people: split",
        "people: join",
    ]
    assert faults(folder) == []


def test_numbers_and_carriers(folder, tmp_path):
    assert run("people", "facts", "+12025550123").count("US") == 1
    carriers, market = tmp_path / "c.csv", tmp_path / "m.csv"
    carriers.write_text("number,carrier\n+44770090*,Co\n", encoding="utf-8")
    market.write_text("carrier,share\nCo,25%\n", encoding="utf-8")
    (row,) = as_json("people", "carriers", folder, carriers, market)
    assert (row["numbers"], row["factor"]) == (1, 4.0)
    run("people", "region", folder, "E1", "gb")
    assert faults(folder) == []


def test_search_makes_its_index_once_and_saves_a_selection(folder):
    assert "nothing found" in run("search", folder, "unheard")
    seals = [entry["action"] for entry in audit.entries(folder)]
    assert "text index" in seals
    found = as_json("search", folder, "倉庫", "--save", "report")
    assert [row["field"] for row in found] == ["message.body"]
    assert "\x1b" not in run("search", folder, "倉庫")
    assert as_json("search", folder, "parcel", "--kind", "call") == []
    assert {row["exhibit"] for row in as_json("search", folder, "parcel", "--exhibit", "E2")} == {"E2"}
    assert as_json("select", "list", folder, "report") == [{"item": found[0]["item"]}]
    assert [entry["action"] for entry in audit.entries(folder)].count("text index") == 1
    assert faults(folder) == []


def test_tags_selections_and_notes(folder, tmp_path):
    words = tmp_path / "words.csv"
    words.write_text("term,category\nparcel,goods\n", encoding="utf-8")
    assert "20 new hits of 1 term of" in run("tag", "words", folder, words)
    assert "new tags" in run("tag", "extract", folder, "email")
    assert "3 items tagged key" in run("tag", "add", folder, "key", "1", "3-4")
    assert "1 item no longer" in run("tag", "remove", folder, "key", "4")
    run("tag", "review", folder, "1", "not relevant")
    assert as_json("tag", "list", folder)[0]["review"] == "not relevant"
    rules = {row["name"]: (row["times"], row["items"]) for row in as_json("tag", "list", folder, "--rules")}
    assert rules["parcel"] == (20, 20)
    assert "items added" in run("select", "add", folder, "report", "7", "--tag", "key", "--lead", "1")
    run("select", "remove", folder, "report", "7")
    (row,) = as_json("select", "list", folder)
    assert row["made_by"] == "lead 1, tag key, number"
    run("note", folder, "1", "seen on the table")
    assert [row["text"] for row in as_json("note", folder)] == ["seen on the table"]
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tag add", "key", "1", "3-4"], {"tag": "key", "added": 3}),
        (["tag remove", "key", "1"], {"tag": "key", "taken": 0}),
        (["tag extract", "email"], {"extractors": ["email"], "added": 0}),
        (["select add", "kept", "7,9"], {"selection": "kept", "added": 2}),
        (["note", "1", "seen"], {"item": 1}),
        (["people name", EVE, "Ev", "--why", "told"],
         {"action": "name", "key": f"phone:{EVE}", "value": "Ev", "why": "told"}),
        (["people split", EVE], {"action": "split", "key": f"phone:{EVE}", "value": None, "why": None}),
        (["people region", "E1", "gb"], {"action": "region", "key": "E1", "value": "GB", "why": None}),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_command_did_is_told_as_json_too(folder, arguments, told):
    command, *rest = arguments
    assert as_json(*command.split(), folder, *rest) == told
    assert faults(folder) == []


def test_every_command_of_the_timeline_takes_json():
    def leaves(command, path):
        for name, each in getattr(command, "commands", {}).items():
            yield from leaves(each, [*path, name])
        if not hasattr(command, "commands"):
            yield " ".join(path), {option for parameter in command.params for option in parameter.opts}

    context = click.Context(phonefx)
    for name in ("timeline", "search", "people", "links", "duplicates", "movement", "meetings", "incidents", "clocks",
                 "leads", "tag", "select", "note"):  # fmt: skip
        for path, options in leaves(phonefx.get_command(context, name), [name]):
            assert "--json" in options, path


def test_the_graph_is_written(folder, tmp_path):
    files = [tmp_path / name for name in ("links.csv", "links.graphml", "links.svg")]
    run("links", folder, "--csv", files[0], "--graphml", files[1], "--svg", files[2])
    assert len(list(csv.DictReader(files[0].read_text(encoding="utf-8-sig").splitlines()))) == 3
    assert all(path.stat().st_size > 500 for path in files)
    assert "links are not shown" in run("links", folder, "--most", "1")


def test_an_incident_layer(folder, tmp_path):
    layer = tmp_path / "reports.csv"
    layer.write_text(
        "time,lat,lon,name,status\n2026-03-01T02:00Z,52.37,4.89,A,open\n2030-01-01,1,1,B,open\n", encoding="utf-8"
    )
    rows = as_json("incidents", folder, layer)
    assert [(row["name"], row["exhibit"]) for row in rows] == [("A", "E1"), ("A", "E2"), ("B", "")]
    assert rows[0]["nearest_m"] < 100
    assert rows[2]["nearest_m"] is None
    assert faults(folder) == []


def output(*arguments):
    """What a command prints for a program; what it says beside that is left out."""
    return CliRunner().invoke(phonefx, [str(each) for each in arguments], catch_exceptions=False).stdout


@pytest.mark.parametrize("person", [EVE, "07700 900003", "+44 (7700) 900-003", "EVE@example.org", "eve", "Eve"])
def test_the_timeline_of_a_person_is_found_by_any_spelling_and_by_name(folder, person):
    rows = json.loads(output("timeline", folder, "--person", person, "--json"))
    assert {(row["kind"], row["text"]) for row in rows} == {("call", None), ("message", "only here \x1b[31m倉庫")}


def test_the_timeline_of_a_person_by_its_number_names_who_is_meant(folder):
    (eve,) = [row for row in as_json("people", "list", folder) if row["name"] == "Eve"]
    done = CliRunner().invoke(phonefx, ["timeline", str(folder), "--person", f"#{eve['id']}"])
    assert f"person #{eve['id']}: Eve" in done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_joined_address_shows_what_the_person_had_by_the_other_one(folder):
    run("people", "join", folder, EVE, BEN, "--why", "told so")
    rows = json.loads(output("timeline", folder, "--person", EVE, "--kind", "message", "--json"))
    assert {row["who"] for row in rows} == {EVE, BEN}
    assert {row["exhibit"] for row in rows} == {"E1"}


def test_who_is_nobody_of_the_case_is_looked_for_in_what_is_stored(folder):
    assert len(output("timeline", folder, "--person", "900003").splitlines()) == 2
    assert output("timeline", folder, "--person", "Zacharias") == ""


def test_the_timeline_says_which_other_items_tell_the_same_event(folder):
    rows = json.loads(output("timeline", folder, "--kind", "message", "--json"))
    parcels = {row["item"]: row for row in rows if row["text"].startswith("parcel")}
    assert len(parcels) == 20
    for row in parcels.values():
        (other,) = row["also"]
        assert parcels[other]["also"] == [row["item"]]
        assert (parcels[other]["text"], parcels[other]["event"]) == (row["text"], row["event"])
        assert parcels[other]["exhibit"] != row["exhibit"]
    (alone,) = (row for row in rows if row["item"] not in parcels)
    assert (alone["event"], alone["also"]) == (None, [])
    first = min(parcels)
    line = next(each for each in output("timeline", folder).splitlines() if f"#{first} " in each)
    assert line.endswith(f"(also #{parcels[first]['also'][0]})")
    table = list(csv.DictReader(output("timeline", folder, "--kind", "message", "--csv").splitlines()))
    assert [row["also"] for row in table if row["item"] == str(first)] == [str(parcels[first]["also"][0])]


def test_reports_of_a_layer_stand_between_the_items(folder, tmp_path):
    layer = tmp_path / "reports.csv"
    layer.write_text(
        "time,lat,lon,name,status\n2026-03-01T03:30Z,52.37,4.89,A,open\n1999-01-01,1,1,B,closed\n", encoding="utf-8"
    )
    run("incidents", folder, layer)
    rows = json.loads(output("timeline", folder, "--json", "--timezone", "UTC"))
    reports = [(number, row) for number, row in enumerate(rows) if row["kind"] == "incident"]
    assert [(row["item"], row["exhibit"], row["text"]) for _, row in reports] == [
        (None, "reports", "closed · B"), (None, "reports", "open · A"),
    ]  # fmt: skip
    (before, _), (place, report) = reports
    assert before == 0
    assert rows[place - 1]["time"] <= report["time"] <= rows[place + 1]["time"]
    assert json.loads(output("timeline", folder, "--kind", "message", "--text", "open", "--json")) == []
    assert len(json.loads(output("timeline", folder, "--kind", "incident", "--text", "OPEN", "--json"))) == 1
    assert len(output("timeline", folder, "--limit", "3").splitlines()) == 3
    assert "reports  incident [examiner], reported  open" in output("timeline", folder, "--exhibit", "reports")


def test_what_a_filter_shows_becomes_a_selection(folder):
    shown = json.loads(output("timeline", folder, "--person", "Eve", "--json", "--save", "eve"))
    kept = [row["item"] for row in as_json("select", "list", folder, "eve")]
    assert kept == list(dict.fromkeys(row["item"] for row in shown))
    assert as_json("select", "list", folder)[0]["made_by"] == "timeline"
    assert "select" in [entry["action"] for entry in audit.entries(folder)]
    assert faults(folder) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["movement", "CASE", "--day", "2026-03-02"],
        ["movement", "CASE", "--day", "soon", "--exhibit", "E1"],
        ["leads", "CASE", "--topic", "guilt"],
        ["tag", "add", "CASE", "x", "seven"],
        ["tag", "add", "CASE", "x", "1-999999999"],
        ["select", "add", "CASE", "x", "--lead", "99"],
        ["select", "add", "CASE", "x", "--tag", "none"],
        ["select", "list", "CASE", "none"],
        ["people", "facts", "12"],
        ["people", "join", "CASE", "nobody", "noone"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_one_line(folder, arguments):
    asked = [str(folder) if each == "CASE" else each for each in arguments]
    with pytest.raises(UsageError) as error:
        CliRunner().invoke(phonefx, asked, catch_exceptions=False, standalone_mode=False)
    assert "\n" not in str(error.value)
    assert faults(folder) == []


def test_a_number_that_no_item_has(folder):
    with pytest.raises(PhonefxError, match="there is no item 99999"):
        CliRunner().invoke(phonefx, ["note", str(folder), "99999", "x"], catch_exceptions=False)


def test_of_a_recovered_item_the_timeline_says_where_its_confidence_stands(folder, tmp_path):
    def former(made):
        made.add("E1", Message(time=at(START), body="gone"), state="recovered")

    case = finished(tmp_path / "former", former)
    done = CliRunner().invoke(phonefx, ["timeline", str(case)])
    assert "message [recovered]" in done.stdout
    assert "`phonefx trace CASE ITEM` tells how sure" in done.stderr
    assert "phonefx trace" not in CliRunner().invoke(phonefx, ["timeline", str(folder)]).stderr


def test_the_timeline_says_where_and_a_trace_when(tmp_path):
    def placed(made):
        here = {"latitude": 48.2, "longitude": -16.37, "evidence_of": "device fix"}
        made.add("E1", Location(time=at(START), accuracy_m=12.5, **here), Location(time=at(START + HOUR), **here))
        made.add("E1", Event(time=at(START), category="boot"), basis="device")

    case = finished(tmp_path / "placed", placed)
    first, second, third = output("timeline", case, "--timezone", "UTC").splitlines()
    assert "  48.2, -16.37 ± 12.5 m" in f"{first}\n{second}"
    assert "48.2, -16.37\n" in f"{third}\n"
    rows = json.loads(output("timeline", case, "--kind", "location", "--json"))
    assert [[row[name] for name in ("latitude", "longitude", "accuracy_m")] for row in rows] == [
        [48.2, -16.37, 12.5], [48.2, -16.37, None]
    ]  # fmt: skip
    profile = tmp_path / "profile.json"
    profile.write_text('{"profile": "disclosure", "place_decimals": -1}', encoding="utf-8")
    assert "48.2" not in output("timeline", case, "--redaction", profile)
    assert f"  time_us: {START} (2026-03-01T" in run("trace", case, rows[0]["item"])
    (boot,) = json.loads(output("timeline", case, "--kind", "event", "--json"))
    assert f"  time_us: {START} ({boot['time']}, device clock)" in run("trace", case, boot["item"])


def test_one_is_told_as_one(folder):
    assert run("tag", "add", folder, "one", "1") == "1 item tagged one\n"
    assert run("select", "add", folder, "two", "1", "2") == "2 items added to two\n"
