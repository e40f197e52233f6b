"""Links are counted once an event, shown with what is hidden, and written so that others can read them."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, MINUTE, START

from phonefx.records import Call, Contact, ContactPoint, DeviceFact, Message, Recipient
from phonefx.timeline import links, people, sameness, tables
from phonefx.timeline.links import GroupMember, Link, graph, write_csv, write_graphml
from phonefx.timeline.links.drawing import draw, places
from phonefx.timeline.people import Person

ANN, BEN, EVE, TOM = (f"+44770090000{number}" for number in range(1, 5))
NS = {"g": "http://graphml.graphdrawing.org/xmlns"}


def message(us, counterpart, direction, body="x", thread=None):
    return Message(time=at(us), counterpart=counterpart, direction=direction, body=body, thread=thread, service="SMS")


def built(made):
    for step in (people, sameness, links):
        step.build(made.db)
    return made


def link_with(made, number, exhibit="E1"):
    asked = "WHERE exhibit = ? AND person = (SELECT person FROM identity WHERE shown = ?)"
    (row,) = tables.read(made.db, Link, asked, (exhibit, number))
    return row


@pytest.fixture
def talk():
    made = MadeCase()
    made.add("E1", message(START + 12 * HOUR, EVE, "outgoing"))
    made.add("E1", message(START + 12 * HOUR + 10 * MINUTE, EVE, "incoming"))
    made.add("E1", message(START + 23 * HOUR, EVE, "incoming"))
    made.add("E1", Call(time=at(START + 3 * DAY), counterpart=EVE, direction="outgoing"))
    made.add("E1", Call(time=at(START + 3 * DAY + HOUR), counterpart=EVE, direction="unknown (9)"))
    made.add("E1", message(START + DAY, TOM, "incoming"))
    made.add("E1", Contact(name="=1+1"), parts=[ContactPoint(type="phone", value=EVE)])
    return built(made)


def test_the_owner_among_the_recipients_is_no_link_of_the_phone():
    """An MMS names everyone that it went to, the phone that received it too."""
    made = MadeCase()
    made.add("E1", DeviceFact(name="phone number", value=ANN))
    made.add("E1", message(START, EVE, "incoming"), parts=[Recipient(address=ANN), Recipient(address=TOM)])
    built(made)
    persons = "SELECT i.shown FROM link l JOIN identity i ON i.person = l.person"
    assert {shown for (shown,) in made.db.execute(persons)} == {EVE, TOM}


def test_the_figures_of_one_link(talk):
    row = link_with(talk, EVE)
    assert (row.sent, row.received, row.calls_out, row.calls_in, row.undirected, row.total) == (1, 2, 1, 0, 1, 5)
    assert (row.first_us, row.last_us) == (START + 12 * HOUR, START + 3 * DAY + HOUR)
    assert row.active_days == 2
    assert row.night == pytest.approx(3 / 5)  # 23:00, 00:00 and 01:00 UTC
    assert row.reciprocity == pytest.approx(2 / 2)
    assert row.reply_s == 600
    assert row.longest_silence_s == (3 * DAY - 23 * HOUR) / 1e6


def test_night_and_days_are_those_of_the_cases_zone(talk):
    talk.db.execute("INSERT INTO meta VALUES ('timezone', 'Asia/Tokyo')")
    links.build(talk.db)
    assert link_with(talk, EVE).night == pytest.approx(0)
    assert link_with(talk, EVE).active_days == 3


def test_one_event_in_two_stores_counts_once():
    made = MadeCase()
    made.add("E1", message(START, EVE, "incoming", "hello"), parser="sms")
    made.add("E1", message(START + MINUTE // 60, EVE, "incoming", "hello"), parser="backup")
    assert link_with(built(made), EVE).total == 1


def test_groups_are_threads_with_two_or_more_others():
    made = MadeCase()
    made.add("E1", DeviceFact(name="phone number", value=ANN))
    made.add("E1", message(START, EVE, "incoming", thread="7"), parts=[Recipient(address=TOM), Recipient(address=ANN)])
    made.add("E1", message(START + MINUTE, TOM, "incoming", thread="7"))
    made.add("E1", message(START, BEN, "incoming", thread="8"), parts=[Recipient(address=ANN)])
    built(made)
    members = list(tables.read(made.db, GroupMember))
    assert {(row.thread, row.items, row.members) for row in members} == {("7", 1, 2), ("7", 2, 2)}
    assert (link_with(made, EVE).groups, link_with(made, BEN).groups) == (1, 0)


def test_a_threshold_hides_and_says_how_much(talk):
    shown = graph(talk.db, least=2)
    assert (len(shown.links), shown.hidden, len(shown.persons)) == (1, 1, 1)
    assert graph(talk.db, most=1).links[0].total == 5
    assert graph(talk.db).hidden == 0


def test_csv_has_a_row_for_each_link_and_no_formula(talk, tmp_path):
    write_csv(graph(talk.db), tmp_path / "links.csv")
    rows = list(csv.DictReader((tmp_path / "links.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["person_name"] for row in rows] == ["'=1+1", TOM]
    assert rows[0]["first"] == "2026-03-01T12:00:00Z"


@pytest.fixture
def town():
    made = MadeCase()
    for exhibit, own in (("E1", ANN), ("E2", BEN)):
        made.add(exhibit, DeviceFact(name="phone number", value=own))
        made.add(exhibit, Contact(name='Eve <& "\x01'), parts=[ContactPoint(type="phone", value=EVE)])
        made.add(
            exhibit, message(START, EVE, "incoming"), message(START + HOUR, TOM if exhibit == "E1" else ANN, "incoming")
        )
    return built(made)


def test_graphml_is_xml_with_every_node_and_edge(town, tmp_path):
    write_graphml(graph(town.db), tmp_path / "links.graphml")
    root = ET.parse(tmp_path / "links.graphml").getroot()
    nodes = {node.get("id"): node for node in root.iterfind(".//g:node", NS)}
    edges = root.findall(".//g:edge", NS)
    assert {edge.get(end) for edge in edges for end in ("source", "target")} == set(nodes)
    labels = {node.findtext("g:data[@key='label']", namespaces=NS) for node in nodes.values()}
    assert 'Eve <& "�' in labels
    assert f"{ANN} (owner of E1)" in labels
    declared = {key.get("id") for key in root.findall("g:key", NS)}
    assert {data.get("key") for data in root.iterfind(".//g:data", NS)} <= declared


def test_the_drawing_is_the_same_each_time_and_refers_to_nothing_outside(town, tmp_path):
    for name in ("a.svg", "b.svg"):
        draw(graph(town.db), tmp_path / name)
    drawn = (tmp_path / "a.svg").read_bytes()
    assert drawn == (tmp_path / "b.svg").read_bytes()
    root = ET.fromstring(drawn)
    assert len(root.findall("{*}line")) == 4
    assert len(root.findall("{*}circle")) == 2 + 2  # the owner of E1, whom E2 wrote to, is drawn as E1
    assert b"href" not in drawn
    phones, persons = places(graph(town.db))
    assert len(set(persons.values()) | set(phones.values())) == 4


def test_shared_persons_know_how_many_phones_they_are_on(town):
    shared = [row for row in tables.read(town.db, Person) if row.exhibits > 1]
    assert [row.name for row in shared] == ['Eve <& "\x01']


def test_nothing_to_link(tmp_path):
    made = built(MadeCase())
    shown = graph(made.db)
    draw(shown, tmp_path / "empty.svg")
    assert (shown.links, shown.hidden) == ((), 0)
