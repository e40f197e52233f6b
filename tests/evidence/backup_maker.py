"""Makes iTunes and Android backups, encrypted or not, in the forms that real ones have."""

from __future__ import annotations

import hashlib
import io
import plistlib
import random
import sqlite3
import struct
import tarfile
import zlib
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

STAMP = 1_704_164_645
IOS = {
    ("HomeDomain", "Library/SMS/sms.db"): b"SQLite format 3\0" + bytes(range(256)) * 40,
    ("HomeDomain", "Library/SMS/sms.db-wal"): b"wal" * 333,
    ("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.JPG"): b"\xff\xd8" + bytes(3000),
    ("AppDomain-org.example.chat", "Documents/cha\u0302t \U0001f600.sqlite"): b"chat" * 999,
    ("AppDomainGroup-group.org.example", "store.db"): b"",
    ("RootDomain", "Library/Caches/locationd/clients.plist"): b"0123456789abcdef",
}
DEVICE = {
    "HomeDomain": "/private/var/mobile", "CameraRollDomain": "/private/var/mobile", "RootDomain": "/private/var/root",
    "AppDomain-org.example.chat": "/private/var/mobile/Containers/Data/Application/org.example.chat",
    "AppDomainGroup-group.org.example": "/private/var/mobile/Containers/Shared/AppGroup/group.org.example",
}  # fmt: skip
EXPECTED = {f"{DEVICE[domain]}/{path}": data for (domain, path), data in IOS.items()}


def aes_cbc(key: bytes, data: bytes, iv: bytes = bytes(16), *, pad: bool = True) -> bytes:
    if pad:
        count = 16 - len(data) % 16
        data += bytes([count]) * count
    engine = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return engine.update(data) + engine.finalize()


def tlv(tag: bytes, data: bytes | int) -> bytes:
    raw = data.to_bytes(4, "big") if isinstance(data, int) else data
    return tag + len(raw).to_bytes(4, "big") + raw


class Keys:
    """The keybag of an encrypted backup: class 3 opens with the password, class 9 only on the device."""

    def __init__(self, password: str, *, modern: bool) -> None:
        self.classes = {3: hashlib.sha256(b"class 3").digest()}
        salt, second = b"S" * 20, b"D" * 20
        secret = password.encode()
        head = [tlv(b"VERS", 4), tlv(b"TYPE", 1), tlv(b"UUID", b"u" * 16), tlv(b"HMCK", bytes(40)), tlv(b"WRAP", 1)]
        head += [tlv(b"SALT", salt), tlv(b"ITER", 100)]
        if modern:
            head += [tlv(b"DPWT", 4), tlv(b"DPIC", 1000), tlv(b"DPSL", second)]
            secret = hashlib.pbkdf2_hmac("sha256", secret, second, 1000, 32)
        kek = hashlib.pbkdf2_hmac("sha1", secret, salt, 100, 32)
        for number, wrap, wrapped in ((3, 2, aes_key_wrap(kek, self.classes[3])), (9, 3, bytes(40))):
            head += [tlv(b"UUID", b"c" * 16), tlv(b"CLAS", number), tlv(b"WRAP", wrap), tlv(b"KTYP", 0)]
            head.append(tlv(b"WPKY", wrapped))
        self.bag = b"".join(head)

    def wrap(self, key: bytes, number: int = 3) -> bytes:
        wrapped = aes_key_wrap(self.classes.get(number, bytes(32)), key)
        return number.to_bytes(4, "little") + wrapped


def mbfile(path: str, size: int, key: bytes | None, *, mode: int = 0o100644) -> bytes:
    root = {
        "$class": plistlib.UID(3), "RelativePath": plistlib.UID(2), "Mode": mode, "Size": size,
        "LastModified": STAMP, "LastStatusChange": STAMP, "Birth": STAMP, "UserID": 501, "GroupID": 501,
        "InodeNumber": 77, "ProtectionClass": 3, "Flags": 0,
    }  # fmt: skip
    objects: list[object] = ["$null", root, path, {"$classname": "MBFile", "$classes": ["MBFile", "NSObject"]}]
    if key is not None:
        root["EncryptionKey"] = plistlib.UID(4)
        objects += [{"$class": plistlib.UID(5), "NS.data": key}]
        objects += [{"$classname": "NSMutableData", "$classes": ["NSMutableData", "NSData", "NSObject"]}]
    archive = {"$archiver": "NSKeyedArchiver", "$version": 100000, "$top": {"root": plistlib.UID(1)}}
    return plistlib.dumps({**archive, "$objects": objects}, fmt=plistlib.FMT_BINARY)


def name_of(domain: str, path: str) -> str:
    return hashlib.sha1(f"{domain}-{path}".encode(), usedforsecurity=False).hexdigest()


