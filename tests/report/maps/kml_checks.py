"""Checks of a KMZ: the OGC KML 2.2 schema with Google's extensions, and what the schema does not see."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from functools import cache
from pathlib import Path

from lxml import etree

KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"


@cache
def schema() -> etree.XMLSchema:
    """The schemas as fastkml carries them; it is not imported."""
    found = importlib.util.find_spec("fastkml")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "schema"
    joined = (
        '<schema xmlns="http://www.w3.org/2001/XMLSchema">'
        '<import namespace="http://www.opengis.net/kml/2.2" schemaLocation="ogckml22.xsd"/>'
        '<import namespace="http://www.google.com/kml/ext/2.2" schemaLocation="kml22gx.xsd"/></schema>'
    )
    return etree.XMLSchema(etree.fromstring(joined, base_url=(folder / "joined.xsd").as_uri()))


def documents(kmz: Path) -> dict[str, etree._Element]:
    """Every KML file of a KMZ, parsed, checked against the schema and for sense."""
    with zipfile.ZipFile(kmz) as archive:
        names = archive.namelist()
        assert names[0] == "doc.kml"
        assert len(set(names)) == len(names)
        found = {}
        for name in names:
            if name.endswith(".kml"):
                root = etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))
                schema().assertValid(root)
                found[name] = root
                sensible(root, set(names))
    hrefs = {href.text for root in found.values() for href in root.iter(f"{KML}href")}
    assert {href for href in hrefs if href and href.endswith(".kml")} == set(found) - {"doc.kml"}
    return found


def sensible(root: etree._Element, names: set[str]) -> None:
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    for url in root.iter(f"{KML}styleUrl"):
        assert (url.text or "").removeprefix("#") in ids
    for href in root.iter(f"{KML}href"):
        assert href.text in names, "a viewer has nothing to load from anywhere"
    assert "http" not in re.sub(r'xmlns(:gx)?="[^"]*"', "", etree.tostring(root).decode())
    times(root)
    for coordinates in root.iter(f"{KML}coordinates"):
        for pair in (coordinates.text or "").split():
            longitude, latitude = map(float, pair.split(","))
            assert abs(longitude) <= 180
            assert abs(latitude) <= 90
    for track in root.iter(f"{GX}Track"):
        whens = [when.text for when in track.iter(f"{KML}when")]
        assert len(whens) == len(list(track.iter(f"{GX}coord"))) > 0
        for array in track.iter(f"{GX}SimpleArrayData"):
            assert len(array) == len(whens)


def times(root: etree._Element) -> None:
    for tag in ("when", "begin", "end"):
        for time in root.iter(f"{KML}{tag}"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", time.text or ""), "UTC, with its Z"
    for span in root.iter(f"{KML}TimeSpan"):
        begin, end = span.findtext(f"{KML}begin"), span.findtext(f"{KML}end")
        assert begin is not None
        assert end is not None
        assert begin.rstrip("Z") <= end.rstrip("Z")


def folders(root: etree._Element) -> dict[str, etree._Element]:
    """The folders of a document by name."""
    return {folder.findtext(f"{KML}name") or "": folder for folder in root.iter(f"{KML}Folder")}


def track_points(root: etree._Element) -> list[tuple[int, float, float, str]]:
    """Item, longitude, latitude and time of every position in a track."""
    found = []
    for track in root.iter(f"{GX}Track"):
        whens = [when.text or "" for when in track.iter(f"{KML}when")]
        coords = [(coord.text or "").split() for coord in track.iter(f"{GX}coord")]
        (items,) = [array for array in track.iter(f"{GX}SimpleArrayData") if array.get("name") == "item"]
        for when, (lon, lat, _), item in zip(whens, coords, items, strict=True):
            found.append((int(item.text or 0), float(lon), float(lat), when))
    return found
