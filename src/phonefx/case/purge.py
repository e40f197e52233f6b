"""Removes a case: every file in its folder is overwritten once, then unlinked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from phonefx.case import audit
from phonefx.case.staging import CHUNK
from phonefx.case.store import DATABASE
from phonefx.errors import CaseError

_MARKS: Final = (DATABASE, f"{DATABASE}.new", audit.NAME)


def purge(folder: Path) -> int:
    """Remove a case folder, also one that was never finished, and give the number of files removed.

    Raises:
        CaseError: the folder holds no case; nothing is removed.
    """
    if not folder.is_dir() or folder.is_symlink() or not any((folder / name).is_file() for name in _MARKS):
        raise CaseError(folder, "no phonefx case; nothing was removed")
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in files:
        overwrite(path)
        path.unlink()
    shutil.rmtree(folder)
    return len(files)


def overwrite(path: Path) -> None:
    """Write zeros over a file's content, to the disk."""
    with path.open("rb+") as file:
        left = file.seek(0, os.SEEK_END)
        file.seek(0)
        while left > 0:
            left -= file.write(bytes(min(left, CHUNK)))
        file.flush()
        os.fsync(file.fileno())
