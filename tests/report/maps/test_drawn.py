"""Drawn maps: true to scale, nothing left away in silence, the same every time."""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.records import EVIDENCE_OF
from phonefx.report.maps.drawn import draw_map
from phonefx.report.maps.furniture import nice_length
from phonefx.report.maps.marks import LOOKS, Mark, Position, look, meaning
from phonefx.report.maps.movement import GAP_US, shade
from phonefx.report.maps.pdf_scene import paint
from phonefx.report.maps.scene import Disc, Label, Pen, Scene

SVG = "{http://www.w3.org/2000/svg}"


def drawn(positions, **more):
    return draw_map(positions, **{"width_pt": 480, "height_pt": 380} | more)


def texts(picture):
    return [element.text or "" for element in ET.fromstring(picture.svg()).iter(f"{SVG}text")]


def pdf(picture):
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(picture.width + 40, picture.height + 40), invariant=1)
    picture.draw_on(canvas, 20, 20)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("place", "step", "based"),
    [
        ((51.5, -0.12), 1e-5, False),
        ((53.35, -6.26), 0.0005, False),
        ((46.5, 8.0), 0.02, True),
        ((50.0, 10.0), 0.15, True),
        ((-17.0, 179.9), 0.02, True),
        ((89.5, 0.0), 0.05, True),
        ((-89.9, 0.0), 0.05, True),
    ],
)
def test_from_a_street_corner_to_a_continent(walk, stay, place, step, based):
    track = walk(*place, 150, step)
    picture = drawn(track, stays=[stay(1, *place), stay(2, track[-1].latitude, track[-1].longitude)])
    assert picture.shown == 150
    assert picture.not_shown == 0
    said = any("No coast, border or water" in note for note in picture.notes)
    assert said is not based
    assert ("1" in texts(picture)) and ("2" in texts(picture))
    root = ET.fromstring(picture.svg())
    assert (root.get("width"), root.get("height")) == ("480pt", "380pt")


def test_accuracy_circles_are_true_to_the_scale_bar():
    spots = [Position(47.0, 8.0, 1, 700.0), Position(47.05, 8.1, 2, 1_200.0)]
    picture = drawn(spots)
    root = ET.fromstring(picture.svg())
    radii = {
        round(float(circle.get("r")), 1) for circle in root.iter(f"{SVG}circle") if circle.get("opacity") == "0.55"
    }
    bar = re.search(r'<path d="M3 ([\d.]+)L([\d.]+) \1L\2 ', picture.svg())
    quarter = float(bar[2]) - 3
    name = next(text for text in texts(picture) if re.fullmatch(r"\d+ k?m", text))
    metres = float(name.split()[0]) * (1000 if name.endswith("km") else 1)
    points_a_metre = quarter * 4 / metres
    for metres in (700.0, 1_200.0):
        assert any(abs(radius - metres * points_a_metre) < 0.3 for radius in radii)


def test_what_is_not_drawn_is_said(walk):
    odd = [Position(0.0, 0.0, 5), Position(0, 0, 6), Position(95.0, 3.0, 7), Position(float("nan"), 3.0, 8)]
    picture = drawn([*walk(53.3, -6.2, 10, 0.001), *odd, Position(53.3, -6.2, None)])
    notes = "\n".join(picture.notes)
    assert "2 of 15 positions are not drawn: exactly 0, 0" in notes
    assert "1 of 15 positions are not drawn: latitude outside -90 to 90" in notes
    assert "1 of 15 positions are not drawn: latitude is no number" in notes
    assert (picture.shown, picture.not_shown) == (11, 4)
    printed = " ".join(texts(picture))
    assert "exactly 0, 0" in printed


def test_far_positions_get_an_inset_and_a_note(walk):
    picture = drawn([*walk(53.35, -6.26, 200, 0.0005), Position(40.4, -3.7, 1)])
    assert any("1 of 201 positions lie far off" in note for note in picture.notes)
    assert picture.window_m < 30_000
    assert (picture.shown, picture.not_shown) == (200, 1)


