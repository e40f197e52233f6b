"""Paint a scene on a page of a PDF (reportlab canvas)."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from phonefx.report.maps.scene import Disc, Frame, Label, Path, Pen, Picture, Points, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    Writer = Callable[[Any, Label], None]
    """Writes one label on a canvas; the report gives its own to set any script with embedded fonts."""

_BEND: Final = 0.552_284_75
"""How far the control points of a quarter circle lie from its ends, in radii."""
_PAINTED: Final = {(True, True): "B*", (True, False): "S", (False, True): "f*", (False, False): "n"}
"""Operators that paint a path: its line, its area by the even-odd rule."""
FONTS: Final = ("Helvetica", "Helvetica-Bold")
_LETTERS: Final = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "e", "Ə": "E", "ħ": "h", "Ħ": "H", "’": "'", "ʻ": "'",
     "ʼ": "'", "‘": "'", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "−": "-", "→": "->", "Ɓ": "B", "ɓ": "b", "ɗ": "d"}
)  # fmt: skip


def plain(text: str) -> str:
    """Write text with the letters that the fonts every PDF reader has can show; what has none becomes `?`."""
    out = []
    for letter in text.translate(_LETTERS):
        base = letter
        if not _shown(base):
            base = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        out.append("".join(c if _shown(c) else "?" for c in base))
    return "".join(out)


def _shown(letter: str) -> bool:
    if not letter.isprintable():
        return False
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def paint(scene: Scene, canvas: Any, x: float, y: float, write: Writer | None = None) -> None:  # noqa: ANN401
    """Paint a scene with its lower left corner at x, y."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setLineJoin(1)
    canvas.setLineCap(1)
    framed = False
    pen: Pen | None = None
    for shape in scene.shapes:
        if isinstance(shape, Path | Disc):
            if shape.pen != pen:
                pen = shape.pen
                _pen(canvas, pen)
            if isinstance(shape, Path):
                _path(canvas, shape)
            else:
                _disc(canvas, shape)
            continue
        pen = None  # what follows may leave other colours behind
        if isinstance(shape, Frame):
            if framed:
                canvas.restoreState()
            framed = shape.box is not None
            if shape.box is not None:
                _clip(canvas, *shape.box)
        elif isinstance(shape, Label):
            (write or write_label)(canvas, shape)
        else:
            _picture(canvas, shape)
    if framed:
        canvas.restoreState()
    canvas.restoreState()


def _clip(canvas: Any, left: float, bottom: float, right: float, top: float) -> None:  # noqa: ANN401
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, bottom, right - left, top - bottom)
    canvas.clipPath(path, stroke=0, fill=0)


def _pen(canvas: Any, pen: Pen) -> None:  # noqa: ANN401
    if pen.stroke is not None:
        canvas.setStrokeColorRGB(*(part / 255 for part in pen.stroke), alpha=pen.opacity)
        canvas.setLineWidth(pen.width)
        canvas.setDash(list(pen.dash))
    if pen.fill is not None:
        canvas.setFillColorRGB(*(part / 255 for part in pen.fill), alpha=pen.opacity)


def _disc(canvas: Any, disc: Disc) -> None:  # noqa: ANN401
    """Paint a circle as four curves, written at once: reportlab formats each number by itself."""
    x, y, radius, pen = disc
    bend = radius * _BEND
    left, right, low, high = x - radius, x + radius, y - radius, y + radius
    canvas.addLiteral(
        f"{right:.3f} {y:.3f} m {right:.3f} {y + bend:.3f} {x + bend:.3f} {high:.3f} {x:.3f} {high:.3f} c"
        f" {x - bend:.3f} {high:.3f} {left:.3f} {y + bend:.3f} {left:.3f} {y:.3f} c"
        f" {left:.3f} {y - bend:.3f} {x - bend:.3f} {low:.3f} {x:.3f} {low:.3f} c"
        f" {x + bend:.3f} {low:.3f} {right:.3f} {y - bend:.3f} {right:.3f} {y:.3f} c h"
        f" {'n' if pen.stroke is pen.fill is None else 'B' if pen.stroke and pen.fill else 'S' if pen.stroke else 'f'}"
    )


def _path(canvas: Any, shape: Path) -> None:  # noqa: ANN401
    end = " h" if shape.closed else ""
    drawn = " ".join([_trace(part) + end for part in shape.parts])
    canvas.addLiteral(f"{drawn} {_PAINTED[shape.pen.stroke is not None, shape.pen.fill is not None]}")


def _trace(points: Points) -> str:
    """Write a line to hundredths of a point at once: reportlab formats each number by itself."""
    return " l ".join([f"{x:.2f} {y:.2f}" for x, y in points]).replace(" l ", " m ", 1) + (" l" if points[1:] else " m")


def write_label(canvas: Any, label: Label) -> None:  # noqa: ANN401
    """Write a label in Helvetica, with a white edge where the label asks for one."""
    font, text = FONTS[label.bold], plain(label.text)
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * canvas.stringWidth(text, font, label.size)
    for mode, stroke in ((1, True), (0, False)) if label.halo else ((0, False),):
        line = canvas.beginText(label.x - shift, label.y)
        line.setFont(font, label.size)
        line.setTextRenderMode(mode)
        if stroke:
            _pen(canvas, Pen((255, 255, 255), None, label.size / 5))
        _pen(canvas, Pen(None, label.colour))
        line.textOut(text)
        line.setTextRenderMode(0)
        canvas.drawText(line)


def _picture(canvas: Any, shape: Picture) -> None:  # noqa: ANN401
    from reportlab.lib.utils import ImageReader

    image = ImageReader(io.BytesIO(shape.data))
    canvas.drawImage(image, shape.x, shape.y, shape.width, shape.height, mask="auto")
