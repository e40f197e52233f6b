"""Drawing measured lines on a reportlab canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from phonefx.report.pdf.text.embed import EmbeddedFace, utf16
from phonefx.report.pdf.text.faces import BODY, face
from phonefx.report.pdf.text.lines import Line, Piece, wrap
from phonefx.report.pdf.text.visible import undrawable


class Typesetter:
    """Measures and draws text for one document; knows which fonts that document used.

    Args:
        canvas: a reportlab canvas.
        clean: rewrites every text before it is measured (redaction).
    """

    def __init__(self, canvas: Any, clean: Callable[[str], str] = str) -> None:  # noqa: ANN401 - reportlab has no types
        self.canvas = canvas
        self.clean = clean
        self.undrawable = 0
        self._fonts: dict[str, EmbeddedFace] = {}

    def wrap(self, text: str, width: float, size: float, base: str = BODY) -> tuple[Line, ...]:
        """Break a text into lines of at most `width` points at a font size."""
        text = self.clean(text)
        if not text.isascii():
            self.undrawable += undrawable(text)
        return wrap(text, width * 1000 / size, base)

    def width(self, text: str, size: float, base: str = BODY) -> float:
        """Give the width of a text on one line, in points."""
        return wrap(self.clean(text), 1e9, base)[0].width * size / 1000

    def draw(self, line: Line, x: float, y: float, size: float) -> None:
        """Draw a measured line with its baseline beginning at x, y."""
        if line.plain:
            self._draw_plain(line, x, y, size)
        elif line.pieces:
            parts = " ".join([self._piece(piece, size) for piece in line.pieces])
            self.canvas.addLiteral(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {parts} ET")

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
        font = self._fonts.get(line.face) or self._font(line.face)
        codes = line.plain.translate(font.plain_codes)
        self.canvas.addLiteral(f"BT /{font.resource} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET")

    def _piece(self, piece: Piece, size: float) -> str:
        """Write the operators that draw a piece; numbers in TJ move back by thousandths of the size."""
        font = self._font(piece.face)
        head = f"/{font.resource} {size:g} Tf"
        if not piece.right_to_left and font.face.is_plain.fullmatch(piece.text):
            return f"{head} <{piece.text.translate(font.plain_codes)}> Tj"
        parts, risen = [head], 0.0
        row: list[str] = []
        for cluster in piece.clusters:
            if not cluster.split and len(cluster.glyphs) == 1 and cluster.glyphs[0].rise == risen:
                (glyph,) = cluster.glyphs
                row += [str(glyph.before)] if glyph.before else []
                row.append(f"<{font.code(glyph.id, cluster.text):04X}>")
                row += [str(glyph.after)] if glyph.after else []
                continue
            if cluster.split:
                parts += [_shown(row), f"/Span <</ActualText <FEFF{utf16(cluster.text)}>>> BDC"]
                row = []
            for at, glyph in enumerate(cluster.glyphs):
                if glyph.rise != risen:
                    parts += [_shown(row), f"{glyph.rise * size / 1000:.2f} Ts"]
                    row, risen = [], glyph.rise
                if glyph.before:
                    row.append(str(glyph.before))
                row.append(f"<{font.code(glyph.id, cluster.told(at)):04X}>")
                if glyph.after:
                    row.append(str(glyph.after))
            if cluster.split:
                parts += [_shown(row), "EMC"]
                row = []
        parts += [_shown(row), "0 Ts" if risen else ""]
        return " ".join(filter(None, parts))


def _shown(row: list[str]) -> str:
    return f"[{' '.join(row)}] TJ" if row else ""
