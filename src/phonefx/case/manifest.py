"""The manifest: every file of a case folder with its hash, and the head of the audit log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from phonefx import __version__
from phonefx.case import audit, hashing
from phonefx.case.store import WORK

NAME: Final = "manifest.json"
_OWN: Final = {NAME, audit.NAME}


def outputs(folder: Path) -> list[Path]:
    """The files of a case that the manifest covers, sorted by name; working files are none of them."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _OWN and WORK not in path.relative_to(folder).parts
        and not path.name.endswith(("-journal", "-wal", "-shm"))
    )  # fmt: skip


def write(folder: Path) -> dict[str, Any]:
    """Seal the case as it is now: hash its files, note that in the audit log, write `manifest.json`."""
    files = {}
    for path in outputs(folder):
        found = hashing.digest(path)
        files[path.relative_to(folder).as_posix()] = {"sha256": found.sha256, "size": found.size}
    head = audit.append(folder, "sealed", {"files": {name: each["sha256"] for name, each in files.items()}})
    manifest = {"phonefx": __version__, "audit_head": head, "files": files}
    fresh = folder / f"{NAME}.new"
    fresh.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    fresh.replace(folder / NAME)
    return manifest


def read(folder: Path) -> dict[str, Any]:
    """Read the manifest; an empty one where there is none or it cannot be read."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
