"""Reads a layer of reports from CSV or GeoJSON.

CSV: a header with `latitude`, `longitude` and `time` (or `from` and `to`), and where they exist `name`, `status` and
`detail`. GeoJSON: point features with the same names as properties. Times are ISO 8601; without an offset they are
read in the zone given.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from phonefx.errors import UsageError
from phonefx.timeline.geodesy import is_position
from phonefx.timeline.incidents.records import Incident
from phonefx.timeline.zone import Zone

COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#555555")
"""Colours that stay apart for colour-blind readers; statuses take them in alphabetic order."""
MOST: Final = 100_000
_PLACE: Final = (("latitude", "lat"), ("longitude", "lon", "lng"))


def read_layer(path: Path, zone: str, name: str | None = None) -> list[Incident]:
    """Read a layer.

    Args:
        path: `.csv`, or GeoJSON under another name.
        zone: IANA zone of times without an offset.
        name: of the layer; the file's name without it.

    Raises:
        UsageError: the file is no such layer; the message names the row.
    """
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    try:
        text = raw.decode("utf-8-sig")
        rows = list(_csv(text)) if path.suffix.lower() == ".csv" else list(_geojson(text))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no layer that can be read ({error})") from error
    if not rows:
        raise UsageError(f"{path}: there is no report in it")
    if len(rows) > MOST:
        raise UsageError(f"{path}: {len(rows)} rows, and at most {MOST} are taken")
    statuses = sorted({str(row.get("status") or "") for row in rows})
    colours = {status: COLOURS[number % len(COLOURS)] for number, status in enumerate(statuses)}
    clock, layer = Zone(zone), name or path.stem
    return [_incident(path, number, row, clock, layer, digest, colours) for number, row in enumerate(rows, 1)]


def _csv(text: str) -> Iterator[Mapping[str, Any]]:
    for row in csv.DictReader(text.splitlines()):
        yield {(key or "").strip().lower(): value for key, value in row.items()}


def _geojson(text: str) -> Iterator[Mapping[str, Any]]:
    found = json.loads(text)
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        raise ValueError("no feature collection")  # noqa: TRY004 - what is wrong is the file
    for feature in found["features"]:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            raise ValueError("a feature that is no point")
        longitude, latitude, *_ = geometry["coordinates"]
        properties = feature.get("properties") or {}
        yield {str(key).lower(): value for key, value in properties.items()} | {
            "latitude": latitude,
            "longitude": longitude,
        }


def _incident(
    path: Path, number: int, row: Mapping[str, Any], zone: Zone, layer: str, digest: str, colours: Mapping[str, str]
) -> Incident:
    try:
        latitude, longitude = (
            float(next(row[name] for name in names if row.get(name) not in (None, ""))) for names in _PLACE
        )
    except (StopIteration, RuntimeError, ValueError, TypeError):
        raise UsageError(f"{path}: row {number} has no latitude and longitude") from None
    if not is_position(latitude, longitude):
        raise UsageError(f"{path}: row {number}: {latitude}, {longitude} is no position")
    start, end = (zone.instant(str(row.get(name) or row.get("time") or "") or None) for name in ("from", "to"))
    status = str(row.get("status") or "")
    told = (str(row.get(name) or "") for name in ("name", "detail"))
    label, detail = told
    return Incident(0, layer, digest, number, label, status, start, end, latitude, longitude, colours[status], detail)
