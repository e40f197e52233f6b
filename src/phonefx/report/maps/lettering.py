"""Labels that do not overlap, and times as a map shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from phonefx.report.maps.scene import Box, Label
from phonefx.times import iso

LETTER = 0.52
"""Width of an average letter of Helvetica, in units of its size."""


def stamp(us: int | None, offset_minutes: int = 0, *, seconds: bool = False) -> str:
    """Write a time for people, always with its offset: `2024-03-01 10:20 +01:00`."""
    if us is None:
        return "no time stored"
    text = iso(us - us % 1_000_000, offset_minutes)
    zone = "UTC" if text.endswith("Z") else text[-6:]
    return f"{text[:10]} {text[11 : 19 if seconds else 16]} {zone}"


def width(text: str, size: float) -> float:
    """Estimate the width of a line of text."""
    wide = sum(1.0 if ord(letter) > 0x2E7F else 0.62 if letter.isupper() else LETTER for letter in text)
    return wide * size


def folded(text: str, size: float, room: float) -> list[str]:
    """Break text into lines of at most `room` points."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


@dataclass(slots=True)
class Lettering:
    """Keeps what is taken on the page (in cells of `CELL` points) and finds free places around a point."""

    frame: Box
    taken: set[tuple[int, int]] = field(default_factory=set)

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self.taken.update(_cells(box))

    def free(self, box: Box) -> bool:
        """Say whether a box lies inside the frame and on nothing."""
        left, bottom, right, top = box
        if left < self.frame[0] or bottom < self.frame[1] or right > self.frame[2] or top > self.frame[3]:
            return False
        return self.taken.isdisjoint(_cells(box))

    def beside(self, label: Label, away: float) -> Label | None:
        """Put a label right, left, above or below its point; None where there is no room."""
        wide, size = width(label.text, label.size), label.size
        tries = (
            (label.x + away, label.y - size * 0.35, "start", label.x + away),
            (label.x - away, label.y - size * 0.35, "end", label.x - away - wide),
            (label.x, label.y + away + 1, "middle", label.x - wide / 2),
            (label.x, label.y - away - size * 0.8, "middle", label.x - wide / 2),
        )
        for x, y, anchor, left in tries:
            box = (left, y - size * 0.25, left + wide, y + size * 0.8)
            if self.free(box):
                self.take(box)
                return label._replace(x=x, y=y, anchor=anchor)
        return None

    def badge(self, x: float, y: float, radius: float) -> tuple[float, float]:
        """Give a free place for a round badge at or near a point; at the point itself where all is taken."""
        for reach in (0.0, 2.2, 3.4, 4.8, 6.4):
            for right, up in ((0.0, 0.0),) if reach == 0 else _AROUND:
                at_x, at_y = x + right * reach * radius, y + up * reach * radius
                box = (at_x - radius, at_y - radius, at_x + radius, at_y + radius)
                if self.free(box):
                    self.take(box)
                    return at_x, at_y
        return x, y


CELL = 3.0


def _cells(box: Box) -> list[tuple[int, int]]:
    left, bottom, right, top = box
    rows = range(round(bottom / CELL), round(top / CELL) + 1)
    return [(column, row) for column in range(round(left / CELL), round(right / CELL) + 1) for row in rows]


_AROUND = ((0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))
