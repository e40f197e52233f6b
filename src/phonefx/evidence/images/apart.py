"""Lists a file system in a process of its own, which is ended where The Sleuth Kit does not come back from a folder.

The library maps each inode of a folder that it opens, and cannot be interrupted; a block map that states absurd sizes
holds it up for hours. The folder it does not come back from is told and left out, and the listing goes on behind it.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import phonefx
from phonefx.errors import EvidenceError
from phonefx.evidence.blobs import Blob, FileBlob, place_of
from phonefx.evidence.images.passing import BYTES, NODES, get, put, put_words, unpacked, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from phonefx.evidence.images.filesystem import Nodes, Tell
    from phonefx.evidence.tree import Limits

_LEFT_OUT: Final = 8
_PROGRAM: Final = ("-P", "-m", "phonefx.evidence.images.child")  # -P: nothing of the current folder is ever run


class _Watch(threading.Thread):
    """Ends a child that gives no answer for so many seconds while one is waited for."""

    def __init__(self, child: subprocess.Popen[bytes], patience: float) -> None:
        super().__init__(daemon=True)
        self.child = child
        self.patience = patience
        self.since: float | None = None
        self.fired = False
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(min(1.0, self.patience / 4)):
            since = self.since
            if since is not None and time.monotonic() - since > self.patience:
                self.fired = True
                self.child.kill()
                return

    def stop(self) -> None:
        self._over.set()


class _Child:
    """One child process.

    Attributes:
        at: inode and path of the folder that it said it would open next.
        ended: whether it came to the end.
    """

    def __init__(self, blob: Blob, absurd: Sequence[tuple[int, int, int]], limits: Limits) -> None:
        self.blob = blob
        self.absurd = list(absurd)
        self.limits = limits
        self.at: tuple[int, str] | None = None
        self.ended = False

    def messages(self, left_out: list[int], *, announce: bool) -> Iterator[tuple[Any, ...]]:
        """Start it and give what it finds, until it ends or is ended."""
        root = str(Path(phonefx.__file__).resolve().parents[1])
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        child = subprocess.Popen(
            [sys.executable, *_PROGRAM], env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        watch = _Watch(child, self.limits.patience)
        watch.start()
        try:
            yield from self._talk(child, watch, (left_out, announce))
        finally:
            watch.stop()
            child.kill()
            for pipe in (child.stdin, child.stdout):
                cast("IO[bytes]", pipe).close()
            child.wait()

    def _talk(
        self, child: subprocess.Popen[bytes], watch: _Watch, how: tuple[list[int], bool]
    ) -> Iterator[tuple[Any, ...]]:
        asked, answers = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        limits = self.limits
        try:
            put_words(asked, _place(self.blob), self.blob.size, self.absurd, limits.entries, *how, limits.library_bytes)
            while not self.ended:
                watch.since = time.monotonic()
                kind, data = get(answers)
                watch.since = None
                if kind == NODES:
                    yield "nodes", unpacked(data)
                    continue
                word, *rest = words_of(data)
                if word == "read":
                    self._answer(int(rest[0]), int(rest[1]), asked)
                elif word == "at":
                    self.at = (int(rest[0]), str(rest[1]))
                elif word == "end":
                    self.ended = True
                else:
                    yield word, *map(str, rest)
        except (EOFError, OSError, ValueError, TypeError, LookupError, struct.error):
            return

    def _answer(self, offset: int, size: int, asked: IO[bytes]) -> None:
        try:
            put(BYTES, self.blob.read_at(offset, size), asked)
        except EvidenceError as error:
            put_words(asked, str(error))


def _place(blob: Blob) -> tuple[str, int] | None:
    """Give the path and offset of bytes that are a run of one file on disk; None for any others."""
    file, start = place_of(blob)
    return (str(file.path.absolute()), start) if isinstance(file, FileBlob) else None


def listed(blob: Blob, absurd: Sequence[tuple[int, int, int]], limits: Limits, tell: Tell) -> Iterator[Nodes]:
    """Give the nodes of a file system that The Sleuth Kit reads, found by a child process.

    Where the child does not come back, a second one announces each folder before it opens it, so that the folder at
    fault is known; the next one leaves that out. What was given or told before is not given again.
    """
    left_out: list[int] = []
    told: set[tuple[Any, ...]] = set()
    given, announce = 0, False
    while True:
        child, seen = _Child(blob, absurd, limits), 0
        for message in child.messages(left_out, announce=announce):
            if message[0] == "nodes":
                found: Nodes = message[1]
                if (known := given - seen) < (count := len(found.paths)):
                    yield found.part(known) if known > 0 else found
                seen += count
                given = max(given, seen)
            elif message not in told:
                told.add(message)
                tell(*message[1:])
        if child.ended:
            return
        if announce:
            held = f"the library that lists it gave no answer within {limits.patience} s, or failed"
            if child.at is None or len(left_out) >= _LEFT_OUT:
                tell("stopped", "", f"{held}: what is not listed so far is not listed")
                return
            left_out.append(child.at[0])
            tell("stopped", child.at[1], f"{held}: what is in this folder is not listed")
        announce = True
