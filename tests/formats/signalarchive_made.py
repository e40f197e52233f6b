"""Makes a folder backup of Signal by the published layout: the other half of what is tested."""

from __future__ import annotations

import gzip
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from signalbackup_made import field, varint

RECOVERY = "dtjs858asj6tv0jzsqrsmj0ubp335pisj98e9ssnss8myoc08drhtcktyawvx45l"
IDENTIFIER = bytes.fromhex("8a624fbc45379043f39f1391cddc5fe8")
"""The recovery key of the test vectors that the app's library publishes, and the identifier that belongs to it."""
VECTOR, NONCE = bytes(range(16)), bytes(range(12))
LOCAL = bytes(range(100, 164))


def hkdf(secret: bytes, label: bytes, length: int) -> bytes:
    """RFC 5869 without a salt, written out."""
    first, out, block = hmac.digest(bytes(32), secret, "sha256"), b"", b""
    for number in range(1, length // 32 + 2):
        block = hmac.digest(first, block + label + bytes([number]), "sha256")
        out += block
    return out[:length]


def metadata(recovery: str = RECOVERY) -> bytes:
    root = hkdf(recovery.encode(), b"20240801_SIGNAL_BACKUP_KEY", 32)
    key = hkdf(root, b"20241011_SIGNAL_LOCAL_BACKUP_METADATA_KEY", 32)
    sealed = Cipher(algorithms.AES(key), modes.CTR(NONCE + bytes(4))).encryptor().update(IDENTIFIER)
    return field(1, 1) + field(2, field(1, NONCE) + field(2, sealed))


def sealed(plain: bytes, cipher_key: bytes, mac_key: bytes) -> bytes:
    padding = 16 - len(plain) % 16
    cipher = Cipher(algorithms.AES(cipher_key), modes.CBC(VECTOR)).encryptor()
    body = VECTOR + cipher.update(plain + bytes([padding]) * padding)
    return body + hmac.digest(mac_key, body, "sha256")


def delimited(messages: list[bytes]) -> bytes:
    return b"".join(varint(len(each)) + each for each in messages)


def main(messages: list[bytes], recovery: str = RECOVERY) -> bytes:
    root = hkdf(recovery.encode(), b"20240801_SIGNAL_BACKUP_KEY", 32)
    both = hkdf(root, b"20241007_SIGNAL_BACKUP_ENCRYPT_MESSAGE_BACKUP:" + IDENTIFIER, 64)
    return sealed(gzip.compress(delimited(messages), mtime=0) + bytes(40), both[32:], both[:32])


def pointer(content: bytes, local: bytes = LOCAL, mime: str = "image/jpeg", title: str = "a.jpg") -> bytes:
    place = field(3, len(content)) + field(9, local) + field(10, hashlib.sha256(content).digest())
    return field(4, mime.encode()) + field(7, title.encode()) + field(13, place)


def media_name(content: bytes, local: bytes = LOCAL) -> str:
    return hashlib.sha256(hashlib.sha256(content).digest() + local).hexdigest()


def media(content: bytes, local: bytes = LOCAL) -> bytes:
    """A file of the store: padded with zeros as the app does, then encrypted."""
    return sealed(content + bytes(541 - len(content) % 541), local[:32], local[32:])
