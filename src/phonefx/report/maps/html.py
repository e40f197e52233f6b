"""The positions of a case as one HTML file that needs no network: Leaflet, base map and data are inside it.

A Content-Security-Policy forbids every request and every script but the two that belong to the page. Text from the
phone is data inside a JSON block and is only ever set as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, Final

from phonefx.report.maps import basemap
from phonefx.report.maps.basemap import Area
from phonefx.report.maps.earth import fault, radius
from phonefx.report.maps.kml.balloon import duration
from phonefx.report.maps.kml.document import CAVEAT
from phonefx.report.maps.kml.styles import LEGEND, style_of
from phonefx.report.maps.marks import TRACK, meaning
from phonefx.report.maps.partial import whole
from phonefx.report.maps.projections import turn
from phonefx.report.maps.reading import MapCase
from phonefx.report.maps.xml_text import escape
from phonefx.timeline import movement
from phonefx.timeline.movement import USED
from phonefx.timeline.zone import Zone

MOST: Final = 50_000
"""Positions on one page; of more, every so many is shown, and the page says so."""
TOWNS: Final = 60
FINE_CELLS: Final = 4
"""Degrees around the data for which the finer base map is put in."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL: Final = re.compile(r"url\([^)]*\)")


def write_html(case: MapCase, path: Path, *, zone: str = "UTC", most: int = MOST) -> Counter[str]:
    """Write the map as one HTML file; gives the counts by class, and of what cannot be placed by reason."""
    page = _Page(case, Zone(zone))
    counts = page.read(most)
    with whole(path) as partial:
        partial.write_text(page.text(), encoding="utf-8", newline="\n")
    return counts


