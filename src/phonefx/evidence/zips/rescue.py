"""Reads a zip archive without its central directory: each member's own header, one after the other."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from phonefx.evidence.blobs import CHUNK
from phonefx.evidence.zips.records import CENTRAL, LOCAL, extra_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.tree import Limits

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_DESCRIPTOR: Final = b"PK\x07\x08"
_MAX32: Final = 0xFFFFFFFF


def rescued(blob: Blob, limits: Limits) -> tuple[bytes, int]:
    """Make up the directory records of the members whose headers are found: (records, count)."""
    found, at, count = [], _next_header(blob, 0), 0
    while at is not None and count < limits.entries:
        header = blob.read_at(at, 30)
        if len(header) < 30:
            break
        name_size, extra_size = struct.unpack_from("<HH", header, 26)
        names = blob.read_at(at + 30, name_size + extra_size)
        name, extra = names[:name_size], names[name_size:]
        start = at + 30 + name_size + extra_size
        values = _sizes(blob, header, extra, start)
        if values is None or not _plausible(header, name):
            at = _next_header(blob, at + 4)
            continue
        crc, packed, size, end = values
        found.append(_record(header, (crc, packed, size), names[: name_size + extra_size], at))
        count += 1
        at = end if blob.read_at(end, 4) == LOCAL else _next_header(blob, end)
    return b"".join(found), count


def _plausible(header: bytes, name: bytes) -> bool:
    version, method = struct.unpack_from("<H2xH", header, 4)
    return bool(name) and version & 0xFF <= 63 and method in {0, 8, 9, 12, 14, 20, 93, 99}


def _sizes(blob: Blob, header: bytes, extra: bytes, start: int) -> tuple[int, int, int, int] | None:
    """Give (crc, packed size, size, end); for a member with a data descriptor, look for that. None: it is cut off."""
    if start > blob.size:
        return None
    flags, crc, packed, size = struct.unpack_from("<H6xIII", header, 6)
    wide = extra_field(extra, 1)
    if wide is not None and len(wide) >= 16 and _MAX32 in {packed, size}:
        size, packed = struct.unpack_from("<QQ", wide)
    if not flags & 8 or packed:
        end = start + packed
        if end > blob.size:
            packed, end = blob.size - start, blob.size
        return (crc, packed, size, end) if packed >= 0 else None
    return _described(blob, start)


def _described(blob: Blob, start: int) -> tuple[int, int, int, int] | None:
    at = start
    while (at := _find(blob, _DESCRIPTOR, at)) is not None:  # type: ignore[assignment]
        tail = blob.read_at(at + 4, 20)
        for form, width in (("<III", 12), ("<IQQ", 20)):
            if len(tail) >= width:
                crc, packed, size = struct.unpack_from(form, tail)
                if packed == at - start:
                    return crc, packed, size, at + 4 + width
        at += 4
    end = _next_header(blob, start) or blob.size
    return 0, end - start, min((end - start) * 1032, _MAX32 - 1), end


def _next_header(blob: Blob, at: int) -> int | None:
    return _find(blob, LOCAL, at)


def _find(blob: Blob, wanted: bytes, at: int) -> int | None:
    pattern = re.compile(re.escape(wanted))
    while at < blob.size:
        data = blob.read_at(at, CHUNK)
        if match := pattern.search(data):
            return at + match.start()
        if len(data) < CHUNK:
            return None
        at += CHUNK - len(wanted) + 1
    return None


def _record(header: bytes, values: tuple[int, int, int], names: bytes, at: int) -> bytes:
    """Write a directory record with the member's own name and extra fields, sizes and offset in a zip64 field."""
    version, flags, method, time, date = struct.unpack_from("<HHHHH", header, 4)
    crc, packed, size = values
    (name_size,) = struct.unpack_from("<H", header, 26)
    name = names[:name_size]
    wide = struct.pack("<HHQQQ", 1, 24, size, packed, at) + b"".join(_fields(names[name_size:]))
    fixed = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        CENTRAL, 0, version, flags, method, time, date, crc, _MAX32, _MAX32, len(name), len(wide), 0, 0, 0, 0, _MAX32,
    )  # fmt: skip
    return fixed + name + wide


def _fields(extra: bytes) -> Iterator[bytes]:
    """Give the extra fields of a member's own header (times, encryption, name), but not its zip64 field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != 1 and at + 4 + size <= len(extra) and size < 0x4000:
            yield extra[at : at + 4 + size]
        at += 4 + size