def itunes(
    target: Path, password: str | None = None, *, modern: bool = True, files: dict[tuple[str, str], bytes] = IOS
) -> Path:
    """A backup of iOS 10 and later; encrypted where a password is given, before 10.2 where not modern."""
    target.mkdir(parents=True)
    keys = Keys(password, modern=modern) if password is not None else None
    rows = []
    for number, ((domain, path), data) in enumerate(files.items()):
        file_key = hashlib.sha256(f"{number}".encode()).digest()
        wrapped = keys.wrap(file_key) if keys else None
        name = name_of(domain, path)
        (target / name[:2]).mkdir(exist_ok=True)
        (target / name[:2] / name).write_bytes(aes_cbc(file_key, data) if keys else data)
        rows.append((name, domain, path, 1, mbfile(path, len(data), wrapped)))
    folder = mbfile("Library", 0, None, mode=0o40755)
    rows.append((name_of("HomeDomain", "Library"), "HomeDomain", "Library", 2, folder))
    rows.append((name_of("HomeDomain", "gone"), "HomeDomain", "gone", 1, mbfile("gone", 5, None)))
    listed = {"IsEncrypted": keys is not None, "Version": "10.0", "Lockdown": {"ProductVersion": "16.3"}}
    if keys is not None:
        listed["BackupKeyBag"] = keys.bag
    _manifest(target / "Manifest.db", rows)
    if keys is not None and modern:
        key = b"M" * 32
        listed["ManifestKey"] = keys.wrap(key)
        plain = (target / "Manifest.db").read_bytes()
        (target / "Manifest.db").write_bytes(aes_cbc(key, plain, pad=False))
    (target / "Manifest.plist").write_bytes(plistlib.dumps(listed, fmt=plistlib.FMT_BINARY))
    (target / "Info.plist").write_bytes(plistlib.dumps({"Device Name": "Ada's iPhone", "Product Type": "iPhone12,1"}))
    (target / "Status.plist").write_bytes(plistlib.dumps({"Version": "3.3", "SnapshotState": "finished"}))
    return target


def _manifest(path: Path, rows: list[tuple[str, str, str, int, bytes]]) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    try:
        columns = "fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB"
        database.execute(f"CREATE TABLE Files ({columns})")
        database.execute("CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB)")
        database.executemany("INSERT INTO Files VALUES (?, ?, ?, ?, ?)", rows)
        database.commit()
    finally:
        database.close()


def mbdb(target: Path, files: dict[tuple[str, str], bytes] = IOS) -> Path:
    """A backup of iOS 4 to 9: flat folder, Manifest.mbdb."""
    target.mkdir(parents=True)
    records = [b"mbdb\x05\x00", _record("HomeDomain", "Library", 0o40755, b"")]
    for (domain, path), data in files.items():
        (target / name_of(domain, path)).write_bytes(data)
        records.append(_record(domain, path, 0o100644, data))
    (target / "Manifest.mbdb").write_bytes(b"".join(records))
    (target / "Manifest.plist").write_bytes(plistlib.dumps({"IsEncrypted": False, "Version": "9.0"}))
    (target / "Info.plist").write_bytes(plistlib.dumps({"Device Name": "Ada's iPhone"}))
    (target / "Status.plist").write_bytes(plistlib.dumps({"Version": "2.4"}))
    return target


def _text(raw: bytes) -> bytes:
    return len(raw).to_bytes(2, "big") + raw if raw else b"\xff\xff"


def _record(domain: str, path: str, mode: int, data: bytes) -> bytes:
    digest = hashlib.sha1(data, usedforsecurity=False).digest()
    head = _text(domain.encode()) + _text(path.encode()) + _text(b"") + _text(digest) + _text(b"")
    body = struct.pack(">HQIIIIIQB", mode, 9, 501, 501, STAMP, STAMP, STAMP, len(data), 4)
    return head + body + b"\x01" + _text(b"name") + _text(b"value")


ANDROID = {
    "apps/org.example.chat/_manifest": b"1\norg.example.chat\n29\n29\n\n0\n1\nAA\n",
    "apps/org.example.chat/db/chat.db": b"SQLite format 3\0" + b"chat" * 700,
    "apps/org.example.chat/sp/settings.xml": b"<map/>",
    "apps/org.example.chat/f/a/b.txt": b"file",
    "apps/org.example.chat/r/app_parts/PART_1": b"part",
    "apps/com.android.providers.telephony/d_f/000000_sms_backup": zlib.compress(b"[]"),
    "shared/0/DCIM/x.jpg": b"jpeg",
}
ANDROID_PATHS = {
    "/apps/org.example.chat/_manifest", "/data/data/org.example.chat/databases/chat.db",
    "/data/data/org.example.chat/shared_prefs/settings.xml", "/data/data/org.example.chat/files/a/b.txt",
    "/data/data/org.example.chat/app_parts/PART_1", "/storage/emulated/0/DCIM/x.jpg",
    "/data/user_de/0/com.android.providers.telephony/files/000000_sms_backup",
}  # fmt: skip


def tar_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), STAMP
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def android(version: int, *, compressed: bool, password: str | None = None, files: dict[str, bytes] = ANDROID) -> bytes:
    payload = tar_of(files)
    if compressed:
        payload = zlib.compress(payload)
    head = f"ANDROID BACKUP\n{version}\n{int(compressed)}\n"
    if password is None:
        return (head + "none\n").encode() + payload
    chance = random.Random(version)
    user_salt, check_salt, iv = chance.randbytes(64), chance.randbytes(64), chance.randbytes(16)
    master, master_iv = bytes(range(240, 256)) + bytes(range(16)), chance.randbytes(16)
    spelled = master if version == 1 else b"".join(_java(byte) for byte in master)
    check = hashlib.pbkdf2_hmac("sha1", spelled, check_salt, 50, 32)
    blob = bytes([16]) + master_iv + bytes([32]) + master + bytes([32]) + check
    key = hashlib.pbkdf2_hmac("sha1", password.encode(), user_salt, 50, 32)
    wrapped = aes_cbc(key, blob, iv)
    lines = [user_salt.hex().upper(), check_salt.hex().upper(), "50", iv.hex().upper(), wrapped.hex().upper()]
    return (head + "AES-256\n" + "".join(line + "\n" for line in lines)).encode() + aes_cbc(master, payload, master_iv)


def _java(byte: int) -> bytes:
    """A byte as a signed Java character, in UTF-8: three bytes from 0x80 on."""
    return bytes([byte]) if byte < 0x80 else bytes([0xEF, 0xBC | byte >> 6 & 3, 0x80 | byte & 0x3F])