def test_nothing_and_one_position_can_be_drawn():
    assert "There is no position to draw." in drawn([]).notes
    one = drawn([Position(52.5, 13.4, 1_709_280_000_000_000)])
    assert one.shown == 1
    assert "2024-03-01 08:00 UTC" in texts(one)


def test_times_are_shown_with_the_offset_asked_for(walk):
    found = texts(drawn(walk(52.5, 13.4, 61, 0.001), offset_minutes=120))
    assert "2024-03-01 10:00 +02:00" in found
    assert "2024-03-01 11:00 +02:00" in found


def test_only_used_positions_of_the_device_are_joined(walk):
    searched = walk(52.5, 13.4, 30, 0.01, evidence_of="searched")
    assert not any("Joined" in text for text in texts(drawn(searched)))
    jumps = [Position(p.latitude, p.longitude, p.time_us, mark="jump") for p in searched]
    assert not any("Joined" in text for text in texts(drawn(jumps)))
    assert any("Joined" in text for text in texts(drawn(walk(52.5, 13.4, 30, 0.01))))


def test_a_long_silence_is_dashed(walk):
    near = walk(52.5, 13.4, 2, 0.01, accuracy_m=None)
    silent = [near[0], Position(52.52, 13.42, near[0].time_us + GAP_US + 1)]
    dashes = 'stroke-width="0.7" stroke-linejoin="round" stroke-linecap="round" stroke-dasharray="2 2"'
    assert drawn(silent).svg().count(dashes) == drawn(near).svg().count(dashes) + 1


def test_the_legend_counts_each_class(walk):
    found = texts(drawn([*walk(46.5, 8.0, 5, 0.02), Position(46.9, 7.4, None, None, "searched")]))
    assert f"{LOOKS['device_fix'].title} (5)" in found
    assert f"{LOOKS['searched'].title} (1)" in found


def test_every_class_has_a_look_and_words():
    assert set(LOOKS) == set(EVIDENCE_OF)
    assert look(None).shape == "cross"
    assert meaning("device_fix") == EVIDENCE_OF["device_fix"]
    assert "not stated" in meaning("something new")
    lightness = [sum(shade(step / 10)) for step in range(11)]
    assert lightness == sorted(lightness)


def test_marks_carry_their_labels():
    marks = [Mark(52.5, 13.4, "Meeting 1", "meeting"), Mark(52.51, 13.42, "Case file 7", "incident")]
    found = texts(drawn([Position(52.505, 13.41, 1)], marks=marks))
    assert "Meeting 1" in found
    assert "Case file 7" in found
    assert "Incident (1)" in found


def badges(picture):
    labels = [each for each in picture.scene.shapes if isinstance(each, Label) and each.colour == (255, 255, 255)]
    return {each.text for each in labels[:-1]}  # the last is the sign in the legend


def test_of_many_stays_the_longest_that_are_cited_have_a_number_and_all_a_circle(walk, stay):
    track = walk(52.37, 4.89, 200, 0.003)
    stays = [stay(n, each.latitude, each.longitude) for n, each in enumerate(track, 1)]
    stays = [each._replace(departed_us=each.arrived_us + each.id % 130 * 60_000_000) for each in stays]
    picture = drawn(track, stays=stays, cited=150)
    assert "60 of 200 stays have a number here: the longest of those listed." in picture.notes
    cited = sorted(stays[:150], key=lambda each: each.arrived_us - each.departed_us)[:60]
    assert badges(picture) == {str(each.id) for each in cited}
    circles = [shape for shape in picture.scene.shapes if isinstance(shape, Disc) and shape.pen.stroke == (20, 20, 20)]
    assert len(circles) == 200
    few = drawn(track, stays=stays[:60], cited=60)
    assert badges(few) == {str(n) for n in range(1, 61)}
    assert not any("have a number" in each for each in few.notes)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no pdftoppm")
