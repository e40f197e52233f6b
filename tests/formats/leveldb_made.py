"""Makes files of a LevelDB store by the published layout: the other half of what is tested."""

from __future__ import annotations

import struct
from itertools import groupby

MAGIC = 0xDB4775248B80FB57


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def check(data: bytes) -> bytes:
    """The masked CRC-32C, bit by bit."""
    found = 0xFFFFFFFF
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = found >> 1 ^ (0x82F63B78 if found & 1 else 0)
    found ^= 0xFFFFFFFF
    return struct.pack("<I", ((found >> 15 | found << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def batch(number: int, changes: list[tuple[bytes, bytes | None]]) -> bytes:
    out = struct.pack("<QI", number, len(changes))
    for key, value in changes:
        out += bytes([value is not None]) + varint(len(key)) + key
        out += b"" if value is None else varint(len(value)) + value
    return out


def log(batches: list[bytes]) -> bytes:
    out = bytearray()
    for data in batches:
        left, begun = data, False
        while True:
            room = 32768 - len(out) % 32768
            if room < 7:
                out += bytes(room)
                continue
            piece, left = left[: room - 7], left[room - 7 :]
            kind = (4 if begun else 1) if not left else (3 if begun else 2)
            out += check(bytes([kind]) + piece) + struct.pack("<HB", len(piece), kind) + piece
            begun = True
            if not left:
                break
    return bytes(out)


def block(entries: list[tuple[bytes, bytes]], restart: int = 16) -> bytes:
    out, starts, last = bytearray(), [], b""
    for at, (key, value) in enumerate(entries):
        if at % restart == 0:
            starts.append(len(out))
            last = b""
        shared = next((n for n, (a, b) in enumerate(zip(last, key, strict=False)) if a != b), min(len(last), len(key)))
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        last = key
    starts = starts or [0]
    return bytes(out) + struct.pack(f"<{len(starts)}I", *starts) + struct.pack("<I", len(starts))


def snap(data: bytes) -> bytes:
    """Snappy with literals, and with copies of one byte where it repeats."""
    out = bytearray(varint(len(data)))
    for byte, run in groupby(data):
        length = len(list(run)) - 1
        out += bytes([0, byte])
        while length:
            step = min(length, 64)
            out += bytes([(step - 1) << 2 | 2]) + struct.pack("<H", 1)
            length -= step
    return bytes(out)


def table(changes: list[tuple[bytes, int, bytes | None]], per_block: int = 3, packed: bool = False) -> bytes:
    """A sorted table of (key, number, value or None for a removal)."""
    out, index = bytearray(), []

    def write(data: bytes) -> bytes:
        handle = varint(len(out)) + varint(len(data))
        out.extend(data + (b"\x01" if packed else b"\x00") + check(data + (b"\x01" if packed else b"\x00")))
        return handle

    keyed = [(key + struct.pack("<Q", number << 8 | (value is not None)), value or b"")
             for key, number, value in changes]  # fmt: skip
    for at in range(0, len(keyed), per_block):
        part = keyed[at : at + per_block]
        data = block(part)
        index.append((part[-1][0], write(snap(data) if packed else data)))
    meta = write(snap(block([])) if packed else block([]))
    last = write(snap(block(index, 1)) if packed else block(index, 1))
    footer = meta + last
    return bytes(out) + footer + bytes(40 - len(footer)) + struct.pack("<Q", MAGIC)
