"""An Android phone as an `adb backup`, plain or encrypted.

Such a backup holds the messages as the platform's own export (no row numbers, no attachments of MMS) and the shared
storage. Current Android versions put nothing else of other apps into it.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.pack.archives import members

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MESSAGES: Final = "/data/data/com.android.providers.telephony/databases/mmssms.db"
SHARED: Final = "/data/media/0/"
_APP: Final = "apps/com.android.providers.telephony"
_MANIFEST: Final = b"1\ncom.android.providers.telephony\n34\n34\n\n0\n1\n" + b"00" * 16 + b"\n"
_BATCH: Final = 1000
_ROUNDS: Final = 1000
_SMS: Final = "SELECT address, body, date, date_sent, status, type, read FROM sms ORDER BY date, _id"
_MMS: Final = (
    "SELECT p._id, p.thread_id, p.sub, p.sub_cs, p.date, p.date_sent, p.m_type, p.v, p.msg_box, p.ct_l, p.tr_id, "
    "p.read, t.text "
    "FROM pdu p JOIN part t ON t.mid = p._id AND t.ct = 'text/plain' ORDER BY p.date, p._id"
)
_PARTIES: Final = (
    "SELECT c.address FROM threads t JOIN canonical_addresses c "
    "ON ' ' || t.recipient_ids || ' ' LIKE '% ' || c._id || ' %' WHERE t._id = ? ORDER BY c._id"
)


def pack_ab(root: Path, target: Path, at: int, password: str | None) -> None:
    """Write a backup file; with a password it is encrypted."""
    head = b"ANDROID BACKUP\n5\n1\n"
    body = zlib.compress(_tar(root, at), 6)
    if password is None:
        target.write_bytes(head + b"none\n" + body)
        return
    keys, cipher = _encrypted(body, password)
    target.write_bytes(head + b"AES-256\n" + keys + cipher)


def _tar(root: Path, at: int) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        _put(archive, f"{_APP}/_manifest", _MANIFEST, 0)
        for name, content in _messages(root / MESSAGES[1:]):
            _put(archive, f"{_APP}/d_f/{name}", zlib.compress(content), at)
        shared = root / SHARED[1:]
        for name, path in members(shared):
            _put(archive, f"shared/0/{name}", path.read_bytes(), int(path.stat().st_mtime))
    return held.getvalue()


def _put(archive: tarfile.TarFile, name: str, content: bytes, seconds: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(content), seconds, 0o600
    archive.addfile(entry, io.BytesIO(content))


def _messages(path: Path) -> Iterator[tuple[str, bytes]]:
    database = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
    database.row_factory = sqlite3.Row
    number = 0
    sms: Iterator[dict[str, Any]] = map(_sms, database.execute(_SMS))
    mms = (_mms(database, row) for row in database.execute(_MMS).fetchall())
    for kind, rows in (("sms", sms), ("mms", mms)):
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                yield f"{number:06d}_{kind}_backup", json.dumps(batch).encode()
                number, batch = number + 1, []
        if batch:
            yield f"{number:06d}_{kind}_backup", json.dumps(batch).encode()
            number += 1
    database.close()


def _sms(row: sqlite3.Row) -> dict[str, Any]:
    names = ("address", "body", "date", "date_sent", "status", "type", "read")
    shown: dict[str, Any] = {name: str(row[name]) for name in names}
    return shown | {"recipients": [row["address"]]}


def _mms(database: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    names = ("sub", "sub_cs", "date", "date_sent", "m_type", "v", "msg_box", "ct_l", "tr_id", "read")
    shown: dict[str, Any] = {name: str(row[name]) for name in names if row[name] is not None}
    addresses = database.execute("SELECT type, address, charset FROM addr WHERE msg_id = ? ORDER BY _id", (row["_id"],))
    shown["mms_addresses"] = [{"type": each[0], "address": each[1], "charset": each[2]} for each in addresses]
    shown["recipients"] = [each[0] for each in database.execute(_PARTIES, (row["thread_id"],))]
    return shown | {"mms_body": row["text"], "mms_charset": 106}


def _encrypted(body: bytes, password: str) -> tuple[bytes, bytes]:
    def secret(label: str, length: int) -> bytes:
        return hashlib.sha512(f"{password} {label} {len(body)}".encode()).digest()[:length]

    salt, checksum_salt = secret("salt", 64), secret("checksum salt", 64)
    vector, master, master_vector = secret("vector", 16), secret("master", 32), secret("master vector", 16)
    user = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _ROUNDS, 32)
    checksum = hashlib.pbkdf2_hmac("sha1", _as_java(master), checksum_salt, _ROUNDS, 32)
    blob = b"".join(bytes((len(each),)) + each for each in (master_vector, master, checksum))
    lines = (salt.hex(), checksum_salt.hex(), str(_ROUNDS), vector.hex(), _aes(blob, user, vector).hex())
    return "".join(f"{line.upper()}\n" for line in lines).encode(), _aes(body, master, master_vector)


def _as_java(key: bytes) -> bytes:
    """Give a key as Java makes characters of signed bytes."""
    return "".join(chr(each if each < 0x80 else 0xFF00 + each) for each in key).encode("utf-8")


def _aes(content: bytes, key: bytes, vector: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    room = 16 - len(content) % 16
    writer = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return writer.update(content + bytes((room,)) * room) + writer.finalize()
