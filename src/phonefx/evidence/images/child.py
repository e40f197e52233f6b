"""The child process in which The Sleuth Kit lists a file system, so that it can be ended where it does not come back.

It is run as `python -m phonefx.evidence.images.child`. What it is asked stands on its standard input, what it finds is
written to its standard output, both in the frames of `passing`:

- in: where to read (path and offset; no path where the parent serves the bytes), size, inodes known to be absurd, limit
  of names, inodes of folders to leave out, whether to announce each folder;
- out: `at`, inode, path before a folder is opened; nodes; `told`, code, path, message; `read`, offset, size, to be
  answered with bytes, or with a word why there are none; `end`.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from phonefx.errors import Damaged
from phonefx.evidence.blobs import Blob, FileBlob, SliceBlob
from phonefx.evidence.images.passing import BYTES, NODES, get, packed, put, put_words, words_of
from phonefx.evidence.images.tsk import TskFileSystem
from phonefx.evidence.tree import Limits

_BATCH: Final = 1000


class Served(Blob):
    """A blob whose bytes the parent gives."""

    def __init__(self, size: int, ask: IO[bytes], answer: IO[bytes]) -> None:
        self.size = size
        self._ask = ask
        self._answer = answer

    def read_at(self, offset: int, size: int) -> bytes:
        """Ask the parent."""
        put_words(self._ask, "read", offset, size)
        kind, data = get(self._answer)
        if kind != BYTES:
            raise Damaged("image", *words_of(data))
        return data


def _bounded(memory: int) -> None:
    """Bound the memory of this process, on systems that know such a bound."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """List one file system for the parent."""
    answer, ask = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    place, size, absurd, names, left_out, announce, memory = words_of(get(answer)[1])
    _bounded(memory)
    gc.disable()  # nothing here makes cycles, and it does not live long
    whole = FileBlob(Path(place[0])) if place else None
    blob = Served(size, ask, answer) if whole is None else SliceBlob(whole, place[1], size)

    def at(inode: int, path: str) -> bool:
        if inode in left_out:
            return False
        if announce:
            put_words(ask, "at", inode, path)
        return True

    def told(*words: str) -> None:
        put_words(ask, "told", *words)

    system, together = TskFileSystem(blob, absurd), 1 if announce else _BATCH
    for found in system.walked(replace(Limits(), entries=names), told, at, together):
        put(NODES, packed(found), ask)
    put_words(ask, "end")


if __name__ == "__main__":
    main()
