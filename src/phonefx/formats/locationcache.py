"""Reads Android's old cache of cells and access points (`cache.cell`, `cache.wifi`), big-endian.

Two 16-bit numbers (version, count), then for each entry a 16-bit length, the key, 32-bit accuracy and confidence, two
64-bit floats (latitude, longitude) and a 64-bit time in milliseconds. Source: public research on Android 2 to 4.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from phonefx.errors import Damaged

MAX_BYTES: Final = 16 << 20
_TAIL = struct.Struct(">iiddQ")


@dataclass(frozen=True, slots=True)
class Anchor:
    """One cell (`mcc:mnc:lac:cid`) or access point (its address) and the place held for it; accuracy -1: none."""

    offset: int
    key: str
    accuracy_m: int
    confidence: int
    latitude: float
    longitude: float
    read_ms: int


@dataclass(slots=True)
class Cache:
    """The entries, and where reading had to stop (`""`: nowhere)."""

    entries: list[Anchor] = field(default_factory=list)
    damage: str = ""


def read(file: BinaryIO) -> Cache:
    """Read a cache file.

    Raises:
        Damaged: it is too short to be one.
    """
    data = file.read(MAX_BYTES)
    if len(data) < 4:
        raise Damaged("location cache", "shorter than its head")
    _version, count = struct.unpack_from(">hh", data)
    found, at = Cache(), 4
    for _ in range(max(count, 0)):
        if at + 2 > len(data):
            break
        (size,) = struct.unpack_from(">h", data, at)
        end = at + 2 + size + _TAIL.size
        if size < 0 or end > len(data):
            break
        key = data[at + 2 : at + 2 + size].decode("utf-8", "backslashreplace")
        found.entries.append(Anchor(at, key, *_TAIL.unpack_from(data, at + 2 + size)))
        at = end
    if len(found.entries) < count:
        found.damage = f"it says {count} entries and holds {len(found.entries)}"
    return found
