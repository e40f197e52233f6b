"""Raw images of an Android phone's user data: ext4 and F2FS, made without mounting anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.pack import tools
from phonefx.synth.pack.archives import members

if TYPE_CHECKING:
    from pathlib import Path

_UUID: Final = "5d1f0f2e-0000-4000-8000-70686f6e6678"
_MEGABYTE: Final = 1 << 20
_SPARE: Final = 16 * _MEGABYTE
_F2FS_LEAST: Final = 64 * _MEGABYTE


def _size(root: Path) -> int:
    used = sum((path.stat().st_size + 4096) // 4096 * 4096 for _, path in members(root))
    return (used * 5 // 4 + _SPARE) // _MEGABYTE * _MEGABYTE


def pack_ext4(root: Path, target: Path, at: int) -> None:
    """Write the contents of `root/data` as an ext4 image; every file in one fixed order with its own time."""
    data = root / "data"
    target.touch()
    extended = f"hash_seed={_UUID},lazy_itable_init=0,lazy_journal_init=0"
    tools.run("mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", "-m", "0", "-U", _UUID, "-E", extended, target,
              f"{_size(data) // 1024}k", at=at)  # fmt: skip
    tools.run("debugfs", "-w", "-f", "-", target, at=at, feed="\n".join(_commands(data)) + "\n")


def _commands(data: Path) -> list[str]:
    folders = sorted(path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_dir())
    lines = [f'mkdir "/{folder}"' for folder in folders]
    for name, path in members(data):
        lines.append(f'write "{path}" "/{name}"')
        seconds = int(path.stat().st_mtime)
        lines += [f'sif "/{name}" {stamp} @{seconds}' for stamp in ("mtime", "atime", "ctime", "crtime")]
    return lines


def pack_f2fs(root: Path, target: Path, at: int) -> None:
    """Write the contents of `root/data` as an F2FS image; the tool gives every file the time `at`."""
    data = root / "data"
    with target.open("wb") as image:
        image.truncate(max(_F2FS_LEAST, _size(data) * 2))
    tools.run("mkfs.f2fs", "-q", "-f", "-r", "-T", str(at), "-U", _UUID, target)
    tools.run("sload.f2fs", "-T", str(at), "-f", data, target)
