"""A map drawn for print: positions, track, stays and marks on a base map, with everything a reader needs to judge it.

    picture = draw_map(positions, stays=stays, width_pt=480, height_pt=360)
    picture.draw_on(canvas, x, y)      # reportlab
    picture.svg()                      # for HTML

The drawing includes its legend, scale, times with their offset, and notes: what was left away, and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from phonefx.report.maps import basemap, furniture, ground, movement
from phonefx.report.maps.clipping import grown
from phonefx.report.maps.earth import NULL_ISLAND, fault, radius
from phonefx.report.maps.legend import Legend
from phonefx.report.maps.lettering import Lettering
from phonefx.report.maps.marks import TRACK, Mark, Position
from phonefx.report.maps.pdf_scene import paint
from phonefx.report.maps.projections import PlateCarree
from phonefx.report.maps.scene import Box, Frame, Scene
from phonefx.report.maps.svg_scene import svg
from phonefx.report.maps.window import Reach, Spot, Window, fit, reach
from phonefx.timeline.movement import Stay

if TYPE_CHECKING:
    from phonefx.report.maps.geotiff import Raster
    from phonefx.report.maps.pdf_scene import Writer
    from phonefx.report.maps.tiles import TileSource

SMALLEST_PT: Final = 120.0
FAR_SHARE: Final = 0.05
"""At most this share of the positions may be moved out of the window because they lie far off."""
FAR_TIMES: Final = 4.0
WIDEST_WITH_INSET: Final = 1_500_000


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A finished map of `width` by `height` points; `notes` are printed on it and repeated here for the text."""

    scene: Scene
    notes: tuple[str, ...]
    window_m: float
    shown: int
    not_shown: int

    @property
    def width(self) -> float:
        """Points across."""
        return self.scene.width

    @property
    def height(self) -> float:
        """Points down."""
        return self.scene.height

    def draw_on(self, canvas: Any, x: float, y: float, write: Writer | None = None) -> None:  # noqa: ANN401
        """Paint on a reportlab canvas, lower left corner at x, y; `write` may set the labels with other fonts."""
        paint(self.scene, canvas, x, y, write)

    def svg(self) -> str:
        """Give the map as an SVG element that refers to nothing outside."""
        return svg(self.scene)


def draw_map(
    positions: Iterable[Position],
    *,
    width_pt: float,
    height_pt: float,
    stays: Sequence[Stay] = (),
    cited: int | None = None,
    marks: Sequence[Mark] = (),
    offset_minutes: int = 0,
    tiles: TileSource | Raster | None = None,
    say: Callable[[str], str] = str,
) -> DrawnMap:
    """Draw a map that shows all positions, stays and marks given.

    Args:
        positions: in any order; only those of the device are joined to a track.
        width_pt: points across.
        height_pt: points down, legend and notes included.
        stays: numbered as the text cites them; of many, the longest have their number on the map.
        cited: how many of the stays the text cites, the first; None: all.
        marks: meetings and incidents.
        offset_minutes: the offset from UTC in which times are shown.
        tiles: the examiner's own base map, used instead of the one that comes with phonefx.
        say: puts the words of the legend and the notes into the language of the reader.
    """
    given = list(positions)
    reasons = [fault(position.latitude, position.longitude) for position in given]
    faults = Counter(reasons)
    placed = [_measured(each) for each, reason in zip(given, reasons, strict=True) if reason is None]
    placed.sort(key=lambda position: (position.time_us is None, position.time_us or 0, position.item or 0))
    notes = [
        f"{count} of {len(given)} positions are not drawn: {reason}"
        f"{' (mostly stands for no position)' if reason == NULL_ISLAND else ''}."
        for reason, count in sorted((reason, count) for reason, count in faults.items() if reason is not None)
    ]
    page = _Page(placed, stays, marks, offset_minutes, tiles, say, movement.numbered(stays[:cited]))
    return page.draw(width_pt, height_pt, notes, sum(count for reason, count in faults.items() if reason))


def _measured(position: Position) -> Position:
    """Give a position with its accuracy as a radius, or without."""
    stated = radius(position.accuracy_m)
    return position if stated == position.accuracy_m else replace(position, accuracy_m=stated)


