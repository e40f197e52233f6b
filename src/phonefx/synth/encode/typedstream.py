"""Write a message text as the archived attributed string that iOS keeps in `attributedBody`.

Layout of the archive as described for NSArchiver's typedstream: two tables of back references, integers with a head
byte, run lengths in UTF-16 units.
"""

from __future__ import annotations

import struct
from typing import Final

_BEFORE_TEXT: Final = bytes.fromhex(
    "040b73747265616d747970656481e803840140848484194e534d757461626c6541747472696275746564537472696e67"
    "008484124e5341747472696275746564537472696e67008484084e534f626a6563740085928484840f4e534d75746162"
    "6c65537472696e67018484084e53537472696e67019584012b"
)
_AFTER_TEXT: Final = bytes.fromhex("868402694901")
_PART_ZERO: Final = bytes.fromhex(
    "928484840c4e5344696374696f6e617279009584016901928498981d5f5f6b494d4d6573736167655061727441747472"
    "69627574654e616d658692848484084e534e756d626572008484074e5356616c7565009584012a848401719f00868686"
)


def integer(value: int) -> bytes:
    """Write an integer as the archive does: one byte where it fits, else a head byte and two or four bytes."""
    if -110 <= value <= 127:
        return struct.pack("<b", value)
    if -32768 <= value <= 32767:
        return b"\x81" + struct.pack("<h", value)
    return b"\x82" + struct.pack("<i", value)


def attributed_body(text: str) -> bytes:
    """Archive a text as one run of message part 0."""
    stored = text.encode("utf-8")
    units = len(text.encode("utf-16-le")) // 2
    return _BEFORE_TEXT + integer(len(stored)) + stored + _AFTER_TEXT + integer(units) + _PART_ZERO
