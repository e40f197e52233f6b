"""Styles, legend and links of a KML document: small parts, made with simplekml.

simplekml numbers every element with ids that XML does not allow; they are taken out again, but for the names of styles.
Icons and legend are pictures inside the KMZ: a viewer has nothing to load from anywhere.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any, Final

from phonefx.report.maps.kml.elements import name
from phonefx.report.maps.marks import LOOKS, UNKNOWN, Look

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBERED: Final = re.compile(r' id="\d+"')
RGB = tuple[int, int, int]

EXTRA: Final[dict[str, Look]] = {
    "unknown": UNKNOWN,
    "visit": Look("Visit recorded by the phone or a service", "square", (214, 96, 77)),
    "unused": Look("Position of the device, not used for the track", "cross", (178, 24, 43)),
    "message": Look("Message, at the phone's position of that moment", "diamond", (0, 109, 119)),
    "call": Look("Call, at the phone's position of that moment", "triangle", (0, 109, 119)),
    "meeting": Look("Two phones at one place", "star", (0, 90, 50)),
    "incident": Look("Incident", "diamond", (160, 0, 0)),
    "unplaced": Look("Not placed", "cross", (0, 0, 0)),
}
LINES: Final[dict[str, tuple[str, RGB, float]]] = {
    "track": ("Positions joined in order of time: not the way taken", (200, 52, 80), 3.0),
    "trip": ("Trip between two stays, thinned", (122, 28, 118), 2.0),
}
AREAS: Final[dict[str, tuple[str, RGB]]] = {
    "accuracy": ("Stated accuracy, true size", (178, 24, 43)),
    "stay": ("Stay: circle with 95% of its positions", (20, 20, 20)),
}
LEGEND: Final[dict[str, Look]] = LOOKS | EXTRA


def style_of(evidence_of: str | None) -> str:
    """Give the style of a class of positions."""
    return evidence_of if evidence_of in LOOKS else "unknown"


def colour(rgb: RGB, alpha: int = 255) -> str:
    """Write a colour as KML wants it: alpha, blue, green, red."""
    red, green, blue = rgb
    return f"{alpha:02x}{blue:02x}{green:02x}{red:02x}"


def _made(kind: str, **values: object) -> Any:  # noqa: ANN401 - simplekml has no types
    import simplekml

    return getattr(simplekml, kind)(**values)


def text(element: object) -> str:
    """Give a simplekml element as text, without its invalid ids."""
    return _NUMBERED.sub("", str(element)) + "\n"


@cache
def styles() -> str:
    """Write all shared styles."""
    found = [_icon_style(key, its) for key, its in LEGEND.items()]
    found += [_style(key, line=(rgb, wide)) for key, (_, rgb, wide) in LINES.items()]
    found += [_style(key, line=(rgb, 1.2), fill=rgb) for key, (_, rgb) in AREAS.items()]
    return "".join(found)


def _icon_style(key: str, its: Look) -> str:
    style = _made("Style")
    style._id = key
    style.iconstyle.icon.href = f"icons/{its.shape}.png"
    style.iconstyle.scale = 0.5
    style.iconstyle.color = colour(its.colour)
    style.labelstyle.scale = 0.7
    style.balloonstyle.text = "<b>$[name]</b><br/>$[description]"
    return text(style)


def coloured(key: str, stated: str) -> str:
    """Write the style of one feature that has a colour (`#rrggbb`) of its own; the sign is that of its class."""
    if _COLOUR.fullmatch(stated) is None:
        return ""
    red, green, blue = (int(stated[at : at + 2], 16) for at in (1, 3, 5))
    return (
        f"<Style><IconStyle><color>{colour((red, green, blue))}</color><scale>0.7</scale>"
        f"<Icon><href>icons/{LEGEND[key].shape}.png</href></Icon></IconStyle></Style>"
    )


def _style(key: str, *, line: tuple[RGB, float], fill: RGB | None = None) -> str:
    style = _made("Style")
    style._id = key
    style.linestyle.color, style.linestyle.width = colour(line[0]), line[1]
    if fill is not None:
        style.polystyle.color = colour(fill, 40)
    style.balloonstyle.text = "<b>$[name]</b><br/>$[description]"
    return text(style)


def legend_overlay() -> str:
    """Write the legend that lies over the corner of the screen."""
    overlay = _made("ScreenOverlay", name="Legend")
    overlay.icon.href = "legend.png"
    overlay.overlayxy = _made("OverlayXY", x=0, y=1, xunits="fraction", yunits="fraction")
    overlay.screenxy = _made("ScreenXY", x=0.005, y=0.99, xunits="fraction", yunits="fraction")
    return text(overlay)


@cache
def _link(*, boxed: bool, visible: bool) -> str:
    """A link with names in braces for what differs between those of one form."""
    element = _made("NetworkLink", name="{title}", visibility=int(visible))
    element.link.href = "{href}"
    if boxed:
        area = element.region.latlonaltbox
        area.west, area.south, area.east, area.north = "{west:.5f}", "{south:.5f}", "{east:.5f}", "{north:.5f}"
        element.region.lod.minlodpixels = 16
        element.link.viewrefreshmode = "onRegion"
    return text(element).replace("<name>{title}</name>", "{title}")


def link(title: str, href: str, box: tuple[float, float, float, float] | None, *, visible: bool) -> str:
    """Write a link to another file of the KMZ; with a box (west, south, east, north) it loads when that is in view."""
    sides = dict(zip(("west", "south", "east", "north"), box or (), strict=False))
    return _link(boxed=box is not None, visible=visible).format(title=name(title), href=href, **sides)


def pictures() -> dict[str, bytes]:
    """Give the icons and the legend, as `tools/draw_signs.py` drew them: to draw them in each run costs more."""
    signs = resources.files("phonefx.report.maps") / "data" / "signs"
    icons = {f"icons/{shape}.png": f"{shape}.png" for shape in sorted({its.shape for its in LEGEND.values()})}
    return {entry: (signs / stored).read_bytes() for entry, stored in (icons | {"legend.png": "legend.png"}).items()}
