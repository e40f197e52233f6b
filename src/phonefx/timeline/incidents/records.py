"""The table of incident layers: reports of events with time, place and status that the examiner lays over a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incident:
    """One report of a layer. It is the examiner's, not evidence from a phone.

    Attributes:
        layer: name of the layer; `sha256` of the file that it was read from.
        row: number of the row or feature in the file.
        from_us, to_us: UTC; the same where one time is stated.
        colour: `#rrggbb`, the same for one status throughout the case.
    """

    id: int
    layer: str
    sha256: str
    row: int
    name: str
    status: str
    from_us: int | None
    to_us: int | None
    latitude: float
    longitude: float
    colour: str
    detail: str


@dataclass(frozen=True, slots=True)
class IncidentNear:
    """A phone whose used positions are near an incident in time and place, and one that excludes it.

    Attributes:
        nearest_m: smallest distance of a used position within the time; `radius_m` its stated radius.
        positions: used positions of the phone within the time.
    """

    incident: int
    exhibit: str
    positions: int
    nearest_m: float
    radius_m: float | None
    item: int
