"""Uber on Android: the cached position and the last pick-up place."""

import json
from collections.abc import Iterator
from typing import Any, Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Record, Skip
from phonefx.times import moment

_FOLDERS: Final = "*/com.ubercab/files/{base-key-value-store,simplestore}"


def cached(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the position: fields 1.1 (time), 2.1 and 2.2 (degrees), also behind one leading byte."""
    found = next((each for each in (opened.content, opened.content[1:]) if not Protobuf(each).damage and each), b"")
    message = Protobuf(found)
    latitude, longitude = message.message(2).double(1), message.message(2).double(2)
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        yield Skip(0, "no position that is understood")
        return
    yield Location(key=0, time=moment(message.message(1).integer(1), "unix_ms"), latitude=latitude,
                   longitude=longitude, evidence_of="device_fix", method="cached by the app")  # fmt: skip


def pick_up(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the place that a ride was, or would have been, ordered from: JSON behind one leading byte."""
    start = opened.content.find(b"{", 0, 8)
    stored: Any = json.loads(opened.content[start:]) if start >= 0 else None
    stored = stored if isinstance(stored, dict) else {}
    latitude, longitude = stored.get("latitude"), stored.get("longitude")
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        yield Skip(0, "no place that is understood")
        return
    yield Location(key=0, latitude=latitude, longitude=longitude, evidence_of="searched",
                   method="pick-up place set in the app")  # fmt: skip


parser(
    "apps.uber.cached",
    title="Position cached by Uber, Android",
    variants=["nothing that is understood", "protobuf"],
    files=[f"{_FOLDERS}/*CACHED_UBER_LOCATION*"],
    read=lambda file: file.read(1 << 20),
    records=cached,
    about="The position of the phone that the Uber app kept last. The time is UTC milliseconds.",
)
parser(
    "apps.uber.pick_up",
    title="Pick-up place in Uber, Android",
    variants=["JSON"],
    files=[f"{_FOLDERS}/*KEY_TARGET_LOCATION_SYNCED*"],
    read=lambda file: file.read(1 << 20),
    records=pick_up,
    about="The pick-up place set in the Uber app. It carries no time. A pin can be set anywhere: it is no position of "
    "the phone.",
)
