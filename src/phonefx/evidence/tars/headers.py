"""The header blocks of a tar archive. Knowledge: POSIX.1-2001 pax, GNU long names, base-256 numbers."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

BLOCK: Final = 512
_ADLER: Final = 65_521


@dataclass(slots=True)
class Member:
    """One member: where its data lies and what its headers say."""

    name: bytes
    kind: bytes
    data: int
    stored: int
    size: int
    mtime_us: int | None
    target: bytes = b""
    holes: tuple[tuple[int, int], ...] | None = None


def number(raw: bytes) -> int:
    """Read an octal or base-256 number."""
    if raw[:1] in {b"\x80", b"\xff"}:
        value = int.from_bytes(raw[1:], "big")
        return value - (1 << 8 * (len(raw) - 1)) if raw[:1] == b"\xff" else value
    text = raw.split(b"\0")[0].strip()
    return int(text, 8) if text else 0


def is_header(block: bytes) -> bool:
    """Tell a header by its checksum: the sum of its bytes, which is the low half of their Adler-32, less one."""
    if len(block) < BLOCK or (block[:1] == b"\0" and block[257:262] != b"ustar"):
        return False
    try:
        stated = number(block[148:156])
    except ValueError:
        return False
    field = sum(block[148:156])
    if (stated - 255 + field) % _ADLER == zlib.adler32(block) & 0xFFFF:
        return True
    signed = sum(byte - 256 if byte > 127 else byte for byte in block)
    return stated == signed - sum(byte - 256 if byte > 127 else byte for byte in block[148:156]) + 256


def pax(data: bytes) -> dict[str, bytes]:
    """Read the `length key=value` records of an extended header."""
    found, at = {}, 0
    while at < len(data):
        space = data.find(b" ", at, at + 20)
        if space < 0 or not data[at:space].isdigit():
            break
        size = int(data[at:space])
        key, separator, value = data[space + 1 : at + size - 1].partition(b"=")
        if size <= 0 or not separator:
            break
        found[key.decode("utf-8", "replace")] = value
        at += size
    if "GNU.sparse.name" in found:
        found["path"] = found["GNU.sparse.name"]
    return found


def member_name(block: bytes, values: dict[str, bytes]) -> bytes:
    """Give a member's name from its extended header or its own."""
    if "path" in values:
        return values["path"]
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def member_time(block: bytes, values: dict[str, bytes]) -> int | None:
    """Give microseconds since 1970 of a member's last change."""
    if "mtime" in values:
        whole, _, fraction = values["mtime"].partition(b".")
        sign = -1 if whole.startswith(b"-") else 1
        return int(whole) * 1_000_000 + sign * int(fraction[:6].ljust(6, b"0") or b"0")
    return number(block[136:148]) * 1_000_000
