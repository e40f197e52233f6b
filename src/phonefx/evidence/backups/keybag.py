"""The keybag of an encrypted iTunes or Finder backup.

Knowledge: the tag-length-value form as public research describes it, and RFC 3394 for the wrapped keys.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from phonefx.errors import Damaged, HostileEvidence, WrongPassword
from phonefx.evidence.tree import Limits

_PASSWORD_BIT: Final = 2
_NUMBER: Final = 8
_HEADER: Final = ("VERS", "TYPE", "SALT", "ITER", "DPIC", "DPSL", "DPWT", "WRAP")


@dataclass(slots=True)
class Keybag:
    """A backup's keybag: how keys derive from the password, and the wrapped key of each protection class."""

    header: dict[str, bytes]
    classes: dict[int, tuple[int, bytes]]
    keys: dict[int, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> Keybag:
        """Read the tags of a keybag."""
        header: dict[str, bytes] = {}
        classes: dict[int, tuple[int, bytes]] = {}
        current: dict[str, bytes] | None = None
        for tag, value in _tags(data):
            if tag == "UUID" and "UUID" in header:
                _keep(current, classes)
                current = {}
            (header if current is None else current)[tag] = value
        _keep(current, classes)
        if "SALT" not in header or "ITER" not in header:
            raise Damaged("keybag", "it states no salt or rounds")
        return cls(header, classes)

    def unlock(self, password: str, name: object, most: int = Limits.rounds) -> None:
        """Derive the class keys. Takes seconds: modern backups ask for ten million rounds.

        Args:
            password: the password.
            name: of the backup, for messages.
            most: rounds of key derivation that are allowed.

        Raises:
            WrongPassword: the password does not open it.
            HostileEvidence: it asks for more rounds.
        """
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

        key = self._derive(password, most)
        for number, (wrap, wrapped) in self.classes.items():
            if not wrap & _PASSWORD_BIT or wrap & 1:
                continue
            try:
                self.keys[number] = aes_key_unwrap(key, wrapped)
            except (InvalidUnwrap, ValueError):
                raise WrongPassword(name) from None

    def _derive(self, password: str, most: int) -> bytes:
        secret = password.encode()
        header = self.header
        if "DPSL" in header and "DPIC" in header:
            secret = hashlib.pbkdf2_hmac("sha256", secret, header["DPSL"], self._rounds("DPIC", most), 32)
        return hashlib.pbkdf2_hmac("sha1", secret, header["SALT"], self._rounds("ITER", most), 32)

    def _rounds(self, tag: str, most: int) -> int:
        stated = self.header[tag].lstrip(b"\0")
        rounds = int.from_bytes(stated[:_NUMBER], "big")
        if len(stated) > _NUMBER or not 0 < rounds <= most:
            raise HostileEvidence("keybag", f"{rounds}{'…' * (len(stated) > _NUMBER)} rounds of key derivation")
        return rounds

    def unwrap(self, wrapped: bytes) -> bytes | None:
        """Give the key of one file from its class (4 bytes) and wrapped key; None where its class has no key here."""
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

        key = self.keys.get(int.from_bytes(wrapped[:4], "little"))
        if key is None:
            return None
        try:
            return aes_key_unwrap(key, wrapped[4:44])
        except (InvalidUnwrap, ValueError):
            return None


def _tags(data: bytes) -> list[tuple[str, bytes]]:
    found, at = [], 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        found.append((data[at : at + 4].decode("latin-1"), data[at + 8 : at + 8 + size]))
        at += 8 + size
    return found


def _keep(current: dict[str, bytes] | None, classes: dict[int, tuple[int, bytes]]) -> None:
    if current and "CLAS" in current and "WPKY" in current:
        wrap = int.from_bytes(current.get("WRAP", b"\0\0\0\2"), "big")
        classes[int.from_bytes(current["CLAS"], "big")] = (wrap, current["WPKY"])
