"""Cutting lines and polygons to the frame of a map, and leaving away points too close to see."""

from __future__ import annotations

from itertools import pairwise

from phonefx.report.maps.scene import Box, Points

CLOSEST_PT = 0.35
"""Points of a line nearer to the last one than this are not drawn (an eighth of a millimetre)."""


def thinned(points: Points, closest: float = CLOSEST_PT) -> Points:
    """Leave away the points of a line that nobody could tell apart on paper; the ends stay."""
    if len(points) < 3:
        return points
    kept = [points[0]]
    x0, y0 = points[0]
    for x, y in points[1:-1]:
        if abs(x - x0) > closest or abs(y - y0) > closest:
            kept.append((x, y))
            x0, y0 = x, y
    kept.append(points[-1])
    return kept


def grown(box: Box, by: float) -> Box:
    """Give a box that is larger on every side."""
    left, bottom, right, top = box
    return left - by, bottom - by, right + by, top + by


def meets(points: Points, box: Box) -> bool:
    """Say whether the points' own box touches a box."""
    left, bottom, right, top = box
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) >= left and min(xs) <= right and max(ys) >= bottom and min(ys) <= top


def clipped_ring(ring: Points, box: Box) -> Points:
    """Cut a ring to a box (Sutherland-Hodgman); empty where nothing is left."""
    left, bottom, right, top = box
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, bottom, 1), (1, top, -1)):
        ring = _half(ring, axis, bound, sign)
        if len(ring) < 3:
            return []
    return ring


def _half(ring: Points, axis: int, bound: float, sign: int) -> Points:
    kept: Points = []
    last = ring[-1]
    a = (last[axis] - bound) * sign
    for point in ring:
        b = (point[axis] - bound) * sign
        if (a >= 0) != (b >= 0):
            share = a / (a - b)
            kept.append((last[0] + (point[0] - last[0]) * share, last[1] + (point[1] - last[1]) * share))
        if b >= 0:
            kept.append(point)
        last, a = point, b
    return kept


def clipped_line(line: Points, box: Box) -> list[Points]:
    """Cut a line to a box; it may come out in several parts."""
    parts: list[Points] = []
    for start, end in pairwise(line):
        piece = _segment(start, end, box)
        if piece is None:
            continue
        if parts and parts[-1][-1] == piece[0]:
            parts[-1].append(piece[1])
        else:
            parts.append([*piece])
    return parts


def _segment(start: tuple[float, float], end: tuple[float, float], box: Box) -> Points | None:
    """Cut one segment (Liang-Barsky)."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    left, bottom, right, top = box
    if left <= x <= right and bottom <= y <= top and left <= end[0] <= right and bottom <= end[1] <= top:
        return [start, end]
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x - left), (dx, right - x), (-dy, y - bottom), (dy, top - y)):
        if step == 0:
            if room < 0:
                return None
            continue
        share = room / step
        if step > 0:
            if share < leave:
                leave = share
        elif share > enter:
            enter = share
    if enter > leave:
        return None
    first = start if enter == 0 else (x + dx * enter, y + dy * enter)
    last = end if leave == 1 else (x + dx * leave, y + dy * leave)
    return [first, last]
