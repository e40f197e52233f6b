"""Text in every script: fallback, order, shaping, wrapping, and what is copied out of the PDF."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas
from tests.report.pdf.reported import SENTENCES

from phonefx.report.pdf.text import Typesetter
from phonefx.report.pdf.text.embed import to_unicode
from phonefx.report.pdf.text.faces import face, face_for, script_of
from phonefx.report.pdf.text.itemise import levels, runs
from phonefx.report.pdf.text.lines import LONGEST_PIECE, wrap
from phonefx.report.pdf.text.shape import shape
from phonefx.report.pdf.text.visible import undrawable, visible

ANY_TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("aé مرحبا שלום नमस्ते 你好😀‍👍🏽1️⃣🇬🇧\u202e\u200b\n\t "), max_size=60
)


def drawn(*texts: str, width: float = 1e6) -> str:
    """Draw texts, one a line, and read them back out of the PDF."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    typesetter = Typesetter(canvas)
    y = 800.0
    for text in texts:
        for line in typesetter.wrap(text, width, 10):
            typesetter.draw(line, 20, y, 10)
            y -= 14
    canvas.showPage()
    canvas.save()
    return PdfReader(file).pages[0].extract_text()


@pytest.mark.parametrize(
    "script", ["latin", "cyrillic", "greek", "devanagari", "thai", "chinese", "japanese", "korean", "emoji"]
)
def test_text_that_runs_left_to_right_copies_out_as_stored(script):
    assert drawn(SENTENCES[script]).strip() == SENTENCES[script]


@pytest.mark.parametrize("script", ["arabic", "hebrew"])
def test_every_word_of_right_to_left_text_copies_out_as_stored(script):
    for word in ("اتصل", "غدا") if script == "arabic" else ("הפגישה", "ברחוב", "Main", "14:30"):
        assert word in drawn(SENTENCES[script])


def test_text_above_the_basic_plane_has_right_codes_in_the_pdf():
    assert "<0001> <D83DDE00>" in to_unicode({(7, "😀"): 1})
    assert drawn("😀").strip() == "😀"


def test_one_glyph_may_stand_for_different_texts():
    assert drawn("A\u00a0B C").replace("\u00a0", "_").strip() == "A_B C"


def order_of(text: str) -> str:
    """The clusters of the only line in the order they are drawn."""
    (line,) = wrap(text, 1e9)
    return line.plain or "".join(cluster.text for piece in line.pieces for cluster in piece.clusters)


@pytest.mark.parametrize(
    "number", ["+44 7700 900123", "07700 900123", "(020) 7946 0123", "٠٧٧٠٠٩٠٠١٢٣", "2024-03-14", "14:30"]
)
def test_numbers_in_right_to_left_text_are_never_turned_round(number):
    assert number in order_of(f"اتصل {number} غدا")
    assert number in order_of(f"שלום {number} מחר")


def test_right_to_left_words_are_drawn_from_the_right():
    assert order_of("שלום עולם") == "שלום עולם"[::-1]
    (line,) = wrap("שלום", 1e9)
    assert line.right_to_left


def test_a_number_keeps_its_direction_when_shaped():
    glyphs = [cluster.text for cluster in shape("١٢٣", "arabic", "Arab", False)]
    assert glyphs == ["١", "٢", "٣"]


def test_arabic_letters_are_joined():
    joined = [glyph.id for cluster in shape("ببب", "arabic", "Arab", True) for glyph in cluster.glyphs]
    alone = [glyph.id for cluster in shape("ب", "arabic", "Arab", True) for glyph in cluster.glyphs]
    assert joined != alone * 3


def test_devanagari_reorders_the_short_i():
    together = shape("कि", "devanagari", "Deva", False)
    assert len(together) == 1
    assert together[0].text == "कि"
    assert len(together[0].glyphs) == 2


