"""Lets one run at a time write into a folder: a lock that ends with the last process that holds it, however it ends.

A worker that is forked holds the lock of its run too. So the run after one that was killed begins only when nobody is
left who might still write a shard. Windows has no such lock, and some network disks have none.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from phonefx.errors import CaseError

_PATIENCE: Final = 20.0
_STEP: Final = 0.05


@dataclass(slots=True)
class _Held:
    mark: int | None
    times: int = 0


_HELD: Final[dict[Path, _Held]] = {}
"""The folders that this process has for itself: what writes into one calls what does so too."""


def take(folder: Path, own: bool = False) -> int | None:
    """Take the lock of a folder and give what is to be closed to let it go; nothing where the system has none.

    Raises:
        BlockingIOError: another process holds it.
        OSError: the folder cannot be opened, or is a link, or its disk has no locks; or, where `own` is asked, it is
            somebody else's.
    """
    try:
        import fcntl

        flags, user = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, os.getuid()
    except (ImportError, AttributeError):
        return None
    mark = os.open(folder, flags)
    try:
        if own and os.fstat(mark).st_uid != user:
            raise PermissionError(folder)
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(mark)
        raise
    return mark


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only run that writes into the case in `folder`; workers of a killed one are waited for.

    Raises:
        CaseError: another run is at work there.
    """
    where = folder.resolve()
    held = _HELD.get(where) or _HELD.setdefault(where, _Held(_waited(where)))
    held.times += 1
    try:
        yield
    finally:
        held.times -= 1
        if not held.times:
            del _HELD[where]
            if held.mark is not None:
                os.close(held.mark)


def _waited(folder: Path) -> int | None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return take(folder)
        except BlockingIOError:
            if time.monotonic() > end:
                raise CaseError(folder, "another run is at work in this case") from None
            time.sleep(_STEP)
        except OSError:
            return None
