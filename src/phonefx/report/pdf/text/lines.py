"""Breaking text into lines for a width; what is measured here is what is drawn, so it is measured once.

Widths are in thousandths of the font size. Lines break after spaces, between Chinese, Japanese and Korean characters
(not before closing marks), and elsewhere only where a piece is wider than the line: then between whole clusters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from phonefx.report.pdf.text.faces import BODY, Face, face
from phonefx.report.pdf.text.itemise import Run, runs
from phonefx.report.pdf.text.shape import Cluster, shape, unshaped
from phonefx.report.pdf.text.visible import visible

_SHORT: Final = 100
"""Texts up to so many characters are remembered with their lines."""
LONGEST_PIECE: Final = 2_000
"""Characters laid out at a time: the cost of one very long line stays linear."""

_NO_START: Final = frozenset("、。，．：；？！）］｝」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…,.!?:;)]}")
_CJK: Final = (("\u2e80", "\u9fff"), ("\uac00", "\ud7ff"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"),
               ("\U00020000", "\U0003ffff"))  # fmt: skip
_NEWLINE: Final = re.compile("\r\n|\r|\n|\u2028|\u2029|\u000b|\u000c|\u0085")


class Piece(NamedTuple):
    """Clusters of one font in the order of drawing; `text` is as stored."""

    face: str
    clusters: tuple[Cluster, ...]
    text: str
    right_to_left: bool


class Line(NamedTuple):
    """One measured line: either `plain` (one character after the other, in `face`) or `pieces` from left to right."""

    width: float
    plain: str = ""
    face: str = BODY
    pieces: tuple[Piece, ...] = ()
    right_to_left: bool = False

    @property
    def text(self) -> str:
        """The visible text of the line, plain lines as stored, others in the order drawn."""
        return self.plain or "".join(piece.text for piece in self.pieces)


def wrap(text: str, width: float, base: str = BODY) -> tuple[Line, ...]:
    """Break a stored text into lines of at most `width`, showing unseen characters as code points."""
    return _remembered(text, width, base) if len(text) <= _SHORT else _wrapped(text, width, base)


def _wrapped(text: str, width: float, base: str) -> tuple[Line, ...]:
    used = face(base)
    if len(text) <= LONGEST_PIECE and used.is_plain.fullmatch(text):
        return _wrap_plain(text, width, used)
    out: list[Line] = []
    for paragraph in _NEWLINE.split(text) if not text.isprintable() else (text,):
        for part in _bounded(paragraph):
            out += _wrap_paragraph(part, width, base)
    return tuple(out)


_remembered = lru_cache(maxsize=5_000)(_wrapped)
"""Kinds, sources and names come again in row after row: nearly half of what is asked was asked before."""


def _bounded(paragraph: str) -> Iterator[str]:
    while len(paragraph) > LONGEST_PIECE:
        cut = paragraph.rfind(" ", LONGEST_PIECE // 2, LONGEST_PIECE) + 1 or LONGEST_PIECE
        yield paragraph[:cut]
        paragraph = paragraph[cut:]
    yield paragraph


def _wrap_paragraph(paragraph: str, width: float, base: str) -> Iterable[Line]:
    used = face(base)
    if used.is_plain.fullmatch(paragraph):
        return _wrap_plain(paragraph, width, used)
    return _wrap_mixed(visible(paragraph), width, base)


@lru_cache(maxsize=50_000)
def _word_width(word: str, base: str) -> float:
    return sum(map(face(base).plain_widths.__getitem__, word))


def _wrap_plain(text: str, width: float, used: Face) -> tuple[Line, ...]:
    whole = sum(map(used.plain_widths.__getitem__, text))
    return (Line(whole, text, used.name),) if whole <= width else tuple(_broken(text, width, used))


def _broken(text: str, width: float, used: Face) -> Iterator[Line]:
    """Break a plain text that is wider than the line at its spaces."""
    space = used.plain_widths[" "]
    line: list[str] = []
    filled = 0.0
    for word in text.split(" "):
        wide = _word_width(word, used.name)
        if line and filled + space + wide > width:
            yield Line(filled, " ".join(line), used.name)
            line, filled = [], 0.0
        if wide > width:
            *full, word = _cut(word, width, used)
            yield from (Line(_word_width(part, used.name), part, used.name) for part in full)
            wide = _word_width(word, used.name)
        filled += wide + (space if line else 0)
        line.append(word)
    yield Line(filled, " ".join(line), used.name)


def _cut(word: str, width: float, used: Face) -> list[str]:
    """Cut a word that is wider than the line."""
    parts, start, filled = [], 0, 0.0
    for at, char in enumerate(word):
        wide = used.plain_widths[char]
        if filled + wide > width and at > start:
            parts.append(word[start:at])
            start, filled = at, 0.0
        filled += wide
    return [*parts, word[start:]]


class _Placed(NamedTuple):
    cluster: Cluster
    run: Run


def _wrap_mixed(text: str, width: float, base: str) -> Iterator[Line]:
    base_level, placed = (_laid_before if len(text) <= _SHORT else _laid)(text, base)
    line: list[_Placed] = []
    filled = 0.0
    for unit in _units(placed):
        wide = sum(one.cluster.width for one in unit if one.cluster.text.strip(" "))
        if line and filled + wide > width:
            yield _line(line, base_level)
            line, filled = [], 0.0
        for one in unit:
            if line and filled + one.cluster.width > width and one.cluster.text.strip(" "):
                yield _line(line, base_level)
                line, filled = [], 0.0
            line.append(one)
            filled += one.cluster.width
    yield _line(line, base_level)


def _laid(text: str, base: str) -> tuple[int, tuple[_Placed, ...]]:
    """Give the level of a line and its clusters in stored order."""
    base_level, found = runs(text, base)
    return base_level, tuple([_Placed(cluster, run) for run in found for cluster in _clusters(run)])


_laid_before = lru_cache(maxsize=1_000)(_laid)
"""A number with its name stands in columns of different widths."""


def _clusters(run: Run) -> Iterable[Cluster]:
    if not run.level & 1 and face(run.face).is_plain.fullmatch(run.text):
        return (unshaped(char, run.face) for char in run.text)
    return shape(run.text, run.face, run.script, bool(run.level & 1))


def _units(placed: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    """Group clusters into what must stay on one line, each with the spaces after it."""
    unit: list[_Placed] = []
    for one in placed:
        text = one.cluster.text
        if unit and _may_break(unit[-1].cluster.text, text):
            yield unit
            unit = []
        unit.append(one)
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if before[-1] == " ":
        return after[0] != " "
    if after[0] in _NO_START:
        return False
    return (_is_cjk(before[-1]) or _is_cjk(after[0])) and after[0] != " "


def _is_cjk(char: str) -> bool:
    return char >= _CJK[0][0] and any(low <= char <= high for low, high in _CJK)


def _line(placed: list[_Placed], base_level: int) -> Line:
    """Put a line's clusters into the order of drawing (rule L2), spaces at its end left off."""
    while placed and placed[-1].cluster.text.strip(" ") == "":
        placed.pop()
    level_runs: list[list[_Placed]] = []
    for one in placed:
        if level_runs and level_runs[-1][0].run is one.run:
            level_runs[-1].append(one)
        else:
            level_runs.append([one])
    ordered = _reordered(level_runs)
    pieces = tuple(_piece(run) for run in ordered)
    return Line(sum(one.cluster.width for one in placed), pieces=pieces, right_to_left=bool(base_level & 1))


def _reordered(level_runs: list[list[_Placed]]) -> list[list[_Placed]]:
    levels = [run[0].run.level for run in level_runs]
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(levels):
            end = at
            while end < len(levels) and levels[end] >= level:
                end += 1
            level_runs[at:end] = level_runs[at:end][::-1]
            levels[at:end] = levels[at:end][::-1]
            at = max(end, at + 1)
    return level_runs


def _piece(run: list[_Placed]) -> Piece:
    right_to_left = bool(run[0].run.level & 1)
    clusters = tuple(one.cluster for one in run)
    text = "".join(cluster.text for cluster in clusters)
    return Piece(run[0].run.face, clusters[::-1] if right_to_left else clusters, text, right_to_left)
