"""Cutting a line of text into runs that one font can shape: by direction, emoji, script and font.

Directions are those of the Unicode Bidirectional Algorithm (UAX #9, by python-bidi). A run keeps its level, so that a
number inside right-to-left text stays left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from phonefx.report.pdf.text.faces import BODY, EMOJI, face, face_for, script_of

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_PICTURE: Final = (
    "[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
_MODIFIED: Final = f"{_PICTURE}\ufe0f?[\U0001f3fb-\U0001f3ff]?\ufe0f?"
_EMOJI: Final = re.compile(
    "(?P<key>[0-9#*]\ufe0f?\u20e3)|(?P<flag>[\U0001f1e6-\U0001f1ff]{2})"
    f"|(?P<picture>{_MODIFIED}(?:\u200d{_MODIFIED})*[\U000e0020-\U000e007f]*)|[\u00a9\u00ae]\ufe0f"
)
_NUMBER: Final = re.compile(r"\+?(?:\([0-9٠-٩۰-۹]+\)|[0-9٠-٩۰-۹])(?:[ \u00a0().\-/]{0,2}[0-9٠-٩۰-۹])+")
_DIGITS_OF_A_NUMBER: Final = 7
_JOINS_BEFORE: Final = frozenset(chr(code) for code in (0x200C, 0x200D, 0x200E, 0x200F, 0x061C, *range(0xFE00, 0xFE10)))


class Run(NamedTuple):
    """Text of one direction, font and script; `start` is its place in the line."""

    text: str
    start: int
    level: int
    face: str
    script: str


def levels(text: str) -> tuple[int, list[int]]:
    """Give the base level of a line and the level of each character (odd is right to left)."""
    if not _RIGHT_TO_LEFT.search(text):
        return 0, [0] * len(text)
    from bidi import algorithm

    base: int = algorithm.get_base_level(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    for at, char in enumerate(storage["chars"]):
        char["at"] = at
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found: list[int | None] = [None] * len(text)
    for char in storage["chars"]:
        found[char["at"]] = char["level"]
    return base, _numbers_kept(text, _filled(found, base))


def _numbers_kept(text: str, found: list[int]) -> list[int]:
    """Keep a telephone number in its order: the algorithm alone turns its groups round in right-to-left text."""
    for match in _NUMBER.finditer(text):
        if sum(map(str.isdigit, match.group())) >= _DIGITS_OF_A_NUMBER:
            level = max(found[match.start() : match.end()])
            found[match.start() : match.end()] = [level + (level & 1)] * len(match.group())
    return found


def _filled(found: list[int | None], base: int) -> list[int]:
    """The algorithm takes joiners out: they go with what stands before them."""
    out, last = [], base
    for level in found:
        last = last if level is None else level
        out.append(last)
    return out


def _faces(text: str, base: str) -> list[str]:
    """Choose the font of each character; marks, joiners and selectors stay with what they follow."""
    chosen: list[str] = []
    for char in text:
        last = chosen[-1] if chosen else base
        follows = char in _JOINS_BEFORE or (not script_of(char) and char != " " and _covers(last, char))
        chosen.append(last if follows and last != EMOJI else face_for(char, base) or base)
    for match in _EMOJI.finditer(text):
        if match.group("key") or match.group("flag") or "\ufe0f" in match.group() or _drawn_as_emoji(match.group()):
            chosen[match.start() : match.end()] = [EMOJI] * len(match.group())
    return chosen


def _covers(name: str, char: str) -> bool:
    return ord(char) in face(name).coverage


def _drawn_as_emoji(sequence: str) -> bool:
    first = sequence[0]
    return _covers(EMOJI, first) and (len(sequence) > 1 or not _covers(BODY, first))


def _scripts(text: str) -> list[str]:
    """Give each character its script; what has none takes that of its neighbour before, or else after."""
    own = [script_of(char) for char in text]
    last = next((script for script in own if script), "Latn")
    out = []
    for script in own:
        last = script or last
        out.append(last)
    return out


def runs(text: str, base: str = BODY) -> tuple[int, list[Run]]:
    """Cut one line of visible text into runs in stored order; also gives the base level."""
    base_level, level_of = levels(text)
    keys = list(zip(level_of, _faces(text, base), _scripts(text), strict=True))
    return base_level, [Run(text[at:end], at, *key) for key, at, end in _spans(keys)]


def _spans(keys: list[tuple[int, str, str]]) -> Iterator[tuple[tuple[int, str, str], int, int]]:
    at = 0
    for key, group in groupby(keys):
        end = at + sum(1 for _ in group)
        yield key, at, end
        at = end
