"""A profile of redaction with a slip of the pen is refused: it would hand over what it was written to protect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.report.pdf.reported import MadeCase

from phonefx.errors import UsageError
from phonefx.report.profile import read_redaction, require_items
from phonefx.report.redaction import Place, Redaction

WORDS = {"profile": "V", "words": ["nine"]}


def read(tmp_path: Path, content: str) -> Redaction:
    path = tmp_path / "profile.json"
    path.write_text(content, encoding="utf-8")
    return read_redaction(path)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({**WORDS, "peoples": []}, "peoples"),
        ({"profile": "V", "people": [{"pseudonym": "V1", "name": ["Zoë"]}]}, "entry 1 of people has name"),
        ({"profile": "V", "people": [{"pseudonym": "V1", "names": "Zoë"}]}, "names of entry 1 of people"),
        ({"profile": "V", "people": [{"pseudonym": "V1", "names": [" "]}]}, "names of entry 1 of people"),
        ({"profile": "V", "people": [{"pseudonym": "V1"}]}, "neither names nor numbers"),
        ({"profile": "V", "people": [{"names": ["Zoë"]}]}, "pseudonym"),
        ({"profile": "V", "people": {"pseudonym": "V1", "names": ["Zoë"]}}, "people is no list"),
        ({"profile": "V", "people": ["Zoë"]}, "entry 1 of people is no JSON object"),
        ({"profile": "V", "words": "nine"}, "words"),
        ({"words": ["nine"]}, "profile"),
        ({**WORDS, "profile": "full"}, "nothing was removed"),
        ({"profile": "V"}, "removes nothing"),
        ({"profile": "V", "withhold": [{"items": ["2"], "reason": "privileged"}]}, "items of entry 1 of withhold"),
        ({"profile": "V", "withhold": [{"item": [2], "reason": "privileged"}]}, "entry 1 of withhold has item"),
        ({"profile": "V", "withhold": [{"items": [2]}]}, "reason"),
        ({**WORDS, "place_decimals": "1"}, "place_decimals"),
        ({**WORDS, "place_decimals": True}, "place_decimals"),
        ({**WORDS, "places": [{"latitude": 153.5, "longitude": 0, "radius_m": 500}]}, "circle"),
        ({**WORDS, "places": [{"latitude": 53.5, "longitude": 0, "radius": 500}]}, "entry 1 of places has radius"),
        ({**WORDS, "places": [{"latitude": 53.5, "longitude": 0, "radius_m": "500"}]}, "radius_m"),
    ],
)
def test_a_profile_with_a_slip_is_refused_and_the_place_named(tmp_path, stated, said):
    with pytest.raises(UsageError, match=said):
        read(tmp_path, json.dumps(stated))


def test_a_name_that_stands_twice_does_not_lose_the_people_of_the_first(tmp_path):
    one, other = (json.dumps([{"pseudonym": "V", "names": [name]}]) for name in ("Zoë", "Ann"))
    with pytest.raises(UsageError, match="twice"):
        read(tmp_path, f'{{"profile": "V", "people": {one}, "people": {other}}}')


def test_a_file_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(UsageError, match=r"none\.json: cannot be read \(No such file or directory\)"):
        read_redaction(tmp_path / "none.json")


def test_circles_and_decimals_are_read(tmp_path):
    places = [{"latitude": 52.37, "longitude": 4, "radius_m": 500}]
    read_back = read(tmp_path, json.dumps({"profile": "V", "places": places, "place_decimals": -1}))
    assert read_back == Redaction("V", places=(Place(52.37, 4.0, 500.0),), place_decimals=-1)


def test_an_item_to_withhold_that_the_case_does_not_have_is_refused():
    made = MadeCase()
    made.message("mine")
    require_items(Redaction("V", withheld=((1, "privileged"),)), made.db)
    with pytest.raises(UsageError, match="item 2"):
        require_items(Redaction("V", withheld=((1, "privileged"), (2, "privileged"))), made.db)
