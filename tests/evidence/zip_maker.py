"""Zip archives that the standard library does not write."""

from __future__ import annotations

import hashlib
import hmac
import struct
import zlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


@dataclass
class Piece:
    name: bytes
    data: bytes = b""
    method: int = 0
    flags: int = 0
    packed: bytes | None = None
    extra: bytes = b""
    local_extra: bytes | None = None
    mode: int = 0
    crc: int | None = None
    size: int | None = None
    stamp: tuple[int, int] = (0, 0x5821)
    descriptor: bool = False
    offset: int | None = None
    written: bytes = field(default=b"", init=False)


def packed(piece: Piece) -> bytes:
    if piece.packed is not None:
        return piece.packed
    if piece.method == 8:
        engine = zlib.compressobj(9, zlib.DEFLATED, -15)
        return engine.compress(piece.data) + engine.flush()
    return piece.data


def changed(seconds: int) -> bytes:
    """The extra field with a time in UTC."""
    return struct.pack("<HHBi", 0x5455, 5, 1, seconds)


def archive(*pieces: Piece, prefix: bytes = b"", comment: bytes = b"", count: int | None = None) -> bytes:
    out = bytearray(prefix)
    central = bytearray()
    for piece in pieces:
        data = packed(piece)
        crc = zlib.crc32(piece.data) if piece.crc is None else piece.crc
        size = len(piece.data) if piece.size is None else piece.size
        offset = len(out) - len(prefix) if piece.offset is None else piece.offset
        flags = piece.flags | (8 if piece.descriptor else 0)
        stated = (0, 0, 0) if piece.descriptor else (crc, len(data), size & 0xFFFFFFFF)
        extra = piece.extra if piece.local_extra is None else piece.local_extra
        head = struct.pack("<HHHHH", 20, flags, piece.method, *piece.stamp)
        out += b"PK\3\4" + head + struct.pack("<IIIHH", *stated, len(piece.name), len(extra))
        out += piece.name + extra + data
        if piece.descriptor:
            out += b"PK\7\x08" + struct.pack("<III", crc, len(data), size)
        central += b"PK\1\2" + struct.pack("<H", 3 << 8 | 20) + head
        central += struct.pack("<III", crc, len(data), size & 0xFFFFFFFF)
        central += struct.pack("<HHHHHII", len(piece.name), len(piece.extra), 0, 0, 0, piece.mode << 16, offset)
        central += piece.name + piece.extra
    start, number = len(out) - len(prefix), len(pieces) if count is None else count
    out += central
    out += b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, number, number, len(central), start, len(comment)) + comment
    return bytes(out)


def aes(name: bytes, data: bytes, password: str, *, strength: int = 3, version: int = 2, method: int = 8) -> Piece:
    """A member encrypted as WinZip does."""
    size = {1: 8, 2: 12, 3: 16}[strength]
    salt = hashlib.sha256(name).digest()[:size]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 4 * size + 2)
    plain = packed(Piece(b"", data, method))
    engine = Cipher(algorithms.AES(keys[: 2 * size]), modes.ECB()).encryptor()
    blocks = -(-len(plain) // 16)
    stream = engine.update(b"".join(n.to_bytes(16, "little") for n in range(1, blocks + 1)))
    cipher = bytes(a ^ b for a, b in zip(plain, stream, strict=False))
    seal = hmac.new(keys[2 * size : 4 * size], cipher, "sha1").digest()[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", strength, method)
    body = salt + keys[-2:] + cipher + seal
    return Piece(name, data, 99, 1, body, extra, crc=0 if version == 2 else None)


def zip64(*pieces: Piece) -> bytes:
    """An archive whose sizes, offsets and counts all stand in the zip64 records."""
    out = bytearray()
    central = bytearray()
    for piece in pieces:
        data, offset = packed(piece), len(out)
        crc, head = zlib.crc32(piece.data), struct.pack("<HHHHH", 45, 0, piece.method, *piece.stamp)
        local = struct.pack("<HHQQ", 1, 16, len(piece.data), len(data))
        out += b"PK\3\4" + head + struct.pack("<IIIHH", crc, 0xFFFFFFFF, 0xFFFFFFFF, len(piece.name), len(local))
        out += piece.name + local + data
        wide = struct.pack("<HHQQQ", 1, 24, len(piece.data), len(data), offset) + piece.extra
        central += b"PK\1\2" + struct.pack("<H", 3 << 8 | 45) + head + struct.pack("<III", crc, 0xFFFFFFFF, 0xFFFFFFFF)
        central += struct.pack("<HHHHHII", len(piece.name), len(wide), 0, 0, 0, 0, 0xFFFFFFFF) + piece.name + wide
    start = len(out)
    out += central
    end = len(out)
    out += b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, len(pieces), len(pieces), len(central), start)
    out += b"PK\6\7" + struct.pack("<IQI", 0, end, 1)
    out += b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return bytes(out)
