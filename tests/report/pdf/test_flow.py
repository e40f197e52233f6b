"""Calls, positions of the phone and places sent, between the messages of a conversation where they belong."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from benchmarks.made_case import take_part
from pypdf import PdfReader
from tests.report.pdf.reported import ANNA, MINUTE_US, START_US, MadeCase

from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.redaction import Redaction
from phonefx.report.selection import Selection
from phonefx.timeline import people, tables

FIVE_MINUTES_US, HOUR_US = 300_000_000, 3_600_000_000


def text_of(database: sqlite3.Connection, out: Path, **options) -> str:
    write_report(database, out, Options(**options))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).replace("\u200e", "").split())


def conversations(text: str) -> list[list[int]]:
    """The items of each conversation, in the order in which they are printed."""
    listed = text[text.index("messages, by conversation.") : text.index("Calls ", text.index("by conversation."))]
    parts = re.split(r"Exhibit E\d · ", listed)[1:]
    return [[int(number) for number in re.findall(r"E\d #(\d+)", part)] for part in parts]


@pytest.fixture
def printed(demo, tmp_path) -> list[list[int]]:
    return conversations(text_of(demo, tmp_path / "r.pdf", preset="full"))


def test_each_call_stands_in_the_conversation_with_its_number_at_its_time(demo, printed):
    rows = demo.execute(
        "SELECT m.item, i.exhibit, m.counterpart, i.time_us FROM message m JOIN item i ON i.id = m.item"
    )
    messages = {item: (exhibit, who, us) for item, exhibit, who, us in rows}
    found = demo.execute("SELECT c.item, i.exhibit, c.counterpart, i.time_us FROM call c JOIN item i ON i.id = c.item")
    calls = {item: (exhibit, who, us) for item, exhibit, who, us in found}
    seen = 0
    for items in printed:
        parties = {messages[item][:2] for item in items if item in messages}
        expected = {item for item, (exhibit, who, _) in calls.items() if {(exhibit, who)} == parties}
        assert {item for item in items if item in calls} == expected
        times = [(messages | calls)[item][2] for item in items if item in messages or item in calls]
        assert [us for us in times if us is not None] == sorted(us for us in times if us is not None)
        seen += len(expected)
    assert seen >= 5


def test_a_position_is_the_nearest_that_the_phone_recorded_and_one_an_hour(demo, printed):
    rows = demo.execute(
        "SELECT l.item, i.exhibit, i.time_us FROM location l JOIN item i ON i.id = l.item"
        " JOIN track t ON t.item = l.item WHERE l.evidence_of = 'device_fix' AND t.mark = ''"
    )
    fixes = {item: (exhibit, us) for item, exhibit, us in rows}
    said = dict(demo.execute("SELECT m.item, i.time_us FROM message m JOIN item i ON i.id = m.item"))
    seen = 0
    for items in printed:
        last = None
        for item, follower in pairwise(items):
            if item not in fixes:
                continue
            exhibit, us = fixes[item]
            away = abs(us - said[follower])
            assert away == min(abs(other - said[follower]) for at, other in fixes.values() if at == exhibit)
            assert away <= FIVE_MINUTES_US
            assert last is None or said[follower] - last >= HOUR_US
            last = said[follower]
            seen += 1
    assert seen >= 2


def test_a_frame_says_what_it_is(demo, tmp_path):
    text = text_of(demo, tmp_path / "r.pdf", preset="full")
    assert "Call, incoming, answered, 212 s 2026-03-07 16:20:00 UTC · phone · E1 #3" in text
    latitude, longitude, radius = demo.execute(
        "SELECT latitude, longitude, accuracy_m FROM location WHERE item = 124").fetchone()  # fmt: skip
    assert f"Position recorded by the phone {latitude:.7g}, {longitude:.7g} · radius {radius:g} m · WIFI" in text


def chat() -> MadeCase:
    """Three messages with one person, a call between the first two, positions near the second and third."""
    made = MadeCase()
    said = [made.message(f"said {minute}", minute) for minute in (0, 20, 200)]
    call = made.item("call", START_US + 10 * MINUTE_US, direction="outgoing", outcome="answered", duration_s=42,
                     counterpart=ANNA)  # fmt: skip
    other = made.item("call", START_US + 11 * MINUTE_US, direction="incoming", counterpart="+447700900199")
    for minute in (19, 23, 120, 206):
        made.item(
            "location", START_US + minute * MINUTE_US, latitude=52.5163, longitude=13.3777, evidence_of="device_fix"
        )
    tables.create(made.db, people.Person, people.Identity, people.PersonJoin)
    people.create_parties(made.db)
    numbers = enumerate((ANNA, "+447700900199"), 1)
    tables.insert(
        made.db,
        people.Identity,
        [(each, f"k{each}", "phone", who, "GB", True, "as stored", None) for each, who in numbers],
    )
    take_part(made.db, 1, *said, call)
    take_part(made.db, 2, other)
    made.db.commit()
    return made


def test_order_and_nearness(tmp_path):
    assert conversations(text_of(chat().db, tmp_path / "r.pdf", preset="full")) == [[1, 4, 6, 2, 3]]


def test_only_what_is_selected_is_printed(tmp_path):
    chosen = text_of(chat().db, tmp_path / "a.pdf", selection=Selection(kinds=("message",)))
    assert re.findall(r"Call, |Position recorded", chosen) == []
    chosen = text_of(chat().db, tmp_path / "b.pdf", selection=Selection(kinds=("message", "call")))
    assert chosen.count("Call, outgoing, answered, 42 s") == 1


def test_withheld_and_coarse_places_stay_so(tmp_path):
    profile = Redaction("PUBLIC", withheld=((4, "privileged"),), place_decimals=1)
    text = text_of(chat().db, tmp_path / "r.pdf", preset="full", redaction=profile)
    assert "42 s" not in text
    assert "[withheld: privileged] 2024" in text
    assert "Position recorded by the phone 52.5, 13.4 · no radius stored" in text
    assert "52.51" not in text


def test_a_bounded_report_prints_the_latest_calls_and_counts_all(tmp_path):
    made = chat()
    for number in range(40):
        item = made.item("call", START_US + (300 + number) * MINUTE_US, direction="incoming", counterpart=ANNA)
        take_part(made.db, 1, item)
    made.db.commit()
    text = text_of(made.db, tmp_path / "r.pdf")
    assert "calls with this person shown: 25 of 41" in text
    assert text.count("Call, incoming") == 25


def test_a_place_sent_stands_in_the_bubble_of_its_message_alone(tmp_path):
    made = MadeCase()
    sent = made.message("I am here", 5, content="place")
    made.message("and then", 6)
    for _ in range(2):
        made.message("twice in one moment", 7)
    for minute in (5, 7):
        made.item("location", START_US + minute * MINUTE_US, latitude=51.5, longitude=-0.1, place="The gate",
                  evidence_of="shared_by_other")  # fmt: skip
    text = text_of(made.db, tmp_path / "r.pdf", preset="full")
    bubble = text[text.index("I am here", text.index("by conversation.")) :]
    told = "Place sent with it · 51.5, -0.1 (The gate) · this place was received from someone else · #5"
    assert bubble.index(told) < bubble.index(f"E1 #{sent}")
    assert text.count("Place sent with it") == 1


def test_sms_and_mms_of_one_store_are_one_conversation(demo, tmp_path):
    text = text_of(demo, tmp_path / "r.pdf", preset="full")
    kinds = demo.execute("SELECT count(DISTINCT i.parser) FROM message m JOIN item i ON i.id = m.item"
                         " WHERE m.counterpart = '+447700900222' AND m.direction <> ''").fetchone()  # fmt: skip
    assert kinds == (2,)
    assert "Exhibit E1 · MMS, SMS · messages: 5" in text


def test_what_is_stored_again_is_told_once_with_every_item(tmp_path):
    made = MadeCase()
    same = [made.message("cached three times", 3, guid="g1") for _ in range(3)]
    other = made.message("cached three times", 4, guid="g2")
    carried = made.message("cached three times", 4, guid="g2")
    made.insert("attachment", item=carried, path="/a.jpg", name="a.jpg", mime="image/jpeg", size=5)
    text = text_of(made.db, tmp_path / "r.pdf", preset="full")
    shown = text[text.index("by conversation.") : text.index("Method, software", text.index("by conversation."))]
    assert shown.count("cached three times") == 3
    assert f"The same is stored again as #{same[1]}, #{same[2]}. " in shown
    assert [f"E1 #{item}" in shown for item in (*same, other, carried)] == [True, False, False, True, True]
