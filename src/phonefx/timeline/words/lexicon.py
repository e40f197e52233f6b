"""Word lists that an examiner gives: read, compiled once, and matched in one pass over each text (Aho-Corasick).

A list is a CSV file with the header `term,language,category,kind,source,note`; only `term` must be there. Kinds:

    word     between characters that are no letter, digit or underscore (the default)
    text     anywhere, also inside words; for scripts without spaces
    emoji    the sequence of code points, not as part of a longer emoji; with or without the variation selector
    domain   an address on the web whose host is this domain or below it
    pattern  a regular expression of Python

Case is ignored (Unicode folding, not that of one language); texts and terms are compared in composed form (NFC),
and the place of a hit counts characters of it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized, normalize

from phonefx.errors import UsageError

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

KINDS: Final = ("word", "text", "emoji", "domain", "pattern")
_SELECTOR, _JOINER = "\ufe0f", "\u200d"
_TONES: Final = range(0x1F3FB, 0x1F400)
_HOST: Final = re.compile(r"(?:https?://(?:[^\s/@]*@)?|(?<![\w@.-]))([\w.-]+\.\w{2,24})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a word list."""

    term: str
    language: str
    category: str
    kind: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text: characters `start` to `end` of its composed form."""

    term: Term
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list ready to match; `sha256` is that of the file, so that a hit can be traced to it."""

    name: str
    sha256: str
    terms: tuple[Term, ...]
    owners: tuple[int, ...]
    automaton: AhoCorasick | None
    patterns: tuple[tuple[int, re.Pattern[str]], ...]
    domains: dict[str, int]

    def hits(self, text: str) -> Iterator[Hit]:
        """Give the hits in a text in order of place."""
        composed = text if is_normalized("NFC", text) else normalize("NFC", text)
        found = [(self.terms[number], start, end) for number, start, end in self._all(composed)]
        for term, start, end in sorted(found, key=lambda each: (each[1], each[2], each[0].term)):
            yield Hit(term, start, end, composed[start:end])

    def _all(self, text: str) -> Iterator[tuple[int, int, int]]:
        if self.automaton is not None:
            folded = text.casefold()
            place = None if len(folded) == len(text) else _places(text)
            for index, start, end in self.automaton.find_matches_as_indexes(folded, overlapping=True):
                number = self.owners[index]
                if place is not None:
                    start, end = place[start], place[end - 1] + 1
                if _stands_alone(self.terms[number].kind, text, start, end):
                    yield number, start, end
        for number, pattern in self.patterns:
            yield from ((number, match.start(), match.end()) for match in pattern.finditer(text) if match.group())
        if self.domains and "." in text:
            yield from self._hosts(text)

    def _hosts(self, text: str) -> Iterator[tuple[int, int, int]]:
        for match in _HOST.finditer(text):
            labels = match.group(1).casefold().split(".")
            for start in range(len(labels) - 1):
                number = self.domains.get(".".join(labels[start:]))
                if number is not None:
                    yield number, match.start(1), match.end(1)
                    break


def _places(text: str) -> list[int]:
    """For each character of the folded text, the place of the character that it came from."""
    return [place for place, character in enumerate(text) for _ in character.casefold()]


def _stands_alone(kind: str, text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if kind == "word":
        return not (_wordy(before) and _wordy(text[start])) and not (_wordy(after) and _wordy(text[end - 1]))
    if kind == "emoji":
        return before != _JOINER and after not in (_JOINER, _SELECTOR) and (not after or ord(after) not in _TONES)
    return True


def _wordy(character: str) -> bool:
    return character.isalnum() or character == "_"


def read_lexicon(path: Path) -> Lexicon:
    """Read a word list.

    Raises:
        UsageError: the file is no such list, or a line of it cannot be used.
    """
    raw = path.read_bytes()
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the list must be UTF-8 ({error.reason})") from error
    reader = csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))
    if "term" not in (reader.fieldnames or ()):
        raise UsageError(f"{path}: the first line must name the columns, term among them")
    terms = tuple(_term(path, reader.line_num, row) for row in reader)
    if not terms:
        raise UsageError(f"{path}: the list is empty")
    return compiled(path.stem, hashlib.sha256(raw).hexdigest(), terms)


def _term(path: Path, line: int, row: dict[str, str | None]) -> Term:
    values = {
        name: (row.get(name) or "").strip() for name in ("term", "language", "category", "kind", "source", "note")
    }
    values["kind"] = values["kind"] or "word"
    if not values["term"]:
        raise UsageError(f"{path}: entry {line} has no term")
    if values["kind"] not in KINDS:
        raise UsageError(f"{path}: {values['term']}: the kind is one of {', '.join(KINDS)}")
    return Term(**{name: normalize("NFC", value) for name, value in values.items()})


def compiled(name: str, sha256: str, terms: tuple[Term, ...]) -> Lexicon:
    """Make a word list ready to match."""
    spelled = [(number, form) for number, term in enumerate(terms) for form in _forms(term)]
    patterns = tuple((number, _pattern(term)) for number, term in enumerate(terms) if term.kind == "pattern")
    domains = {term.term.casefold().strip("."): number for number, term in enumerate(terms) if term.kind == "domain"}
    automaton = None
    if spelled:
        from ahocorasick_rs import AhoCorasick

        automaton = AhoCorasick([form for _, form in spelled])
    return Lexicon(name, sha256, terms, tuple(number for number, _ in spelled), automaton, patterns, domains)


def _forms(term: Term) -> list[str]:
    if term.kind in ("pattern", "domain"):
        return []
    folded = term.term.casefold()
    if term.kind != "emoji":
        return [folded]
    bare = folded.replace(_SELECTOR, "")
    return list(dict.fromkeys((folded, bare, bare + _SELECTOR)))


def _pattern(term: Term) -> re.Pattern[str]:
    try:
        return re.compile(term.term, re.IGNORECASE)
    except re.error as error:
        raise UsageError(f"{term.term}: no regular expression ({error})") from error
