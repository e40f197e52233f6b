"""SQLite's variable-length integers: one to nine bytes, most significant group first."""

from __future__ import annotations

MAX_LENGTH = 9
_LAST = MAX_LENGTH - 1


def read(data: bytes, at: int) -> tuple[int, int]:
    """Read the number at an offset; give it (unsigned) and the offset behind it.

    Raises:
        IndexError: the bytes end before the number does.
    """
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value = 0
    for index in range(_LAST):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + _LAST], at + MAX_LENGTH


def signed(value: int) -> int:
    """Read a 64-bit number as two's complement, as row ids are."""
    return value - (1 << 64) if value >> 63 else value


def length(value: int) -> int:
    """Say how many bytes the shortest form of an unsigned number takes; SQLite writes no other form."""
    if value < 0x80:
        return 1
    return min((value.bit_length() + 6) // 7, MAX_LENGTH)


def read_back(data: bytes, end: int, size: int, floor: int = 0) -> int | None:
    """Read the number of exactly `size` bytes that ends at `end`; None where no shortest form stands there."""
    at = end - size
    if at < floor:
        return None
    if size == 1 and at < len(data):
        return data[at] if data[at] < 0x80 else None
    try:
        value, behind = read(data, at)
    except IndexError:
        return None
    return value if behind == end and length(value) == size else None


def write(value: int) -> bytes:
    """Encode an unsigned number in its shortest form."""
    if value >> 56:
        groups = [value & 0xFF]
        value >>= 8
        for _ in range(_LAST):
            groups.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes(reversed(groups))
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
