"""The report's own words in other languages; evidence is never translated."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Final

from phonefx.errors import UsageError

LANGUAGES: Final = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "zh": "中文"}
_ENGLISH: Final = "en"


def translation(language: str) -> gettext.NullTranslations:
    """Give the words of a language; English is what the source says.

    Raises:
        UsageError: phonefx has no such language.
    """
    if language not in LANGUAGES:
        raise UsageError(f"reports are written in {', '.join(LANGUAGES)}, not in {language}")
    if language == _ENGLISH:
        return gettext.NullTranslations()
    with (Path(__file__).parent / "translations" / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
