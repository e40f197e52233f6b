"""The HTML map opens without a network, shows every position, and runs nothing that a phone stored."""

from __future__ import annotations

import html
import json
import re

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, MINUTE, START, daily, sampled

from phonefx.records import Location
from phonefx.report.maps.html import write_html
from phonefx.report.maps.reading import MapCase
from phonefx.timeline import movement

HOSTILE = "</script><script>document.title='run'</script><img src=x onerror=alert(1)>\u2028\x0b"
TOWN = {"home": (52.3700, 4.8900), "work": (52.3100, 4.9400), "gym": (52.3900, 4.9500)}


@pytest.fixture(scope="module")
def made():
    made = MadeCase()
    made.add("E1", *sampled(daily(1, TOWN, 2), 2))
    made.add(
        HOSTILE,
        Location(
            time=at(START + HOUR), latitude=52.1, longitude=4.1, evidence_of="searched", place=HOSTILE, whose=HOSTILE
        ),
        Location(time=at(START + HOUR), latitude=0.0, longitude=0.0, evidence_of="device_fix"),
        Location(time=None, latitude=52.2, longitude=4.2, accuracy_m=float("inf"), evidence_of="no such class"),
    )
    movement.build(made.db)
    return made


@pytest.fixture(scope="module")
def page(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("html") / "map.html"
    counts = write_html(MapCase(made.db), path, zone="Europe/Amsterdam")
    return path, path.read_text(encoding="utf-8"), counts


def data_of(text):
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    return json.loads(block[1], parse_constant=pytest.fail)


def test_it_holds_every_position_that_has_a_place(made, page):
    _, text, counts = page
    data = data_of(text)
    (stored,) = made.db.execute("SELECT count(*) FROM location").fetchone()
    assert len(data["positions"]) == stored - 1
    assert sum(counts.values()) == stored
    assert sum(its["count"] for its in data["classes"]) == stored - 1
    truth = dict(made.db.execute("SELECT item, latitude FROM location"))
    assert all(abs(truth[row[6]] - row[0]) < 1e-7 for row in data["positions"])
    offsets = {row[7] for row in data["positions"] if row[2] is not None}
    assert offsets == {60}
    assert len(data["stays"]) == made.db.execute("SELECT count(*) FROM stay").fetchone()[0] > 2


def test_it_asks_for_nothing_and_runs_only_its_own_scripts(page):
    _, text, _ = page
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    markup = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert "http:" not in markup
    assert "https:" not in markup
    assert " src=" not in markup
    assert "href" not in markup
    assert "url(" not in text.split("</style>")[0]
    assert text.count("<script") == 3
    assert HOSTILE not in text
    assert "Not placed: 1 (exactly 0, 0)." in text


def test_the_same_case_gives_the_same_page(made, page, tmp_path):
    write_html(MapCase(made.db), tmp_path / "again.html", zone="Europe/Amsterdam")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page[1]


def test_too_many_positions_are_thinned_and_it_says_so(tmp_path):
    many = MadeCase()
    many.add("E1", *[
        Location(time=at(START + n * MINUTE), latitude=52 + n / 1e4, longitude=4.9, evidence_of="device_fix")
        for n in range(95)
    ])  # fmt: skip
    write_html(MapCase(many.db), tmp_path / "thin.html", most=10)
    text = (tmp_path / "thin.html").read_text()
    assert "Every 10th of 95 positions is shown" in text
    assert len(data_of(text)["positions"]) == 10


def test_an_empty_case_is_a_map_of_the_world(tmp_path):
    counts = write_html(MapCase(MadeCase().db), tmp_path / "empty.html")
    assert not counts
    assert data_of((tmp_path / "empty.html").read_text())["span"] == [None, None]
