"""Addresses of crypto wallets, told from other text by their checksum.

Base58Check (Bitcoin and kin), Bech32 and Bech32m (BIP 173, BIP 350), and the mixed-case checksum of Ethereum (EIP-55).
An Ethereum address in one case has no checksum, and is said to have none.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

CANDIDATE: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:0x[0-9a-fA-F]{40}|(?:bc|ltc|tb)1[02-9ac-hj-np-z]{6,87}|(?:BC|LTC|TB)1[02-9AC-HJ-NP-Z]{6,87}"
    r"|[1-9A-HJ-NP-Za-km-z]{26,35})(?![0-9A-Za-z])"
)
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VERSIONS: Final = {0: "Bitcoin", 5: "Bitcoin", 30: "Dogecoin", 48: "Litecoin", 50: "Litecoin", 65: "Tron"}
_PREFIXES: Final = {"bc": "Bitcoin", "ltc": "Litecoin", "tb": "Bitcoin test network"}
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def wallet(text: str) -> str | None:
    """Say of which currency a text is an address; None where its checksum says that it is none."""
    if text.startswith("0x"):
        return _ethereum(text)
    prefix, one, _ = text.lower().partition("1")
    if one and prefix in _PREFIXES:
        return _PREFIXES[prefix] if _bech32(text.lower()) else None
    return _base58(text)


def _base58(text: str) -> str | None:
    number = 0
    for character in text:
        number = number * 58 + _BASE58.index(character)
    if number.bit_length() > 200:
        return None
    raw = number.to_bytes(25, "big")
    leading = len(text) - len(text.lstrip("1"))
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    digest = hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()
    return _VERSIONS.get(raw[0]) if digest[:4] == raw[21:] and leading == zeros else None


def _bech32(text: str) -> bool:
    prefix, _, body = text.rpartition("1")
    if not prefix or any(character not in _BASE32 for character in body):
        return False
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [_BASE32.index(c) for c in body]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check == (1 if body[0] == "q" else 0x2BC830A3)


def _ethereum(text: str) -> str | None:
    digits = text[2:]
    if digits in (digits.lower(), digits.upper()):
        return "Ethereum form, no checksum in it"
    digest = keccak256(digits.lower().encode()).hex()
    right = all(c.isdigit() or c.isupper() == (int(digest[place], 16) >= 8) for place, c in enumerate(digits))
    return "Ethereum" if right else None


def keccak256(data: bytes) -> bytes:
    """Give the Keccak-256 digest (the padding before SHA-3 was standardised, as Ethereum uses it)."""
    state = [0] * 25
    padded = data + b"\x01" + bytes(-len(data) % 136 or 136)[1:]
    padded = padded[:-1] + bytes([padded[-1] | 0x80])
    for start in range(0, len(padded), 136):
        for lane in range(17):
            state[lane] ^= int.from_bytes(padded[start + lane * 8 : start + lane * 8 + 8], "little")
        _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _rotated(value: int, by: int) -> int:
    return ((value << by) | (value >> (64 - by))) & 0xFFFFFFFFFFFFFFFF


def _permute(state: list[int]) -> None:
    register = 1
    for _ in range(24):
        sums = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        for place in range(25):
            state[place] ^= sums[(place + 4) % 5] ^ _rotated(sums[(place + 1) % 5], 1)
        x, y, current = 1, 0, state[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, state[x + 5 * y] = state[x + 5 * y], _rotated(current, (step + 1) * (step + 2) // 2 % 64)
        for row in range(0, 25, 5):
            lanes = state[row : row + 5]
            for place in range(5):
                state[row + place] = lanes[place] ^ (~lanes[(place + 1) % 5] & lanes[(place + 2) % 5])
        for power in range(7):
            register = (register << 1) ^ ((register >> 7) * 0x171)
            if register & 2:
                state[0] ^= 1 << ((1 << power) - 1)
