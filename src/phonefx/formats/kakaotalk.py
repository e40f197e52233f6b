"""Deciphers texts of KakaoTalk on Android, whose key follows from the number of their sender.

A text is Base64 of AES-256-CBC with a fixed IV. The key is derived by the method of PKCS #12 (RFC 7292, appendix B;
SHA-1, two rounds) from a fixed password and a salt: a word that belongs to the kind of encryption (`enc`), followed by
the number of the user, cut or filled with zeros to 16 bytes.

Source: the published program kakaodecrypt and several others, which agree.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_IV: Final = bytes.fromhex("0f080100194725dc15f517e0e1150c35")
_PASSWORD: Final = bytes.fromhex("1608096f02172b0821210a1003030706")
_WORDS: Final = (
    "", "", "12", "24", "18", "30", "36", "12", "48", "7", "35", "40", "17", "23", "29", "isabel", "kale", "sulli",
    "van", "merry", "kyle", "james", "maddux", "tony", "hayden", "paul", "elijah", "dorothy", "sally", "bran",
    "extr.ursra", "veil",
)  # fmt: skip
_ROUNDS, _BLOCK, _LIMIT = 2, 64, 16 << 20


def pkcs12(password: bytes, salt: bytes, purpose: int, rounds: int, size: int) -> bytes:
    """Derive bytes by the method of PKCS #12 with SHA-1; `password` is UTF-16BE with its closing zero."""
    mixed = bytearray(_filled(salt) + _filled(password))
    found = b""
    while len(found) < size:
        digest = hashlib.sha1(bytes([purpose]) * _BLOCK + mixed, usedforsecurity=False).digest()
        for _ in range(rounds - 1):
            digest = hashlib.sha1(digest, usedforsecurity=False).digest()
        found += digest
        addend = int.from_bytes(_filled(digest)[:_BLOCK], "big") + 1
        for at in range(0, len(mixed), _BLOCK):
            total = int.from_bytes(mixed[at : at + _BLOCK], "big") + addend
            mixed[at : at + _BLOCK] = (total % (1 << 8 * _BLOCK)).to_bytes(_BLOCK, "big")
    return found[:size]


def _filled(data: bytes) -> bytes:
    """The bytes repeated up to a whole number of blocks."""
    size = -(-len(data) // _BLOCK) * _BLOCK
    return (data * (size // len(data) + 1))[:size] if data else b""


@lru_cache(maxsize=4096)
def key(user: int, enc: int) -> bytes:
    """The key of a user for a kind of encryption."""
    word = _WORDS[enc] if user > 0 else ""
    salt = (word + str(user) if user > 0 else "").encode()[:16].ljust(16, b"\x00")
    password = b"".join(b"\x00" + bytes([each]) for each in _PASSWORD) + b"\x00\x00"
    return pkcs12(password, salt, 1, _ROUNDS, 32)


def deciphered(text: str | None, user: int | None, enc: int | None) -> str | None:
    """Give the text; as it is where `enc` is None (not enciphered), None where it cannot be deciphered."""
    if text is None or enc is None or not text:
        return text
    if user is None or not 0 <= enc < len(_WORDS) or len(text) > _LIMIT:
        return None
    try:
        stored = base64.b64decode(text, validate=True)
        decryptor = Cipher(algorithms.AES(key(user, enc)), modes.CBC(_IV)).decryptor()
        unpadder = padding.PKCS7(128).unpadder()
        padded = decryptor.update(stored) + decryptor.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode()
    except (binascii.Error, ValueError):
        return None
