"""Lays a layer of reports over the movement: which phones have positions near each report, and how near."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from phonefx.timeline import movement, tables
from phonefx.timeline.geodesy import distance_m
from phonefx.timeline.incidents.records import Incident, IncidentNear
from phonefx.timeline.marks.changing import Change

_WITHIN = """
    SELECT t.item, l.latitude, l.longitude, l.accuracy_m FROM track t
    JOIN location l ON l.item = t.item
    WHERE l.time_us BETWEEN ? AND ? AND t.seq BETWEEN ? AND ? AND t.mark IN ('', 'leap')
"""


def lay(change: Change, layer: Sequence[Incident], within_s: int) -> int:
    """Add a layer (one of that name before it is replaced), and compute who was near; gives the count of reports."""
    database = change.database
    tables.ensure(database, Incident)
    name = layer[0].layer if layer else ""
    database.execute("DELETE FROM incident WHERE layer = ?", (name,))
    first = int(database.execute("SELECT coalesce(max(id), 0) FROM incident").fetchone()[0])
    rows = [replace(row, id=first + number) for number, row in enumerate(layer, 1)]
    tables.insert(database, Incident, tables.stored(rows))
    tables.create(database, IncidentNear)
    tables.insert(database, IncidentNear, tables.stored(near(database, within_s)))
    change.details |= {
        "layer": name,
        "sha256": layer[0].sha256 if layer else "",
        "rows": len(rows),
        "within_s": within_s,
    }
    return len(rows)


def near(connection: sqlite3.Connection, within_s: int) -> Iterator[IncidentNear]:
    """Give the nearest used position of each phone around the time of each report, however far away it is."""
    tracks = movement.movements(connection)
    for row in tables.read(connection, Incident, "WHERE from_us IS NOT NULL ORDER BY id"):
        start = (row.from_us or 0) - within_s * 1_000_000
        end = (row.to_us or row.from_us or 0) + within_s * 1_000_000
        for track in tracks:
            found = [
                (distance_m(row.latitude, row.longitude, latitude, longitude), item, radius)
                for item, latitude, longitude, radius in connection.execute(
                    _WITHIN, (start, end, track.first_seq, track.last_seq)
                )
            ]
            if found:
                metres, item, radius = min(found, key=lambda each: each[:2])
                yield IncidentNear(row.id, track.exhibit, len(found), metres, radius, item)


def listed(connection: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """Give every report with each phone that has positions around its time, or once with none."""
    found: dict[int, list[IncidentNear]] = {}
    for near_row in tables.read(connection, IncidentNear, "ORDER BY incident, exhibit"):
        found.setdefault(near_row.incident, []).append(near_row)
    for row in tables.read(connection, Incident, "ORDER BY id"):
        for near_row in found.get(row.id, [IncidentNear(row.id, "", 0, 0.0, None, 0)]):
            yield asdict(row) | asdict(near_row) | ({} if near_row.positions else {"nearest_m": None, "item": None})


def layer_names(database: sqlite3.Connection) -> list[str]:
    """Name the layers of a case."""
    return sorted({each.layer for each in tables.read(database, Incident)})
