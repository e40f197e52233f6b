"""Drawing measured lines on a reportlab canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from phonefx.report.pdf.text.embed import EmbeddedFace, utf16
from phonefx.report.pdf.text.faces import BODY, face
from phonefx.report.pdf.text.lines import Line, Piece, wrap
from phonefx.report.pdf.text.shape import Cluster, Glyph


class Typesetter:
    """Measures and draws text for one document; knows which fonts that document used.

    Args:
        canvas: a reportlab canvas.
        clean: rewrites every text before it is measured (redaction).
    """

    def __init__(self, canvas: Any, clean: Callable[[str], str] = str) -> None:  # noqa: ANN401 - reportlab has no types
        self.canvas = canvas
        self.clean = clean
        self._fonts: dict[str, EmbeddedFace] = {}

    def wrap(self, text: str, width: float, size: float, base: str = BODY) -> list[Line]:
        """Break a text into lines of at most `width` points at a font size."""
        return wrap(self.clean(text), width * 1000 / size, base)

    def width(self, text: str, size: float, base: str = BODY) -> float:
        """Give the width of a text on one line, in points."""
        return wrap(self.clean(text), 1e9, base)[0].width * size / 1000

    def draw(self, line: Line, x: float, y: float, size: float) -> None:
        """Draw a measured line with its baseline beginning at x, y."""
        if line.plain:
            self._draw_plain(line, x, y, size)
        elif line.pieces:
            parts = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
            for piece in line.pieces:
                parts += self._piece(piece, size)
            self.canvas.addLiteral(" ".join([*parts, "ET"]))

    def text(self, text: str, x: float, y: float, size: float, base: str = BODY) -> float:
        """Draw a text on one line, however wide; gives its width in points."""
        line = wrap(self.clean(text), 1e9, base)[0]
        self.draw(line, x, y, size)
        return line.width * size / 1000

    def text_right(self, text: str, x: float, y: float, size: float, base: str = BODY) -> None:
        """Draw a text on one line that ends at x."""
        line = wrap(self.clean(text), 1e9, base)[0]
        self.draw(line, x - line.width * size / 1000, y, size)

    def _font(self, name: str) -> EmbeddedFace:
        font = self._fonts.get(name)
        if font is None:
            font = self._fonts[name] = EmbeddedFace(face(name), f"T{len(self._fonts) + 1}")
            self.canvas._doc.delayedFonts.append(font)
        return font

    def _draw_plain(self, line: Line, x: float, y: float, size: float) -> None:
        font = self._font(line.face)
        codes = line.plain.translate(font.plain_codes)
        self.canvas.addLiteral(f"BT /{font.resource} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET")

    def _piece(self, piece: Piece, size: float) -> Iterable[str]:
        font = self._font(piece.face)
        yield f"/{font.resource} {size:g} Tf"
        for cluster in piece.clusters:
            advancing = [glyph for glyph in cluster.glyphs if glyph.advance]
            drawn = _glyphs(cluster, font, size, (advancing or cluster.glyphs)[0])
            if len(advancing) <= 1:
                yield drawn
            else:
                yield f"/Span <</ActualText <FEFF{utf16(cluster.text)}>>> BDC {drawn} EMC"


def _glyphs(cluster: Cluster, font: EmbeddedFace, size: float, bearer: Glyph) -> str:
    """Write the operators that draw a cluster, its text carried by one glyph; numbers in TJ move back."""
    parts: list[str] = []
    row: list[str] = []
    rise = 0.0
    for glyph in cluster.glyphs:
        if glyph.dy != rise:
            parts += [_shown(row), f"{glyph.dy * size / 1000:.2f} Ts"]
            row, rise = [], glyph.dy
        if glyph.dx:
            row.append(f"{-glyph.dx:.0f}")
        row.append(f"<{font.code(glyph.id, cluster.text if glyph is bearer else ''):04X}>")
        if back := round(font.face.advance(glyph.id)) + glyph.dx - glyph.advance:
            row.append(f"{back:.0f}")
    return " ".join(part for part in (*parts, _shown(row), "0 Ts" if rise else "") if part)


def _shown(row: list[str]) -> str:
    return f"[{' '.join(row)}] TJ" if row else ""
