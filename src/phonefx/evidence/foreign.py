"""Containers that are known and not read: told in one line, with what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob

_DISK: Final = "convert it with `qemu-img convert -O raw`"
_FILES: Final = "export its files as a zip or folder with the tool that made it"
_STARTS: Final = (
    (b"ADSEGMENTEDFILE\0", "a logical image of FTK Imager (AD1)", _FILES),
    (b"ADCRYPT\0", "an encrypted image of FTK Imager", "save it decrypted, as E01 or raw, with that tool"),
    (b"LVF\x09\x0d\x0a\xff\x00", "a logical evidence file of EnCase (L01)", _FILES),
    (b"LEF2\x0d\x0a\x81\x00", "a logical evidence file of EnCase (Lx01)", _FILES),
    (b"AFF10\r\n\0", "an AFF image of version 3", "convert it to raw or E01 with the tool that made it"),
    (b"# Disk DescriptorFile", "the description of a VMDK disk whose bytes lie in other files", _DISK),
    (b"WithoutFreeSpace", "a disk of Parallels", _DISK),
    (b"WithouFreSpacExt", "a disk of Parallels", _DISK),
    (b"QED\0", "a QED disk of QEMU", _DISK),
    (b"encrcdsa", "an encrypted disk image of macOS (DMG)", "save it decrypted with `hdiutil` on macOS"),
)
AFF4: Final = (
    "an AFF4 container, which is not read: export it as raw or E01 with the tool that made it, or raw with aff4imager"
)


def foreign(blob: Blob) -> str | None:
    """Say what a container is that phonefx knows and does not read, and what to do; None for any other bytes."""
    head = blob.read_at(0, 128)
    found = next(((what, how) for start, what, how in _STARTS if head.startswith(start)), None)
    if head.startswith(b"<<<") and head[64:68] == b"\x7f\x10\xda\xbe":
        found = "a VDI disk of VirtualBox", _DISK
    if found is None and blob.size > 512 and blob.read_at(blob.size - 512, 4) == b"koly":
        found = "a disk image of macOS (DMG)", _DISK
    return f"{found[0]}, which is not read: {found[1]}" if found else None
