"""Reads the aircraft's own log of DJI's drones (`FLY*.DAT`), as far as the positions of its GPS receiver go.

A file is a head of 256 bytes ("BUILD" at 16, "DJI_LOG_V3" at 242) and records: 0x55, a length, a zero, a check of
these, a kind (two bytes), a clock of four bytes, the content XORed with the lowest byte of the clock, and a CRC of all
before it. Of many kinds that of the receiver (2096) is read. Older logs (no "DJI_LOG_V3") have other kinds, and some
files ("LOGH" at the start) are encrypted: both are named, not read. All numbers are little-endian.

Source: the published parsers DatCon and ALEAPP, which agree.
"""

from __future__ import annotations

import math
import struct
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import BinaryIO, Final

from phonefx.errors import Damaged

_LIMIT: Final = 1 << 30
_HEAD, _LEAST, _CONTENT = 256, 12, 10
_START, _SEED, _POLYNOMIAL = 0x55, 13970, 0x8408
_RECEIVER: Final = 2096


@dataclass(frozen=True, slots=True)
class Fix:
    """A position: byte offset, milliseconds since 1970 in UTC (whole seconds), degrees, metres, metres a second."""

    offset: int
    unix_ms: int | None
    latitude: float
    longitude: float
    altitude_m: float | None = None
    speed_mps: float | None = None


@dataclass(slots=True)
class Log:
    """A log: its positions, and what was passed over.

    Attributes:
        form: `3`, or `older` or `encrypted`, of which nothing is read.
        fixes: positions in the order of the file; equal ones that follow each other within a second stand once.
        others: records of other kinds, without a position, or with the last position again.
        skipped: bytes that are no record, and records whose check is wrong.
    """

    form: str
    fixes: list[Fix] = field(default_factory=list)
    others: int = 0
    skipped: int = 0


@cache
def _table() -> tuple[int, ...]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
        found.append(value)
    return tuple(found)


def crc(data: bytes) -> int:
    """Give the CRC of a record without its last two bytes."""
    table, value = _table(), _SEED
    for byte in data:
        value = (value >> 8) ^ table[(byte ^ value) & 0xFF]
    return value


def read(file: BinaryIO) -> Log:
    """Read a file.

    Raises:
        Damaged: it is no log of an aircraft.
    """
    data = file.read(_LIMIT)
    if data.startswith(b"LOGH"):
        return Log("encrypted")
    if data[16:21] != b"BUILD":
        raise Damaged("log of an aircraft", "it does not begin as one")
    if data[242:252] != b"DJI_LOG_V3":
        return Log("older")
    log = Log("3")
    _records(log, data)
    return log


def _records(log: Log, data: bytes) -> None:
    at, end = _HEAD, len(data)
    while at < end:
        after = at + data[at + 1] if at + _LEAST <= end and data[at] == _START and data[at + 2] == 0 else 0
        receiver = after - at >= _LEAST and int.from_bytes(data[at + 4 : at + 6], "little") == _RECEIVER
        if not at + _LEAST <= after <= end or not _closed(data, at, after, receiver):
            found = data.find(_START, at + 1)
            after = found if found >= 0 else end
            log.skipped += after - at
        else:
            fix = _fix(data, at, after) if receiver else None
            last = log.fixes[-1] if log.fixes else None
            again = fix and last and (fix.unix_ms, fix.latitude, fix.longitude) == (
                last.unix_ms, last.latitude, last.longitude)  # fmt: skip
            if fix is None or again:
                log.others += 1
            else:
                log.fixes.append(fix)
        at = after


def _closed(data: bytes, at: int, after: int, receiver: bool) -> bool:
    """Whether a record ends as one: a position by its CRC, others, for the sake of speed, by what follows."""
    if receiver:
        return crc(data[at : after - 2]) == int.from_bytes(data[after - 2 : after], "little")
    return after == len(data) or data[after] == _START


def _fix(data: bytes, at: int, after: int) -> Fix | None:
    clock = data[at + 6]
    content = bytes(byte ^ clock for byte in data[at + _CONTENT : after - 2])
    if len(content) < 16:
        return None
    date, time, longitude, latitude = struct.unpack_from("<IIii", content)
    if abs(latitude) > 900_000_000 or abs(longitude) > 1_800_000_000 or not (latitude or longitude):
        return None
    altitude = speed = None
    if len(content) >= 32:
        metres, north, east = struct.unpack_from("<iff", content, 16)
        altitude = metres / 1000
        speed = math.hypot(north, east) / 100 if math.isfinite(north) and math.isfinite(east) else None
    return Fix(at, _unix_ms(date, time), latitude / 1e7, longitude / 1e7, altitude, speed)


def _unix_ms(date: int, time: int) -> int | None:
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    hour, minute, second = time // 10_000, time // 100 % 100, time % 100
    if not (2000 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    return round(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()) * 1000
