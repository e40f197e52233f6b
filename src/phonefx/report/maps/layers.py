"""Places beside the phones' own: meetings that the timeline computed, and incidents that an examiner gives as GeoJSON.

Each feature is a Point with the properties `title` (or `name`), and if known `kind` (default incident), `status` (such
as reported, confirmed), `begin` and `end` (ISO 8601 with offset). All further properties are shown in its balloon.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from phonefx.errors import UsageError
from phonefx.report.maps.earth import fault
from phonefx.report.maps.kml.document import Layer
from phonefx.report.redaction import Redaction
from phonefx.timeline import tables
from phonefx.timeline.incidents import Incident, IncidentNear
from phonefx.timeline.meetings import Meeting
from phonefx.times import from_datetime, iso

MOST: Final = 10_000
LARGEST: Final = 50_000_000
NONE: Final = Redaction()
_KNOWN: Final = frozenset({"title", "name", "kind", "status", "begin", "end"})


def meetings(connection: sqlite3.Connection, redaction: Redaction = NONE, exhibit: str | None = None) -> list[Layer]:
    """Give the meetings of the case, or of one phone, as layers, off at first: they are leads.

    None rests on an item withheld.
    """
    every = tables.read(connection, Meeting, "ORDER BY id")
    found = [each for each in every if exhibit in (None, each.exhibit, each.other)]
    times = _times(connection, redaction)
    shown = [each for each in found if not any(each.from_us <= us <= each.to_us for us in times)]
    return redacted(map(_meeting, shown), redaction)


def incidents(connection: sqlite3.Connection, redaction: Redaction = NONE) -> list[Layer]:
    """Give the reports that the examiner laid over the case, by layer and status."""
    near: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in tables.read(connection, IncidentNear, "ORDER BY incident, exhibit"):
        if row.item not in redaction.reasons:
            near[row.incident].append(_nearest(row))
    found = tables.read(connection, Incident, "ORDER BY id")
    return redacted((_incident(each, near[each.id]) for each in found), redaction)


def redacted(layers: Iterable[Layer], redaction: Redaction) -> list[Layer]:
    """Give the layers as a profile lets them be seen."""
    if redaction.is_empty:
        return list(layers)
    kept = ((layer, redaction.position(layer.latitude, layer.longitude)) for layer in layers)
    clean = redaction.clean
    return [
        replace(layer, latitude=place[0], longitude=place[1], title=clean(layer.title), status=clean(layer.status),
                kind=clean(layer.kind), group=clean(layer.group),
                facts=tuple((clean(name), clean(value)) for name, value in layer.facts))
        for layer, place in kept if place is not None
    ]  # fmt: skip


def _times(connection: sqlite3.Connection, redaction: Redaction) -> list[int]:
    """Give the times of the items withheld."""
    asked = "SELECT time_us FROM item WHERE id = ? AND time_us IS NOT NULL"
    return [us for item in redaction.reasons for (us,) in connection.execute(asked, (item,))]


def _incident(row: Incident, near: list[tuple[str, str]]) -> Layer:
    times = " to ".join(dict.fromkeys(iso(us) for us in (row.from_us, row.to_us) if us is not None))
    facts = (
        ("Report", f"row {row.row} of the layer {row.layer}, given by the examiner; no evidence from a phone"),
        ("Status", row.status or "not stated"),
        ("Time, UTC", times or "not stated"),
        *([("Details", row.detail)] if row.detail else []),
        *(near or [("Phones", "no used position around this time")]),
        ("SHA-256 of the layer's file", row.sha256),
    )
    return Layer(row.latitude, row.longitude, row.name or f"Report {row.row}", "incident", row.status, row.from_us,
                 row.to_us, facts, colour=row.colour, group=row.layer)  # fmt: skip


def _nearest(row: IncidentNear) -> tuple[str, str]:
    radius = "no radius stored" if row.radius_m is None else f"stated radius {row.radius_m:g} m"
    said = f"{row.nearest_m:.0f} m away at the nearest of {row.positions} used positions around this time"
    return f"Phone {row.exhibit}", f"{said} (#{row.item}, {radius})"


def _meeting(meeting: Meeting) -> Layer:
    both = f"{meeting.exhibit} and {meeting.other}"
    facts = (
        ("Lead", f"positions of {both} agree; the people need not have met"),
        ("State", "computed from the positions named; each has its source, state and accuracy in its own balloon"),
        ("First and last pair, UTC", f"{iso(meeting.from_us)} to {iso(meeting.to_us)}"),
        ("Pairs of positions", f"{meeting.pairs} near one another, {meeting.apart} in between not"),
        ("Middle distance", f"{meeting.distance_m:.0f} m"),
        ("Moved from first to last", f"{meeting.moved_m:.0f} m ({meeting.kind})"),
        ("Regular place of", meeting.regular_for or "neither phone"),
        (f"Items of {meeting.exhibit}", f"#{meeting.first_item} to #{meeting.last_item}"),
        (f"Items of {meeting.other}", f"#{meeting.other_first_item} to #{meeting.other_last_item}"),
    )
    return Layer(
        meeting.latitude, meeting.longitude, f"Meeting {meeting.id}: {both}", "meeting", both, meeting.from_us,
        meeting.to_us, facts, visible=False,
    )  # fmt: skip


def read_layers(path: Path) -> list[Layer]:
    """Read an examiner's places.

    Raises:
        UsageError: the file cannot be read, is no FeatureCollection, or a feature is no point with a title.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: larger than {LARGEST // 1_000_000} MB")
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as GeoJSON ({error})") from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or len(features) > MOST:
        raise UsageError(f"{path}: no GeoJSON FeatureCollection of at most {MOST} features")
    return [_layer(path, number, feature) for number, feature in enumerate(features, 1)]


def _layer(path: Path, number: int, feature: Any) -> Layer:  # noqa: ANN401 - whatever JSON holds
    try:
        properties = feature["properties"]
        kind, (longitude, latitude, *_) = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        title = str(properties.get("title") or properties["name"])
        sort, status = str(properties.get("kind") or "incident"), str(properties.get("status") or "")
        begin, end = (_moment(properties.get(name)) for name in ("begin", "end"))
        facts = tuple((str(name), str(value)) for name, value in properties.items() if name not in _KNOWN)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path}: feature {number} is no point with a title ({error})") from error
    reason = fault(latitude, longitude)
    if kind != "Point" or reason:
        raise UsageError(f"{path}: feature {number}: {reason or 'no point'}")
    return Layer(latitude, longitude, title, sort, status, begin, end, facts)


def _moment(stated: object) -> int | None:
    if stated is None:
        return None
    read = datetime.fromisoformat(str(stated))
    if read.tzinfo is None:
        msg = f"{stated} needs its offset, such as Z or +01:00"
        raise ValueError(msg)
    return from_datetime(read).us
