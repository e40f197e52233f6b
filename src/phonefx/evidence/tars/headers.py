"""The header blocks of a tar archive. Knowledge: POSIX.1-2001 pax, GNU long names, base-256 numbers."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import adler32

BLOCK: Final = 512
HEADER: Final = struct.Struct("<100s24x12s12s8sc100s6s82x155s12x")
"""Of a header block: name, size, time, checksum, kind, target of a link, mark, prefix of the name."""
_ADLER: Final = 65_521
_SPACES: Final = b" " * 8
_ENDS: Final = b"\0 "


class Runs(NamedTuple):
    """Where the content of a member lies: picklable, so that it can be opened without reading headers again.

    Attributes:
        data: its first byte in the archive.
        stored: bytes of it there.
        holes: (offset, length) of each stored run of a sparse file.
    """

    data: int
    stored: int
    holes: tuple[tuple[int, int], ...] | None = None


class Member(NamedTuple):
    """One member, as its headers describe it."""

    name: bytes
    kind: bytes
    size: int
    mtime_us: int | None
    target: bytes
    runs: tuple[int, int] | Runs


def number(raw: bytes) -> int:
    """Read an octal or base-256 number."""
    if raw[:1] in {b"\x80", b"\xff"}:
        value = int.from_bytes(raw[1:], "big")
        return value - (1 << 8 * (len(raw) - 1)) if raw[:1] == b"\xff" else value
    text = raw.split(b"\0")[0].strip()
    return int(text, 8) if text else 0


def is_header(block: bytes) -> bool:
    """Tell a header by its checksum: the sum of its bytes, those of the checksum taken as spaces.

    That sum is the low half of the block's Adler-32, less one, which is computed faster.
    """
    if len(block) < BLOCK or (block[0] == 0 and block[257:262] != b"ustar"):
        return False
    try:
        stated = int(block[148:154], 8) if block[154] in _ENDS else number(block[148:156])
    except ValueError:
        return False
    spaced = block[:148] + _SPACES + block[156:]
    if (stated + 1) % _ADLER == adler32(spaced) & 0xFFFF:
        return True
    return stated == sum(byte - 256 if byte > 127 else byte for byte in spaced)


def is_summed(block: bytes, check: bytes) -> bool:
    """Say whether a whole block has the checksum that it states, in the usual six octal digits."""
    return adler32(block) & 0xFFFF == _adler_of(check) and len(block) == BLOCK and block[0] != 0


@lru_cache(1 << 13)
def _adler_of(check: bytes) -> int:
    """Give the low half of the Adler-32 of a block with this checksum in it; -1 where it is written otherwise."""
    return (int(check[:6], 8) + 1 + sum(check) - sum(_SPACES)) % _ADLER if check[6] in _ENDS else -1


def pax(data: bytes) -> dict[bytes, bytes]:
    """Read the `length key=value` records of an extended header."""
    found = dict[bytes, bytes]()
    for line in data.split(b"\n")[:-1]:
        length, _, text = line.partition(b" ")
        key, equals, value = text.partition(b"=")
        if not equals or not length.isdigit() or int(length) != len(line) + 1:
            return _pax_of_lines(data)
        found[key] = value
    if data[-1:] != b"\n":
        return _pax_of_lines(data)
    if b"GNU.sparse.name" in found:
        found[b"path"] = found[b"GNU.sparse.name"]
    return found


def _pax_of_lines(data: bytes) -> dict[bytes, bytes]:
    """Read such records where a value spans lines, or something is damaged."""
    found, at, end, find = dict[bytes, bytes](), 0, len(data), data.find
    while at < end:
        space = find(b" ", at, at + 20)
        equals = find(b"=", space)
        try:
            behind = at + int(data[at:space])
        except ValueError:
            break
        if not at < space < equals < behind:
            break
        found[data[space + 1 : equals]] = data[equals + 1 : behind - 1]
        at = behind
    if b"GNU.sparse.name" in found:
        found[b"path"] = found[b"GNU.sparse.name"]
    return found


def member_name(name: bytes, mark: bytes, prefix: bytes) -> bytes:
    """Give a member's name from the fields of its own header."""
    name = name.partition(b"\0")[0]
    if mark == b"ustar\0" and prefix[:1] != b"\0":
        return prefix.partition(b"\0")[0] + b"/" + name
    return name


def pax_time(stated: bytes) -> int:
    """Give microseconds since 1970 of a decimal number of seconds."""
    whole, _, fraction = stated.partition(b".")
    if not fraction:
        return int(whole) * 1_000_000
    sign = -1 if whole[:1] == b"-" else 1
    return int(whole) * 1_000_000 + sign * int(fraction[:6].ljust(6, b"0"))
