"""Write the values of the "postbox" that Telegram's iOS app keeps: messages, people, groups.

Numbers are little-endian, those of a message's key big-endian. A class is named by the MurmurHash3 of its name.
"""

from __future__ import annotations

import struct
from typing import Any, Final

from phonefx.formats.postbox import INCOMING

_SEED: Final = 0xF7CA7FD2
_MASK: Final = 0xFFFFFFFF
GROUP_SPACE: Final = 1
MISSED, ENDED, BUSY = 0, 2, 3
_REASONS: Final = {"answered": ENDED, "missed": MISSED, "unanswered": MISSED, "rejected": BUSY}
_PHONE_CALL: Final = 14


def peer(number: int, space: int = 0) -> int:
    """Give the number under which an account (space 0) or group (space 1) stands in keys."""
    return (number >> 32) << 35 | space << 32 | (number & _MASK)


def class_hash(name: str, seed: int = _SEED) -> int:
    """Give the 32-bit MurmurHash3 of a class name, as a signed number."""
    raw, found = name.encode(), seed
    whole = len(raw) // 4 * 4
    for at in range(0, whole, 4):
        found = _rotated(found ^ _mixed(int.from_bytes(raw[at : at + 4], "little")), 13) * 5 + 0xE6546B64 & _MASK
    if whole < len(raw):
        found ^= _mixed(int.from_bytes(raw[whole:], "little"))
    found ^= len(raw)
    found = (found ^ found >> 16) * 0x85EBCA6B & _MASK
    found = (found ^ found >> 13) * 0xC2B2AE35 & _MASK
    found ^= found >> 16
    return found - (1 << 32) if found >> 31 else found


def _rotated(value: int, by: int) -> int:
    return (value << by | value >> 32 - by) & _MASK


def _mixed(value: int) -> int:
    return _rotated(value * 0xCC9E2D51 & _MASK, 15) * 0x1B873593 & _MASK


def _field(name: str, value: Any) -> bytes:  # noqa: ANN401 - an int of 32 or 64 bits, a float, a text
    raw = name.encode()
    head = bytes((len(raw),)) + raw
    if isinstance(value, float):
        return head + struct.pack("<Bd", 3, value)
    if isinstance(value, str):
        return head + struct.pack("<BI", 4, len(value.encode())) + value.encode()
    return head + (struct.pack("<Bi", 0, value) if abs(value) < 1 << 31 else struct.pack("<Bq", 1, value))


def thing(kind: str, **values: Any) -> bytes:  # noqa: ANN401
    """Write an object of a class under the root's name."""
    inner = b"".join(_field(name, value) for name, value in values.items())
    return b"\x01_\x05" + struct.pack("<iI", class_hash(kind), len(inner)) + inner


def user(number: int, name: str, phone: str) -> bytes:
    """Write a person."""
    first, _, last = name.partition(" ")
    return thing("TelegramUser", i=peer(number), fn=first, ln=last, p=phone)


def group(number: int, title: str, members: int) -> bytes:
    """Write a group."""
    return thing("TelegramGroup", i=peer(number, GROUP_SPACE), t=title, mc=members)


def place(latitude: float, longitude: float) -> bytes:
    """Write a place in a message."""
    return thing("TelegramMediaMap", la=latitude, lo=longitude)


def call(outcome: str, seconds: int) -> bytes:
    """Write a call in a message."""
    values: dict[str, int] = {"_rawValue": _PHONE_CALL, "dr": _REASONS[outcome]}
    return thing("TelegramMediaAction", **values, **({"d": seconds} if seconds else {}))


def key(conversation: int, at_s: int, number: int) -> bytes:
    """Write the key of a message of the cloud."""
    return struct.pack(">qiii", conversation, 0, at_s, number)


def message(number: int, author: int, text: str, media: bytes = b"", *, incoming: bool) -> bytes:
    """Write a message by an account; `media` is one object within it."""
    raw = text.encode()
    head = struct.pack("<bIIB", 0, number, 0, 0) + struct.pack("<IIb", INCOMING if incoming else 0, 0, 0)
    body = struct.pack("<bq", 1, author) + struct.pack("<I", len(raw)) + raw
    attributes = struct.pack("<I", 0)
    embedded = struct.pack("<II", 1, len(media)) + media if media else struct.pack("<I", 0)
    return head + body + attributes + embedded + struct.pack("<I", 0)
