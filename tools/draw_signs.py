"""Draw the signs and the legend of the KML again: src/phonefx/report/maps/data/signs/*.png.

    python tools/draw_signs.py [OUT]

They are drawn once, not in each run: a map takes them as they are, so that it has the same bytes with every version of
Pillow. The colours and titles are those of the maps.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from phonefx.report.maps.kml.styles import AREAS, EXTRA, LEGEND, LINES, RGB
from phonefx.report.maps.marks import LOOKS
from phonefx.report.maps.scene import CORNERS

SIGN_PX = 32


def pictures() -> dict[str, Image.Image]:
    """Draw all of them, by file name."""
    return {f"{shape}.png": sign(shape) for shape in sorted({its.shape for its in LEGEND.values()})} | {
        "legend.png": legend()
    }


def legend() -> Image.Image:
    font = ImageFont.load_default(13)
    rows = [(its.title, its.shape, its.colour) for its in LOOKS.values()]
    rows += [(EXTRA[key].title, EXTRA[key].shape, EXTRA[key].colour) for key in ("visit", "unused", "message", "call")]
    rows += [(title, "line", rgb) for title, rgb, _ in LINES.values()]
    rows += [(title, "circle", rgb) for title, rgb in AREAS.values()]
    picture = Image.new("RGBA", (350, 18 * len(rows) + 28), (255, 255, 255, 225))
    draw = ImageDraw.Draw(picture)
    draw.text((8, 5), "Classes other than the track are off at first", (0, 0, 0), font)
    for number, (title, shape, rgb) in enumerate(rows):
        y = 26 + 18 * number
        _swatch(picture, draw, shape, rgb, y)
        draw.text((30, y), title, (30, 30, 30), font)
    return picture


def _swatch(picture: Image.Image, draw: ImageDraw.ImageDraw, shape: str, rgb: RGB, y: int) -> None:
    if shape == "line":
        draw.line((6, y + 9, 24, y + 9), rgb, 3)
    elif shape == "circle":
        draw.ellipse((8, y + 1, 22, y + 15), tuple(255 - (255 - part) // 6 for part in rgb), rgb)
    else:
        small = sign(shape, rgb).resize((14, 14))
        picture.paste(small, (8, y + 1), small)


def sign(shape: str, rgb: RGB = (255, 255, 255)) -> Image.Image:
    """Draw a sign in white, for the style to colour, with a dark rim that shows on any ground."""
    size = SIGN_PX * 4
    picture = Image.new("RGBA", (size, size), (*rgb, 0))
    draw = ImageDraw.Draw(picture)
    middle, half = size / 2, size * 0.36
    rim = (60, 60, 60, 255) if rgb == (255, 255, 255) else (*rgb, 255)
    if shape in {"disc", "ring"}:
        box = (middle - half, middle - half, middle + half, middle + half)
        inside = (*rgb, 255) if shape == "disc" else (0, 0, 0, 0)
        draw.ellipse(box, inside, (*rgb, 255) if shape == "ring" else rim, size // (7 if shape == "ring" else 20))
    elif shape == "cross":
        for way in (-1, 1):
            ends = (middle - half, middle - half * way, middle + half, middle + half * way)
            draw.line(ends, rim, size // 6)
            draw.line(ends, (*rgb, 255), size // 9)
    else:
        corners = [(middle + half * x, middle - half * y) for x, y in CORNERS[shape]]
        draw.polygon(corners, (*rgb, 255), rim, size // 24)
    return picture.resize((SIGN_PX, SIGN_PX), Image.Resampling.LANCZOS)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    there = Path(__file__).parents[1] / "src/phonefx/report/maps/data/signs"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else there
    folder.mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (folder / name).write_bytes(png(picture))
