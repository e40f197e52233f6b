"""Reads the entry of one file in an iOS backup (`Files.file` of Manifest.db, a keyed archive of class MBFile)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from phonefx.errors import Damaged
from phonefx.formats.plists.keyed import Instance, Value
from phonefx.formats.plists.keyed import loads as load_keyed


@dataclass(frozen=True, slots=True)
class MBFile:
    """What a backup says of a file: times in Unix seconds (UTC) as on the device, size before encryption in bytes.

    A field is None where the entry does not have it. `encryption_key` is the protection class (4 bytes, little-endian)
    and the wrapped key (40 bytes). What `digest` covers is not established: nothing can be verified with it.
    """

    relative_path: str | None
    mode: int | None
    size: int | None
    modified: int | None
    changed: int | None
    born: int | None
    user: int | None
    group: int | None
    inode: int | None
    protection_class: int | None
    flags: int | None
    encryption_key: bytes | None
    digest: bytes | None
    extended_attributes: bytes | None
    target: str | None
    other: dict[str, Value]


_NAMES = {
    "RelativePath": ("relative_path", str),
    "Mode": ("mode", int),
    "Size": ("size", int),
    "LastModified": ("modified", int),
    "LastStatusChange": ("changed", int),
    "Birth": ("born", int),
    "UserID": ("user", int),
    "GroupID": ("group", int),
    "InodeNumber": ("inode", int),
    "ProtectionClass": ("protection_class", int),
    "Flags": ("flags", int),
    "EncryptionKey": ("encryption_key", bytes),
    "Digest": ("digest", bytes),
    "ExtendedAttributes": ("extended_attributes", bytes),
    "Target": ("target", str),
}


def loads(data: bytes) -> MBFile:
    """Read a file entry; keys that are unknown, or not of their type, are kept in `other`.

    Raises:
        Damaged: it is no keyed archive of an MBFile.
        HostileEvidence: it goes beyond the limits of keyed archives.
    """
    root = load_keyed(data)
    if not isinstance(root, Instance) or root.class_name != "MBFile":
        raise Damaged("backup file entry", "its root object is no MBFile")
    known: dict[str, Any] = {name: None for name, _ in _NAMES.values()}
    other: dict[str, Value] = {}
    for key, value in root.fields.items():
        name, kind = _NAMES.get(key, ("", str))
        if name and isinstance(value, kind):
            known[name] = value
        elif value is not None:
            other[key] = value
    return MBFile(**known, other=other)
