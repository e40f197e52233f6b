"""The base map of a drawing: sea, land, lakes, rivers, borders, places; left away where it would mislead."""

from __future__ import annotations

import math
from typing import Final

from phonefx.report.maps import basemap
from phonefx.report.maps.clipping import clipped_line, clipped_ring, grown, meets, thinned
from phonefx.report.maps.lettering import Lettering
from phonefx.report.maps.scene import Box, Disc, Label, Path, Pen, Points, Scene, rectangle
from phonefx.report.maps.window import Window

LEAST_WIDTH_M: Final = 50_000
"""Below this width a 1:10 million base map puts shores and borders where they are not."""
OVERVIEW_STEP: Final = 3_500
APART: Final = 22
"""Points that named places keep from one another: the parts of a city do not hide it."""
SEA: Final = (221, 233, 242)
LAND: Final = (250, 248, 242)
BARE: Final = (252, 252, 250)

LINES: Final = (
    ("river", Pen((170, 198, 219), None, 0.4), 6_000),
    ("province", Pen((196, 190, 190), None, 0.35, (2, 1.5)), 2_500),
    ("border", Pen((140, 118, 140), None, 0.7, (4, 1.5)), 1e9),
    ("coast", Pen((120, 144, 164), None, 0.45), 1e9),
)
"""Layer, pen, and the widest step (metres a point) at which it is drawn."""


def notes(window: Window) -> list[str]:
    """Say what belongs under a map with this base map."""
    if window.width_m < LEAST_WIDTH_M:
        return [
            f"No coast, border or water is drawn: at this scale (about {_length(window.width_m)} across) the base map "
            "(1:10 000 000) would show them some hundred metres off. Place names mark towns, not addresses."
        ]
    return [basemap.BORDERS + "."]


def paint(scene: Scene, window: Window) -> None:
    """Paint the base map into the window's box."""
    if window.width_m < LEAST_WIDTH_M:
        scene.add(Path([rectangle(window.box)], Pen(None, BARE), closed=True))
        return
    level = 0 if window.step > OVERVIEW_STEP else 1
    area = window.area()
    scene.add(Path([rectangle(window.box)], Pen(None, BARE), closed=True))
    scene.add(Path([rectangle(_earth(window))], Pen(None, SEA), closed=True))
    scene.add(*_filled(window, area, "land", level, Pen(None, LAND)))
    scene.add(*_filled(window, area, "lake", level, Pen(None, SEA)))
    for layer, pen, widest in LINES:
        if window.step <= widest:
            scene.add(*_drawn(window, area, layer, level, pen))


def _earth(window: Window) -> Box:
    """Give the part of the window's box that is on earth: a wide map may go on beyond the poles."""
    left, bottom, right, top = window.box
    if math.isinf(window.half_turn):
        return window.box
    centre = window.projection.longitude
    (x, south), (_, north) = window.place(centre, -90.0), window.place(centre, 90.0)
    return max(left, x - window.half_turn), max(bottom, south), min(right, x + window.half_turn), min(top, north)


def _length(metres: float) -> str:
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m"


def _filled(window: Window, area: basemap.Area, layer: str, level: int, pen: Pen) -> list[Path]:
    # Holes lie in rings of their own: rings of one cell are painted together, so that a hole stays one.
    found = []
    box = grown(window.box, 4)
    for rings in basemap.cells(layer, level, area):
        parts: list[Points] = []
        for ring in rings:
            points = window.line(ring)
            if meets(points, box):
                cut = clipped_ring(thinned(points), box)
                if len(cut) > 2:
                    parts.append(cut)
        if parts:
            found.append(Path(parts, pen, closed=True))
    return found


def _drawn(window: Window, area: basemap.Area, layer: str, level: int, pen: Pen) -> list[Path]:
    box = grown(window.box, 4)
    parts: list[Points] = []
    for lines in basemap.cells(layer, level, area):
        for line in lines:
            points = window.line(line)
            if meets(points, box):
                parts += clipped_line(thinned(points), box)
    return [Path(parts, pen)] if parts else []


def name_places(scene: Scene, window: Window, lettering: Lettering, most: int = 28) -> None:
    """Write the largest populated places that find room."""
    left, bottom, right, top = window.box
    written: list[tuple[float, float]] = []
    for place in basemap.towns(window.area()):
        x, y = window.place(place.longitude, place.latitude)
        if not (left < x < right and bottom < y < top) or any(abs(x - a) + abs(y - b) < APART for a, b in written):
            continue
        size = 7.5 if place.inhabitants > 1_000_000 else 6.5 if place.inhabitants > 50_000 else 5.8
        label = lettering.beside(Label(x, y, place.name, size, (70, 70, 70), halo=True), 3)
        if label is not None:
            scene.add(Disc(x, y, 1.1, Pen((70, 70, 70), (255, 255, 255), 0.6)), label)
            written.append((x, y))
        if len(written) >= most:
            return
