"""Shaping: turning a run into glyphs and their places, by HarfBuzz, with direction and script said outright."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from phonefx.report.pdf.text.faces import face


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph and its place relative to the pen, in thousandths of the font size."""

    id: int
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """The glyphs that draw one indivisible piece of text; `start` is its place in the run."""

    text: str
    start: int
    glyphs: tuple[Glyph, ...]
    width: float


@lru_cache(maxsize=20_000)
def shape(text: str, face_name: str, script: str, right_to_left: bool) -> tuple[Cluster, ...]:
    """Shape a run; the clusters come in stored order, the glyphs of each from left to right."""
    used = face(face_name)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.script = script
    hb.shape(used.font, buffer)
    glyphs: dict[int, list[Glyph]] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        sizes = (position.x_advance, position.x_offset, position.y_offset)
        glyph = Glyph(info.codepoint, *(size * used.per_mille for size in sizes))
        glyphs.setdefault(info.cluster, []).append(glyph)
    starts = sorted(glyphs)
    return tuple(
        Cluster(text[start:end], start, tuple(glyphs[start]), sum(glyph.advance for glyph in glyphs[start]))
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    )
