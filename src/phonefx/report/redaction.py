"""What must not leave the laboratory: people under pseudonyms, items withheld, places made coarse.

Nothing is masked. Every text is rewritten before it is laid out, so that what was protected is in no part of the file:
not in the pages, the outline, the fonts' maps, the metadata or the data attached.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from phonefx.errors import UsageError

_SEPARATED: Final = r"[\s().\-/\u00a0\u2010-\u2015]*"
_ENOUGH_DIGITS: Final = 7
_COMPARED_DIGITS: Final = 8
_LOCAL_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to protect: the pseudonym and everything that must be replaced by it."""

    pseudonym: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Redaction:
    """One profile of redaction.

    Attributes:
        profile: its name, printed on every page.
        people: who appears under a pseudonym.
        words: further texts to remove.
        withheld: item number to the reason for withholding it.
        place_decimals: decimals that coordinates keep; None keeps all, -1 removes the positions.
    """

    profile: str = "FULL"
    people: tuple[Person, ...] = ()
    words: tuple[str, ...] = ()
    withheld: tuple[tuple[int, str], ...] = ()
    place_decimals: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is removed."""
        return not (self.people or self.words or self.withheld or self.place_decimals is not None)

    @cached_property
    def reasons(self) -> dict[int, str]:
        """Reason by number of each item withheld."""
        return dict(self.withheld)

    @cached_property
    def _rules(self) -> list[tuple[re.Pattern[str], str]]:
        rules = []
        for person in self.people:
            named = [_name_pattern(name) for name in sorted(person.names, key=len, reverse=True) if name.strip()]
            numbered = [pattern for number in person.numbers if (pattern := _number_pattern(number))]
            if named or numbered:
                rules.append((re.compile("|".join(named + numbered), re.IGNORECASE), f"[{person.pseudonym}]"))
        if self.words:
            longest_first = sorted(filter(str.strip, self.words), key=len, reverse=True)
            rules.append((re.compile("|".join(map(_name_pattern, longest_first)), re.IGNORECASE), "[removed]"))
        return rules

    def clean(self, text: str) -> str:
        """Give a text with everything protected replaced."""
        for pattern, instead in self._rules:
            text = pattern.sub(instead, text)
        return text

    def position(self, latitude: float, longitude: float) -> tuple[float, float] | None:
        """Give a position as coarse as the profile asks; None where positions are removed."""
        if self.place_decimals is None:
            return latitude, longitude
        if self.place_decimals < 0:
            return None
        return round(latitude, self.place_decimals), round(longitude, self.place_decimals)


def _name_pattern(name: str) -> str:
    """Match a name in whatever spacing and in either Unicode form, also where it stands inside a longer word."""
    forms = {unicodedata.normalize(form, name.strip()) for form in ("NFC", "NFD")}
    return "|".join(r"[\s\u00a0_.+-]+".join(map(re.escape, form.split())) for form in sorted(forms))


def _number_pattern(number: str) -> str:
    """Match a number in any grouping, with or without its country code: by its last digits."""
    digits = re.sub(r"\D", "", number.translate(_LOCAL_DIGITS))
    if len(digits) < _ENOUGH_DIGITS:
        return re.escape(number.strip()) if number.strip() else ""
    tail = digits[-_COMPARED_DIGITS:]
    return rf"[+(]{{0,2}}(?:\d{_SEPARATED}){{0,7}}" + _SEPARATED.join(map(_any_script, tail))


def _any_script(digit: str) -> str:
    return f"[{digit}{chr(0x660 + int(digit))}{chr(0x6F0 + int(digit))}]"


def read_redaction(path: Path) -> Redaction:
    """Read a profile from a JSON file.

    Raises:
        UsageError: it is no JSON of the form that `docs/report.md` describes.
    """
    try:
        stated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        people = tuple(
            Person(each["pseudonym"], tuple(each.get("names", ())), tuple(each.get("numbers", ())))
            for each in stated.get("people", ())
        )
        withheld = tuple((int(item), each["reason"]) for each in stated.get("withhold", ()) for item in each["items"])
        return Redaction(
            stated["profile"], people, tuple(stated.get("words", ())), withheld, stated.get("place_decimals")
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: no redaction profile ({type(error).__name__}: {error})") from error
