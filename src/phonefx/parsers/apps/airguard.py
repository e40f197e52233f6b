"""AirGuard: tracker tags that the phone heard, with its own position at that moment."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Network
from phonefx.times import wall_clock_us

_EXCHANGED: Final = "EXISTS (SELECT 1 FROM {0} x WHERE abs(x.latitude + 0.0) > 90)"


def _fixes(table: str, alias: str, join: str) -> str:
    exchanged = _EXCHANGED.format(table)
    return f"""
    SELECT b.rowid AS key, unix_us(iso_clock(b.receivedAt)) AS time,
           CASE WHEN {exchanged} THEN {alias}.longitude ELSE {alias}.latitude END AS latitude,
           CASE WHEN {exchanged} THEN {alias}.latitude ELSE {alias}.longitude END AS longitude,
           'device_fix' AS evidence_of,
           CASE WHEN {exchanged} THEN 'when a tag was heard; stored with latitude and longitude exchanged'
           ELSE 'when a tag was heard' END AS method,
           extra(b.receivedAt, b.deviceAddress, b.rssi, {alias}.latitude, {alias}.longitude) AS extra
    FROM beacon b {join}
    """


POSITIONS = Query(
    Location,
    (
        _fixes("location", "l", "LEFT JOIN location l ON l.locationId = b.locationId"),
        _fixes("beacon", "b", ""),
    ),
    skip={"opt(b.latitude) IS NULL AND opt((SELECT l.latitude FROM location l WHERE l.locationId = b.locationId)) IS"
          " NULL": "heard without a position"},
    basis="device",
)  # fmt: skip
DEVICES = Query(
    Network,
    """
    SELECT d.rowid AS key, unix_us(iso_clock(d.lastSeen)) AS time, unix_us(iso_clock(opt(d.firstDiscovery))) AS first,
           'bluetooth' AS medium, opt(d.name) AS name, d.address AS address,
           'tracker tag or similar, type ' || coalesce(opt(d.deviceType), 'not stated') AS detail
    FROM device d
    """,
    basis="device",
)


def iso_clock(text: str | float | None) -> int | None:
    """Read a wall clock time written with or without a T."""
    return wall_clock_us(str(text).replace("T", " ")) if text else None


parser(
    "apps.airguard",
    title="Tracker tags heard by AirGuard, Android",
    variants=["table of positions", "version 9"],
    files=["*/de.seemoo.at_tracking_detection{,.release,.debug}/databases/attd_db"],
    queries=[POSITIONS, DEVICES],
    functions={"iso_clock": iso_clock},
    about="Tags that were near the phone, each with the phone's own position when it heard them. Times are the phone's "
    "wall clock, without a zone. Real files were seen in which latitude and longitude stand exchanged: where a file "
    "has a latitude beyond 90 degrees they are taken the other way round, and the method says so.",
)
