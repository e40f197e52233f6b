"""Tells a full disk from every other failure: it is nobody's evidence, and the run goes on when there is room."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Final

from phonefx.errors import CaseFull

_NO_ROOM: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def is_gone(error: Exception) -> bool:
    """Whether an error says that the disk is full."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def check(folder: Path, error: Exception) -> None:
    """Raise `CaseFull` where an error says that the disk is full; do nothing for any other."""
    if is_gone(error):
        raise CaseFull(folder) from error
