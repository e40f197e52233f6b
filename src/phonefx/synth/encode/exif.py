"""Write the EXIF block of a made photo: camera, local time with offset, GPS position with its UTC time.

TIFF layout after the EXIF 2.32 specification: little-endian, three directories (image, camera, GPS).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_ASCII: Final = 2
_SHORT: Final = 3
_LONG: Final = 4
_RATIONAL: Final = 5
_SECOND_PARTS: Final = 10_000

Entry = tuple[int, int, int, bytes]


@dataclass(frozen=True, slots=True)
class Shot:
    """What a camera knows when it takes a picture; `at` is aware, in the phone's zone."""

    at: datetime
    make: str
    model: str
    software: str
    position: tuple[float, float] | None = None
    altitude_m: float = 0.0
    accuracy_m: float = 0.0
    size: tuple[int, int] = (160, 120)


def with_exif(jpeg: bytes, shot: Shot) -> bytes:
    """Put the EXIF block behind the start marker of a JPEG."""
    block = b"Exif\0\0" + _tiff(shot)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def stored_degrees(value: float) -> float:
    """Give a coordinate as the EXIF block keeps it: whole degrees, whole minutes, parts of a second."""
    degrees, minutes, parts = _sexagesimal(value)
    return (degrees + minutes / 60 + parts / _SECOND_PARTS / 3600) * (1 if value >= 0 else -1)


def _sexagesimal(value: float) -> tuple[int, int, int]:
    parts = round(abs(value) * 3600 * _SECOND_PARTS)
    minutes, parts = divmod(parts, 60 * _SECOND_PARTS)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, parts


def _tiff(shot: Shot) -> bytes:
    stamp = shot.at.strftime("%Y:%m:%d %H:%M:%S")
    zone = shot.at.utcoffset() or timedelta()
    camera = [
        _text(0x9003, stamp), _text(0x9004, stamp), _text(0x9010, _offset(zone)), _text(0x9011, _offset(zone)),
        _text(0x9291, f"{shot.at.microsecond // 1000:03d}"), _short(0xA002, shot.size[0]), _short(0xA003, shot.size[1]),
    ]  # fmt: skip
    place = _gps(shot) if shot.position else []
    image = [
        _text(0x010F, shot.make), _text(0x0110, shot.model), _short(0x0112, 1), _text(0x0131, shot.software),
        _text(0x0132, stamp),
    ]  # fmt: skip
    pointers = 2 if place else 1
    camera_at = 8 + _size(image) + 12 * pointers
    image.append((0x8769, _LONG, 1, struct.pack("<I", camera_at)))
    place_at = camera_at + _size(camera)
    if place:
        image.append((0x8825, _LONG, 1, struct.pack("<I", place_at)))
    head = b"II*\0" + struct.pack("<I", 8)
    body = head + _directory(image, 8) + _directory(camera, camera_at)
    return body + (_directory(place, place_at) if place else b"")


def _offset(zone: timedelta) -> str:
    return str(timezone(zone))[3:] if zone else "+00:00"


def _gps(shot: Shot) -> list[Entry]:
    latitude, longitude = shot.position or (0.0, 0.0)
    at = shot.at.astimezone(UTC)
    return [
        (0, 1, 4, bytes((2, 3, 0, 0))),
        _text(1, "N" if latitude >= 0 else "S"), _degrees(2, latitude),
        _text(3, "E" if longitude >= 0 else "W"), _degrees(4, longitude),
        (5, 1, 1, bytes((int(shot.altitude_m < 0),))), _ratio(6, abs(shot.altitude_m)),
        (7, _RATIONAL, 3, struct.pack("<6I", at.hour, 1, at.minute, 1, at.second, 1)),
        _text(29, at.strftime("%Y:%m:%d")), _ratio(31, shot.accuracy_m),
    ]  # fmt: skip


def _text(tag: int, value: str) -> Entry:
    stored = value.encode("ascii", "replace") + b"\0"
    return tag, _ASCII, len(stored), stored


def _short(tag: int, value: int) -> Entry:
    return tag, _SHORT, 1, struct.pack("<H", value)


def _ratio(tag: int, value: float) -> Entry:
    return tag, _RATIONAL, 1, struct.pack("<II", round(value * 100), 100)


def _degrees(tag: int, value: float) -> Entry:
    degrees, minutes, parts = _sexagesimal(value)
    return tag, _RATIONAL, 3, struct.pack("<6I", degrees, 1, minutes, 1, parts, _SECOND_PARTS)


def _size(entries: list[Entry]) -> int:
    return 6 + 12 * len(entries) + sum(len(data) + len(data) % 2 for *_, data in entries if len(data) > 4)


def _directory(entries: list[Entry], at: int) -> bytes:
    table, spill = struct.pack("<H", len(entries)), b""
    room = at + 6 + 12 * len(entries)
    for tag, kind, count, data in entries:
        if len(data) <= 4:
            table += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")
        else:
            table += struct.pack("<HHII", tag, kind, count, room + len(spill))
            spill += data + b"\0" * (len(data) % 2)
    return table + struct.pack("<I", 0) + spill
