"""The graph of phones and persons: which nodes and edges are shown, and as GraphML or CSV.

A threshold hides what is rare, and says how much it hides. No node is ranked: a driver, a mother and a victim can
all be central.
"""

from __future__ import annotations

import csv
import sqlite3
import xml.etree.ElementTree as ET
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from phonefx.formats.visible import cell
from phonefx.timeline import tables
from phonefx.timeline.links.records import Link
from phonefx.timeline.people import Person
from phonefx.times import iso

_TYPES: Final = {int: "long", float: "double", str: "string"}
EDGE_FACTS: Final = (
    "sent", "received", "calls_out", "calls_in", "undirected", "active_days", "night", "reciprocity", "groups",
    "first_item", "last_item",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Graph:
    """Phones, persons by number, and the links between them; `hidden` links are under the threshold."""

    phones: dict[str, str]
    persons: dict[int, Person]
    links: tuple[Link, ...]
    hidden: int
    least: int


def graph(connection: sqlite3.Connection, least: int = 1, most: int | None = None) -> Graph:
    """Give the links of at least so many messages and calls; the strongest `most` of them where that is given.

    A person who is the owner of a phone of the case says so in the label.
    """
    every = list(tables.read(connection, Link, "ORDER BY id"))
    kept = sorted((link for link in every if link.total >= least), key=lambda link: (-link.total, link.id))[:most]
    wanted = {link.person for link in kept}
    persons = {row.id: row for row in tables.read(connection, Person) if row.id in wanted}
    owners = {row.owner_of: row.name for row in tables.read(connection, Person) if row.owner_of}
    phones = {
        label: owners.get(label, "") for (label,) in connection.execute("SELECT label FROM exhibit ORDER BY label")
    }
    links = tuple(sorted(kept, key=lambda link: link.id))
    return Graph(phones, persons, links, len(every) - len(kept), least)


def write_csv(shown: Graph, path: Path) -> None:
    """Write the links as CSV: one row a link, times as ISO 8601 in UTC."""
    columns = [field.name for field in fields(Link)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, "person_name", "first", "last"])
        for link in shown.links:
            name = shown.persons[link.person].name
            values = *(getattr(link, column) for column in columns), name, iso(link.first_us), iso(link.last_us)
            writer.writerow(map(cell, values))


def write_graphml(shown: Graph, path: Path) -> None:
    """Write the graph as GraphML: nodes are phones and persons, edges the links with their counts."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    keys: dict[tuple[str, str], type] = {
        ("node", "label"): str,
        ("node", "kind"): str,
        ("edge", "first"): str,
        ("edge", "last"): str,
    }
    keys |= {("edge", name): float if name in ("night", "reciprocity") else int for name in EDGE_FACTS}
    for (target, name), kind in keys.items():
        attributes = {"id": name, "for": target, "attr.name": name, "attr.type": _TYPES[kind]}
        ET.SubElement(root, "key", attributes)
    body = ET.SubElement(root, "graph", id="links", edgedefault="undirected")
    for label, owner in shown.phones.items():
        _node(body, f"phone:{label}", f"{label} {owner}".strip(), "phone")
    for number, person in sorted(shown.persons.items()):
        _node(body, f"person:{number}", label_of(person), person.kind)
    for link in shown.links:
        edge = ET.SubElement(body, "edge", source=f"phone:{link.exhibit}", target=f"person:{link.person}")
        for name in EDGE_FACTS:
            _data(edge, name, getattr(link, name))
        _data(edge, "first", iso(link.first_us))
        _data(edge, "last", iso(link.last_us))
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _node(body: ET.Element, number: str, label: str, kind: str) -> None:
    node = ET.SubElement(body, "node", id=number)
    _data(node, "label", label)
    _data(node, "kind", kind)


def _data(parent: ET.Element, key: str, value: object) -> None:
    ET.SubElement(parent, "data", key=key).text = printable(str(value))


def label_of(person: Person) -> str:
    """Give the label of a person: the name as saved, and the phone where the person is an owner."""
    return f"{person.name} (owner of {person.owner_of})" if person.owner_of else person.name


def printable(text: str) -> str:
    """Give text without the control characters that XML cannot hold; each becomes a visible mark."""
    return "".join(
        c if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff") else "\ufffd"
        for c in text
    )
