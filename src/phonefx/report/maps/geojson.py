"""Positions of a case as GeoJSON (RFC 7946), streamed, each with where it comes from.

One feature for each stored position, of every class, in order of exhibit, time and item. `evidence_of` says what it is
evidence of, `track` what the movement track makes of a position of the device. What cannot be placed has `geometry`
null, as the RFC provides, and its stored values among its properties: nothing is left away.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from phonefx.report.maps.earth import fault
from phonefx.report.maps.kml.elements import when
from phonefx.report.maps.marks import meaning
from phonefx.report.maps.partial import whole
from phonefx.report.maps.reading import limited
from phonefx.report.redaction import Redaction
from phonefx.timeline import tables
from phonefx.timeline.movement import MARKS
from phonefx.timeline.movement.records import Track

_COLUMNS: Final = (
    "item", "exhibit", "kind", "time_us", "time_raw", "end_us", "latitude", "longitude", "accuracy_m", "altitude_m",
    "speed_mps", "course_deg", "evidence_of", "method", "whose", "place", "file", "state", "basis", "parser", "version",
    "path", "stored", "sha256", "table", "key", "mark",
)  # fmt: skip
_SQL: Final = """
    SELECT k.item, x.label, s.kind, k.time_us, k.time_raw, {end}, k.latitude, k.longitude, k.accuracy_m, {own},
           s.state, s.basis, s.parser, s.version, f.path, f.stored, f.sha256, s.table_name, k.key, {mark}, x.id
    FROM {kind} k JOIN source s ON s.id = k.source JOIN file f ON f.id = s.file
         JOIN exhibit x ON x.id = f.exhibit {track}
    WHERE :exhibit IS NULL OR x.label = :exhibit
"""
_LOCATION: Final = "k.altitude_m, k.speed_mps, k.course_deg, k.evidence_of, k.method, k.whose, k.place, k.path"
_VISIT: Final = "NULL, NULL, NULL, k.evidence_of, NULL, NULL, k.place, NULL"


def write_geojson(
    connection: sqlite3.Connection, path: Path, redaction: Redaction | None = None, exhibit: str | None = None
) -> Counter[str]:
    """Write the positions of a case, or of one phone, as one FeatureCollection.

    Gives the counts by class, and of what is left out.
    """
    counts: Counter[str] = Counter()
    kept = redaction or Redaction()
    with whole(path) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        limits = f'"limits": {json.dumps(told)}, ' if (told := limited(connection)) else ""
        said = f'"redaction": {json.dumps(kept.said(len(kept.reasons)))}, ' if not kept.is_empty else ""
        file.write(f'{{"type": "FeatureCollection", {limits}{said}"features": [')
        separator = "\n"
        for feature in features(connection, exhibit):
            if not kept.is_empty:
                shown = _redacted(feature, kept)
                if isinstance(shown, str):
                    counts[shown] += 1
                    continue
                feature = shown
            counts[str(feature["properties"]["evidence_of"])] += 1
            file.write(separator + json.dumps(feature, ensure_ascii=True, allow_nan=False))
            separator = ",\n"
        file.write("\n]}\n")
    return counts


def _redacted(feature: dict[str, Any], redaction: Redaction) -> dict[str, Any] | str:
    """Give a feature as a profile lets it be seen, or why it is not."""
    if feature["id"] in redaction.reasons:
        return "item withheld"
    properties = redaction.cell(feature["properties"])
    geometry = feature["geometry"]
    if redaction.moves_places:
        if geometry is None:
            return "position removed"
        longitude, latitude = geometry["coordinates"]
        kept = redaction.position(latitude, longitude)
        if kept is None:
            return "position removed"
        properties = {name: value for name, value in properties.items() if name not in _TELLING}
        if redaction.spread_m:
            properties["accuracy_m"] = redaction.radius(properties.get("accuracy_m"))
        geometry = {"type": "Point", "coordinates": [kept[1], kept[0]]}
    return feature | {"geometry": geometry, "properties": properties}


def features(connection: sqlite3.Connection, exhibit: str | None = None) -> Iterator[dict[str, Any]]:
    """Give each stored position of all phones or of one as a GeoJSON feature."""
    tracked = tables.exists(connection, Track)
    mark, joined = ("t.mark", "LEFT JOIN track t ON t.item = k.item") if tracked else ("NULL", "")
    locations = _SQL.format(kind="location", end="k.end_us", own=_LOCATION, mark=mark, track=joined)
    visits = _SQL.format(kind="visit", end="k.departed_us", own=_VISIT, mark="NULL", track="")
    ordered = f"{locations} UNION ALL {visits} ORDER BY {len(_COLUMNS) + 1}, 4, 1"
    for row in connection.execute(ordered, {"exhibit": exhibit}):
        yield _feature(dict(zip(_COLUMNS, row, strict=False)))


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    reason = fault(row["latitude"], row["longitude"])
    placed = reason is None or row["latitude"] == row["longitude"] == 0
    spot = [round(row["longitude"], 7), round(row["latitude"], 7)] if placed else None
    properties = {name: _sound(row[name]) for name in _COLUMNS if name not in _APART and row[name] is not None}
    for name in ("time", "end"):
        us = row[f"{name}_us"]
        if us is not None:
            properties[name] = when(us)
    properties["evidence_of"] = row["evidence_of"]
    properties["meaning"] = meaning(row["evidence_of"])
    if row["mark"] is not None:
        properties["track"] = MARKS.get(row["mark"], row["mark"])
    if reason is not None:
        properties |= {"not_placed": reason, "stored_latitude": _sound(row["latitude"]),
                       "stored_longitude": _sound(row["longitude"])}  # fmt: skip
    geometry = {"type": "Point", "coordinates": spot} if placed else None
    return {"type": "Feature", "id": row["item"], "geometry": geometry, "properties": properties}


_TELLING: Final = frozenset({"place", "altitude_m", "speed_mps", "course_deg", "stored_latitude", "stored_longitude"})
"""Values that tell more of a place than a rounded position does."""
_APART: Final = frozenset({"latitude", "longitude", "time_us", "end_us", "mark", "evidence_of"})


def _sound(value: object) -> object:
    """Give a value that JSON can hold: what is no finite number or text is written as text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
