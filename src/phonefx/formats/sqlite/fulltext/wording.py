"""Texts from the words of an index, and how sure they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from phonefx.formats.sqlite.fulltext.declared import Index
from phonefx.formats.sqlite.fulltext.documents import Document, Word, has_gaps

GAP = "[...]"
_STEM = 3
_WORD = re.compile(r"[^\W_]+")
_LIVE, _OLD, _PIECES, _UNORDERED, _GAPS, _COUNTED = 0.7, 0.6, 0.45, 0.35, 0.15, 0.1


def texts(index: Index, words: Iterable[Word]) -> dict[int, str]:
    """Put the words of each column in their order; `[...]` stands where words are missing.

    Of several terms at one position the longest is taken: the others are its beginnings, or other forms of it.
    """
    columns: dict[int, dict[int, bytes]] = defaultdict(dict)
    unordered: dict[int, set[bytes]] = defaultdict(set)
    for column, position, term in words:
        if position < 0:
            unordered[column].add(term)
        elif len(term) > len(columns[column].get(position, b"")):
            columns[column][position] = term
    found = {column: " ".join(sorted(map(_text, terms))) for column, terms in unordered.items()}
    join = _trigrams if index.tokenizer == "trigram" else _words
    return dict(sorted((found | {column: join(placed) for column, placed in columns.items()}).items()))


def _text(term: bytes) -> str:
    return term.decode("utf-8", "replace")


def _words(placed: dict[int, bytes]) -> str:
    parts, behind = [], 0
    for position in sorted(placed):
        parts += [GAP] if position > behind else []
        parts.append(_text(placed[position]))
        behind = position + 1
    return " ".join(parts)


def _trigrams(placed: dict[int, bytes]) -> str:
    """Lay pieces of three letters over one another, each one letter on."""
    text, behind = "", 0
    for position in sorted(placed):
        piece = _text(placed[position])
        if position == behind and text:
            text += piece[-1:]
        else:
            text += (GAP if position > behind else "") + piece
        behind = position + 1
    return text


def normal(text: str) -> str:
    """Reduce a text to what every tokenizer keeps of it."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def is_said(index: Index, document: Document, said: str) -> bool:
    """Say whether every word of a document stands in a text that was reduced by `normal`, stems as beginnings."""
    words = set(said.split())
    if index.tokenizer == "porter":
        words |= {word[:length] for word in words for length in range(_STEM, len(word))}
    for _column, _position, term in document.words:
        for part in normal(_text(term)).split():
            stem = part[: max(_STEM, len(part) - 2)] if index.tokenizer == "porter" else part
            if stem not in words and (index.tokenizer != "trigram" or stem not in said):
                return False
    return True


def judged(index: Index, document: Document, counted: tuple[int, ...] | None) -> tuple[float, str]:
    """Give the confidence in a text that was put together, and the reason in words."""
    reason = f"only its words in the full-text index {index.name} are left, without letter case and punctuation"
    confidence = _LIVE if document.live else _OLD
    if document.pieces > 1:
        confidence = _PIECES
        reason += f"; they come from {document.pieces} parts of it, which may be of different times"
    if index.detail == "column":
        reason += "; their order and number are not kept there, they stand in the order of the alphabet"
        return _UNORDERED, reason
    if has_gaps(document.words):
        confidence -= _GAPS
        reason += f"; {GAP} stands where words are lost, and more may be lost behind the last"
    if index.tokenizer == "porter":
        reason += "; words are cut down to their stems"
    placed = Counter(column for column, _ in {(column, position) for column, position, _ in document.words})
    have = [placed[place] for place in range(len(index.columns))]
    if counted is not None and list(counted) == have:
        return round(confidence + _COUNTED, 3), f"{reason}; their number is what the index once counted"
    if counted is not None and sum(counted) > sum(have):
        return round(confidence - _GAPS, 3), f"{reason}; the index once counted {sum(counted)}, {sum(have)} are left"
    return round(confidence, 3), reason
