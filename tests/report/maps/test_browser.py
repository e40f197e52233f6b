"""A browser opens the HTML map offline: it draws the track in its place, names every class, and asks for nothing."""

from __future__ import annotations

import html
import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import HOUR, START, daily, sampled
from PIL import Image

from phonefx.records import Location
from phonefx.report.maps.html import write_html
from phonefx.report.maps.reading import MapCase
from phonefx.timeline import movement

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium opens the HTML map here: install the Debian package chromium"
)
HOSTILE = "</script><script>document.title='run'</script><img src=https://tiles.example.org/x onerror=alert(1)>"
TOWN = {"home": (52.3700, 4.8900), "work": (52.3100, 4.9400), "gym": (52.3900, 4.9500)}
FIRST, SECOND, ALONE = (200, 52, 80), (31, 95, 168), (178, 24, 43)
"""Of the first and the second phone of several, and of what a phone recorded where it is the only one."""
OWN_SERVICES = ("google.com", "googleapis.com", "gstatic.com")
"""What Chromium asks for on its own account, whatever page is open; all of it fails without a resolver."""


@pytest.fixture(scope="module")
def made():
    made = MadeCase()
    made.add("E1", *sampled(daily(1, TOWN, 2), 2))
    made.add(
        HOSTILE,
        Location(time=at(START + HOUR), latitude=52.1, longitude=4.1, evidence_of="searched", place=HOSTILE),
        Location(time=at(START + HOUR), latitude=0.0, longitude=0.0, evidence_of="device_fix"),
    )
    movement.build(made.db)
    return made


