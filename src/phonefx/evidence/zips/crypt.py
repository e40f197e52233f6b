"""Decrypts zip members: WinZip AES (AE-1, AE-2) and the old PKWARE cipher.

Knowledge: WinZip "AES Encryption Information" (key derivation, counter mode, authentication code) and APPNOTE 6.1.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from phonefx.errors import Damaged, WrongPassword
from phonefx.evidence.blobs import SliceBlob, chunks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from phonefx.evidence.blobs import Blob
    from phonefx.evidence.zips.records import Member

_STEP = 1 << 18
_SALTS = {1: 8, 2: 12, 3: 16}


def decrypted(
    blob: Blob, start: int, member: Member, password: str, problem: Callable[[str, str], None]
) -> Iterator[bytes]:
    """Give a member's packed bytes, decrypted; tells a wrong password at once."""
    if member.aes is not None:
        return _aes(blob, start, member, password, problem)
    return _classic(SliceBlob(blob, start, member.packed), member, password)


def _aes(blob: Blob, start: int, member: Member, password: str, problem: Callable[[str, str], None]) -> Iterator[bytes]:
    strength = member.aes[1] if member.aes else 0
    salt_size, name = _SALTS.get(strength), member.name.decode("utf-8", "replace")
    if salt_size is None or member.packed < salt_size + 12:
        raise Damaged(name, "its AES header makes no sense")
    head = blob.read_at(start, salt_size + 2)
    key_size = salt_size * 2
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), head[:salt_size], 1000, 2 * key_size + 2)
    if not hmac.compare_digest(keys[-2:], head[salt_size:]):
        raise WrongPassword(name)
    end = start + member.packed - 10
    stored = blob.read_at(end, 10)
    return _counter(blob, start + salt_size + 2, end, keys[:key_size], (keys[key_size:-2], stored), problem)


def _counter(
    blob: Blob, start: int, end: int, key: bytes, seal: tuple[bytes, bytes], problem: Callable[[str, str], None]
) -> Iterator[bytes]:
    """AES in counter mode with a little-endian counter from 1: the key stream is made with ECB over the counters."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    engine = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    check = hmac.new(seal[0], digestmod="sha1")
    block = 1
    for data in chunks_of(blob, start, end, _STEP):
        check.update(data)
        blocks = -(-len(data) // 16)
        counters = b"".join(n.to_bytes(16, "little") for n in range(block, block + blocks))
        block += blocks
        stream = engine.update(counters)[: len(data)]
        yield (int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")).to_bytes(len(data), "little")
    if check.digest()[:10] != seal[1]:
        problem("checksum", "its authentication code does not fit its content")


def _classic(blob: Blob, member: Member, password: str) -> Iterator[bytes]:
    keys = _Keys(password.encode(), _crc_table())
    head = keys.decrypt(blob.read_at(0, 12))
    expected = member.stamp >> 8 & 0xFF if member.flags & 8 else member.crc >> 24
    if len(head) < 12 or head[11] != expected:
        raise WrongPassword(member.name.decode("utf-8", "replace"))
    return (keys.decrypt(data) for data in chunks_of(blob, 12, None, _STEP))


def _crc_table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    return table


class _Keys:
    """The three keys of the old cipher."""

    def __init__(self, password: bytes, table: list[int]) -> None:
        self.state = (0x12345678, 0x23456789, 0x34567890)
        self.table = table
        for byte in password:
            self.state = self._next(*self.state, byte)

    def _next(self, first: int, second: int, third: int, byte: int) -> tuple[int, int, int]:
        table = self.table
        first = first >> 8 ^ table[(first ^ byte) & 0xFF]
        second = (second + (first & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
        return first, second, third >> 8 ^ table[(third ^ second >> 24) & 0xFF]

    def decrypt(self, data: bytes) -> bytes:
        state, found = self.state, bytearray()
        for byte in data:
            mask = state[2] | 2
            byte ^= mask * (mask ^ 1) >> 8 & 0xFF
            state = self._next(*state, byte)
            found.append(byte)
        self.state = state
        return bytes(found)
