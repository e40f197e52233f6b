"""Decrypts the backups of Signal that are folders (`signal-backup-…` with `main`, `metadata` and a store of files).

All keys come by HKDF-SHA256 from the recovery key, 64 letters and digits. `metadata` holds an identifier, encrypted,
from which the keys of `main` come; `main` is a row of protocol buffers, gzipped; each file of the store has a key of
its own, which stands with the message that it belongs to. `main` and the files are written alike: an initial vector,
the bytes under AES-256-CBC, an HMAC-SHA256. The layout is that of the app's published source.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.protobuf import Message

_WHAT: Final = "backup of Signal"
_POOL: Final = re.compile(r"[0-9a-z]{64}")
_SHOWN: Final = str.maketrans({"#": "o", "=": "0"})
_VECTOR: Final = 16
_MAC: Final = 32
_BLOCK: Final = 16
_CHUNK: Final = 1 << 20
_LONGEST: Final = 64 << 20


class Secret(NamedTuple):
    """The two keys of `main` or of a file."""

    cipher: bytes
    mac: bytes


def recovery_key(text: str) -> str | None:
    """Give the 64 letters and digits of a recovery key; None where it is none.

    The app shows it in capitals and groups, with `#` for the letter o and `=` for the digit 0.
    """
    found = re.sub(r"[\s-]", "", text).lower().translate(_SHOWN)
    return found if _POOL.fullmatch(found) else None


def _derived(secret: bytes, label: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, None, label).derive(secret)


def main_keys(recovery: str, metadata: bytes) -> Secret:
    """Derive the keys of `main` from the recovery key and the content of `metadata`.

    Raises:
        Damaged: there is no encrypted identifier in it.
    """
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    stored = Message(metadata).message(2)
    vector, sealed = stored.data(1), stored.data(2)
    if vector is None or sealed is None or len(vector) != 12:
        raise Damaged(_WHAT, "its metadata hold no identifier")
    root = _derived(recovery.encode(), b"20240801_SIGNAL_BACKUP_KEY", 32)
    key = _derived(root, b"20241011_SIGNAL_LOCAL_BACKUP_METADATA_KEY", 32)
    identifier = Cipher(algorithms.AES(key), modes.CTR(vector + bytes(4))).decryptor().update(sealed)
    both = _derived(root, b"20241007_SIGNAL_BACKUP_ENCRYPT_MESSAGE_BACKUP:" + identifier, 64)
    return Secret(cipher=both[32:], mac=both[:32])


def decrypt(file: BinaryIO, secret: Secret, target: BinaryIO, limit: int | None = None) -> bool:
    """Write the plain bytes of `main` or a file to `target`; False where the keys are not its keys, or it was changed.

    Nothing is decrypted before the check value was compared.

    Args:
        file: seekable.
        secret: its keys.
        target: where the bytes go.
        limit: bytes that are wanted: a file is padded, and its own length stands with the message.
    """
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    end = file.seek(0, os.SEEK_END) - _MAC
    if end < _VECTOR + _BLOCK or (end - _VECTOR) % _BLOCK:
        return False
    file.seek(0)
    mac = hmac.new(secret.mac, digestmod="sha256")
    for chunk in _read(file, end):
        mac.update(chunk)
    if not hmac.compare_digest(mac.digest(), file.read(_MAC)):
        return False
    file.seek(0)
    cipher = Cipher(algorithms.AES(secret.cipher), modes.CBC(file.read(_VECTOR))).decryptor()
    last, left = b"", limit if limit is not None else end
    for chunk in _read(file, end - _VECTOR):
        plain, last = last, cipher.update(chunk)
        left -= target.write(plain[: max(left, 0)])
    padding = last[-1] if last and 0 < last[-1] <= _BLOCK else 0
    target.write(last[: len(last) - padding][: max(left, 0)])
    return True


def _read(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(length, _CHUNK))):
        length -= len(chunk)
        yield chunk


def inflate(file: BinaryIO, target: BinaryIO, limit: int) -> None:
    """Write the frames of a decrypted `main` to `target`; what stands behind the gzipped bytes is padding.

    Raises:
        Damaged: it is not gzipped, or is cut.
        HostileEvidence: it inflates to more than `limit` bytes.
    """
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while not engine.eof and (data := engine.unconsumed_tail or file.read(_CHUNK)):
            limit -= target.write(engine.decompress(data, _CHUNK))
            if limit < 0:
                raise HostileEvidence(_WHAT, "it inflates to more than is allowed")
    except zlib.error:
        raise Damaged(_WHAT, "what was decrypted is not gzipped") from None
    if not engine.eof:
        raise Damaged(_WHAT, "what was decrypted breaks off")


def frames(file: BinaryIO) -> Iterator[tuple[int, Message]]:
    """Give (offset, content) of each protocol buffer of an inflated `main`; the first tells of the backup.

    Raises:
        Damaged: one is cut, or said to be larger than 64 MiB; what came before was given.
    """
    offset = 0
    while (found := _length(file)) is not None:
        length, size = found
        data = file.read(length) if length <= _LONGEST else b""
        if len(data) < length:
            raise Damaged(_WHAT, f"a frame at {offset} breaks off, or is larger than 64 MiB")
        yield offset, Message(data)
        offset += size + length


def _length(file: BinaryIO) -> tuple[int, int] | None:
    value, size = 0, 0
    while byte := file.read(1):
        value |= (byte[0] & 0x7F) << 7 * size
        size += 1
        if byte[0] < 0x80:
            return value, size
        if size > 9:
            break
    if size:
        raise Damaged(_WHAT, "it breaks off within the length of a frame")
    return None


class Stored(NamedTuple):
    """What a message says of a file.

    Attributes:
        what: `attachment`, `longer text`, `sticker`, `picture of a link`, `picture of a card`, `quoted`.
        name: the file in the store, as 64 hexadecimal digits; None where the backup has no key for it.
        secret: its keys.
        sha256: of the plain bytes, where the app knew it.
        size: plain bytes.
        mime: kind of content.
        title: name that the sender gave it.
        caption: text beside it.
    """

    what: str
    name: str | None
    secret: Secret | None
    sha256: bytes | None
    size: int
    mime: str | None
    title: str | None
    caption: str | None


_PLACES: Final = (
    ("attachment", (11,), 3, (1,)), ("longer text", (11, 5), 0, ()), ("picture of a link", (11,), 4, (3,)),
    ("quoted", (11, 1), 4, (3, 1)), ("picture of a card", (12, 1, 6), 0, ()), ("sticker", (13, 1, 5), 0, ()),
    ("attachment", (18, 1, 1), 0, ()), ("longer text", (19, 1, 2), 0, ()),
)  # fmt: skip
"""What a file is, the fields that lead to it, a repeated field, and the fields in each of these."""


def files_of(item: Message) -> Iterator[Stored]:
    """Give every file that a message names, those of its earlier versions not among them."""
    for what, path, repeated, inside in _PLACES:
        found = item.message(*path)
        for each in found.messages(repeated) if repeated else (found,):
            pointer = each.message(*inside)
            if any(True for _ in pointer):
                yield _stored(what, pointer)


def _stored(what: str, pointer: Message) -> Stored:
    place = pointer.message(13)
    key, plain = place.data(9), place.data(10)
    whole = key is not None and len(key) == 64 and plain is not None
    return Stored(
        what,
        hashlib.sha256(plain + key).hexdigest() if whole and key and plain else None,
        Secret(key[:32], key[32:]) if whole and key else None,
        plain,
        place.integer(3) or 0,
        pointer.text(4),
        pointer.text(7),
        pointer.text(10),
    )


def every_file(frame: Message) -> Iterator[Stored]:
    """Give every file that a frame names, with those of the earlier versions of a message."""
    waiting = list(frame.messages(4))
    while waiting:
        item = waiting.pop()
        yield from files_of(item)
        waiting += item.messages(6)
