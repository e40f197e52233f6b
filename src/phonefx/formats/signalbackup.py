"""Decrypts the local backups of Signal on Android (`signal-….backup`, versions 0 and 1) into a database.

A backup is a row of frames, each encrypted with AES-256-CTR under a counter of its own and authenticated with the first
ten bytes of an HMAC-SHA256. Frames are protocol buffers; those that matter here hold SQL statements with their values,
which build the app's database again. Both keys come from 30 digits that the owner of the phone was shown once. The
layout is that of the app's published source.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.protobuf import Message

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

ROUNDS: Final = 250_000
_WHAT: Final = "backup of Signal"
_DIGITS: Final = re.compile(r"[0-9]{30}")
_MAC: Final = 10
_MOST: Final = 64 << 20
_HEADER: Final = 1024
HEAD: Final = 4 + _HEADER
"""Bytes from the beginning of a backup that hold its header."""
_CHUNK: Final = 1 << 20
_NAME: Final = r"(?:\w+|\"\w+\"|\[\w+\]|`\w+`)"
_INSERT: Final = re.compile(rf"INSERT INTO {_NAME}\s*(?:\([^()?]*\)\s*)?VALUES\s*\(\s*\?(?:\s*,\s*\?)*\s*\)\s*", re.I)
_TABLE: Final = re.compile(r"CREATE TABLE ", re.I)
_DERIVED: Final = re.compile(r"CREATE (?:(?:UNIQUE )?INDEX|TRIGGER|VIEW|VIRTUAL TABLE)\b", re.I)
_Cell = str | int | float | bytes | None
_ALLOWED: Final = frozenset({
    sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_READ,
    sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_TRANSACTION,
})  # fmt: skip


def digits(text: str) -> str | None:
    """Give the 30 digits of a passphrase, white space and hyphens left out; None where it is none."""
    found = re.sub(r"[\s-]", "", text)
    return found if _DIGITS.fullmatch(found) else None


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in clear before the frames: initial vector, salt, version, and where the frames begin."""

    vector: bytes
    salt: bytes
    version: int
    start: int


def header(data: bytes) -> Header:
    """Read the header from the first bytes of a backup.

    Raises:
        Damaged: there is none.
    """
    length = int.from_bytes(data[:4], "big")
    if not 0 < length <= _HEADER or len(data) < 4 + length:
        raise Damaged(_WHAT, "it does not begin with a header")
    stated = Message(data[4 : 4 + length]).message(1)
    vector, salt = stated.data(1), stated.data(2)
    if vector is None or len(vector) != 16:
        raise Damaged(_WHAT, "its header holds no initial vector")
    return Header(vector, salt or b"", stated.integer(3) or 0, 4 + length)


@dataclass(slots=True)
class Keys:
    """The two keys of a backup."""

    cipher: bytes
    mac: bytes


def keys(passphrase: str, salt: bytes) -> Keys:
    """Derive the keys from the 30 digits; this takes a part of a second on purpose."""
    given = passphrase.encode()
    found = hashlib.sha512(salt + given + given).digest()
    for _ in range(ROUNDS - 1):
        found = hashlib.sha512(found + given).digest()
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    both = HKDF(SHA256(), 64, None, b"Backup Export").derive(found[:32])
    return Keys(both[:32], both[32:])


def _decryptor(secret: Keys, vector: bytes) -> CipherContext:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    return Cipher(algorithms.AES(secret.cipher), modes.CTR(vector)).decryptor()


class Sealed(NamedTuple):
    """A file inside a backup.

    Attributes:
        kind: `attachment`, `avatar` (the picture of a person) or `sticker`.
        row: number of its row in the table of attachments or stickers; of a picture of a person, of that person.
        place: its place among the files of the backup, from 0: with it a name of one file alone.
        offset: where its encrypted bytes begin.
        length: how many they are.
        vector: initial vector under which they were encrypted.
    """

    kind: str
    row: int
    place: int
    offset: int
    length: int
    vector: bytes

    @property
    def name(self) -> str:
        """A name that no other file of the backup has."""
        return f"{self.kind}-{self.row}-{self.place}"


_FILES: Final = ((4, "attachment", 1, 3), (7, "avatar", 3, 2), (8, "sticker", 1, 2))
"""Field of a frame that announces a file, its kind, and the fields in it of its row and its length."""


