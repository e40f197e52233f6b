"""Places beside the phones' own: meetings that the timeline computed, and incidents that an examiner gives as GeoJSON.

Each feature is a Point with the properties `title` (or `name`), and if known `kind` (default incident), `status` (such
as reported, confirmed), `begin` and `end` (ISO 8601 with offset). All further properties are shown in its balloon.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from phonefx.errors import UsageError
from phonefx.report.maps.earth import fault
from phonefx.report.maps.kml.document import Layer
from phonefx.timeline import tables
from phonefx.timeline.meetings import Meeting
from phonefx.times import from_datetime, iso

MOST: Final = 10_000
LARGEST: Final = 50_000_000
_KNOWN: Final = frozenset({"title", "name", "kind", "status", "begin", "end"})


def meetings(connection: sqlite3.Connection) -> list[Layer]:
    """Give the meetings of the case as layers, off at first: they are leads."""
    return [_meeting(each) for each in tables.read(connection, Meeting, "ORDER BY id")]


def _meeting(meeting: Meeting) -> Layer:
    both = f"{meeting.exhibit} and {meeting.other}"
    facts = (
        ("Lead", f"positions of {both} agree; the people need not have met"),
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