@pytest.fixture(scope="module")
def page(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("browser") / "map.html"
    write_html(MapCase(made.db), path, zone="Europe/Amsterdam")
    return path


def opened(page: Path, scratch: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={scratch / 'profile'}", "--window-size=1000,700", "--force-device-scale-factor=1",
        "--virtual-time-budget=6000", "--enable-logging=stderr", *options, page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def hosts_asked(log: Path) -> set[str]:
    """The hosts of a network log but for the browser's own services."""
    hosts = {
        url.split("/")[2].split(":")[0] for url in re.findall(r'"url":"((?:https?|wss?)://[^"]*)"', log.read_text())
    }
    return {host for host in hosts if not host.endswith(OWN_SERVICES)}


def test_every_class_and_the_count_are_shown_and_no_script_fails(made, page, tmp_path):
    done = opened(page, tmp_path, "--dump-dom")
    assert 'data-ready="yes"' in done.stdout
    (count,) = made.db.execute("SELECT count(*) FROM location WHERE latitude <> 0").fetchone()
    shown = html.unescape(re.search(r'<span id="status">([^<]*)', done.stdout)[1])
    assert shown.startswith(f"{count} of {count} positions; 2026-03-01T")
    labels = re.findall(r'type="checkbox"[^>]*>\s*<span>\s*([^<]*?)\s*</span>', done.stdout)
    counts = {label.rsplit(" (", 1)[0]: int(label.rsplit(" (", 1)[1][:-1]) for label in labels if label.endswith(")")}
    assert counts.pop("Stays") == made.db.execute("SELECT count(*) FROM stay").fetchone()[0]
    assert counts.pop("Searched for or viewed") == 1
    assert set(counts) == {"Position recorded by the device", "Position of the device, not used for the track"}
    assert sum(counts.values()) == count - 1
    assert "CONSOLE" not in done.stderr
    assert "Uncaught" not in done.stderr
    assert "<title>Positions of the case</title>" in done.stdout
    assert "<img src=" not in done.stdout


def mercator(latitude: float, longitude: float) -> tuple[float, float]:
    """The place on a web map of one unit a side, by the formula that every slippy map states."""
    phi = math.radians(latitude)
    return longitude / 360 + 0.5, (1 - math.log(math.tan(phi) + 1 / math.cos(phi)) / math.pi) / 2


def test_the_picture_has_the_track_where_the_positions_are(made, page, tmp_path):
    shot, log = tmp_path / "shot.png", tmp_path / "net.json"
    opened(page, tmp_path, f"--screenshot={shot}", f"--log-net-log={log}")
    picture = Image.open(shot).convert("RGB")
    assert picture.size == (1000, 700)
    pixels = picture.load()
    everywhere = [(x, y, pixels[x, y]) for x in range(1000) for y in range(700)]
    assert sum(colour == FIRST for _, _, colour in everywhere) > 220
    assert len(picture.getcolors(1 << 20)) > 20  # not one flat colour
    # Signs may lie under the shade of a stay: red, not exactly the red of the legend, which stands to the right.
    red = {(x, y) for x, y, (r, g, b) in everywhere if x < 660 and r - g > 90 and r - b > 70}

    # How far the map is zoomed in and moved, the outermost red tells: home is west, gym north and east, work south.
    places = {name: mercator(*spot) for name, spot in TOWN.items()}
    west, east = min(x for x, _ in red), max(x for x, _ in red)
    zoom = round(math.log2((east - west) / (places["gym"][0] - places["home"][0]) / 256))
    size = 256 * 2**zoom
    across = (east + west) / 2 - (places["gym"][0] + places["home"][0]) / 2 * size
    top, bottom = min(y for _, y in red), max(y for _, y in red)
    down = (top + bottom) / 2 - (places["gym"][1] + places["work"][1]) / 2 * size

    def drawn(latitude: float, longitude: float) -> bool:
        x, y = mercator(latitude, longitude)
        spot = round(x * size + across), round(y * size + down)
        return any((spot[0] + a, spot[1] + b) in red for a in range(-8, 9) for b in range(-8, 9))

    assert all(drawn(*spot) for spot in TOWN.values())
    assert drawn(52.3400, 4.9150)  # half of the way from home to work
    assert not drawn(52.3200, 4.8900)
    assert not drawn(52.3560, 4.9270)  # the middle of the three
    assert json.loads(log.read_text())["events"]
    assert not hosts_asked(log)


@pytest.mark.parametrize("phones", [1, 2])
def test_several_phones_have_a_colour_each_and_can_be_hidden(tmp_path, phones):
    made = MadeCase()
    for number in range(1, phones + 1):
        made.add(f"E{number}", *sampled(daily(number, TOWN, 1), number))
    movement.build(made.db)
    write_html(MapCase(made.db), tmp_path / "map.html")
    opened(tmp_path / "map.html", tmp_path, f"--screenshot={tmp_path / 'shot.png'}")
    picture = Image.open(tmp_path / "shot.png").convert("RGB")
    colours = {colour: count for count, colour in picture.getcolors(1 << 20)}
    assert (colours.get(ALONE, 0) > 100, colours.get(SECOND, 0) > 100) == (phones == 1, phones == 2)
    shown = opened(tmp_path / "map.html", tmp_path, "--dump-dom").stdout
    named = [("0", "E1"), ("1", "E2")] if phones == 2 else []
    assert re.findall(r"class=\"phone phone(\d)\"></span> Phone (E\d)", shown) == named
    assert "Uncaught" not in shown


def test_a_page_that_asks_for_something_is_seen(tmp_path):
    """The check above can fail: the same log names the host of a page that loads a tile."""
    page, log = tmp_path / "asks.html", tmp_path / "net.json"
    page.write_text("<img src='https://tiles.example.org/1.png'>")
    opened(page, tmp_path, "--dump-dom", f"--log-net-log={log}")
    assert hosts_asked(log) == {"tiles.example.org"}


def test_the_policy_of_the_page_refuses_what_is_put_into_it(page, tmp_path):
    """A picture and a script put into the finished page are neither loaded nor run."""
    text = page.read_text(encoding="utf-8")
    put = "<img src='https://tiles.example.org/1.png'><script>document.title = 'run'</script>"
    spoiled, log = tmp_path / "spoiled.html", tmp_path / "net.json"
    spoiled.write_text(text.replace("<footer>", put + "<footer>"), encoding="utf-8")
    done = opened(spoiled, tmp_path, "--dump-dom", f"--log-net-log={log}")
    assert "<title>Positions of the case</title>" in done.stdout
    assert "Content Security Policy" in done.stderr
    assert not hosts_asked(log)
