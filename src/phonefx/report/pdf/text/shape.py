"""Shaping: turning a run into glyphs and their places, by HarfBuzz, with direction and script said outright."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import uharfbuzz as hb

from phonefx.report.pdf.text.faces import face

LOWEST: Final = -600
HIGHEST: Final = 1000
"""How far a mark may stand from the line, in thousandths of the size: a pile of marks must not cover other lines."""
TOLD: Final = 100
"""Characters that one glyph can stand for: a map of codes to texts has no room for 256."""


class Glyph(NamedTuple):
    """A glyph with its advance and rise, and the moves before and after it, in thousandths of the font size."""

    id: int
    advance: float
    before: int
    after: int
    rise: float


class Cluster(NamedTuple):
    """The glyphs that draw one indivisible piece of text, from left to right; `bearer` stands for it."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    bearer: int
    split: bool

    def told(self, at: int) -> str:
        """Give the text that one of its glyphs stands for: all of it the bearer, or pieces where it is too long."""
        if len(self.text) <= TOLD:
            return self.text if at == self.bearer else ""
        size = min(-(-len(self.text) // len(self.glyphs)), TOLD)
        return self.text[at * size : (at + 1) * size]


@lru_cache(maxsize=20_000)
def shape(text: str, face_name: str, script: str, right_to_left: bool) -> tuple[Cluster, ...]:
    """Shape a run; the clusters come in stored order."""
    used = face(face_name)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.script = script
    hb.shape(used.font, buffer)
    glyphs: dict[int, list[Glyph]] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        placed = _placed(face_name, info.codepoint, position.x_advance, position.x_offset, position.y_offset)
        glyphs.setdefault(info.cluster, []).append(placed)
    starts = sorted(glyphs)
    if not starts:  # signs that draw nothing: a joiner or selector by itself
        return (Cluster(text, (), 0, 0, False),)
    return tuple(
        _cluster(text[start:end], tuple(glyphs[start]))
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    )


@lru_cache(maxsize=5_000)
def _placed(face_name: str, glyph: int, x_advance: int, x_offset: int, y_offset: int) -> Glyph:
    """Give a glyph as it stands in a run; letters of one pair stand alike in every word."""
    used = face(face_name)
    advance, dx, dy = (size * used.per_mille for size in (x_advance, x_offset, y_offset))
    after = round(round(used.advance(glyph)) + dx - advance)
    return Glyph(glyph, advance, round(-dx), after, min(max(dy, LOWEST), HIGHEST))


@lru_cache(maxsize=5_000)
def _cluster(text: str, glyphs: tuple[Glyph, ...]) -> Cluster:
    advancing = [at for at, glyph in enumerate(glyphs) if glyph.advance]
    width = sum(glyph.advance for glyph in glyphs)
    return Cluster(text, glyphs, width, advancing[0] if advancing else 0, len(advancing) > 1 or len(text) > TOLD)


@lru_cache(maxsize=5_000)
def unshaped(char: str, face_name: str) -> Cluster:
    """Give the cluster of a character that needs no shaping."""
    used = face(face_name)
    width = used.plain_widths[char]
    return Cluster(char, (Glyph(used.glyph(char), width, 0, 0, 0),), width, 0, False)
