"""What every map needs beside its content: graticule, frame, scale bar, north, and an inset that shows where it is."""

from __future__ import annotations

import math
from itertools import islice
from typing import Final

from phonefx.report.maps import basemap, ground
from phonefx.report.maps.clipping import clipped_line
from phonefx.report.maps.projections import turn
from phonefx.report.maps.scene import Box, Frame, Label, Path, Pen, Points, Scene, rectangle
from phonefx.report.maps.window import Window, fit

INK: Final = (40, 40, 40)
FAINT: Final = (150, 150, 150)
_STEPS: Final = (30, 15, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002)


def paint_graticule(scene: Scene, window: Window) -> None:
    """Paint lines of equal latitude and longitude; they are named where they meet the frame."""
    area = window.area()
    step, across = (
        next((step for step in _STEPS if spread / step >= 2.5), _STEPS[-1])
        for spread in (area.north - area.south, area.east - area.west)
    )
    drawn: list[Points] = []
    names: list[Label] = []
    for latitude in _multiples(max(-90.0, area.south), min(90.0, area.north), step):
        span = [area.west + (area.east - area.west) * index / 40 for index in range(41)]
        line = [window.place(area.centre + away, latitude) for away in span if abs(away) < 179.9]
        _graticule_line(window, line, _degrees(latitude, "N", "S", step), drawn, names, side=True)
    base = area.centre
    for longitude in _multiples(base + max(area.west, -179.9), base + min(area.east, 179.9), across):
        span = [area.south + (area.north - area.south) * index / 40 for index in range(41)]
        line = [window.place(longitude, max(-89.9, min(89.9, latitude))) for latitude in span]
        name = _degrees(turn(longitude, 0.0), "E", "W", across)
        _graticule_line(window, line, name, drawn, names, side=False)
    if drawn:
        scene.add(Path(drawn, Pen((170, 176, 184), None, 0.25, (1, 1.5))))
    scene.add(*names)


def _graticule_line(
    window: Window, line: Points, name: str, drawn: list[Points], names: list[Label], *, side: bool
) -> None:
    left, bottom, _, _ = window.box
    for part in clipped_line(line, window.box):
        drawn.append(part)
        low_x, low_y = min(part, key=lambda point: point[0] if side else point[1])
        if side and abs(low_x - left) < 1 and low_y > bottom + 12:
            names.append(Label(left + 2, low_y + 1, name, 5, (110, 116, 124), halo=True))
        if not side and abs(low_y - bottom) < 1 and low_x > left + 24:
            names.append(Label(low_x + 1, bottom + 2, name, 5, (110, 116, 124), halo=True))


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step), math.floor(high / step)
    return [index * step for index in range(first, min(last, first + 60) + 1)]


def _degrees(value: float, positive: str, negative: str, step: float) -> str:
    digits = max(0, math.ceil(-math.log10(step) - 1e-9)) if step < 1 else 0
    digits += int(step == 0.25)
    sign = positive if value > 0 else negative if value < 0 else ""
    return f"{abs(value):.{digits}f}°{sign}"


def paint_frame(scene: Scene, box: Box) -> None:
    """Paint the edge of the map."""
    scene.add(Path([rectangle(box)], Pen(INK, None, 0.7), closed=True))


def paint_scale(scene: Scene, window: Window, x: float, y: float, room: float) -> None:
    """Paint a scale bar for the centre of the map, at most `room` points long."""
    length = nice_length(room / window.points(1.0))
    wide = window.points(length)
    for index in range(4):
        part = (x + wide * index / 4, y, x + wide * (index + 1) / 4, y + 3)
        scene.add(Path([rectangle(part)], Pen(INK, INK if index % 2 == 0 else (255, 255, 255), 0.4), closed=True))
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    scene.add(Label(x, y + 5, "0", 6), Label(x + wide, y + 5, text, 6, anchor="middle"))


def nice_length(metres: float) -> float:
    """Give the longest of 1, 2, 5 times a power of ten metres that fits."""
    power = 10.0 ** math.floor(math.log10(metres))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= metres * 1.000001)


def paint_north(scene: Scene, window: Window, x: float, y: float) -> None:
    """Paint an arrow to true north at the middle of the map."""
    left, bottom, right, top = window.box
    middle = ((left + right) / 2, (bottom + top) / 2)
    here = window.ground(*middle) or (0.0, 0.0)
    there = window.place(here[0], min(89.999, here[1] + 0.001 * (1 if here[1] < 89.99 else 0)))
    bearing = math.atan2(there[0] - middle[0], there[1] - middle[1])
    sine, cosine = math.sin(bearing), math.cos(bearing)
    arrow = [(0.0, 5.0), (3.0, -6.0), (0.0, -3.6), (-3.0, -6.0), (0.0, 5.0)]
    turned = [(x + right * cosine + up * sine, y + up * cosine - right * sine) for right, up in arrow]
    scene.add(Path([turned], Pen(INK, INK, 0.4), closed=True))
    scene.add(Label(x + 9, y - 3.5, "N", 7, anchor="middle", bold=True))


def paint_inset(scene: Scene, window: Window, box: Box) -> None:
    """Paint a small map of the country or continent around, with the window marked in it."""
    left, bottom, right, top = window.box
    middle = window.ground((left + right) / 2, (bottom + top) / 2)
    if middle is None:
        return
    around = max(1_600_000.0, window.width_m * 8)
    small = fit([(middle[1], middle[0], 0.0)], box, least_m=around)
    scene.add(Frame(box))
    scene.add(Path([rectangle(box)], Pen(None, ground.SEA), closed=True))
    ground.paint(scene, small)
    corners = [window.ground(x, y) for x, y in rectangle(window.box)]
    here = [small.place(*corner) for corner in corners if corner is not None]
    xs, ys = [x for x, _ in here], [y for _, y in here]
    wide, high = max(5.0, max(xs) - min(xs)), max(5.0, max(ys) - min(ys))
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    mark = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    scene.add(Path([rectangle(mark)], Pen((200, 0, 0), None, 1.1), closed=True))
    for place in islice(basemap.towns(small.area()), 3):
        at_x, at_y = small.place(place.longitude, place.latitude)
        beside = not (mark[0] - 24 < at_x < mark[2] + 2 and mark[1] - 5 < at_y < mark[3] + 3)
        if beside and box[0] + 4 < at_x < box[2] - 24 and box[1] + 6 < at_y < box[3] - 6:
            scene.add(Label(at_x, at_y, place.name, 4.6, (90, 90, 90), halo=True))
    scene.add(Frame(None))
    paint_frame(scene, box)
