"""Writes the movement map of a case: `movement.kmz`.

A case of up to 10,000 positions is one document. A larger one is an overview with links: each day of each phone is a
file of its own inside the KMZ, loaded when its day is ticked and its area is in view.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from typing import Final

from phonefx.report.maps.kml import styles
from phonefx.report.maps.kml.archive import Kmz
from phonefx.report.maps.kml.balloon import Balloons, table
from phonefx.report.maps.kml.days import ELSEWHERE, SCHEMA
from phonefx.report.maps.kml.elements import FOLDER_END, HEAD, TAIL, at, between, folder, name, placemark, point
from phonefx.report.maps.kml.phone import Phone, Plan
from phonefx.report.maps.kml.photos import Thumbnails
from phonefx.report.maps.reading import MapCase
from phonefx.report.maps.xml_text import escape
from phonefx.timeline.zone import Zone

ONE_DOCUMENT: Final = 10_000
SHOWN: Final = 2_500
CAVEAT: Final = (
    "Positions are what the phone or an app stored, with the accuracy that it stated; the true place may lie outside. "
    "Lines join positions in the order of time and are not the way taken. Only positions of the device make a track; "
    "what was searched for, planned, received or photographed is kept apart and is off at first. Absence of a position "
    "says nothing. Item numbers are those of the case."
)
THINNED: Final = (
    "In tracks of this size not every position is drawn, but those whose line passes all others within twice their"
    " accuracy. The folder of each phone and each track say the rule and how many."
)
KINDS: Final = {"meeting": "Leads: positions of two phones agree", "incident": "Incidents"}
INCIDENTS_CAVEAT: Final = (
    "Given by an examiner, not read from a phone. That a phone was near in place and time does not show who held it or "
    "what happened; positions of the phone may be missing or wrong by more than their stated radius."
)
MEETINGS_CAVEAT: Final = (
    "Times at which the positions of two phones agree within their stated accuracy. The phones were near each other; "
    "the people need not have met. Neighbours, colleagues and passengers of one train agree as well: count distinct "
    "places."
)


@dataclass(frozen=True, slots=True)
class Layer:
    """A place that is no item of a phone: a meeting of two phones, an incident.

    `group` and within it `status` are its folders; `colour` (`#rrggbb`) goes before that of its kind.
    """

    latitude: float
    longitude: float
    title: str
    kind: str = "incident"
    status: str = ""
    begin_us: int | None = None
    end_us: int | None = None
    facts: tuple[tuple[str, str], ...] = ()
    visible: bool = True
    colour: str = ""
    group: str = ""


@dataclass(slots=True)
class Written:
    """What a map holds: by exhibit the counts by class, and the values that could not be placed by reason."""

    path: Path
    classes: dict[str, Counter[str]] = field(default_factory=dict)
    faults: dict[str, Counter[str]] = field(default_factory=dict)


def write_kmz(
    case: MapCase, path: Path, *, zone: str = "UTC", title: str = "Movement", layers: Sequence[Layer] = (),
    photos: Thumbnails | None = None, one_document: int = ONE_DOCUMENT, all_positions: bool = False,
) -> Written:  # fmt: skip
    """Write the movement of all phones of a case as KMZ.

    Args:
        case: opened for reading.
        path: of the KMZ; its folder is there.
        zone: IANA zone of local times and of days.
        title: of the document.
        layers: meetings and incidents.
        photos: thumbnails to show in the balloons.
        one_document: up to so many positions the KMZ is one document, which draws all of them.
        all_positions: draw them all in a larger one too, and list each call and message.
    """
    shown = Zone(zone)
    balloons = Balloons(case, shown, photos)
    written = Written(path)
    sizes = {label: sum(case.counts(label).values()) for label in case.exhibits()}
    with Kmz(path) as kmz:
        if sum(sizes.values()) <= one_document:
            phones = [Phone(case, label, balloons, Plan()) for label, size in sizes.items() if size]
            inside = (part for phone in phones for part in phone.parts())
            kmz.write("doc.kml", _document(title, balloons, chain(inside, _layers(layers, balloons)), main=True))
        else:
            phones = list(_split(kmz, case, balloons, sizes, title, layers, all_positions=all_positions))
        for entry, content in styles.pictures().items():
            kmz.put(entry, content)
        for item, content in sorted(balloons.photos.pictures.items()):
            kmz.put(f"photos/{item}.jpg", content)
    for phone in phones:
        written.classes[phone.exhibit], written.faults[phone.exhibit] = phone.written, phone.faults
    return written


def _split(
    kmz: Kmz, case: MapCase, balloons: Balloons, sizes: dict[str, int], title: str, layers: Sequence[Layer], *,
    all_positions: bool,
) -> Iterator[Phone]:  # fmt: skip
    """Write the root first, as viewers open the first document, then each phone's days and at last its index."""
    filled = [label for label, size in sizes.items() if size]
    links = [
        styles.link(f"Exhibit {case.label(label)}: {sizes[label]} positions", f"phone{number}.kml", None, visible=True)
        for number, label in enumerate(filled, 1)
    ]
    said = "" if all_positions else f"{THINNED} {ELSEWHERE}"
    kmz.write("doc.kml", _document(title, balloons, [*links, *_layers(layers, balloons)], main=True, more=said))
    for number, label in enumerate(filled, 1):

        def attach(href: str, parts: Iterable[str]) -> None:
            kmz.write(href, _document(href, balloons, parts, main=False))

        plan = Plan(max(1, -(-sizes[label] // SHOWN)), attach, f"phone{number}", all_positions)
        phone = Phone(case, label, balloons, plan)
        index = list(phone.parts())
        kmz.write(f"phone{number}.kml", _document(f"Exhibit {case.label(label)}", balloons, index, main=False))
        yield phone


def _document(
    title: str, balloons: Balloons, inside: Iterable[str], *, main: bool, more: str = ""
) -> Iterator[str]:
    yield HEAD
    described = f"{CAVEAT} Local times and days are those of {balloons.zone.name}." if main else CAVEAT
    described = " ".join(filter(None, (described, more, balloons.case.notice())))
    yield f"<Document>{name(title)}<open>1</open><description>{escape(described)}</description>\n"
    yield styles.styles()
    yield SCHEMA
    if main:
        yield styles.legend_overlay()
    yield from inside
    yield "</Document>\n"
    yield TAIL


def _layers(layers: Sequence[Layer], balloons: Balloons) -> Iterator[str]:
    ordered = sorted(layers, key=lambda each: (each.kind, each.group, each.status, each.begin_us or 0, each.title))
    for (kind, layer), group in groupby(ordered, key=lambda each: (each.kind, each.group)):
        found = list(group)
        caveat = MEETINGS_CAVEAT if kind == "meeting" else INCIDENTS_CAVEAT if kind == "incident" else ""
        title = f"{KINDS.get(kind, kind)}{f': {layer}' if layer else ''}"
        yield folder(title, visible=any(each.visible for each in found), description=caveat)
        for status, its in groupby(found, key=lambda each: each.status):
            if status:
                yield folder(f"{status}: {sum(each.status == status for each in found)}")
            yield from (_layer(each, balloons) for each in its)
            if status:
                yield FOLDER_END
        yield FOLDER_END


def _layer(layer: Layer, balloons: Balloons) -> str:
    style = layer.kind if layer.kind in styles.EXTRA else "incident"
    time = between(layer.begin_us, layer.end_us) if layer.end_us is not None else at(layer.begin_us)
    geometry = point(layer.longitude, layer.latitude)
    facts = [*layer.facts, *balloons.span(layer.begin_us, layer.end_us)]
    own = styles.coloured(style, layer.colour) if layer.colour else ""
    return placemark(layer.title, geometry, style=style, time=time, description=table(facts),
                     extended=own, visible=layer.visible)  # fmt: skip
