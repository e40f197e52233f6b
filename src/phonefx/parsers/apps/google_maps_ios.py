"""The timeline that Google Maps keeps on an iPhone."""

from __future__ import annotations

from phonefx.formats import protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Visit


def degrees(segment: bytes | None, field: int) -> float | None:
    """One coordinate of a stay: ten-millionths of a degree at 3.1.4.5."""
    place = protobuf.Message(segment).message(3, 1, 4, 5) if segment else None
    value = _fixed(place, field) if place is not None else None
    return None if value is None else value / 1e7


def _fixed(place: protobuf.Message, field: int) -> int | None:
    stored = place.data(field)
    if stored is not None and len(stored) == 4:
        return int.from_bytes(stored, "little", signed=True)
    return place.integer(field, 32)


STAYS = Query(
    Visit,
    """
    SELECT s.rowid AS key, unix_s(s.start_timestamp_seconds) AS time, unix_s(s.end_timestamp_seconds) AS departed,
           degrees(s.semantic_segment, 1) AS latitude, degrees(s.semantic_segment, 2) AS longitude,
           'synced' AS evidence_of, extra(s.segment_type, s.obfuscated_gaia_id, s.timestamp_millis) AS extra
    FROM semantic_segment_table s
    """,
    skip={"degrees(s.semantic_segment, 1) IS NULL": "no position where stays have theirs: another kind of segment"},
)
OTHERS = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_s(s.start_timestamp_seconds) AS time, unix_s(s.end_timestamp_seconds) AS end,
           'part of the timeline of Google Maps' AS category, 'com.google.Maps' AS app,
           'kind ' || s.segment_type AS subject
    FROM semantic_segment_table s
    """,
    skip={"degrees(s.semantic_segment, 1) IS NOT NULL": "a stay, read as such"},
)

parser(
    "apps.google_maps.ios.timeline",
    title="Timeline of Google Maps, iOS",
    files=["*/SemanticLocation/odlh-storage.db"],
    queries=[STAYS, OTHERS],
    functions={"degrees": degrees},
    about="Stays as Google Maps worked them out, kept on the phone since 2024; they may have been restored from "
    "another device of the account. Times are UTC seconds since 1970.",
)
