"""Reads flight records of drones as DJI's apps write them (`DJIFlightRecord_*.txt`).

A file is a head (offset of the details, their length, a version), records, and details of the flight: before the
records from version 12 on, else after them. A record is a kind, a length (two bytes from version 13 on), that many
bytes and 0xFF; pictures stand between records. From version 7 on the bytes are XORed with a key made of the record's
kind and its first byte by CRC-64 (Jones). From version 13 on they are encrypted as well, with keys that only the
maker's service gives: of those only the details can be read. All numbers are little-endian.

Source: the published parsers dji-log-parser and ALEAPP, which agree but on version 6 (here not XORed).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO, Final

from phonefx.errors import Damaged

_LIMIT: Final = 512 << 20
_OLD_HEAD, _HEAD, _DETAILS = 12, 100, 436
_OSD, _HOME, _CUSTOM, _APP_GPS = 1, 2, 5, 14
_JONES: Final = 0x95AC9329AC4BC9B5
_MAGIC: Final = 0x123456789ABCDEF0
_END: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Fix:
    """A position: byte offset, `aircraft`, `home` or `app`, milliseconds since 1970, degrees, metres over the start."""

    offset: int
    what: str
    unix_ms: int | None
    latitude: float
    longitude: float
    height_m: float | None = None
    speed_mps: float | None = None


@dataclass(slots=True)
class Flight:
    """A flight: what its details say, its positions, and what was passed over.

    Attributes:
        version: of the layout.
        started_ms: start, milliseconds since 1970 in UTC.
        latitude: of the start, degrees.
        longitude: of the start, degrees.
        seconds: duration.
        metres: distance flown.
        place: street, city and area as stored.
        aircraft: name given to the aircraft.
        serials: serial number of `aircraft`, `camera`, `controller`, `battery`, where stored.
        fixes: positions in the order of the file.
        others: records of other kinds, repeats of the home point, and records without a position.
        skipped: bytes between records that are none.
        encrypted: whether the records can be read by the maker alone.
    """

    version: int
    started_ms: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    seconds: float | None = None
    metres: float | None = None
    place: str = ""
    aircraft: str = ""
    serials: dict[str, str] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)
    others: int = 0
    skipped: int = 0
    encrypted: bool = False


def crc64(seed: int, data: bytes) -> int:
    """Give the CRC-64 of Jones, lowest bit first, from a seed of 64 bits."""
    table = _table()
    for byte in data:
        seed = table[(byte ^ seed) & 0xFF] ^ (seed >> 8)
    return seed


@cache
def _table() -> tuple[int, ...]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (_JONES if value & 1 else 0)
        found.append(value)
    return tuple(found)


@cache
def _key(kind: int, first: int) -> bytes:
    product = (_MAGIC * first) & 0xFFFFFFFFFFFFFFFF
    return crc64((kind + first) & 0xFF, product.to_bytes(8, "little")).to_bytes(8, "little")


def unscrambled(kind: int, data: bytes) -> bytes:
    """Give the bytes of a record without the XOR of version 7 and later; `kind` is that of the record."""
    if not data:
        return b""
    key = _key(kind, data[0])
    return bytes(byte ^ key[at & 7] for at, byte in enumerate(data[1:]))


def read(file: BinaryIO) -> Flight:
    """Read a file.

    Raises:
        Damaged: it is no flight record.
    """
    data = file.read(_LIMIT)
    if len(data) < _OLD_HEAD:
        raise Damaged("flight record", "it is too short")
    offset, _, version = struct.unpack_from("<QHB", data)
    if not 1 <= version <= 20 or (version < 13 and not _OLD_HEAD <= offset <= len(data)):
        raise Damaged("flight record", "it does not begin as one")
    flight = Flight(version, encrypted=version >= 13)
    _details(flight, _stored_details(data, offset, version))
    if not flight.encrypted:
        begin = _OLD_HEAD if version < 6 else _HEAD if version < 12 else _HEAD + _DETAILS
        _records(flight, data, begin, offset if version < 12 else len(data))
    return flight


def _stored_details(data: bytes, offset: int, version: int) -> bytes:
    """The details of a flight; from version 13 on they stand scrambled in the first block."""
    if version < 12:
        return data[offset : offset + _DETAILS]
    if version == 12:
        return data[_HEAD : _HEAD + _DETAILS]
    if len(data) < _HEAD + 3 or data[_HEAD] != 0:
        return b""
    length = int.from_bytes(data[_HEAD + 1 : _HEAD + 3], "little")
    block = unscrambled(0, data[_HEAD + 3 : _HEAD + 3 + length])
    return block[3 : 3 + int.from_bytes(block[1:3], "little")]


def _details(flight: Flight, data: bytes) -> None:
    if len(data) < 147:
        return
    names = [_text(data, at, 20) for at in (0, 20, 40, 60)]
    flight.place = ", ".join(name for name in names if name)
    started, longitude, latitude, metres, milliseconds = struct.unpack_from("<qddfi", data, 91)
    flight.started_ms = started if started > 0 else None
    if _on_earth(latitude, longitude):
        flight.latitude, flight.longitude = latitude, longitude
    flight.metres = metres if math.isfinite(metres) else None
    flight.seconds = milliseconds / 1000
    old = flight.version < 6
    flight.aircraft = _text(data, 278, 24) if old else _text(data, 280, 32)
    places = ({"aircraft": (267, 10), "camera": (318, 10), "controller": (328, 10), "battery": (338, 10)} if old else
              {"aircraft": (312, 16), "camera": (328, 16), "controller": (344, 16), "battery": (360, 16)})  # fmt: skip
    serials = {name: _text(data, *place) for name, place in places.items()}
    flight.serials = {name: serial for name, serial in serials.items() if serial}


def _text(data: bytes, at: int, length: int) -> str:
    return data[at : at + length].split(b"\x00")[0].decode("utf-8", "replace").strip()


def _on_earth(latitude: float, longitude: float) -> bool:
    """Whether it is a position: (0, 0) and what is outside the globe stand for none."""
    return abs(latitude) <= 90 and abs(longitude) <= 180 and bool(latitude or longitude)


def _records(flight: Flight, data: bytes, at: int, end: int) -> None:
    """Walk over the records; where there is none, go on behind the next 0xFF."""
    time, home = flight.started_ms, (0.0, 0.0)
    while at < end:
        if data[at : at + 2] == b"\xff\xd8":
            closed = data.find(b"\xff\xd9", at, end)
            at = closed + 2 if closed >= 0 else end
            flight.others += 1
            continue
        after = _after(data, at, end)
        if after is None:
            found = data.find(_END, at, end)
            after = found + 1 if found >= 0 else end
            flight.skipped += after - at
            at = after
            continue
        kind, stored = data[at], data[at + 2 : after - 1]
        body = stored if flight.version < 7 else unscrambled(kind, stored)
        if kind == _CUSTOM and len(body) >= 18:
            (stamp,) = struct.unpack_from("<q", body, 10)
            time = stamp if stamp > 0 else time
        fix = _fix(kind, body, at, time)
        if fix is None or (fix.what == "home" and home == (fix.latitude, fix.longitude)):
            flight.others += 1
        else:
            home = (fix.latitude, fix.longitude) if fix.what == "home" else home
            flight.fixes.append(fix)
        at = after


def _after(data: bytes, at: int, end: int) -> int | None:
    """The offset behind the record that begins here; None where none does."""
    last = at + 2 + data[at + 1] if at + 1 < end else end
    return next((stop + 1 for stop in (last, last + 1) if last > at + 2 and stop < end and data[stop] == _END), None)


def _fix(kind: int, body: bytes, at: int, time: int | None) -> Fix | None:
    if kind not in (_OSD, _HOME, _APP_GPS) or len(body) < (24 if kind == _OSD else 16):
        return None
    longitude, latitude = struct.unpack_from("<dd", body)
    if kind != _APP_GPS:
        longitude, latitude = math.degrees(longitude), math.degrees(latitude)
    if not _on_earth(latitude, longitude):
        return None
    if kind == _OSD:
        height, east, north = struct.unpack_from("<hhh", body, 16)
        return Fix(at, "aircraft", time, latitude, longitude, height / 10, math.hypot(east, north) / 10)
    return Fix(at, "home" if kind == _HOME else "app", time, latitude, longitude)
