"""Makes a backup of Signal as its app does, from the published layout: the other half of what is tested."""

from __future__ import annotations

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

DIGITS = "012345678901234567890123456789"
VECTOR = bytes.fromhex("fffffffe") + bytes(range(12))
SALT = bytes(range(50, 82))


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value & (1 << 64) - 1)
    return varint(number << 3 | 2) + varint(len(value)) + value


def parameter(value: object) -> bytes:
    if value is None:
        return field(5, 1)
    if isinstance(value, str):
        return field(1, value.encode())
    if isinstance(value, int):
        return field(2, value)
    if isinstance(value, float):
        return b"\x19" + struct.pack("<d", value)
    assert isinstance(value, bytes)
    return field(4, value)


def statement(sql: str, *values: object) -> bytes:
    return field(2, field(1, sql.encode()) + b"".join(field(2, parameter(each)) for each in values))


def attachment(content: bytes, row: int = 7) -> tuple[bytes, bytes]:
    return field(4, field(1, row) + field(2, 9) + field(3, len(content))), content


def avatar(content: bytes, person: str) -> tuple[bytes, bytes]:
    return field(7, field(1, b"a name") + field(2, len(content)) + field(3, person.encode())), content


def sticker(content: bytes, row: int) -> tuple[bytes, bytes]:
    return field(8, field(1, row) + field(2, len(content))), content


VERSION = field(5, field(1, 219))
END = field(6, 1)


def derived(digits: str = DIGITS) -> tuple[bytes, bytes]:
    """Both keys, by the definition of HKDF written out."""
    block = digits.encode()
    found = hashlib.sha512(SALT + block + block).digest()
    for _ in range(249_999):
        found = hashlib.sha512(found + block).digest()
    first = hmac.digest(bytes(32), found[:32], "sha256")
    one = hmac.digest(first, b"Backup Export\x01", "sha256")
    return one, hmac.digest(first, one + b"Backup Export\x02", "sha256")


def backup(
    frames: list[bytes | tuple[bytes, bytes]], version: int = 1, keys: tuple[bytes, bytes] | None = None
) -> bytes:
    """A whole backup; a frame with bytes beside it is followed by these."""
    cipher_key, mac_key = keys or derived()
    counter = int.from_bytes(VECTOR[:4], "big")
    head = field(1, field(1, VECTOR) + field(2, SALT) + (field(3, version) if version else b""))
    out = bytearray(struct.pack(">I", len(head)) + head)

    def stream() -> tuple[bytes, CipherContext]:
        nonlocal counter
        vector = struct.pack(">I", counter & 0xFFFFFFFF) + VECTOR[4:]
        counter += 1
        return vector, Cipher(algorithms.AES(cipher_key), modes.CTR(vector)).encryptor()

    for each in frames:
        plain, content = each if isinstance(each, tuple) else (each, None)
        _, cipher = stream()
        length = struct.pack(">I", len(plain) + 10)
        if version:
            length = cipher.update(length)
        sealed = cipher.update(plain)
        out += length + sealed + hmac.digest(mac_key, (length if version else b"") + sealed, "sha256")[:10]
        if content is not None:
            vector, cipher = stream()
            sealed = cipher.update(content)
            out += sealed + hmac.digest(mac_key, vector + sealed, "sha256")[:10]
    return bytes(out)
