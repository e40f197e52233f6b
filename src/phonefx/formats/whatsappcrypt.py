"""Decrypts the local backups of WhatsApp: `.crypt12`, `.crypt14` and `.crypt15`.

All three are a database, deflated, then encrypted with AES-256-GCM under a 16-byte nonce. They differ in the header, in
what follows the ciphertext, and in the key: `files/key` (158 bytes) opens crypt12 and crypt14; `encrypted_backup.key`
(59 bytes), or its 64 hexadecimal digits, which the owner of the phone was shown, opens crypt15.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import zlib
from dataclasses import dataclass
from typing import IO, BinaryIO, Final

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.protobuf import Message

HEAD: Final = 512
KEY_SIZES: Final = {158: "key", 59: "root"}
_JAVA: Final = bytes.fromhex("aced0005757200025b42acf317f8060854e00200007870000000")
_DIGITS: Final = re.compile(r"[0-9a-fA-F]{64}")
_NONCE: Final = 16
_TAG: Final = 16
_CHUNK: Final = 1 << 20
_LABEL: Final = b"backup encryption\x01"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the generations of backups that it opens."""

    secret: bytes
    opens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the ciphertext: generation, nonce, offset of the ciphertext, and possible trailer lengths."""

    generation: int
    nonce: bytes
    start: int
    trailers: tuple[int, ...]


def key(data: bytes) -> Key | None:
    """Read a key file; None where it is none."""
    kind = KEY_SIZES.get(len(data))
    if kind is None or not data.startswith(_JAVA):
        return None
    return root_key(data[-32:]) if kind == "root" else Key(data[-32:], (12, 14))


def typed_key(text: str) -> Key | None:
    """Read the 64 hexadecimal digits of a key, spaces allowed; None where it is none."""
    digits = re.sub(r"\s", "", text)
    return root_key(bytes.fromhex(digits)) if _DIGITS.fullmatch(digits) else None


def root_key(root: bytes) -> Key:
    """Derive what encrypts a crypt15 backup from its root key."""
    first = hmac.new(bytes(32), root, hashlib.sha256).digest()
    return Key(hmac.new(first, _LABEL, hashlib.sha256).digest(), (15,))


def header(data: bytes, generation: int) -> Header:
    """Read the header of a backup from its first bytes.

    Raises:
        Damaged: there is no nonce where one must be.
    """
    if generation == 12:
        nonce, start = data[51:67], 67
    else:
        begin = 2 if data[1:2] == b"\x01" else 1
        start = begin + (data[0] if data else 0)
        prefix = Message(data[begin:start])
        nonce = (prefix.message(2).data(5) if generation == 14 else prefix.message(3).data(1)) or b""
    if len(nonce) != _NONCE or len(data) < start:
        raise Damaged("backup of WhatsApp", "its header holds no nonce")
    return Header(generation, nonce, start, (36,) if generation == 12 else (32, 16))


def decrypt(source: BinaryIO, size: int, known: Header, secret: Key, target: IO[bytes], limit: int) -> bool:
    """Write the database of a backup to `target`; False where the key is not its key.

    Args:
        source: the backup, seekable.
        size: its size in bytes.
        known: its header.
        secret: the key.
        target: where the database goes; what is written before a wrong key shows is taken back.
        limit: bytes that the database may have.

    Raises:
        HostileEvidence: it inflates to more.
        Damaged: the key fits and the content is broken.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    for trailer in known.trailers:
        end = size - trailer
        if end <= known.start:
            continue
        source.seek(end)
        tag = source.read(_TAG)
        source.seek(known.start)
        cipher = Cipher(algorithms.AES(secret.secret), modes.GCM(known.nonce, tag)).decryptor()
        plain = _Plain(target, limit)
        try:
            left = end - known.start
            while left and (chunk := source.read(min(_CHUNK, left))):
                left -= len(chunk)
                plain.feed(cipher.update(chunk))
            cipher.finalize()
        except (InvalidTag, zlib.error):
            target.seek(0)
            target.truncate()
            continue
        plain.finish()
        return True
    return False


class _Plain:
    """Inflates what is decrypted, where it is deflated."""

    def __init__(self, target: IO[bytes], limit: int) -> None:
        self.target = target
        self.left = limit
        self.inflater = zlib.decompressobj()
        self.first = True
        self.raw = False

    def feed(self, data: bytes) -> None:
        if self.first and data:
            self.raw, self.first = data[:1] != b"\x78", False
        while data:
            out = data if self.raw else self.inflater.decompress(data, _CHUNK)
            data = b"" if self.raw else self.inflater.unconsumed_tail
            self.left -= len(out)
            if self.left < 0:
                raise HostileEvidence("backup of WhatsApp", "it inflates to more than is allowed")
            self.target.write(out)

    def finish(self) -> None:
        if not self.raw and not self.first:
            self.target.write(self.inflater.flush())
            if not self.inflater.eof:
                raise Damaged("backup of WhatsApp", "its content breaks off")
