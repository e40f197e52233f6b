"""Write messages and people in Telegram's TL encoding, as its Android app stores them.

The constructors are those of layer 139 (2022), with account numbers of 64 bits. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from typing import Final

_MESSAGE, _SERVICE, _USER, _CHAT = 0x38116EE0, 0x2B085862, 0x3FF6ECB0, 0x41CBF256
_PEER_USER, _PEER_CHAT = 0x59511722, 0x36C6019A
_GEO_MEDIA, _GEO_POINT, _NO_PHOTO = 0x56E0D474, 0xB2A2F663, 0x37C1011C
_PHONE_CALL: Final = 0x80E11A7F
_REASONS: Final = {"answered": 0x57ADC690, "missed": 0x85E42301, "unanswered": 0x85E42301, "rejected": 0xFAF7E8C9}
_OUT, _FROM, _MEDIA = 1 << 1, 1 << 8, 1 << 9


def string(text: str) -> bytes:
    """Write a text: its length in one byte or four, its bytes, zeros up to a multiple of four."""
    raw = text.encode()
    head = bytes((len(raw),)) if len(raw) < 254 else b"\xfe" + len(raw).to_bytes(3, "little")
    return head + raw + bytes(-(len(head) + len(raw)) % 4)


def _words(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _peer(dialog: int) -> bytes:
    return struct.pack("<Iq", _PEER_USER if dialog > 0 else _PEER_CHAT, abs(dialog))


def _head(kind: int, number: int, flags: int, ends: tuple[int, int]) -> bytes:
    sender, dialog = ends
    return _words(kind, flags | _FROM, number) + _peer(sender) + _peer(dialog)


def message(number: int, at_s: int, ends: tuple[int, int], text: str, *, outgoing: bool,
            place: tuple[float, float] | None = None) -> bytes:  # fmt: skip
    """Write a message; `ends` are the sender's account and the conversation (a group's is negative)."""
    flags = (_OUT if outgoing else 0) | (_MEDIA if place else 0)
    media = b""
    if place:
        media = _words(_GEO_MEDIA, _GEO_POINT, 0) + struct.pack("<ddq", place[1], place[0], number)
    return _head(_MESSAGE, number, flags, ends) + _words(at_s) + string(text) + media + string("")


def call(number: int, at_s: int, ends: tuple[int, int], outcome: str, seconds: int, *, outgoing: bool) -> bytes:
    """Write the service message of a call that ended; `outcome` is one of the scenario's."""
    action = _words(_PHONE_CALL, 3 if seconds else 1) + struct.pack("<Q", number) + _words(_REASONS[outcome])
    action += _words(seconds) if seconds else b""
    return _head(_SERVICE, number, _OUT if outgoing else 0, ends) + _words(at_s) + action + string("")


def user(number: int, name: str, phone: str, *, own: bool = False) -> bytes:
    """Write a person with name and telephone number (figures alone)."""
    first, _, last = name.partition(" ")
    flags = 1 << 1 | (1 << 2 if last else 0) | (1 << 4 if phone else 0) | (1 << 10 if own else 1 << 11)
    texts = [first, *([last] if last else []), *([phone] if phone else [])]
    return _words(_USER, flags) + struct.pack("<q", number) + b"".join(string(text) for text in texts)


def chat(number: int, title: str, members: int, at_s: int) -> bytes:
    """Write a group."""
    return _words(_CHAT, 0) + struct.pack("<q", number) + string(title) + _words(_NO_PHOTO, members, at_s, 1)
