"""The records of a zip archive's central directory: sizes, names and times.

Knowledge: PKWARE APPNOTE 6.3.10 (records, zip64, AES extra field 0x9901), Info-ZIP extra fields 0x5455 and 0x7075.
"""

from __future__ import annotations

import calendar
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob

CENTRAL: Final = b"PK\x01\x02"
LOCAL: Final = b"PK\x03\x04"
_RECORD: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
RECORD_SIZE: Final = _RECORD.size
MAX32: Final = 0xFFFFFFFF
AES: Final = 99
"""The method of a member under AES, whose extra field states the one it is packed with."""


@dataclass(slots=True)
class Member:
    """One record of the central directory, with its zip64 and AES fields resolved."""

    name: bytes
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    stamp: int
    extra: bytes
    aes: tuple[int, int] | None = None

    @property
    def encrypted(self) -> bool:
        """Whether its data needs a password."""
        return bool(self.flags & 1)


def member_at(data: Blob, at: int) -> Member:
    """Read one record of the central directory."""
    fixed = data.read_at(at, RECORD_SIZE)
    if len(fixed) < RECORD_SIZE:
        raise Damaged("zip", f"no directory record at {at}")
    found = _RECORD.unpack(fixed)
    name_size, extra_size = found[10], found[11]
    rest = data.read_at(at + RECORD_SIZE, name_size + extra_size)
    name, extra = rest[:name_size], rest[name_size:]
    mode = found[15] >> 16 if found[1] >> 8 == 3 else 0
    stamp = found[6] << 16 | found[5]
    member = Member(name, found[4], found[3], found[7], found[8], found[9], found[16], mode, stamp, extra)
    if extra:
        _resolve(member)
    return member


def _resolve(member: Member) -> None:
    wide = extra_field(member.extra, 0x0001)
    if wide is not None:
        at = 0
        for name in ("size", "packed", "offset"):
            if getattr(member, name) == MAX32 and at + 8 <= len(wide):
                setattr(member, name, int.from_bytes(wide[at : at + 8], "little"))
                at += 8
    if member.method == AES:
        aes = extra_field(member.extra, 0x9901)
        if aes is not None and len(aes) >= 7:
            member.aes = (int.from_bytes(aes[:2], "little"), aes[4])
            member.method = int.from_bytes(aes[5:7], "little")


def extra_field(extra: bytes, wanted: int) -> bytes | None:
    """Give the content of one extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return None


def modified(extra: bytes, stamp: int) -> tuple[int | None, str]:
    """Give (microseconds, basis) of a member's change: UTC from an extra field, else the packer's wall clock."""
    if extra:
        unix = extra_field(extra, 0x5455)
        if unix and unix[0] & 1 and len(unix) >= 5:
            return int.from_bytes(unix[1:5], "little", signed=True) * 1_000_000, "utc"
        ntfs = extra_field(extra, 0x000A)
        if ntfs and len(ntfs) >= 16 and ntfs[4:6] == b"\1\0":
            return int.from_bytes(ntfs[8:16], "little") // 10 - 11_644_473_600_000_000, "utc"
    return dos_time(stamp), "unknown"


@lru_cache(4096)
def dos_time(stamp: int) -> int | None:
    """Give microseconds since 1970 of a wall clock as DOS stores it: date in the upper half, time in the lower."""
    date, time = stamp >> 16, stamp & 0xFFFF
    month, day = date >> 5 & 15, date & 31
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    parts = (1980 + (date >> 9), month, day, time >> 11, time >> 5 & 63, (time & 31) * 2)
    return calendar.timegm(parts) * 1_000_000


def decoded(name: bytes, flags: int, extra: bytes) -> str:
    """Decode a member's name: as declared, else UTF-8 where it is that, else CP437."""
    declared = extra_field(extra, 0x7075) if b"up" in extra else None
    if declared and len(declared) > 5 and int.from_bytes(declared[1:5], "little") == zlib.crc32(name):
        return declared[5:].decode("utf-8", "surrogateescape")
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("utf-8", "surrogateescape") if flags & 0x800 else name.decode("cp437")
