"""Writes values of Telegram's postbox, for tests: the layout stated again, the other way round."""

from __future__ import annotations

import struct
from typing import Any


def string(text: str) -> bytes:
    return struct.pack("<i", len(text.encode())) + text.encode()


def value(content: Any) -> bytes:
    match content:
        case bool():
            return struct.pack("<BB", 2, content)
        case int() if -(2**31) <= content < 2**31:
            return struct.pack("<Bi", 0, content)
        case int():
            return struct.pack("<Bq", 1, content)
        case float():
            return struct.pack("<Bd", 3, content)
        case str():
            return b"\x04" + string(content)
        case bytes():
            return b"\x0a" + struct.pack("<i", len(content)) + content
        case None:
            return b"\x0b"
        case dict():
            return b"\x05" + inner(content)
        case list() if all(isinstance(each, str) for each in content):
            return b"\x0c" + struct.pack("<i", len(content)) + b"".join(map(string, content))
        case list():
            return b"\x08" + struct.pack("<i", len(content)) + b"".join(map(inner, content))
    raise TypeError(content)


def inner(fields: dict[str, Any]) -> bytes:
    stored = b"".join(bytes([len(name.encode())]) + name.encode() + value(each) for name, each in fields.items())
    return struct.pack("<ii", 7, len(stored)) + stored


def root(fields: dict[str, Any]) -> bytes:
    return b"\x01_\x05" + inner(fields)


def key(peer: int, timestamp: int, number: int) -> bytes:
    return struct.pack(">qiii", peer, 0, timestamp, number)


def message(
    text: str,
    *,
    flags: int = 0,
    author: int | None = None,
    media: list[dict[str, Any]] | None = None,
    referenced: list[tuple[int, int]] | None = None,
    forward: tuple[int, int] | None = None,
) -> bytes:
    out = struct.pack("<bII", 0, 1, 2) + b"\x01" + struct.pack("<q", 99) + struct.pack("<II", flags, 0)
    out += b"\x00" if forward is None else struct.pack("<bqi", 1, *forward)
    out += b"\x00" if author is None else struct.pack("<bq", 1, author)
    out += string(text) + struct.pack("<i", 1) + struct.pack("<i", 3) + b"abc"
    listed = [root(each) for each in media or []]
    out += struct.pack("<i", len(listed)) + b"".join(struct.pack("<i", len(each)) + each for each in listed)
    elsewhere = referenced or []
    return out + struct.pack("<i", len(elsewhere)) + b"".join(struct.pack("<iq", *each) for each in elsewhere)
