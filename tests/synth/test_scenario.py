"""Scenarios are read strictly: every mistake names its line, and no number of a living person gets in."""

from __future__ import annotations

import json
import re

import pytest

from phonefx.errors import NotFound, UsageError
from phonefx.synth.acts import ContactAct, MessageAct
from phonefx.synth.library import find_scenario, shipped
from phonefx.synth.lives import Background
from phonefx.synth.scenario import read_scenario
from phonefx.synth.world import World

BASE = """\
phonefx_scenario: 1
name: tiny
title: A tiny one
level: beginner
about: Nothing much.
seed: 1
zone: Europe/London
period: {from: 2026-03-02 00:00, to: 2026-03-03 00:00}
people:
  a: {name: Ann Ash, number: "+44 7700 900001"}
  b: {name: Ben Birch, number: "+1 212 555 0142"}
places:
  p: {name: Park, at: [51.5, -0.1]}
phones:
  - {id: one, owner: a, platform: android, model: pixel-7, os: "14",
     imei: "001000000000017", serial: S1, acquired: 2026-03-03 00:00}
events:
  - {at: 2026-03-02 08:00, id: m, message: {from: a, to: b, text: Hello}}
"""


def written(tmp_path, text):
    path = tmp_path / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def told(tmp_path, text=BASE):
    scenario = read_scenario(written(tmp_path, text))
    return list(World(scenario).told())


def test_a_message_to_somebody_without_a_phone_is_recorded_once(tmp_path):
    (act,) = told(tmp_path)
    assert (act.phone, act.outgoing, act.others[0].address) == ("one", True, "+12125550142")


def test_times_without_offset_are_wall_clock_times_of_the_scenario_zone(tmp_path):
    summer = BASE.replace("2026-03-02 08:00", "2026-07-02 08:00")
    assert told(tmp_path)[0].at == 1_772_438_400_000_000
    assert told(tmp_path, summer)[0].at == 1_782_975_600_000_000
    assert told(tmp_path, BASE.replace("2026-03-02 08:00", "2026-03-02T08:00+02:00"))[0].at == 1_772_431_200_000_000


@pytest.mark.parametrize(("old", "new", "line", "words"), [
    ("from: a, to: b", "from: a, too: b", 18, "to"),
    ("from: a, to: b", "from: nobody, to: b", 18, "neither a person nor a phone"),
    ("text: Hello", "text: Hello, colour: red", 18, "unknown word 'colour'"),
    ('"+44 7700 900001"', '"+44 7911 123456"', 10, "range kept for fiction"),
    ("Europe/London", "Europe/Londinium", 7, "no time zone"),
    ("at: [51.5, -0.1]", "at: [91.5, -0.1]", 13, "latitude"),
    ("level: beginner", "level: wizard", 4, "beginner, intermediate, advanced"),
    ("pixel-7", "iphone-8", 15, "no android model"),
    ('os: "14"', 'os: "99"', 15, "version"),
    ('os: "14"', "os: 14", 15, "quotes"),
    ("at: 2026-03-02 08:00", "at: yesterday", 18, "must be a time"),
    ("message: {", "massage: {", 18, "exactly one of"),
    ("seed: 1", "seed: one", 6, "whole number"),
])  # fmt: skip
def test_a_mistake_names_file_line_and_what_would_be_right(tmp_path, old, new, line, words):
    with pytest.raises(UsageError) as error:
        told(tmp_path, BASE.replace(old, new, 1))
    text = str(error.value)
    assert re.match(rf"tiny\.yaml:{line}:", text), text
    assert words in text


def test_yaml_that_does_not_parse_names_its_line(tmp_path):
    with pytest.raises(UsageError, match=r"tiny\.yaml:\d+: not YAML"):
        read_scenario(written(tmp_path, BASE + "  - {at: [}\n"))


def test_no_and_times_are_texts_as_yaml_1_2_has_it(tmp_path):
    acts = told(tmp_path, BASE.replace("text: Hello", "text: no"))
    assert acts[0].text == "no"


def test_a_person_with_two_phones_must_be_named_by_phone(tmp_path):
    second = BASE.replace("events:", '  - {id: two, owner: a, platform: ios, model: iphone-8, os: "15.7", '
                          "imei: '001000000000025', serial: S2, acquired: 2026-03-03 00:00}\nevents:")  # fmt: skip
    with pytest.raises(UsageError, match="several phones; say which: one, two"):
        told(tmp_path, second)
    assert len(told(tmp_path, second.replace("from: a, to: b", "from: one, to: two"))) == 2