class _Page:
    def __init__(self, case: MapCase, zone: Zone) -> None:
        self.case, self.zone = case, zone
        self.phones = case.exhibits()
        self.classes: dict[str, dict[str, Any]] = {}
        self.positions: list[list[Any]] = []
        self.notes: list[str] = []

    def read(self, most: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        faults: Counter[str] = Counter()
        whole_count = sum(sum(self.case.counts(label).values()) for label in self.phones)
        every = max(1, -(-whole_count // most))
        for number, (phone, style, place) in enumerate(self._places()):
            reason = fault(place.latitude, place.longitude)
            if reason is not None:
                faults[reason] += 1
                continue
            counts[str(place.evidence_of)] += 1
            if number % every == 0:
                self._add(phone, style, place)
        if every > 1:
            self.notes.append(f"Every {every}th of {whole_count} positions is shown; the KMZ and the exports have all.")
        self.notes += [f"Not placed: {count} ({reason})." for reason, count in sorted(faults.items())]
        counts.update(faults)
        return counts

    def _places(self) -> Iterator[tuple[int, str, Any]]:
        for phone, label in enumerate(self.phones):
            for fix in self.case.device(label):
                yield phone, fix.evidence_of if fix.mark in USED else "unused", fix
            for spot in self.case.spots(label):
                yield phone, "visit" if spot.kind == "visit" else style_of(spot.evidence_of), spot

    def _add(self, phone: int, style: str, place: Any) -> None:  # noqa: ANN401 - a Fix or a Spot
        its = LEGEND[style]
        known = self.classes.setdefault(style, {
            "n": len(self.classes), "title": its.title, "shape": its.shape, "count": 0, "track": style in TRACK,
            "colour": "#{:02x}{:02x}{:02x}".format(*its.colour),
            "meaning": meaning(place.evidence_of) + ("; not used for the track" if style == "unused" else ""),
        })  # fmt: skip
        known["count"] += 1
        ms = None if place.us is None else place.us // 1000
        offset = 0 if place.us is None else self.zone.offset_minutes(place.us)
        spot = round(place.latitude, 7), round(place.longitude, 7)
        self.positions.append([*spot, ms, radius(place.accuracy_m), known["n"], phone, place.item, offset])

    def text(self) -> str:
        folder = resources.files("phonefx.report.maps").joinpath("data")
        leaflet = folder.joinpath("leaflet/leaflet.js").read_text(encoding="utf-8").split("//# sourceMapping")[0]
        style = folder.joinpath("leaflet/leaflet.css").read_text(encoding="utf-8")
        style = _URL.sub("none", _COMMENT.sub("", style)) + folder.joinpath("map.css").read_text(encoding="utf-8")
        own = folder.joinpath("map.js").read_text(encoding="utf-8")
        policy = (
            f"default-src 'none'; script-src {_hash(leaflet)} {_hash(own)}; style-src {_hash(style)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        data = json.dumps(self._data(), separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
        notes = "".join(
            f"<p>{escape(note)}</p>" for note in (self.case.notice(), *self.notes, CAVEAT, *ATTRIBUTIONS) if note
        )
        return TEMPLATE.format(policy=policy, style=style, data=data, leaflet=leaflet, own=own, notes=notes)

    def _data(self) -> dict[str, Any]:
        times = [each[2] for each in self.positions if each[2] is not None]
        bounds, base, fine, towns = self._ground()
        return {
            "zone": self.zone.name, "phones": [self.case.label(each) for each in self.phones],
            "classes": list(self.classes.values()),
            "positions": self.positions, "span": [min(times), max(times)] if times else [None, None],
            "stays": [self._stay(stay) for stay in self.case.stays()],
            "bounds": bounds, "base": base, "fine": fine, "towns": towns,
        }  # fmt: skip

    def _stay(self, stay: movement.Stay) -> dict[str, Any]:
        rows = [
            ["Stay", f"{stay.id} of exhibit {stay.exhibit}, computed from {stay.fixes} positions"],
            ["From", f"{self.zone.show(stay.arrived_us)}"],
            ["To", f"{self.zone.show(stay.departed_us)}"],
            ["Time between", duration((stay.departed_us - stay.arrived_us) // 1_000_000)],
            ["Radius", f"{stay.radius_m:g} m holds 95% of these positions"],
            ["Items", f"#{stay.first_item} to #{stay.last_item} in order of time"],
        ]
        spot = [round(stay.latitude, 7), round(stay.longitude, 7)]
        times = {"from": stay.arrived_us // 1000, "to": stay.departed_us // 1000}
        times["phone"] = self.phones.index(stay.exhibit)
        return {"at": spot, "radius": stay.radius_m, "rows": rows, **times}

    def _ground(self) -> tuple[list[list[float]], dict[str, Any], dict[str, Any], list[list[Any]]]:
        world = Area(0.0, -180.0, -90.0, 180.0, 90.0)
        base = {name: _lines(name, 0, world, 2) for name in ("land", "lake", "river", "border", "coast")}
        if not self.positions:
            return [[-60.0, -170.0], [75.0, 170.0]], base, {}, []
        tracked = {its["n"] for its in self.classes.values() if its["track"]}
        shown = [each for each in self.positions if each[4] in tracked] or self.positions
        lats = [each[0] for each in shown]
        middle = shown[0][1]
        away = [turn(each[1], middle) for each in shown]
        south, north, west, east = min(lats), max(lats), min(away), max(away)
        bounds = [[south, west + middle], [north, east + middle]]
        if north - south > 30 or east - west > 40:
            return bounds, base, {}, []
        area = Area(middle, west - FINE_CELLS, south - FINE_CELLS, east + FINE_CELLS, north + FINE_CELLS)
        fine = {name: _lines(name, 1, area, 3) for name in ("land", "lake", "river", "border", "coast")}
        near = Area(middle, west - 0.5, south - 0.3, east + 0.5, north + 0.3)
        towns = [[town.latitude, town.longitude, town.name] for town in islice(basemap.towns(near), TOWNS)]
        return bounds, base, fine, towns


def _lines(name: str, level: int, area: Area, digits: int) -> list[list[list[float]]]:
    return [
        [[round(y, digits), round(x, digits)] for x, y in line]
        for lines in basemap.cells(name, level, area)
        for line in lines
    ]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


ATTRIBUTIONS: Final = (
    f"{basemap.ATTRIBUTION}. {basemap.BORDERS}. Place names mark towns, not addresses.",
    "Drawn with Leaflet 1.9.4, (c) 2010-2023 Volodymyr Agafonkin, (c) 2010-2011 CloudMade, BSD-2-Clause.",
)
TEMPLATE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Positions of the case</title>
<style>{style}</style>
</head>
<body>
<header><h1>Positions of the case</h1> <span id="status"></span><br>
<label>from <input type="range" id="from" min="0" max="1000" value="0"></label>
<label>to <input type="range" id="to" min="0" max="1000" value="1000"></label>
<span id="scale-note" hidden>No coast, border or water is drawn: at this scale the base map would mislead.</span>
</header>
<div id="map"></div>
<footer>{notes}</footer>
<script type="application/json" id="data">{data}</script>
<script>{leaflet}</script>
<script>{own}</script>
</body>
</html>
"""
