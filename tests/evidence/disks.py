"""Disk images made with the tools of Debian packages; a test that needs one skips where the tool is missing."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import uuid
import zlib
from pathlib import Path

import pytest

PACKAGES = {
    "mke2fs": "e2fsprogs", "debugfs": "e2fsprogs", "mkfs.f2fs": "f2fs-tools", "sload.f2fs": "f2fs-tools",
    "mkfs.vfat": "dosfstools", "mcopy": "mtools", "mdel": "mtools", "mmd": "mtools", "ewfacquire": "ewf-tools",
    "img2simg": "android-sdk-libsparse-utils", "mkfs.exfat": "exfatprogs", "fsck.exfat": "exfatprogs",
    "mkntfs": "ntfs-3g", "ntfscp": "ntfs-3g", "ntfsundelete": "ntfs-3g", "xorriso": "xorriso", "qemu-img": "qemu-utils",
    "mkapfs": "apfsprogs", "apfsck": "apfsprogs",
    "7zz": "7zip", "zip": "zip", "zstd": "zstd", "lz4": "lz4",
}  # fmt: skip

_UUID = "6f1d3c52-0b7e-4a57-9d2f-5b1e8c4a7d30"  # chance would put each name elsewhere


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed (Debian package {PACKAGES[name]})")
    return found


def run(name: str, *arguments: object, **options: object) -> None:
    done = subprocess.run([tool(name), *map(str, arguments)], check=False, capture_output=True, **options)
    assert done.returncode == 0, f"{name}: {done.stdout[-800:]!r} {done.stderr[-800:]!r}"


def blank(target: Path, megabytes: int) -> Path:
    with target.open("wb") as out:
        out.truncate(megabytes << 20)
    return target


def ext4(tree: Path, target: Path, megabytes: int = 8, *options: str) -> Path:
    own = ("-U", _UUID, "-E", f"hash_seed={_UUID}")
    run("mke2fs", "-q", "-t", "ext4", *own, *options, "-d", tree, target, f"{megabytes}M")
    return target


def f2fs(tree: Path, target: Path, megabytes: int = 128, *options: str) -> Path:
    run("mkfs.f2fs", "-q", *options, blank(target, megabytes))
    run("sload.f2fs", "-f", tree, target)
    return target


def fat(tree: Path, target: Path, megabytes: int = 8) -> Path:
    run("mkfs.vfat", "-i", "5a3d2c1b", blank(target, megabytes))
    for each in sorted(tree.iterdir()):
        run("mcopy", "-s", "-m", "-i", target, each, "::", env={**os.environ, "TZ": "UTC", "MTOOLS_SKIP_CHECK": "1"})
    return target


def hfs(tree: Path, target: Path) -> Path:
    """An HFS+ file system: the partition of one in an ISO image that xorriso makes."""
    iso = target.with_suffix(".iso")
    run("xorriso", "-as", "mkisofs", "-quiet", "-hfsplus", "-o", iso, tree)
    data = iso.read_bytes()
    for at in range(512, 512 * 64, 512):
        if data[at : at + 2] == b"PM" and data[at + 48 : at + 57] == b"Apple_HFS":
            start, count = struct.unpack_from(">II", data, at + 8)
            target.write_bytes(data[start * 512 : (start + count) * 512])
    return target


def ntfs(files: dict[str, Path], target: Path) -> Path:
    """An NTFS file system with files in its root folder: no tool makes others there without mounting."""
    run("mkntfs", "-q", "-F", "-f", blank(target, 8))
    for name, path in files.items():
        run("ntfscp", "-q", target, path, name)
    return target


def mbr(image: Path, target: Path) -> Path:
    """A disk with a classic partition table around one image, behind the first MiB."""
    first, sectors = 2048, -(-image.stat().st_size // 512)
    entry = struct.pack("<B3sB3sII", 0, b"\xfe\xff\xff", 0x83, b"\xfe\xff\xff", first, sectors)
    with target.open("wb") as out:
        out.write(bytes(446) + entry.ljust(64, b"\0") + b"\x55\xaa")
        out.seek(first * 512)
        out.write(image.read_bytes())
    return target


def e01(image: Path, stem: Path, *options: str) -> Path:
    run("ewfacquire", "-u", "-q", "-t", stem, "-S", "1MiB", *options, image)
    return stem.with_suffix(".E01")


def virtual(image: Path, target: Path, form: str, *options: str) -> Path:
    """A raw image as a disk of a virtual machine."""
    run("qemu-img", "convert", "-f", "raw", "-O", form, *options, image, target)
    return target


def gpt(parts: list[tuple[str, Path]], target: Path, sector: int = 512) -> Path:
    """A disk with a GUID partition table around whole images."""
    first = (34 * 512) // sector + 64
    places, at = [], first
    for name, path in parts:
        count = -(-path.stat().st_size // sector)
        places.append((name, path, at, at + count - 1))
        at += count + 8
    total = at + 64
    entries = b"".join(
        uuid.UUID("0fc63daf-8483-4772-8e79-3d69d8477de4").bytes_le + uuid.uuid5(uuid.NAMESPACE_DNS, name).bytes_le
        + struct.pack("<QQQ", start, end, 0) + name.encode("utf-16-le").ljust(72, b"\0")
        for name, _, start, end in places
    ).ljust(128 * 128, b"\0")  # fmt: skip
    blank(target, -(-total * sector >> 20) + 1)
    with target.open("r+b") as out:
        out.seek(446)
        protective = struct.pack("<B3sB3sII", 0, b"\0\2\0", 0xEE, b"\xff\xff\xff", 1, total - 1)
        out.write(protective.ljust(64, b"\0") + b"\x55\xaa")
        out.seek(sector)
        out.write(_gpt_header(1, total - 1, first, total - 40, entries, 2).ljust(sector, b"\0"))
        out.write(entries)
        for _, path, start, _ in places:
            out.seek(start * sector)
            out.write(path.read_bytes())
    return target


def _gpt_header(own: int, other: int, first: int, last: int, entries: bytes, at: int) -> bytes:
    disk = uuid.uuid5(uuid.NAMESPACE_DNS, "disk").bytes_le
    tail = struct.pack("<QQQQ16sQIII", own, other, first, last, disk, at, 128, 128, zlib.crc32(entries))
    head = b"EFI PART" + struct.pack("<II", 0x10000, 92)
    check = zlib.crc32(head + bytes(8) + tail)
    return head + struct.pack("<II", check, 0) + tail
