"""An iPhone as an iTunes/Finder backup, plain or encrypted.

Only what a backup holds goes in: caches, the positions of the routine daemon and the system partition never do, and
the call history and the browser's history only where the backup is encrypted. Databases are copied the way the backup
service does it, through SQLite, so that a write-ahead log is no longer beside them.
"""

from __future__ import annotations

import hashlib
import plistlib
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.database import Database, Shape
from phonefx.synth.models import IOS_BUILDS, MODELS
from phonefx.synth.pack.archives import below, members
from phonefx.synth.pack.keybag import Keybag, encrypt

if TYPE_CHECKING:
    from phonefx.synth.scenario import PhonePlan

DOMAINS: Final = (
    ("private/var/mobile/Media/", "CameraRollDomain", "Media/"),
    ("private/var/mobile/Library/SMS/Attachments/", "MediaDomain", "Library/SMS/Attachments/"),
    ("private/var/mobile/Library/", "HomeDomain", "Library/"),
    ("private/var/wireless/", "WirelessDomain", ""),
    ("private/var/root/Library/Preferences/", "RootDomain", "Library/Preferences/"),
)
NEVER: Final = (
    "/private/var/mobile/Library/Caches/", "/System/", "/private/var/containers/",
    "/private/var/root/Library/Lockdown/",
    "/private/var/wireless/Library/Preferences/com.apple.commcenter.device_specific_nobackup.plist",
    "/private/var/mobile/Containers/Shared/AppGroup/*/telegram-data/",
)  # fmt: skip
ONLY_ENCRYPTED: Final = ("/private/var/mobile/Library/CallHistoryDB/", "/private/var/mobile/Library/Safari/History.db")
_GROUPS: Final = "private/var/mobile/Containers/Shared/AppGroup/"
_METADATA: Final = ".com.apple.mobile_container_manager.metadata.plist"
_CLASS: Final = 3
_SHAPE: Final = Shape("ios_manifest", auto_vacuum=2, user_version=2)
_LOGS: Final = ("-wal", "-shm", "-journal")


def left_out(encrypted: bool) -> tuple[str, ...]:
    """Give the paths, as beginnings, that such a backup does not hold."""
    return NEVER if encrypted else (*NEVER, *ONLY_ENCRYPTED)


def identifier(plan: PhonePlan) -> str:
    """Give the identifier of the device, which names the backup's folder."""
    return hashlib.sha1(f"udid {plan.serial}".encode(), usedforsecurity=False).hexdigest()


def stage(root: Path, into: Path, encrypted: bool) -> None:
    """Copy what a backup holds, databases through SQLite."""
    out = left_out(encrypted)
    for name, path in members(root):
        if below(f"/{name}", out) or name.endswith(_LOGS):
            continue
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file:
            database = file.read(16) == b"SQLite format 3\0"
        if database:
            _copy_database(path, target)
        else:
            target.write_bytes(path.read_bytes())


def _copy_database(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        private = Path(scratch) / source.name
        for suffix in ("", "-wal"):
            beside = source.with_name(source.name + suffix)
            if beside.is_file():
                private.with_name(private.name + suffix).write_bytes(beside.read_bytes())
        opened, copy = sqlite3.connect(private), sqlite3.connect(target)
        opened.backup(copy)
        copy.close()
        opened.close()


def pack_backup(root: Path, target: Path, plan: PhonePlan, password: str | None) -> None:
    """Write a backup folder below `target`; with a password it is encrypted."""
    folder = target / identifier(plan)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        staged = Path(scratch) / "staged"
        staged.mkdir()
        stage(root, staged, password is not None)
        bag = Keybag(f"{plan.id} {plan.serial}", password) if password is not None else None
        groups = _groups(staged)
        manifest = Path(scratch) / "Manifest.db"
        _files(staged, root, folder, manifest, groups, bag)
        content = manifest.read_bytes()
    (folder / "Manifest.db").write_bytes(encrypt(content, bag.manifest_key) if bag else content)
    _plists(folder, plan, bag)


def _groups(staged: Path) -> dict[str, str]:
    found = {}
    for path in sorted(staged.glob(f"{_GROUPS}*/{_METADATA}")):
        folder = path.parent.relative_to(staged).as_posix()
        found[f"{folder}/"] = plistlib.loads(path.read_bytes())["MCMMetadataIdentifier"]
        path.unlink()
    return found


def _domain(name: str, groups: dict[str, str]) -> tuple[str, str]:
    for folder, group in groups.items():
        if name.startswith(folder):
            return f"AppDomainGroup-{group}", name.removeprefix(folder)
    for prefix, domain, inside in DOMAINS:
        if name.startswith(prefix):
            return domain, inside + name.removeprefix(prefix)
    return "HomeDomain", name.removeprefix("private/var/mobile/")


def _files(staged: Path, root: Path, folder: Path, manifest: Path, groups: dict[str, str], bag: Keybag | None) -> None:
    database = Database(manifest, _SHAPE)
    rows: list[tuple[str, str, str, Path]] = []
    for name, path in members(staged):
        domain, inside = _domain(name, groups)
        number = hashlib.sha1(f"{domain}-{inside}".encode(), usedforsecurity=False).hexdigest()
        rows.append((number, domain, inside, path))
    for inode, (number, domain, inside, path) in enumerate(sorted(rows), start=1):
        content = path.read_bytes()
        seconds = int((root / path.relative_to(staged)).stat().st_mtime)
        key = bag.file_key(number) if bag else b""
        entry = _entry(inside, len(content), seconds, inode, bag.wrapped(key, _CLASS) if bag else b"")
        database.insert("Files", fileID=number, domain=domain, relativePath=inside, flags=1, file=entry)
        place = folder / number[:2]
        place.mkdir(exist_ok=True)
        (place / number).write_bytes(encrypt(content, key) if bag else content)
    database.finish("")


def _entry(inside: str, size: int, seconds: int, inode: int, wrapped: bytes) -> bytes:
    """Write the archived description of one file."""
    record: dict[str, Any] = {
        "RelativePath": plistlib.UID(2), "Mode": 0o100600, "Size": size, "LastModified": seconds, "UserID": 501,
        "LastStatusChange": seconds, "Birth": seconds, "GroupID": 501, "InodeNumber": inode, "Flags": 0,
        "ProtectionClass": _CLASS, "$class": plistlib.UID(3),
    }  # fmt: skip
    objects: list[Any] = ["$null", record, inside, {"$classname": "MBFile", "$classes": ["MBFile", "NSObject"]}]
    if wrapped:
        record["EncryptionKey"] = plistlib.UID(4)
        classes = ["NSMutableData", "NSData", "NSObject"]
        objects += [{"NS.data": wrapped, "$class": plistlib.UID(5)}, {"$classname": classes[0], "$classes": classes}]
    top = {"root": plistlib.UID(1)}
    archive = {"$version": 100000, "$archiver": "NSKeyedArchiver", "$top": top, "$objects": objects}
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)


