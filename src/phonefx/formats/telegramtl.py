"""The little of Telegram's TL encoding that a stored message or user needs, whatever the version of its schema.

Every version of the schema writes a message's time directly before its text (or before the action of a service
message), and the flags and number of a message or user at its beginning. Only that is used, so that a layout that is
not known gives less, and nothing wrong. Numbers are little-endian and stand at multiples of four bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

PEER_USER: Final = 0x59511722
_PEERS: Final = {
    0x36C6019A: (-1, 8), PEER_USER: (1, 8), 0xA2A5371E: (-1, 8),
    0xBAD0E5BB: (-1, 4), 0x9DB1BC6D: (1, 4), 0xBDDDE532: (-1, 4),
}  # fmt: skip
"""Peer constructors, the sign that the dialog id of such a peer has, and the bytes of its id (4 before 2021)."""
_FROM_ID: Final = 1 << 8
ACTIONS: Final = {0x80E11A7F: "call", 0x94BD38ED: "message pinned", 0x9FBAB604: "history cleared"}
REASONS: Final = {0x85E42301: "missed", 0xE095C1A0: "disconnected", 0x57ADC690: "hung up", 0xFAF7E8C9: "busy"}
_LAYOUTS: Final = ((12, 8), (8, 8), (8, 4))
_GEO_POINT: Final = struct.pack("<I", 0xB2A2F663)
_USER_FIELDS: Final = ((1, "first"), (2, "last"), (3, "username"), (4, "phone"))


@dataclass(frozen=True, slots=True)
class User:
    """A person as Telegram stores them; what is absent is None."""

    id: int
    first: str | None = None
    last: str | None = None
    username: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class CallAction:
    """A call as its service message states it: why it ended, and seconds, where they are stored."""

    reason: str | None
    duration_s: int | None
    video: bool


def _int(data: bytes, at: int) -> int | None:
    return int.from_bytes(data[at : at + 4], "little") if 0 <= at <= len(data) - 4 else None


def string_at(data: bytes, at: int) -> tuple[str, int] | None:
    """Read a TL string: the text and the offset behind its padding; None where no valid text is there."""
    if not 0 <= at < len(data):
        return None
    size, start = data[at], at + 1
    if size == 255:
        return None
    if size == 254:
        size, start = int.from_bytes(data[at + 1 : at + 4], "little"), at + 4
    end = start + size
    padded = end + (at - end) % 4
    if padded > len(data) or any(data[end:padded]):
        return None
    raw = data[start:end]
    text = raw.decode("utf-8", "replace")
    bad = "\N{REPLACEMENT CHARACTER}" in text and b"\xef\xbf\xbd" not in raw
    return None if bad or "\x00" in text else (text, padded)


def _after_date(data: bytes, date: int) -> list[int]:
    wanted = struct.pack("<I", date & 0xFFFFFFFF)
    return [at + 4 for at in range(8, len(data) - 7, 4) if data[at : at + 4] == wanted]


def action(data: bytes, date: int) -> str | None:
    """Name the action of a service message; None for one that is not known, or for any other message."""
    return next((ACTIONS[found] for at in _after_date(data, date) if (found := _int(data, at) or 0) in ACTIONS), None)


def text(data: bytes, date: int) -> str | None:
    """Give the text of a message; None for a service message, or where the text is not found."""
    if action(data, date):
        return None
    return next((found[0] for at in _after_date(data, date) if (found := string_at(data, at))), None)


def call(data: bytes, date: int) -> CallAction | None:
    """Read the call that a service message tells of."""
    for at in _after_date(data, date):
        flags = _int(data, at + 4)
        if ACTIONS.get(_int(data, at) or 0) != "call" or flags is None:
            continue
        at += 16
        reason = None
        if flags & 1:
            raw = _int(data, at)
            reason = None if raw is None else REASONS.get(raw, f"unknown ({raw:#010x})")
            at += 4
        return CallAction(reason, _int(data, at) if flags & 2 else None, bool(flags & 4))
    return None


def sender(data: bytes, number: int) -> int | None:
    """Give the dialog id of a message's sender (a person's is positive); None where the message states none."""
    flags = _int(data, 4)
    if flags is None or not flags & _FROM_ID:
        return None
    for at in (8, 12):
        if _int(data, at) == number & 0xFFFFFFFF and (peer := _PEERS.get(_int(data, at + 4) or 0)):
            found = _id(data, at + 8, peer[1])
            return None if found is None else peer[0] * found
    return None


def point(data: bytes) -> tuple[float, float, int | None] | None:
    """Give latitude, longitude and accuracy (metres, None if not stored) of the first place in a message."""
    at = bytes(memoryview(data)).find(_GEO_POINT)
    while at >= 0:
        flags, body = _int(data, at + 4), data[at + 8 : at + 24]
        if at % 4 == 0 and flags is not None and len(body) == 16:
            longitude, latitude = struct.unpack("<dd", body)
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return latitude, longitude, _int(data, at + 32) if flags & 1 else None
        at = data.find(_GEO_POINT, at + 1)
    return None


def user(data: bytes, number: int | None = None) -> User | None:
    """Read a person; `number` is their id where the row states it.

    The id stands behind one or two words of flags and has 8 bytes (4 before 2021): the layout is taken in which it is
    the stated one, or in which every text that the flags announce can be read.
    """
    flags = _int(data, 4) or 0
    for at, width in _LAYOUTS:
        found = _id(data, at, width)
        if found is None or (number is not None and found != number):
            continue
        values = _texts(data, at + width + (8 if flags & 1 else 0), flags)
        if number is not None or (values and values.keys() == {name for bit, name in _USER_FIELDS if flags >> bit & 1}):
            return User(found, **values)
    return None


def _texts(data: bytes, at: int, flags: int) -> dict[str, str]:
    """The texts that the flags announce, up to the first that cannot be read."""
    values: dict[str, str] = {}
    for bit, name in _USER_FIELDS:
        if flags >> bit & 1:
            read = string_at(data, at)
            if read is None or (name == "phone" and not read[0].lstrip("+").isdigit()):
                break
            values[name], at = read
    return values


def _id(data: bytes, at: int, width: int) -> int | None:
    raw = data[at : at + width]
    return int.from_bytes(raw, "little", signed=True) if len(raw) == width else None