@pytest.mark.parametrize("sequence", ["👨‍👩‍👧‍👦", "🇬🇧", "👍🏽", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_an_emoji_sequence_is_one_picture(sequence):
    _, found = runs(sequence)
    assert [run.face for run in found] == ["emoji"]
    clusters = shape(sequence, "emoji", found[0].script, False)
    assert [cluster.text for cluster in clusters] == [sequence]
    assert sum(glyph.advance > 0 for glyph in clusters[0].glyphs) == 1
    assert all(glyph.id for glyph in clusters[0].glyphs)


@pytest.mark.parametrize("char", ["a", "Ж", "λ", "ع", "ש", "न", "ไ", "中", "の", "한", "😀", "€", "→", "✓"])
def test_every_script_has_a_font(char):
    name = face_for(char)
    assert name is not None
    assert face(name).glyph(char)


def test_what_no_font_has_is_shown_as_its_code_point():
    assert visible("a𒀀b") == "a[U+12000]b"
    assert undrawable("a𒀀b") == 1
    assert drawn("a𒀀b").strip() == "a[U+12000]b"


@pytest.mark.parametrize("code", ["\u202e", "\u2066", "\u200b", "\x07", "\ufeff", "\ue000", "\udc80"])
def test_what_cannot_be_seen_is_shown_as_its_code_point(code):
    assert visible(f"a{code}b") == f"a[U+{ord(code):04X}]b"


def test_an_override_cannot_change_how_a_line_reads():
    assert order_of("pay \u202e001\u202c now") == "pay [U+202E]001[U+202C] now"


def test_joiners_and_selectors_do_their_work_unseen():
    assert visible("می\u200cخواهم ❤\ufe0f") == "می\u200cخواهم ❤\ufe0f"


@pytest.mark.parametrize("text", ["❤\u200d", "a ❤\u200d b", "\u200d", "❤\u200d\ufe0f"])
def test_a_joiner_that_joins_nothing_is_kept_and_breaks_nothing(text):
    assert "".join(line.text for line in wrap(text, 4000)) == text


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_no_text_is_lost_in_wrapping(text):
    def bare(said: str) -> str:
        return "".join(sorted(said.replace(" ", "")))

    stored = [visible(part) for part in re.split("[\n\r\x0b\x0c\x85\u2028\u2029]", text)]
    assert bare("".join(line.text for line in wrap(text, 4000))) == bare("".join(stored))


@given(ANY_TEXT, st.integers(3000, 20000))
@settings(max_examples=100, deadline=None)
def test_no_line_is_wider_than_asked(text, width):
    for line in wrap(text, width):
        assert line.width <= width or len(line.text.strip()) <= 12


@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_drawn(text):
    assert isinstance(drawn(text), str)


def test_words_stay_whole_where_they_fit():
    assert [line.text for line in wrap("one two three", 4000)] == ["one two", "three"]


def test_long_words_are_cut():
    lines = wrap("x" * 100, 5000)
    assert len(lines) > 5
    assert "".join(line.text for line in lines) == "x" * 100


def test_chinese_breaks_between_characters_but_not_before_a_full_stop():
    lines = [line.text for line in wrap("你好你好你好。", 6000)]
    assert "".join(lines) == "你好你好你好。"
    assert len(lines) == 2
    assert lines[1] == "好。"


def test_a_line_break_in_the_text_is_a_line_break():
    assert [line.text for line in wrap("a\nb\r\nc", 9000)] == ["a", "b", "c"]


def test_a_very_long_text_is_laid_out_in_bounded_pieces():
    text = "שלום " * 4_000
    assert max(len(line.text) for line in wrap(text, 1e9)) <= LONGEST_PIECE
    assert sum(len(line.text.split()) for line in wrap(text, 30_000)) == 4_000


def test_bidi_levels_are_given_to_joiners_too():
    base, found = levels("می\u200cخواهم 12")
    assert base == 1
    assert found == [1] * 9 + [2, 2]


def test_marks_stay_with_their_letter():
    _, found = runs("e\u0301 q\u0303")
    assert len({run.face for run in found}) == 1


def test_scripts_are_those_of_unicode():
    assert [script_of(char) for char in "aЖع中 1"] == ["Latn", "Cyrl", "Arab", "Hani", "", ""]


def test_plain_widths_are_those_of_shaped_text():
    plain = wrap("Hamburg", 1e9)[0].width
    assert plain == pytest.approx(sum(cluster.width for cluster in shape("Hamburg", "sans", "Latn", False)), rel=0.03)


def test_a_text_is_cleaned_before_it_is_drawn():
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    Typesetter(canvas, lambda text: text.replace("Anna", "[V1]")).text("to Anna", 20, 700, 10)
    canvas.save()
    assert PdfReader(file).pages[0].extract_text().strip() == "to [V1]"


def test_normal_forms_are_both_drawn_whole():
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "Zoë café")
        assert drawn(text).strip() == text