class Frames:
    """The frames of a backup, one after the other, each with the file that it announces.

    Attributes:
        ended: whether the frame that ends a backup was there.
    """

    def __init__(self, file: BinaryIO, known: Header, secret: Keys) -> None:
        self.file = file
        self.known = known
        self.secret = secret
        self.counter = int.from_bytes(known.vector[:4], "big")
        self.files = 0
        self.ended = False

    def __iter__(self) -> Iterator[tuple[Message, Sealed | None]]:
        """Give each frame; the bytes of a file are passed over, their check value is not compared here.

        Raises:
            Damaged: a frame is cut, larger than 64 MiB, or was not written with these keys, or a file is cut; what
                came before was given.
        """
        size = self.file.seek(0, os.SEEK_END)
        self.file.seek(self.known.start)
        while (frame := self._next()) is not None:
            if frame.integer(6):
                self.ended = True
                return
            sealed = self._announced(frame)
            yield frame, sealed
            if sealed is not None:
                end = sealed.offset + sealed.length + _MAC
                if end > size:
                    raise Damaged(_WHAT, "it breaks off within a file")
                self.file.seek(end)

    def _announced(self, frame: Message) -> Sealed | None:
        for number, kind, row, length in _FILES:
            if number in frame:
                told = frame.message(number)
                stated = told.text(row) if kind == "avatar" else str(told.integer(row))
                found = int(stated) if stated and stated.isascii() and stated.isdigit() and len(stated) < 19 else 0
                size = max(told.integer(length) or 0, 0)
                self.files += 1
                return Sealed(kind, found, self.files - 1, self.file.tell(), size, self._vector())
        return None

    def _vector(self) -> bytes:
        found = struct.pack(">I", self.counter & 0xFFFFFFFF) + self.known.vector[4:]
        self.counter += 1
        return found

    def _next(self) -> Message | None:
        head = self.file.read(4)
        if not head:
            return None
        cipher = _decryptor(self.secret, self._vector())
        mac = hmac.new(self.secret.mac, digestmod="sha256")
        if self.known.version >= 1:
            mac.update(head)
            head = cipher.update(head)
        length = int.from_bytes(head, "big") - _MAC
        if length > _MOST:
            raise Damaged(_WHAT, "a frame says that it is larger than 64 MiB")
        sealed, written = self.file.read(max(length, 0)), self.file.read(_MAC)
        if length < 0 or len(sealed) < length or len(written) < _MAC:
            raise Damaged(_WHAT, "it breaks off within a frame")
        mac.update(sealed)
        if not hmac.compare_digest(mac.digest()[:_MAC], written):
            raise Damaged(_WHAT, "a frame was not written with this key, or was changed")
        return Message(cipher.update(sealed))


def take_out(file: BinaryIO, sealed: Sealed, secret: Keys, target: BinaryIO) -> None:
    """Decrypt a file of a backup into `target`, a megabyte at a time.

    Raises:
        Damaged: it is cut, or was changed; `target` then holds bytes that nothing vouches for.
    """
    file.seek(sealed.offset)
    cipher = _decryptor(secret, sealed.vector)
    mac = hmac.new(secret.mac, sealed.vector, "sha256")
    left = sealed.length
    while left > 0 and (chunk := file.read(min(left, _CHUNK))):
        mac.update(chunk)
        target.write(cipher.update(chunk))
        left -= len(chunk)
    if left or not hmac.compare_digest(mac.digest()[:_MAC], file.read(_MAC)):
        raise Damaged(_WHAT, "a file in it is cut, or was changed")


@dataclass(slots=True)
class Restored:
    """What was put into the database, and what was not.

    Attributes:
        statements: statements that were carried out.
        lost: tables and rows that the database refused, and statements of a form that is not carried out. Indexes,
            triggers, views and full-text tables hold no data of their own: they are left out without a count.
        files: files that the backup announces.
        damage: why reading stopped before the end of the backup; empty where it did not.
    """

    statements: int = 0
    lost: int = 0
    files: int = 0
    damage: str = ""


LISTED: Final = "files_in_the_backup"
"""Table that is added to the database: the row of each file in its own table, kind, and where the file is to be had."""


def restore(file: BinaryIO, known: Header, secret: Keys, target: Path, limit: int, place: str = "") -> Restored | None:
    """Write the database of a backup to `target`; None where the keys do not open it.

    Only tables and rows are made; the statements are those of whoever wrote the backup, so that no other is run. One
    table is added, of the files that the backup announces (`LISTED`).

    Args:
        file: the backup, seekable.
        known: its header.
        secret: its keys.
        target: path of a file that is not there yet, or is empty.
        limit: bytes that the database may have.
        place: what stands before the names of the files in the added table.

    Raises:
        HostileEvidence: the database grows beyond the limit.
    """
    frames, told = Frames(file, known, secret), Restored()
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA max_page_count = {max(limit // 4096, 16)}")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST)
        connection.execute("BEGIN")
        connection.execute(f"CREATE TABLE {LISTED} (kind TEXT, row INTEGER, path TEXT, PRIMARY KEY (kind, row))")
        first = True
        try:
            for frame, sealed in frames:
                first = False
                _carry_out(connection, frame, told)
                if sealed is not None:
                    connection.set_authorizer(None)
                    _run(connection, f"INSERT INTO {LISTED} VALUES (?, ?, ?)",
                         [sealed.kind, sealed.row, place + sealed.name])  # fmt: skip
        except Damaged as error:
            if first:
                return None
            told.damage = str(error.args[-1])
        connection.set_authorizer(None)
        connection.execute("COMMIT")
    finally:
        connection.close()
    told.files = frames.files
    if not told.damage and not frames.ended:
        told.damage = "the frame that ends a backup is not there"
    return told


def _carry_out(connection: sqlite3.Connection, frame: Message, told: Restored) -> None:
    version = frame.message(5).integer(1, 32)
    if version is not None:
        connection.set_authorizer(None)
        connection.execute(f"PRAGMA user_version = {version}")
    statement = frame.message(2)
    sql = statement.text(1)
    if sql is None:
        return
    if LISTED in sql or not (_INSERT.fullmatch(sql) or _TABLE.match(sql)):
        told.lost += not _DERIVED.match(sql)
        return
    connection.set_authorizer(_authorize)
    done = _run(connection, sql, [_value(each) for each in statement.messages(2)])
    told.statements += done
    told.lost += not done


def _run(connection: sqlite3.Connection, sql: str, values: list[_Cell]) -> bool:
    """Run one statement; False where the database refuses it."""
    try:
        connection.execute(sql, values)
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise HostileEvidence(_WHAT, "its database grows to more than is allowed") from error
        return False
    return True


def _authorize(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _value(stored: Message) -> _Cell:
    if (text := stored.text(1)) is not None:
        return text
    if (number := stored.integer(2)) is not None:
        return number
    if (real := stored.double(3)) is not None:
        return real
    return stored.data(4)
