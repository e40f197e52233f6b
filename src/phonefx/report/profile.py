"""A profile of redaction, as its JSON file states it: whatever it holds that no profile has is refused.

A slip of the pen in such a file would hand over the very name that it was written to protect, under a title that says
that it was removed. So nothing in it is passed over.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from phonefx.errors import UsageError
from phonefx.report.redaction import Person, Place, Redaction

_PROFILE: Final = ("profile", "people", "words", "withhold", "place_decimals", "places")
_PERSON: Final = ("pseudonym", "names", "numbers")
_WITHHELD: Final = ("items", "reason")
_PLACE: Final = ("latitude", "longitude", "radius_m")
_MOST_DECIMALS: Final = 7


def given(path: Path | None) -> Redaction:
    """Give the profile that a command was given; without one nothing is removed."""
    return Redaction() if path is None else read_redaction(path)


def require_items(redaction: Redaction, case: sqlite3.Connection) -> None:
    """Hold the items that a profile withholds against a case.

    Raises:
        UsageError: the case has no item of such a number: a slip here would print what was to be withheld.
    """
    for item in redaction.reasons:
        if case.execute("SELECT 1 FROM item WHERE id = ?", (item,)).fetchone() is None:
            raise UsageError(f"the profile {redaction.profile} withholds item {item}, which this case does not have")


def read_redaction(path: Path) -> Redaction:
    """Read a profile from a JSON file.

    Raises:
        UsageError: it is no JSON of the form that `docs/report.md` describes; says where.
    """
    try:
        stated = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise UsageError(f"{path}: cannot be read as JSON ({error})") from error
    try:
        return _profile(stated)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{path}: no redaction profile: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give a JSON object; of a name that stands in it twice JSON itself would keep the last alone."""
    known = dict(pairs)
    if len(known) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return known


def _profile(stated: object) -> Redaction:
    known = _object(stated, "it", _PROFILE)
    name = _text(known, "profile", "it")
    if name.casefold() == Redaction().profile.casefold():
        raise ValueError(f"{name} is what a report is called that nothing was removed from")
    redaction = Redaction(
        name,
        tuple(_person(each, where) for each, where in _each(known, "people")),
        _texts(known, "words", "it"),
        tuple(pair for each, where in _each(known, "withhold") for pair in _withheld(each, where)),
        _decimals(known.get("place_decimals")),
        tuple(_place(each, where) for each, where in _each(known, "places")),
    )
    if redaction.is_empty:
        raise ValueError("it removes nothing")
    return redaction


def _person(stated: object, where: str) -> Person:
    known = _object(stated, where, _PERSON)
    person = Person(_text(known, "pseudonym", where), _texts(known, "names", where), _texts(known, "numbers", where))
    if not person.names and not person.numbers:
        raise ValueError(f"{where} has neither names nor numbers")
    return person


def _withheld(stated: object, where: str) -> Iterator[tuple[int, str]]:
    known = _object(stated, where, _WITHHELD)
    reason, items = _text(known, "reason", where), known.get("items")
    if not isinstance(items, list) or not items or not all(type(item) is int for item in items):
        raise ValueError(f"items of {where} is no list of item numbers")
    return ((item, reason) for item in items)


def _place(stated: object, where: str) -> Place:
    known = _object(stated, where, _PLACE)
    latitude, longitude, radius = (_number(known, name, where) for name in _PLACE)
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and radius > 0):
        raise ValueError(f"{where} is no circle on the Earth")
    return Place(latitude, longitude, radius)


def _decimals(stated: object) -> int | None:
    if stated is None or (type(stated) is int and -1 <= stated <= _MOST_DECIMALS):
        return stated
    raise ValueError(f"place_decimals is no whole number from -1 to {_MOST_DECIMALS}")


def _object(stated: object, where: str, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(stated, dict):
        raise TypeError(f"{where} is no JSON object")
    if strange := sorted(set(stated) - set(names)):
        raise ValueError(f"{where} has {strange[0]}, which no profile has; it may have {', '.join(names)}")
    return stated


def _each(known: dict[str, Any], name: str) -> list[tuple[object, str]]:
    listed = known.get(name, [])
    if not isinstance(listed, list):
        raise TypeError(f"{name} is no list")
    return [(each, f"entry {place} of {name}") for place, each in enumerate(listed, 1)]


def _text(known: dict[str, Any], name: str, where: str) -> str:
    value = known.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where} has no text as its {name}")
    return value


def _texts(known: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = known.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError(f"{name} of {where} is no list of texts")
    return tuple(value)


def _number(known: dict[str, Any], name: str, where: str) -> float:
    value = known.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{where} has no number as its {name}")
    return float(value)