@dataclass(slots=True)
class _Page:
    placed: list[Position]
    stays: Sequence[Stay]
    marks: Sequence[Mark]
    offset_minutes: int
    tiles: TileSource | Raster | None
    say: Callable[[str], str] = str
    named: Container[int] = frozenset()

    def draw(self, width: float, height: float, notes: list[str], unplaced: int) -> DrawnMap:
        scene = Scene(max(width, SMALLEST_PT), max(height, SMALLEST_PT))
        legend = Legend(self.placed, self.stays, self.marks, self.offset_minutes, scene.width, self.say)
        near, far = _near_and_far(self.placed)
        if far:
            notes.append(
                f"{far} of {len(self.placed)} positions lie far off, outside the main map; the inset shows all."
            )
        its = self._reach(near)
        probe = its.window((0.0, 0.0, scene.width, scene.height * 0.75))
        extra = self._notes(probe)
        foot = legend.height([*map(self.say, (*notes, *extra)), self._attribution()])
        box = (0.5, foot, scene.width - 0.5, scene.height - 0.5)
        window, inset = self._room(near, its, box, wanted=bool(far) or probe.width_m < WIDEST_WITH_INSET)
        extra = self._notes(window)
        shown, more = self._content(scene, window, inset)
        legend.paint(scene, window, [*map(self.say, (*notes, *extra, *more)), self._attribution()], foot)
        if inset is not None and far:
            self._overview(scene, inset)
        elif inset is not None:
            furniture.paint_inset(scene, window, inset)
        return DrawnMap(scene, (*notes, *extra, *more), window.width_m, shown, len(self.placed) - shown + unplaced)

    def _reach(self, near: list[Position]) -> Reach:
        spots: list[Spot] = [(each.latitude, each.longitude, each.accuracy_m or 0.0) for each in near]
        spots += [(stay.latitude, stay.longitude, stay.radius_m) for stay in self.stays]
        spots += [(mark.latitude, mark.longitude, 0.0) for mark in self.marks]
        return reach(spots, mercator=self.tiles is not None)

    def _room(self, near: list[Position], its: Reach, box: Box, *, wanted: bool) -> tuple[Window, Box | None]:
        """Find a corner for the inset in which nothing lies; where there is none, the map makes room at its side."""
        window = its.window(box)
        if not wanted:
            return window, None
        spots: list[Position | Stay | Mark] = [*near, *self.stays, *self.marks]
        places = window.places([(each.longitude, each.latitude) for each in spots])
        for corner in _corners(box):
            left, bottom, right, top = grown(corner, 8)
            if not any(left < x < right and bottom < y < top for x, y in places):
                return window, corner
        corner = _corners(box)[0]
        return its.window((box[0], box[1], corner[0] - 4, box[3])), corner

    def _notes(self, window: Window) -> list[str]:
        notes = [] if self.tiles is not None else ground.notes(window)
        if isinstance(window.projection, PlateCarree):
            notes.append("The scale is true along the parallel through the middle of the map only.")
        named = sum(stay.id in self.named for stay in self.stays)
        if named < len(self.stays):
            notes.append(f"{named} of {len(self.stays)} stays have a number here: the longest of those listed.")
        if not (self.placed or self.stays or self.marks):
            notes.append("There is no position to draw.")
        return notes

    def _attribution(self) -> str:
        return f"{basemap.ATTRIBUTION}." if self.tiles is None else f"Base map: {self.tiles.citation}."

    def _content(self, scene: Scene, window: Window, inset: Box | None) -> tuple[int, list[str]]:
        notes: list[str] = []
        scene.add(Frame(window.box))
        if self.tiles is None:
            ground.paint(scene, window)
        else:
            notes += self.tiles.paint(scene, window)
        furniture.paint_graticule(scene, window)
        track = [each for each in self.placed if each.tracked]
        left = movement.paint_accuracy(scene, window, self.placed)
        if left:
            notes.append(f"{left} accuracy circles are left away: there are too many to tell apart.")
        movement.paint_track(scene, window, track)
        size = 4.0 if len(self.placed) <= 300 else 2.6
        lettering = Lettering(window.box)
        if inset is not None:
            lettering.take(inset)
        device = [each for each in self.placed if each.evidence_of in TRACK]
        others = [each for each in self.placed if each.evidence_of not in TRACK]
        evidence = Scene(scene.width, scene.height)
        shown = movement.paint_positions(evidence, window, device, size, lettering)
        shown += movement.paint_positions(evidence, window, others, size, lettering)
        movement.paint_stays(evidence, window, self.stays, lettering, self.named)
        movement.paint_marks(evidence, window, self.marks, lettering)
        if self.tiles is None:
            ground.name_places(scene, window, lettering)
        scene.add(*evidence.shapes)
        scene.add(Frame(None))
        furniture.paint_frame(scene, window.box)
        return shown, notes

    def _overview(self, scene: Scene, box: Box) -> None:
        spots: list[Spot] = [(each.latitude, each.longitude, 0.0) for each in self.placed]
        window = fit(spots, box, least_m=300_000)
        scene.add(Frame(box))
        ground.paint(scene, window)
        movement.paint_positions(scene, window, self.placed, 3)
        scene.add(Frame(None))
        furniture.paint_frame(scene, box)


def _corners(box: Box) -> list[Box]:
    """Give the places for an inset: upper right, upper left, lower right, lower left."""
    left, bottom, right, top = box
    size = min(100.0, (right - left) * 0.24, (top - bottom) * 0.4)
    columns, rows = (right - size - 3, left + 3), (top - size - 3, bottom + 12)
    return [(x, y, x + size, y + size) for y in rows for x in columns]


def _near_and_far(placed: list[Position]) -> tuple[list[Position], int]:
    """Leave a few far positions out of the window where they would shrink everything else to a dot."""
    if len(placed) < 20:
        return placed, 0
    middle = placed[len(placed) // 2]
    window = fit([(middle.latitude, middle.longitude, 0.0)], (0, 0, 100, 100))
    away = window.projection.project([(each.longitude, each.latitude) for each in placed])
    xs, ys = sorted(x for x, _ in away), sorted(y for _, y in away)
    centre = xs[len(xs) // 2], ys[len(ys) // 2]
    reach = [max(abs(x - centre[0]), abs(y - centre[1])) for x, y in away]
    inner = sorted(reach)[int(len(reach) * (1 - FAR_SHARE)) - 1]
    limit = max(inner * FAR_TIMES, 2_000.0)
    near = [each for each, far in zip(placed, reach, strict=True) if far <= limit]
    return near, len(placed) - len(near)