def test_a_circle_is_round_in_the_pdf(tmp_path):
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    scene = Scene(100, 100)
    scene.add(Disc(50, 50, 40, Pen(None, (255, 0, 0))), Disc(50, 50, 20, Pen((0, 0, 255), None, 1)))
    canvas = Canvas(str(tmp_path / "round.pdf"), pagesize=(100, 100))
    paint(scene, canvas, 0, 0)
    canvas.save()
    subprocess.run(["pdftoppm", "-r", "144", "-png", tmp_path / "round.pdf", tmp_path / "round"], check=True)
    (page,) = tmp_path.glob("round*.png")
    picture = Image.open(page).convert("RGB")
    pixels = {(x, y): picture.getpixel((x, y)) for x in range(200) for y in range(200)}
    filled = sum(green < 128 for _, green, _ in pixels.values())
    assert filled == pytest.approx(math.pi * 80**2, rel=0.01)
    blue = [place for place, (red, _, blue) in pixels.items() if blue > 200 > red]
    assert blue
    assert all(abs(math.hypot(x - 99.5, y - 99.5) - 40) < 2 for x, y in blue)


def test_it_refers_to_nothing_outside(walk):
    text = drawn(walk(46.5, 8.0, 20, 0.02)).svg()
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "href" not in text


def test_the_same_data_gives_the_same_bytes(walk):
    track = walk(46.5, 8.0, 50, 0.02)
    one, other = drawn(track), drawn(reversed(track))
    assert one.svg() == other.svg()
    assert pdf(one) == pdf(other)


def test_labels_can_be_set_by_the_report(walk):
    from reportlab.pdfgen.canvas import Canvas

    seen = []
    picture = drawn(walk(46.5, 8.0, 5, 0.02))
    picture.draw_on(Canvas(io.BytesIO()), 0, 0, lambda canvas, label: seen.append(label.text))
    assert seen == texts(picture)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler) is not installed")
def test_the_page_shows_sea_land_and_the_track(walk, tmp_path):
    from PIL import Image

    (tmp_path / "map.pdf").write_bytes(pdf(drawn(walk(41.0, 15.0, 300, 0.05))))
    subprocess.run(["pdftoppm", "-r", "50", "-png", tmp_path / "map.pdf", tmp_path / "page"], check=True)
    (page,) = tmp_path.glob("page*.png")
    colours = Image.open(page).convert("RGB").getcolors(1 << 20)
    counts = {colour: count for count, colour in colours}
    assert counts.get((221, 233, 242), 0) > 3_000  # the Adriatic and the Tyrrhenian Sea
    assert counts.get((250, 248, 242), 0) > 3_000
    assert sum(count for (red, green, blue), count in counts.items() if red > 150 and blue < 110 and green < 140) > 100


def test_a_map_of_the_world_ends_at_the_poles():
    cities = [(35.7, 139.7), (40.7, -74.0), (51.5, -0.1), (-33.9, 151.2), (-33.9, 18.4)]
    picture = drawn([Position(*city, number + 1) for number, city in enumerate(cities)], width_pt=300, height_pt=400)
    assert any("scale is true along the parallel" in note for note in picture.notes)
    seas = [path.get("d") for path in ET.fromstring(picture.svg()).iter(f"{SVG}path") if path.get("fill") == "#dde9f2"]
    heights = [float(y) for y in re.findall(r" ([\d.]+)", seas[0])]
    across = (151.2 + 74.0) * 1.16  # degrees from the easternmost to the westernmost with the margin
    assert max(heights) - min(heights) == pytest.approx(299 / across * 180, rel=0.02)


def test_a_round_length_fits():
    for metres, length in ((99, 50), (100, 100), (499, 200), (23_000, 20_000), (0.7, 0.5)):
        assert nice_length(metres) == pytest.approx(length)


anywhere = st.builds(
    Position,
    st.one_of(st.floats(), st.floats(-90, 90)),
    st.one_of(st.floats(), st.floats(-180, 180)),
    st.one_of(st.none(), st.integers(1, 4_000_000_000_000_000)),
    st.one_of(st.none(), st.floats(), st.floats(0, 1e7), st.text(max_size=3)),
    st.sampled_from([*EVIDENCE_OF, "unheard of"]),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(anywhere, max_size=5))
def test_any_positions_make_a_map_that_accounts_for_all(positions):
    picture = drawn(positions)
    assert picture.shown + picture.not_shown == len(positions)
    ET.fromstring(picture.svg())
