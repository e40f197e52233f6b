"""SQLite records: a header of serial types, then the values one behind the other."""

from __future__ import annotations

import struct
from typing import NamedTuple, TypeAlias

from phonefx.formats.sqlite import varint

Value: TypeAlias = int | float | str | bytes | None

NULL, FLOAT, ZERO, ONE = 0, 7, 8, 9
RESERVED = (10, 11)
FIRST_BLOB, FIRST_TEXT = 12, 13
SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
MAX_COLUMNS = 2000
MAX_HEADER = 1 << 16
_DOUBLE = struct.Struct(">d")


class Text(NamedTuple):
    """How a database stores text: the codec's name and the bytes of one unit."""

    codec: str
    unit: int


ENCODINGS = {1: Text("utf-8", 1), 2: Text("utf-16-le", 2), 3: Text("utf-16-be", 2)}
UTF8 = ENCODINGS[1]


def size(serial: int) -> int:
    """Say how many bytes a value of this serial type takes."""
    return SIZES[serial] if serial < len(SIZES) else (serial - FIRST_BLOB) // 2


def read_header(data: bytes, at: int, limit: int) -> tuple[tuple[int, ...], int] | None:
    """Read a record header; give the serial types and the offset of the body, None where none can stand.

    Args:
        data: the page.
        at: where the header begins.
        limit: the offset that the header may not pass.
    """
    try:
        length, position = varint.read(data, at)
        end = at + length
        if end > limit or length > MAX_HEADER or length < 1:
            return None
        types = []
        while position < end:
            serial = data[position]
            if serial < 0x80:
                position += 1
            else:
                serial, position = varint.read(data, position)
            types.append(serial)
    except IndexError:
        return None
    if position != end or len(types) > MAX_COLUMNS or 10 in types or 11 in types:
        return None
    return tuple(types), end


def body_size(types: tuple[int, ...]) -> int:
    """Add up the bytes of the values that a header announces."""
    sizes = SIZES
    return sum(sizes[t] if t < 10 else (t - 12) >> 1 for t in types)


def header_size(types: tuple[int, ...]) -> int:
    """Give the length of the header of these serial types, its own length field included."""
    inner = sum(1 if t < 0x80 else varint.length(t) for t in types)
    own = varint.length(inner + 1)
    return inner + own if varint.length(inner + own) == own else inner + own + 1


def write_header(types: tuple[int, ...]) -> bytes:
    """Encode the header of these serial types."""
    return varint.write(header_size(types)) + b"".join(map(varint.write, types))


def decode(serial: int, raw: bytes, text: Text = UTF8) -> Value:
    """Turn the bytes of one value into a value; text that is not valid in its encoding stays bytes."""
    if serial >= FIRST_BLOB:
        if serial & 1:
            try:
                return raw.decode(text.codec)
            except UnicodeDecodeError:
                return raw
        return raw
    if serial == NULL:
        return None
    if serial == FLOAT:
        return float(_DOUBLE.unpack(raw)[0]) if len(raw) == _DOUBLE.size else None
    if serial >= ZERO:
        return serial - ZERO
    return int.from_bytes(raw, "big", signed=True)


def values(types: tuple[int, ...], body: bytes, text: Text = UTF8) -> list[Value]:
    """Decode all values of a whole record body."""
    out: list[Value] = []
    at = 0
    for serial in types:
        if serial == NULL:
            out.append(None)
            continue
        end = at + (SIZES[serial] if serial < FIRST_BLOB - 2 else (serial - FIRST_BLOB) // 2)
        out.append(decode(serial, body[at:end], text))
        at = end
    return out


def smallest_integer(serial: int, value: int, constants: bool = False) -> bool:
    """Say whether SQLite would have stored an integer in this serial type (it takes the smallest that fits).

    Args:
        serial: the type.
        value: the integer.
        constants: whether the database keeps 0 and 1 without bytes, as all of schema format 4 do.
    """
    if serial == 1:
        return -128 <= value <= 127 and not (constants and 0 <= value <= 1)
    previous = {2: 8, 3: 16, 4: 24, 5: 32, 6: 48}.get(serial)
    return previous is None or not -(1 << (previous - 1)) <= value < 1 << (previous - 1)