FACTS: Final = {
    "Build Version": "build", "Device Name": "device name", "IMEI": "imei", "Serial Number": "serial number",
    "Product Type": "model", "Product Version": "os version", "Unique Identifier": "udid", "ICCID": "iccid",
    "Phone Number": "phone number",
}  # fmt: skip
"""What of the backup's own lists is a fact of the device, and its name in a case."""


def stated(plan: PhonePlan) -> dict[str, str]:
    """Give what the backup's own lists say of the device."""
    sim = plan.sims[-1] if plan.sims else None
    found = {
        "Build Version": IOS_BUILDS[plan.os], "Device Name": f"{plan.owner.name.split()[0]}’s iPhone",
        "Display Name": f"{plan.owner.name.split()[0]}’s iPhone", "IMEI": plan.imei, "Serial Number": plan.serial,
        "Product Type": MODELS[plan.model].device, "Product Version": plan.os, "Product Name": MODELS[plan.model].name,
        "Unique Identifier": identifier(plan).upper(), "Target Identifier": identifier(plan), "Target Type": "Device",
    }  # fmt: skip
    return found | ({"ICCID": sim.iccid, "Phone Number": sim.number} if sim else {})


def _plists(folder: Path, plan: PhonePlan, bag: Keybag | None) -> None:
    date = datetime.fromtimestamp(plan.acquired // 1_000_000, UTC).replace(tzinfo=None)
    info: dict[str, Any] = dict(stated(plan)) | {
        "Last Backup Date": date, "GUID": identifier(plan)[:32].upper(), "iTunes Version": "12.13.1",
        "Installed Applications": list(plan.apps),
    }  # fmt: skip
    (folder / "Info.plist").write_bytes(plistlib.dumps(info))
    lockdown = {
        "DeviceName": info["Device Name"], "ProductType": info["Product Type"], "ProductVersion": plan.os,
        "BuildVersion": info["Build Version"], "SerialNumber": plan.serial, "UniqueDeviceID": identifier(plan),
    }  # fmt: skip
    manifest: dict[str, Any] = {
        "IsEncrypted": bag is not None, "Version": "10.0", "Date": date, "SystemDomainsVersion": "24.0",
        "WasPasscodeSet": True, "Lockdown": lockdown, "Applications": {},
    }  # fmt: skip
    if bag is not None:
        manifest |= {"BackupKeyBag": bag.encoded, "ManifestKey": bag.wrapped(bag.manifest_key, _CLASS)}
    status = {
        "BackupState": "new", "Date": date, "IsFullBackup": True, "SnapshotState": "finished", "Version": "3.3",
        "UUID": hashlib.md5(plan.serial.encode(), usedforsecurity=False).hexdigest().upper(),
    }  # fmt: skip
    (folder / "Manifest.plist").write_bytes(plistlib.dumps(manifest, fmt=plistlib.FMT_BINARY))
    (folder / "Status.plist").write_bytes(plistlib.dumps(status, fmt=plistlib.FMT_BINARY))
