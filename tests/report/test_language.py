"""The report in other languages: whole catalogues, the same places for values, evidence untouched."""

from __future__ import annotations

import gettext
import importlib.util
import io
import re
import sqlite3
import string
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.report.pdf.reported import SENTENCES, many_scripts

from phonefx.case import beside, proof
from phonefx.errors import UsageError
from phonefx.report import phrases
from phonefx.report.language import LANGUAGES, translation
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.document import PLAN
from phonefx.report.phrases import Phrases

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "phonefx" / "report" / "translations"
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("make_translations", ROOT / "tools" / "make_translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def places(text: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, form) for _, name, form, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_with_the_same_places(tool, language):
    words = translation(language)
    catalogue = words._catalog
    assert [text for text in tool.messages() if not catalogue.get(text)] == []
    assert [text for text in tool.messages() if places(text) != places(catalogue[text])] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_phonefx_reads_is_compiled_from_what_the_translator_wrote(tool, language):
    compiled = tool.compiled((FOLDER / f"{language}.po").read_bytes())
    assert (FOLDER / f"{language}.mo").read_bytes() == compiled
    assert gettext.GNUTranslations(io.BytesIO(compiled))._catalog


@pytest.mark.parametrize("language", OTHERS)
def test_a_report_is_in_its_language_and_the_evidence_in_its_own(tmp_path, language):
    write_report(many_scripts().db, tmp_path / "r.pdf", Options(preset="full", language=language))
    reader = PdfReader(tmp_path / "r.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    outline = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    say = translation(language).gettext
    for anchor, title, _ in PLAN:
        if anchor in {"findings", "persons", "leads"}:  # a case without a selection and computed tables has none
            continue
        assert say(title) in outline
        assert title not in text.replace(say(title), "") or len(title.split()) < 3
    assert SENTENCES["cyrillic"] in text
    assert reader.trailer["/Root"]["/Lang"] == language


def test_english_needs_no_catalogue():
    assert translation("en").gettext("Summary") == "Summary"


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(UsageError, match="en, de"):
        translation("tlh")


@pytest.mark.parametrize("language", OTHERS)
def test_what_the_case_says_in_english_is_put_into_the_language_of_the_report(language):
    say = translation(language).gettext
    phrase = Phrases(say)
    assert phrase("contact card, E1") == say("contact card, {label}").format(label="E1")
    assert phrase("0.8 km from Grimsby, United Kingdom") == say("{distance} km from {place}").format(
        distance="0.8", place="Grimsby, United Kingdom"
    )
    title = "Position recorded by the device"
    assert phrase(f"{title} (377)") == say("{title} ({count})").format(title=say(title), count="377")
    (long,) = (each for each in phrases.TEMPLATES if each.startswith("the end of the record was overwritten; "))
    looked_up, otherwise = beside.LOOKED_UP.format(fields="a"), beside.OTHERWISE.format(tables="t", fields="b")
    assert phrase(f"{long}; {looked_up}; {otherwise}") == "; ".join(
        [say(long), say(beside.LOOKED_UP).format(fields="a"), say(beside.OTHERWISE).format(tables="t", fields="b")]
    )
    assert phrase("a phrase that nobody knows") == "a phrase that nobody knows"


def test_what_the_row_of_a_record_does_not_prove_is_listed_for_translation():
    assert phrases.OF_OTHER_ROWS == (beside.LOOKED_UP, beside.OTHERWISE, beside.TAKEN, beside.NOT_ASKED)
    assert phrases.OF_WHAT_IS_LOST == (proof.UNPROVEN, proof.UNSURE)
    said = ["the whole cell is there", beside.LOOKED_UP.format(fields="a"), beside.TAKEN.format(tables="t", fields="c"),
            proof.UNPROVEN.format(fields="direction"), proof.UNSURE]  # fmt: skip
    assert phrases.doubts("; ".join(said)) == said[1:]


def test_english_phrases_stay_as_they_are():
    phrase = Phrases(translation("en").gettext)
    for text in ("contact card, E1", "the phone's own setting (item 4, exhibit E2)", "0.8 km from Grimsby", "Ann (1)"):
        assert phrase(text) == text


ENGLISH = re.compile(r"\b(the|and|with|from|stored|recorded|were|is|are|of|not|by|no)\b")
"""Words of English that none of the other languages has; what a phone stored may hold them."""


@pytest.mark.parametrize("language", ["de", "zh"])
def test_no_english_is_left_in_what_the_report_says_of_the_demo(demo_case, tmp_path, language):
    """Up to the method: what follows names columns, parsers and versions, which stand in the case as they are."""
    database = sqlite3.connect(demo_case / "case.db")
    write_report(database, tmp_path / "r.pdf", Options(language=language))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages).split())
    say = translation(language).gettext
    text = text[: text.rindex(say("Method, software and limits"))]
    rows = database.execute(
        "SELECT text FROM timeline UNION SELECT body FROM revision UNION SELECT body FROM message"
        " UNION SELECT value FROM device_fact UNION SELECT method FROM location UNION SELECT status FROM message"
        " UNION SELECT partial FROM recovery"
    )
    for (stored,) in sorted(rows, key=lambda row: -len(row[0] or "")):
        for part in (part for part in (stored or "").split(" · ") if len(part) > 6):
            text = text.replace(" ".join(part.split()), "")
    left = [text[max(0, found.start() - 40) : found.end() + 40] for found in ENGLISH.finditer(text)]
    assert left == [], "\n".join(left)
