"""An Android backup (`.ab`, versions 1 to 5) as an exhibit, compressed or not, encrypted or not.

Knowledge: the backup manager of the Android Open Source Project; checked with public samples of versions 1 and 5.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged, HostileEvidence, PasswordNeeded, WrongPassword
from phonefx.evidence.backups.cbc import CbcBlob
from phonefx.evidence.blobs import Blob, SliceBlob
from phonefx.evidence.packed import spooled
from phonefx.evidence.tars.exhibit import TarExhibit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from phonefx.evidence.tree import Limits

MAGIC: Final = b"ANDROID BACKUP\n"
MIUI: Final = b"MIUI BACKUP\n"
_VERSIONS: Final = range(1, 6)
_ROUNDS_LIMIT: Final = 10_000_000


@dataclass(slots=True)
class Header:
    """The lines in front of the payload, and where that begins."""

    version: int
    compressed: bool
    encryption: str
    payload: int
    secrets: tuple[bytes, ...] = ()
    rounds: int = 0
    wrapper: str = ""


def header_of(blob: Blob, name: object, most: int = _ROUNDS_LIMIT) -> Header:
    """Read the header lines; a wrapper of Xiaomi's backup in front of them is allowed."""
    head = blob.read_at(0, 16_384)
    start = head.find(MAGIC)
    if start < 0:
        raise Damaged(name, "no Android backup header")
    lines = head[start:].split(b"\n", 9)
    try:
        version, compressed, encryption = int(lines[1]), int(lines[2]), lines[3].decode("ascii")
        used = 4 if encryption == "none" else 9
        payload = start + sum(len(line) + 1 for line in lines[:used])
        found = Header(version, compressed == 1, encryption, payload)
        if used == 9:
            found.secrets = tuple(bytes.fromhex(lines[at].decode("ascii")) for at in (4, 5, 7, 8))
            found.rounds = int(lines[6])
    except (ValueError, IndexError) as error:
        raise Damaged(name, f"a header that cannot be read ({error})") from None
    if version not in _VERSIONS:
        raise Damaged(name, f"version {version} is not known")
    if found.rounds > min(most, _ROUNDS_LIMIT):
        raise HostileEvidence(name, f"{found.rounds} rounds of key derivation")
    if start:
        found.wrapper = head[:start].decode("utf-8", "replace").replace("\n", " ").strip()
    return found


def _spelled(key: bytes, version: int) -> bytes:
    """Spell a key as Java did: from version 2 on, each byte as a signed character in UTF-8."""
    if version == 1:
        return key
    return "".join(chr(byte if byte < 0x80 else byte | 0xFF00) for byte in key).encode()


def master_key(header: Header, password: str, name: object) -> tuple[bytes, bytes]:
    """Give (key, initialisation vector) of the payload.

    Raises:
        WrongPassword: the checksum does not fit.
    """
    user_salt, check_salt, user_iv, wrapped = header.secrets
    for secret in dict.fromkeys((password.encode(), bytes(ord(c) & 0xFF for c in password))):
        key = hashlib.pbkdf2_hmac("sha1", secret, user_salt, header.rounds, 32)
        found = _unwrapped(wrapped, key, user_iv)
        if found is None:
            continue
        iv, master, checksum = found
        for version in (header.version, 1, 2):
            spelled = _spelled(master, version)
            expected = hashlib.pbkdf2_hmac("sha1", spelled, check_salt, header.rounds, len(checksum) or 32)
            if hmac.compare_digest(expected, checksum):
                return master, iv
    raise WrongPassword(name)


def _unwrapped(wrapped: bytes, key: bytes, iv: bytes) -> tuple[bytes, bytes, bytes] | None:
    from phonefx.evidence.blobs import BytesBlob

    if len(iv) != 16 or len(wrapped) % 16:
        return None
    plain = CbcBlob(BytesBlob(wrapped), key, iv).read_at(0, len(wrapped))
    parts, at = [], 0
    for _ in range(3):
        size = plain[at] if at < len(plain) else 0
        parts.append(plain[at + 1 : at + 1 + size])
        at += 1 + size
    fits = (len(parts[0]), len(parts[1])) == (16, 32) and len(parts[2]) == 32
    return (parts[0], parts[1], parts[2]) if fits else None


class AndroidBackup(TarExhibit):
    """An Android backup: a tar archive of `apps/PACKAGE/DOMAIN/…` behind a header."""

    def __init__(self, blob: Blob, root: Path, *, password: str | None, scratch: Path | None, limits: Limits) -> None:
        self.header = header_of(blob, root, limits.rounds)
        self.outer = blob
        payload: Blob = SliceBlob(blob, self.header.payload, blob.size)
        if self.header.encryption != "none":
            payload = self._decrypted(payload, root, password)
        found: list[tuple[str, str]] = []
        if self.header.compressed:
            payload = spooled(payload, "zlib", scratch, limits, lambda *told: found.append(told))
        super().__init__(payload, root, "android backup", limits)
        self.size = blob.size
        for code, message in found:
            self.problem(code, "", message)

    def _decrypted(self, payload: Blob, root: Path, password: str | None) -> Blob:
        if self.header.encryption != "AES-256":
            raise Damaged(root, f"encryption {self.header.encryption!r} is not known")
        if password is None:
            raise PasswordNeeded(root)
        key, iv = master_key(self.header, password, root)
        return CbcBlob(payload, key, iv)

    def facts(self) -> Mapping[str, str]:
        """Give what the header states."""
        stated = {"version": str(self.header.version), "encryption": self.header.encryption}
        stated["compressed"] = "yes" if self.header.compressed else "no"
        return {**stated, "wrapper": self.header.wrapper} if self.header.wrapper else stated

    def close(self) -> None:
        """Close the file."""
        super().close()
        self.outer.close()
