"""The evidence on a drawn map: accuracy circles to scale, the track coloured by time, positions, stays, marks."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from typing import Final

from phonefx.report.maps.clipping import clipped_line, grown, meets
from phonefx.report.maps.earth import circle
from phonefx.report.maps.lettering import Lettering
from phonefx.report.maps.marks import TRACK, Mark, Position, look
from phonefx.report.maps.scene import RGB, Disc, Label, Path, Pen, Points, Scene, symbol
from phonefx.report.maps.window import Window
from phonefx.timeline.movement import Stay

MOST_NUMBERED: Final = 60
RAMP: Final[tuple[RGB, ...]] = ((38, 24, 92), (122, 28, 118), (200, 52, 80), (241, 132, 36), (247, 194, 64))
"""Early to late: dark to light, so that a grey print keeps the order."""
SHADES: Final = 24
GAP_US: Final = 3_600_000_000
"""Longer than this between two positions, the line between them is dashed: nothing is known of the way."""
MARKS: Final[dict[str, tuple[str, RGB]]] = {"meeting": ("star", (0, 90, 50)), "incident": ("diamond", (160, 0, 0))}
MOST_CIRCLES: Final = 4_000


def shade(share: float) -> RGB:
    """Give the colour of a time, 0 the first to 1 the last."""
    at = max(0.0, min(1.0, share)) * (len(RAMP) - 1)
    low = min(int(at), len(RAMP) - 2)
    here, there = RAMP[low], RAMP[low + 1]
    red, green, blue = (round(a + (b - a) * (at - low)) for a, b in zip(here, there, strict=True))
    return red, green, blue


def paint_accuracy(scene: Scene, window: Window, positions: Iterable[Position]) -> int:
    """Paint accuracy circles, each place and size once; gives how many places were too many to paint."""
    seen: set[tuple[int, int, int]] = set()
    left = 0
    wide = window.width_m > 300_000
    box = grown(window.box, 2)
    for position in positions:
        radius = window.points(position.accuracy_m or 0)
        if radius < 2.5:
            continue
        x, y = window.place(position.longitude, position.latitude)
        cell = (round(x / 2), round(y / 2), round(math.log2(radius) * 4))
        if cell in seen or not meets([(x - radius, y - radius), (x + radius, y + radius)], box):
            continue
        seen.add(cell)
        if len(seen) > MOST_CIRCLES:
            left += 1
            continue
        colour = look(position.evidence_of).colour
        _circle(scene, window, position, (x, y, radius), colour, wide=wide)
    return left


def _circle(
    scene: Scene, window: Window, position: Position, at: tuple[float, float, float], colour: RGB, *, wide: bool
) -> None:
    pens = Pen(None, colour, 0, (), 0.05), Pen(colour, None, 0.35, (), 0.55)
    if not wide:
        scene.add(*(Disc(*at, pen) for pen in pens))
        return
    rings = circle(position.latitude, position.longitude, position.accuracy_m or 0, 48)
    parts = [window.line(ring) for ring in rings]
    scene.add(*(Path(parts, pen, closed=True) for pen in pens))


def paint_track(scene: Scene, window: Window, track: Sequence[Position]) -> int:
    """Join the device's positions in the order of time; gives the number of gaps."""
    if len(track) < 2:
        return 0
    first, last = track[0].time_us or 0, track[-1].time_us or 0
    span = max(1, last - first)
    runs: list[list[Points]] = [[] for _ in range(SHADES)]
    dashed: list[Points] = []
    gaps = 0
    pages = window.places([(position.longitude, position.latitude) for position in track])
    most = window.half_turn
    for (before, after), (start, end) in zip(pairwise(track), pairwise(pages), strict=True):
        time, later = before.time_us or 0, after.time_us or 0
        gap = later - time > GAP_US if after.stretch is None else after.stretch != before.stretch
        gaps += gap
        parts = dashed if gap else runs[min(SHADES - 1, (time + later - 2 * first) * SHADES // (2 * span))]
        if abs(end[0] - start[0]) > most:
            over = math.copysign(2 * most, end[0] - start[0])
            _join(parts, start, (end[0] - over, end[1]))
            start = (start[0] + over, start[1])
        if start != end:
            _join(parts, start, end)
    _lines(scene, window, [dashed], lambda _: Pen((120, 120, 120), None, 0.7, (2, 2)))
    _lines(scene, window, runs, lambda _: Pen((255, 255, 255), None, 2.6, (), 0.75))
    _lines(scene, window, runs, lambda number: Pen(shade((number + 0.5) / SHADES), None, 1.5))
    return gaps


def _join(parts: list[Points], start: tuple[float, float], end: tuple[float, float]) -> None:
    if not parts or parts[-1][-1] != start:
        parts.append([start, end])
    elif abs(end[0] - start[0]) > 0.3 or abs(end[1] - start[1]) > 0.3 or len(parts[-1]) < 3:
        parts[-1].append(end)
    else:
        parts[-1][-1] = end


def _lines(scene: Scene, window: Window, runs: list[list[Points]], pen: object) -> None:
    box = grown(window.box, 3)
    for number, run in enumerate(runs):
        parts = [piece for part in run if meets(part, box) for piece in clipped_line(part, box)]
        if parts and callable(pen):
            scene.add(Path(parts, pen(number)))


def paint_positions(
    scene: Scene, window: Window, positions: Sequence[Position], size: float, lettering: Lettering | None = None
) -> int:
    """Paint the sign of each position, those that would hide one another once; gives how many lie in the window.

    Positions of the device have the colour of their time, as the track; those without a time the colour of their class.
    """
    seen: set[tuple[int, int, str]] = set()
    inside = 0
    left, bottom, right, top = window.box
    times = [each.time_us for each in positions if each.time_us is not None and each.tracked]
    first, span = (min(times), max(1, max(times) - min(times))) if times else (0, 1)
    pages = window.places([(position.longitude, position.latitude) for position in positions])
    for position, (x, y) in zip(positions, pages, strict=True):
        if not (left <= x <= right and bottom <= y <= top):
            continue
        inside += 1
        cell = (round(x * 2), round(y * 2), position.evidence_of)
        if cell not in seen:
            seen.add(cell)
            its, tracked = look(position.evidence_of), position.evidence_of in TRACK
            colour = shade(((position.time_us or 0) - first) / span) if position.tracked else its.colour
            scene.add(symbol(its.shape, x, y, size if tracked else size * 1.5, colour))
            if lettering is not None:
                lettering.take((x - size / 2, y - size / 2, x + size / 2, y + size / 2))
    return inside


def numbered(stays: Sequence[Stay]) -> set[int]:
    """Give the stays that have their number on a map: all, or of many the longest, as numbers would hide each other."""
    if len(stays) <= MOST_NUMBERED:
        return {stay.id for stay in stays}
    longest = sorted(stays, key=lambda stay: (stay.arrived_us - stay.departed_us, stay.id))
    return {stay.id for stay in longest[:MOST_NUMBERED]}


def paint_stays(
    scene: Scene, window: Window, stays: Sequence[Stay], lettering: Lettering, named: Container[int]
) -> None:
    """Paint stays as circles to scale, those named with the number that the text cites."""
    badges = []
    pages = window.places([(stay.longitude, stay.latitude) for stay in stays])
    for stay, (x, y) in zip(stays, pages, strict=True):
        radius = max(4.0, window.points(stay.radius_m))
        if not meets([(x - radius, y - radius), (x + radius, y + radius)], window.box):
            continue
        if stay.id in named:
            badges.append((x, y, radius, stay))
        else:
            scene.add(Disc(x, y, radius, Pen((20, 20, 20), None, 0.3)))
    scene.add(*(Disc(x, y, radius, Pen((20, 20, 20), None, 0.9)) for x, y, radius, _ in badges))
    for x, y, _, stay in badges:
        half = 5.2 if stay.id < 100 else 6.6
        at_x, at_y = lettering.badge(x, y, half)
        if (at_x, at_y) != (x, y):
            scene.add(Path([[(x, y), (at_x, at_y)]], Pen((20, 20, 20), None, 0.5)))
        scene.add(Disc(at_x, at_y, half, Pen((255, 255, 255), (20, 20, 20), 0.7)))
        scene.add(Label(at_x, at_y - 2.3, str(stay.id), 6.6, (255, 255, 255), "middle", bold=True))


def paint_marks(scene: Scene, window: Window, marks: Iterable[Mark], lettering: Lettering) -> None:
    """Paint meetings and incidents with their labels."""
    left, bottom, right, top = window.box
    for mark in marks:
        x, y = window.place(mark.longitude, mark.latitude)
        if left <= x <= right and bottom <= y <= top:
            shape, colour = MARKS.get(mark.kind, ("diamond", (60, 60, 60)))
            scene.add(symbol(shape, x, y, 8, colour))
            label = lettering.beside(Label(x, y, mark.label[:40], 7, colour, bold=True, halo=True), 6)
            if label is not None:
                scene.add(label)
