"""A folder for private copies where there is no case to keep them in.

What a killed program left of it is removed by the next one that needs such a folder: a lock, which ends with its
program, tells which are still in use. Windows has no such lock; there a killed program's copies stay.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from phonefx.case.alone import take

PREFIX: Final = "phonefx-aside-"
COPIES: Final = "copies"
"""The folder inside, made once the lock is held: a folder without it is empty, or just being made."""


@contextmanager
def aside() -> Iterator[Path]:
    """Give a folder in the temporary folder of the system, open to its owner alone, removed when the block ends."""
    if os.name == "posix":
        _sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name, _held(Path(name)):
        copies = Path(name) / COPIES
        copies.mkdir()
        yield copies


def _sweep() -> None:
    """Remove what killed programs left; a folder that is in use, or somebody else's, stays."""
    for copies in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{COPIES}"):
        with suppress(OSError), _held(copies.parent):
            shutil.rmtree(copies.parent)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder for as long as the block lasts; nothing where the system has none.

    Raises:
        OSError: another program holds it, or the folder is somebody else's or a link.
    """
    mark = take(folder, own=True)
    try:
        yield
    finally:
        if mark is not None:
            os.close(mark)
