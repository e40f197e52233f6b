"""A drawing in page points, before it is a PDF or an SVG: shapes in the order in which they are painted.

The origin is the lower left corner, y goes up, one unit is a point (1/72 inch). Colours are 0 to 255.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

RGB = tuple[int, int, int]
Points = list[tuple[float, float]]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Pen(NamedTuple):
    """How a shape is painted; None leaves stroke or fill away."""

    stroke: RGB | None = None
    fill: RGB | None = None
    width: float = 0.5
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


class Path(NamedTuple):
    """Lines or rings, painted together; holes are rings inside rings (even-odd)."""

    parts: list[Points]
    pen: Pen
    closed: bool = False


class Disc(NamedTuple):
    """A circle."""

    x: float
    y: float
    radius: float
    pen: Pen


class Label(NamedTuple):
    """A line of text; `anchor` is start, middle or end; `halo` puts white behind the letters."""

    x: float
    y: float
    text: str
    size: float
    colour: RGB = (40, 40, 40)
    anchor: str = "start"
    bold: bool = False
    halo: bool = False


class Picture(NamedTuple):
    """A raster image (a tile of an examiner's base map)."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    mime: str


class Frame(NamedTuple):
    """From here on only what lies inside the box shows; None ends it."""

    box: Box | None


Shape = Path | Disc | Label | Picture | Frame


@dataclass(slots=True)
class Scene:
    """A drawing of a given size."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Paint shapes over what is there."""
        self.shapes.extend(shapes)


def rectangle(box: Box) -> Points:
    """Give the corners of a box, the first repeated."""
    left, bottom, right, top = box
    return [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]


def symbol(shape: str, x: float, y: float, size: float, colour: RGB) -> Shape:
    """Draw the sign of a class of positions, `size` points across."""
    half = size / 2
    if shape in {"disc", "ring"}:
        pen = Pen((255, 255, 255), colour, 0.4) if shape == "disc" else Pen(colour, (255, 255, 255), size / 5)
        return Disc(x, y, half if shape == "disc" else half * 0.8, pen)
    if shape == "cross":
        arms = [[(x - half, y - half), (x + half, y + half)], [(x - half, y + half), (x + half, y - half)]]
        return Path(arms, Pen(colour, None, max(0.8, size / 5)))
    corners = [(x + half * right, y + half * up) for right, up in CORNERS[shape]]
    return Path([[*corners, corners[0]]], Pen((255, 255, 255), colour, 0.4), closed=True)


CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
    "triangle": [(-1.0, -0.8), (1.0, -0.8), (0.0, 1.0)],
    "diamond": [(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)],
    "star": [(0, 1.2), (0.3, 0.35), (1.15, 0.35), (0.48, -0.2), (0.72, -1.05), (0, -0.55), (-0.72, -1.05),
             (-0.48, -0.2), (-1.15, 0.35), (-0.3, 0.35)],
}  # fmt: skip
