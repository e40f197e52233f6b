"""A GeoTIFF as base map: where its pixels lie on the earth, and how they are laid under a map.

Tags and keys as in OGC GeoTIFF 1.1; Pillow reads the pixels. Rasters are north up, of colours or greys.
"""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from phonefx.errors import Damaged, NotAnExtraction
from phonefx.report.maps.grids import KNOWN, Forward, forward
from phonefx.report.maps.scene import Path as Outline
from phonefx.report.maps.scene import Pen, Picture, Scene, rectangle
from phonefx.report.maps.window import Window

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 80_000_000
DOTS: Final = 2.4
"""Pixels a point in the drawing: about 170 an inch."""
CELLS: Final = 48
"""Cells of the drawing, each way, whose corners are computed; between them pixels are laid evenly."""
COARSE: Final = 0.6
"""Pixels of the raster a point below which it is coarser than the map."""
BARE: Final = (236, 236, 236)
SMALLEST, LARGEST = 1e-9, 1e9
"""Of a pixel and of a coordinate in the units of the grid; whatever is beyond them is no map."""
_SIGNATURES: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SCALE, _TIE, _MATRIX, _KEYS, _DESCRIPTION, _COPYRIGHT = 33550, 33922, 34264, 34735, 270, 33432
_PICTURES: Final = ("1", "L", "LA", "P", "RGB", "RGBA", "YCbCr")
_GEOGRAPHIC, _PROJECTED, _IS_POINT = 2048, 3072, 2
_UNITS: Final = {2054: 9102, 3076: 9001}
"""Keys of units with the only value read: degrees, metres."""

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Raster:
    """A georeferenced raster: corner of its upper left pixel and size of a pixel, in the units of its grid."""

    path: Path
    citation: str
    epsg: int
    size: tuple[int, int]
    west: float
    north: float
    step: tuple[float, float]

    def paint(self, scene: Scene, window: Window) -> list[str]:
        """Paint the part of the raster that lies in the window; gives notes about what it does not cover."""
        scene.add(Outline([rectangle(window.box)], Pen(None, BARE), closed=True))
        grid = forward(self.epsg)
        assert grid is not None  # checked when it was opened
        left, bottom, right, top = window.box
        wide, high = math.ceil((right - left) * DOTS), math.ceil((top - bottom) * DOTS)
        mesh = _Mesh(self, grid, window, wide, high)
        if not mesh.cells:
            return ["The base map given does not cover this area."]
        with _opened(self.path) as image:
            drawn = mesh.drawn(image)
        out = io.BytesIO()
        drawn.save(out, "PNG")
        scene.add(Picture(left, bottom, right - left, top - bottom, out.getvalue(), "image/png"))
        notes = [] if mesh.whole else ["The base map given covers only a part of this area."]
        if mesh.density * DOTS < COARSE:
            notes.append("The base map given is coarser than this map.")
        return notes

    def pixel(self, x: float, y: float) -> Pixel:
        """Give the pixel (columns and rows from the upper left corner, in fractions) of a point of the grid."""
        return (x - self.west) / self.step[0], (self.north - y) / self.step[1]


