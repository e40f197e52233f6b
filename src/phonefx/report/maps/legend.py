"""The strip under a map: scale, north, what the signs mean, the span of time, and the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from phonefx.report.maps import furniture
from phonefx.report.maps.lettering import folded, stamp, width
from phonefx.report.maps.marks import TRACK, Mark, Position, look
from phonefx.report.maps.movement import MARKS, SHADES, shade
from phonefx.report.maps.scene import Disc, Label, Path, Pen, Scene, rectangle, symbol
from phonefx.report.maps.window import Window
from phonefx.timeline.movement import Stay

SIZE: Final = 6.6
ROW: Final = 10.0
NOTE: Final = 5.6
NOTE_ROW: Final = 7.2
ROOM_FOR_MORE: Final = 1
"""Rows kept for a note that is only known after drawing."""

Entry = tuple[str, str, tuple[int, int, int]]


class Legend:
    """Knows its height before the map is drawn and paints itself after."""

    def __init__(
        self, placed: Sequence[Position], stays: Sequence[Stay], marks: Sequence[Mark], offset: int, across: float,
        say: Callable[[str], str] = str,
    ) -> None:  # fmt: skip
        """Collect what the map shows."""
        self.across = across
        times = [each.time_us for each in placed if each.tracked and each.time_us is not None]
        self.times = (stamp(min(times), offset), stamp(max(times), offset)) if times else None
        self.has_track = len(times) > 1
        self.entries = [(say(text), shape, colour) for text, shape, colour in _entries(placed, stays, marks)]
        self.rows = self._rows()

    def _rows(self) -> list[list[tuple[Entry, float]]]:
        rows: list[list[tuple[Entry, float]]] = [[]]
        x = 2.0
        for entry in self.entries:
            wide = 22 + width(entry[0], SIZE)
            if rows[-1] and x + wide > self.across:
                rows.append([])
                x = 2.0
            rows[-1].append((entry, x))
            x += wide
        return rows if rows[0] else []

    def height(self, notes: Sequence[str]) -> float:
        """Give the height of the strip in points."""
        lines = sum(len(folded(note, NOTE, self.across - 4)) for note in notes) + ROOM_FOR_MORE
        return 24 + ROW * len(self.rows) + NOTE_ROW * lines + 4

    def paint(self, scene: Scene, window: Window, notes: Sequence[str], top: float) -> None:
        """Paint the strip below `top`."""
        y = top - 13
        furniture.paint_scale(scene, window, 3, y, min(110.0, self.across * 0.25))
        furniture.paint_north(scene, window, min(150.0, self.across * 0.36), y + 1)
        self._times(scene, y)
        y -= 3
        for row in self.rows:
            y -= ROW
            for (text, shape, colour), x in row:
                _sign(scene, shape, x + 7, y + 2.3, colour)
                scene.add(Label(x + 16, y, text, SIZE))
        y -= 1
        for note in notes:
            for line in folded(note, NOTE, self.across - 4):
                y -= NOTE_ROW
                scene.add(Label(2, y, line, NOTE, (90, 90, 90)))

    def _times(self, scene: Scene, y: float) -> None:
        if self.times is None:
            return
        first, last = self.times
        left, right = self.across * 0.46, self.across - 3
        scene.add(Label(left, y + 5, first, 6), Label(right, y + 5, last, 6, anchor="end"))
        wide = (right - left) / SHADES
        for index in range(SHADES if self.has_track else 0):
            box = (left + wide * index, y, left + wide * (index + 1) + 0.2, y + 3)
            scene.add(Path([rectangle(box)], Pen(None, shade((index + 0.5) / SHADES)), closed=True))


def _entries(placed: Sequence[Position], stays: Sequence[Stay], marks: Sequence[Mark]) -> list[Entry]:
    counts = Counter(each.evidence_of for each in placed)
    found: list[Entry] = []
    for name, count in sorted(counts.items(), key=lambda pair: (pair[0] not in TRACK, -pair[1], pair[0])):
        its = look(name)
        found.append((f"{its.title} ({count})", its.shape, its.colour))
    if any(each.accuracy_m for each in placed):
        found.append(("Stated accuracy, to scale", "accuracy", (178, 24, 43)))
    if sum(each.tracked for each in placed) > 1:
        found.append(("Joined in order of time: not the way taken", "track", (200, 52, 80)))
        found.append(("More than 1 h without a position", "gap", (120, 120, 120)))
    if stays:
        found.append((f"Stay, numbered as in the text ({len(stays)})", "stay", (20, 20, 20)))
    kinds = Counter(mark.kind for mark in marks)
    found += [
        (f"{kind.capitalize()} ({count})", *MARKS.get(kind, ("diamond", (60, 60, 60)))) for kind, count in kinds.items()
    ]
    return found


def _sign(scene: Scene, shape: str, x: float, y: float, colour: tuple[int, int, int]) -> None:
    if shape == "accuracy":
        scene.add(Disc(x, y, 4, Pen(colour, None, 0.4, (), 0.6)), Disc(x, y, 4, Pen(None, colour, 0, (), 0.08)))
    elif shape in {"track", "gap"}:
        pen = Pen(colour, None, 1.5) if shape == "track" else Pen(colour, None, 0.7, (2, 2))
        scene.add(Path([[(x - 6, y), (x + 6, y)]], pen))
    elif shape == "stay":
        scene.add(Disc(x, y, 4, Pen(None, colour)), Label(x, y - 1.9, "1", 5.4, (255, 255, 255), "middle", bold=True))
    else:
        scene.add(symbol(shape, x, y, 6, colour))
