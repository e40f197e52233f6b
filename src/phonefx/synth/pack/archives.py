"""Zip and tar archives of a full file system."""

from __future__ import annotations

import struct
import tarfile
import zipfile
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_UNIX_TIME: Final = 0x5455
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)


def members(root: Path) -> Iterator[tuple[str, Path]]:
    """Give the files below a folder with their names inside an archive, in one fixed order."""
    found = [path for path in root.rglob("*") if path.is_file()]
    for path in sorted(found, key=lambda each: each.relative_to(root).as_posix()):
        yield path.relative_to(root).as_posix(), path


def below(path: str, beginnings: Iterable[str]) -> bool:
    """Say whether a device path begins with one of these; a `*` in them stands for anything."""
    return any(fnmatchcase(path, f"{each}*") for each in beginnings)


def pack_zip(root: Path, target: Path) -> None:
    """Write a zip archive; times are UTC, also in the extra field that keeps whole seconds."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in members(root):
            seconds = int(path.stat().st_mtime)
            moment = max(datetime.fromtimestamp(seconds, UTC), _EARLIEST)
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100600 << 16
            entry.extra = struct.pack("<HHBi", _UNIX_TIME, 5, 1, seconds)
            with path.open("rb") as source, archive.open(entry, "w") as out:
                while chunk := source.read(1 << 20):
                    out.write(chunk)


def pack_tar(root: Path, target: Path) -> None:
    """Write a plain tar archive in the PAX form."""
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, path in members(root):
            entry = tarfile.TarInfo(name)
            entry.size = path.stat().st_size
            entry.mtime = int(path.stat().st_mtime)
            entry.mode = 0o600
            with path.open("rb") as source:
                archive.addfile(entry, source)
