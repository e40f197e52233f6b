"""What must not leave the laboratory: people under pseudonyms, items withheld, places made coarse.

Nothing is masked. Every text is rewritten before it is laid out, so that what was protected is in no part of the file:
not in the pages, the outline, the fonts' maps, the metadata or the data attached.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from phonefx.timeline.geodesy import METRES_A_DEGREE, distance_m

_SEPARATED: Final = r"[\s().\-/\u00a0\u2010-\u2015]*"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")
_ENOUGH_DIGITS: Final = 7
_COMPARED_DIGITS: Final = 8
_LOCAL_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


class Person(NamedTuple):
    """Someone to protect: the pseudonym and everything that must be replaced by it."""

    pseudonym: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Place(NamedTuple):
    """A place to protect, such as where someone lives now: no position within the circle leaves the laboratory."""

    latitude: float
    longitude: float
    radius_m: float


@dataclass(frozen=True)
class Redaction:
    """One profile of redaction.

    Attributes:
        profile: its name, printed on every page.
        people: who appears under a pseudonym.
        words: further texts to remove.
        withheld: item number to the reason for withholding it.
        place_decimals: decimals that coordinates keep; None keeps all, -1 removes the positions.
        places: circles within which no position is shown.
    """

    profile: str = "FULL"
    people: tuple[Person, ...] = ()
    words: tuple[str, ...] = ()
    withheld: tuple[tuple[int, str], ...] = ()
    place_decimals: int | None = None
    places: tuple[Place, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is removed."""
        return not (self.people or self.words or self.withheld or self.moves_places)

    @property
    def moves_places(self) -> bool:
        """Whether positions are rounded or removed."""
        return self.place_decimals is not None or bool(self.places)

    @property
    def removes_places(self) -> bool:
        """Whether no position is shown at all."""
        return self.place_decimals is not None and self.place_decimals < 0

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

    def cell(self, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
        """Give a stored value with everything protected replaced, also where a number is stored as one."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, dict):
            return {self.clean(str(name)): self.cell(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.cell(each) for each in value]
        if isinstance(value, int) and not isinstance(value, bool) and self._rules:
            cleaned = self.clean(str(value))
            return value if cleaned == str(value) else cleaned
        return value

    def beside(self, path: Path) -> Path:
        """Give the name of the redacted file that stands beside the whole one: it never takes its place."""
        if self.is_empty:
            return path
        return path.with_name(f"{path.stem}-{_UNSAFE.sub('-', self.profile)}{path.suffix}")

    def said(self, withheld: int = 0) -> str:
        """Say in one sentence that a file was redacted; nothing where nothing is removed. Names no one."""
        if self.is_empty:
            return ""
        parts = [f"Redacted by the profile {self.profile}"]
        if self.people:
            parts.append("people stand under pseudonyms")
        if self.words:
            parts.append("words are removed")
        if self.place_decimals is not None:
            parts.append(f"positions are rounded to {self.place_decimals} decimals")
        if self.places:
            parts.append("positions near protected places are removed")
        if withheld:
            parts.append(f"{withheld} items are withheld")
        return "; ".join(parts) + "."

    def position(self, latitude: float, longitude: float) -> tuple[float, float] | None:
        """Give a position as coarse as the profile asks; None where it is removed."""
        if self.removes_places or any(
            distance_m(latitude, longitude, place.latitude, place.longitude) <= place.radius_m for place in self.places
        ):
            return None
        if self.place_decimals is None:
            return latitude, longitude
        return round(latitude, self.place_decimals), round(longitude, self.place_decimals)

    @cached_property
    def spread_m(self) -> float:
        """How far a position may lie from where it is shown because it was rounded, in metres."""
        decimals = self.place_decimals
        return 0.0 if decimals is None or decimals < 0 else math.sqrt(2) * 0.5 * 10.0**-decimals * METRES_A_DEGREE

    def radius(self, stated: Any) -> Any:  # noqa: ANN401
        """Give the radius of a position as it is shown: as stored, or with what rounding adds to it, in metres."""
        if not self.spread_m:
            return stated
        return round((stated if isinstance(stated, int | float) else 0.0) + self.spread_m, 1)


def _name_pattern(name: str) -> str:
    """Match a name in whatever spacing, either Unicode form and with its last word first, also inside a longer word."""
    forms = {unicodedata.normalize(form, name.strip()) for form in ("NFC", "NFD")}
    orders = {words for form in forms for words in (tuple(form.split()), (form.split()[-1], *form.split()[:-1]))}
    return "|".join(r"[\s\u00a0,_.+-]+".join(map(re.escape, words)) for words in sorted(orders))


def _number_pattern(number: str) -> str:
    """Match a number in any grouping, with or without its country code: by its last digits."""
    digits = re.sub(r"\D", "", number.translate(_LOCAL_DIGITS))
    if len(digits) < _ENOUGH_DIGITS:
        return re.escape(number.strip()) if number.strip() else ""
    tail = digits[-_COMPARED_DIGITS:]
    return rf"[+(]{{0,2}}(?:\d{_SEPARATED}){{0,7}}" + _SEPARATED.join(map(_any_script, tail))


def _any_script(digit: str) -> str:
    return f"[{digit}{chr(0x660 + int(digit))}{chr(0x6F0 + int(digit))}]"
