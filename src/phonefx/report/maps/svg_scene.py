"""Write a scene as SVG, on its own or inside an HTML page. Nothing in it refers to anything outside."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from phonefx.report.maps.scene import RGB, Disc, Frame, Label, Path, Pen, Picture, Points, Scene
from phonefx.report.maps.xml_text import escape


def svg(scene: Scene) -> str:
    """Give the scene as one SVG element."""
    return "\n".join(_parts(scene)) + "\n"


def _parts(scene: Scene) -> Iterator[str]:
    size = (
        f'width="{_n(scene.width)}pt" height="{_n(scene.height)}pt" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}"'
    )
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Helvetica, Arial, sans-serif">'
    open_frame, frames = False, 0
    for shape in scene.shapes:
        if not isinstance(shape, Frame):
            yield _shape(shape, scene.height)
            continue
        if open_frame:
            yield "</g>"
        open_frame = shape.box is not None
        if shape.box is not None:
            frames += 1
            left, bottom, right, top = shape.box
            inside = (
                f'x="{_n(left)}" y="{_n(scene.height - top)}" width="{_n(right - left)}" height="{_n(top - bottom)}"'
            )
            yield f'<clipPath id="frame{frames}"><rect {inside}/></clipPath><g clip-path="url(#frame{frames})">'
    yield "</g></svg>" if open_frame else "</svg>"


def _shape(shape: Path | Disc | Label | Picture, height: float) -> str:
    if isinstance(shape, Path):
        data = "".join(_trace(part, height, closed=shape.closed) for part in shape.parts)
        return f'<path d="{data}" fill-rule="evenodd" {_pen(shape.pen)}/>'
    if isinstance(shape, Disc):
        return f'<circle cx="{_n(shape.x)}" cy="{_n(height - shape.y)}" r="{_n(shape.radius)}" {_pen(shape.pen)}/>'
    if isinstance(shape, Label):
        return _label(shape, height)
    data = base64.b64encode(shape.data).decode()
    place = f'x="{_n(shape.x)}" y="{_n(height - shape.y - shape.height)}"'
    size = f'width="{_n(shape.width)}" height="{_n(shape.height)}"'
    return f'<image {place} {size} preserveAspectRatio="none" href="data:{shape.mime};base64,{data}"/>'


def _trace(points: Points, height: float, *, closed: bool) -> str:
    steps = "L".join(f"{_n(x)} {_n(height - y)}" for x, y in points)
    return f"M{steps}{'Z' if closed else ''}"


def _label(label: Label, height: float) -> str:
    look = f'font-size="{_n(label.size)}" fill="{_colour(label.colour)}" text-anchor="{label.anchor}"'
    if label.bold:
        look += ' font-weight="bold"'
    if label.halo:
        look += f' stroke="#fff" stroke-width="{_n(label.size / 5)}" paint-order="stroke" stroke-linejoin="round"'
    return f'<text x="{_n(label.x)}" y="{_n(height - label.y)}" {look}>{escape(label.text)}</text>'


def _pen(pen: Pen) -> str:
    look = f'fill="{_colour(pen.fill)}" stroke="{_colour(pen.stroke)}"'
    if pen.stroke is not None:
        look += f' stroke-width="{_n(pen.width)}" stroke-linejoin="round" stroke-linecap="round"'
    if pen.dash:
        look += f' stroke-dasharray="{" ".join(map(_n, pen.dash))}"'
    return look + (f' opacity="{_n(pen.opacity)}"' if pen.opacity < 1 else "")


def _colour(colour: RGB | None) -> str:
    return "none" if colour is None else "#{:02x}{:02x}{:02x}".format(*colour)


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