class _Mesh:
    """The cells of a drawing that the raster reaches, with the place of each one's corners in it."""

    def __init__(self, raster: Raster, grid: Forward, window: Window, wide: int, high: int) -> None:
        self.size = wide, high
        self.columns, self.rows = ([round(n * size / CELLS) for n in range(CELLS + 1)] for size in self.size)
        self.cells: list[tuple[tuple[int, int, int, int], list[Pixel]]] = []
        self.width, self.height = raster.size
        seen: set[tuple[int, int]] = set()
        ground = {(c, r): self._ground(window, self.columns[c], self.rows[r]) for c in _STEPS for r in _STEPS}
        for turns in (-360.0, 0.0, 360.0):
            corners: dict[tuple[int, int], Pixel] = {}
            for at, spot in ground.items():
                place = grid(spot[0] + turns, spot[1]) if spot else None
                if place is not None:
                    corners[at] = raster.pixel(*place)
            seen |= {at for at, (x, y) in corners.items() if -1 <= x <= self.width + 1 and -1 <= y <= self.height + 1}
            self._add(corners)
        self.whole = len(seen) == len(_STEPS) ** 2
        spans = [abs(quad[3][0] - quad[0][0]) / max(1, box[2] - box[0]) for box, quad in self.cells]
        self.density = sorted(spans)[len(spans) // 2] if spans else 0.0
        """Pixels of the raster for one of the drawing."""

    def _ground(self, window: Window, column: int, row: int) -> tuple[float, float] | None:
        left, bottom, right, top = window.box
        x, y = left + (right - left) * column / self.size[0], top - (top - bottom) * row / self.size[1]
        return window.ground(x, y)

    def _add(self, corners: dict[tuple[int, int], Pixel]) -> None:
        for column in range(CELLS):
            for row in range(CELLS):
                ends = (column, row), (column, row + 1), (column + 1, row + 1), (column + 1, row)
                if any(end not in corners for end in ends):
                    continue
                quad = [corners[end] for end in ends]
                xs, ys = [x for x, _ in quad], [y for _, y in quad]
                if min(xs) < self.width and max(xs) > 0 and min(ys) < self.height and max(ys) > 0:
                    box = self.columns[column], self.rows[row], self.columns[column + 1], self.rows[row + 1]
                    self.cells.append((box, quad))

    def drawn(self, image: Image) -> Image:
        """Lay the raster's pixels into the cells; what it does not reach is bare."""
        from PIL import Image as Images

        xs, ys = ([spot[axis] for _, quad in self.cells for spot in quad] for axis in (0, 1))
        west, north = max(0, math.floor(min(xs)) - 1), max(0, math.floor(min(ys)) - 1)
        east, south = min(self.width, math.ceil(max(xs)) + 1), min(self.height, math.ceil(max(ys)) + 1)
        part = _coloured(image.crop((west, north, east, south)))
        every = max(1, min(math.floor(self.density), *part.size))
        part = part.reduce(every)
        data = [
            (box, tuple(value for x, y in quad for value in ((x - west) / every, (y - north) / every)))
            for box, quad in self.cells
        ]
        how = Images.Resampling.NEAREST
        return part.transform(self.size, Images.Transform.MESH, data, how, fillcolor=BARE)


_STEPS: Final = range(CELLS + 1)


def recognised(path: Path) -> bool:
    """Tell a TIFF file by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(4) in _SIGNATURES


def read(path: Path) -> tuple[Raster, list[str]]:
    """Read where a GeoTIFF lies, and what its maker says of it.

    Raises:
        NotAnExtraction: it is no picture, too large, turned, or in a coordinate reference system that is not read.
        Damaged: it cannot be read.
    """
    with _opened(path) as image:
        if image.mode not in _PICTURES:
            raise NotAnExtraction(path, f"a GeoTIFF base map must hold 8-bit colours or greys, not {image.mode}")
        tags: dict[int, Any] = {
            tag: image.tag_v2.get(tag)  # type: ignore[attr-defined]
            for tag in (_SCALE, _TIE, _MATRIX, _KEYS, _DESCRIPTION, _COPYRIGHT)
        }
        size = image.size
    keys = _keys(tags[_KEYS])
    epsg = keys.get(_PROJECTED) or keys.get(_GEOGRAPHIC) or 0
    if forward(epsg) is None or any(keys.get(key, unit) != unit for key, unit in _UNITS.items()):
        raise NotAnExtraction(path, f"a GeoTIFF base map must be in {KNOWN}, this one is in {_named(epsg)}")
    place = _place(tags[_SCALE], tags[_TIE], tags[_MATRIX])
    if place is None:
        raise NotAnExtraction(path, "a GeoTIFF base map must be north up, with one tie point and a pixel size")
    west, north, across, down = place
    if keys.get(1025) == _IS_POINT:  # the tie point is the middle of a pixel, not its corner
        west, north = west - across / 2, north + down / 2
    words = [str(tags[tag])[:200] for tag in (_DESCRIPTION, _COPYRIGHT) if tags[tag]]
    return Raster(path, "", epsg, size, west, north, (across, down)), [*words, f"EPSG:{epsg}"]


def _named(epsg: int) -> str:
    return f"EPSG:{epsg}" if 0 < epsg < 32767 or forward(epsg) else "none that it names by number"


def _keys(stored: Any) -> dict[int, int]:  # noqa: ANN401 - whatever the tag holds
    """Give the keys whose value is a number, stored in the directory itself."""
    numbers = stored if isinstance(stored, tuple) else ()
    entries = zip(*(numbers[first::4] for first in range(4, 8)), strict=False)
    return {key: value for key, place, _, value in entries if place == 0 and isinstance(value, int)}


def _place(scale: Any, tie: Any, matrix: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401
    """Give west and north of the upper left pixel's corner, and width and height of a pixel."""
    if isinstance(matrix, tuple) and len(matrix) == 16:
        found = matrix[3], matrix[7], matrix[0], -matrix[5]
        turned = matrix[1] or matrix[4]
    elif isinstance(scale, tuple) and isinstance(tie, tuple) and len(scale) >= 2 and len(tie) == 6:
        across, down = scale[:2]
        found, turned = (tie[3] - tie[0] * across, tie[4] + tie[1] * down, across, down), False
    else:
        return None
    usable = all(isinstance(each, float | int) and abs(each) < LARGEST for each in found)
    return found if usable and not turned and min(found[2:]) > SMALLEST else None


@contextmanager
def _opened(path: Path) -> Iterator[Image]:
    from PIL import Image as Images

    try:
        with warnings.catch_warnings(action="ignore"), Images.open(path, formats=("TIFF",)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotAnExtraction(path, f"a GeoTIFF base map may have {MOST_PIXELS:,} pixels, not {image.size}")
            yield image
    except Images.DecompressionBombError as error:
        raise NotAnExtraction(path, f"a GeoTIFF base map may have {MOST_PIXELS:,} pixels") from error
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, IndexError, EOFError, struct.error) as error:
        raise Damaged(path, error) from error


def _coloured(image: Image) -> Image:
    from PIL import Image as Images

    if image.mode in {"LA", "RGBA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        return Images.alpha_composite(Images.new("RGBA", image.size, (*BARE, 255)), image).convert("RGB")
    return image.convert("RGB")
