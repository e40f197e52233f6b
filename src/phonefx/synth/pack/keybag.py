"""The keybag of an encrypted backup: class keys wrapped with a key from the password.

The rounds are few on purpose, so that a training backup opens at once; a real one asks for ten million.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Final

ROUNDS: Final = 1000
CLASSES: Final = (1, 2, 3, 4)
_BY_PASSWORD: Final = 2


def encrypt(content: bytes, key: bytes) -> bytes:
    """Encrypt a file as backups do: AES-256-CBC, zero vector, PKCS#7 padding."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    room = 16 - len(content) % 16
    writer = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    return writer.update(content + bytes((room,)) * room) + writer.finalize()


class Keybag:
    """The keys of one backup; all of them follow from `seed`, so that the backup is the same each time."""

    def __init__(self, seed: str, password: str) -> None:
        """Make the keys and wrap them."""
        self._seed = seed
        self._keys = {number: self._secret(f"class {number}") for number in CLASSES}
        self.manifest_key = self._secret("manifest")
        self.encoded = self._encode(password)

    def _secret(self, label: str) -> bytes:
        return hashlib.sha256(f"{self._seed} {label}".encode()).digest()

    def file_key(self, number: str) -> bytes:
        """Give the key of one file."""
        return self._secret(f"file {number}")

    def wrapped(self, key: bytes, number: int) -> bytes:
        """Wrap a key with a class key, the class before it."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        return struct.pack("<I", number) + aes_key_wrap(self._keys[number], key)

    def _encode(self, password: str) -> bytes:
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        salt, second = self._secret("salt")[:20], self._secret("second salt")[:20]
        first = hashlib.pbkdf2_hmac("sha256", password.encode(), second, ROUNDS, 32)
        key = hashlib.pbkdf2_hmac("sha1", first, salt, ROUNDS, 32)
        bag = [
            _number(b"VERS", 5), _number(b"TYPE", 1), _field(b"UUID", self._secret("uuid")[:16]),
            _field(b"HMCK", self._secret("hmac") + bytes(8)), _number(b"WRAP", 1), _field(b"SALT", salt),
            _number(b"ITER", ROUNDS), _number(b"DPWT", 1), _number(b"DPIC", ROUNDS), _field(b"DPSL", second),
        ]  # fmt: skip
        for number, secret in self._keys.items():
            bag += [
                _field(b"UUID", self._secret(f"uuid {number}")[:16]), _number(b"CLAS", number),
                _number(b"WRAP", _BY_PASSWORD), _number(b"KTYP", 0), _field(b"WPKY", aes_key_wrap(key, secret)),
            ]  # fmt: skip
        return b"".join(bag)


def _field(tag: bytes, data: bytes) -> bytes:
    return tag + struct.pack(">I", len(data)) + data


def _number(tag: bytes, value: int) -> bytes:
    return _field(tag, struct.pack(">I", value))
