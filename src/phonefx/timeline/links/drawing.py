"""Draws the graph of links as SVG: phones on a ring, each with its own persons outside, shared persons inside.

The places follow from the links alone, so one case gives one drawing. Widths grow with the logarithm of the count.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from math import atan2, cos, hypot, log2, pi, sin
from pathlib import Path
from typing import Final

from phonefx.timeline.links.graph import Graph, label_of, printable

SIZE: Final = 1200
_MIDDLE: Final = SIZE / 2
_PHONES_R, _PERSONS_R, _SHARED_R = 330.0, 540.0, 190.0
_SIDE: Final = 240  # room for names beside the ring
_SVG: Final = "http://www.w3.org/2000/svg"
_Point = tuple[float, float]


def draw(shown: Graph, path: Path) -> None:
    """Write the drawing; it refers to nothing outside itself."""
    root = ET.Element("svg", xmlns=_SVG, viewBox=f"{-_SIDE} 0 {SIZE + 2 * _SIDE} {SIZE + 60}")
    ET.SubElement(root, "rect", x=str(-_SIDE), width=str(SIZE + 2 * _SIDE), height=str(SIZE + 60), fill="#ffffff")
    phones, persons = places(shown)
    for link in shown.links:
        (x1, y1), (x2, y2) = phones[link.exhibit], persons[link.person]
        line = ET.SubElement(root, "line", x1=_n(x1), y1=_n(y1), x2=_n(x2), y2=_n(y2), stroke="#8a8a8a")
        line.set("stroke-width", _n(0.5 + log2(1 + link.total) / 2))
        ET.SubElement(line, "title").text = f"{link.exhibit}: {link.sent} sent, {link.received} received"
    for number, at in sorted(persons.items()):
        if at in phones.values():
            continue  # an owner is drawn as the phone
        _dot(root, at, 6, "#ffffff", label_of(shown.persons[number]), 13)
    for label, at in phones.items():
        _dot(root, at, 14, "#d0d0d0", f"{label} {shown.phones[label]}".strip(), 16)
    _legend(root, shown)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def places(shown: Graph) -> tuple[dict[str, _Point], dict[int, _Point]]:
    """Give the place of each phone and of each person in the drawing."""
    used = [label for label in shown.phones if any(link.exhibit == label for link in shown.links)]
    turn = {label: 2 * pi * number / max(1, len(used)) - pi / 2 for number, label in enumerate(used)}
    reach = _PHONES_R if len(used) > 1 else 0.0
    phones = {label: _at(reach, angle) for label, angle in turn.items()}
    persons = {
        number: phones[label]
        for number, person in shown.persons.items()
        for label in (person.owner_of or "").split(", ")
        if label in phones
    }
    with_phones: dict[int, list[str]] = defaultdict(list)
    for link in shown.links:
        if link.person not in persons:
            with_phones[link.person].append(link.exhibit)
    for label, angle in turn.items():
        own = sorted(number for number, labels in with_phones.items() if labels == [label])
        width = 2 * pi / len(used)
        for place, number in enumerate(own):
            persons[number] = _at(
                _PERSONS_R - 46 * (place % 2), angle + width * ((place + 0.5) / len(own) - 0.5) * 0.92
            )
    return phones, persons | _shared(with_phones, phones)


def _shared(with_phones: dict[int, list[str]], phones: dict[str, _Point]) -> dict[int, _Point]:
    """Put persons of several phones on a ring inside, each near the side of its phones, none on another."""
    shared = []
    for number, labels in with_phones.items():
        if len(labels) > 1:
            x, y = (sum(values) / len(labels) for values in zip(*(phones[label] for label in labels), strict=True))
            shared.append((atan2(y - _MIDDLE, x - _MIDDLE), number))
    rings = 1 + len(shared) // 14
    return {
        number: _at(_SHARED_R * (1 - 0.35 * (place % rings) / rings), 2 * pi * (place + 0.4) / len(shared) - pi)
        for place, (_, number) in enumerate(sorted(shared))
    }


def _at(radius: float, angle: float) -> _Point:
    return _MIDDLE + radius * cos(angle), _MIDDLE + radius * sin(angle)


def _dot(root: ET.Element, at: _Point, radius: float, fill: str, label: str, size: int) -> None:
    x, y = at
    ET.SubElement(root, "circle", cx=_n(x), cy=_n(y), r=_n(radius), fill=fill, stroke="#000000")
    far = max(1.0, hypot(x - _MIDDLE, y - _MIDDLE))
    out = (x - _MIDDLE) / far
    anchor = "start" if out > 0.3 else "end" if out < -0.3 else "middle"
    below = 0 if anchor != "middle" else radius + size if y > _MIDDLE else -radius - 4
    text = ET.SubElement(
        root, "text", x=_n(x + (radius + 4) * ((out > 0.3) - (out < -0.3))), y=_n(y + below + size / 3), fill="#000000"
    )
    text.set("font-size", str(size))
    text.set("font-family", "sans-serif")
    text.set("text-anchor", anchor)
    for name, value in (("stroke", "#ffffff"), ("stroke-width", "4"), ("paint-order", "stroke")):
        text.set(name, value)  # a halo: lines end before the letters
    text.text = printable(label if len(label) <= 32 else label[:31] + "…")


def _legend(root: ET.Element, shown: Graph) -> None:
    hidden = (
        f"{shown.hidden} links with less than {shown.least} or beyond the strongest are not drawn. "
        if shown.hidden
        else ""
    )
    words = f"{len(shown.links)} links. {hidden}Names as saved on the phones; a wide line is many messages and calls."
    text = ET.SubElement(root, "text", x="20", y=str(SIZE + 36), fill="#000000")
    text.set("font-size", "15")
    text.set("font-family", "sans-serif")
    text.text = words


def _n(value: float) -> str:
    return f"{value:.1f}"