@pytest.mark.parametrize(("event", "words"), [
    ("{at: 2026-03-02 09:00, call: {from: a, to: b, seconds: 5, outcome: missed}}", "answered has seconds"),
    ("{at: 2026-03-02 09:00, stay: {who: b, at: p, until: 2026-03-02 10:00}}", "with a phone"),
    ("{at: 2026-03-02 09:00, stay: {who: a, at: p, until: 2026-03-02 08:00}}", "later than"),
    ("{at: 2026-03-02 09:00, stay: {who: a, at: q, until: 2026-03-02 10:00}}", "not among the places"),
    ("{at: 2026-03-02 09:00, delete: {on: one, event: zzz}}", "no earlier event"),
    ("{at: 2026-03-02 09:00, message: {from: a, to: b, via: imessage, text: x}}", "no iPhone"),
    ("{at: 2026-03-02 09:00, message: {from: a, to: b, via: pigeon, text: x}}", "sms, mms, imessage, rcs, whatsapp"),
    ("{at: 2026-03-02 09:00, call: {from: a, to: b, via: facetime-audio, seconds: 5}}", "no FaceTime"),
    ("{at: 2026-03-02 09:00, message: {from: a, to: b, share: p}}", "over whatsapp or telegram only"),
    ("{at: 2026-03-02 09:00, note: {on: one, title: x}}", "for iPhones only"),
    ("{at: 2026-03-02 09:00, visit: {by: a, url: 'https://news.test.invalid/'}}", "at example.org"),
    ("{at: 2026-03-02 09:00, message: {from: a, to: b, via: rcs, picture: bus}}", "over mms or imessage only"),
    ("{at: 2026-03-02 09:00, id: m, message: {from: a, to: b, text: x}}", "used twice"),
])  # fmt: skip
def test_events_that_cannot_be_are_refused(tmp_path, event, words):
    with pytest.raises(UsageError, match=re.escape(words)):
        told(tmp_path, BASE + f"  - {event}\n")


def test_every_shipped_scenario_can_be_told_and_has_questions_of_its_level():
    names = [path.stem for path in shipped()]
    assert names == ["first-iphone", "first-phone", "five-phones", "two-phones"]
    for path in shipped():
        scenario = read_scenario(path)
        assert scenario.name == path.stem
        assert sum(1 for _ in World(scenario).told()) > 50
        assert scenario.questions
    levels = {question["level"] for path in shipped() for question in read_scenario(path).questions}
    assert levels == {"beginner", "intermediate", "advanced"}


def test_a_scenario_that_is_nowhere_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        find_scenario(tmp_path / "nothing.yaml")


WORDS = {"given": ["Esi"], "family": ["Ofori"], "places": ["fie"], "days": ["Fida"], "lines": ["Mewɔ {place}."],
         "name": "{family} {given}"}  # fmt: skip


def test_background_life_speaks_any_language_that_is_given(tmp_path):
    (tmp_path / "twi.json").write_text(json.dumps(WORDS), encoding="utf-8")
    text = f"{BASE}background:\n  - {{phone: one, items: 40, languages: [twi.json], contacts: 2}}\n"
    scenario = read_scenario(written(tmp_path, text))
    acts = list(Background(scenario.lives[0], scenario, set()).told())
    assert {act.text for act in acts if isinstance(act, MessageAct)} == {"Mewɔ fie."}
    assert {act.name for act in acts if isinstance(act, ContactAct)} == {"Ofori Esi"}


@pytest.mark.parametrize("words", ["[]", "{", '{"given": []}', json.dumps(WORDS | {"lines": ["{nothing}"]})])
def test_a_file_of_words_that_cannot_be_spoken_is_refused(tmp_path, words):
    (tmp_path / "twi.json").write_text(words, encoding="utf-8")
    text = f"{BASE}background:\n  - {{phone: one, items: 40, languages: [twi.json]}}\n"
    with pytest.raises(UsageError, match=r"tiny.yaml:\d+: 'twi.json' must hold lists of texts named given, family"):
        read_scenario(written(tmp_path, text))


@pytest.mark.parametrize(("old", "new", "words"), [
    ('imei: "001000000000017"', 'imei: "350000000000011"', "begin with 00"),
    ("serial: S1", 'serial: S1, sims: [{iccid: "8944100000000000001", imsi: "999300000000001", carrier: X}]', "89999"),
    ("serial: S1", 'serial: S1, sims: [{iccid: "8999910000000000001", imsi: "234300000000001", carrier: X}]', "00101"),
])  # fmt: skip
def test_identifiers_that_could_be_somebodys_are_refused(tmp_path, old, new, words):
    with pytest.raises(UsageError, match=f"could belong to somebody.*{words}"):
        read_scenario(written(tmp_path, BASE.replace(old, new)))
