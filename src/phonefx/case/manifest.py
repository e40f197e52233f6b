"""The manifest: every file of a case folder with its hash, and the head of the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from phonefx import __version__
from phonefx.case import audit, hashing, unlogged
from phonefx.case.staging import Digest
from phonefx.case.store import WORK

NAME: Final = "manifest.json"
_HALF_MADE: Final = (".new", ".part")
"""The endings of what is being written, in the folders that hold nothing but outputs."""
_OF_OUTPUTS: Final = ("report", "exports")


def outputs(folder: Path) -> list[Path]:
    """The files of a case that the manifest covers, sorted by name; working files are none of them."""
    own = {folder / name for name in (NAME, audit.NAME)}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path not in own and folder / WORK not in path.parents
        and not path.name.endswith(("-journal", "-wal", "-shm"))
    )  # fmt: skip


def write(folder: Path, hashed: Mapping[Path, Digest] = MappingProxyType({})) -> dict[str, Any]:
    """Seal the case as it is now: hash its files, note that in the audit log, write `manifest.json`.

    Before that a change that a killed run made is logged, and what it wrote by half is removed.
    `hashed` are files that were hashed after they were written for the last time.
    """
    unlogged.log(folder)
    for path in (each for name in _OF_OUTPUTS for each in sorted((folder / name).rglob("*"))):
        if path.name.endswith(_HALF_MADE) and path.is_file():
            with suppress(OSError):
                path.unlink()
    fresh = folder / f"{NAME}.new"
    fresh.unlink(missing_ok=True)  # of a run that was killed: sealed, it would be missed a moment later
    files = {}
    for path in outputs(folder):
        found = hashed.get(path) or hashing.digest(path)
        files[path.relative_to(folder).as_posix()] = {"sha256": found.sha256, "size": found.size}
    sealed = {"files": {name: each["sha256"] for name, each in files.items()}, "version": __version__}
    head = audit.append(folder, "sealed", sealed)
    manifest = {"phonefx": __version__, "audit_head": head, "files": files}
    fresh.write_text(_text(manifest), encoding="utf-8", newline="\n")
    fresh.replace(folder / NAME)
    return manifest


def _text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=1, sort_keys=True) + "\n"


def is_as_written(folder: Path, manifest: dict[str, Any]) -> bool:
    """Say whether the file of a manifest that was read has the bytes that phonefx gives it."""
    return (folder / NAME).read_bytes() == _text(manifest).encode()


def read(folder: Path) -> dict[str, Any]:
    """Read the manifest; an empty one where there is none or it cannot be read."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
