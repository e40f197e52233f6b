"""Positions of the phone in the streams of the Duet services."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats import plists, segb
from phonefx.formats.plists import keyed
from phonefx.parsers.ios.archives import members
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Record, Skip
from phonefx.times import moment

PREFIX = "kCLLocationCodingKey"
BINARY = (b"bplist", b"<?xml ")


def locations(opened: Opened) -> Iterator[Record | Skip]:
    """Every position that is still there; deleted ones stand apart."""
    for each in opened.content.records():
        if not each.payload.strip(b"\0"):
            yield Skip(each.offset, f"no content ({each.state_name})")
        elif not each.crc_ok and each.state_name == "written":
            yield Skip(each.offset, "its content is not the one that was written (checksum)")
        else:
            yield _location(each)


def _location(each: segb.Record) -> Record | Skip:
    if each.payload[:6] not in BINARY:
        return Skip(each.offset, "no property list in it")
    stored = plists.loads(each.payload)
    fields = _named(members(keyed.resolve(stored) if keyed.is_keyed(stored) else stored))
    latitude, longitude = fields.get("CoordinateLatitude"), fields.get("CoordinateLongitude")
    accuracy, when = fields.get("HorizontalAccuracy"), fields.get("Timestamp")
    if latitude is None or longitude is None:
        return Skip(each.offset, "no position stored")
    if accuracy is not None and accuracy < 0:
        return Skip(each.offset, "the phone marked this position as not valid (negative accuracy)")
    return Location(
        key=each.offset, state="live" if each.state_name == "written" else "recently_deleted",
        time=moment(when, "cocoa_s"), latitude=latitude, longitude=longitude, accuracy_m=accuracy,
        altitude_m=fields.get("Altitude") if fields.get("VerticalAccuracy", 0) >= 0 else None,
        speed_mps=_valid(fields.get("Speed")), course_deg=_valid(fields.get("Course")),
        evidence_of="device_fix", method="Duet", extra=json.dumps({"written": each.time, "type": fields.get("Type")}),
    )  # fmt: skip


def _named(found: dict[str, Any]) -> dict[str, float]:
    return {name.removeprefix(PREFIX): float(value) for name, value in found.items()
            if name.startswith(PREFIX) and isinstance(value, (int, float))}  # fmt: skip


def _valid(value: float | None) -> float | None:
    return value if value is not None and value >= 0 else None


parser(
    "ios.duet.location",
    title="Positions in the streams of Duet, iOS",
    files=[
        "*/DuetExpertCenter/streams/location/local/{6,7,8}*",
        "*/DuetExpertCenter/streams/location/local/tombstone/{6,7,8}*",
    ],
    read=segb.open_segb,
    records=locations,
    about="Fixes of the device itself over some days, iOS 15 to 18. Times are UTC seconds since 2001, of the fix.",
)
