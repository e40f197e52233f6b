"""The numbers at the foot of a page read as a sentence of their language."""

from __future__ import annotations

import pytest

from phonefx.report.language import translation


@pytest.mark.parametrize(
    ("language", "page", "sheet"),
    [("en", "Page 3 of 9", "Sheet 4 of 9"), ("de", "Seite 3 von 9", "Blatt 4 von 9"),
     ("fr", "Page 3 sur 9", "Feuille 4 sur 9"), ("zh", "页 3 / 9", "张 4 / 9")],
)  # fmt: skip
def test_page_and_sheet_share_the_word_between_their_numbers(language, page, sheet):
    say = translation(language).gettext
    assert f"{say('Page')} 3 {say('of')} 9" == page
    assert f"{say('Sheet')} 4 {say('of')} 9" == sheet
