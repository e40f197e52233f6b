"""Labels keep apart, times carry their offset, and text survives any target."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.report.maps.lettering import Lettering, folded, stamp, width
from phonefx.report.maps.pdf_scene import plain
from phonefx.report.maps.scene import Label
from phonefx.report.maps.xml_text import escape, legal, shortened

FRAME = (0.0, 0.0, 200.0, 100.0)


def test_times_carry_their_offset():
    assert stamp(1_709_280_000_123_456) == "2024-03-01 08:00 UTC"
    assert stamp(1_709_280_059_999_999, 330, seconds=True) == "2024-03-01 13:30:59 +05:30"
    assert stamp(1_709_280_000_000_000, -210) == "2024-03-01 04:30 -03:30"
    assert stamp(None) == "no time stored"


def test_two_labels_on_one_point_do_not_overlap():
    lettering = Lettering(FRAME)
    placed = [lettering.beside(Label(100, 50, "Somewhere", 7), 3) for _ in range(6)]
    found = [label for label in placed if label is not None]
    assert 2 <= len(found) <= 4
    assert len({(label.x, label.y, label.anchor) for label in found}) == len(found)


def test_no_label_leaves_the_frame():
    lettering = Lettering(FRAME)
    label = lettering.beside(Label(199, 50, "At the edge", 7), 3)
    assert label is not None
    assert label.anchor == "end"
    assert lettering.beside(Label(100, 50, "far too long " * 10, 7), 3) is None


def test_badges_move_aside():
    lettering = Lettering(FRAME)
    spots = [lettering.badge(100, 50, 5) for _ in range(5)]
    assert spots[0] == (100, 50)
    assert len(set(spots)) == 5


def test_folding_keeps_every_word():
    text = "one two three four five six seven eight nine ten"
    lines = folded(text, 6, 60)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(width(line, 6) <= 60 for line in lines)
    assert folded("", 6, 60) == []


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_becomes_valid_xml_and_nothing_vanishes(text):
    element = ET.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>')
    assert element.text == (legal(text) or None)
    assert len(legal(text)) >= len(text)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [("a\x00b", "a[U+0000]b"), ("\x0b", "[U+000B]"), ("\ud800", "[U+D800]"), ("\uffff", "[U+FFFF]"), ("\t\n", "\t\n")],
)
def test_what_xml_forbids_becomes_a_visible_token(given_text, shown):
    assert legal(given_text) == shown


def test_a_carriage_return_and_markup_survive_a_parser():
    assert ET.fromstring(f"<a>{escape('x<y>&]]>' + chr(13))}</a>").text == "x<y>&]]>\r"


def test_long_text_is_cut_and_says_so():
    assert shortened("x" * 10_000, 100) == "x" * 100 + "… [9900 more characters]"
    assert shortened("short", 100) == "short"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_plain_letters_can_be_shown_by_any_pdf_reader(text):
    shown = plain(text)
    shown.encode("cp1252")
    assert shown.isprintable()


def test_plain_letters_keep_a_name_readable():
    assert plain("Łódź, Şanlıurfa, Ḩalab, Île-de-France, Zürich") == "Lódz, Sanliurfa, Halab, Île-de-France, Zürich"
    assert plain("東京\x07") == "???"
